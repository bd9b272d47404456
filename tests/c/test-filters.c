/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Which events the filters of the library let through. */

#include <string.h>

#include "tc-chat.h"

typedef struct
{
  TcSandbox *sandbox;
  TrueconfBot *bot;
  TrueconfRouter *root;
  GPtrArray *contexts; /* of the events that have come, held */
  GPtrArray *errors;   /* in words */
  const char *wanted;  /* the method of the event that is waited for */
} FiltersFixture;

static void
keep (TrueconfEvent *event, TrueconfContext *context, gpointer user_data)
{
  FiltersFixture *self = user_data;

  if (g_strcmp0 (trueconf_event_get_method (event), self->wanted) != 0)
    return;

  trueconf_context_hold (context);
  g_ptr_array_add (self->contexts, g_object_ref (context));
}

static gboolean
keep_error (const GError *error, TrueconfEvent *event, TrueconfContext *context, gpointer user_data)
{
  FiltersFixture *self = user_data;

  g_assert_error (error, TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT);
  g_ptr_array_add (self->errors, g_strdup (error->message));
  return TRUE;
}

static void
set_up_with (FiltersFixture *self, const char *arguments)
{
  self->sandbox = arguments != NULL ? tc_sandbox_new_with (arguments) : tc_sandbox_new ();
  self->bot = tc_bot_new (self->sandbox);
  self->wanted = "";
  self->root = TRUECONF_ROUTER (trueconf_bot_get_dispatcher (self->bot));
  self->contexts = g_ptr_array_new_with_free_func (g_object_unref);
  self->errors = g_ptr_array_new_with_free_func (g_free);
  trueconf_bot_set_ordering (self->bot, TRUECONF_ORDERING_NONE);
  g_free (tc_sandbox_get_chat (self->sandbox, "nora"));
  tc_bot_start (self->bot);
  TC_WAIT (trueconf_bot_get_upload_limits (self->bot) != NULL);
  trueconf_router_add_error_handler (self->root, keep_error, self, NULL);
}

static void
set_up (FiltersFixture *self, gconstpointer data)
{
  set_up_with (self, NULL);
}

static void
tear_down (FiltersFixture *self, gconstpointer data)
{
  for (guint i = 0; i < self->contexts->len; i++)
    trueconf_context_release (g_ptr_array_index (self->contexts, i));
  g_ptr_array_unref (self->contexts);
  g_ptr_array_unref (self->errors);
  tc_bot_end (self->bot);
  tc_sandbox_free (self->sandbox);
}

/* Returns the context of an event that the server sends. Messages with the id m get one of their own, since a message that
 * comes again is not handled again. */
static TrueconfContext *
send_event (FiltersFixture *self, const char *method, const char *payload)
{
  guint before = self->contexts->len;
  g_autoptr (GString) sent = g_string_new (NULL);
  g_autofree char *id = g_strdup_printf ("'messageId':'m%u'", before);
  guint handler = trueconf_router_add_handler (self->root, TRUECONF_TYPE_EVENT, NULL, keep, self, NULL);

  self->wanted = method;
  g_string_append (sent, payload);
  g_string_replace (sent, "'messageId':'m'", id, 0);
  tc_sandbox_do (self->sandbox, "/sandbox/send", "{'method':'%s','payload':%s}", method, sent->str);
  TC_WAIT (self->contexts->len == before + 1);
  trueconf_router_remove_handler (self->root, handler);

  return g_ptr_array_index (self->contexts, before);
}

static TrueconfContext *
send_text (FiltersFixture *self, const char *text)
{
  g_autofree char *payload = g_strdup_printf (
      "{'chatId':'c','messageId':'m','type':200,'author':{'id':'nora@video.example.com/7','type':1},"
      "'content':{'text':'%s','parseMode':'html'}}",
      text);

  return send_event (self, "sendMessage", payload);
}

/* Takes the filter. */
static gboolean
matches (TrueconfFilter *filter, TrueconfContext *context)
{
  G_GNUC_UNUSED g_autoptr (TrueconfFilter) taken = filter;

  g_assert_nonnull (filter);
  g_assert_false (trueconf_filter_is_asynchronous (filter));

  return trueconf_filter_match (filter, trueconf_context_get_event (context), context);
}

static gboolean
matches_async (TrueconfFilter *filter, TrueconfContext *context, GError **error)
{
  G_GNUC_UNUSED g_autoptr (TrueconfFilter) taken = filter;
  g_autoptr (GAsyncResult) result = NULL;

  g_assert_nonnull (filter);
  g_assert_true (trueconf_filter_is_asynchronous (filter));
  trueconf_filter_match_async (filter, trueconf_context_get_event (context), context, NULL, tc_store_result,
                               &result);
  TC_WAIT (result != NULL);

  return trueconf_filter_match_finish (filter, result, error);
}

static gboolean
matches_soon (TrueconfFilter *filter, TrueconfContext *context)
{
  g_autoptr (GError) error = NULL;
  gboolean yes = matches_async (filter, context, &error);

  g_assert_no_error (error);
  return yes;
}

