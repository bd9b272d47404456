/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "tc-slow-file.h"

struct _TcSlowFile
{
  GObject parent_instance;

  GFile *file;
  GThread *maker;
  GMutex lock;
  GCond changed;
  gboolean answers;
  guint waiting;
};

static char *
slow_get_basename (GFile *file)
{
  return g_file_get_basename (TC_SLOW_FILE (file)->file);
}

static gboolean
slow_is_native (GFile *file)
{
  return TRUE;
}

static void
wait_for_disk (TcSlowFile *self)
{
  g_assert_true (g_thread_self () != self->maker);

  g_mutex_lock (&self->lock);
  self->waiting++;
  while (!self->answers)
    g_cond_wait (&self->changed, &self->lock);
  self->waiting--;
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->lock);
}

static GFileInfo *
slow_query_info (GFile *file,
                 const char *attributes,
                 GFileQueryInfoFlags flags,
                 GCancellable *cancellable,
                 GError **error)
{
  wait_for_disk (TC_SLOW_FILE (file));
  return g_file_query_info (TC_SLOW_FILE (file)->file, attributes, flags, cancellable, error);
}

static GFileInputStream *
slow_read (GFile *file, GCancellable *cancellable, GError **error)
{
  wait_for_disk (TC_SLOW_FILE (file));
  return g_file_read (TC_SLOW_FILE (file)->file, cancellable, error);
}

static void
slow_file_iface_init (GFileIface *iface)
{
  iface->get_basename = slow_get_basename;
  iface->is_native = slow_is_native;
  iface->query_info = slow_query_info;
  iface->read_fn = slow_read;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (TcSlowFile,
                               tc_slow_file,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_FILE, slow_file_iface_init))

static void
tc_slow_file_finalize (GObject *object)
{
  TcSlowFile *self = TC_SLOW_FILE (object);

  g_object_unref (self->file);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->changed);
  G_OBJECT_CLASS (tc_slow_file_parent_class)->finalize (object);
}

static void
tc_slow_file_class_init (TcSlowFileClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tc_slow_file_finalize;
}

static void
tc_slow_file_init (TcSlowFile *self)
{
  g_mutex_init (&self->lock);
  g_cond_init (&self->changed);
}

TcSlowFile *
tc_slow_file_new (GFile *file)
{
  TcSlowFile *self = g_object_new (TC_TYPE_SLOW_FILE, NULL);

  self->file = g_object_ref (file);
  self->maker = g_thread_self ();
  return self;
}

gboolean
tc_slow_file_is_waiting (TcSlowFile *self)
{
  gboolean waiting;

  g_mutex_lock (&self->lock);
  waiting = self->waiting > 0;
  g_mutex_unlock (&self->lock);

  return waiting;
}

/* Lets it answer, and waits until nobody waits for it. */
void
tc_slow_file_answer (TcSlowFile *self)
{
  g_mutex_lock (&self->lock);
  self->answers = TRUE;
  g_cond_broadcast (&self->changed);
  while (self->waiting > 0)
    g_cond_wait (&self->changed, &self->lock);
  g_mutex_unlock (&self->lock);
}
