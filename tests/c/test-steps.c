/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Everything that reads what a server sends takes linear time: twice the input, at most a little more than twice the steps. They
 * are counted, not timed. */

#include <string.h>

#include "steps.h"
#include "trueconf-bot.h"
#include "tc-util.h"
#include "model/trueconf-message-private.h"
#include "model/trueconf-user-set-private.h"
#include "routing/trueconf-recent-private.h"
#include "text/trueconf-plain-private.h"
#include "text/trueconf-quote-private.h"
#include "text/trueconf-shown-private.h"
#include "text/trueconf-text-address-private.h"
#include "text/trueconf-vcard-private.h"
#include "text/trueconf-visible-length-private.h"
#include "transport/trueconf-pause-private.h"
#include "wire/trueconf-json-private.h"
#include "wire/trueconf-wire-peek-private.h"
#include "wire/trueconf-wire-private.h"
#include "wire/trueconf-wire-tables-private.h"

/* in bytes, before it is doubled */
#define SIZE 20000

typedef void (*Function) (const char *text, gsize length);

static void
plain (const char *text, gsize length)
{
  g_autofree char *result = trueconf_text_to_plain (text, length);

  g_assert_nonnull (result);
}

static void
measure (const char *text, gsize length)
{
  g_assert_cmpuint (trueconf_text_measure (text, TRUECONF_PARSE_MODE_HTML), <=, length);
}

static void
split_into (const char *text, gsize length, gsize limit)
{
  g_auto (GStrv) pieces = trueconf_split_text (text, limit);

  /* what is opened again counts as well */
  for (guint i = 0; pieces[i] != NULL; i++)
    g_assert_cmpuint (strlen (pieces[i]), <=, length + 2 * 16 * 256);
}

static void
split_text (const char *text, gsize length)
{
  split_into (text, length, 100);
}

static void
split_text_to_bits (const char *text, gsize length)
{
  split_into (text, length, 2);
}

static void
split_quote (const char *text, gsize length)
{
  gsize quote_length;
  g_autofree char *quote = trueconf_text_split_quote (text, &quote_length);

  g_assert_cmpuint (quote_length, <=, length);
  g_assert_true (quote == NULL || strlen (quote) <= length);
}

static void
quote_as (const char *text, TrueconfParseMode mode)
{
  g_autofree char *result = trueconf_text_quote (text, text, &mode);

  g_assert_nonnull (result);
}

static void
quote_text (const char *text, gsize length)
{
  quote_as (text, TRUECONF_PARSE_MODE_TEXT);
  quote_as (text, TRUECONF_PARSE_MODE_MARKDOWN);
}

static void
write_again (TrueconfText *text)
{
  g_autofree char *html = trueconf_text_to_html (text);
  g_autofree char *markdown = trueconf_text_to_markdown (text);
  g_auto (GStrv) mentions = trueconf_text_get_mentions (text);

  g_assert_true (html != NULL && markdown != NULL && mentions != NULL);
}

static void
read_html (const char *text, gsize length)
{
  g_autoptr (TrueconfText) result = trueconf_text_new_from_html (text);

  write_again (result);
}

static void
read_markdown (const char *text, gsize length)
{
  g_autoptr (TrueconfText) result = trueconf_text_new_from_markdown (text);

  write_again (result);
}

static void
show (const char *text, gsize length)
{
  g_autofree char *result = trueconf_text_show (text);

  g_assert_nonnull (result);
}

static void
read_card (const char *text, gsize length)
{
  /* A folded first line makes it no card. */
  g_autoptr (TrueconfVcard) card = trueconf_vcard_read (text, length);

  g_assert_true (card == NULL || card->phone_numbers->len <= length);
}

static void
read_profile_link (const char *text, gsize length)
{
  g_autofree char *user_id = NULL;
  g_autofree char *name = NULL;

  trueconf_text_read_profile_link (text, &user_id, &name);
}

