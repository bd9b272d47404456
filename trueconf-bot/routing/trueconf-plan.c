/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <string.h>

#include "routing/trueconf-command-private.h"
#include "routing/trueconf-command-value-private.h"
#include "routing/trueconf-filter-private.h"
#include "routing/trueconf-plan-private.h"
#include "model/trueconf-callback-query.h"
#include "model/trueconf-edited-message.h"
#include "model/trueconf-message.h"
#include "model/trueconf-text-content.h"
#include "trueconf-hash-private.h"

/* Names of commands that are shorter are not allocated. */
#define SHORT_NAME_SIZE 32

/* The commands with one prefix. */
typedef struct
{
  char *prefix;
  gsize length;
  GHashTable *names; /* NULL: none */
  GHashTable *folded_names;
} TrueconfPrefix;

/* The values of the tables are arrays of handlers, in order of their ids; a table that would be empty is NULL. */
struct _TrueconfPlan
{
  GPtrArray *others; /* whose filters name no keys */
  GHashTable *texts;
  GHashTable *folded_texts;
  GHashTable *raw_texts;
  GHashTable *texts_alike;
  GHashTable *raw_texts_alike;
  GHashTable *message_types;
  GHashTable *buttons;
  GHashTable *custom_data;
  GHashTable *buttons_alike;
  GHashTable *custom_data_alike;
  GHashTable *methods;
  GArray *prefixes;
};

struct _TrueconfKeys
{
  TrueconfPlan *plan;
  TrueconfHandler *handler; /* NULL: it is only found out whether there are keys */
  gboolean wide;            /* there is one that many events have */
};

static void
prefix_clear (gpointer data)
{
  TrueconfPrefix *prefix = data;

  g_free (prefix->prefix);
  g_clear_pointer (&prefix->names, g_hash_table_unref);
  g_clear_pointer (&prefix->folded_names, g_hash_table_unref);
}

static TrueconfPrefix *
find_prefix (TrueconfPlan *self, const char *string)
{
  TrueconfPrefix prefix = { 0 };

  if (self->prefixes == NULL)
    {
      self->prefixes = g_array_new (FALSE, FALSE, sizeof (TrueconfPrefix));
      g_array_set_clear_func (self->prefixes, prefix_clear);
    }

  for (guint i = 0; i < self->prefixes->len; i++)
    if (g_str_equal (g_array_index (self->prefixes, TrueconfPrefix, i).prefix, string))
      return &g_array_index (self->prefixes, TrueconfPrefix, i);

  prefix.prefix = g_strdup (string);
  prefix.length = strlen (string);
  g_array_append_val (self->prefixes, prefix);

  return &g_array_index (self->prefixes, TrueconfPrefix, self->prefixes->len - 1);
}

static GHashTable **
find_table (TrueconfPlan *self, TrueconfKeyKind kind, const char *prefix)
{
  switch (kind)
    {
    case TRUECONF_KEY_TEXT:
      return &self->texts;

    case TRUECONF_KEY_TEXT_FOLDED:
      return &self->folded_texts;

    case TRUECONF_KEY_RAW_TEXT:
      return &self->raw_texts;

    case TRUECONF_KEY_TEXT_ALIKE:
      return &self->texts_alike;

    case TRUECONF_KEY_RAW_TEXT_ALIKE:
      return &self->raw_texts_alike;

    case TRUECONF_KEY_MESSAGE_TYPE:
      return &self->message_types;

    case TRUECONF_KEY_COMMAND:
      return &find_prefix (self, prefix)->names;

    case TRUECONF_KEY_COMMAND_FOLDED:
      return &find_prefix (self, prefix)->folded_names;

    case TRUECONF_KEY_BUTTON:
      return &self->buttons;

    case TRUECONF_KEY_CUSTOM_DATA:
      return &self->custom_data;

    case TRUECONF_KEY_BUTTON_ALIKE:
      return &self->buttons_alike;

    case TRUECONF_KEY_CUSTOM_DATA_ALIKE:
      return &self->custom_data_alike;

    case TRUECONF_KEY_METHOD:
      return &self->methods;

    default:
      g_assert_not_reached ();
    }
}

/* Called by filters, for trueconf_filter_collect_keys (). */
void
trueconf_keys_add (TrueconfKeys *keys, TrueconfKeyKind kind, const char *prefix, const char *string)
{
  GHashTable **table;
  GPtrArray *handlers;

  if (kind == TRUECONF_KEY_METHOD || kind == TRUECONF_KEY_MESSAGE_TYPE)
    keys->wide = TRUE;
  if (keys->handler == NULL)
    return;

  table = find_table (keys->plan, kind, prefix);
  if (*table == NULL)
    *table =
        g_hash_table_new_full (trueconf_hash_string, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);

  handlers = g_hash_table_lookup (*table, string);
  if (handlers == NULL)
    {
      handlers = g_ptr_array_new_with_free_func ((GDestroyNotify) trueconf_handler_unref);
      g_hash_table_insert (*table, g_strdup (string), handlers);
    }
  if (handlers->len == 0 || g_ptr_array_index (handlers, handlers->len - 1) != keys->handler)
    g_ptr_array_add (handlers, trueconf_handler_ref (keys->handler));
}