static void
test_text (FiltersFixture *self, gconstpointer data)
{
  static const char *const words[] = { "Stop", "Halt", NULL };
  TrueconfContext *context = send_text (self, "<b>stop</b> R&amp;D");
  TrueconfContext *stop = send_text (self, "STOP");
  TrueconfContext *quoted = send_text (self, "<quote class=\\\"reply\\\">start</quote><br><br>stop");
  TrueconfContext *edited =
      send_event (self, "editMessage", "{'chatId':'c','content':{'text':'<i>stop</i>','parseMode':'html'}}");
  TrueconfContext *removed = send_event (self, "removeMessage", "{'chatId':'c','messageId':'stop'}");
  TrueconfContext *location =
      send_event (self, "sendMessage",
                  "{'chatId':'c','messageId':'m','type':203,'content':{'latitude':1,'longitude':2}}");

  g_assert_true (matches (trueconf_filter_new_text ("stop R&D"), context));
  g_assert_false (matches (trueconf_filter_new_text ("stop"), context));
  g_assert_false (matches (trueconf_filter_new_text ("<b>stop</b> R&amp;D"), context));
  g_assert_true (matches (trueconf_filter_new_text_prefix ("stop"), context));
  g_assert_false (matches (trueconf_filter_new_text_prefix ("R&D"), context));
  g_assert_true (matches (trueconf_filter_new_text_suffix ("R&D"), context));
  g_assert_false (matches (trueconf_filter_new_text_suffix ("stop"), context));
  g_assert_true (matches (trueconf_filter_new_text_contains ("op R"), context));
  g_assert_false (matches (trueconf_filter_new_text_contains ("amp"), context));

  g_assert_true (matches (trueconf_filter_new_texts (TRUECONF_TEXT_MATCH_EQUAL, words, TRUE), stop));
  g_assert_false (matches (trueconf_filter_new_texts (TRUECONF_TEXT_MATCH_EQUAL, words, FALSE), stop));
  g_assert_true (matches (trueconf_filter_new_texts (TRUECONF_TEXT_MATCH_PREFIX, words, TRUE), context));
  g_assert_false (matches (trueconf_filter_new_texts (TRUECONF_TEXT_MATCH_SUFFIX, words, TRUE), context));

  g_assert_true (matches (trueconf_filter_new_text ("stop"), edited));
  g_assert_false (matches (trueconf_filter_new_text_contains (""), removed));
  g_assert_false (matches (trueconf_filter_new_text_contains (""), location));
  g_assert_true (matches (trueconf_filter_new_text_contains (""), context));
  g_assert_true (matches (trueconf_filter_new_text ("stop"), quoted));
}

static void
assert_data (TrueconfContext *context, const char *key, const char *expected)
{
  const GValue *value = trueconf_context_peek_data (context, key);

  g_assert_cmpstr (value != NULL ? g_value_get_string (value) : NULL, ==, expected);
}

static void
test_regex (FiltersFixture *self, gconstpointer data)
{
  TrueconfContext *context = send_text (self, "weather in <b>Oslo</b>");
  g_autoptr (GError) error = NULL;
  TrueconfFilter *filter =
      trueconf_filter_new_regex ("in (?<city>\\w+)( tomorrow)?(?P<when>x)?$", G_REGEX_CASELESS, &error);
  const GValue *match;

  g_assert_no_error (error);
  g_assert_true (matches (filter, context));
  match = trueconf_context_peek_data (context, "match");
  g_assert_nonnull (match);
  g_assert_cmpstr (((char **) g_value_get_boxed (match))[0], ==, "in Oslo");
  g_assert_cmpstr (((char **) g_value_get_boxed (match))[1], ==, "Oslo");
  assert_data (context, "city", "Oslo");
  g_assert_null (trueconf_context_peek_data (context, "when"));

  g_assert_false (matches (trueconf_filter_new_regex ("^in", 0, &error), context));
  g_assert_true (matches (trueconf_filter_new_regex ("OSLO", G_REGEX_CASELESS, &error), context));
  g_assert_false (matches (trueconf_filter_new_regex ("OSLO", 0, &error), context));
  g_assert_no_error (error);

  g_assert_null (trueconf_filter_new_regex ("(oslo", 0, &error));
  g_assert_error (error, TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT);
  g_assert_nonnull (strstr (error->message, "(oslo"));
  g_assert_null (strstr (error->message, "LIMIT"));
}

/* The text is the users': what takes long on some texts must not stop the bot. */
static void
test_regex_bounds (FiltersFixture *self, gconstpointer data)
{
  static const char *const hard[] = { "^(a+)+$", "(a|aa)+$", "(a|\\w)+\\d" };
  g_autofree char *many = g_strnfill (4000, 'a');
  g_autofree char *more = g_strnfill (5000, 'a');
  g_autofree char *text = g_strconcat (many, "!", NULL);
  TrueconfContext *context = send_text (self, text);
  TrueconfContext *longer = send_text (self, more);

  for (guint i = 0; i < G_N_ELEMENTS (hard); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (matches (trueconf_filter_new_regex (hard[i], 0, &error), context));
      g_assert_no_error (error);
      g_assert_cmpuint (self->errors->len, ==, i + 1);
    }
  g_ptr_array_set_size (self->errors, 0);

  /* what is not hard works on the longest texts */
  g_assert_true (matches (trueconf_filter_new_regex ("^\\w+!$", 0, NULL), context));
  g_assert_true (matches (trueconf_filter_new_regex (".*a.*!", 0, NULL), context));
  g_assert_cmpuint (self->errors->len, ==, 0);
  g_assert_false (matches (trueconf_filter_new_regex ("a", 0, NULL), longer));
  g_assert_cmpuint (self->errors->len, ==, 1);
}

static void
test_kinds (FiltersFixture *self, gconstpointer data)
{
  static const TrueconfMessageType types[] = { TRUECONF_MESSAGE_TYPE_LOCATION,
                                               TRUECONF_MESSAGE_TYPE_PLAIN_MESSAGE };
  static const char *const methods[] = { "dance", "sing", NULL };
  TrueconfContext *text = send_text (self, "hello");
  TrueconfContext *dance = send_event (self, "dance", "{}");

  g_assert_true (matches (trueconf_filter_new_message_type (TRUECONF_MESSAGE_TYPE_PLAIN_MESSAGE), text));
  g_assert_false (matches (trueconf_filter_new_message_type (TRUECONF_MESSAGE_TYPE_LOCATION), text));
  g_assert_false (matches (trueconf_filter_new_message_type (TRUECONF_MESSAGE_TYPE_PLAIN_MESSAGE), dance));
  g_assert_true (matches (trueconf_filter_new_message_types (types, 2), text));
  g_assert_false (matches (trueconf_filter_new_message_types (types, 1), text));
  g_assert_false (matches (trueconf_filter_new_message_types (NULL, 0), text));

  g_assert_true (matches (trueconf_filter_new_method ("dance"), dance));
  g_assert_true (matches (trueconf_filter_new_methods (methods), dance));
  g_assert_false (matches (trueconf_filter_new_method ("sing"), dance));
  g_assert_true (matches (trueconf_filter_new_method ("sendMessage"), text));
}