static void
parse (const char *text, gsize length)
{
  g_auto (TrueconfJson) json = { 0 };

  trueconf_json_parse (&json, text, length);
}

static void
write_string (const char *text, gsize length)
{
  g_autoptr (GString) out = g_string_new (NULL);

  trueconf_json_append_string (out, text);
}

/* A whole frame: its event or answer is made, and every part of it as JSON. */
static void
read_frame (const char *text, gsize length)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, length);
  g_auto (TrueconfFrame) frame = { 0 };
  g_autoptr (TrueconfEvent) event = NULL;

  if (!trueconf_frame_init (&frame, bytes))
    return;

  event = trueconf_wire_read_event (&frame);
  g_assert_nonnull (event);
  g_assert_nonnull (trueconf_event_get_raw (event));
}

static void
read_answer_of (TrueconfMethod method, GBytes *bytes)
{
  g_auto (TrueconfFrame) frame = { 0 };
  g_auto (GValue) value = G_VALUE_INIT;
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) said = NULL;
  g_autofree char *id = NULL;

  if (!trueconf_frame_init (&frame, bytes))
    return;

  said = trueconf_wire_read_error (&frame, "method", TRUE);
  trueconf_wire_read_retry_after (&frame);
  id = trueconf_wire_read_auth_user_id (&frame);
  g_assert_true (id == NULL || strlen (id) <= g_bytes_get_size (bytes));
  trueconf_wire_read_result (&frame, trueconf_wire_get_method (method), "method", &value, &error);
}

static void
read_answer (const char *text, gsize length)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, length);

  read_answer_of (TRUECONF_METHOD_GET_CHATS, bytes);
  read_answer_of (TRUECONF_METHOD_GET_CHAT_HISTORY, bytes);
  read_answer_of (TRUECONF_METHOD_GET_USER_DISPLAY_NAME, bytes);
}

/* What comes by HTTP. */
static void
read_body (const char *text, gsize length)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, length);
  g_auto (TrueconfTokenAnswer) answer = { 0 };
  g_autoptr (GError) error = NULL;
  g_autofree char *id = trueconf_wire_read_upload_answer (bytes, &error);
  g_autofree char *name = NULL;
  g_autofree char *version = NULL;

  g_assert_true (id == NULL || strlen (id) <= length);
  trueconf_wire_read_token_answer (bytes, &answer);
  trueconf_wire_read_token_claim (text, length);
  trueconf_wire_read_server_info (bytes, &name, &version);
}

/* an id as long as the text */
static void
find_user (const char *text, gsize length)
{
  trueconf_text_links_to_user (text, text);
  trueconf_text_links_to_user (text, "echo_bot@video.example.com");
}

static void
peek (const char *text, gsize length)
{
  g_auto (TrueconfWirePeek) result;

  trueconf_wire_peek (&result, text, length, text, length);
}

static void
encode (const char *text, gsize length)
{
  g_autofree char *payload = trueconf_wire_encode_method (TRUECONF_METHOD_EDIT_CHAT_TITLE, text, text);
  g_autofree char *complete = trueconf_wire_complete (payload, "bot@video.example.com");

  g_assert_nonnull (payload);
  g_assert_true (complete == NULL || strlen (complete) >= length);
}

static char *
make (const char *head, const char *part, const char *tail, gsize size)
{
  GString *text = g_string_new (head);

  while (text->len < size)
    g_string_append (text, part);
  g_string_append (text, tail);

  return g_string_free (text, FALSE);
}

static guint64
run (Function function, const char *head, const char *part, const char *tail, gsize size)
{
  g_autofree char *text = make (head, part, tail, size);

  /* what is made once, such as classes */
  function (text, strlen (text));
  steps_reset ();
  function (text, strlen (text));
  return steps_count ();
}

