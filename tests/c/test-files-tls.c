/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Files through a web server with TLS and limits of its own. */

#include <glib/gstdio.h>
#include <string.h>

#include "tc-chat.h"
#include "tc-nginx.h"
#include "tc-send.h"
#include "tc-traces.h"

#define MIB  (1024 * 1024)
#define SIZE (8 * MIB)

static TcSandbox *sandbox = NULL;
static TcNginx *nginx = NULL;

static TrueconfBot *
make_bot (const char *server, guint port)
{
  g_autofree char *token = tc_sandbox_make_token (sandbox, "echo_bot", 3600);
  TrueconfBot *bot = trueconf_bot_new (server, token);

  trueconf_bot_set_port (bot, port);
  trueconf_bot_set_tls_ca_file (bot, tc_nginx_get_ca_file (nginx));
  return bot;
}

static TrueconfInputFile *
make_file (gsize size)
{
  g_autoptr (GBytes) bytes = g_bytes_new_take (g_strnfill (size, 'x'), size);

  return trueconf_input_file_new_for_bytes (bytes, "a.bin");
}

/* Of Nora's. */
static char *
offer (const char *chat)
{
  g_autoptr (JsonNode) said =
      tc_sandbox_post (sandbox, "/sandbox/say",
                       "{'from':'nora','chat_id':'%s','file':{'name':'b.bin','size':%d}}", chat, SIZE);

  return g_strdup (tc_json_string (said, "file_id"));
}

static void
check_pattern (const guint8 *data, gsize length)
{
  g_assert_cmpuint (length, ==, SIZE);
  for (gsize i = 0; i < length; i++)
    if (data[i] != (guint8) (i ^ (i >> 8)))
      g_error ("the byte %" G_GSIZE_FORMAT " is another", i);
}

static void
go_both_ways (const char *server)
{
  TrueconfBot *bot = make_bot (server, tc_nginx_get_port (nginx, TC_NGINX_GOOD));
  g_autofree char *chat = tc_sandbox_get_chat (sandbox, "nora");
  g_autofree char *file_id = offer (chat);
  g_autoptr (TrueconfInputFile) file = make_file (SIZE);
  g_autoptr (TrueconfSentMessage) sent = NULL;
  g_autofree char *url = NULL;
  g_autoptr (GBytes) there = NULL;
  g_autoptr (GBytes) here = NULL;

  tc_bot_start (bot);
  sent = TC_GET (tc_send_document, bot, chat, file, NULL, TRUECONF_PARSE_MODE_TEXT, NULL, NULL, NULL, NULL);
  url = g_strdup_printf ("/sandbox/files/%s/content", trueconf_sent_message_get_file_id (sent));
  there = tc_sandbox_get_bytes (sandbox, url);
  g_assert_cmpuint (g_bytes_get_size (there), ==, SIZE);

  here = TC_GET (trueconf_bot_download_file_bytes, bot, file_id, NULL, NULL, NULL);
  check_pattern (g_bytes_get_data (here, NULL), g_bytes_get_size (here));
  tc_bot_end (bot);
}

static void
test_both_ways (void)
{
  go_both_ways ("localhost");
}

static void
test_final_dot (void)
{
  go_both_ways ("localhost.");
}