static void
test_author (FiltersFixture *self, gconstpointer data)
{
  static const char *const ids[] = { "max", "nora", NULL };
  g_autofree char *server = g_strdup (strchr (trueconf_bot_get_user_id (self->bot), '@'));
  g_autofree char *own = g_strconcat ("NORA", server, NULL);
  g_autofree char *payload =
      g_strdup_printf ("{'chatId':'c','messageId':'m','type':200,'author':{'id':'nora%s/7','type':1},"
                       "'content':{'text':'x','parseMode':'text'}}",
                       server);
  g_autofree char *removal =
      g_strdup_printf ("{'chatId':'c','messageId':'m','removedBy':{'id':'nora%s','type':1}}", server);
  TrueconfContext *text = send_event (self, "sendMessage", payload);
  TrueconfContext *removed = send_event (self, "removeMessage", removal);
  TrueconfContext *stranger =
      send_event (self, "sendMessage",
                  "{'chatId':'c','messageId':'m','type':200,'author':{'id':'nora@evil.example.org','type':1},"
                  "'content':{'text':'x','parseMode':'text'}}");
  TrueconfContext *pressed =
      send_event (self, "command", "{'commandPayload':{'command':'go'},'commandSource':{}}");

  g_assert_true (matches (trueconf_filter_new_author (own), text));
  g_assert_true (matches (trueconf_filter_new_author ("nora"), text));
  g_assert_true (matches (trueconf_filter_new_authors (ids), text));
  g_assert_false (matches (trueconf_filter_new_author ("nor"), text));
  g_assert_false (matches (trueconf_filter_new_author ("noras"), text));
  g_assert_false (matches (trueconf_filter_new_author ("nora@evil.example.org"), text));
  g_assert_true (matches (trueconf_filter_new_author ("nora"), removed));

  /* of the same name, on another server */
  g_assert_false (matches (trueconf_filter_new_author ("nora"), stranger));
  g_assert_true (matches (trueconf_filter_new_author ("nora@evil.example.org"), stranger));
  g_assert_false (matches (trueconf_filter_new_author ("nora"), pressed));
}

static void
test_mentions (FiltersFixture *self, gconstpointer data)
{
  g_autofree char *mention = g_strdup_printf ("<a href=\\\"trueconf:%s&amp;do=profile\\\">bot</a> hello",
                                              trueconf_bot_get_user_id (self->bot));

  g_assert_true (matches (trueconf_filter_new_mentions_bot (), send_text (self, mention)));
  g_assert_false (matches (trueconf_filter_new_mentions_bot (), send_text (self, "hello")));
  g_assert_false (matches (trueconf_filter_new_mentions_bot (), send_event (self, "dance", "{}")));
}

static TrueconfFilter *
property (GType type, const char *path, TrueconfOperator op, const char *format, ...)
{
  g_autoptr (GError) error = NULL;
  g_auto (GValue) value = G_VALUE_INIT;
  TrueconfFilter *filter;
  va_list rest;

  va_start (rest, format);
  switch (format[0])
    {
    case 's':
      g_value_init (&value, G_TYPE_STRING);
      g_value_set_string (&value, va_arg (rest, const char *));
      break;
    case 'i':
      g_value_init (&value, G_TYPE_INT);
      g_value_set_int (&value, va_arg (rest, int));
      break;
    case 'b':
      g_value_init (&value, G_TYPE_BOOLEAN);
      g_value_set_boolean (&value, va_arg (rest, gboolean));
      break;
    case 'v':
      g_value_init (&value, G_TYPE_VARIANT);
      g_value_take_variant (&value, g_variant_ref_sink (g_variant_new_parsed (va_arg (rest, const char *))));
      break;
    case 'l':
      g_value_init (&value, G_TYPE_STRV);
      g_value_set_boxed (&value, va_arg (rest, const char *const *));
      break;
    default:
      break;
    }
  va_end (rest);

  filter = trueconf_filter_new_property (type, path, op, G_IS_VALUE (&value) ? &value : NULL, &error);
  g_assert_no_error (error);
  return filter;
}

