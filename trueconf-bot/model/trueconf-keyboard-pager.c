/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "model/trueconf-keyboard-pager.h"
#include "model/trueconf-list-private.h"
#include "text/trueconf-grapheme-private.h"
#include "trueconf-string-private.h"

/* The server's limits, as of TrueConf Server 5.5.6. */
#define MAX_ROWS    8
#define MAX_COLUMNS 8
#define MAX_LABEL   32

#define PAGE_SUFFIX ":page"

/* What is ASCII and can be seen is sent as it is, except for the percent sign. */
#define PLAIN " !\"#$&'()*+,/:;<=>?@[\\]^`{|}"

/**
 * TrueconfKeyboardPager:
 *
 * Makes a [class@Keyboard] of a list of any length, page by page.
 *
 * The buttons of a page have the [property@KeyboardPager:id] as their command. If there are several pages, there is a row with
 * buttons for the previous page and the next one below them, between which the number of the page is shown.
 *
 * ```c
 * static void
 * on_press (TrueconfEvent *event, TrueconfContext *context, gpointer user_data)
 * {
 *   TrueconfKeyboardPager *pager = user_data;
 *   TrueconfCallbackQuery *query = TRUECONF_CALLBACK_QUERY (event);
 *   g_autofree char *city = trueconf_keyboard_pager_get_pressed_data (pager, query);
 *   int page = trueconf_keyboard_pager_get_pressed_page (pager, query);
 *
 *   if (page >= 0)
 *     show_page (query, pager, page);
 *   else if (city != NULL)
 *     take_city (query, city);
 * }
 * ```
 *
 * The items are objects with a label and data in two of their properties, or [class@Button]s, which are taken as they are. A
 * label that is too long is shortened. The list may change at any time; a page that does not exist any more is the last one.
 *
 * Since: 0.1
 */
struct _TrueconfKeyboardPager
{
  GObject parent_instance;

  char *id;
  GListModel *items;
  char *label_property;
  char *data_property;
  guint columns;
  guint page_size;
};

G_DEFINE_FINAL_TYPE (TrueconfKeyboardPager, trueconf_keyboard_pager, G_TYPE_OBJECT)

typedef enum
{
  PROP_ID = 1,
  PROP_ITEMS,
  PROP_LABEL_PROPERTY,
  PROP_DATA_PROPERTY,
  PROP_COLUMNS,
  PROP_PAGE_SIZE,
  PROP_N_PAGES,
} TrueconfKeyboardPagerProperty;

static GParamSpec *properties[PROP_N_PAGES + 1];

static void
trueconf_keyboard_pager_finalize (GObject *object)
{
  TrueconfKeyboardPager *self = TRUECONF_KEYBOARD_PAGER (object);

  g_clear_pointer (&self->id, g_free);
  g_clear_object (&self->items);
  g_clear_pointer (&self->label_property, g_free);
  g_clear_pointer (&self->data_property, g_free);

  G_OBJECT_CLASS (trueconf_keyboard_pager_parent_class)->finalize (object);
}

static void
trueconf_keyboard_pager_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  TrueconfKeyboardPager *self = TRUECONF_KEYBOARD_PAGER (object);

  switch ((TrueconfKeyboardPagerProperty) prop_id)
    {
    case PROP_ID:
      g_value_set_string (value, trueconf_keyboard_pager_get_id (self));
      break;

    case PROP_ITEMS:
      g_value_set_object (value, trueconf_keyboard_pager_get_items (self));
      break;

    case PROP_LABEL_PROPERTY:
      g_value_set_string (value, trueconf_keyboard_pager_get_label_property (self));
      break;

    case PROP_DATA_PROPERTY:
      g_value_set_string (value, trueconf_keyboard_pager_get_data_property (self));
      break;

    case PROP_COLUMNS:
      g_value_set_uint (value, trueconf_keyboard_pager_get_columns (self));
      break;

    case PROP_PAGE_SIZE:
      g_value_set_uint (value, trueconf_keyboard_pager_get_page_size (self));
      break;

    case PROP_N_PAGES:
      g_value_set_uint (value, trueconf_keyboard_pager_get_n_pages (self));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
      break;
    }
}