void
trueconf_number_to_key (int number, char key[TRUECONF_NUMBER_KEY_SIZE])
{
  g_snprintf (key, TRUECONF_NUMBER_KEY_SIZE, "%d", number);
}

gboolean
trueconf_filter_has_narrow_keys (TrueconfFilter *filter)
{
  TrueconfKeys keys = { NULL, NULL, FALSE };

  return trueconf_filter_collect_keys (filter, &keys) && !keys.wide;
}

static void
add_handler (TrueconfPlan *self, TrueconfHandler *handler)
{
  TrueconfKeys keys = { self, NULL, FALSE };

  /* first without effect, since a filter may find out late that it has none */
  if (handler->filter != NULL && trueconf_filter_collect_keys (handler->filter, &keys))
    {
      keys.handler = handler;
      trueconf_filter_collect_keys (handler->filter, &keys);
    }
  else
    {
      g_ptr_array_add (self->others, trueconf_handler_ref (handler));
    }
}

TrueconfPlan *
trueconf_plan_new (GPtrArray *handlers, GType event_type)
{
  TrueconfPlan *self = g_rc_box_new0 (TrueconfPlan);

  self->others = g_ptr_array_new_with_free_func ((GDestroyNotify) trueconf_handler_unref);
  for (guint i = 0; i < handlers->len; i++)
    {
      TrueconfHandler *handler = g_ptr_array_index (handlers, i);

      if (trueconf_handler_takes (handler, event_type))
        add_handler (self, handler);
    }

  return self;
}

TrueconfPlan *
trueconf_plan_ref (TrueconfPlan *self)
{
  return g_rc_box_acquire (self);
}

static void
plan_clear (gpointer data)
{
  TrueconfPlan *self = data;

  g_clear_pointer (&self->others, g_ptr_array_unref);
  g_clear_pointer (&self->texts, g_hash_table_unref);
  g_clear_pointer (&self->folded_texts, g_hash_table_unref);
  g_clear_pointer (&self->raw_texts, g_hash_table_unref);
  g_clear_pointer (&self->texts_alike, g_hash_table_unref);
  g_clear_pointer (&self->raw_texts_alike, g_hash_table_unref);
  g_clear_pointer (&self->message_types, g_hash_table_unref);
  g_clear_pointer (&self->custom_data, g_hash_table_unref);
  g_clear_pointer (&self->buttons, g_hash_table_unref);
  g_clear_pointer (&self->buttons_alike, g_hash_table_unref);
  g_clear_pointer (&self->custom_data_alike, g_hash_table_unref);
  g_clear_pointer (&self->methods, g_hash_table_unref);
  g_clear_pointer (&self->prefixes, g_array_unref);
}

void
trueconf_plan_unref (TrueconfPlan *self)
{
  g_rc_box_release_full (self, plan_clear);
}

gboolean
trueconf_plan_is_empty (TrueconfPlan *self)
{
  return self->others->len == 0 && self->texts == NULL && self->folded_texts == NULL &&
         self->raw_texts == NULL && self->texts_alike == NULL && self->raw_texts_alike == NULL &&
         self->message_types == NULL && self->buttons == NULL && self->custom_data == NULL &&
         self->buttons_alike == NULL && self->custom_data_alike == NULL && self->methods == NULL &&
         self->prefixes == NULL;
}

/* The text of an event that filters look at: as its reader sees it, without the quotation. NULL: it has none. */
const char *
trueconf_event_get_filter_text (TrueconfEvent *event)
{
  if (TRUECONF_IS_MESSAGE (event))
    return trueconf_message_get_plain_text (TRUECONF_MESSAGE (event));

  if (TRUECONF_IS_EDITED_MESSAGE (event))
    {
      TrueconfTextContent *content = trueconf_edited_message_get_content (TRUECONF_EDITED_MESSAGE (event));

      return content != NULL ? trueconf_text_content_get_plain_text (content) : NULL;
    }

  return NULL;
}

static void
add_lane (TrueconfCursor *self, GPtrArray *handlers)
{
  if (handlers == NULL || handlers->len == 0)
    return;

  if (self->n_lanes < TRUECONF_CURSOR_LANES)
    {
      self->lanes[self->n_lanes].handlers = handlers;
      self->lanes[self->n_lanes++].position = 0;
      return;
    }

  /* seldom: only routers with several prefixes for commands come here */
  if (self->more == NULL)
    self->more = g_array_new (FALSE, FALSE, sizeof (self->lanes[0]));
  g_array_set_size (self->more, self->more->len + 1);
  g_array_index (self->more, typeof (self->lanes[0]), self->more->len - 1).handlers = handlers;
  g_array_index (self->more, typeof (self->lanes[0]), self->more->len - 1).position = 0;
}

static void
look_up (TrueconfCursor *self, GHashTable *table, const char *key)
{
  if (table != NULL && key != NULL)
    add_lane (self, g_hash_table_lookup (table, key));
}