static void
test_property (FiltersFixture *self, gconstpointer data)
{
  static const char *const chats[] = { "a", "c", NULL };
  g_autofree char *attachments =
      g_strdup_printf ("[int64 %d, %d]", TRUECONF_MESSAGE_TYPE_LOCATION, TRUECONF_MESSAGE_TYPE_ATTACHMENT);
  GType type = TRUECONF_TYPE_MESSAGE;
  TrueconfContext *text =
      send_event (self, "sendMessage",
                  "{'chatId':'c','messageId':'m','type':200,'timestamp':1000,'isEdited':false,"
                  "'author':{'id':'nora@x','type':1},'content':{'text':'<b>hi</b>','parseMode':'html'}}");
  TrueconfContext *file =
      send_event (self, "sendMessage",
                  "{'chatId':'c','messageId':'m','type':202,'timestamp':2000,'isEdited':true,"
                  "'content':{'name':'a.pdf','mimeType':'application/pdf','fileId':'f','size':7}}");
  TrueconfContext *dance = send_event (self, "dance", "{}");

  g_assert_true (matches (property (type, "chat-id", TRUECONF_OPERATOR_EQUAL, "s", "c"), text));
  g_assert_false (matches (property (type, "chat-id", TRUECONF_OPERATOR_EQUAL, "s", "d"), text));
  g_assert_false (matches (property (type, "chat-id", TRUECONF_OPERATOR_NOT_EQUAL, "s", "c"), text));
  g_assert_true (matches (property (type, "author.id", TRUECONF_OPERATOR_PREFIX, "s", "nora@"), text));
  g_assert_true (matches (property (type, "author.id", TRUECONF_OPERATOR_SUFFIX, "s", "@x"), text));
  g_assert_true (matches (property (type, "author.id", TRUECONF_OPERATOR_CONTAINS, "s", "ra@"), text));
  g_assert_true (matches (property (type, "author.id", TRUECONF_OPERATOR_REGEX, "s", "^n.*x$"), text));
  g_assert_false (matches (property (type, "author.id", TRUECONF_OPERATOR_REGEX, "s", "^x"), text));
  g_assert_true (matches (property (type, "content.plain-text", TRUECONF_OPERATOR_EQUAL, "s", "hi"), text));
  g_assert_false (matches (property (type, "content.plain-text", TRUECONF_OPERATOR_EQUAL, "s", "hi"), file));

  g_assert_true (
      matches (property (type, "document.mime-type", TRUECONF_OPERATOR_PREFIX, "s", "application/"), file));
  g_assert_false (
      matches (property (type, "document.mime-type", TRUECONF_OPERATOR_PREFIX, "s", "application/"), text));
  g_assert_true (
      matches (property (type, "document.mime-type", TRUECONF_OPERATOR_NOT_EQUAL, "s", "x"), text));
  g_assert_true (matches (property (type, "document", TRUECONF_OPERATOR_SET, ""), file));
  g_assert_false (matches (property (type, "document", TRUECONF_OPERATOR_SET, ""), text));
  g_assert_true (matches (property (type, "is-edited", TRUECONF_OPERATOR_SET, ""), file));
  g_assert_false (matches (property (type, "is-edited", TRUECONF_OPERATOR_SET, ""), text));
  g_assert_true (matches (property (type, "is-edited", TRUECONF_OPERATOR_EQUAL, "b", FALSE), text));

  g_assert_true (matches (property (type, "chat-id", TRUECONF_OPERATOR_ALIKE, "s", " C\n"), text));
  g_assert_false (matches (property (type, "chat-id", TRUECONF_OPERATOR_ALIKE, "s", "cc"), text));
  g_assert_true (matches (property (type, "chat-id", TRUECONF_OPERATOR_ALIKE, "l", chats), text));
  g_assert_false (matches (property (type, "document.name", TRUECONF_OPERATOR_ALIKE, "s", ""), text));

  g_assert_true (matches (property (type, "timestamp", TRUECONF_OPERATOR_LESS, "i", 1001), text));
  g_assert_false (matches (property (type, "timestamp", TRUECONF_OPERATOR_LESS, "i", 1000), text));
  g_assert_true (matches (property (type, "timestamp", TRUECONF_OPERATOR_LESS_OR_EQUAL, "i", 1000), text));
  g_assert_true (matches (property (type, "timestamp", TRUECONF_OPERATOR_GREATER, "i", 999), text));
  g_assert_false (matches (property (type, "timestamp", TRUECONF_OPERATOR_GREATER, "i", 1000), text));
  g_assert_true (matches (property (type, "timestamp", TRUECONF_OPERATOR_GREATER_OR_EQUAL, "i", 1000), text));
  g_assert_true (matches (property (type, "timestamp", TRUECONF_OPERATOR_IN, "v", "[3, 1000]"), text));
  g_assert_false (matches (property (type, "timestamp", TRUECONF_OPERATOR_IN, "v", "[3, 4]"), text));
  g_assert_true (matches (property (type, "chat-id", TRUECONF_OPERATOR_IN, "l", chats), text));

  g_assert_true (matches (property (type, "message-type", TRUECONF_OPERATOR_EQUAL, "s", "attachment"), file));
  g_assert_false (matches (property (type, "message-type", TRUECONF_OPERATOR_EQUAL, "s", "location"), file));
  g_assert_true (matches (
      property (type, "message-type", TRUECONF_OPERATOR_EQUAL, "i", TRUECONF_MESSAGE_TYPE_ATTACHMENT), file));
  g_assert_false (matches (
      property (type, "message-type", TRUECONF_OPERATOR_EQUAL, "i", TRUECONF_MESSAGE_TYPE_LOCATION), file));
  g_assert_true (matches (property (type, "message-type", TRUECONF_OPERATOR_IN, "v", attachments), file));
  g_assert_false (matches (property (type, "message-type", TRUECONF_OPERATOR_IN, "v", attachments), text));
  g_assert_true (matches (property (type, "is-edited", TRUECONF_OPERATOR_IN, "v", "[true]"), file));
  g_assert_true (matches (property (type, "chat-id", TRUECONF_OPERATOR_ALIKE, "v", "['A', ' C']"), text));
  g_assert_true (
      matches (property (TRUECONF_TYPE_EVENT, "chat-id", TRUECONF_OPERATOR_EQUAL, "s", "c"), text));
  g_assert_false (
      matches (property (TRUECONF_TYPE_EVENT, "chat-id", TRUECONF_OPERATOR_EQUAL, "s", "c"), dance));
  g_assert_false (matches (property (type, "method", TRUECONF_OPERATOR_EQUAL, "s", "dance"), dance));
}

/* A filter is made before the program has used the classes in which the property is. */
static void
test_property_first (void)
{
  if (!g_test_subprocess ())
    {
      g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
      g_test_trap_assert_passed ();
      return;
    }

  g_type_ensure (TRUECONF_TYPE_EDITED_MESSAGE);
  g_object_unref (
      property (TRUECONF_TYPE_EVENT, "message.content.plain-text", TRUECONF_OPERATOR_EQUAL, "s", "t"));
  /* the content of an edited message is always a text */
  g_object_unref (
      property (TRUECONF_TYPE_EVENT, "content.attachment.name", TRUECONF_OPERATOR_EQUAL, "s", "a.pdf"));
  g_object_unref (property (TRUECONF_TYPE_EVENT, "chat-id", TRUECONF_OPERATOR_EQUAL, "s", "c"));
  g_object_unref (property (TRUECONF_TYPE_EVENT, "state", TRUECONF_OPERATOR_SET, ""));
}

