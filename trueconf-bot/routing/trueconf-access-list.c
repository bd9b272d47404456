/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "model/trueconf-event-private.h"
#include "model/trueconf-user-set-private.h"
#include "routing/trueconf-access-list.h"
#include "routing/trueconf-chat-cache-private.h"
#include "routing/trueconf-context-private.h"
#include "routing/trueconf-filter-private.h"
#include "routing/trueconf-recent-private.h"
#include "trueconf-protocol.h"
#include "trueconf-string-private.h"

/**
 * TrueconfAccessList:
 *
 * Lets the events of some users, chats and roles through, and blocks others.
 *
 * What is denied is blocked. If users or roles are allowed, others are blocked; if chats are allowed, other chats are
 * blocked. What the server does not tell is not allowed: events that do not say who has caused them, such as pressed buttons, are
 * blocked if there are lists of users or roles. An id without a server is that of a user of the bot's own server.
 *
 * The role of a user in a chat is asked of the server, and remembered. If that fails, the event is blocked, and the error goes to
 * the error handlers.
 *
 * Add it with [method@Router.add_outer_middleware].
 *
 * Since: 0.1
 */
struct _TrueconfAccessList
{
  TrueconfMiddleware parent_instance;

  GStrv allowed_users;
  GStrv denied_users;
  TrueconfUserSet *allowed_set; /* of these; NULL: there is no list */
  TrueconfUserSet *denied_set;
  GStrv allowed_chats;
  GStrv denied_chats;
  char *notice;
  guint allowed_roles; /* bits */
  guint denied_roles;
  TrueconfRecent *told;
};

G_DEFINE_FINAL_TYPE (TrueconfAccessList, trueconf_access_list, TRUECONF_TYPE_MIDDLEWARE)

typedef enum
{
  PROP_ALLOWED_USERS = 1,
  PROP_DENIED_USERS,
  PROP_ALLOWED_CHATS,
  PROP_DENIED_CHATS,
  PROP_NOTICE,
} TrueconfAccessListProperty;

static GParamSpec *properties[PROP_NOTICE + 1];

static void
trueconf_access_list_finalize (GObject *object)
{
  TrueconfAccessList *self = TRUECONF_ACCESS_LIST (object);

  g_strfreev (self->allowed_users);
  g_strfreev (self->denied_users);
  g_clear_pointer (&self->allowed_set, trueconf_user_set_free);
  g_clear_pointer (&self->denied_set, trueconf_user_set_free);
  g_strfreev (self->allowed_chats);
  g_strfreev (self->denied_chats);
  g_free (self->notice);
  trueconf_recent_free (self->told);

  G_OBJECT_CLASS (trueconf_access_list_parent_class)->finalize (object);
}

static void
trueconf_access_list_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  TrueconfAccessList *self = TRUECONF_ACCESS_LIST (object);

  switch ((TrueconfAccessListProperty) prop_id)
    {
    case PROP_ALLOWED_USERS:
      g_value_set_boxed (value, trueconf_access_list_get_allowed_users (self));
      break;

    case PROP_DENIED_USERS:
      g_value_set_boxed (value, trueconf_access_list_get_denied_users (self));
      break;

    case PROP_ALLOWED_CHATS:
      g_value_set_boxed (value, trueconf_access_list_get_allowed_chats (self));
      break;

    case PROP_DENIED_CHATS:
      g_value_set_boxed (value, trueconf_access_list_get_denied_chats (self));
      break;

    case PROP_NOTICE:
      g_value_set_string (value, trueconf_access_list_get_notice (self));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
      break;
    }
}

