/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "model/trueconf-button-private.h"
#include "model/trueconf-keyboard-private.h"
#include "model/trueconf-list-private.h"
#include "trueconf-error.h"

/* The server's limits, as of TrueConf Server 5.5.6. */
#define MAX_ROWS    8
#define MAX_COLUMNS 8

/**
 * TrueconfKeyboard:
 *
 * The buttons below a message, in rows (TrueConf Server 5.5.6).
 *
 * A keyboard is sent with a [class@Draft]. The keyboard of a received message is [property@Message:keyboard]. It
 * cannot be changed, nor can its buttons; a [method@Keyboard.copy] can.
 *
 * ```c
 * g_autoptr (TrueconfKeyboard) keyboard = trueconf_keyboard_new ();
 * g_autoptr (TrueconfButton) yes = trueconf_button_new_command ("Yes", "vote:yes");
 * g_autoptr (TrueconfButton) no = trueconf_button_new_command ("No", "vote:no");
 * TrueconfButton *row[] = { yes, no };
 *
 * if (!trueconf_keyboard_add_row (keyboard, row, G_N_ELEMENTS (row), &error))
 *   return FALSE;
 * ```
 *
 * Since: 0.1
 */

G_DEFINE_FINAL_TYPE (TrueconfKeyboard, trueconf_keyboard, G_TYPE_OBJECT)

typedef enum
{
  PROP_ROWS = 1,
  PROP_N_BUTTONS,
} TrueconfKeyboardProperty;

static GParamSpec *properties[PROP_N_BUTTONS + 1];

static void
trueconf_keyboard_finalize (GObject *object)
{
  TrueconfKeyboard *self = TRUECONF_KEYBOARD (object);

  g_clear_object (&self->rows);

  G_OBJECT_CLASS (trueconf_keyboard_parent_class)->finalize (object);
}

static void
trueconf_keyboard_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  TrueconfKeyboard *self = TRUECONF_KEYBOARD (object);

  switch ((TrueconfKeyboardProperty) prop_id)
    {
    case PROP_ROWS:
      g_value_set_object (value, trueconf_keyboard_get_rows (self));
      break;

    case PROP_N_BUTTONS:
      g_value_set_uint (value, trueconf_keyboard_get_n_buttons (self));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
      break;
    }
}

