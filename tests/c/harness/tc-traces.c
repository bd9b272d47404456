/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "tc-traces.h"

#include <glib/gstdio.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>

#define MAX_PORTS 64

struct _TcTraces
{
  GPtrArray *open;
  GPtrArray *temporary;
};

static char *folder = NULL;
static guint ports[MAX_PORTS];
static guint n_ports = 0;

void
tc_traces_init (void)
{
  const char *parent = g_getenv ("TMPDIR") != NULL ? g_getenv ("TMPDIR") : "/tmp";

  folder = g_build_filename (parent, "trueconf-test-XXXXXX", NULL);
  g_assert_nonnull (g_mkdtemp (folder));
  g_assert_true (g_setenv ("TMPDIR", folder, TRUE));
  g_assert_cmpstr (g_get_tmp_dir (), ==, folder);
}

void
tc_traces_end (void)
{
  g_assert_cmpint (g_rmdir (folder), ==, 0);
  g_clear_pointer (&folder, g_free);
}

void
tc_traces_ignore_port (guint port)
{
  ports[n_ports++ % MAX_PORTS] = port;
}

static gboolean
is_ignored (int fd)
{
  struct sockaddr_in own = { 0 };
  socklen_t length = sizeof own;

  if (getsockname (fd, (struct sockaddr *) &own, &length) != 0 || own.sin_family != AF_INET)
    return FALSE;
  for (guint i = 0; i < MIN (n_ports, MAX_PORTS); i++)
    if (ntohs (own.sin_port) == ports[i])
      return TRUE;

  return FALSE;
}

static GPtrArray *
list_open (void)
{
  GPtrArray *list = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) dir = g_dir_open ("/proc/self/fd", 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename ("/proc/self/fd", name, NULL);
      struct stat status;

      /* skips the descriptor of the folder itself */
      if (fstat (atoi (name), &status) == 0 && !(S_ISSOCK (status.st_mode) && is_ignored (atoi (name))))
        g_ptr_array_add (list, g_file_read_link (path, NULL));
    }

  return list;
}

static GPtrArray *
list_temporary (void)
{
  GPtrArray *list = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    g_ptr_array_add (list, g_strdup (name));

  return list;
}

TcTraces *
tc_traces_take (void)
{
  TcTraces *self = g_new0 (TcTraces, 1);

  self->open = list_open ();
  self->temporary = list_temporary ();
  return self;
}

void
tc_traces_free (TcTraces *self)
{
  g_ptr_array_unref (self->open);
  g_ptr_array_unref (self->temporary);
  g_free (self);
}

static void
print (const char *title, GPtrArray *list)
{
  for (guint i = 0; i < list->len; i++)
    g_test_message ("%s: %s", title, (const char *) g_ptr_array_index (list, i));
}

/* Descriptors may be closed in the meantime, for example of kept connections. */
static gboolean
is_no_more (TcTraces *self)
{
  g_autoptr (TcTraces) now = tc_traces_take ();

  return now->open->len <= self->open->len && now->temporary->len <= self->temporary->len;
}

void
tc_traces_wait (TcTraces *self)
{
  gint64 limit = g_get_monotonic_time () + 20 * G_TIME_SPAN_SECOND;

  while (!is_no_more (self) && g_get_monotonic_time () < limit)
    tc_linger (10);

  if (!is_no_more (self))
    {
      g_autoptr (TcTraces) now = tc_traces_take ();

      print ("open before", self->open);
      print ("open now", now->open);
      print ("temporary before", self->temporary);
      print ("temporary now", now->temporary);
      g_error ("something is left open, or in the folder for temporary files");
    }
}

typedef struct
{
  void (*test) (void);
} CleanTest;

static void
run (gconstpointer data)
{
  const CleanTest *clean = data;
  g_autoptr (TcTraces) before = tc_traces_take ();

  clean->test ();
  tc_traces_wait (before);
}

void
tc_traces_add_test (const char *path, void (*test) (void))
{
  CleanTest *clean = g_new (CleanTest, 1);

  clean->test = test;
  g_test_add_data_func_full (path, clean, run, g_free);
}