static void
trueconf_access_list_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  TrueconfAccessList *self = TRUECONF_ACCESS_LIST (object);

  switch ((TrueconfAccessListProperty) prop_id)
    {
    case PROP_ALLOWED_USERS:
      trueconf_access_list_set_allowed_users (self, g_value_get_boxed (value));
      break;

    case PROP_DENIED_USERS:
      trueconf_access_list_set_denied_users (self, g_value_get_boxed (value));
      break;

    case PROP_ALLOWED_CHATS:
      trueconf_access_list_set_allowed_chats (self, g_value_get_boxed (value));
      break;

    case PROP_DENIED_CHATS:
      trueconf_access_list_set_denied_chats (self, g_value_get_boxed (value));
      break;

    case PROP_NOTICE:
      trueconf_access_list_set_notice (self, g_value_get_string (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
      break;
    }
}

static gboolean
has_user (TrueconfUserSet *users, const char *user, const char *bot)
{
  return users != NULL && trueconf_user_set_contains (users, user, bot);
}

static void
deny (TrueconfAccessList *self, TrueconfEvent *event)
{
  g_autofree char *key = trueconf_recent_make_key (event, FALSE);
  gboolean is_new;

  if (key == NULL || self->notice == NULL || trueconf_recent_is_own (event) || !TRUECONF_IS_MESSAGE (event))
    return;

  trueconf_recent_get (self->told, key, &is_new);
  if (is_new)
    trueconf_recent_send_notice (event, self->notice);
}

static void
decide (TrueconfAccessList *self, TrueconfEvent *event, TrueconfNext *next, int role)
{
  guint bit = 1u << role;
  gboolean has_list = self->allowed_users != NULL || self->allowed_roles != 0;
  gboolean allowed =
      (self->allowed_roles & bit) != 0 ||
      has_user (self->allowed_set, trueconf_event_get_actor_id (event), trueconf_event_get_bot_id (event));

  if ((self->denied_roles & bit) == 0 && (allowed || !has_list))
    trueconf_next_run (next);
  else
    deny (self, event);
}

typedef struct
{
  TrueconfAccessList *self;
  TrueconfNext *next;
} Question;

static void
asked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TrueconfEvent *event = TRUECONF_EVENT (source);
  Question *question = user_data;
  g_autoptr (GError) error = NULL;
  int role = trueconf_chat_cache_ask_finish (event, result, &error);

  if (error != NULL)
    trueconf_next_fail (question->next, error);
  else
    decide (question->self, event, question->next, role);

  g_object_unref (question->next);
  g_object_unref (question->self);
  g_free (question);
}

static void
trueconf_access_list_process (TrueconfMiddleware *middleware,
                              TrueconfEvent *event,
                              TrueconfContext *context,
                              TrueconfNext *next)
{
  TrueconfAccessList *self = TRUECONF_ACCESS_LIST (middleware);
  const char *user = trueconf_event_get_actor_id (event);
  const char *chat = trueconf_event_get_chat_key (event);
  const char *bot = trueconf_event_get_bot_id (event);
  gboolean needs_user = self->allowed_users != NULL || self->denied_users != NULL ||
                        self->allowed_roles != 0 || self->denied_roles != 0;
  int role;

  if ((self->allowed_chats != NULL &&
       (chat == NULL || !g_strv_contains ((const char *const *) self->allowed_chats, chat))) ||
      (self->denied_chats != NULL && chat != NULL &&
       g_strv_contains ((const char *const *) self->denied_chats, chat)) ||
      (user == NULL && needs_user) || (user != NULL && has_user (self->denied_set, user, bot)))
    {
      deny (self, event);
      return;
    }

  if (self->denied_roles == 0 && (self->allowed_roles == 0 || has_user (self->allowed_set, user, bot)))
    {
      if (self->allowed_users == NULL || has_user (self->allowed_set, user, bot))
        trueconf_next_run (next);
      else
        deny (self, event);
      return;
    }

  if (chat == NULL)
    {
      deny (self, event);
    }
  else if (trueconf_chat_cache_look_up (event, chat, user, &role))
    {
      decide (self, event, next, role);
    }
  else
    {
      Question *question = g_new0 (Question, 1);

      question->self = g_object_ref (self);
      question->next = g_object_ref (next);
      trueconf_chat_cache_ask_async (event, chat, user, trueconf_context_get_cancellable (context), asked_cb,
                                     question);
    }
}

