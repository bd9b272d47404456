/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Buttons, both ways. */

#include "config.h"

#include "model/trueconf-button-private.h"
#include "model/trueconf-keyboard-private.h"
#include "model/trueconf-list-private.h"
#include "wire/trueconf-shape-private.h"

#define PLACE(member) G_STRUCT_OFFSET (TrueconfButton, member)

static const char *const types[] = { "command", "url", "message", "copy", "share", NULL };
static const char *const styles[] = { "default", "primary", "danger", "success", NULL };

/* What the library does not know of a button must survive an edit of the message's text. */
static void
complete_button (gpointer object, TrueconfFrame *frame, guint node)
{
  TrueconfButton *self = object;
  const TrueconfJsonToken *token = &frame->json.tokens[node];

  self->received = TRUE;
  self->raw = g_strndup (frame->json.data + token->start, token->end - token->start);
}

static const TrueconfShape button_shape = {
  trueconf_button_get_type,
  {
      { "type", TRUECONF_MEMBER_WORD, PLACE (button_type), NULL, types },
      { "label", TRUECONF_MEMBER_STRING, PLACE (text) },
      { "command", TRUECONF_MEMBER_STRING, PLACE (command) },
      { "customData", TRUECONF_MEMBER_STRING, PLACE (custom_data) },
      { "waitReply", TRUECONF_MEMBER_BOOLEAN, PLACE (wait_reply) },
      { "to", TRUECONF_MEMBER_STRING, PLACE (to) },
      { "url", TRUECONF_MEMBER_STRING, PLACE (url) },
      { "message", TRUECONF_MEMBER_STRING, PLACE (message) },
      { "draft", TRUECONF_MEMBER_BOOLEAN, PLACE (draft) },
      { "data", TRUECONF_MEMBER_STRING, PLACE (data) },
      { "id", TRUECONF_MEMBER_STRING, PLACE (button_id) },
      { "style", TRUECONF_MEMBER_WORD, PLACE (style), NULL, styles },
  },
  complete_button,
};

static GListModel *
read_row (TrueconfFrame *frame, guint node)
{
  g_autoptr (GPtrArray) buttons = g_ptr_array_new_with_free_func (g_object_unref);
  TrueconfJsonIter iter;

  trueconf_json_iter_init (&iter, &frame->json, node);
  while (trueconf_json_iter_next (&iter))
    {
      gpointer button = trueconf_shape_read (&button_shape, frame, iter.value);

      if (button != NULL)
        g_ptr_array_add (buttons, button);
    }

  return buttons->len > 0 ? trueconf_list_new (TRUECONF_TYPE_BUTTON, g_steal_pointer (&buttons)) : NULL;
}

/* NULL: there are no buttons, or nothing that can be read as one. */
gpointer
trueconf_wire_read_keyboard (TrueconfFrame *frame, guint node)
{
  g_autoptr (GPtrArray) rows = NULL;
  TrueconfJsonIter iter;

  if (trueconf_json_get_type_of (&frame->json, node) != TRUECONF_JSON_ARRAY)
    return NULL;

  rows = g_ptr_array_new_with_free_func (g_object_unref);
  trueconf_json_iter_init (&iter, &frame->json, node);
  while (trueconf_json_iter_next (&iter))
    {
      GListModel *row = trueconf_json_get_type_of (&frame->json, iter.value) == TRUECONF_JSON_ARRAY
                            ? read_row (frame, iter.value)
                            : NULL;

      if (row != NULL)
        g_ptr_array_add (rows, row);
    }

  if (rows->len == 0)
    return NULL;

  return trueconf_keyboard_new_received (trueconf_list_new (G_TYPE_LIST_MODEL, g_steal_pointer (&rows)));
}

static void
append_member (GString *out, const char *name, const char *value)
{
  if (value == NULL)
    return;

  g_string_append_printf (out, ",\"%s\":", name);
  trueconf_json_append_string (out, value);
}

static void
append_button (GString *out, TrueconfButton *button)
{
  if (button->raw != NULL)
    {
      g_string_append (out, button->raw);
      return;
    }

  g_string_append_printf (out, "{\"type\":\"%s\"", types[button->button_type]);
  append_member (out, "label", button->text);
  append_member (out, "command", button->command);
  append_member (out, "customData", button->custom_data);
  append_member (out, "url", button->url);
  append_member (out, "message", button->message);
  append_member (out, "data", button->data);
  append_member (out, "id", button->button_id);
  if (button->to != NULL)
    {
      g_string_append (out, ",\"to\":");
      trueconf_wire_append_user (out, button->to);
    }
  if (button->wait_reply)
    g_string_append (out, ",\"waitReply\":true");
  if (button->draft)
    g_string_append (out, ",\"draft\":true");
  if (button->style > TRUECONF_BUTTON_STYLE_DEFAULT && button->style <= TRUECONF_BUTTON_STYLE_SUCCESS)
    append_member (out, "style", styles[button->style]);
  g_string_append_c (out, '}');
}

/* NULL: there are no buttons. */
char *
trueconf_wire_write_keyboard (TrueconfKeyboard *keyboard)
{
  GListModel *rows = keyboard != NULL ? trueconf_keyboard_get_rows (keyboard) : NULL;
  guint n_rows = rows != NULL ? g_list_model_get_n_items (rows) : 0;
  GString *out;

  if (n_rows == 0)
    return NULL;

  out = g_string_new ("[");
  for (guint i = 0; i < n_rows; i++)
    {
      g_autoptr (GListModel) row = g_list_model_get_item (rows, i);

      g_string_append (out, i > 0 ? ",[" : "[");
      for (guint j = 0; j < g_list_model_get_n_items (row); j++)
        {
          g_autoptr (TrueconfButton) button = g_list_model_get_item (row, j);

          if (j > 0)
            g_string_append_c (out, ',');
          append_button (out, button);
        }
      g_string_append_c (out, ']');
    }
  g_string_append_c (out, ']');

  return g_string_free (out, FALSE);
}