static void
assert_refused (const char *path,
                TrueconfOperator op,
                GType value_type,
                const char *string,
                const char *words)
{
  g_autoptr (GError) error = NULL;
  g_auto (GValue) value = G_VALUE_INIT;

  if (value_type != G_TYPE_NONE)
    g_value_init (&value, value_type);
  if (value_type == G_TYPE_STRING)
    g_value_set_string (&value, string);
  if (value_type == G_TYPE_INT)
    g_value_set_int (&value, -1);

  g_assert_null (trueconf_filter_new_property (TRUECONF_TYPE_MESSAGE, path, op,
                                               G_IS_VALUE (&value) ? &value : NULL, &error));
  g_assert_error (error, TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT);
  if (strstr (error->message, words) == NULL)
    g_error ("%s", error->message);
}

/* A mistake is an error when the filter is made, not one that never matches. */
static void
test_property_mistakes (void)
{
  assert_refused ("chat_idd", TRUECONF_OPERATOR_SET, G_TYPE_NONE, NULL, "chat-id");
  assert_refused ("document.mimetype", TRUECONF_OPERATOR_SET, G_TYPE_NONE, NULL, "mime-type");
  assert_refused ("nothing.at.all", TRUECONF_OPERATOR_SET, G_TYPE_NONE, NULL, "nothing");
  assert_refused ("", TRUECONF_OPERATOR_SET, G_TYPE_NONE, NULL, "empty");
  assert_refused ("text.length", TRUECONF_OPERATOR_SET, G_TYPE_NONE, NULL, "length");
  assert_refused ("timestamp", TRUECONF_OPERATOR_EQUAL, G_TYPE_STRING, "soon", "timestamp");
  assert_refused ("text", TRUECONF_OPERATOR_EQUAL, G_TYPE_INT, NULL, "text");
  assert_refused ("text", TRUECONF_OPERATOR_EQUAL, G_TYPE_NONE, NULL, "nothing");
  assert_refused ("text", TRUECONF_OPERATOR_EQUAL, G_TYPE_STRING, NULL, "nothing");
  assert_refused ("text", TRUECONF_OPERATOR_REGEX, G_TYPE_STRING, "(", "regular");
  assert_refused ("text", TRUECONF_OPERATOR_IN, G_TYPE_STRING, "a", "GStrv");
  assert_refused ("text", TRUECONF_OPERATOR_ALIKE, G_TYPE_STRING, NULL, "nothing");
  assert_refused ("timestamp", TRUECONF_OPERATOR_ALIKE, G_TYPE_STRING, "a", "operator");
  assert_refused ("timestamp", TRUECONF_OPERATOR_PREFIX, G_TYPE_STRING, "1", "timestamp");
  assert_refused ("document", TRUECONF_OPERATOR_EQUAL, G_TYPE_STRING, "x", "document");
  assert_refused ("message-type", TRUECONF_OPERATOR_EQUAL, G_TYPE_STRING, "lokation", "lokation");
}

static void
assert_value_refused (const char *path, TrueconfOperator op, const GValue *value, const char *words)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (trueconf_filter_new_property (TRUECONF_TYPE_MESSAGE, path, op, value, &error));
  g_assert_error (error, TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT);
  if (strstr (error->message, words) == NULL)
    g_error ("%s", error->message);
}

/* GObject makes a number of each of these. */
static void
test_property_values (void)
{
  g_auto (GValue) truth = G_VALUE_INIT;
  g_auto (GValue) other = G_VALUE_INIT;
  g_auto (GValue) number = G_VALUE_INIT;
  g_auto (GValue) nan = G_VALUE_INIT;
  g_auto (GValue) nothing = G_VALUE_INIT;
  g_auto (GValue) list = G_VALUE_INIT;

  g_value_init (&truth, G_TYPE_BOOLEAN);
  g_value_set_boolean (&truth, TRUE);
  assert_value_refused ("chat-type", TRUECONF_OPERATOR_EQUAL, &truth, "TRUE (a gboolean) cannot be");
  assert_value_refused ("timestamp", TRUECONF_OPERATOR_LESS, &truth, "TRUE (a gboolean) cannot be");

  g_value_init (&other, TRUECONF_TYPE_MESSAGE_TYPE);
  g_value_set_enum (&other, TRUECONF_MESSAGE_TYPE_ADD_PARTICIPANT);
  assert_value_refused ("chat-type", TRUECONF_OPERATOR_EQUAL, &other, "TrueconfMessageType) cannot be");
  assert_value_refused ("timestamp", TRUECONF_OPERATOR_LESS, &other, "TrueconfMessageType) cannot be");
  assert_value_refused ("is-edited", TRUECONF_OPERATOR_EQUAL, &other, "TrueconfMessageType) cannot be");

  g_value_init (&number, G_TYPE_INT64);
  g_value_set_int64 (&number, 99);
  assert_value_refused ("chat-type", TRUECONF_OPERATOR_EQUAL, &number, "99 (a gint64) cannot be");
  g_value_set_int64 (&number, G_GINT64_CONSTANT (0x100000001));
  assert_value_refused ("chat-type", TRUECONF_OPERATOR_EQUAL, &number, "4294967297 (a gint64) cannot be");

  g_value_init (&nan, G_TYPE_DOUBLE);
  g_value_set_double (&nan, g_ascii_strtod ("nan", NULL));
  assert_value_refused ("timestamp", TRUECONF_OPERATOR_LESS, &nan, "(a gdouble) cannot be");

  g_value_init (&nothing, G_TYPE_POINTER);
  assert_value_refused ("timestamp", TRUECONF_OPERATOR_LESS, &nothing, "cannot be compared with nothing");
  assert_value_refused ("timestamp", TRUECONF_OPERATOR_IN, &nothing, "cannot be compared with nothing");

  g_value_init (&list, G_TYPE_VARIANT);
  g_value_take_variant (&list, g_variant_ref_sink (g_variant_new_parsed ("['a', 'b']")));
  assert_value_refused ("text", TRUECONF_OPERATOR_EQUAL, &list, "['a', 'b'] (a GVariant) cannot be");
}

