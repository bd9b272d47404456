/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Forms: a dialog with a user of the sandbox, from the first question to the handler of the answers. */

#include <string.h>

#include "tc-bot.h"

typedef struct
{
  TcSandbox *sandbox;
  TrueconfBot *bot;
  TrueconfForm *form;
  GString *finished; /* the answers of each time, as JSON */
  gboolean failing;
  guint n_seen;
  guint n_errors;
  GError *error; /* the last */
} Scene;

static void
begun_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (trueconf_form_begin_finish (TRUECONF_FORM (source), result, &error));
  g_assert_no_error (error);
}

static void
on_start (TrueconfEvent *event, TrueconfContext *context, gpointer user_data)
{
  Scene *self = user_data;

  trueconf_form_begin_async (self->form, context, NULL, begun_cb, self);
}

static gboolean
release_cb (gpointer user_data)
{
  trueconf_form_result_release (user_data);
  g_object_unref (user_data);
  return G_SOURCE_REMOVE;
}

static void
on_finished (TrueconfForm *form, TrueconfFormResult *result, Scene *self)
{
  g_autofree char *json = trueconf_form_result_to_json (result);

  g_string_append (self->finished, json);
  if (self->failing)
    {
      g_autoptr (GError) error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED, "no paper");

      self->failing = FALSE;
      g_assert_true (trueconf_form_result_fail (result, error));
      return;
    }

  /* the form waits for who goes on asynchronously */
  trueconf_form_result_hold (result);
  g_idle_add (release_cb, g_object_ref (result));
}

static gboolean
on_error (const GError *error, TrueconfEvent *event, TrueconfContext *context, gpointer user_data)
{
  Scene *self = user_data;

  self->n_errors++;
  g_clear_error (&self->error);
  self->error = g_error_copy (error);
  return TRUE;
}

static void
set_up (Scene *self, gconstpointer data)
{
  self->sandbox = tc_sandbox_new ();
  self->bot = tc_bot_new (self->sandbox);
  self->finished = g_string_new (NULL);
  self->form = trueconf_form_new ("order");
}

static void
begin (Scene *self)
{
  TrueconfRouter *root = TRUECONF_ROUTER (trueconf_bot_get_dispatcher (self->bot));
  g_autoptr (TrueconfFilter) filter = trueconf_filter_new_text ("/start");

  g_signal_connect (self->form, "finished", G_CALLBACK (on_finished), self);
  trueconf_router_add_handler (root, TRUECONF_TYPE_MESSAGE, filter, on_start, self, NULL);
  trueconf_router_add_error_handler (root, on_error, self, NULL);
  trueconf_router_include_router (root, TRUECONF_ROUTER (self->form));
  tc_bot_start (self->bot);
}

static void
tear_down (Scene *self, gconstpointer data)
{
  tc_bot_end (self->bot);
  tc_assert_gone (self->form);
  tc_sandbox_free (self->sandbox);
  g_string_free (self->finished, TRUE);
  g_clear_error (&self->error);
}

static void
add (Scene *self, TrueconfFormField *field)
{
  trueconf_form_add_field (self->form, field);
  g_object_unref (field);
}

/* Waits for the next text of the bot. */
static char *
hear (Scene *self)
{
  g_auto (GStrv) texts = NULL;

  TC_WAIT (tc_sandbox_count_texts (self->sandbox, "nora", "echo_bot") > self->n_seen);
  texts = tc_sandbox_get_texts (self->sandbox, "nora", "echo_bot");

  return g_strdup (texts[self->n_seen++]);
}

static void
expect (Scene *self, const char *part)
{
  g_autofree char *text = hear (self);

  tc_assert_contains (text, part);
}

static void
talk (Scene *self, const char *words, const char *part)
{
  tc_sandbox_say (self->sandbox, "nora", words);
  expect (self, part);
}

