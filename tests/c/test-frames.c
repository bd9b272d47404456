/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Whatever the server puts on the line: nothing crashes, nothing else is lost, requests are acknowledged. */

#include <string.h>

#include "tc-bot.h"

typedef struct
{
  TcSandbox *sandbox;
  TrueconfBot *bot;
  TcWatch *watch;
} FramesFixture;

static void
set_up (FramesFixture *self, gconstpointer data)
{
  self->sandbox = tc_sandbox_new ();
  self->bot = tc_bot_new (self->sandbox);
  self->watch = tc_watch_new (self->bot);
  tc_bot_add_echo (self->bot);
  trueconf_bot_set_ws_max_delay (self->bot, 1);
  tc_bot_start (self->bot);
}

static void
tear_down (FramesFixture *self, gconstpointer data)
{
  tc_watch_free (self->watch);
  tc_bot_end (self->bot);
  tc_sandbox_free (self->sandbox);
}

static gboolean
has_answered (FramesFixture *self, const char *text)
{
  g_auto (GStrv) answers = tc_sandbox_get_texts (self->sandbox, "nora", "echo_bot");

  return g_strv_contains ((const char *const *) answers, text);
}

/* The connection is the same as before, and works in both directions. */
static void
assert_unharmed (FramesFixture *self)
{
  g_autofree char *text = g_uuid_string_random ();

  tc_sandbox_say (self->sandbox, "nora", text);
  TC_WAIT (has_answered (self, text));
  g_assert_cmpint (tc_sandbox_get_counter (self->sandbox, "connections"), ==, 1);
  TC_WAIT (tc_sandbox_count_unacknowledged (self->sandbox) == 0);
}

static void
send_text (FramesFixture *self, const char *text)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *json = tc_json ("%s", text);
  g_autofree char *body = NULL;

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "text");
  json_builder_add_string_value (builder, json);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  body = json_to_string (root, FALSE);
  tc_sandbox_do (self->sandbox, "/sandbox/send", "%s", body);
}

static void
send_large (FramesFixture *self, guint bytes)
{
  TrueconfEvent *event;

  tc_sandbox_do (self->sandbox, "/sandbox/send", "{'repeat':'large','bytes':%u}", bytes);
  TC_WAIT ((event = tc_watch_find_event (self->watch, "large")) != NULL);
  g_assert_true (TRUECONF_IS_UPDATE (event));
  assert_unharmed (self);
}

static void
test_200_kib (FramesFixture *self, gconstpointer data)
{
  send_large (self, 200 * 1024);
}

static void
test_15_mib (FramesFixture *self, gconstpointer data)
{
  send_large (self, 15 * 1024 * 1024);
}

/* A frame above the limit is skipped, and the next one is a good one. */
static void
test_oversize (FramesFixture *self, gconstpointer data)
{
  guint before;

  /* a running bot takes a new limit over when its I/O thread comes to it, which may be after the next frame */
  tc_bot_stop (self->bot);
  trueconf_bot_set_max_message_size (self->bot, 300 * 1024);
  tc_bot_start (self->bot);
  g_ptr_array_set_size (self->watch->statuses, 0);
  tc_log_begin ();
  tc_sandbox_fault (self->sandbox, "{'fault':'oversize','bytes':1048576}");
  TC_WAIT (tc_log_count ("an event was skipped. oversize") == 1);
  g_ptr_array_unref (tc_log_end ());
  g_assert_cmpuint (self->watch->statuses->len, ==, 0);
  g_assert_null (tc_watch_find_event (self->watch, "oversize"));
  before = tc_sandbox_count_texts (self->sandbox, "nora", "echo_bot");
  tc_sandbox_say (self->sandbox, "nora", "again");
  TC_WAIT (tc_sandbox_count_texts (self->sandbox, "nora", "echo_bot") == before + 1);
}

#define SPLIT_TEXT "\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80 caf\xc3\xa9 \xe4\xbd\xa0\xe5\xa5\xbd"

static void
send_split (FramesFixture *self, const char *options)
{
  TrueconfEvent *event;

  tc_sandbox_do (self->sandbox, "/sandbox/send", "{'method':'split','payload':{'text':'" SPLIT_TEXT "'},%s}",
                 options);
  TC_WAIT ((event = tc_watch_find_event (self->watch, "split")) != NULL);
  g_assert_cmpstr (tc_json_string (trueconf_event_get_raw (event), "text"), ==, SPLIT_TEXT);
  g_ptr_array_set_size (self->watch->events, 0);
}