static gboolean
count_call (TrueconfEvent *event, TrueconfContext *context, gpointer user_data)
{
  guint *calls = user_data;

  (*calls)++;
  return TRUE;
}

static void
answer_later (TrueconfEvent *event, TrueconfContext *context, GTask *task, gpointer user_data)
{
  if (GPOINTER_TO_INT (user_data) >= 0)
    g_task_return_boolean (task, GPOINTER_TO_INT (user_data));
  else
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_FAILED, "the database is gone");
}

static TrueconfFilter *
later (int answer)
{
  return trueconf_filter_new_async_func (answer_later, GINT_TO_POINTER (answer), NULL);
}

static TrueconfFilter *
yes (void)
{
  return trueconf_filter_new_text ("hello");
}

static TrueconfFilter *
no (void)
{
  return trueconf_filter_new_text ("goodbye");
}

static void
test_logic (FiltersFixture *self, gconstpointer data)
{
  TrueconfContext *text = send_text (self, "hello");
  guint calls = 0;
  TrueconfFilter *counted = trueconf_filter_new_func (count_call, &calls, NULL);

  g_assert_true (matches (trueconf_filter_and (yes (), yes (), NULL), text));
  g_assert_false (matches (trueconf_filter_and (yes (), no (), NULL), text));
  g_assert_true (matches (trueconf_filter_or (no (), yes (), NULL), text));
  g_assert_false (matches (trueconf_filter_or (no (), no (), NULL), text));
  g_assert_false (matches (trueconf_filter_not (yes ()), text));
  g_assert_true (matches (trueconf_filter_not (no ()), text));
  g_assert_true (matches (trueconf_filter_new_and (NULL, 0), text));
  g_assert_false (matches (trueconf_filter_new_or (NULL, 0), text));

  /* the first that decides is the last that is asked */
  g_assert_false (matches (trueconf_filter_and (no (), g_object_ref (counted), NULL), text));
  g_assert_true (matches (trueconf_filter_or (yes (), g_object_ref (counted), NULL), text));
  g_assert_cmpuint (calls, ==, 0);
  g_assert_true (matches (trueconf_filter_and (yes (), g_object_ref (counted), NULL), text));
  g_assert_cmpuint (calls, ==, 1);

  g_assert_true (matches_soon (trueconf_filter_and (yes (), later (1), g_object_ref (counted), NULL), text));
  g_assert_cmpuint (calls, ==, 2);
  g_assert_false (matches_soon (trueconf_filter_and (later (0), g_object_ref (counted), NULL), text));
  g_assert_true (matches_soon (trueconf_filter_or (later (1), g_object_ref (counted), NULL), text));
  g_assert_cmpuint (calls, ==, 2);
  g_assert_true (matches_soon (trueconf_filter_or (no (), trueconf_filter_not (later (0)), NULL), text));
  g_assert_false (matches_soon (trueconf_filter_not (later (1)), text));
  g_object_unref (counted);
}

