/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Frames: how they are read, and that nothing a server leaves out, adds or sends in another type loses the rest. */

#include <string.h>

#include "model/trueconf-changed-file-upload-limits.h"
#include "model/trueconf-message.h"
#include "model/trueconf-sent-message.h"
#include "model/trueconf-text-content.h"
#include "model/trueconf-update.h"
#include "tc-util.h"
#include "trueconf-error.h"
#include "wire/trueconf-wire-peek-private.h"
#include "wire/trueconf-wire-private.h"

static gboolean
init_frame (TrueconfFrame *frame, const char *text)
{
  g_autofree char *json = tc_json ("%s", text);
  g_autoptr (GBytes) bytes = g_bytes_new (json, strlen (json));

  return trueconf_frame_init (frame, bytes);
}

static TrueconfEvent *
read_event (const char *payload)
{
  g_autofree char *text = g_strdup_printf ("{'type':1,'id':5,'method':'sendMessage','payload':%s}", payload);
  g_auto (TrueconfFrame) frame;
  gboolean good = init_frame (&frame, text);

  g_assert_true (good);
  return trueconf_wire_read_event (&frame);
}

static void
test_frames (void)
{
  static const struct
  {
    const char *text;
    gboolean good;
    TrueconfFrameType type;
    gboolean has_id;
    gint64 id;
    const char *method;
  } rows[] = {
    { "{'type':1,'id':7,'method':'m','payload':{}}", TRUE, TRUECONF_FRAME_REQUEST, TRUE, 7, "m" },
    { "{'payload':{},'method':'m','id':7,'type':1}", TRUE, TRUECONF_FRAME_REQUEST, TRUE, 7, "m" },
    { "{'id':7,'type':2}", TRUE, TRUECONF_FRAME_RESPONSE, TRUE, 7, NULL },
    { "{'type':'1','id':'7','method':'m'}", TRUE, TRUECONF_FRAME_REQUEST, TRUE, 7, "m" },
    { "{'type':1.0,'id':4294967295,'x':[],'y':{'type':2}}", TRUE, TRUECONF_FRAME_REQUEST, TRUE, 4294967295,
      NULL },
    { "{'type':1,'method':'m'}", TRUE, TRUECONF_FRAME_REQUEST, FALSE, 0, "m" },
    { "{'type':1,'id':null,'method':null,'payload':null}", TRUE, TRUECONF_FRAME_REQUEST, FALSE, 0, NULL },
    { "{'type':1,'id':{},'method':17}", TRUE, TRUECONF_FRAME_REQUEST, FALSE, 0, "17" },
    { "{'type':0,'id':7}", FALSE, 0, FALSE, 0, NULL },
    { "{'type':3,'id':7}", FALSE, 0, FALSE, 0, NULL },
    { "{'id':7}", FALSE, 0, FALSE, 0, NULL },
    { "{}", FALSE, 0, FALSE, 0, NULL },
    { "[]", FALSE, 0, FALSE, 0, NULL },
    { "[{'type':1,'id':7}]", FALSE, 0, FALSE, 0, NULL },
    { "17", FALSE, 0, FALSE, 0, NULL },
    { "null", FALSE, 0, FALSE, 0, NULL },
    { "'text'", FALSE, 0, FALSE, 0, NULL },
    { "", FALSE, 0, FALSE, 0, NULL },
    { "{'type':1,'id':7", FALSE, 0, FALSE, 0, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_auto (TrueconfFrame) frame;
      gboolean good = init_frame (&frame, rows[i].text);

      g_test_message ("%s", rows[i].text);
      g_assert_cmpint (good, ==, rows[i].good);
      if (!good)
        continue;
      g_assert_cmpint (frame.type, ==, rows[i].type);
      g_assert_cmpint (frame.has_id, ==, rows[i].has_id);
      if (rows[i].has_id)
        g_assert_cmpint (frame.id, ==, rows[i].id);
      g_assert_cmpstr (frame.method, ==, rows[i].method);
    }
}

#define MESSAGE                                                                                              \
  "{'messageId':'m1','chatId':'c1','timestamp':1795348700123,'isEdited':true,"                               \
  "'author':{'id':'nora@x/9f2c','type':1},'box':{'id':12,'position':'0'},'type':200,"                        \
  "'replyMessageId':'m0','content':{'text':'hello','parseMode':'html'},"                                     \
  "'chat':{'chatId':'c1','chatTitle':'Night shift','chatType':2},"                                           \
  "'replyMessage':{'messageId':'m0','type':200,'content':{'text':'before','parseMode':'text'},"              \
  "'replyMessage':{'messageId':'deeper'}}}"

static void
test_message (void)
{
  g_autoptr (TrueconfEvent) event = read_event (MESSAGE);
  TrueconfMessage *message = TRUECONF_MESSAGE (event);
  TrueconfMessage *reply = trueconf_message_get_reply_message (message);

  g_assert_cmpstr (trueconf_event_get_method (event), ==, "sendMessage");
  g_assert_cmpstr (trueconf_message_get_message_id (message), ==, "m1");
  g_assert_cmpstr (trueconf_message_get_chat_id (message), ==, "c1");
  g_assert_cmpint (trueconf_message_get_timestamp (message), ==, 1795348700123);
  g_assert_true (trueconf_message_get_is_edited (message));
  g_assert_cmpint (trueconf_box_get_id (trueconf_message_get_box (message)), ==, 12);
  g_assert_cmpstr (trueconf_box_get_position (trueconf_message_get_box (message)), ==, "0");
  g_assert_cmpstr (trueconf_message_get_reply_message_id (message), ==, "m0");
  g_assert_cmpstr (trueconf_message_get_text (message), ==, "hello");
  g_assert_cmpint (trueconf_message_get_parse_mode (message), ==, TRUECONF_PARSE_MODE_HTML);
  g_assert_cmpstr (trueconf_message_get_chat_title (message), ==, "Night shift");
  g_assert_cmpint (trueconf_message_get_chat_type (message), ==, TRUECONF_CHAT_TYPE_GROUP);
  g_assert_cmpstr (trueconf_message_get_message_id (reply), ==, "m0");
  g_assert_cmpstr (trueconf_message_get_text (reply), ==, "before");
  g_assert_null (trueconf_message_get_reply_message (reply));
  g_assert_cmpstr (tc_json_string (trueconf_event_get_raw (event), "author.id"), ==, "nora@x/9f2c");
}

/* Each member of the message in turn replaced by each kind of value: the text, or at least the id, is still there. */
static void
test_wrong_types (void)
{
  static const char *const members[] = {
    "messageId", "chatId", "timestamp", "isEdited",     "author",
    "box",       "type",   "chat",      "replyMessage", "replyMessageId"
  };
  static const char *const values[] = {
    "null",
    "true",
    "false",
    "-17",
    "1e300",
    "12345678901234567890123",
    "''",
    "'text'",
    "[]",
    "{}",
    "[1,[2]]",
    "{'id':null,'type':'x','position':[],'chatTitle':{},'chatType':'many'}",
    "{'id':{'id':1},'type':-1}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    for (guint k = 0; k < G_N_ELEMENTS (values); k++)
      {
        g_autoptr (GString) text = g_string_new (
            "{'messageId':'m1','chatId':'c1','timestamp':1,'isEdited':false,'author':{'id':'a','type':1},"
            "'box':{'id':1,'position':'0'},'type':200,'chat':{},'replyMessage':null,'replyMessageId':null,");
        g_autoptr (TrueconfEvent) event = NULL;

        /* of two members with one name the last holds */
        g_string_append_printf (text, "'%s':%s,'content':{'text':'hello','parseMode':'html'}}", members[i],
                                values[k]);
        event = read_event (text->str);
        g_assert_true (TRUECONF_IS_MESSAGE (event));
        if (strcmp (members[i], "type") != 0)
          g_assert_cmpstr (trueconf_message_get_text (TRUECONF_MESSAGE (event)), ==, "hello");
        if (strcmp (members[i], "messageId") != 0)
          g_assert_cmpstr (trueconf_message_get_message_id (TRUECONF_MESSAGE (event)), ==, "m1");
        g_assert_cmpstr (tc_json_string (trueconf_event_get_raw (event), "content.text"), ==, "hello");
      }
}

static void
test_missing_members (void)
{
  g_autoptr (TrueconfEvent) empty = read_event ("{}");
  TrueconfMessage *message = TRUECONF_MESSAGE (empty);

  g_assert_null (trueconf_message_get_message_id (message));
  g_assert_null (trueconf_message_get_chat_id (message));
  g_assert_null (trueconf_message_get_author (message));
  g_assert_null (trueconf_message_get_box (message));
  g_assert_null (trueconf_message_get_date_time (message));
  g_assert_null (trueconf_message_get_content (message));
  g_assert_null (trueconf_message_get_text (message));
  g_assert_cmpint (trueconf_message_get_message_type (message), ==, TRUECONF_MESSAGE_TYPE_UNKNOWN);
  g_assert_cmpint (trueconf_message_get_timestamp (message), ==, 0);
}

static void
test_odd_payloads (void)
{
  static const char *const payloads[] = { "null", "[]", "[{'messageId':'m1'}]", "17", "'text'", "true" };

  for (guint i = 0; i < G_N_ELEMENTS (payloads); i++)
    {
      g_autoptr (TrueconfEvent) event = read_event (payloads[i]);
      g_autofree char *json = tc_json ("%s", payloads[i]);
      g_autoptr (JsonNode) expected = json_from_string (json, NULL);
      JsonNode *raw = trueconf_event_get_raw (event);

      g_assert_true (TRUECONF_IS_MESSAGE (event));
      g_assert_cmpstr (trueconf_event_get_method (event), ==, "sendMessage");
      g_assert_nonnull (raw);
      if (expected != NULL)
        g_assert_true (json_node_equal (raw, expected));
    }
}

static void
test_unknown_types (void)
{
  g_autoptr (TrueconfEvent) event = read_event ("{'messageId':'m1','type':777,'content':{'colour':'red'}}");
  TrueconfMessage *message = TRUECONF_MESSAGE (event);

  g_assert_cmpint (trueconf_message_get_message_type (message), ==, TRUECONF_MESSAGE_TYPE_UNKNOWN);
  g_assert_cmpint (tc_json_int (trueconf_event_get_raw (event), "type"), ==, 777);
  g_assert_null (trueconf_message_get_text (message));
  g_assert_cmpstr (
      tc_json_string (trueconf_content_get_raw (trueconf_message_get_content (message)), "colour"), ==,
      "red");
}

static void
test_unknown_method (void)
{
  g_auto (TrueconfFrame) frame;
  gboolean good = init_frame (&frame, "{'type':1,'id':5,'method':'dance','payload':{'chatId':'c1','a':[1]}}");
  g_autoptr (TrueconfEvent) event = NULL;

  g_assert_true (good);
  event = trueconf_wire_read_event (&frame);
  g_assert_true (TRUECONF_IS_UPDATE (event));
  g_assert_cmpstr (trueconf_event_get_method (event), ==, "dance");
  g_assert_cmpint (tc_json_int (trueconf_event_get_raw (event), "a.0"), ==, 1);
}

static TrueconfUploadLimits *
read_limits (const char *payload)
{
  g_autofree char *text =
      g_strdup_printf ("{'type':1,'id':5,'method':'getFileUploadLimits','payload':%s}", payload);
  g_auto (TrueconfFrame) frame;
  gboolean good = init_frame (&frame, text);
  g_autoptr (TrueconfEvent) event = NULL;
  TrueconfUploadLimits *limits;

  g_assert_true (good);
  event = trueconf_wire_read_event (&frame);
  g_assert_true (TRUECONF_IS_CHANGED_FILE_UPLOAD_LIMITS (event));
  limits = trueconf_changed_file_upload_limits_get_limits (TRUECONF_CHANGED_FILE_UPLOAD_LIMITS (event));

  return limits != NULL ? g_object_ref (limits) : NULL;
}

static void
test_limits (void)
{
  g_autoptr (TrueconfUploadLimits) limits =
      read_limits ("{'maxSize':1048576,'extensions':{'mode':'block','list':['exe','.BAT',null,17,'']}}");
  g_autoptr (TrueconfUploadLimits) endless = read_limits ("{'maxSize':null,'extensions':null}");
  g_autoptr (TrueconfUploadLimits) odd =
      read_limits ("{'maxSize':-1,'extensions':{'mode':'maybe','list':7}}");
  g_autoptr (TrueconfUploadLimits) large = read_limits ("{'maxSize':'5000000000','extensions':[]}");
  g_autoptr (TrueconfUploadLimits) none = read_limits ("{}");
  g_autoptr (TrueconfUploadLimits) unreadable = read_limits ("{'maxSize':'nonsense','extensions':3}");
  g_autoptr (TrueconfUploadLimits) unknown_size = read_limits ("{'maxSize':'nonsense','extensions':null}");
  const char *const *extensions = trueconf_upload_limits_get_extensions (limits);

  g_assert_cmpuint (trueconf_upload_limits_get_max_size (limits), ==, 1048576);
  g_assert_cmpint (trueconf_upload_limits_get_mode (limits), ==, TRUECONF_EXTENSION_MODE_BLOCK);
  g_assert_true (g_strv_contains (extensions, "exe"));
  g_assert_true (g_strv_contains (extensions, "bat"));
  g_assert_cmpuint (g_strv_length ((GStrv) extensions), ==, 2);
  g_assert_cmpuint (trueconf_upload_limits_get_max_size (endless), ==, 0);
  g_assert_cmpint (trueconf_upload_limits_get_mode (endless), ==, TRUECONF_EXTENSION_MODE_ANY);
  g_assert_cmpuint (trueconf_upload_limits_get_max_size (odd), ==, 0);
  g_assert_cmpint (trueconf_upload_limits_get_mode (odd), ==, TRUECONF_EXTENSION_MODE_UNKNOWN);
  g_assert_cmpuint (trueconf_upload_limits_get_max_size (large), ==, G_GUINT64_CONSTANT (5000000000));
  g_assert_null (none);
  g_assert_null (unreadable);
  g_assert_null (unknown_size);
}

static void
test_errors (void)
{
  static const struct
  {
    const char *frame;
    int code; /* −1: no error */
    const char *words;
  } rows[] = {
    { "{'type':2,'id':5}", -1, NULL },
    { "{'type':2,'id':5,'payload':null}", -1, NULL },
    { "{'type':2,'id':5,'payload':{}}", -1, NULL },
    { "{'type':2,'id':5,'payload':[]}", -1, NULL },
    { "{'type':2,'id':5,'payload':[{'errorCode':304}]}", -1, NULL },
    { "{'type':2,'id':5,'payload':{'errorCode':0}}", -1, NULL },
    { "{'type':2,'id':5,'payload':{'errorCode':'0','errorDescription':'fine'}}", -1, NULL },
    { "{'type':2,'id':5,'payload':{'errorCode':null}}", -1, NULL },
    { "{'type':2,'id':5,'payload':{'errorCode':304}}", 304, "304" },
    { "{'type':2,'id':5,'payload':{'errorCode':'304'}}", 304, "304" },
    { "{'type':2,'id':5,'payload':{'errorCode':304,'errorDescription':'no such room'}}", 304,
      "no such room" },
    { "{'type':2,'id':5,'payload':{'error':303,'error_description':'may not'}}", 303, "may not" },
    { "{'type':2,'id':5,'payload':{'error':'303','message':'may not'}}", 303, "may not" },
    { "{'type':2,'id':5,'errorCode':305,'errorDescription':'outside'}", 305, "outside" },
    { "{'type':2,'id':5,'payload':{},'error':306}", 306, "306" },
    { "{'type':2,'id':5,'payload':{'errorCode':987654}}", 987654, "987654" },
    { "{'type':2,'id':5,'payload':{'error':'access_denied'}}", 0, "access_denied" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_auto (TrueconfFrame) frame;
      gboolean good = init_frame (&frame, rows[i].frame);
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", rows[i].frame);
      g_assert_true (good);
      error = trueconf_wire_read_error (&frame, "sendMessage", TRUE);
      if (rows[i].code < 0)
        {
          g_assert_no_error (error);
          continue;
        }
      g_assert_error (error, TRUECONF_API_ERROR, rows[i].code);
      tc_assert_contains (error->message, "sendMessage");
      tc_assert_contains (error->message, rows[i].words);
    }
}

static void
test_writing (void)
{
  g_autofree char *request = trueconf_frame_write_request (4294967295u, "do \"it\"", "{\"a\":1}");
  g_autofree char *acknowledgement = trueconf_frame_write_acknowledgement (4294967295);
  g_autofree char *message = trueconf_wire_encode_method (TRUECONF_METHOD_SEND_MESSAGE, "c1", "m0", "a\"b",
                                                          TRUECONF_PARSE_MODE_MARKDOWN, NULL);
  g_autofree char *plain = trueconf_wire_encode_method (TRUECONF_METHOD_SEND_MESSAGE, "c1", NULL, "x",
                                                        TRUECONF_PARSE_MODE_TEXT, NULL);
  g_autofree char *auth = trueconf_wire_encode_method (TRUECONF_METHOD_AUTH, "t", TRUE, FALSE);

  g_assert_cmpstr (request, ==,
                   "{\"type\":1,\"id\":4294967295,\"method\":\"do \\\"it\\\"\",\"payload\":{\"a\":1}}");
  g_assert_cmpstr (acknowledgement, ==, "{\"type\":2,\"id\":4294967295}");
  g_assert_cmpstr (
      message, ==,
      "{\"chatId\":\"c1\",\"replyMessageId\":\"m0\",\"content\":{\"text\":\"a\\\"b\",\"parseMode\":"
      "\"markdown\"}}");
  g_assert_cmpstr (plain, ==, "{\"chatId\":\"c1\",\"content\":{\"text\":\"x\",\"parseMode\":\"text\"}}");
  g_assert_cmpstr (
      auth, ==,
      "{\"token\":\"t\",\"tokenType\":\"JWT\",\"receiveUnread\":true,\"receiveSystemMessageEnvelopes\":"
      "false}");
}

/* Raw JSON and objects stay readable when the frame they came from is long gone. */
static void
test_lifetime (void)
{
  TrueconfEvent *event = read_event (MESSAGE);
  JsonNode *raw = json_node_ref (trueconf_event_get_raw (event));

  g_assert_true (trueconf_event_get_raw (event) == raw);
  g_assert_true (json_node_is_immutable (raw));
  g_assert_finalize_object (event);
  g_assert_cmpstr (tc_json_string (raw, "content.text"), ==, "hello");
  json_node_unref (raw);
}

/* What is told of a frame of which only the beginning and the end were kept. */
static void
test_peek (void)
{
  static const struct
  {
    const char *head;
    const char *tail;
    gint64 type;
    gint64 id;
    const char *method;
  } rows[] = {
    { "{'type':1,'id':7,'method':'sendMessage','payload':{'text':'aaa", "aaa'}}", 1, 7, "sendMessage" },
    { "{'method':'sendMessage','payload':{'text':'aaa", "a'},'type':1,'id':7}", 1, 7, "sendMessage" },
    { "{'payload':{'text':'aaa", "a'},'id':7,'type':1,'method':'sendMessage'}", 1, 7, "sendMessage" },
    { "{'payload':['a', ", "'a'] , 'id' : 7 , 'type' : 2 } ", 2, 7, NULL },
    { "{'payload':{}", "{}},'method':'a}b','id':7}", 0, 7, "a}b" },
    { "{'payload':{'t':'", "x'},'method':'a\\\\','id':7,'type':1}", 1, 7, "a\\" },
    { "{'m\\u0065thod':'sendM\\u0065ssage','\\u0069d':'\\u0037','\\u0074ype':1,'a':'aaa", "aaa'}", 1, 7,
      "sendMessage" },
    { "{'payload':{'a':'aaa", "a'},'i\\u0064':7,'method\\u0073':'x','type':1}", 1, 7, NULL },
    { "{'m\\u00':'x','id\\u':5,'id':7}", "", 0, 7, NULL },
    { "{'method':'{\\'[','payload':{'id':5,'a':'}\\'}'},'id':7,'type':1,'x':'aaa", "aaa'}", 1, 7, "{\"[" },
    { "{'id':7,'type':1", "23", 0, 7, NULL },
    { "{'id':7,'method':'sendMes", "sage", 0, 7, NULL },
    { "{'id':7,'method':'send\\", "", 0, 7, NULL },
    { "{'id':'x','type':null,'method':5,'a':1}", "", 0, 0, NULL },
    { "[1,2,3", "4]", 0, 0, NULL },
    { "", "", 0, 0, NULL },
    { "{", "}", 0, 0, NULL },
    { "{{{{'", "]}]}'", 0, 0, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *head = tc_json ("%s", rows[i].head);
      g_autofree char *tail = tc_json ("%s", rows[i].tail);
      /* without NUL behind it, so that a sanitizer sees what is read too far */
      g_autofree char *exact_head = g_memdup2 (head, strlen (head));
      g_autofree char *exact_tail = g_memdup2 (tail, strlen (tail));
      g_auto (TrueconfWirePeek) peek;

      g_test_message ("%s … %s", head, tail);
      trueconf_wire_peek (&peek, exact_head, strlen (head), exact_tail, strlen (tail));
      g_assert_cmpint (peek.type, ==, rows[i].type);
      g_assert_cmpint (peek.id, ==, rows[i].id);
      g_assert_cmpstr (peek.method, ==, rows[i].method);
    }
}

int
main (int argc, char **argv)
{
  tc_init (&argc, &argv);

  g_test_add_func ("/wire/frames", test_frames);
  g_test_add_func ("/wire/peek", test_peek);
  g_test_add_func ("/wire/message", test_message);
  g_test_add_func ("/wire/wrong-types", test_wrong_types);
  g_test_add_func ("/wire/missing-members", test_missing_members);
  g_test_add_func ("/wire/odd-payloads", test_odd_payloads);
  g_test_add_func ("/wire/unknown-types", test_unknown_types);
  g_test_add_func ("/wire/unknown-method", test_unknown_method);
  g_test_add_func ("/wire/limits", test_limits);
  g_test_add_func ("/wire/errors", test_errors);
  g_test_add_func ("/wire/writing", test_writing);
  g_test_add_func ("/wire/lifetime", test_lifetime);

  return g_test_run ();
}