/* Cut anywhere, also in the middle of a character. */
static void
test_fragments (FramesFixture *self, gconstpointer data)
{
  static const char *const options[] = { "'fragments':2", "'fragments':7", "'fragments':90" };

  for (guint i = 0; i < G_N_ELEMENTS (options); i++)
    send_split (self, options[i]);
  assert_unharmed (self);
}

static void
test_split_writes (FramesFixture *self, gconstpointer data)
{
  send_split (self, "'split_writes':true");
  send_split (self, "'split_writes':true,'fragments':5");
  assert_unharmed (self);
}

static void
test_everything_fragmented (FramesFixture *self, gconstpointer data)
{
  tc_sandbox_fault (self->sandbox, "{'fault':'fragment','bytes':1}");
  tc_sandbox_say (self->sandbox, "nora", SPLIT_TEXT);
  TC_WAIT (self->watch->texts->len == 1);
  g_assert_cmpstr (g_ptr_array_index (self->watch->texts, 0), ==, SPLIT_TEXT);
  tc_sandbox_clear_faults (self->sandbox);
  assert_unharmed (self);
}

/* A valid frame sent as binary is as good as text; noise is nothing. */
static void
test_binary (FramesFixture *self, gconstpointer data)
{
  static const guchar noise[] = { 0xff, 0x00, 0xfe, 0x80, 0x7b, 0x22 };
  g_autofree char *frame = tc_json ("{'type':1,'id':900,'method':'binary','payload':{}}");
  g_autofree char *good = g_base64_encode ((const guchar *) frame, strlen (frame));
  g_autofree char *bad = g_base64_encode (noise, sizeof noise);

  tc_sandbox_do (self->sandbox, "/sandbox/send", "{'base64':'%s','opcode':'binary'}", bad);
  tc_sandbox_do (self->sandbox, "/sandbox/send", "{'base64':'%s','opcode':'binary'}", good);
  TC_WAIT (tc_watch_find_event (self->watch, "binary") != NULL);
  TC_WAIT (tc_sandbox_count_frames (self->sandbox, "in", "900") == 1);
  assert_unharmed (self);
}

/* RFC 6455 8.1: text that is not UTF-8 ends the connection. The bot must come back from it. */
static void
test_text_that_is_none (FramesFixture *self, gconstpointer data)
{
  static const guchar noise[] = { '{', '"', 0xff, 0xfe, '"', '}' };
  g_autofree char *bad = g_base64_encode (noise, sizeof noise);

  tc_sandbox_do (self->sandbox, "/sandbox/send", "{'base64':'%s','opcode':'text'}", bad);
  tc_linger (300);
  TC_WAIT (trueconf_bot_get_authorized (self->bot));
  tc_sandbox_say (self->sandbox, "nora", "after the noise");
  TC_WAIT (self->watch->texts->len == 1);
}

static void
test_bad_json (FramesFixture *self, gconstpointer data)
{
  static const char *const texts[] = {
    "",
    " ",
    "x",
    "{",
    "}",
    "[",
    "]",
    "17",
    "-",
    "null",
    "true",
    "'text'",
    "[]",
    "[1,2,3]",
    "{}",
    "{'type':1",
    "{'type':1,}",
    "{'id':1}",
    "{'type':0,'id':1}",
    "{'type':3,'id':1,'method':'x'}",
    "{'type':99,'id':1}",
    "{'type':null,'id':1}",
    "{'type':[],'id':1}",
    "{'type':2}",
    "{'type':2,'id':null}",
    "{'type':2,'id':{}}",
    "{'type':2,'id':'many'}",
    "{'type':2,'id':99999999999999999999}",
    "{'type':2,'id':-5}",
    "{'type':2,'id':1.5,'payload':7}",
  };
  guint events = self->watch->events->len;

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    send_text (self, texts[i]);
  tc_sandbox_fault (self->sandbox, "{'fault':'garbage'}");
  assert_unharmed (self);
  /* none of it became an event; the one from nora did */
  for (guint i = events; i < self->watch->events->len; i++)
    {
      const char *method = trueconf_event_get_method (g_ptr_array_index (self->watch->events, i));

      g_assert_true (g_str_equal (method, "sendMessage") || g_str_equal (method, "createP2PChat") ||
                     g_str_equal (method, "getFileUploadLimits"));
    }
}

