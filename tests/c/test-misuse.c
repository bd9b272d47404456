/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Numbers that a property or a function does not take are mistakes of the caller. They are said, change nothing, and
 * never end the process, before an object was disposed and afterwards. */

#include <dlfcn.h>
#include <math.h>
#include <string.h>

#include "tc-bot.h"

/* Numbers that no enumeration of the library lists, then UNKNOWN. */
static const int enum_numbers[] = { -1, 99, G_MAXINT, G_MININT, 0 };

static GObject *
make (GType type)
{
  return g_object_new (type, NULL);
}

static GType *
list_types (void)
{
  const GType types[] = {
    TRUECONF_TYPE_BOT,        TRUECONF_TYPE_BUTTON, TRUECONF_TYPE_DISPATCHER,       TRUECONF_TYPE_DRAFT,
    TRUECONF_TYPE_INPUT_FILE, TRUECONF_TYPE_ROUTER, TRUECONF_TYPE_SERVICE_NOTIFIER, G_TYPE_INVALID,
  };

  return g_memdup2 (types, sizeof types);
}

static gboolean
is_number (GParamSpec *pspec)
{
  switch (G_TYPE_FUNDAMENTAL (pspec->value_type))
    {
    case G_TYPE_ENUM:
    case G_TYPE_INT:
    case G_TYPE_UINT:
    case G_TYPE_INT64:
    case G_TYPE_UINT64:
    case G_TYPE_DOUBLE:
      return TRUE;
    default:
      return FALSE;
    }
}

static void
add (GArray *values, GType type, double number)
{
  GValue value = G_VALUE_INIT;

  g_value_init (&value, type);
  if (G_TYPE_FUNDAMENTAL (type) == G_TYPE_DOUBLE)
    g_value_set_double (&value, number);
  else
    g_value_set_enum (&value, (int) number);
  g_array_append_val (values, value);
}

static void
add_integer (GArray *values, GType type, gint64 number)
{
  GValue from = G_VALUE_INIT;
  GValue value = G_VALUE_INIT;

  /* wraps around where the type is narrower, as it does for a caller */
  g_value_init (&from, G_TYPE_INT64);
  g_value_set_int64 (&from, number);
  g_value_init (&value, type);
  g_assert_true (g_value_transform (&from, &value));
  g_array_append_val (values, value);
}

static void
unset (gpointer value)
{
  g_value_unset (value);
}

/* What lies just outside of the range, and what is no number at all. */
static GArray *
list_wrong (GParamSpec *pspec)
{
  GArray *values = g_array_new (FALSE, FALSE, sizeof (GValue));
  GType type = pspec->value_type;

  g_array_set_clear_func (values, unset);
  if (G_IS_PARAM_SPEC_ENUM (pspec))
    for (guint i = 0; i < G_N_ELEMENTS (enum_numbers); i++)
      add (values, type, enum_numbers[i]);
  else if (G_IS_PARAM_SPEC_DOUBLE (pspec))
    {
      const double numbers[] = { G_PARAM_SPEC_DOUBLE (pspec)->minimum - 1,
                                 G_PARAM_SPEC_DOUBLE (pspec)->maximum + 1,
                                 (double) NAN,
                                 (double) INFINITY,
                                 (double) -INFINITY,
                                 G_MAXDOUBLE,
                                 -G_MAXDOUBLE };

      for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
        add (values, type, numbers[i]);
    }
  else if (G_IS_PARAM_SPEC_INT (pspec))
    {
      add_integer (values, type, (gint64) G_PARAM_SPEC_INT (pspec)->minimum - 1);
      add_integer (values, type, (gint64) G_PARAM_SPEC_INT (pspec)->maximum + 1);
    }
  else if (G_IS_PARAM_SPEC_UINT (pspec))
    {
      add_integer (values, type, (gint64) G_PARAM_SPEC_UINT (pspec)->minimum - 1);
      add_integer (values, type, (gint64) G_PARAM_SPEC_UINT (pspec)->maximum + 1);
    }
  else if (G_IS_PARAM_SPEC_INT64 (pspec))
    {
      add_integer (values, type, (gint64) ((guint64) G_PARAM_SPEC_INT64 (pspec)->minimum - 1));
      add_integer (values, type, (gint64) ((guint64) G_PARAM_SPEC_INT64 (pspec)->maximum + 1));
    }
  else
    {
      add_integer (values, type, (gint64) (G_PARAM_SPEC_UINT64 (pspec)->minimum - 1));
      add_integer (values, type, (gint64) (G_PARAM_SPEC_UINT64 (pspec)->maximum + 1));
    }

  return values;
}

