/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* How far a user has come, and what comes next. */

#include "config.h"

#include "dialogs/trueconf-fsm-context.h"
#include "forms/trueconf-form-private.h"
#include "forms/trueconf-form-result-private.h"

/* Another process that answers the same user may be as many messages behind. */
#define MAX_MESSAGES 20

static char *
get_member (TrueconfForm *form)
{
  return g_strconcat ("form ", trueconf_form_peek_name (form), NULL);
}

void
trueconf_form_progress_clear (TrueconfFormProgress *self)
{
  g_clear_pointer (&self->run, g_free);
  g_clear_pointer (&self->begun, g_free);
  g_clear_pointer (&self->messages, g_ptr_array_unref);
  g_clear_pointer (&self->answers, json_object_unref);
}

void
trueconf_form_progress_begin (TrueconfFormProgress *self)
{
  trueconf_form_progress_clear (self);
  self->run = g_strdup_printf ("%08x", g_random_int ());
  self->step = 1;
  self->messages = g_ptr_array_new_with_free_func (g_free);
  self->answers = json_object_new ();
}

static gboolean
has_type (JsonNode *node, GType type)
{
  return node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == type;
}

static JsonNode *
get (JsonObject *object, const char *name, GType type)
{
  JsonNode *node = object != NULL ? json_object_get_member (object, name) : NULL;

  return has_type (node, type) ? node : NULL;
}