static void
test_logic_errors (FiltersFixture *self, gconstpointer data)
{
  TrueconfContext *text = send_text (self, "hello");
  g_autoptr (GError) error = NULL;

  g_assert_false (matches_async (trueconf_filter_not (later (-1)), text, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_FAILED);
  g_clear_error (&error);
  g_assert_false (matches_async (trueconf_filter_or (later (-1), yes (), NULL), text, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_FAILED);
}

static TrueconfContext *
hear (FiltersFixture *self, const char *chat_id, const char *from)
{
  guint before = self->contexts->len;
  guint handler = trueconf_router_add_handler (self->root, TRUECONF_TYPE_MESSAGE, NULL, keep, self, NULL);

  self->wanted = "sendMessage";
  tc_sandbox_do (self->sandbox, "/sandbox/say", "{'from':'%s','chat_id':'%s','text':'hello'}", from, chat_id);
  TC_WAIT (self->contexts->len == before + 1);
  trueconf_router_remove_handler (self->root, handler);

  return g_ptr_array_index (self->contexts, before);
}

static guint
count_questions (FiltersFixture *self, const char *method)
{
  g_autofree char *part = g_strdup_printf ("\"%s\"", method);

  return tc_sandbox_count_frames (self->sandbox, "in", part);
}

/* The chat's kind is asked for once, and not at all if the event says it. */
static void
test_chat_type (FiltersFixture *self, gconstpointer data)
{
  static const TrueconfChatType types[] = { TRUECONF_CHAT_TYPE_CHANNEL, TRUECONF_CHAT_TYPE_GROUP };
  g_autofree char *chat_id = tc_chat_new (self->sandbox, "nora", "group", "Plans");
  g_autofree char *payload = g_strdup_printf (
      "{'chatId':'%s','messageId':'m','type':200,'content':{'text':'x','parseMode':'text'}}", chat_id);
  TrueconfContext *told = send_event (
      self, "sendMessage",
      "{'chatId':'elsewhere','messageId':'m','type':200,'chat':{'chatType':6},'content':{'text':'x'}}");
  TrueconfContext *group = send_event (self, "sendMessage", payload);
  TrueconfContext *nowhere = send_event (self, "dance", "{}");
  TrueconfContext *gone =
      send_event (self, "sendMessage", "{'chatId':'gone','messageId':'m','type':200,'content':{'text':'x'}}");

  g_assert_true (matches_soon (trueconf_filter_new_chat_type (TRUECONF_CHAT_TYPE_CHANNEL), told));
  g_assert_false (matches_soon (trueconf_filter_new_chat_type (TRUECONF_CHAT_TYPE_GROUP), told));
  g_assert_false (matches_soon (trueconf_filter_new_chat_type (TRUECONF_CHAT_TYPE_GROUP), nowhere));
  g_assert_cmpuint (count_questions (self, "getChatByID"), ==, 0);

  g_assert_true (matches_soon (trueconf_filter_new_chat_type (TRUECONF_CHAT_TYPE_GROUP), group));
  g_assert_false (matches_soon (trueconf_filter_new_chat_type (TRUECONF_CHAT_TYPE_P2P), group));
  g_assert_true (matches_soon (trueconf_filter_new_chat_types (types, 2), group));
  g_assert_cmpuint (count_questions (self, "getChatByID"), ==, 1);

  g_assert_false (matches_soon (trueconf_filter_new_chat_type (TRUECONF_CHAT_TYPE_GROUP), gone));
}

static void
check_roles (FiltersFixture *self, const char *method)
{
  static const TrueconfParticipantRole moderators[] = { TRUECONF_PARTICIPANT_ROLE_OWNER,
                                                        TRUECONF_PARTICIPANT_ROLE_ADMIN };
  g_autofree char *chat_id = tc_chat_new (self->sandbox, "nora", "group", "Plans");
  TrueconfContext *owner = hear (self, chat_id, "nora");
  TrueconfContext *user = hear (self, chat_id, "omar");
  guint asked;

  g_assert_true (matches_soon (trueconf_filter_new_role (TRUECONF_PARTICIPANT_ROLE_OWNER), owner));
  g_assert_false (matches_soon (trueconf_filter_new_role (TRUECONF_PARTICIPANT_ROLE_OWNER), user));
  asked = count_questions (self, method);
  g_assert_cmpuint (asked, ==, 2);
  g_assert_true (matches_soon (trueconf_filter_new_roles (moderators, 2), owner));
  g_assert_false (matches_soon (trueconf_filter_new_roles (moderators, 2), user));
  g_assert_cmpuint (count_questions (self, method), ==, asked);
}

/* The role is asked for once, and again when the server has said that it was changed. */
static void
test_role (FiltersFixture *self, gconstpointer data)
{
  g_autofree char *chat_id = tc_chat_new (self->sandbox, "nora", "group", "Plans");
  TrueconfContext *context = hear (self, chat_id, "omar");
  g_autofree char *changed = NULL;
  guint asked;

  check_roles (self, "getChatParticipant");
  asked = count_questions (self, "getChatParticipant");
  g_assert_false (matches_soon (trueconf_filter_new_role (TRUECONF_PARTICIPANT_ROLE_OWNER), context));
  changed = g_strdup_printf ("{'chatId':'%s','userId':'omar%s','role':'admin'}", chat_id,
                             strchr (trueconf_bot_get_user_id (self->bot), '@'));
  send_event (self, "changeParticipantRole", changed);
  g_assert_false (matches_soon (trueconf_filter_new_role (TRUECONF_PARTICIPANT_ROLE_OWNER), context));
  g_assert_cmpuint (count_questions (self, "getChatParticipant"), ==, asked + 2);

  /* who has pressed a button is not known */
  context = send_event (self, "command", "{'commandPayload':{'command':'go'},'commandSource':{}}");
  g_assert_false (matches_soon (trueconf_filter_new_role (TRUECONF_PARTICIPANT_ROLE_OWNER), context));
}

static void
test_role_old_server (void)
{
  FiltersFixture self = { 0 };

  set_up_with (&self, "--server-version 5.5.3");
  check_roles (&self, "getChatParticipants");
  tear_down (&self, NULL);
}

static void
note (TrueconfEvent *event, TrueconfContext *context, gpointer user_data)
{
  g_string_append (user_data, trueconf_context_get_handler_name (context));
}

/* Handlers that are found by keys keep their order among those that are not. */
static void
test_order (FiltersFixture *self, gconstpointer data)
{
  static const char *const words[] = { "b", "c", NULL };
  g_autoptr (GString) calls = g_string_new (NULL);
  struct
  {
    TrueconfFilter *filter;
    const char *name;
  } handlers[] = {
    { trueconf_filter_and (trueconf_filter_new_text_prefix ("a"), trueconf_filter_new_text ("ab"), NULL),
      "1" },
    { trueconf_filter_or (trueconf_filter_new_text ("a"), trueconf_filter_new_text ("x"), NULL), "2" },
    { trueconf_filter_or (trueconf_filter_new_text ("y"), trueconf_filter_new_text_prefix ("z"), NULL), "3" },
    { trueconf_filter_new_texts (TRUECONF_TEXT_MATCH_EQUAL, words, TRUE), "4" },
    { trueconf_filter_new_text ("C"), "5" },
    { trueconf_filter_not (trueconf_filter_new_text ("q")), "6" },
    { property (TRUECONF_TYPE_MESSAGE, "plain-text", TRUECONF_OPERATOR_EQUAL, "s", "q"), "7" },
    { property (TRUECONF_TYPE_MESSAGE, "plain-text", TRUECONF_OPERATOR_ALIKE, "s", "Q&Ы"), "8" },
    { property (TRUECONF_TYPE_MESSAGE, "text", TRUECONF_OPERATOR_ALIKE, "s", "q"), "9" },
  };
  static const char *const texts[] = { "ab", "a", "x", "y", "zz", "B", "C", "other", "q", "q&ы ", " Q" };

  for (guint i = 0; i < G_N_ELEMENTS (handlers); i++)
    {
      guint id = trueconf_router_add_handler (self->root, TRUECONF_TYPE_MESSAGE, handlers[i].filter, note,
                                              calls, NULL);

      trueconf_router_set_handler_name (self->root, id, handlers[i].name);
      g_object_unref (handlers[i].filter);
    }

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      tc_sandbox_say (self->sandbox, "nora", texts[i]);
      TC_WAIT (calls->len == i + 1);
    }
  g_assert_cmpstr (calls->str, ==, "12233446766");
}

/* With AND the router looks for the text, which few messages have, and not for their kind. */
static void
test_order_of_kinds (FiltersFixture *self, gconstpointer data)
{
  static const TrueconfMessageType kinds[] = { TRUECONF_MESSAGE_TYPE_PLAIN_MESSAGE,
                                               TRUECONF_MESSAGE_TYPE_SURVEY };
  GType type = TRUECONF_TYPE_MESSAGE;
  g_autoptr (GString) calls = g_string_new (NULL);
  struct
  {
    TrueconfFilter *filter;
    const char *name;
  } handlers[] = {
    { trueconf_filter_and (trueconf_filter_new_message_type (TRUECONF_MESSAGE_TYPE_PLAIN_MESSAGE),
                           property (type, "text", TRUECONF_OPERATOR_EQUAL, "s", "a&b"), NULL),
      "1" },
    { property (type, "message-type", TRUECONF_OPERATOR_EQUAL, "s", "location"), "2" },
    { trueconf_filter_new_message_types (kinds, 0), "3" },
    { trueconf_filter_and (trueconf_filter_new_method ("sendMessage"), trueconf_filter_new_text_prefix ("b"),
                           NULL),
      "4" },
    { property (type, "text", TRUECONF_OPERATOR_EQUAL, "s", "c"), "5" },
    { trueconf_filter_new_message_types (kinds, G_N_ELEMENTS (kinds)), "6" },
    { NULL, "7" },
  };
  static const char *const texts[] = { "a&b", "b", "c", "other" };

  for (guint i = 0; i < G_N_ELEMENTS (handlers); i++)
    {
      guint id = trueconf_router_add_handler (self->root, type, handlers[i].filter, note, calls, NULL);

      trueconf_router_set_handler_name (self->root, id, handlers[i].name);
      g_clear_object (&handlers[i].filter);
    }

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      tc_sandbox_say (self->sandbox, "nora", texts[i]);
      TC_WAIT (calls->len == i + 1);
    }
  g_assert_cmpstr (calls->str, ==, "1456");
}