/* “TrueconfBot” and “ws-max-delay” make trueconf_bot_set_ws_max_delay. */
static gpointer
find_setter (GParamSpec *pspec)
{
  GString *name = g_string_new (NULL);
  gpointer setter;

  for (const char *c = g_type_name (pspec->owner_type); *c != '\0'; c++)
    {
      if (g_ascii_isupper (*c) && name->len > 0)
        g_string_append_c (name, '_');
      g_string_append_c (name, g_ascii_tolower (*c));
    }
  g_string_append_printf (name, "_set_%s", pspec->name);
  g_strdelimit (name->str, "-", '_');
  setter = dlsym (RTLD_DEFAULT, name->str);
  g_string_free (name, TRUE);

  return setter;
}

static void
call_setter (gpointer setter, GObject *object, const GValue *value)
{
  switch (G_TYPE_FUNDAMENTAL (G_VALUE_TYPE (value)))
    {
    case G_TYPE_ENUM:
      ((void (*) (gpointer, int)) setter) (object, g_value_get_enum (value));
      break;
    case G_TYPE_INT:
      ((void (*) (gpointer, int)) setter) (object, g_value_get_int (value));
      break;
    case G_TYPE_UINT:
      ((void (*) (gpointer, guint)) setter) (object, g_value_get_uint (value));
      break;
    case G_TYPE_INT64:
      ((void (*) (gpointer, gint64)) setter) (object, g_value_get_int64 (value));
      break;
    case G_TYPE_UINT64:
      ((void (*) (gpointer, guint64)) setter) (object, g_value_get_uint64 (value));
      break;
    case G_TYPE_DOUBLE:
      ((void (*) (gpointer, double)) setter) (object, g_value_get_double (value));
      break;
    default:
      g_assert_not_reached ();
    }
}

static gboolean
is_allowed (GParamSpec *pspec, const GValue *value)
{
  g_auto (GValue) copy = G_VALUE_INIT;

  g_value_init (&copy, G_VALUE_TYPE (value));
  g_value_copy (value, &copy);
  return !g_param_value_validate (pspec, &copy);
}

/* Sets a property, by its setter when there is one. It is refused aloud, or taken when its range has it. */
static void
set (GObject *object, GParamSpec *pspec, gpointer setter, const GValue *value, gboolean disposed)
{
  g_auto (GValue) before = G_VALUE_INIT;
  g_auto (GValue) after = G_VALUE_INIT;
  g_autoptr (GPtrArray) log = NULL;
  g_autofree char *text = g_strdup_value_contents (value);

  g_test_message ("%s:%s = %s%s%s", G_OBJECT_TYPE_NAME (object), pspec->name, text,
                  setter != NULL ? " by its setter" : "", disposed ? ", disposed" : "");
  g_object_get_property (object, pspec->name, &before);
  tc_log_begin ();
  if (setter != NULL)
    call_setter (setter, object, value);
  else
    g_object_set_property (object, pspec->name, value);
  log = tc_log_end ();
  g_object_get_property (object, pspec->name, &after);

  g_assert_true (is_allowed (pspec, &after));
  if (log->len > 0)
    g_assert_cmpint (g_param_values_cmp (pspec, &before, &after), ==, 0);
  else if (!disposed)
    {
      g_assert_true (is_allowed (pspec, value));
      g_assert_cmpint (g_param_values_cmp (pspec, value, &after), ==, 0);
    }
  if (g_param_values_cmp (pspec, &before, &after) != 0)
    g_object_set_property (object, pspec->name, &before);
}

