/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Keeps a group tidy: add the bot to a group as a moderator.
 *
 * It removes messages with one of the words in BAD_WORDS="lottery,casino", warns their authors, and puts those out of the group who
 * were warned three times. Administrators of the group can write /warnings, and /pardon LOGIN. Commands of users in
 * DENIED_USERS="eve" are not listened to, nor is a text that is written again at once, or what comes after five messages in a row.
 */

#include <locale.h>
#include <stdlib.h>
#include <trueconf-bot.h>

#define MAX_WARNINGS 3

typedef struct
{
  TrueconfBot *bot;
  GRegex *bad_words;    /* NULL: there are none */
  GHashTable *warnings; /* chat and user, with a space between them → how often */
} App;

static void answer (TrueconfMessage *message, const char *format, ...) G_GNUC_PRINTF (2, 3);

static void
answer (TrueconfMessage *message, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list arguments;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  trueconf_message_answer_async (message, text, TRUECONF_PARSE_MODE_TEXT, NULL, NULL, NULL);
}

/* ---- a message with a bad word: it is removed, its author gets a name, a warning, and at last has to go */

typedef struct
{
  App *app;
  TrueconfMessage *message;
  TrueconfContext *context;
  char *name;
} Case;

static void
case_close (Case *self)
{
  trueconf_context_release (self->context);
  g_object_unref (self->context);
  g_object_unref (self->message);
  g_free (self->name);
  g_free (self);
}

static void
on_removed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Case *self = user_data;
  g_autoptr (GError) error = NULL;

  if (trueconf_bot_remove_participant_from_chat_finish (TRUECONF_BOT (source), result, &error))
    answer (self->message, "%s is out of the group after %d warnings.", self->name, MAX_WARNINGS);
  else
    answer (self->message, "%s cannot be put out of the group: %s", self->name, error->message);
  case_close (self);
}

static void
on_name (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Case *self = user_data;
  App *app = self->app;
  const char *chat = trueconf_message_get_chat_id (self->message);
  const char *user = trueconf_author_get_id (trueconf_message_get_author (self->message));
  g_autofree char *key = g_strconcat (chat, " ", user, NULL);
  int count = GPOINTER_TO_INT (g_hash_table_lookup (app->warnings, key)) + 1;

  self->name = trueconf_message_lookup_author_name_finish (self->message, result, NULL);
  if (self->name == NULL)
    self->name = g_strdup (user);

  if (count < MAX_WARNINGS)
    {
      g_hash_table_insert (app->warnings, g_steal_pointer (&key), GINT_TO_POINTER (count));
      answer (self->message, "%s, please mind your words. Warning %d of %d.", self->name, count,
              MAX_WARNINGS);
      case_close (self);
      return;
    }

  g_hash_table_remove (app->warnings, key);
  trueconf_bot_remove_participant_from_chat_async (app->bot, chat, user, FALSE, NULL, on_removed, self);
}

static void
on_deleted (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Case *self = user_data;
  g_autoptr (GError) error = NULL;

  if (!trueconf_message_delete_finish (self->message, result, &error))
    answer (self->message, "I cannot remove messages here: %s", error->message);
  trueconf_message_lookup_author_name_async (self->message, NULL, on_name, self);
}

static gboolean
has_bad_word (App *app, const char *text)
{
  return app->bad_words != NULL && text != NULL && g_regex_match (app->bad_words, text, 0, NULL);
}

static gboolean
is_bad (TrueconfEvent *event, TrueconfContext *context, gpointer user_data)
{
  return has_bad_word (user_data, trueconf_message_get_plain_text (TRUECONF_MESSAGE (event)));
}

static void
on_bad_words (TrueconfEvent *event, TrueconfContext *context, gpointer user_data)
{
  Case *self = g_new0 (Case, 1);

  self->app = user_data;
  self->message = g_object_ref (TRUECONF_MESSAGE (event));
  self->context = g_object_ref (context);
  trueconf_context_hold (context);
  trueconf_message_delete_async (self->message, TRUE, NULL, on_deleted, self);
}