static void
trueconf_keyboard_pager_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  TrueconfKeyboardPager *self = TRUECONF_KEYBOARD_PAGER (object);

  switch ((TrueconfKeyboardPagerProperty) prop_id)
    {
    case PROP_ID:
      self->id = g_value_dup_string (value);
      break;

    case PROP_ITEMS:
      trueconf_keyboard_pager_set_items (self, g_value_get_object (value));
      break;

    case PROP_LABEL_PROPERTY:
      trueconf_keyboard_pager_set_label_property (self, g_value_get_string (value));
      break;

    case PROP_DATA_PROPERTY:
      trueconf_keyboard_pager_set_data_property (self, g_value_get_string (value));
      break;

    case PROP_COLUMNS:
      trueconf_keyboard_pager_set_columns (self, g_value_get_uint (value));
      break;

    case PROP_PAGE_SIZE:
      trueconf_keyboard_pager_set_page_size (self, g_value_get_uint (value));
      break;

    case PROP_N_PAGES:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
      break;
    }
}

static void
trueconf_keyboard_pager_class_init (TrueconfKeyboardPagerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags writable = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->finalize = trueconf_keyboard_pager_finalize;
  object_class->get_property = trueconf_keyboard_pager_get_property;
  object_class->set_property = trueconf_keyboard_pager_set_property;

  /**
   * TrueconfKeyboardPager:id: (getter get_id)
   *
   * The command of the buttons, by which presses are recognized: 1 to 250 ASCII characters. Give each menu another one.
   *
   * Since: 0.1
   */
  properties[PROP_ID] = g_param_spec_string (
      "id", NULL, NULL, "list", G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);

  /**
   * TrueconfKeyboardPager:items: (getter get_items) (setter set_items)
   *
   * What is shown, or `NULL` for nothing.
   *
   * Since: 0.1
   */
  properties[PROP_ITEMS] = g_param_spec_object ("items", NULL, NULL, G_TYPE_LIST_MODEL, writable);

  /**
   * TrueconfKeyboardPager:label-property: (getter get_label_property) (setter set_label_property)
   *
   * The property of the items that is the label of their button.
   *
   * Since: 0.1
   */
  properties[PROP_LABEL_PROPERTY] = g_param_spec_string ("label-property", NULL, NULL, "label", writable);

  /**
   * TrueconfKeyboardPager:data-property: (getter get_data_property) (setter set_data_property)
   *
   * The property of the items that [method@KeyboardPager.get_pressed_data] returns, or `NULL` for their position, from 0.
   *
   * Since: 0.1
   */
  properties[PROP_DATA_PROPERTY] = g_param_spec_string ("data-property", NULL, NULL, NULL, writable);

  /**
   * TrueconfKeyboardPager:columns: (getter get_columns) (setter set_columns)
   *
   * How many buttons there are in a row.
   *
   * Since: 0.1
   */
  properties[PROP_COLUMNS] = g_param_spec_uint ("columns", NULL, NULL, 1, MAX_COLUMNS, 1, writable);

  /**
   * TrueconfKeyboardPager:page-size: (getter get_page_size) (setter set_page_size)
   *
   * How many items there are on a page, or 0 for as many as the server allows, which is also the most.
   *
   * Since: 0.1
   */
  properties[PROP_PAGE_SIZE] =
      g_param_spec_uint ("page-size", NULL, NULL, 0, MAX_ROWS * MAX_COLUMNS, 0, writable);

  /**
   * TrueconfKeyboardPager:n-pages: (getter get_n_pages)
   *
   * The number of pages, which is 1 at least.
   *
   * Since: 0.1
   */
  properties[PROP_N_PAGES] =
      g_param_spec_uint ("n-pages", NULL, NULL, 1, G_MAXUINT, 1,
                         G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
trueconf_keyboard_pager_init (TrueconfKeyboardPager *self)
{
  self->columns = 1;
  self->label_property = g_strdup ("label");
}

/**
 * trueconf_keyboard_pager_new:
 * @id: the command of the buttons, 1 to 250 ASCII characters
 * @items: (nullable): a list of objects
 *
 * Creates a pager for a list.
 *
 * Set [property@KeyboardPager:label-property] and [property@KeyboardPager:data-property] unless the items are [class@Button]s.
 *
 * Returns: (transfer full): a pager
 *
 * Since: 0.1
 */
TrueconfKeyboardPager *
trueconf_keyboard_pager_new (const char *id, GListModel *items)
{
  g_return_val_if_fail (id != NULL, NULL);
  g_return_val_if_fail (items == NULL || G_IS_LIST_MODEL (items), NULL);

  return g_object_new (TRUECONF_TYPE_KEYBOARD_PAGER, "id", id, "items", items, NULL);
}

static char *
make_label (const char *text, guint position)
{
  g_autofree char *valid = g_utf8_make_valid (text != NULL ? text : "", -1);

  return valid[0] != '\0' ? trueconf_grapheme_shorten (valid, MAX_LABEL)
                          : g_strdup_printf ("%u", position + 1);
}

static TrueconfButton *
make_item_button (TrueconfKeyboardPager *self, const char *text, const char *data, guint position)
{
  g_autofree char *label = make_label (text, position);
  g_autofree char *escaped =
      data != NULL ? g_uri_escape_string (data, PLAIN, FALSE) : g_strdup_printf ("%u", position);
  TrueconfButton *button = trueconf_button_new_command (label, self->id);

  if (escaped[0] != '\0')
    trueconf_button_set_custom_data (button, escaped);

  return button;
}

/**
 * trueconf_keyboard_pager_new_from_strv: (constructor)
 * @id: the command of the buttons, 1 to 250 ASCII characters
 * @labels: (array zero-terminated=1): the labels
 * @data: (array zero-terminated=1) (nullable): what [method@KeyboardPager.get_pressed_data] returns, one for each label, or
 *   `NULL` for their positions, from 0
 *
 * Creates a pager for texts.
 *
 * Returns: (transfer full): a pager
 *
 * Since: 0.1
 */
TrueconfKeyboardPager *
trueconf_keyboard_pager_new_from_strv (const char *id, const char *const *labels, const char *const *data)
{
  g_autoptr (TrueconfKeyboardPager) self = NULL;
  g_autoptr (GListModel) list = NULL;
  GPtrArray *buttons;

  g_return_val_if_fail (id != NULL, NULL);
  g_return_val_if_fail (labels != NULL, NULL);
  g_return_val_if_fail (data == NULL || g_strv_length ((char **) data) == g_strv_length ((char **) labels),
                        NULL);

  self = trueconf_keyboard_pager_new (id, NULL);
  buttons = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; labels[i] != NULL; i++)
    g_ptr_array_add (buttons, make_item_button (self, labels[i], data != NULL ? data[i] : NULL, i));
  list = trueconf_list_new (TRUECONF_TYPE_BUTTON, buttons);
  trueconf_keyboard_pager_set_items (self, list);

  return g_steal_pointer (&self);
}

/**
 * trueconf_keyboard_pager_get_id: (get-property id)
 * @self: a pager
 *
 * Gets the command of the buttons.
 *
 * Returns: (transfer none): the command
 *
 * Since: 0.1
 */
const char *
trueconf_keyboard_pager_get_id (TrueconfKeyboardPager *self)
{
  g_return_val_if_fail (TRUECONF_IS_KEYBOARD_PAGER (self), NULL);

  return self->id;
}

/**
 * trueconf_keyboard_pager_get_items: (get-property items)
 * @self: a pager
 *
 * Gets what is shown.
 *
 * Returns: (transfer none) (nullable): the list
 *
 * Since: 0.1
 */
GListModel *
trueconf_keyboard_pager_get_items (TrueconfKeyboardPager *self)
{
  g_return_val_if_fail (TRUECONF_IS_KEYBOARD_PAGER (self), NULL);

  return self->items;
}

/**
 * trueconf_keyboard_pager_set_items: (set-property items)
 * @self: a pager
 * @items: (nullable): a list
 *
 * Sets what is shown.
 *
 * Since: 0.1
 */
void
trueconf_keyboard_pager_set_items (TrueconfKeyboardPager *self, GListModel *items)
{
  g_return_if_fail (TRUECONF_IS_KEYBOARD_PAGER (self));
  g_return_if_fail (items == NULL || G_IS_LIST_MODEL (items));

  if (g_set_object (&self->items, items))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ITEMS]);
}