static void
end (TrueconfEvent *event, TrueconfContext *context, gpointer user_data)
{
  g_string_append (user_data, trueconf_callback_query_get_command (TRUECONF_CALLBACK_QUERY (event)));
}

static void
test_buttons (FiltersFixture *self, gconstpointer data)
{
  g_autoptr (GString) calls = g_string_new (NULL);
  g_autoptr (TrueconfFilter) go =
      property (TRUECONF_TYPE_CALLBACK_QUERY, "command", TRUECONF_OPERATOR_EQUAL, "s", "go");
  g_autoptr (TrueconfFilter) custom =
      property (TRUECONF_TYPE_CALLBACK_QUERY, "custom-data", TRUECONF_OPERATOR_EQUAL, "s", "7");
  g_autoptr (TrueconfFilter) any_case =
      property (TRUECONF_TYPE_CALLBACK_QUERY, "command", TRUECONF_OPERATOR_ALIKE, "s", "Push");
  g_autoptr (TrueconfFilter) custom_any_case =
      property (TRUECONF_TYPE_CALLBACK_QUERY, "custom-data", TRUECONF_OPERATOR_ALIKE, "s", "ALL");

  trueconf_router_add_handler (self->root, TRUECONF_TYPE_CALLBACK_QUERY, go, end, calls, NULL);
  trueconf_router_add_handler (self->root, TRUECONF_TYPE_CALLBACK_QUERY, custom, end, calls, NULL);
  trueconf_router_add_handler (self->root, TRUECONF_TYPE_CALLBACK_QUERY, any_case, end, calls, NULL);
  trueconf_router_add_handler (self->root, TRUECONF_TYPE_CALLBACK_QUERY, custom_any_case, end, calls, NULL);
  tc_sandbox_do (self->sandbox, "/sandbox/send",
                 "{'method':'command','payload':{'commandPayload':{'command':'stop'},'commandSource':{}}}");
  tc_sandbox_do (self->sandbox, "/sandbox/send",
                 "{'method':'command','payload':{'commandPayload':{'command':'go'},'commandSource':{}}}");
  tc_sandbox_do (self->sandbox, "/sandbox/send",
                 "{'method':'command','payload':{'commandPayload':{'command':'by-data','customData':'8'},"
                 "'commandSource':{}}}");
  tc_sandbox_do (self->sandbox, "/sandbox/send",
                 "{'method':'command','payload':{'commandPayload':{'command':'-data','customData':'7'},"
                 "'commandSource':{}}}");
  tc_sandbox_do (self->sandbox, "/sandbox/send",
                 "{'method':'command','payload':{'commandPayload':{'command':' PUSH'},'commandSource':{}}}");
  tc_sandbox_do (self->sandbox, "/sandbox/send",
                 "{'method':'command','payload':{'commandPayload':{'command':'.','customData':'all'},"
                 "'commandSource':{}}}");
  TC_WAIT (calls->len > 12);
  g_assert_cmpstr (calls->str, ==, "go-data PUSH.");
}

#define ADD(path, function) g_test_add (path, FiltersFixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  tc_init (&argc, &argv);

  ADD ("/filters/text", test_text);
  ADD ("/filters/regex", test_regex);
  ADD ("/filters/regex-bounds", test_regex_bounds);
  g_test_add_func ("/filters/property/values", test_property_values);
  ADD ("/filters/kinds", test_kinds);
  ADD ("/filters/author", test_author);
  ADD ("/filters/mentions", test_mentions);
  ADD ("/filters/property", test_property);
  g_test_add_func ("/filters/property-first", test_property_first);
  g_test_add_func ("/filters/property-mistakes", test_property_mistakes);
  ADD ("/filters/logic", test_logic);
  ADD ("/filters/logic-errors", test_logic_errors);
  ADD ("/filters/chat-type", test_chat_type);
  ADD ("/filters/role", test_role);
  g_test_add_func ("/filters/role-old-server", test_role_old_server);
  ADD ("/filters/order", test_order);
  ADD ("/filters/order-of-kinds", test_order_of_kinds);
  ADD ("/filters/buttons", test_buttons);

  return g_test_run ();
}
