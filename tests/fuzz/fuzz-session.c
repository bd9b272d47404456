/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A session of a bot with a server that says anything, in lines:
 *
 *   ?METHOD  the bot calls the method, and waits for what follows
 *   !hold    its handlers hold their events from now on, until !release
 *   !answer  its handlers answer messages from now on
 *   !after   it acknowledges events when they have been handled, not when they come
 *   !bye     the server hangs up
 *
 * Any other line is what the server sends. In it, @1 to @9 are the ids of the first requests of this session, and @u is a
 * number that no other session has: messages with an id that was there before are not handled again. */

#include <string.h>

#include "fuzz-peer.h"
#include "fuzz-read.h"
#include "fuzz-requests.h"
#include "model/trueconf-message-private.h"
#include "wire/trueconf-wire-private.h"

#define MAX_LINES    64
#define MAX_REQUESTS 16

/* Then a new bot begins, with nothing of what the old one has seen. */
#define MAX_SESSIONS 500

/* A bot remembers somewhat more. */
#define MAX_SEEN 4000

/* Nobody measures time with it. */
#define LIMIT 20

/* Nobody signs it: {"alg":"none"}, {"exp":4102444800}. */
#define TOKEN "eyJhbGciOiJub25lIn0.eyJleHAiOjQxMDI0NDQ4MDB9.c2ln"

#define SENTINEL "{\"type\":1,\"id\":4294967295,\"method\":\"sentinel\"}"

static FuzzPeer *peer = NULL;

static struct
{
  TrueconfBot *bot;
  guint n_sessions;
  GHashTable *seen; /* ids of messages that were sent to this bot */
} life;

static struct
{
  guint64 number;
  GPtrArray *requests; /* FuzzRequest */
  GPtrArray *held;     /* TrueconfContext */
  GHashTable *handled; /* ids of messages */
  guint n_handled;
  guint n_sentinels;
  gboolean holds;
  gboolean answers;

  /* what should come of all that was sent */
  GArray *receipts; /* gint64 */
  guint n_events;
  guint n_own; /* of these: messages of the bot itself, which need not be handled */
  guint n_sentinels_sent;
} session;

/* ---- waiting */

static gboolean
overdue (gpointer data)
{
  g_error ("waited in vain for: %s (%u of %u events handled, %u of %u acknowledged)", (const char *) data,
           session.n_handled, session.n_events, peer->acknowledged->len, session.receipts->len);
  return G_SOURCE_REMOVE;
}