/**
 * trueconf_keyboard_pager_get_label_property: (get-property label-property)
 * @self: a pager
 *
 * Gets the name of the property that is the label of an item.
 *
 * Returns: (transfer none) (nullable): the name
 *
 * Since: 0.1
 */
const char *
trueconf_keyboard_pager_get_label_property (TrueconfKeyboardPager *self)
{
  g_return_val_if_fail (TRUECONF_IS_KEYBOARD_PAGER (self), NULL);

  return self->label_property;
}

/**
 * trueconf_keyboard_pager_set_label_property: (set-property label-property)
 * @self: a pager
 * @name: (nullable): the name of a property of the items
 *
 * Sets the name of the property that is the label of an item. Without one, items are numbered.
 *
 * Since: 0.1
 */
void
trueconf_keyboard_pager_set_label_property (TrueconfKeyboardPager *self, const char *name)
{
  g_return_if_fail (TRUECONF_IS_KEYBOARD_PAGER (self));

  if (trueconf_set_string (&self->label_property, name))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LABEL_PROPERTY]);
}

/**
 * trueconf_keyboard_pager_get_data_property: (get-property data-property)
 * @self: a pager
 *
 * Gets the name of the property that is the data of an item.
 *
 * Returns: (transfer none) (nullable): the name, or `NULL` for their positions
 *
 * Since: 0.1
 */