/* Presses a button of the last message that has it. */
static void
press (Scene *self, const char *button_id, const char *part)
{
  g_autoptr (JsonNode) answer = tc_sandbox_get (self->sandbox, "/sandbox/messages?user=nora&peer=echo_bot");
  JsonArray *messages = json_object_get_array_member (json_node_get_object (answer), "messages");
  const char *id = NULL;

  for (guint i = 0; i < json_array_get_length (messages); i++)
    {
      JsonObject *message = json_array_get_object_element (messages, i);
      JsonNode *node = json_array_get_element (messages, i);
      g_autofree char *text = json_to_string (node, FALSE);
      g_autofree char *wanted = g_strdup_printf ("\"%s\"", button_id);

      if (strstr (text, wanted) != NULL)
        id = json_object_get_string_member (message, "message_id");
    }
  g_assert_nonnull (id);
  tc_sandbox_do (self->sandbox, "/sandbox/press", "{'from':'nora','message_id':'%s','button_id':'%s'}", id,
                 button_id);
  expect (self, part);
}

/* None is asked twice, and no answer is lost or taken for another question, however fast somebody writes. */
static void
test_fast (Scene *self, gconstpointer data)
{
  for (guint i = 1; i <= 20; i++)
    {
      g_autofree char *name = g_strdup_printf ("f%02u", i);
      g_autofree char *question = g_strdup_printf ("question %u?", i);

      add (self, trueconf_form_field_new_text (name, question));
    }
  trueconf_form_set_summary (self->form, FALSE);
  begin (self);
  tc_sandbox_say (self->sandbox, "nora", "/start");
  for (guint i = 1; i <= 20; i++)
    {
      g_autofree char *text = g_strdup_printf ("answer %u", i);

      tc_sandbox_say (self->sandbox, "nora", text);
    }
  for (guint i = 1; i <= 20; i++)
    {
      g_autofree char *question = g_strdup_printf ("question %u?", i);

      expect (self, question);
    }
  expect (self, "Thank you");
  g_assert_cmpuint (tc_sandbox_count_texts (self->sandbox, "nora", "echo_bot"), ==, 21);
  for (guint i = 1; i <= 20; i++)
    {
      g_autofree char *member = g_strdup_printf ("\"f%02u\":\"answer %u\"", i, i);

      tc_assert_contains (self->finished->str, member);
    }
}

static gboolean
is_large (TrueconfFormField *field, TrueconfFormResult *answers, gpointer user_data)
{
  g_autoptr (GVariant) size = trueconf_form_result_get_value (answers, "size");

  return size != NULL && strcmp (g_variant_get_string (size, NULL), "l") == 0;
}

static void
validate_name (TrueconfFormField *field, TrueconfFormResult *answers, GTask *task, gpointer user_data)
{
  g_autoptr (GVariant) name = trueconf_form_result_get_value (answers, "name");

  if (strcmp (g_variant_get_string (name, NULL), "Bob") == 0)
    g_task_return_new_error (task, TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT, "Bob has had enough.");
  else if (strcmp (g_variant_get_string (name, NULL), "Eve") == 0)
    g_task_return_boolean (task, FALSE);
  else if (strcmp (g_variant_get_string (name, NULL), "Mallory") != 0)
    g_task_return_boolean (task, TRUE);
}

static void
add_all_kinds (Scene *self)
{
  const char *labels[] = { "small", "large", NULL };
  const char *values[] = { "s", "l", NULL };
  TrueconfFormField *field = trueconf_form_field_new_text ("name", "Your name?");

  g_assert_true (trueconf_form_field_set_pattern (field, "[A-Z].*", NULL));
  trueconf_form_field_set_max_length (field, 8);
  trueconf_form_field_set_hint (field, "(first name)");
  trueconf_form_field_set_validator (field, validate_name, NULL, NULL);
  add (self, field);

  field = trueconf_form_field_new_choice ("size", "Which size?", labels);
  trueconf_form_field_set_choices (field, labels, values);
  add (self, field);

  field = trueconf_form_field_new_number ("count", "How many?");
  trueconf_form_field_set_integer (field, TRUE);
  trueconf_form_field_set_minimum (field, 1);
  trueconf_form_field_set_maximum (field, 10);
  trueconf_form_field_set_condition (field, is_large, NULL, NULL);
  add (self, field);

  field = trueconf_form_field_new_date ("day", "Which day?");
  trueconf_form_field_set_earliest (field, "2026-05-06");
  trueconf_form_field_set_latest (field, "2026-05-31");
  add (self, field);

  field = trueconf_form_field_new_text ("note", "A note?");
  trueconf_form_field_set_optional (field, TRUE);
  add (self, field);

  field = trueconf_form_field_new_number ("tip", "A tip?");
  trueconf_form_field_set_default_answer (field, "1,5");
  trueconf_form_field_set_retry_text (field, "Be generous");
  add (self, field);

  add (self, trueconf_form_field_new_confirm ("gift", "A gift?"));
}