static void
check_object (GObject *object, gboolean disposed)
{
  guint n;
  g_autofree GParamSpec **properties = g_object_class_list_properties (G_OBJECT_GET_CLASS (object), &n);

  for (guint i = 0; i < n; i++)
    {
      const GParamFlags needed = G_PARAM_READABLE | G_PARAM_WRITABLE;
      gpointer setter = find_setter (properties[i]);
      g_autoptr (GArray) values = NULL;

      if (!is_number (properties[i]) || (properties[i]->flags & needed) != needed)
        continue;
      if (properties[i]->flags & G_PARAM_CONSTRUCT_ONLY)
        continue;
      g_assert_nonnull (setter);
      values = list_wrong (properties[i]);
      for (guint j = 0; j < values->len; j++)
        {
          set (object, properties[i], NULL, &g_array_index (values, GValue, j), disposed);
          set (object, properties[i], setter, &g_array_index (values, GValue, j), disposed);
        }
    }
}

static void
test_properties (void)
{
  g_autofree GType *types = list_types ();

  for (guint i = 0; types[i] != G_TYPE_INVALID; i++)
    {
      g_autoptr (GObject) object = make (types[i]);

      check_object (object, FALSE);
      g_object_run_dispose (object);
      check_object (object, TRUE);
    }
}

/* The same when the object is made. */
static void
test_construction (void)
{
  g_autofree GType *types = list_types ();

  for (guint i = 0; types[i] != G_TYPE_INVALID; i++)
    {
      g_autoptr (GTypeClass) klass = g_type_class_ref (types[i]);
      guint n;
      g_autofree GParamSpec **properties = g_object_class_list_properties (G_OBJECT_CLASS (klass), &n);

      for (guint j = 0; j < n; j++)
        {
          g_autoptr (GArray) values = NULL;

          if (!is_number (properties[j]) || !(properties[j]->flags & G_PARAM_WRITABLE))
            continue;
          values = list_wrong (properties[j]);
          for (guint k = 0; k < values->len; k++)
            {
              const GValue *value = &g_array_index (values, GValue, k);
              g_autoptr (GPtrArray) log = NULL;
              g_autoptr (GObject) object = NULL;
              g_auto (GValue) after = G_VALUE_INIT;

              tc_log_begin ();
              object = g_object_new_with_properties (types[i], 1, &properties[j]->name, value);
              log = tc_log_end ();
              g_assert_nonnull (object);
              g_object_get_property (object, properties[j]->name, &after);
              g_assert_true (is_allowed (properties[j], &after));
              g_assert_true (log->len > 0 || is_allowed (properties[j], value));
            }
        }
    }
}

/* Every class of which properties can be written is in the list. */
static void
check_types (GType parent, const GType *types)
{
  g_autofree GType *children = g_type_children (parent, NULL);

  for (guint i = 0; children[i] != G_TYPE_INVALID; i++)
    {
      g_autoptr (GTypeClass) klass = g_type_class_ref (children[i]);
      guint n;
      g_autofree GParamSpec **properties = g_object_class_list_properties (G_OBJECT_CLASS (klass), &n);
      guint listed = 0;

      check_types (children[i], types);
      while (types[listed] != G_TYPE_INVALID && types[listed] != children[i])
        listed++;
      if (!g_str_has_prefix (g_type_name (children[i]), "Trueconf") || types[listed] == children[i])
        continue;
      for (guint j = 0; j < n; j++)
        if (properties[j]->flags & G_PARAM_WRITABLE && is_number (properties[j]))
          g_error ("%s is to be listed in this test", g_type_name (children[i]));
    }
}

static void
test_types (void)
{
  g_autofree GType *types = list_types ();

  for (guint i = 0; types[i] != G_TYPE_INVALID; i++)
    g_type_class_unref (g_type_class_ref (types[i]));
  check_types (G_TYPE_OBJECT, types);
}