static void
check (Function function, const char *head, const char *part, const char *tail)
{
  guint64 once = run (function, head, part, tail, SIZE);
  guint64 twice = run (function, head, part, tail, 2 * SIZE);

  if (twice > once * 5 / 2)
    g_test_message ("%s%s…%s: %" G_GUINT64_FORMAT " steps, and %" G_GUINT64_FORMAT " for twice as much", head,
                    part, tail, once, twice);
  /* arrays grow in steps, so not exactly twice */
  g_assert_cmpuint (twice, <=, once * 5 / 2 + 1000);
}

/* quadratic on purpose */
static void
bad (const char *text, gsize length)
{
  for (const char *at = text; *at != '\0'; at++)
    g_assert_null (memchr (at, '#', length - (gsize) (at - text)));
}

static void
test_counter (void)
{
  guint64 once = run (bad, "", "x", "", SIZE);

  /* the function itself is not compiled for counting, but memchr () is */
  g_assert_cmpuint (once, >, (guint64) SIZE * SIZE / 3);
  g_assert_cmpuint (run (parse, "[", "1,", "1]", SIZE), >, SIZE);
}

static const char *const parts[] = {
  "<a",
  "</",
  "<b ",
  "<",
  "<a>",
  "<a href=\"",
  "<a href='x'>",
  "<a href='x'",
  "</a>",
  "<br",
  "<br ",
  "[",
  "[a](",
  "[<b ](x)",
  "[a] ",
  "](",
  "&",
  "&amp",
  "&#1;",
  "&#x10ffff",
  "__",
  "*a_",
  "ж",
  "\n",
  "<quote ",
  "</quote>",
  ">",
  "trueconf:",
  "<i <b ",
  "[<b <i ](x)<s ",
  "</quote",
  "<a <b></a",
  "\"",
  "<a>[<b ](x)",
  "'<a \"",
  "<a href='\"",
  "</a><a ",
  "[[](",
  "\x01",
  "\xe2\x80\xae",
  "word. ",
  "<b></b>",
  "<b>x ",
  "</b><i x='y'>",
  "*a *b",
  "**a __b ~~c ",
  "x_",
  "\\",
  "e\xcc\x81",
  "\xcc\x81",
  "\xf0\x9f\x87\xa9",
  "\xe4\xb8\xad",
  "> a\n",
  "<br>",
  "[aaaaaaaaaaaaaaaaaaaaaaaaaaaa *b* ccccccccccccccccccccccccccccccccccc](ddddddddddddddddddddddddddddddddddddddd)",
  " <quote>",
  "<b>a</b>",
  "<b>a<i>b</b>c</i>",
  "<a href='http://e.org'>a</a><a href='http://a.org'>b</a>",
  "**a _b** c_",
  "***a*",
  "~~",
  "\\",
  "](http://e.org/(",
  "[a](http://e.org)",
  "a\n\n",
  "**a ",
};

static void
test_text (void)
{
  static const Function functions[] = { plain,     measure,      split_quote, quote_text,
                                        show,      write_string, split_text,  split_text_to_bits,
                                        read_html, read_markdown };

  for (guint i = 0; i < G_N_ELEMENTS (functions); i++)
    for (guint j = 0; j < G_N_ELEMENTS (parts); j++)
      {
        check (functions[i], "", parts[j], "");
        check (functions[i], "<quote class=\"reply\">", parts[j], "");
        check (functions[i], "<quote class=\"reply\">", parts[j], "</quote>");
        check (functions[i], "<quote class=\"reply\"></quote>", parts[j], "");
        check (functions[i], "", parts[j], ">");
        check (functions[i], "", parts[j], "</a>");
      }
}