const char *
trueconf_keyboard_pager_get_data_property (TrueconfKeyboardPager *self)
{
  g_return_val_if_fail (TRUECONF_IS_KEYBOARD_PAGER (self), NULL);

  return self->data_property;
}

/**
 * trueconf_keyboard_pager_set_data_property: (set-property data-property)
 * @self: a pager
 * @name: (nullable): the name of a property of the items, or `NULL` for their positions
 *
 * Sets the name of the property that is the data of an item.
 *
 * Since: 0.1
 */
void
trueconf_keyboard_pager_set_data_property (TrueconfKeyboardPager *self, const char *name)
{
  g_return_if_fail (TRUECONF_IS_KEYBOARD_PAGER (self));

  if (trueconf_set_string (&self->data_property, name))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DATA_PROPERTY]);
}

/**
 * trueconf_keyboard_pager_get_columns: (get-property columns)
 * @self: a pager
 *
 * Gets how many buttons there are in a row.
 *
 * Returns: the number
 *
 * Since: 0.1
 */
guint
trueconf_keyboard_pager_get_columns (TrueconfKeyboardPager *self)
{
  g_return_val_if_fail (TRUECONF_IS_KEYBOARD_PAGER (self), 1);

  return self->columns;
}

/**
 * trueconf_keyboard_pager_set_columns: (set-property columns)
 * @self: a pager
 * @columns: the number, 1 to 8
 *
 * Sets how many buttons there are in a row.
 *
 * Since: 0.1
 */
void
trueconf_keyboard_pager_set_columns (TrueconfKeyboardPager *self, guint columns)
{
  g_return_if_fail (TRUECONF_IS_KEYBOARD_PAGER (self));
  g_return_if_fail (columns >= 1 && columns <= MAX_COLUMNS);

  if (self->columns == columns)
    return;

  self->columns = columns;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_COLUMNS]);
}

/**
 * trueconf_keyboard_pager_get_page_size: (get-property page-size)
 * @self: a pager
 *
 * Gets how many items there are on a page.
 *
 * Returns: the number, or 0 for as many as the server allows
 *
 * Since: 0.1
 */
guint
trueconf_keyboard_pager_get_page_size (TrueconfKeyboardPager *self)
{
  g_return_val_if_fail (TRUECONF_IS_KEYBOARD_PAGER (self), 0);

  return self->page_size;
}