static void
test_words (Scene *self, gconstpointer data)
{
  add_all_kinds (self);
  self->failing = TRUE;
  begin (self);
  talk (self, "/start", "Your name?\n(first name)");
  talk (self, "nora", "does not have the form");
  talk (self, "Nora Nora Nora", "can have 8 characters, and this one has 14");
  talk (self, "Bob", "Bob has had enough.\nYour name?");
  talk (self, "Eve", "not accepted");
  /* the validator says nothing; newer versions of GLib tell of its task as well */
  tc_log_begin ();
  talk (self, "Mallory", "not accepted");
  g_ptr_array_unref (tc_log_end ());
  talk (self, "/back", "This is the first question");
  talk (self, "Nora", "Which size?");
  talk (self, "huge", "choose one of these");
  talk (self, "2", "How many?");
  talk (self, "many", "whole number from 1 to 10");
  talk (self, "2.5", "whole number from 1 to 10");
  talk (self, "11", "whole number from 1 to 10");
  talk (self, "back", "Which size?");
  talk (self, "LARGE", "How many?");
  talk (self, "10", "Which day?");
  talk (self, "1.6.2026", "from 2026-05-06 to 2026-05-31");
  talk (self, "30.2.2026", "from 2026-05-06 to 2026-05-31");
  talk (self, "7.5.2026", "A note?");
  talk (self, "Skip", "A tip?");
  talk (self, "inf", "Be generous");
  talk (self, "/skip", "A gift?");
  talk (self, "perhaps", "“Yes” or “No”");
  talk (self, "yes",
        "1. Your name? Nora\n2. Which size? large\n3. How many? 10\n4. Which day? 2026-05-07\n5. A note? —\n"
        "6. A tip? 1.5\n7. A gift? Yes");
  /* without the size, the count is not asked; with it, the old answer is there */
  talk (self, "2", "Which size?");
  talk (self, "small", "3. Which day?");
  talk (self, "nonsense", "Please check");
  talk (self, "change", "Which answer");
  talk (self, "send", "could not be sent");
  g_assert_cmpuint (self->n_errors, ==, 1);
  g_string_truncate (self->finished, 0);
  talk (self, "send", "Thank you");
  tc_assert_contains (self->finished->str, "\"name\":\"Nora\"");
  tc_assert_contains (self->finished->str, "\"size\":\"s\"");
  tc_assert_contains (self->finished->str, "\"day\":\"2026-05-07\"");
  tc_assert_contains (self->finished->str, "\"tip\":1.5");
  tc_assert_contains (self->finished->str, "\"gift\":true");
  tc_assert_lacks (self->finished->str, "count");
  tc_assert_lacks (self->finished->str, "note");
}

static void
test_buttons (Scene *self, gconstpointer data)
{
  add_all_kinds (self);
  begin (self);
  talk (self, "/start", "Your name?");
  talk (self, "Nora", "Which size?");
  press (self, "answer:l", "How many?");
  /* the same once more: it belongs to a question that was answered */
  press (self, "answer:l", "not open any more");
  press (self, "back", "Which size?");
  press (self, "answer:s", "Which day?");
  talk (self, "2026-05-06", "A note?");
  press (self, "skip", "A tip?");
  press (self, "skip", "A gift?");
  press (self, "answer:no", "Please check");
  press (self, "change", "Which answer");
  press (self, "change:gift", "A gift?");
  press (self, "answer:yes", "A gift? Yes");
  press (self, "send", "Thank you");
  tc_assert_contains (self->finished->str, "\"gift\":true");
  press (self, "send", "not open any more");

  talk (self, "/start", "Your name?");
  press (self, "cancel", "Cancelled");
  press (self, "cancel", "not open any more");
}