static void
test_json (void)
{
  static const struct
  {
    const char *head;
    const char *part;
    const char *tail;
  } rows[] = {
    { "[", "1,", "1]" },
    { "[", "[],", "1]" },
    { "", "[", "" },
    { "", "{\"a\":", "" },
    { "{", "\"a\":1,", "\"b\":1}" },
    { "\"", "\\u0041", "\"" },
    { "\"", "\\\"", "\"" },
    { "[", "\"\\u0000\",", "1]" },
    { "", "1", "" },
    { "[", "1e400,", "1]" },
    { "", " ", "1" },
    { "[1", ",                ", "1]" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    check (parse, rows[i].head, rows[i].part, rows[i].tail);
}

static void
test_frames (void)
{
#define MESSAGE "{\"type\":1,\"id\":1,\"method\":\"sendMessage\",\"payload\":"

  static const struct
  {
    const char *head;
    const char *part;
    const char *tail;
  } rows[] = {
    { MESSAGE "{\"chatId\":\"c\",\"type\":200,\"content\":{\"parseMode\":\"html\",\"text\":\"", "<a",
      "\"}}}" },
    { MESSAGE "{\"chatId\":\"c\",\"type\":200,\"content\":{\"parseMode\":\"html\",\"text\":\"", "\\u0041",
      "\"}}}" },
    { MESSAGE "{\"type\":201,\"content\":", "{\"type\":201,\"content\":", "" },
    { MESSAGE "{", "\"chatId\":\"c\",", "\"type\":200}}" },
    { MESSAGE "{", "\"content\":{\"text\":\"x\"},", "\"type\":200}}" },
    { MESSAGE "{", "\"\\u0063ontent\":{},", "\"type\":200}}" },
    { MESSAGE "{\"", "\\u0041", "\":1,\"type\":200}}" },
    { MESSAGE "{\"type\":200,\"content\":{\"text\":\"x\",\"buttons\":[", "[{\"text\":\"a\"}],", "[]]}}}" },
    { MESSAGE "[", "0,", "0]}" },
    { "{\"type\":1,\"id\":1,\"payload\":{},\"method\":\"", "x", "\"}" },
    { "{\"type\":1,\"payload\":{},", "\"method\":\"x\",", "\"id\":1}" },
    { "{\"type\":1,\"payload\":{},", "\"id\":\"12345678901234567890123456789\",", "\"id\":1}" },
    { "{\"type\":1,\"payload\":{},\"id\":\"", "9", "\"}" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    check (read_frame, rows[i].head, rows[i].part, rows[i].tail);
}

static void
test_answers (void)
{
#define ANSWER "{\"type\":2,\"id\":1,\"payload\":"

  static const struct
  {
    Function function;
    const char *head;
    const char *part;
    const char *tail;
  } rows[] = {
    { read_answer, ANSWER "[", "{\"chatId\":\"c\",\"title\":\"t\"},", "{}]}" },
    { read_answer, ANSWER "{\"chats\":[", "{},", "{}]}}" },
    { read_answer, ANSWER "{\"messages\":[", "{\"messageId\":\"m\",\"type\":200},", "{}]}}" },
    { read_answer, ANSWER "{", "\"messages\":[],", "\"errorCode\":0}}" },
    { read_answer, ANSWER "{\"errorCode\":300,\"errorDescription\":\"", "\\u001b", "\"}}" },
    { read_answer, ANSWER "{", "\"errorCode\":300,", "\"error\":1}}" },
    { read_answer, ANSWER "{\"userId\":\"", "/", "\"}}" },
    { read_answer, ANSWER "{\"displayName\":\"", "\\u0000", "\"}}" },
    { read_body, "{", "\"error\":1,", "\"error_description\":\"\"}" },
    { read_body, "{\"error\":400,\"error_description\":\"", "\\u202e", "\"}" },
    { read_body, "{\"product\":{", "\"version\":\"1\",", "\"a\":1}}" },
    { read_body, "{\"access_token\":\"", "a.", "\"}" },
    { read_body, "{\"exp\":", "9", "}" },
    { peek, "{", "\"id\":0,", "\"a\":1}" },
    { peek, "{", "\"\\u0069d\":0,", "\"a\":1}" },
    { peek, "{\"", "\\u0069", "\":0,\"a\":1}" },
    { find_user, "", "trueconf:", "" },
    { find_user, "", "trueconf:a\"", "" },
    { find_user, "", "trueconf", ":" },
    { find_user, "trueconf:", "a", "" },
    { peek, "{\"method\":\"", "\\\\", "\"}" },
    { peek, "", "\"", "}" },
    { peek, "", "\\\"", "}" },
    { peek, "", "{", "" },
    { peek, "", "}", "" },
    { encode, "", "\"", "" },
    { encode, "", "\x01", "" },
    { encode, "", "@", "" },
    { encode, "", "\"userId\":\"", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    check (rows[i].function, rows[i].head, rows[i].part, rows[i].tail);
}

/* One of two to the power of @bits ids, all of which have the same g_str_hash (), as "ab" and "bA" have. */
static char *
make_colliding_id (guint number, guint bits)
{
  GString *id = g_string_new (NULL);

  for (guint bit = 0; bit < bits; bit++)
    g_string_append (id, (number >> bit & 1) != 0 ? "ab" : "bA");

  return g_string_free (id, FALSE);
}

static GPtrArray *
make_colliding_ids (guint bits)
{
  GPtrArray *ids = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < 1u << bits; i++)
    g_ptr_array_add (ids, make_colliding_id (i, bits));

  return ids;
}

typedef void (*WithIds) (GPtrArray *ids);

static void
arrange (GPtrArray *ids)
{
  g_autoptr (GPtrArray) messages = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < ids->len; i++)
    {
      TrueconfMessage *message = g_object_new (TRUECONF_TYPE_MESSAGE, NULL);

      message->message_id = g_strdup (g_ptr_array_index (ids, i));
      g_ptr_array_add (messages, message);
    }

  steps_reset ();
  trueconf_wire_arrange_history (messages);
  g_assert_cmpuint (messages->len, ==, ids->len);
}

/* those who have written last */
static void
remember (GPtrArray *ids)
{
  g_autoptr (TrueconfRecent) recent = trueconf_recent_new (sizeof (int));

  steps_reset ();
  for (guint i = 0; i < ids->len; i++)
    trueconf_recent_get (recent, g_ptr_array_index (ids, i), NULL);
  g_assert_cmpuint (trueconf_recent_get_size (recent), ==, ids->len);
}

/* methods that the server asks to wait with */
static void
begin_pauses (GPtrArray *ids)
{
  TrueconfPauses pauses;

  trueconf_pauses_init (&pauses);
  steps_reset ();
  for (guint i = 0; i < ids->len; i++)
    g_assert_nonnull (trueconf_pauses_begin (&pauses, g_ptr_array_index (ids, i), i));
  trueconf_pauses_clear (&pauses);
}

static void
mention (GPtrArray *ids)
{
  g_autoptr (TrueconfText) text = NULL;
  g_auto (GStrv) mentions = NULL;
  GString *html = g_string_new (NULL);

  for (guint i = 0; i < ids->len; i++)
    g_string_append_printf (html, "<a href=\"trueconf:%s@x&do=profile\">x</a> ",
                            (const char *) g_ptr_array_index (ids, i));
  text = trueconf_text_new_from_html (html->str);
  g_string_free (html, TRUE);

  steps_reset ();
  mentions = trueconf_text_get_mentions (text);
  g_assert_cmpuint (g_strv_length (mentions), ==, ids->len);
}

static guint64
count_with_ids (WithIds function, guint bits)
{
  g_autoptr (GPtrArray) ids = make_colliding_ids (bits);

  function (ids);
  return steps_count ();
}

static void
test_colliding_ids (void)
{
  static const struct
  {
    WithIds function;
    guint bits;
  } rows[] = { { arrange, 11 }, { remember, 11 }, { mention, 11 }, { begin_pauses, 8 } };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      guint64 once = count_with_ids (rows[i].function, rows[i].bits);

      g_assert_cmpuint (once, >, 1u << rows[i].bits);
      /* sorting takes a little more than twice the steps for twice as many, as do longer ids */
      g_assert_cmpuint (count_with_ids (rows[i].function, rows[i].bits + 1), <=, once * 3);
    }
}

static guint64
count_with_dialogs (guint n)
{
  g_autoptr (TrueconfMemoryStorage) memory = trueconf_memory_storage_new ();
  TrueconfFsmStorage *storage = TRUECONF_FSM_STORAGE (memory);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GListModel) keys = NULL;

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *user = g_strdup_printf ("user %u", i);
      g_autoptr (TrueconfFsmKey) key = trueconf_fsm_key_new ("bot", "chat", user, NULL);
      g_autoptr (TrueconfFsmRecord) record = trueconf_fsm_record_new ("x", NULL, 1 + i % 7, NULL);

      trueconf_fsm_storage_store_async (storage, key, record, NULL, NULL, NULL, NULL);
      tc_drain ();
    }

  steps_reset ();
  trueconf_fsm_storage_find_expired_async (storage, 8, 10, NULL, tc_store_result, &result);
  TC_WAIT (result != NULL);
  keys = trueconf_fsm_storage_find_expired_finish (storage, result, NULL);
  g_assert_cmpuint (g_list_model_get_n_items (keys), ==, 10);
  return steps_count ();
}

/* However many dialogs have expired, to find the first ten takes no longer. */
static void
test_expired (void)
{
  guint64 once = count_with_dialogs (1000);

  g_assert_cmpuint (once, >, 10);
  g_assert_cmpuint (count_with_dialogs (2000), <=, once * 5 / 4);
}

static guint64
count_with_users (guint n)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (TrueconfUserSet) set = NULL;

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (ids, g_strdup_printf ("user%u", 100000 + i));
  g_ptr_array_add (ids, NULL);
  set = trueconf_user_set_new ((const char *const *) ids->pdata);

  steps_reset ();
  g_assert_true (trueconf_user_set_contains (set, "User100007@x/1", "echo@x"));
  g_assert_false (trueconf_user_set_contains (set, "user100007@y", "echo@x"));
  return steps_count ();
}