static void
trueconf_access_list_class_init (TrueconfAccessListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->finalize = trueconf_access_list_finalize;
  object_class->get_property = trueconf_access_list_get_property;
  object_class->set_property = trueconf_access_list_set_property;
  TRUECONF_MIDDLEWARE_CLASS (klass)->process = trueconf_access_list_process;

  /**
   * TrueconfAccessList:allowed-users: (getter get_allowed_users) (setter set_allowed_users)
   *
   * The ids of users who are allowed, or `NULL` for no such list.
   *
   * Since: 0.1
   */
  properties[PROP_ALLOWED_USERS] = g_param_spec_boxed ("allowed-users", NULL, NULL, G_TYPE_STRV, flags);

  /**
   * TrueconfAccessList:denied-users: (getter get_denied_users) (setter set_denied_users)
   *
   * The ids of users who are denied.
   *
   * Since: 0.1
   */
  properties[PROP_DENIED_USERS] = g_param_spec_boxed ("denied-users", NULL, NULL, G_TYPE_STRV, flags);

  /**
   * TrueconfAccessList:allowed-chats: (getter get_allowed_chats) (setter set_allowed_chats)
   *
   * The ids of chats that are allowed, or `NULL` for all.
   *
   * Since: 0.1
   */
  properties[PROP_ALLOWED_CHATS] = g_param_spec_boxed ("allowed-chats", NULL, NULL, G_TYPE_STRV, flags);

  /**
   * TrueconfAccessList:denied-chats: (getter get_denied_chats) (setter set_denied_chats)
   *
   * The ids of chats that are denied.
   *
   * Since: 0.1
   */
  properties[PROP_DENIED_CHATS] = g_param_spec_boxed ("denied-chats", NULL, NULL, G_TYPE_STRV, flags);

  /**
   * TrueconfAccessList:notice: (getter get_notice) (setter set_notice)
   *
   * What the first message of a user that is blocked is answered, or `NULL` for nothing.
   *
   * Since: 0.1
   */
  properties[PROP_NOTICE] = g_param_spec_string ("notice", NULL, NULL, NULL, flags);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
trueconf_access_list_init (TrueconfAccessList *self)
{
  self->told = trueconf_recent_new (sizeof (gboolean));
}

/**
 * trueconf_access_list_new:
 *
 * Creates an access list that lets everything through.
 *
 * Returns: (transfer full): a middleware
 *
 * Since: 0.1
 */
TrueconfAccessList *
trueconf_access_list_new (void)
{
  return g_object_new (TRUECONF_TYPE_ACCESS_LIST, NULL);
}

/**
 * trueconf_access_list_get_allowed_users: (get-property allowed-users)
 * @self: a middleware
 *
 * Gets [property@AccessList:allowed-users].
 *
 * Returns: (transfer none) (nullable) (array zero-terminated=1): the value
 *
 * Since: 0.1
 */
const char *const *
trueconf_access_list_get_allowed_users (TrueconfAccessList *self)
{
  g_return_val_if_fail (TRUECONF_IS_ACCESS_LIST (self), NULL);

  return (const char *const *) self->allowed_users;
}

/**
 * trueconf_access_list_set_allowed_users: (set-property allowed-users)
 * @self: a middleware
 * @allowed_users: (nullable) (array zero-terminated=1): the value
 *
 * Sets [property@AccessList:allowed-users].
 *
 * Since: 0.1
 */
void
trueconf_access_list_set_allowed_users (TrueconfAccessList *self, const char *const *allowed_users)
{
  GStrv copy;

  g_return_if_fail (TRUECONF_IS_ACCESS_LIST (self));

  copy = g_strdupv ((GStrv) allowed_users);
  g_strfreev (self->allowed_users);
  self->allowed_users = copy;
  g_clear_pointer (&self->allowed_set, trueconf_user_set_free);
  if (copy != NULL)
    self->allowed_set = trueconf_user_set_new ((const char *const *) copy);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ALLOWED_USERS]);
}

/**
 * trueconf_access_list_get_denied_users: (get-property denied-users)
 * @self: a middleware
 *
 * Gets [property@AccessList:denied-users].
 *
 * Returns: (transfer none) (nullable) (array zero-terminated=1): the value
 *
 * Since: 0.1
 */
const char *const *
trueconf_access_list_get_denied_users (TrueconfAccessList *self)
{
  g_return_val_if_fail (TRUECONF_IS_ACCESS_LIST (self), NULL);

  return (const char *const *) self->denied_users;
}

/**
 * trueconf_access_list_set_denied_users: (set-property denied-users)
 * @self: a middleware
 * @denied_users: (nullable) (array zero-terminated=1): the value
 *
 * Sets [property@AccessList:denied-users].
 *
 * Since: 0.1
 */
void
trueconf_access_list_set_denied_users (TrueconfAccessList *self, const char *const *denied_users)
{
  GStrv copy;

  g_return_if_fail (TRUECONF_IS_ACCESS_LIST (self));

  copy = g_strdupv ((GStrv) denied_users);
  g_strfreev (self->denied_users);
  self->denied_users = copy;
  g_clear_pointer (&self->denied_set, trueconf_user_set_free);
  if (copy != NULL)
    self->denied_set = trueconf_user_set_new ((const char *const *) copy);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DENIED_USERS]);
}