static JsonObject *
get_object (JsonObject *object, const char *name)
{
  JsonNode *node = object != NULL ? json_object_get_member (object, name) : NULL;

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

static JsonArray *
get_array (JsonObject *object, const char *name)
{
  JsonNode *node = object != NULL ? json_object_get_member (object, name) : NULL;

  return node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

void
trueconf_form_progress_add_message (TrueconfFormProgress *self, const char *id)
{
  if (id == NULL || id[0] == '\0')
    return;

  if (self->messages->len >= MAX_MESSAGES)
    g_ptr_array_remove_index (self->messages, 0);
  g_ptr_array_add (self->messages, g_strdup (id));
}

/* Whether a message has counted already; `newest`: whether nothing came after it. */
gboolean
trueconf_form_progress_has_message (TrueconfFormProgress *self, const char *id, gboolean *newest)
{
  for (guint i = 0; i < self->messages->len; i++)
    if (g_strcmp0 (g_ptr_array_index (self->messages, i), id) == 0)
      {
        *newest = i + 1 == self->messages->len;
        return TRUE;
      }

  return FALSE;
}

/* A program may have changed the data: what is missing or damaged there begins anew. */
void
trueconf_form_progress_read (TrueconfFormProgress *self, TrueconfForm *form, JsonObject *data)
{
  g_autofree char *member = get_member (form);
  JsonObject *stored = get_object (data, member);
  JsonNode *run = get (stored, "run", G_TYPE_STRING);
  JsonNode *step = get (stored, "step", G_TYPE_INT64);
  JsonNode *begun = get (stored, "begun", G_TYPE_STRING);
  JsonArray *messages = get_array (stored, "messages");
  JsonObject *answers = get_object (stored, "answers");

  trueconf_form_progress_begin (self);
  if (run != NULL)
    {
      g_free (self->run);
      self->run = g_strdup (json_node_get_string (run));
    }
  if (step != NULL)
    self->step = json_node_get_int (step);
  if (begun != NULL)
    self->begun = g_strdup (json_node_get_string (begun));
  for (guint i = 0; messages != NULL && i < json_array_get_length (messages); i++)
    {
      JsonNode *id = json_array_get_element (messages, i);

      if (has_type (id, G_TYPE_STRING))
        trueconf_form_progress_add_message (self, json_node_get_string (id));
    }
  if (answers != NULL)
    {
      g_autoptr (GList) names = json_object_get_members (answers);

      for (GList *link = names; link != NULL; link = link->next)
        json_object_set_member (self->answers, link->data, json_object_dup_member (answers, link->data));
    }
}

void
trueconf_form_progress_write (TrueconfFormProgress *self, TrueconfForm *form, JsonObject *data)
{
  g_autofree char *member = get_member (form);
  JsonObject *stored = json_object_new ();
  JsonArray *messages = json_array_new ();

  json_object_set_string_member (stored, "run", self->run);
  json_object_set_int_member (stored, "step", self->step);
  if (self->begun != NULL)
    json_object_set_string_member (stored, "begun", self->begun);
  for (guint i = 0; i < self->messages->len; i++)
    json_array_add_string_element (messages, g_ptr_array_index (self->messages, i));
  json_object_set_array_member (stored, "messages", messages);
  json_object_set_object_member (stored, "answers", json_object_ref (self->answers));
  json_object_set_object_member (data, member, stored);
}

void
trueconf_form_progress_forget (TrueconfForm *form, JsonObject *data)
{
  g_autofree char *member = get_member (form);

  json_object_remove_member (data, member);
}

static GVariant *
make_file (JsonNode *answer)
{
  JsonObject *file = JSON_NODE_HOLDS_OBJECT (answer) ? json_node_get_object (answer) : NULL;
  JsonNode *id = get (file, "file-id", G_TYPE_STRING);
  JsonNode *name = get (file, "name", G_TYPE_STRING);
  JsonNode *size = get (file, "size", G_TYPE_INT64);
  g_auto (GVariantDict) dict = G_VARIANT_DICT_INIT (NULL);

  if (id == NULL)
    return NULL;

  g_variant_dict_insert (&dict, "file-id", "s", json_node_get_string (id));
  g_variant_dict_insert (&dict, "name", "s", name != NULL ? json_node_get_string (name) : "");
  g_variant_dict_insert (&dict, "size", "x", size != NULL ? json_node_get_int (size) : (gint64) -1);

  return g_variant_dict_end (&dict);
}

static GVariant *
make_value (TrueconfFormField *field, JsonNode *answer)
{
  GType type = JSON_NODE_HOLDS_VALUE (answer) ? json_node_get_value_type (answer) : G_TYPE_INVALID;

  switch (field->kind)
    {
    case TRUECONF_FORM_FIELD_KIND_NUMBER:
      if (type != G_TYPE_DOUBLE && type != G_TYPE_INT64)
        return NULL;
      return field->integer ? g_variant_new_int64 (json_node_get_int (answer))
                            : g_variant_new_double (json_node_get_double (answer));

    case TRUECONF_FORM_FIELD_KIND_CONFIRM:
      return type == G_TYPE_BOOLEAN ? g_variant_new_boolean (json_node_get_boolean (answer)) : NULL;

    case TRUECONF_FORM_FIELD_KIND_FILE:
      return make_file (answer);

    case TRUECONF_FORM_FIELD_KIND_TEXT:
    case TRUECONF_FORM_FIELD_KIND_DATE:
    case TRUECONF_FORM_FIELD_KIND_CHOICE:
    case TRUECONF_FORM_FIELD_KIND_UNKNOWN:
    default:
      return type == G_TYPE_STRING ? g_variant_new_string (json_node_get_string (answer)) : NULL;
    }
}

static TrueconfFormResult *
make_result (TrueconfForm *form, TrueconfContext *context, GVariant *values)
{
  TrueconfFsmKey *key = trueconf_fsm_context_get_key (trueconf_context_get_state (context));

  return trueconf_form_result_new (trueconf_form_peek_name (form), context, key, values);
}

static gboolean
is_asked (TrueconfForm *form, TrueconfFormField *field, TrueconfContext *context, GVariant *values)
{
  g_autoptr (TrueconfFormResult) result = NULL;

  if (field->condition == NULL)
    return TRUE;

  result = make_result (form, context, values);

  return field->condition (field, result, field->condition_data);
}

/* Each condition sees the answers before its own, so one pass in order decides all of them. */
static GVariant *
make_values_before (TrueconfForm *form, TrueconfFormField *end, TrueconfContext *context, JsonObject *answers)
{
  GPtrArray *fields = trueconf_form_peek_fields (form);
  g_autoptr (GVariant) values = g_variant_ref_sink (g_variant_new ("a{sv}", NULL));

  for (guint i = 0; i < fields->len; i++)
    {
      TrueconfFormField *field = g_ptr_array_index (fields, i);
      JsonNode *answer = json_object_get_member (answers, field->name);
      g_autoptr (GVariant) value = NULL;
      GVariantDict dict;

      if (field == end)
        break;
      if (answer != NULL && is_asked (form, field, context, values))
        value = make_value (field, answer);
      if (value == NULL)
        continue;

      g_variant_ref_sink (value);
      g_variant_dict_init (&dict, values);
      g_variant_dict_insert_value (&dict, field->name, value);
      g_variant_unref (values);
      values = g_variant_ref_sink (g_variant_dict_end (&dict));
    }

  return g_steal_pointer (&values);
}

GVariant *
trueconf_form_make_values (TrueconfForm *form, TrueconfContext *context, JsonObject *answers)
{
  return make_values_before (form, NULL, context, answers);
}

TrueconfFormResult *
trueconf_form_make_result (TrueconfForm *form, TrueconfContext *context, JsonObject *answers)
{
  g_autoptr (GVariant) values = trueconf_form_make_values (form, context, answers);

  return make_result (form, context, values);
}

gboolean
trueconf_form_asks (TrueconfForm *form,
                    TrueconfFormField *field,
                    TrueconfContext *context,
                    JsonObject *answers)
{
  g_autoptr (GVariant) values = NULL;

  if (field->condition == NULL)
    return TRUE;

  values = make_values_before (form, field, context, answers);

  return is_asked (form, field, context, values);
}

/* An older program may have asked for something else under the same name, or have let it be skipped. */
static gboolean
is_answered (TrueconfFormField *field, JsonObject *answers)
{
  JsonNode *answer = json_object_get_member (answers, field->name);
  g_autoptr (GVariant) value = NULL;

  if (answer == NULL)
    return FALSE;
  if (JSON_NODE_HOLDS_NULL (answer))
    return field->optional || field->default_answer != NULL;

  value = make_value (field, answer);
  if (value != NULL)
    g_variant_ref_sink (value);

  return value != NULL;
}

/* Returns the first question without an answer. NULL: there is none. */
TrueconfFormField *
trueconf_form_find_open (TrueconfForm *form, TrueconfContext *context, JsonObject *answers)
{
  GPtrArray *fields = trueconf_form_peek_fields (form);

  for (guint i = 0; i < fields->len; i++)
    {
      TrueconfFormField *field = g_ptr_array_index (fields, i);

      if (!is_answered (field, answers) && trueconf_form_asks (form, field, context, answers))
        return field;
    }

  return NULL;
}

/* `field`: NULL for the summary. Returns NULL if no question is before it. */
TrueconfFormField *
trueconf_form_find_before (TrueconfForm *form,
                           TrueconfFormField *field,
                           TrueconfContext *context,
                           JsonObject *answers)
{
  GPtrArray *fields = trueconf_form_peek_fields (form);
  TrueconfFormField *found = NULL;

  for (guint i = 0; i < fields->len; i++)
    {
      TrueconfFormField *other = g_ptr_array_index (fields, i);

      if (other == field)
        break;
      if (trueconf_form_asks (form, other, context, answers))
        found = other;
    }

  return found;
}