static void
look_up_alike (TrueconfCursor *self, GHashTable *table, const char *text)
{
  g_autofree char *likeness = NULL;

  if (table == NULL || text == NULL)
    return;

  likeness = trueconf_text_get_likeness (text);
  look_up (self, table, likeness);
}

static void
look_up_texts (TrueconfCursor *self, TrueconfEvent *event)
{
  TrueconfPlan *plan = self->plan;

  const char *text;

  if (!TRUECONF_IS_MESSAGE (event))
    return;

  text = trueconf_message_get_text (TRUECONF_MESSAGE (event));
  look_up (self, plan->raw_texts, text);
  look_up_alike (self, plan->raw_texts_alike, text);
  look_up_alike (self, plan->texts_alike, trueconf_event_get_filter_text (event));
}

static void
look_up_buttons (TrueconfCursor *self, TrueconfCallbackQuery *query)
{
  TrueconfPlan *plan = self->plan;

  look_up (self, plan->buttons, trueconf_callback_query_get_command (query));
  look_up (self, plan->custom_data, trueconf_callback_query_get_custom_data (query));
  look_up_alike (self, plan->buttons_alike, trueconf_callback_query_get_command (query));
  look_up_alike (self, plan->custom_data_alike, trueconf_callback_query_get_custom_data (query));
}

static void
look_up_command (TrueconfCursor *self, TrueconfPrefix *prefix, const char *text)
{
  gsize length = trueconf_command_name_length (text);

  if (prefix->names != NULL && length < SHORT_NAME_SIZE)
    {
      char name[SHORT_NAME_SIZE];

      memcpy (name, text, length);
      name[length] = '\0';
      look_up (self, prefix->names, name);
    }
  else if (prefix->names != NULL)
    {
      g_autofree char *name = g_strndup (text, length);

      look_up (self, prefix->names, name);
    }

  if (prefix->folded_names != NULL)
    {
      g_autofree char *folded = g_utf8_casefold (text, (gssize) length);

      look_up (self, prefix->folded_names, folded);
    }
}

static void
look_up_commands (TrueconfCursor *self, const char *text)
{
  text = trueconf_command_skip_space (text);

  for (guint i = 0; i < self->plan->prefixes->len; i++)
    {
      TrueconfPrefix *prefix = &g_array_index (self->plan->prefixes, TrueconfPrefix, i);

      if (strncmp (text, prefix->prefix, prefix->length) == 0)
        look_up_command (self, prefix, text + prefix->length);
    }
}

void
trueconf_cursor_init (TrueconfCursor *self, TrueconfPlan *plan, TrueconfEvent *event)
{
  memset (self, 0, sizeof *self);
  self->plan = trueconf_plan_ref (plan);

  add_lane (self, plan->others);
  if (plan->texts != NULL || plan->folded_texts != NULL || plan->prefixes != NULL)
    {
      const char *text = trueconf_event_get_filter_text (event);

      look_up (self, plan->texts, text);
      if (plan->folded_texts != NULL && text != NULL)
        {
          g_autofree char *folded = g_utf8_casefold (text, -1);

          look_up (self, plan->folded_texts, folded);
        }
      if (plan->prefixes != NULL && text != NULL)
        look_up_commands (self, text);
    }
  if (plan->raw_texts != NULL || plan->texts_alike != NULL || plan->raw_texts_alike != NULL)
    look_up_texts (self, event);
  if (plan->message_types != NULL && TRUECONF_IS_MESSAGE (event))
    {
      char key[TRUECONF_NUMBER_KEY_SIZE];

      trueconf_number_to_key (trueconf_message_get_message_type (TRUECONF_MESSAGE (event)), key);
      look_up (self, plan->message_types, key);
    }
  if (TRUECONF_IS_CALLBACK_QUERY (event))
    look_up_buttons (self, TRUECONF_CALLBACK_QUERY (event));
  if (plan->methods != NULL)
    look_up (self, plan->methods, trueconf_event_get_method (event));
}

void
trueconf_cursor_clear (TrueconfCursor *self)
{
  g_clear_pointer (&self->plan, trueconf_plan_unref);
  g_clear_pointer (&self->more, g_array_unref);
}

/* Returns the next handler, which belongs to the plan, or NULL. A handler with several keys comes once. */
TrueconfHandler *
trueconf_cursor_next (TrueconfCursor *self)
{
  TrueconfHandler *first = NULL;
  guint n_lanes = self->n_lanes + (self->more != NULL ? self->more->len : 0);

  for (guint i = 0; i < n_lanes; i++)
    {
      typeof (&self->lanes[0]) lane =
          i < self->n_lanes ? &self->lanes[i]
                            : &g_array_index (self->more, typeof (self->lanes[0]), i - self->n_lanes);
      TrueconfHandler *handler = NULL;

      while (lane->position < lane->handlers->len)
        {
          handler = g_ptr_array_index (lane->handlers, lane->position);
          if (handler->id > self->last_id)
            break;
          lane->position++;
          handler = NULL;
        }
      if (handler != NULL && (first == NULL || handler->id < first->id))
        first = handler;
    }

  if (first != NULL)
    self->last_id = first->id;

  return first;
}