/**
 * trueconf_keyboard_pager_set_page_size: (set-property page-size)
 * @self: a pager
 * @page_size: the number, up to 64, or 0 for as many as the server allows
 *
 * Sets how many items there are on a page.
 *
 * Since: 0.1
 */
void
trueconf_keyboard_pager_set_page_size (TrueconfKeyboardPager *self, guint page_size)
{
  g_return_if_fail (TRUECONF_IS_KEYBOARD_PAGER (self));
  g_return_if_fail (page_size <= MAX_ROWS * MAX_COLUMNS);

  if (self->page_size == page_size)
    return;

  self->page_size = page_size;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PAGE_SIZE]);
}

static guint
count_items (TrueconfKeyboardPager *self)
{
  return self->items != NULL ? g_list_model_get_n_items (self->items) : 0;
}

/* With several pages, one row is for changing the page. */
static guint
get_effective_page_size (TrueconfKeyboardPager *self)
{
  guint n_items = count_items (self);
  guint wanted = self->page_size > 0 ? self->page_size : MAX_ROWS * MAX_COLUMNS;

  if (n_items <= MIN (wanted, MAX_ROWS * self->columns))
    return MAX (n_items, 1);

  return MIN (wanted, (MAX_ROWS - 1) * self->columns);
}

/**
 * trueconf_keyboard_pager_get_n_pages: (get-property n-pages)
 * @self: a pager
 *
 * Gets the number of pages.
 *
 * Returns: the number, 1 at least
 *
 * Since: 0.1
 */
guint
trueconf_keyboard_pager_get_n_pages (TrueconfKeyboardPager *self)
{
  guint n_items;

  g_return_val_if_fail (TRUECONF_IS_KEYBOARD_PAGER (self), 1);

  n_items = count_items (self);
  return n_items > 0 ? (n_items - 1) / get_effective_page_size (self) + 1 : 1;
}

/* Returns NULL if the item has no such property, or one that is not a text. */
static char *
read_property (GObject *item, const char *name)
{
  GParamSpec *pspec = name != NULL ? g_object_class_find_property (G_OBJECT_GET_CLASS (item), name) : NULL;
  g_auto (GValue) value = G_VALUE_INIT;
  g_auto (GValue) text = G_VALUE_INIT;

  if (pspec == NULL || (pspec->flags & G_PARAM_READABLE) == 0)
    return NULL;

  g_value_init (&value, pspec->value_type);
  g_object_get_property (item, name, &value);
  g_value_init (&text, G_TYPE_STRING);

  return g_value_transform (&value, &text) ? g_value_dup_string (&text) : NULL;
}

static TrueconfButton *
get_button (TrueconfKeyboardPager *self, guint position)
{
  g_autoptr (GObject) item = g_list_model_get_item (self->items, position);
  g_autofree char *label = NULL;
  g_autofree char *data = NULL;

  if (TRUECONF_IS_BUTTON (item))
    return TRUECONF_BUTTON (g_steal_pointer (&item));

  label = read_property (item, self->label_property);
  data = read_property (item, self->data_property);
  if (data == NULL && self->data_property != NULL)
    data = g_strdup ("");

  return make_item_button (self, label, data, position);
}

static gboolean
add_page_row (TrueconfKeyboardPager *self,
              TrueconfKeyboard *keyboard,
              guint page,
              guint n_pages,
              GError **error)
{
  g_autoptr (GPtrArray) row = g_ptr_array_new_with_free_func (g_object_unref);
  g_autofree char *command = g_strconcat (self->id, PAGE_SUFFIX, NULL);
  const gint64 pages[] = { (gint64) page - 1, page, (gint64) page + 1 };

  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      g_autofree char *place = g_strdup_printf ("%u / %u", page + 1, n_pages);
      const char *labels[] = { "‹", place, "›" };
      g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, pages[i]);
      TrueconfButton *button;

      if (pages[i] < 0 || pages[i] >= n_pages)
        continue;
      button = trueconf_button_new_command (labels[i], command);
      trueconf_button_set_custom_data (button, number);
      g_ptr_array_add (row, button);
    }

  return trueconf_keyboard_add_row (keyboard, (TrueconfButton **) row->pdata, row->len, error);
}