#define WAIT(expression)                                                                                     \
  G_STMT_START                                                                                               \
  {                                                                                                          \
    guint limit = g_timeout_add_seconds (LIMIT, overdue, (gpointer) #expression);                            \
                                                                                                             \
    while (!(expression))                                                                                    \
      g_main_context_iteration (NULL, TRUE);                                                                 \
    g_source_remove (limit);                                                                                 \
  }                                                                                                          \
  G_STMT_END

static gboolean
is_lost (void)
{
  return peer->connection == NULL;
}

/* ---- the bot */

static void
handle (TrueconfEvent *event, TrueconfContext *context, gpointer user_data)
{
  if (g_strcmp0 (trueconf_event_get_method (event), "sentinel") == 0)
    {
      session.n_sentinels++;
      return;
    }

  session.n_handled++;
  fuzz_read_object (G_OBJECT (event));

  if (TRUECONF_IS_MESSAGE (event))
    {
      const char *id = trueconf_message_get_message_id (TRUECONF_MESSAGE (event));

      if (id != NULL)
        g_assert_true (g_hash_table_add (session.handled, g_strdup (id)));
      if (session.answers && session.requests->len < MAX_REQUESTS)
        g_ptr_array_add (session.requests, fuzz_request_new_answer (TRUECONF_MESSAGE (event)));
    }

  if (session.holds)
    {
      trueconf_context_hold (context);
      g_ptr_array_add (session.held, g_object_ref (context));
    }
}

static void
ignore_failure (TrueconfBot *bot, const GError *error, gpointer user_data)
{
}

static void
begin_life (void)
{
  TrueconfRouter *router;

  life.n_sessions = 0;
  life.seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  life.bot = trueconf_bot_new ("127.0.0.1", TOKEN);
  trueconf_bot_set_https (life.bot, FALSE);
  trueconf_bot_set_port (life.bot, peer->port);
  router = TRUECONF_ROUTER (trueconf_bot_get_dispatcher (life.bot));
  trueconf_router_add_handler (router, TRUECONF_TYPE_EVENT, NULL, handle, NULL, NULL);

  /* a server may well make it give up */
  g_signal_connect (life.bot, "failed", G_CALLBACK (ignore_failure), NULL);
  trueconf_bot_start_async (life.bot, NULL, NULL, NULL);
  WAIT (trueconf_bot_get_authorized (life.bot));
}

static void
stopped (GObject *source, GAsyncResult *result, gpointer user_data)
{
  gboolean *done = user_data;

  g_assert_true (trueconf_bot_stop_finish (TRUECONF_BOT (source), result, NULL));
  *done = TRUE;
}

static void
stop_bot (void)
{
  gboolean done = FALSE;

  trueconf_bot_stop_async (life.bot, NULL, stopped, &done);
  WAIT (done);
  WAIT (is_lost ());
}

static void
end_life (void)
{
  gpointer alive = life.bot;

  g_object_add_weak_pointer (G_OBJECT (life.bot), &alive);
  g_object_unref (life.bot);
  life.bot = NULL;
  WAIT (alive == NULL);
  g_hash_table_unref (life.seen);
}

/* ---- what the server sends */

/* Of the bot itself in any spelling, to be sure. */
static gboolean
may_be_own (TrueconfMessage *message)
{
  TrueconfAuthor *author = trueconf_message_get_author (message);
  const char *id = author != NULL ? trueconf_author_get_id (author) : NULL;
  g_autofree char *folded = id != NULL ? g_utf8_casefold (id, -1) : NULL;

  return folded != NULL && g_str_has_prefix (folded, "fuzz_bot@fuzz");
}

/* What the bot has to make of a frame. */
static void
expect (const char *data, gsize length)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, length);
  g_auto (TrueconfFrame) frame;
  gboolean good = trueconf_frame_init (&frame, bytes);
  g_autoptr (TrueconfEvent) event = NULL;

  if (!good || frame.type != TRUECONF_FRAME_REQUEST || !g_utf8_validate_len (data, length, NULL))
    return;

  if (frame.has_id)
    g_array_append_val (session.receipts, frame.id);

  event = trueconf_wire_read_event (&frame);
  if (TRUECONF_IS_MESSAGE (event))
    {
      TrueconfMessage *message = TRUECONF_MESSAGE (event);
      const char *id = trueconf_message_get_message_id (message);

      if (id != NULL && !g_hash_table_add (life.seen, g_strdup (id)))
        return;
      if (may_be_own (message))
        session.n_own++;
    }

  if (g_strcmp0 (trueconf_event_get_method (event), "sentinel") == 0)
    session.n_sentinels_sent++;
  else
    session.n_events++;
}

static void
send_line (const char *line, gsize length)
{
  g_autoptr (GString) out = g_string_sized_new (length);

  for (gsize i = 0; i < length; i++)
    {
      char c = i + 1 < length && line[i] == '@' ? line[i + 1] : '\0';

      if (c >= '1' && c <= '9')
        {
          guint number = (guint) (c - '1');

          g_string_append_printf (out, "%" G_GINT64_FORMAT,
                                  number < peer->requests->len
                                      ? g_array_index (peer->requests, gint64, number)
                                      : (gint64) number);
          i++;
        }
      else if (c == 'u')
        {
          g_string_append_printf (out, "%" G_GUINT64_FORMAT "-", session.number);
          i++;
        }
      else
        {
          g_string_append_c (out, line[i]);
        }
    }

  expect (out->str, out->len);
  fuzz_peer_send (peer, out->str, out->len);
}

/* ---- the lines */

static void
release_all (void)
{
  session.holds = FALSE;
  while (session.held->len > 0)
    {
      g_autoptr (TrueconfContext) context = g_ptr_array_steal_index (session.held, session.held->len - 1);

      trueconf_context_release (context);
    }
}

/* Until the server knows its id, or it has come to nothing. */
static void
call (const char *method)
{
  FuzzRequest *request;
  guint before = peer->requests->len;

  if (session.requests->len == MAX_REQUESTS)
    return;

  request = fuzz_request_new (life.bot, method);
  g_ptr_array_add (session.requests, request);
  WAIT (request->n_answers > 0 || peer->requests->len > before || is_lost ());
}

