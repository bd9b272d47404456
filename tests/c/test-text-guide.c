/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The blocks of the guide of texts, as they stand; and formatted texts on their way to a server and back. */

#include <string.h>

#include "tc-chat.h"

/* all blocks in C of docs/text.md */
#include "text-guide.h"

typedef struct
{
  TcSandbox *sandbox;
  TrueconfBot *bot;
  TcWatch *watch;
} Scene;

static void
begin (Scene *self)
{
  self->sandbox = tc_sandbox_new ();
  self->bot = tc_bot_new (self->sandbox);
  self->watch = tc_watch_new (self->bot);
  tc_bot_start (self->bot);
}

static void
end (Scene *self)
{
  tc_watch_free (self->watch);
  tc_bot_end (self->bot);
  tc_sandbox_free (self->sandbox);
}

static TrueconfMessage *
hear (Scene *self, const char *text, const char *parse_mode)
{
  guint before = self->watch->messages->len;

  tc_sandbox_do (self->sandbox, "/sandbox/say",
                 "{'from':'nora','to':'echo_bot','text':'%s','parse_mode':'%s'}", text, parse_mode);
  TC_WAIT (self->watch->messages->len > before);

  return g_ptr_array_index (self->watch->messages, before);
}

static void
test_blocks (void)
{
  Scene scene;
  g_autoptr (TrueconfText) greeting = make_greeting ("<Eve>");
  g_autoptr (TrueconfText) quoted = quote_user ("**x** <script>");
  g_autofree char *html = trueconf_text_to_html (greeting);
  g_autofree char *quoted_html = trueconf_text_to_html (quoted);
  g_autofree char *nobody = NULL;
  g_autofree char *users = NULL;
  g_auto (GStrv) texts = NULL;
  TrueconfMessage *message;

  g_assert_cmpstr (html, ==,
                   "Hello <b>&lt;Eve&gt;</b>! Ask <a href=\"trueconf:nora@sandbox.local\">Nora</a> or read "
                   "<a href=\"https://example.org/plan\">the plan</a>.");
  g_assert_cmpstr (quoted_html, ==, "Somebody wrote: <b>x</b> &lt;script&gt;");

  begin (&scene);
  message = hear (&scene, "hello", "text");
  nobody = describe (message);
  g_assert_cmpstr (nobody, ==, "nobody");
  users = describe (hear (&scene, "<a href=\\'trueconf:omar@sandbox.local\\'>Omar</a>", "html"));
  g_assert_cmpstr (users, ==, "omar@sandbox.local");

  on_hello (message);
  on_report (message);
  TC_WAIT (tc_sandbox_count_texts (scene.sandbox, "nora", "echo_bot") == 4);
  texts = tc_sandbox_get_texts (scene.sandbox, "nora", "echo_bot");
  g_assert_cmpstr (texts[0], ==, html);
  g_assert_cmpuint (strlen (texts[3]), ==, 10000 - 2 * 4096);
  end (&scene);
}

/* What the text of a message is, and whom it mentions. */
static void
test_received (void)
{
  static const struct
  {
    const char *text;
    const char *parse_mode;
    const char *html; /* of what is read */
    const char *users;
  } rows[] = {
    { "a < b", "text", "a &lt; b", "" },
    { "<b>a</b> &lt;", "html", "<b>a</b> &lt;", "" },
    { "**a** <b>", "markdown", "<b>a</b> &lt;b&gt;", "" },
    { "<a href=\\'trueconf:nora@e.org&amp;do=profile\\'>Nora</a> and <a href=\\'trueconf:omar@e.org\\'>Omar</a>",
      "html",
      "<a href=\"trueconf:nora@e.org&amp;do=profile\">Nora</a> and <a href=\"trueconf:omar@e.org\">Omar</a>",
      "nora@e.org omar@e.org" },
    { "<a href=\\'https://e.org/\\'>trueconf:nora@e.org</a>", "html",
      "<a href=\"https://e.org/\">trueconf:nora@e.org</a>", "" },
  };
  Scene scene;

  begin (&scene);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      TrueconfMessage *message = hear (&scene, rows[i].text, rows[i].parse_mode);
      g_autoptr (TrueconfText) text = trueconf_message_get_formatted_text (message);
      g_autofree char *html = trueconf_text_to_html (text);
      g_auto (GStrv) mentions = trueconf_text_get_mentions (text);
      g_autofree char *users = g_strjoinv (" ", mentions);

      g_assert_cmpstr (html, ==, rows[i].html);
      g_assert_cmpstr (users, ==, rows[i].users);
    }
  end (&scene);
}

/* A text comes back as it was sent, in a message, a reply and an edit. */
static void
test_there_and_back (void)
{
  Scene scene;
  TrueconfMessage *message;
  g_autoptr (TrueconfText) plain = trueconf_text_new ("a < b & \"c\"\n 1 * 2 * 3 [x](y) \xf0\x9f\x91\x8d ");
  g_autoptr (TrueconfText) bold = trueconf_text_new_bold ("bold");
  g_autoptr (TrueconfText) both = trueconf_text_with_style (bold, TRUECONF_TEXT_STYLE_ITALIC);
  g_autoptr (TrueconfText) link = trueconf_text_new_link ("here", "https://e.org/?a=1&b=2");
  g_autoptr (TrueconfText) user = trueconf_text_new_mention ("Nora", "nora@e.org");
  TrueconfText *parts[] = { plain, bold, both, link, plain, user };
  g_autoptr (TrueconfText) text = trueconf_text_new_joined (parts, G_N_ELEMENTS (parts), NULL);
  g_autoptr (TrueconfDraft) draft = trueconf_draft_new_formatted (text);

  begin (&scene);
  message = hear (&scene, "hello", "text");
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (TrueconfSentMessage) sent =
          i == 0 ? TC_GET (trueconf_message_answer_draft, message, draft, NULL, NULL, NULL)
                 : TC_GET (trueconf_message_reply_draft, message, draft, NULL, NULL, NULL);
      const char *id = trueconf_sent_message_get_message_id (sent);
      g_autoptr (TrueconfMessage) seen = NULL;
      g_autoptr (TrueconfText) back = NULL;

      if (i == 2)
        {
          g_autoptr (TrueconfSentMessage) edited G_GNUC_UNUSED =
              TC_GET (trueconf_bot_edit_draft, scene.bot, id, draft);
        }
      seen = TC_GET (trueconf_bot_get_message_by_id, scene.bot, id);
      back = trueconf_message_get_formatted_text (seen);
      g_assert_true (trueconf_text_equal (back, text));
    }
  end (&scene);
}

int
main (int argc, char **argv)
{
  tc_init (&argc, &argv);

  g_test_add_func ("/text-guide/blocks", test_blocks);
  g_test_add_func ("/text-guide/received", test_received);
  g_test_add_func ("/text-guide/there-and-back", test_there_and_back);

  return g_test_run ();
}