/**
 * trueconf_keyboard_pager_make_keyboard:
 * @self: a pager
 * @page: the number of a page, from 0; one that does not exist is the last one
 * @error: return location for an error
 *
 * Makes the keyboard of a page.
 *
 * It has no rows if there are no items. If there is only one page and room for more, rows can be added to it.
 *
 * It fails with `TRUECONF_ERROR_INVALID_ARGUMENT` if the server would not accept a button: the
 * [property@KeyboardPager:id] is not valid, the data of an item is longer than 4096 characters, or an item that is a button
 * is not valid. The data are sent escaped: there, a percent sign has three characters, and a letter that is not ASCII has six
 * or more.
 *
 * Returns: (transfer full): a keyboard
 *
 * Since: 0.1
 */
TrueconfKeyboard *
trueconf_keyboard_pager_make_keyboard (TrueconfKeyboardPager *self, guint page, GError **error)
{
  g_autoptr (TrueconfKeyboard) keyboard = NULL;
  guint n_pages;
  guint size;
  guint end;

  g_return_val_if_fail (TRUECONF_IS_KEYBOARD_PAGER (self), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  keyboard = trueconf_keyboard_new ();
  n_pages = trueconf_keyboard_pager_get_n_pages (self);
  size = get_effective_page_size (self);
  page = MIN (page, n_pages - 1);
  end = MIN ((page + 1) * size, count_items (self));

  for (guint i = page * size; i < end; i += self->columns)
    {
      g_autoptr (GPtrArray) row = g_ptr_array_new_with_free_func (g_object_unref);

      for (guint j = i; j < MIN (i + self->columns, end); j++)
        g_ptr_array_add (row, get_button (self, j));
      if (!trueconf_keyboard_add_row (keyboard, (TrueconfButton **) row->pdata, row->len, error))
        return NULL;
    }

  if (n_pages > 1 && !add_page_row (self, keyboard, page, n_pages, error))
    return NULL;

  return g_steal_pointer (&keyboard);
}

/**
 * trueconf_keyboard_pager_get_pressed_page:
 * @self: a pager
 * @query: a press
 *
 * Gets the page that a press asks for.
 *
 * Returns: the number of the page, from 0, or -1 if the press does not ask for a page of this pager
 *
 * Since: 0.1
 */
int
trueconf_keyboard_pager_get_pressed_page (TrueconfKeyboardPager *self, TrueconfCallbackQuery *query)
{
  g_autofree char *command = NULL;
  const char *data;
  guint64 page;

  g_return_val_if_fail (TRUECONF_IS_KEYBOARD_PAGER (self), -1);
  g_return_val_if_fail (TRUECONF_IS_CALLBACK_QUERY (query), -1);

  command = g_strconcat (self->id, PAGE_SUFFIX, NULL);
  data = trueconf_callback_query_get_custom_data (query);
  if (g_strcmp0 (trueconf_callback_query_get_command (query), command) != 0 || data == NULL ||
      !g_ascii_string_to_unsigned (data, 10, 0, G_MAXINT, &page, NULL))
    return -1;

  return (int) page;
}

/**
 * trueconf_keyboard_pager_get_pressed_data:
 * @self: a pager
 * @query: a press
 *
 * Gets the data of the item that was pressed.
 *
 * Check it like any input of a user: buttons of old messages can be pressed at any time.
 *
 * Returns: (transfer full) (nullable): the data, or `NULL` if the press was not on an item of this pager
 *
 * Since: 0.1
 */
char *
trueconf_keyboard_pager_get_pressed_data (TrueconfKeyboardPager *self, TrueconfCallbackQuery *query)
{
  const char *data;

  g_return_val_if_fail (TRUECONF_IS_KEYBOARD_PAGER (self), NULL);
  g_return_val_if_fail (TRUECONF_IS_CALLBACK_QUERY (query), NULL);

  if (g_strcmp0 (trueconf_callback_query_get_command (query), self->id) != 0)
    return NULL;

  data = trueconf_callback_query_get_custom_data (query);
  return data != NULL ? g_uri_unescape_string (data, NULL) : g_strdup ("");
}