/* Every enumeration begins with what stands for anything that it does not list; codes of errors are others' numbers. */
static void
test_enumerations (void)
{
  const GType types[] = {
    TRUECONF_TYPE_ACK_POLICY,       TRUECONF_TYPE_AUTHOR_TYPE,      TRUECONF_TYPE_BUTTON_STYLE,
    TRUECONF_TYPE_CHAT_ACTIVITY,    TRUECONF_TYPE_CHAT_TYPE,        TRUECONF_TYPE_COMMAND_ANSWER,
    TRUECONF_TYPE_COMMAND_LEVEL,    TRUECONF_TYPE_COMMAND_STATUS,   TRUECONF_TYPE_COMMAND_VISIBILITY,
    TRUECONF_TYPE_DRAFT_KIND,       TRUECONF_TYPE_EVENT_TYPE,       TRUECONF_TYPE_ORDERING,
    TRUECONF_TYPE_PARTICIPANT_ROLE, TRUECONF_TYPE_PARSE_MODE,       TRUECONF_TYPE_RESEND_POLICY,
    TRUECONF_TYPE_BUTTON_TYPE,      TRUECONF_TYPE_FILE_READY_STATE, TRUECONF_TYPE_EXTENSION_MODE,
    TRUECONF_TYPE_MESSAGE_TYPE,     TRUECONF_TYPE_STATUS,           TRUECONF_TYPE_SURVEY_TYPE,
  };
  static const struct
  {
    int code;
    const char *nick;
  } errors[] = {
    { TRUECONF_ERROR_NOT_CONNECTED, "not-connected" },
    { TRUECONF_ERROR_SERVER_TOO_OLD, "server-too-old" },
  };
  g_autoptr (GEnumClass) error_class = g_type_class_ref (TRUECONF_TYPE_ERROR);
  g_autoptr (GEnumClass) api_class = g_type_class_ref (TRUECONF_TYPE_API_ERROR);

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      g_autoptr (GEnumClass) klass = g_type_class_ref (types[i]);

      g_assert_cmpstr (g_enum_get_value (klass, 0)->value_nick, ==, "unknown");
      g_assert_null (g_enum_get_value (klass, -1));
      g_assert_null (g_enum_get_value (klass, 99));
    }
  for (guint i = 0; i < G_N_ELEMENTS (errors); i++)
    g_assert_cmpstr (g_enum_get_value (error_class, errors[i].code)->value_nick, ==, errors[i].nick);
  g_assert_cmpstr (g_enum_get_value (api_class, TRUECONF_API_ERROR_CHAT_NOT_FOUND)->value_nick, ==,
                   "chat-not-found");
}

typedef struct
{
  TrueconfBot *bot;
  TrueconfMessage *message;
  TrueconfCallbackQuery *query;
} MisuseScene;