/* The bot is logged in where it trusts; then its files are to go where it does not. */
static void
test_untrusted (void)
{
  static const struct
  {
    TcNginxSite site;
    const char *words;
  } sites[] = {
    { TC_NGINX_UNKNOWN, "signed by itself" },
    { TC_NGINX_EXPIRED, "expired" },
    { TC_NGINX_WRONG, "another name" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (sites); i++)
    for (guint up = 0; up < 2; up++)
      {
        TrueconfBot *bot = make_bot ("localhost", tc_nginx_get_port (nginx, TC_NGINX_GOOD));
        g_autofree char *chat = tc_sandbox_get_chat (sandbox, "nora");
        g_autofree char *file_id = offer (chat);
        char *folder = g_dir_make_tmp ("trueconf-test-XXXXXX", NULL);
        g_autoptr (GFile) place = g_file_new_for_path (folder);
        g_autoptr (TrueconfInputFile) file = make_file (1000);
        g_autoptr (GAsyncResult) result = NULL;
        g_autoptr (GError) error = NULL;
        guint uploads = tc_chat_count_http (sandbox, "/bridge/api/client/v1/files");

        tc_bot_start (bot);
        /* the bot is at the same address until it stops, but somebody else may get there */
        tc_nginx_pass_to (nginx, TC_NGINX_GOOD, sites[i].site);
        if (up == 1)
          {
            trueconf_bot_upload_file_async (bot, file, NULL, NULL, NULL, NULL, NULL, tc_store_result,
                                            &result);
            TC_WAIT (result != NULL);
            g_assert_null (trueconf_bot_upload_file_finish (bot, result, &error));
            g_assert_error (error, TRUECONF_ERROR, TRUECONF_ERROR_UPLOAD_FAILED);
          }
        else
          {
            trueconf_bot_download_file_async (bot, file_id, place, NULL, NULL, NULL, NULL, tc_store_result,
                                              &result);
            TC_WAIT (result != NULL);
            g_assert_null (trueconf_bot_download_file_finish (bot, result, &error));
            g_assert_error (error, TRUECONF_ERROR, TRUECONF_ERROR_DOWNLOAD_FAILED);
          }
        g_test_message ("%s", error->message);
        tc_assert_contains (error->message, up == 1 ? "a.bin" : "b.bin");
        tc_assert_contains (error->message, "certificate");
        tc_assert_contains (error->message, sites[i].words);
        /* and nothing was entrusted to it */
        g_assert_cmpuint (tc_chat_count_http (sandbox, "/bridge/api/client/v1/files"), ==, uploads);
        g_clear_object (&result);
        tc_nginx_pass_to (nginx, TC_NGINX_GOOD, TC_NGINX_GOOD);
        tc_bot_end (bot);
        g_assert_cmpint (g_rmdir (folder), ==, 0);
        g_free (folder);
      }
}

/* Without verify-tls, the bot's own server may have any certificate, and no other host may. */
static void
test_unverified (void)
{
  TrueconfBot *bot = make_bot ("localhost", tc_nginx_get_port (nginx, TC_NGINX_EXPIRED));
  g_autofree char *chat = tc_sandbox_get_chat (sandbox, "nora");
  g_autofree char *file_id = offer (chat);
  g_autofree char *uri =
      g_strdup_printf ("https://127.0.0.1:%u/a.bin", tc_nginx_get_port (nginx, TC_NGINX_EXPIRED));
  g_autoptr (TrueconfInputFile) file = make_file (1000);
  g_autoptr (TrueconfInputFile) elsewhere = trueconf_input_file_new_for_uri (uri);
  g_autoptr (GBytes) here = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = NULL;

  trueconf_bot_set_tls_ca_file (bot, NULL);
  trueconf_bot_set_verify_tls (bot, FALSE);
  tc_log_begin ();
  tc_bot_start (bot);
  g_ptr_array_unref (tc_log_end ());
  id = TC_GET (trueconf_bot_upload_file, bot, file, NULL, NULL, NULL, NULL);
  here = TC_GET (trueconf_bot_download_file_bytes, bot, file_id, NULL, NULL, NULL);
  check_pattern (g_bytes_get_data (here, NULL), g_bytes_get_size (here));

  trueconf_bot_upload_file_async (bot, elsewhere, NULL, NULL, NULL, NULL, NULL, tc_store_result, &result);
  TC_WAIT (result != NULL);
  g_assert_null (trueconf_bot_upload_file_finish (bot, result, &error));
  tc_assert_contains (error->message, "certificate");
  g_clear_object (&result);
  tc_bot_end (bot);
}

/* The limit that administrators forget: a page of the web server says so, not the TrueConf server. */
static void
test_too_large (void)
{
  static const TcNginxSite sites[] = { TC_NGINX_SMALL, TC_NGINX_PLAIN, TC_NGINX_ABRUPT };
  static const gsize sizes[] = { MIB + 1, 64 * MIB };

  for (guint i = 0; i < G_N_ELEMENTS (sites); i++)
    for (guint j = 0; j < G_N_ELEMENTS (sizes); j++)
      {
        TrueconfBot *bot = make_bot ("localhost", tc_nginx_get_inner_port (nginx, sites[i]));
        g_autoptr (TrueconfInputFile) file = make_file (sizes[j]);
        g_autoptr (TrueconfInputFile) small = make_file (MIB / 2);
        g_autofree char *size = g_strdup_printf ("%" G_GSIZE_FORMAT " bytes", sizes[j]);
        g_autofree char *id = NULL;
        g_autoptr (GAsyncResult) result = NULL;
        g_autoptr (GError) error = NULL;

        trueconf_bot_set_https (bot, sites[i] != TC_NGINX_PLAIN);
        tc_bot_start (bot);
        trueconf_bot_upload_file_async (bot, file, NULL, NULL, NULL, NULL, NULL, tc_store_result, &result);
        TC_WAIT (result != NULL);
        g_assert_null (trueconf_bot_upload_file_finish (bot, result, &error));
        g_test_message ("site %u: %s", i, error->message);
        g_assert_error (error, TRUECONF_ERROR, TRUECONF_ERROR_FILE_TOO_LARGE);
        tc_assert_contains (error->message, "413");
        tc_assert_contains (error->message, size);
        tc_assert_contains (error->message, "administrator");

        id = TC_GET (trueconf_bot_upload_file, bot, small, NULL, NULL, NULL, NULL);
        g_clear_object (&result);
        tc_bot_end (bot);
      }
}

int
main (int argc, char **argv)
{
  int status;

  tc_traces_init ();
  tc_init (&argc, &argv);
  sandbox = tc_sandbox_new ();
  nginx = tc_nginx_new (sandbox);
  test_both_ways ();

  tc_traces_add_test ("/files-tls/both-ways", test_both_ways);
  tc_traces_add_test ("/files-tls/final-dot", test_final_dot);
  tc_traces_add_test ("/files-tls/untrusted", test_untrusted);
  tc_traces_add_test ("/files-tls/unverified", test_unverified);
  tc_traces_add_test ("/files-tls/too-large", test_too_large);

  status = g_test_run ();
  tc_nginx_free (nginx);
  tc_sandbox_free (sandbox);
  tc_traces_end ();

  return status;
}