/**
 * trueconf_access_list_get_allowed_chats: (get-property allowed-chats)
 * @self: a middleware
 *
 * Gets [property@AccessList:allowed-chats].
 *
 * Returns: (transfer none) (nullable) (array zero-terminated=1): the value
 *
 * Since: 0.1
 */
const char *const *
trueconf_access_list_get_allowed_chats (TrueconfAccessList *self)
{
  g_return_val_if_fail (TRUECONF_IS_ACCESS_LIST (self), NULL);

  return (const char *const *) self->allowed_chats;
}

/**
 * trueconf_access_list_set_allowed_chats: (set-property allowed-chats)
 * @self: a middleware
 * @allowed_chats: (nullable) (array zero-terminated=1): the value
 *
 * Sets [property@AccessList:allowed-chats].
 *
 * Since: 0.1
 */
void
trueconf_access_list_set_allowed_chats (TrueconfAccessList *self, const char *const *allowed_chats)
{
  GStrv copy;

  g_return_if_fail (TRUECONF_IS_ACCESS_LIST (self));

  copy = g_strdupv ((GStrv) allowed_chats);
  g_strfreev (self->allowed_chats);
  self->allowed_chats = copy;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ALLOWED_CHATS]);
}

/**
 * trueconf_access_list_get_denied_chats: (get-property denied-chats)
 * @self: a middleware
 *
 * Gets [property@AccessList:denied-chats].
 *
 * Returns: (transfer none) (nullable) (array zero-terminated=1): the value
 *
 * Since: 0.1
 */
const char *const *
trueconf_access_list_get_denied_chats (TrueconfAccessList *self)
{
  g_return_val_if_fail (TRUECONF_IS_ACCESS_LIST (self), NULL);

  return (const char *const *) self->denied_chats;
}

/**
 * trueconf_access_list_set_denied_chats: (set-property denied-chats)
 * @self: a middleware
 * @denied_chats: (nullable) (array zero-terminated=1): the value
 *
 * Sets [property@AccessList:denied-chats].
 *
 * Since: 0.1
 */
void
trueconf_access_list_set_denied_chats (TrueconfAccessList *self, const char *const *denied_chats)
{
  GStrv copy;

  g_return_if_fail (TRUECONF_IS_ACCESS_LIST (self));

  copy = g_strdupv ((GStrv) denied_chats);
  g_strfreev (self->denied_chats);
  self->denied_chats = copy;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DENIED_CHATS]);
}

/**
 * trueconf_access_list_get_notice: (get-property notice)
 * @self: a middleware
 *
 * Gets [property@AccessList:notice].
 *
 * Returns: (nullable): the value
 *
 * Since: 0.1
 */
const char *
trueconf_access_list_get_notice (TrueconfAccessList *self)
{
  g_return_val_if_fail (TRUECONF_IS_ACCESS_LIST (self), NULL);

  return self->notice;
}

/**
 * trueconf_access_list_set_notice: (set-property notice)
 * @self: a middleware
 * @notice: (nullable): the value
 *
 * Sets [property@AccessList:notice].
 *
 * Since: 0.1
 */
void
trueconf_access_list_set_notice (TrueconfAccessList *self, const char *notice)
{
  g_return_if_fail (TRUECONF_IS_ACCESS_LIST (self));

  if (trueconf_set_string (&self->notice, notice))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NOTICE]);
}

/**
 * trueconf_access_list_allow_role:
 * @self: a middleware
 * @role: a role
 *
 * Allows users who have a role in the chat.
 *
 * Since: 0.1
 */
void
trueconf_access_list_allow_role (TrueconfAccessList *self, TrueconfParticipantRole role)
{
  g_return_if_fail (TRUECONF_IS_ACCESS_LIST (self));
  g_return_if_fail ((int) role >= 0 && (int) role < 32);

  self->allowed_roles |= 1u << role;
}

/**
 * trueconf_access_list_deny_role:
 * @self: a middleware
 * @role: a role
 *
 * Denies users who have a role in the chat.
 *
 * Since: 0.1
 */
void
trueconf_access_list_deny_role (TrueconfAccessList *self, TrueconfParticipantRole role)
{
  g_return_if_fail (TRUECONF_IS_ACCESS_LIST (self));
  g_return_if_fail ((int) role >= 0 && (int) role < 32);

  self->denied_roles |= 1u << role;
}
