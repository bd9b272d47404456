/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "console-upload.h"

#include <glib/gi18n.h>

#include "console-sending.h"

struct _ConsoleUpload
{
  AdwBin parent_instance;

  GtkRevealer *revealer;
  GtkLabel *label;
  GtkProgressBar *progress;

  GQueue waiting;            /* of Upload */
  guint n_begun;             /* since nothing waited */
  char *name;                /* of the file that is being sent */
  GCancellable *cancellable; /* of the file that is being sent, or NULL */
};

G_DEFINE_FINAL_TYPE (ConsoleUpload, console_upload, ADW_TYPE_BIN)

typedef struct
{
  TrueconfTranscript *transcript;
  GFile *file;
} Upload;

static void
upload_free (Upload *upload)
{
  g_object_unref (upload->transcript);
  g_object_unref (upload->file);
  g_free (upload);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Upload, upload_free)

static void begin_next (ConsoleUpload *self);

static void
update_label (ConsoleUpload *self)
{
  guint total = self->n_begun + self->waiting.length;
  g_autofree char *text =
      total > 1
          /* Translators: name of a file, its number, and the number of all files */
          ? g_strdup_printf (_ ("Sending %s (%u of %u)"), self->name, self->n_begun, total)
          /* Translators: name of a file */
          : g_strdup_printf (_ ("Sending %s"), self->name);

  gtk_label_set_label (self->label, text);
}

static void
progress_cb (goffset current, goffset total, gpointer user_data)
{
  ConsoleUpload *self = user_data;

  if (total > 0)
    gtk_progress_bar_set_fraction (self->progress, (double) current / (double) total);
}

static void
sent_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ConsoleUpload) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *refused = NULL;

  g_clear_object (&self->cancellable);
  if (!console_send_finish (result, &refused, &error) &&
      !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    gtk_widget_activate_action (GTK_WIDGET (self), "win.say", "s", error->message);
  begin_next (self);
}

static void
begin_next (ConsoleUpload *self)
{
  g_autoptr (Upload) upload = g_queue_pop_head (&self->waiting);
  g_autoptr (TrueconfInputFile) input = NULL;
  g_autoptr (TrueconfDraft) draft = NULL;

  gtk_revealer_set_reveal_child (self->revealer, upload != NULL);
  if (upload == NULL)
    {
      self->n_begun = 0;
      return;
    }

  self->n_begun++;
  g_free (self->name);
  self->name = g_file_get_basename (upload->file);
  update_label (self);
  gtk_progress_bar_set_fraction (self->progress, 0);
  input = trueconf_input_file_new_for_file (upload->file);
  draft = trueconf_draft_new_document (input, NULL, TRUECONF_PARSE_MODE_TEXT);
  self->cancellable = g_cancellable_new ();
  console_send_async (upload->transcript, draft, progress_cb, g_object_ref (self), g_object_unref,
                      self->cancellable, sent_cb, g_object_ref (self));
}

void
console_upload_add (ConsoleUpload *self, TrueconfTranscript *transcript, GFile *file)
{
  Upload *upload = g_new0 (Upload, 1);

  upload->transcript = g_object_ref (transcript);
  upload->file = g_object_ref (file);
  g_queue_push_tail (&self->waiting, upload);
  if (self->cancellable == NULL)
    begin_next (self);
  else
    update_label (self);
}

static void
cancel_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ConsoleUpload *self = CONSOLE_UPLOAD (widget);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
}

static void
console_upload_dispose (GObject *object)
{
  ConsoleUpload *self = CONSOLE_UPLOAD (object);

  g_queue_clear_full (&self->waiting, (GDestroyNotify) upload_free);
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->name, g_free);

  G_OBJECT_CLASS (console_upload_parent_class)->dispose (object);
}

static void
console_upload_class_init (ConsoleUploadClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = console_upload_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/com/trueconf/BotConsole/console-upload.ui");
  gtk_widget_class_bind_template_child (widget_class, ConsoleUpload, revealer);
  gtk_widget_class_bind_template_child (widget_class, ConsoleUpload, label);
  gtk_widget_class_bind_template_child (widget_class, ConsoleUpload, progress);
  gtk_widget_class_install_action (widget_class, "upload.cancel", NULL, cancel_action);
}

static void
console_upload_init (ConsoleUpload *self)
{
  g_queue_init (&self->waiting);
  gtk_widget_init_template (GTK_WIDGET (self));
}