/* Waits for the messages of a long page. They have that many lines between them, each once, and none is too long. */
static void
expect_lines (Scene *self, guint n_messages, guint n_lines)
{
  g_autoptr (GString) all = g_string_new (NULL);

  for (guint i = 0; i < n_messages; i++)
    {
      g_autofree char *text = hear (self);

      g_assert_cmpint (g_utf8_strlen (text, -1), <=, 4096);
      g_string_append_printf (all, "%s\n", text);
    }
  for (guint i = 1; i <= n_lines; i++)
    {
      g_autofree char *number = g_strdup_printf ("\n%u. ", i);
      const char *found = strstr (all->str, number);

      g_assert_nonnull (found);
      g_assert_null (strstr (found + 1, number));
    }
}

static guint
count_keyboards (Scene *self)
{
  g_autoptr (JsonNode) answer = tc_sandbox_get (self->sandbox, "/sandbox/messages?user=nora&peer=echo_bot");
  JsonArray *messages = json_object_get_array_member (json_node_get_object (answer), "messages");
  guint n = 0;

  for (guint i = 0; i < json_array_get_length (messages); i++)
    {
      g_autofree char *text = json_to_string (json_array_get_element (messages, i), FALSE);

      n += strstr (text, "\"buttons\"") != NULL ? 1 : 0;
    }

  return n;
}

/* What would be markup elsewhere is shown as it is, and counts. */
static void
test_long (Scene *self, gconstpointer data)
{
  g_auto (GStrv) choices = g_new0 (char *, 31);
  g_autofree char *stars = g_strnfill (300, '*');
  g_autofree char *letters = g_strnfill (300, 'x');

  for (guint i = 0; i < 30; i++)
    choices[i] = g_strdup_printf ("choice %u <b>%s", i + 1, stars);
  add (self, trueconf_form_field_new_choice ("what", "What?", (const char *const *) choices));
  for (guint i = 2; i <= 20; i++)
    {
      g_autofree char *name = g_strdup_printf ("f%u", i);
      g_autofree char *question = g_strdup_printf ("question %u %s", i, letters);

      add (self, trueconf_form_field_new_text (name, question));
    }
  begin (self);
  tc_sandbox_say (self->sandbox, "nora", "/start");
  expect_lines (self, 3, 30);
  g_assert_cmpuint (count_keyboards (self), ==, 1);
  /* what is said before is a message of its own, if there is no room */
  talk (self, "something else", "choose one");
  expect_lines (self, 3, 30);
  g_assert_cmpuint (count_keyboards (self), ==, 2);
  talk (self, "7", "question 2 ");
  for (guint i = 3; i <= 20; i++)
    talk (self, "yes", "question ");
  tc_sandbox_say (self->sandbox, "nora", "yes");
  expect_lines (self, 2, 20);
  press (self, "send", "Thank you");
  tc_assert_contains (self->finished->str, "\"what\":\"choice 7 <b>***");
  g_assert_cmpuint (self->n_errors, ==, 0);
}