static void
command (const char *name)
{
  if (g_str_equal (name, "hold"))
    session.holds = TRUE;
  else if (g_str_equal (name, "release"))
    release_all ();
  else if (g_str_equal (name, "answer"))
    session.answers = TRUE;
  else if (g_str_equal (name, "after"))
    trueconf_bot_set_ack_policy (life.bot, TRUECONF_ACK_POLICY_AFTER_HANDLER);
  else if (g_str_equal (name, "bye"))
    fuzz_peer_hang_up (peer);
}

static void
act_on_line (const char *line, gsize length)
{
  g_autofree char *name = NULL;

  if (length == 0)
    return;

  name = g_strndup (line + 1, length - 1);
  if (line[0] == '?')
    call (name);
  else if (line[0] == '!')
    command (name);
  else
    send_line (line, length);
}

/* ---- the end */

static gboolean
are_answered (void)
{
  for (guint i = 0; i < session.requests->len; i++)
    if (((FuzzRequest *) g_ptr_array_index (session.requests, i))->n_answers == 0)
      return FALSE;

  return TRUE;
}

static int
compare_ids (gconstpointer a, gconstpointer b)
{
  gint64 first = *(const gint64 *) a;
  gint64 second = *(const gint64 *) b;

  return first < second ? -1 : first > second;
}

/* Each id as often as it came, and no other; when the connection was lost, no more often. */
static void
check_receipts (gboolean lost)
{
  guint k = 0;

  g_array_sort (session.receipts, compare_ids);
  g_array_sort (peer->acknowledged, compare_ids);

  if (!lost)
    g_assert_cmpuint (peer->acknowledged->len, ==, session.receipts->len);
  for (guint i = 0; i < peer->acknowledged->len; i++)
    {
      while (k < session.receipts->len && compare_ids (&g_array_index (session.receipts, gint64, k),
                                                       &g_array_index (peer->acknowledged, gint64, i)) != 0)
        k++;
      g_assert_cmpuint (k, <, session.receipts->len);
      k++;
    }
}

/* All that was sent has arrived, and the bot still listens: it says so, of one more event. */
static void
settle (void)
{
  release_all ();
  WAIT (is_lost () || (peer->acknowledged->len >= session.receipts->len &&
                       session.n_handled + session.n_own >= session.n_events));
  send_line (SENTINEL, strlen (SENTINEL));
  WAIT (is_lost () || (peer->acknowledged->len >= session.receipts->len &&
                       session.n_sentinels >= session.n_sentinels_sent));
  if (is_lost ())
    return;

  fuzz_peer_refuse (peer);
  WAIT (is_lost () || are_answered ());
}

static void
begin_session (void)
{
  session.number++;
  session.requests = g_ptr_array_new_with_free_func (g_free);
  session.held = g_ptr_array_new ();
  session.handled = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  session.receipts = g_array_new (FALSE, FALSE, sizeof (gint64));
  session.n_handled = 0;
  session.n_sentinels = 0;
  session.n_sentinels_sent = 0;
  session.n_events = 0;
  session.n_own = 0;
  session.holds = FALSE;
  session.answers = FALSE;

  fuzz_peer_reset (peer);
  if (life.bot == NULL)
    begin_life ();
  trueconf_bot_set_ack_policy (life.bot, TRUECONF_ACK_POLICY_ON_RECEIPT);
}

static void
end_session (void)
{
  gboolean lost = is_lost ();

  if (lost || ++life.n_sessions == MAX_SESSIONS || g_hash_table_size (life.seen) > MAX_SEEN)
    {
      stop_bot ();
      WAIT (are_answered ());
      end_life ();
    }

  check_receipts (lost);
  g_assert_cmpuint (session.n_handled, <=, session.n_events);
  if (!lost)
    g_assert_cmpuint (session.n_handled, >=, session.n_events - session.n_own);

  g_ptr_array_unref (session.requests);
  g_ptr_array_unref (session.held);
  g_hash_table_unref (session.handled);
  g_array_unref (session.receipts);
}

int
LLVMFuzzerInitialize (int *argc, char ***argv)
{
  fuzz_init ();
  peer = fuzz_peer_new ();
  return 0;
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  const char *line = (const char *) data;
  const char *end = line + size;

  begin_session ();
  for (guint i = 0; i < MAX_LINES && line < end; i++)
    {
      const char *newline = memchr (line, '\n', (gsize) (end - line));
      const char *stop = newline != NULL ? newline : end;

      act_on_line (line, (gsize) (stop - line));
      line = stop + 1;
    }
  settle ();
  end_session ();

  return 0;
}