static void
trueconf_keyboard_class_init (TrueconfKeyboardClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = trueconf_keyboard_finalize;
  object_class->get_property = trueconf_keyboard_get_property;

  /**
   * TrueconfKeyboard:rows: (getter get_rows)
   *
   * The rows from top to bottom. Each row is a list of [class@Button].
   *
   * Since: 0.1
   */
  properties[PROP_ROWS] =
      g_param_spec_object ("rows", NULL, NULL, G_TYPE_LIST_MODEL,
                           G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  /**
   * TrueconfKeyboard:n-buttons: (getter get_n_buttons)
   *
   * The number of buttons in all rows.
   *
   * Since: 0.1
   */
  properties[PROP_N_BUTTONS] =
      g_param_spec_uint ("n-buttons", NULL, NULL, 0, G_MAXUINT, 0,
                         G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
trueconf_keyboard_init (TrueconfKeyboard *self)
{
  self->rows = trueconf_list_new (G_TYPE_LIST_MODEL, g_ptr_array_new ());
}

/**
 * trueconf_keyboard_new:
 *
 * Creates a keyboard without buttons.
 *
 * Returns: (transfer full): a keyboard
 *
 * Since: 0.1
 */
TrueconfKeyboard *
trueconf_keyboard_new (void)
{
  return g_object_new (TRUECONF_TYPE_KEYBOARD, NULL);
}

TrueconfKeyboard *
trueconf_keyboard_new_received (GListModel *rows)
{
  TrueconfKeyboard *self = trueconf_keyboard_new ();

  g_object_unref (self->rows);
  self->rows = rows;
  self->received = TRUE;

  return self;
}

static GListModel *
copy_row (GListModel *row)
{
  GPtrArray *buttons = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (row); i++)
    {
      g_autoptr (TrueconfButton) button = g_list_model_get_item (row, i);

      g_ptr_array_add (buttons, trueconf_button_copy (button));
    }

  return trueconf_list_new (TRUECONF_TYPE_BUTTON, buttons);
}

/**
 * trueconf_keyboard_copy:
 * @self: a keyboard
 *
 * Copies the keyboard and its buttons. The copy can be changed.
 *
 * The copy of a received button includes what the library does not know about it, and is sent with it unless the
 * copy is changed.
 *
 * Returns: (transfer full): a keyboard
 *
 * Since: 0.1
 */
TrueconfKeyboard *
trueconf_keyboard_copy (TrueconfKeyboard *self)
{
  TrueconfKeyboard *copy;
  GPtrArray *rows;

  g_return_val_if_fail (TRUECONF_IS_KEYBOARD (self), NULL);

  rows = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < g_list_model_get_n_items (self->rows); i++)
    {
      g_autoptr (GListModel) row = g_list_model_get_item (self->rows, i);

      g_ptr_array_add (rows, copy_row (row));
    }

  copy = trueconf_keyboard_new ();
  g_object_unref (copy->rows);
  copy->rows = trueconf_list_new (G_TYPE_LIST_MODEL, rows);

  return copy;
}

static gboolean
check_row (GListModel *row, guint number, GError **error)
{
  guint n_buttons = g_list_model_get_n_items (row);

  if (n_buttons == 0)
    {
      g_set_error (error, TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT,
                   _ ("Row %u of the keyboard is empty. Give it a button or leave it out"), number);
      return FALSE;
    }

  if (n_buttons > MAX_COLUMNS)
    {
      g_set_error (
          error, TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT,
          _ ("Row %u of the keyboard has %u buttons, and it can have %d. Put the rest into another row"),
          number, n_buttons, MAX_COLUMNS);
      return FALSE;
    }

  for (guint i = 0; i < n_buttons; i++)
    {
      g_autoptr (TrueconfButton) button = g_list_model_get_item (row, i);

      if (!trueconf_button_check (button, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
check_number (guint n_rows, GError **error)
{
  if (n_rows <= MAX_ROWS)
    return TRUE;

  g_set_error (error, TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT,
               _ ("The keyboard would have %u rows, and it can have %d. Put more buttons into a row"), n_rows,
               MAX_ROWS);
  return FALSE;
}

/* Checks the keyboard again before it is sent, since buttons may have been changed. The limits of rows and of
 * buttons in a row imply that of 64 buttons. */
gboolean
trueconf_keyboard_check (TrueconfKeyboard *self, GError **error)
{
  guint n_rows = g_list_model_get_n_items (self->rows);

  if (!check_number (n_rows, error))
    return FALSE;

  for (guint i = 0; i < n_rows; i++)
    {
      g_autoptr (GListModel) row = g_list_model_get_item (self->rows, i);

      if (!check_row (row, i + 1, error))
        return FALSE;
    }

  return TRUE;
}

/**
 * trueconf_keyboard_add_row:
 * @self: a keyboard
 * @buttons: (array length=n_buttons) (transfer none): the buttons from left to right, 1 to 8
 * @n_buttons: the number of buttons
 * @error: return location for an error
 *
 * Adds a row of buttons below the others. A keyboard can have 8 rows.
 *
 * If the server would refuse the row, or if the keyboard came with a message, it fails with
 * `TRUECONF_ERROR_INVALID_ARGUMENT` and the keyboard does not change. Use [method@Keyboard.copy] to add rows to a
 * received keyboard.
 *
 * Returns: whether the row was added
 *
 * Since: 0.1
 */
gboolean
trueconf_keyboard_add_row (TrueconfKeyboard *self, TrueconfButton **buttons, gsize n_buttons, GError **error)
{
  g_autoptr (GPtrArray) items = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GListModel) row = NULL;
  guint n_rows;

  g_return_val_if_fail (TRUECONF_IS_KEYBOARD (self), FALSE);
  g_return_val_if_fail (buttons != NULL || n_buttons == 0, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  if (self->received)
    {
      g_set_error_literal (
          error, TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT,
          _ ("The keyboard came with a message, so it does not change. Add the row to a copy of it"));
      return FALSE;
    }

  items = g_ptr_array_new_with_free_func (g_object_unref);
  for (gsize i = 0; i < n_buttons; i++)
    {
      g_return_val_if_fail (TRUECONF_IS_BUTTON (buttons[i]), FALSE);
      g_ptr_array_add (items, g_object_ref (buttons[i]));
    }
  row = trueconf_list_new (TRUECONF_TYPE_BUTTON, g_steal_pointer (&items));

  n_rows = g_list_model_get_n_items (self->rows);
  if (!check_number (n_rows + 1, error) || !check_row (row, n_rows + 1, error))
    return FALSE;

  rows = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < n_rows; i++)
    g_ptr_array_add (rows, g_list_model_get_item (self->rows, i));
  g_ptr_array_add (rows, g_steal_pointer (&row));

  g_object_unref (self->rows);
  self->rows = trueconf_list_new (G_TYPE_LIST_MODEL, g_steal_pointer (&rows));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ROWS]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_BUTTONS]);

  return TRUE;
}

/**
 * trueconf_keyboard_get_rows: (get-property rows)
 * @self: a keyboard
 *
 * Gets the rows from top to bottom. Each row is a list of [class@Button].
 *
 * The list never changes. When a row is added, the keyboard gets another list.
 *
 * Returns: (transfer none): the rows
 *
 * Since: 0.1
 */
GListModel *
trueconf_keyboard_get_rows (TrueconfKeyboard *self)
{
  g_return_val_if_fail (TRUECONF_IS_KEYBOARD (self), NULL);

  return self->rows;
}

/**
 * trueconf_keyboard_get_n_buttons: (get-property n-buttons)
 * @self: a keyboard
 *
 * Gets the number of buttons in all rows.
 *
 * Returns: the number
 *
 * Since: 0.1
 */
guint
trueconf_keyboard_get_n_buttons (TrueconfKeyboard *self)
{
  guint n_buttons = 0;

  g_return_val_if_fail (TRUECONF_IS_KEYBOARD (self), 0);

  for (guint i = 0; i < g_list_model_get_n_items (self->rows); i++)
    {
      g_autoptr (GListModel) row = g_list_model_get_item (self->rows, i);

      n_buttons += g_list_model_get_n_items (row);
    }

  return n_buttons;
}

/**
 * trueconf_keyboard_find_button:
 * @self: a keyboard
 * @button_id: the id
 *
 * Finds a button by its [property@Button:button-id], for example that of [property@CallbackQuery:button-id].
 *
 * Returns: (transfer none) (nullable): the button, or `NULL` if there is none with this id
 *
 * Since: 0.1
 */
TrueconfButton *
trueconf_keyboard_find_button (TrueconfKeyboard *self, const char *button_id)
{
  g_return_val_if_fail (TRUECONF_IS_KEYBOARD (self), NULL);
  g_return_val_if_fail (button_id != NULL, NULL);

  for (guint i = 0; i < g_list_model_get_n_items (self->rows); i++)
    {
      g_autoptr (GListModel) row = g_list_model_get_item (self->rows, i);

      for (guint j = 0; j < g_list_model_get_n_items (row); j++)
        {
          g_autoptr (TrueconfButton) button = g_list_model_get_item (row, j);

          if (g_strcmp0 (button->button_id, button_id) == 0)
            return button;
        }
    }

  return NULL;
}