static void
test_json (void)
{
  static const struct
  {
    const char *json;
    const char *words;
  } wrong[] = {
    { "[]", "no JSON object" },
    { "{'fields':[]}", "needs a “name”" },
    { "{'name':'o'}", "at least one" },
    { "{'name':'o','fields':[{'name':'summary'}]}", "needs a “name”" },
    { "{'name':'o','fields':[{'name':'a','kind':'text'}]}", "no “question”" },
    { "{'name':'o','fields':[{'name':'a','question':'?','kind':'colour'}]}", "needs a “kind”" },
    { "{'name':'o','fields':[{'name':'a','question':'?','kind':'choice'}]}", "no “choices”" },
    { "{'name':'o','fields':[{'name':'a','question':'?','kind':'choice','choices':[1]}]}",
      "“choices” is not" },
    { "{'name':'o','fields':[{'name':'a','question':'?','kind':'text','pattern':'('}]}",
      "regular expression" },
    { "{'name':'o','fields':[{'name':'a','question':'?','kind':'text','colour':1}]}",
      "nothing called “colour”" },
    { "{'name':'o','fields':[{'name':'a','question':'?','kind':'text','when':{'b':1}}]}", "“when” is not" },
    { "{'name':'o','fields':[{'name':'a','question':'?','kind':'date','earliest':'soon'}]}",
      "“earliest” is not" },
    { "{'name':'o','fields':[{'name':'a','question':'?','kind':'text'}],'zone':'Moon'}", "no time zone" },
    { "{'name':'o','fields':[{'name':'a','question':'?','kind':'text'}],'texts':{'a':'b'}}", "no text “a”" },
    { "{'name':'o','fields':[{'name':'a','question':'?','kind':'text'}],'timeout':-1}", "“timeout”" },
    { "{'name':'o','fields':[{'name':'a','question':'?','kind':'text'}],'x':1}", "nothing called “x”" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autofree char *json = tc_json ("%s", wrong[i].json);
      g_autoptr (GError) error = NULL;

      g_assert_null (trueconf_form_new_from_json (json, &error));
      g_assert_error (error, TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT);
      tc_assert_contains (error->message, wrong[i].words);
    }
}

static void
test_described (Scene *self, gconstpointer data)
{
  g_autofree char *json = tc_json (
      "%s",
      "{'name':'order','summary':false,'timeout':600,'zone':'Europe/Berlin','texts':{'sent':'Bye','back':'Up'},"
      "'fields':[{'name':'size','kind':'choice','question':'Size?','choices':{'s':'small','l':'large'}},"
      "{'name':'colour','kind':'text','question':'Colour?','max-length':10,'when':{'size':'l'}},"
      "{'name':'count','kind':'number','question':'Count?','integer':true,'minimum':1}]}");
  g_autoptr (GError) error = NULL;
  g_autoptr (TrueconfFormField) second = NULL;

  tc_assert_gone (self->form);
  self->form = trueconf_form_new_from_json (json, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (trueconf_form_get_text (self->form, TRUECONF_FORM_TEXT_BACK), ==, "Up");
  g_assert_cmpstr (g_time_zone_get_identifier (trueconf_form_get_zone (self->form)), ==, "Europe/Berlin");
  g_assert_cmpint ((int) trueconf_form_get_timeout (self->form), ==, 600);
  g_assert_false (trueconf_form_get_summary (self->form));
  g_assert_true (trueconf_states_group_contains (trueconf_form_get_states (self->form), "order:colour"));
  second = g_list_model_get_item (trueconf_form_get_fields (self->form), 1);
  g_assert_cmpuint (trueconf_form_field_get_max_length (second), ==, 10);
  begin (self);
  talk (self, "/start", "Size?");
  talk (self, "large", "Colour?");
  talk (self, "up", "Size?");
  talk (self, "small", "Count?");
  talk (self, "0", "at least 1");
  talk (self, "3", "Bye");
  tc_assert_contains (self->finished->str, "\"count\":3");
  tc_assert_lacks (self->finished->str, "colour");
}

static void
test_properties (void)
{
  const char *choices[] = { "a", "b", NULL };
  g_autoptr (TrueconfFormField) field = trueconf_form_field_new_choice ("x", "X?", choices);
  g_autoptr (TrueconfFormField) file = trueconf_form_field_new_file ("y", "Y?");
  g_autoptr (TrueconfForm) form = trueconf_form_new ("f");
  g_autoptr (GTimeZone) zone = g_time_zone_new_utc ();
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (trueconf_form_field_get_name (field), ==, "x");
  g_assert_cmpstr (trueconf_form_field_get_question (field), ==, "X?");
  g_assert_cmpint (trueconf_form_field_get_kind (file), ==, TRUECONF_FORM_FIELD_KIND_FILE);
  g_assert_cmpstr (trueconf_form_field_get_choices (field)[1], ==, "b");
  g_assert_cmpstr (trueconf_form_field_get_choice_values (field)[0], ==, "a");
  g_assert_false (trueconf_form_field_set_pattern (field, "(", &error));
  g_assert_error (error, TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT);
  g_assert_null (trueconf_form_field_get_pattern (field));
  trueconf_form_field_set_optional (field, TRUE);
  trueconf_form_field_set_integer (field, TRUE);
  trueconf_form_field_set_minimum (field, 2);
  trueconf_form_field_set_maximum (field, 3);
  trueconf_form_field_set_earliest (field, "today");
  trueconf_form_field_set_latest (field, "tomorrow");
  trueconf_form_field_set_hint (field, "h");
  trueconf_form_field_set_retry_text (field, "r");
  trueconf_form_field_set_default_answer (field, "d");
  g_assert_true (trueconf_form_field_get_optional (field) && trueconf_form_field_get_integer (field));
  g_assert_cmpint ((int) trueconf_form_field_get_minimum (field), ==, 2);
  g_assert_cmpint ((int) trueconf_form_field_get_maximum (field), ==, 3);
  g_assert_cmpstr (trueconf_form_field_get_earliest (field), ==, "today");
  g_assert_cmpstr (trueconf_form_field_get_latest (field), ==, "tomorrow");
  g_assert_cmpstr (trueconf_form_field_get_hint (field), ==, "h");
  g_assert_cmpstr (trueconf_form_field_get_retry_text (field), ==, "r");
  g_assert_cmpstr (trueconf_form_field_get_default_answer (field), ==, "d");
  trueconf_form_set_zone (form, zone);
  trueconf_form_set_timeout (form, 5);
  trueconf_form_set_text (form, TRUECONF_FORM_TEXT_SKIP, "Weiter");
  g_assert_true (trueconf_form_get_zone (form) == zone);
  g_assert_cmpstr (trueconf_form_get_text (form, TRUECONF_FORM_TEXT_SKIP), ==, "Weiter");
  trueconf_form_set_text (form, TRUECONF_FORM_TEXT_SKIP, NULL);
  g_assert_cmpstr (trueconf_form_get_text (form, TRUECONF_FORM_TEXT_SKIP), ==, "Skip");
}

/* A storage that stores nothing any more. */
#define FAILING_TYPE_STORAGE (failing_storage_get_type ())
G_DECLARE_FINAL_TYPE (FailingStorage, failing_storage, FAILING, STORAGE, GObject)

struct _FailingStorage
{
  GObject parent_instance;

  TrueconfFsmRecord *record;
  gboolean failing;
};

static void
failing_storage_load (TrueconfFsmStorage *storage, TrueconfFsmKey *key, GTask *task)
{
  trueconf_fsm_record_answer (FAILING_STORAGE (storage)->record, task);
}

static void
failing_storage_store (TrueconfFsmStorage *storage,
                       TrueconfFsmKey *key,
                       TrueconfFsmRecord *record,
                       const char *version,
                       GTask *task)
{
  FailingStorage *self = FAILING_STORAGE (storage);

  if (self->failing)
    {
      g_task_return_new_error (task, TRUECONF_ERROR, TRUECONF_ERROR_STORAGE_FAILED, "the disk is full");
      return;
    }
  g_set_object (&self->record, record);
  g_task_return_boolean (task, TRUE);
}

static void
failing_storage_iface_init (TrueconfFsmStorageInterface *iface)
{
  iface->load = failing_storage_load;
  iface->store = failing_storage_store;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (FailingStorage,
                               failing_storage,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (TRUECONF_TYPE_FSM_STORAGE, failing_storage_iface_init))

static void
failing_storage_finalize (GObject *object)
{
  g_object_unref (FAILING_STORAGE (object)->record);
  G_OBJECT_CLASS (failing_storage_parent_class)->finalize (object);
}

static void
failing_storage_class_init (FailingStorageClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = failing_storage_finalize;
}

static void
failing_storage_init (FailingStorage *self)
{
  self->record = trueconf_fsm_record_new (NULL, NULL, 0, NULL);
}

static void
test_storage_fails (Scene *self, gconstpointer data)
{
  g_autoptr (FailingStorage) storage = g_object_new (FAILING_TYPE_STORAGE, NULL);

  add (self, trueconf_form_field_new_text ("one", "One?"));
  add (self, trueconf_form_field_new_text ("two", "Two?"));
  trueconf_dispatcher_set_storage (trueconf_bot_get_dispatcher (self->bot), TRUECONF_FSM_STORAGE (storage));
  begin (self);
  talk (self, "/start", "One?");
  storage->failing = TRUE;
  tc_sandbox_say (self->sandbox, "nora", "lost");
  TC_WAIT (self->n_errors == 1);
  g_assert_cmpstr (trueconf_fsm_record_get_state (storage->record), ==, "order:one");
  storage->failing = FALSE;
  talk (self, "kept", "Two?");
  talk (self, "last", "1. One? kept\n2. Two? last");
}

static void
reconnect (Scene *self)
{
  guint connections = (guint) tc_sandbox_get_counter (self->sandbox, "connections");

  tc_sandbox_fault (self->sandbox, "{'fault':'drop'}");
  TC_WAIT (tc_sandbox_get_counter (self->sandbox, "connections") > connections &&
           trueconf_bot_get_authorized (self->bot));
}

/* A text of which it is not known whether it fits is not wrong, and is dealt with: the server does not deliver it again. */
static void
test_pattern (Scene *self, gconstpointer data)
{
  TrueconfFormField *field = trueconf_form_field_new_text ("code", "Code?");
  g_autofree char *many = g_strnfill (3000, 'a');
  g_autofree char *slow = g_strconcat (many, "bc", NULL);

  g_assert_true (trueconf_form_field_set_pattern (field, "(a+)+b", NULL));
  trueconf_form_field_set_retry_text (field, "It ends in b.");
  add (self, field);
  g_object_set (self->bot, "ack-policy", TRUECONF_ACK_POLICY_AFTER_HANDLER, "receive-unread-messages", TRUE,
                "ws-max-delay", 1, NULL);
  trueconf_dispatcher_set_max_redeliveries (trueconf_bot_get_dispatcher (self->bot), 5);
  begin (self);
  talk (self, "/start", "Code?");
  talk (self, "c", "It ends in b.\nCode?");
  talk (self, slow, "This text could not be checked. Please write it in another way.\nCode?");
  TC_WAIT (self->n_errors == 1);
  tc_assert_contains (self->error->message,
                      "An answer to “code” could not be checked: The regular expression");
  g_assert_error (self->error, TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT);
  reconnect (self);
  talk (self, "aab", "1. Code? aab");
  g_assert_cmpuint (self->n_errors, ==, 1);
}

int
main (int argc, char *argv[])
{
  tc_init (&argc, &argv);

  g_test_add_func ("/form/properties", test_properties);
  g_test_add_func ("/form/json", test_json);
  g_test_add ("/form/fast", Scene, NULL, set_up, test_fast, tear_down);
  g_test_add ("/form/words", Scene, NULL, set_up, test_words, tear_down);
  g_test_add ("/form/buttons", Scene, NULL, set_up, test_buttons, tear_down);
  g_test_add ("/form/long", Scene, NULL, set_up, test_long, tear_down);
  g_test_add ("/form/described", Scene, NULL, set_up, test_described, tear_down);
  g_test_add ("/form/pattern", Scene, NULL, set_up, test_pattern, tear_down);
  g_test_add ("/form/storage-fails", Scene, NULL, set_up, test_storage_fails, tear_down);

  return g_test_run ();
}