/* It is refused aloud and calls nothing back, or it ends in its callback. */
#define END(unlisted, function, ...)                                                                         \
  G_STMT_START                                                                                               \
  {                                                                                                          \
    g_autoptr (GAsyncResult) result = NULL;                                                                  \
    g_autoptr (GPtrArray) log = NULL;                                                                        \
                                                                                                             \
    g_test_message ("%s: %d", #function, i);                                                                 \
    tc_log_begin ();                                                                                         \
    function (__VA_ARGS__, NULL, tc_store_result, &result);                                                  \
    log = tc_log_end ();                                                                                     \
    if (log->len == 0)                                                                                       \
      TC_WAIT (result != NULL);                                                                              \
    g_assert_true (log->len > 0 || !(unlisted));                                                             \
    tc_drain ();                                                                                             \
    g_assert_true (log->len == 0 || result == NULL);                                                         \
  }                                                                                                          \
  G_STMT_END

static void
call_with (MisuseScene *scene, int i)
{
  gboolean unlisted = i != 0;
  const TrueconfParseMode mode = (TrueconfParseMode) i;
  const TrueconfSurveyType survey = (TrueconfSurveyType) i;

  END (unlisted, trueconf_bot_send_message_async, scene->bot, "chat", "text", mode, NULL);
  END (unlisted, trueconf_bot_edit_message_async, scene->bot, "id", "text", mode);
  END (unlisted, trueconf_bot_send_survey_async, scene->bot, "chat", "title", "id", survey, NULL);
  END (unlisted, trueconf_bot_edit_survey_async, scene->bot, "id", "title", "id", survey);
  END (unlisted, trueconf_bot_send_chat_activity_async, scene->bot, "chat", (TrueconfChatActivity) i);
  END (unlisted, trueconf_bot_change_participant_role_async, scene->bot, "chat", "nora",
       (TrueconfParticipantRole) i);
  END (unlisted, trueconf_message_answer_async, scene->message, "text", mode);
  END (unlisted, trueconf_message_reply_async, scene->message, "text", mode);
  END (unlisted, trueconf_callback_query_edit_message_async, scene->query, "text", mode);

  END (FALSE, trueconf_bot_get_chats_async, scene->bot, (guint) i, 1);
  END (FALSE, trueconf_bot_get_chats_async, scene->bot, 10, (guint) i);
  END (FALSE, trueconf_bot_get_chat_participants_async, scene->bot, "chat", (guint) i, 1);
  END (FALSE, trueconf_bot_get_chat_participants_async, scene->bot, "chat", 10, (guint) i);
  END (FALSE, trueconf_bot_get_chat_history_async, scene->bot, "chat", (guint) i, NULL);
}

/* What takes an enumeration or a number and is not a setter. */
static void
test_functions (void)
{
  MisuseScene scene = { trueconf_bot_new ("127.0.0.1", "a.b.c"), g_object_new (TRUECONF_TYPE_MESSAGE, NULL),
                        g_object_new (TRUECONF_TYPE_CALLBACK_QUERY, NULL) };

  /* what is not refused fails at once */
  trueconf_bot_set_offline_timeout (scene.bot, 0);
  for (guint i = 0; i < G_N_ELEMENTS (enum_numbers); i++)
    call_with (&scene, enum_numbers[i]);
  g_object_run_dispose (G_OBJECT (scene.bot));
  g_object_run_dispose (G_OBJECT (scene.message));
  g_object_run_dispose (G_OBJECT (scene.query));
  for (guint i = 0; i < G_N_ELEMENTS (enum_numbers); i++)
    call_with (&scene, enum_numbers[i]);
  g_object_unref (scene.message);
  g_object_unref (scene.query);
  tc_assert_gone (scene.bot);
}

static void
test_constructors (void)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static ("x", 1);
  g_autoptr (TrueconfInputFile) file = trueconf_input_file_new_for_bytes (bytes, "x.txt");
  g_autoptr (TrueconfRouter) router = trueconf_router_new (NULL);
  g_autoptr (TrueconfKeyboard) keyboard = trueconf_keyboard_new ();
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (enum_numbers); i++)
    {
      const TrueconfParseMode mode = (TrueconfParseMode) enum_numbers[i];
      g_autoptr (TrueconfDraft) text = NULL;
      g_autoptr (TrueconfDraft) photo = NULL;
      g_autoptr (TrueconfDraft) document = NULL;
      g_autoptr (GPtrArray) log = NULL;

      tc_log_begin ();
      text = trueconf_draft_new_text ("x", mode);
      photo = trueconf_draft_new_photo (file, "x", mode);
      document = trueconf_draft_new_document (file, "x", mode);
      log = tc_log_end ();
      if (log->len > 0)
        g_assert_true (text == NULL && photo == NULL && document == NULL);
      else
        g_assert_cmpint (enum_numbers[i], ==, TRUECONF_PARSE_MODE_UNKNOWN);
    }

  g_assert_nonnull (trueconf_check_version (G_MAXUINT, G_MAXUINT, G_MAXUINT));
  g_assert_nonnull (trueconf_check_version (0, G_MAXUINT, 0));
  {
    g_autoptr (GPtrArray) log = NULL;

    tc_log_begin ();
    trueconf_router_remove_handler (router, 0);
    trueconf_router_remove_handler (router, 99);
    trueconf_router_remove_handler (router, G_MAXUINT);
    trueconf_keyboard_add_row (keyboard, NULL, 0, &error);
    log = tc_log_end ();
    g_assert_cmpint (g_list_model_get_n_items (G_LIST_MODEL (keyboard)), ==, 0);
  }
}

int
main (int argc, char **argv)
{
  tc_init (&argc, &argv);
  /* what is said aloud is what this is about */
  g_log_set_always_fatal (G_LOG_FATAL_MASK);

  g_test_add_func ("/misuse/properties", test_properties);
  g_test_add_func ("/misuse/construction", test_construction);
  g_test_add_func ("/misuse/enumerations", test_enumerations);
  g_test_add_func ("/misuse/functions", test_functions);
  g_test_add_func ("/misuse/constructors", test_constructors);
  g_test_add_func ("/misuse/types", test_types);

  return g_test_run ();
}
