/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "bot/trueconf-bot-files.h"
#include "bot/trueconf-bot-names.h"
#include "bot/trueconf-message-contact.h"
#include "model/trueconf-attachment.h"
#include "model/trueconf-contact-private.h"
#include "model/trueconf-event-private.h"
#include "text/trueconf-vcard-private.h"
#include "trueconf-error.h"

/* A card may have a picture of the person. */
#define MAX_VCARD (1024 * 1024)

#define KEPT "trueconf-contact"

static const char *const vcard_types[] = { "text/vcard", "text/x-vcard", "text/directory" };

/* What is known of a user before the server is asked. */
typedef struct
{
  char *user_id;
  char *name;
} TrueconfProfile;

static void
profile_free (gpointer data)
{
  TrueconfProfile *profile = data;

  g_free (profile->user_id);
  g_free (profile->name);
  g_free (profile);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrueconfProfile, profile_free)

static gboolean
is_vcard (TrueconfAttachment *attachment)
{
  const char *type = trueconf_attachment_get_mime_type (attachment);

  for (guint i = 0; type != NULL && i < G_N_ELEMENTS (vcard_types); i++)
    if (g_ascii_strncasecmp (type, vcard_types[i], strlen (vcard_types[i])) == 0)
      return TRUE;

  return FALSE;
}

/* Takes the contact. It is kept, since messages never change. */
static void
return_contact (GTask *task, TrueconfContact *contact)
{
  GObject *message = g_task_get_source_object (task);

  g_object_set_data_full (message, KEPT, g_object_ref (contact), g_object_unref);
  g_task_return_pointer (task, contact, g_object_unref);
}

static void
named_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  TrueconfProfile *profile = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autofree char *name = trueconf_bot_lookup_display_name_finish (TRUECONF_BOT (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_task_return_error (task, g_steal_pointer (&error));
  else
    return_contact (task,
                    trueconf_contact_new_for_user (profile->user_id, name != NULL ? name : profile->name));
}

static GError *
make_size_error (void)
{
  return g_error_new (TRUECONF_ERROR, TRUECONF_ERROR_FILE_TOO_LARGE,
                      _ ("The vCard has more than %d bytes, which is more than a contact has"), MAX_VCARD);
}

/* The server may have told a size that is wrong. */
static void
progress_cb (goffset current, goffset total, gpointer user_data)
{
  if (current > MAX_VCARD)
    g_cancellable_cancel (user_data);
}

static void
cancelled_cb (GCancellable *cancellable, gpointer user_data)
{
  g_cancellable_cancel (user_data);
}

static void
downloaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  GCancellable *cancellable = g_task_get_cancellable (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = trueconf_bot_download_file_bytes_finish (TRUECONF_BOT (source), result, &error);
  gulong id = GPOINTER_TO_SIZE (g_task_get_task_data (task));
  TrueconfContact *contact = NULL;

  if (id != 0)
    g_cancellable_disconnect (cancellable, id);
  if (bytes != NULL && g_bytes_get_size (bytes) > MAX_VCARD)
    error = make_size_error ();
  else if (bytes != NULL)
    contact = trueconf_contact_new_from_vcard (bytes, &error);
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) &&
           !g_cancellable_is_cancelled (cancellable))
    {
      g_clear_error (&error);
      error = make_size_error ();
    }

  if (contact != NULL)
    return_contact (task, contact);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
download (TrueconfBot *bot, TrueconfAttachment *attachment, GTask *task)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  const char *file_id = trueconf_attachment_get_file_id (attachment);

  if (trueconf_attachment_get_size (attachment) > MAX_VCARD)
    {
      g_task_return_error (task, make_size_error ());
      g_object_unref (task);
      return;
    }

  if (g_task_get_cancellable (task) != NULL)
    {
      gulong id = g_cancellable_connect (g_task_get_cancellable (task), G_CALLBACK (cancelled_cb),
                                         g_object_ref (cancellable), g_object_unref);

      g_task_set_task_data (task, GSIZE_TO_POINTER (id), NULL);
    }
  g_task_set_check_cancellable (task, FALSE);
  trueconf_bot_download_file_bytes_async (bot, file_id, progress_cb, g_object_ref (cancellable),
                                          g_object_unref, cancellable, downloaded_cb, task);
}

/**
 * trueconf_message_get_contact_async:
 * @self: a message
 * @cancellable: (nullable): cancels the operation
 * @callback: (scope async) (closure user_data) (nullable): called when the contact is known
 * @user_data: data for @callback
 *
 * Gets the contact that a message is: a vCard, which is downloaded, or a link to a TrueConf user, whose name the server is
 * asked for. If the server does not know it, it is the text of the link.
 *
 * The contact is kept, so that a message asks only once. It fails with `TRUECONF_ERROR_FILE_TOO_LARGE` if the vCard has more
 * than 1 MiB, with `TRUECONF_ERROR_INVALID_ARGUMENT` if it is not one, and with the errors of
 * [method@Bot.download_file_bytes_async].
 *
 * Call [method@Message.get_contact_finish] in @callback to get the result.
 *
 * Since: 0.1
 */
void
trueconf_message_get_contact_async (TrueconfMessage *self,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data)
{
  g_autoptr (TrueconfProfile) profile = NULL;
  g_autoptr (GTask) task = NULL;
  TrueconfAttachment *attachment;
  TrueconfContact *kept;
  TrueconfBot *bot;
  const char *text;

  g_return_if_fail (TRUECONF_IS_MESSAGE (self));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, trueconf_message_get_contact_async);

  bot = trueconf_event_get_bot (TRUECONF_EVENT (self));
  attachment = trueconf_message_get_document (self);
  text = trueconf_message_get_text (self);
  profile = g_new0 (TrueconfProfile, 1);
  kept = g_object_get_data (G_OBJECT (self), KEPT);
  if (kept != NULL)
    g_task_return_pointer (task, g_object_ref (kept), g_object_unref);
  else if (text != NULL && trueconf_text_read_profile_link (text, &profile->user_id, &profile->name))
    {
      const char *user_id = profile->user_id;

      g_task_set_task_data (task, g_steal_pointer (&profile), profile_free);
      if (bot != NULL)
        trueconf_bot_lookup_display_name_async (bot, user_id, cancellable, named_cb, g_steal_pointer (&task));
      else
        return_contact (task, trueconf_contact_new_for_user (
                                  user_id, ((TrueconfProfile *) g_task_get_task_data (task))->name));
    }
  else if (attachment == NULL || !is_vcard (attachment) ||
           trueconf_attachment_get_file_id (attachment) == NULL)
    g_task_return_pointer (task, NULL, NULL);
  else if (bot == NULL)
    g_task_return_new_error (task, TRUECONF_ERROR, TRUECONF_ERROR_NOT_CONNECTED, "%s",
                             _ ("The bot is gone. Keep it for as long as its messages are answered"));
  else
    download (bot, attachment, g_steal_pointer (&task));
}

/**
 * trueconf_message_get_contact_finish:
 * @self: a message
 * @result: the result handed to the callback
 * @error: return location for an error
 *
 * Finishes an operation started with [method@Message.get_contact_async].
 *
 * Returns: (transfer full) (nullable): the contact, or `NULL` if the message is none, or if it failed and @error is set
 *
 * Since: 0.1
 */
TrueconfContact *
trueconf_message_get_contact_finish (TrueconfMessage *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (TRUECONF_IS_MESSAGE (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, trueconf_message_get_contact_async), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
