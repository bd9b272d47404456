/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "model/trueconf-button-private.h"
#include "model/trueconf-keyboard-private.h"
#include "model/trueconf-list-private.h"
#include "wire/trueconf-wire-tables-private.h"

static GListModel *
read_row (TrueconfFrame *frame, guint node)
{
  g_autoptr (GPtrArray) buttons = trueconf_shape_read_list (&trueconf_button_shape, frame, node);

  return buttons->len > 0 ? trueconf_list_new (TRUECONF_TYPE_BUTTON, g_steal_pointer (&buttons)) : NULL;
}

/* Returns NULL if there are no buttons that can be read. */
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

  g_string_append (out, "{\"type\":");
  trueconf_json_append_string (
      out, trueconf_wire_enum_get_word (&trueconf_button_type_wire, (int) button->button_type));
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
  if (button->style != TRUECONF_BUTTON_STYLE_DEFAULT)
    append_member (out, "style",
                   trueconf_wire_enum_get_word (&trueconf_button_style_wire, (int) button->style));
  g_string_append_c (out, '}');
}

/* Returns NULL if there are no buttons. */
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