/* Nobody says who has edited a message. */
static void
on_edited (TrueconfEvent *event, TrueconfContext *context, gpointer user_data)
{
  App *app = user_data;
  TrueconfEditedMessage *edit = TRUECONF_EDITED_MESSAGE (event);

  if (has_bad_word (app, trueconf_text_content_get_plain_text (trueconf_edited_message_get_content (edit))))
    trueconf_bot_remove_message_async (app->bot, trueconf_edited_message_get_message_id (edit), TRUE, NULL,
                                       NULL, NULL);
}

/* ---- what administrators write */

static void
on_warnings (TrueconfEvent *event, TrueconfContext *context, gpointer user_data)
{
  App *app = user_data;
  TrueconfMessage *message = TRUECONF_MESSAGE (event);
  g_autofree char *start = g_strconcat (trueconf_message_get_chat_id (message), " ", NULL);
  g_autoptr (GString) text = g_string_new (NULL);
  GHashTableIter iter;
  gpointer key, count;

  g_hash_table_iter_init (&iter, app->warnings);
  while (g_hash_table_iter_next (&iter, &key, &count))
    if (g_str_has_prefix (key, start))
      g_string_append_printf (text, "%s%s: %d", text->len > 0 ? "\n" : "", (char *) key + strlen (start),
                              GPOINTER_TO_INT (count));

  answer (message, "%s", text->len > 0 ? text->str : "Nobody was warned.");
}

static void
on_pardon (TrueconfEvent *event, TrueconfContext *context, gpointer user_data)
{
  App *app = user_data;
  TrueconfMessage *message = TRUECONF_MESSAGE (event);
  const char *login = trueconf_command_get_string (trueconf_context_get_command (context), "login");
  g_autofree char *key = g_strconcat (trueconf_message_get_chat_id (message), " ", login, NULL);

  answer (message, g_hash_table_remove (app->warnings, key) ? "%s starts afresh." : "%s was not warned.",
          login);
}

static void
on_not_allowed (TrueconfEvent *event, TrueconfContext *context, gpointer user_data)
{
  answer (TRUECONF_MESSAGE (event), "Only administrators of the group can do this.");
}

/* ---- the program */

static TrueconfBot *
bot_from_environment (TrueconfDispatcher *dispatcher)
{
  const char *server = g_getenv ("SERVER");
  const char *port = g_getenv ("PORT");

  return g_object_new (TRUECONF_TYPE_BOT, "server", server != NULL ? server : "127.0.0.1", "port",
                       port != NULL ? atoi (port) : 0, "https", g_strcmp0 (g_getenv ("HTTPS"), "0") != 0,
                       "token", g_getenv ("TOKEN"), "username", g_getenv ("BOT_USER"), "password",
                       g_getenv ("BOT_PASSWORD"), "dispatcher", dispatcher, NULL);
}

static char **
get_words (const char *variable)
{
  const char *text = g_getenv (variable);
  g_auto (GStrv) words = g_strsplit (text != NULL ? text : "", ",", -1);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; words[i] != NULL; i++)
    if (*g_strstrip (words[i]) != '\0')
      g_strv_builder_add (builder, words[i]);

  return g_strv_builder_end (builder);
}

/* Whole words, of letters of any language. */
static GRegex *
make_regex (char **words)
{
  g_autoptr (GString) pattern = g_string_new (NULL);

  for (guint i = 0; words[i] != NULL; i++)
    {
      g_autofree char *escaped = g_regex_escape_string (words[i], -1);

      g_string_append_printf (pattern, "%s(?<![\\pL\\pN])%s(?![\\pL\\pN])", i > 0 ? "|" : "", escaped);
    }

  return pattern->len > 0 ? g_regex_new (pattern->str, G_REGEX_CASELESS, 0, NULL) : NULL;
}