/* However many users an access list has, to find one takes no longer. */
static void
test_user_set (void)
{
  guint64 once = count_with_users (1000);

  g_assert_cmpuint (once, >, 10);
  g_assert_cmpuint (count_with_users (2000), <=, once * 5 / 4);
}

static void
test_contacts (void)
{
  static const char *const lines[] = {
    "TEL:1\n", "TEL;PREF=1:1\n", "BEGIN:VCARD\n", "N:a;b\n", "FN:x\n", ";",
    "\\;",     " x\n",           "=\n",           "x",       "\n",     ":",
    "\"",
  };

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      check (read_card, "BEGIN:VCARD\n", lines[i], "\nEND:VCARD");
      check (read_card, "BEGIN:VCARD\nN:", lines[i], "\nEND:VCARD");
      check (read_card, "BEGIN:VCARD\nFN;ENCODING=QUOTED-PRINTABLE:=", lines[i], "=");
      check (read_card, "BEGIN:VCARD\nTEL;x", lines[i], ":1\nEND:VCARD");
    }
  check (read_profile_link, "<a href=\"trueconf:", "a", "&do=profile\">x</a>");
  check (read_profile_link, "<a href=\"trueconf:a&do=profile\">", "<b>x</b>", "</a>");
  check (read_profile_link, "<a href=\"trueconf:a&do=profile\">", "</a>", "</a>");
  check (read_profile_link, "<a href=\"trueconf:", "&amp;", "</a>");
}

int
main (int argc, char **argv)
{
  tc_init (&argc, &argv);

  g_test_add_func ("/steps/counter", test_counter);
  g_test_add_func ("/steps/text", test_text);
  g_test_add_func ("/steps/json", test_json);
  g_test_add_func ("/steps/frames", test_frames);
  g_test_add_func ("/steps/answers", test_answers);
  g_test_add_func ("/steps/colliding-ids", test_colliding_ids);
  g_test_add_func ("/steps/contacts", test_contacts);
  g_test_add_func ("/steps/expired", test_expired);
  g_test_add_func ("/steps/user-set", test_user_set);

  return g_test_run ();
}