static void
test_deep_nesting (FramesFixture *self, gconstpointer data)
{
  const guint depth = 200000;
  g_autoptr (GString) frame = g_string_new ("{\"type\":1,\"id\":901,\"method\":\"deep\",\"payload\":");
  g_autofree char *base64 = NULL;
  TrueconfEvent *event;

  for (guint i = 0; i < depth; i++)
    g_string_append_c (frame, '[');
  for (guint i = 0; i < depth; i++)
    g_string_append_c (frame, ']');
  g_string_append_c (frame, '}');
  base64 = g_base64_encode ((const guchar *) frame->str, frame->len);

  tc_sandbox_do (self->sandbox, "/sandbox/send", "{'base64':'%s','opcode':'text'}", base64);
  TC_WAIT ((event = tc_watch_find_event (self->watch, "deep")) != NULL);
  g_assert_nonnull (trueconf_event_get_raw (event));
  TC_WAIT (tc_sandbox_count_frames (self->sandbox, "in", "901") == 1);
  assert_unharmed (self);
}

/* Every request with an id is acknowledged, whether or not anybody understands it. */
static void
test_acknowledged (FramesFixture *self, gconstpointer data)
{
  static const char *const texts[] = {
    "{'type':1,'id':7001,'method':'neverHeardOf','payload':{'a':1}}",
    "{'id':7002,'payload':[],'method':'sendMessage','type':1}",
    "{'type':1,'id':7003,'method':'sendMessage','payload':null}",
    "{'type':1,'id':7004,'method':'sendMessage'}",
    "{'type':1,'id':7005}",
    "{'type':1,'id':7006,'method':null,'payload':'text'}",
    "{'type':1,'id':7007,'method':[1],'payload':17}",
    "{'type':1,'id':'7008','method':'sendMessage','payload':{'author':'nora','content':'hello','box':[],'type':{}}}",
    ("{'type':1,'id':7009,'method':'sendMessage','payload':{'messageId':17,'chatId':null,'timestamp':'now','type':200,"
     "'content':{'text':null,'parseMode':7}}}"),
    "{'type':1,'id':4294967295,'method':'getFileUploadLimits','payload':{'maxSize':'x','extensions':7}}",
    "{'type':1,'id':7011,'method':'','payload':{}}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    send_text (self, texts[i]);
  for (guint i = 1; i <= G_N_ELEMENTS (texts); i++)
    {
      g_autofree char *frame = i == 10 ? g_strdup ("{\"type\":2,\"id\":4294967295}")
                                       : g_strdup_printf ("{\"type\":2,\"id\":%u}", 7000 + i);

      TC_WAIT (tc_sandbox_count_frames (self->sandbox, "in", frame) == 1);
    }
  assert_unharmed (self);
}

/* Without an id there is nothing to acknowledge, but what it says still counts. */
static void
test_without_id (FramesFixture *self, gconstpointer data)
{
  send_text (self, "{'type':1,'method':'sendMessage','payload':{'messageId':'x1','chatId':'c','type':200,"
                   "'content':{'text':'no id','parseMode':'text'}}}");
  TC_WAIT (self->watch->texts->len == 1);
  g_assert_cmpstr (g_ptr_array_index (self->watch->texts, 0), ==, "no id");
}

static void
test_many (FramesFixture *self, gconstpointer data)
{
  tc_sandbox_do (self->sandbox, "/sandbox/say",
                 "{'from':'nora','to':'echo_bot','text':'number','count':500}");
  TC_WAIT (tc_sandbox_count_texts (self->sandbox, "nora", "echo_bot") == 500);
  for (guint i = 0; i < 500; i++)
    {
      g_autofree char *expected = g_strdup_printf ("number %u", i + 1);

      g_assert_cmpstr (g_ptr_array_index (self->watch->texts, i), ==, expected);
    }
  assert_unharmed (self);
}

#define ADD(name, func) g_test_add ("/frames/" name, FramesFixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  tc_init (&argc, &argv);

  ADD ("200-kib", test_200_kib);
  ADD ("15-mib", test_15_mib);
  ADD ("oversize", test_oversize);
  ADD ("fragments", test_fragments);
  ADD ("split-writes", test_split_writes);
  ADD ("everything-fragmented", test_everything_fragmented);
  ADD ("binary", test_binary);
  ADD ("text-that-is-none", test_text_that_is_none);
  ADD ("bad-json", test_bad_json);
  ADD ("deep-nesting", test_deep_nesting);
  ADD ("acknowledged", test_acknowledged);
  ADD ("without-id", test_without_id);
  ADD ("many", test_many);

  return g_test_run ();
}