static void
add_middlewares (TrueconfRouter *router)
{
  g_auto (GStrv) denied = get_words ("DENIED_USERS");
  g_autoptr (TrueconfAccessList) access = trueconf_access_list_new ();
  g_autoptr (TrueconfDeduplicator) deduplicator = trueconf_deduplicator_new ();
  g_autoptr (TrueconfThrottle) throttle = trueconf_throttle_new ();

  trueconf_access_list_set_denied_users (access, (const char *const *) denied);
  trueconf_deduplicator_set_interval (deduplicator, 5);
  trueconf_throttle_set_rate (throttle, 1);
  trueconf_throttle_set_burst (throttle, 5);
  trueconf_throttle_set_notice (throttle, "Slow down, please.");
  trueconf_router_add_outer_middleware (router, TRUECONF_MIDDLEWARE (access));
  trueconf_router_add_outer_middleware (router, TRUECONF_MIDDLEWARE (deduplicator));
  trueconf_router_add_outer_middleware (router, TRUECONF_MIDDLEWARE (throttle));
}

/* For administrators; everybody else is told that it is for them. */
static void
add_command (TrueconfRouter *router,
             const char *name,
             const char *parameters,
             TrueconfHandlerFunc func,
             App *app)
{
  static const TrueconfParticipantRole roles[] = { TRUECONF_PARTICIPANT_ROLE_OWNER,
                                                   TRUECONF_PARTICIPANT_ROLE_ADMIN };
  g_autoptr (TrueconfCommandFilter) plain = trueconf_command_filter_new (name);
  g_autoptr (TrueconfCommandFilter) described = trueconf_command_filter_new (name);
  g_autoptr (TrueconfFilter) is_admin = trueconf_filter_new_roles (roles, G_N_ELEMENTS (roles));
  TrueconfFilter *both[] = { TRUECONF_FILTER (described), is_admin };
  g_autoptr (TrueconfFilter) filter = trueconf_filter_new_and (both, G_N_ELEMENTS (both));
  g_autoptr (GError) error = NULL;

  if (!trueconf_command_filter_set_parameters (described, parameters, &error))
    g_error ("%s", error->message);
  trueconf_router_add_handler (router, TRUECONF_TYPE_MESSAGE, filter, func, app, NULL);
  trueconf_router_add_handler (router, TRUECONF_TYPE_MESSAGE, TRUECONF_FILTER (plain), on_not_allowed, NULL,
                               NULL);
}

int
main (void)
{
  g_auto (GStrv) words = get_words ("BAD_WORDS");
  g_autoptr (GRegex) regex = make_regex (words);
  g_autoptr (GHashTable) warnings = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (TrueconfDispatcher) dispatcher = trueconf_dispatcher_new ();
  g_autoptr (TrueconfBot) bot = bot_from_environment (dispatcher);
  App app = { bot, regex, warnings };
  g_autoptr (TrueconfFilter) bad = trueconf_filter_new_func (is_bad, &app, NULL);
  TrueconfRouter *router = TRUECONF_ROUTER (dispatcher);
  g_autoptr (TrueconfRouter) commands = trueconf_router_new ("commands");
  g_autoptr (GError) error = NULL;

  setlocale (LC_ALL, "");
  /* the handlers of the dispatcher come first, so bad words are found whoever writes them, and however often */
  trueconf_router_add_handler (router, TRUECONF_TYPE_MESSAGE, bad, on_bad_words, &app, NULL);
  trueconf_router_add_handler (router, TRUECONF_TYPE_EDITED_MESSAGE, NULL, on_edited, &app, NULL);
  add_middlewares (commands);
  add_command (commands, "warnings", NULL, on_warnings, &app);
  add_command (commands, "pardon", "login:user", on_pardon, &app);
  trueconf_router_include_router (router, commands);

  if (!trueconf_bot_run (bot, NULL, &error))
    g_printerr ("%s\n", error->message);

  return error != NULL;
}
