/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "speak/sandbox-methods-chat.h"

#include "base/sandbox-json.h"
#include "speak/sandbox-envelope.h"

#define MAX_TITLE 256

void
sandbox_handle_create_p2p_chat (const SandboxRequest *request)
{
  SandboxActor actor = sandbox_request_actor (request);
  SandboxUser *user = sandbox_request_user (request);

  if (user == NULL)
    return;
  if (user != actor.user)
    sandbox_request_answer_chat (request, sandbox_act_open_p2p (&actor, user));
  /* the real server does not answer a request for a chat with oneself */
  else if (sandbox_faults_happens (request->connection->hub->faults, SANDBOX_FAULT_P2P_SELF_ANSWER,
                                   user->login))
    sandbox_request_fail (request, SANDBOX_ERROR_ACCESS_DENIED);
}

void
sandbox_handle_create_favorites_chat (const SandboxRequest *request)
{
  SandboxActor actor = sandbox_request_actor (request);

  sandbox_request_answer_chat (request, sandbox_act_open_favorites (&actor));
}

static gboolean
is_title (const char *title)
{
  return title != NULL && *title != '\0' && g_utf8_strlen (title, -1) <= MAX_TITLE;
}

static void
create_chat (const SandboxRequest *request, SandboxChatType type)
{
  SandboxActor actor = sandbox_request_actor (request);
  const char *title = sandbox_json_string (request->payload, "title");

  /* the documentation calls it "name" */
  if (title == NULL && !sandbox_json_present (request->payload, "title"))
    title = sandbox_json_string (request->payload, "name");
  if (is_title (title))
    sandbox_request_answer_chat (request, sandbox_act_create_chat (&actor, type, title));
  else
    sandbox_request_fail (request, SANDBOX_ERROR_WRONG_PAYLOAD);
}

void
sandbox_handle_create_group_chat (const SandboxRequest *request)
{
  create_chat (request, SANDBOX_CHAT_GROUP);
}

void
sandbox_handle_create_channel (const SandboxRequest *request)
{
  create_chat (request, SANDBOX_CHAT_CHANNEL);
}

void
sandbox_handle_edit_chat_title (const SandboxRequest *request)
{
  SandboxActor actor = sandbox_request_actor (request);
  const char *title = sandbox_json_string (request->payload, "title");
  SandboxChat *chat = sandbox_request_chat (request);
  JsonObject *payload;

  if (chat == NULL)
    return;
  if (!is_title (title))
    {
      sandbox_request_fail (request, SANDBOX_ERROR_WRONG_PAYLOAD);
      return;
    }
  if (!sandbox_request_allows (request, chat, SANDBOX_RIGHT_LOOKS))
    return;
  sandbox_act_title (&actor, chat, title);
  payload = json_object_new ();
  json_object_set_string_member (payload, "chatId", chat->id);
  json_object_set_int_member (payload, "timestamp", g_get_real_time () / 1000);
  sandbox_request_answer (request, payload);
}

void
sandbox_handle_remove_chat (const SandboxRequest *request)
{
  SandboxActor actor = sandbox_request_actor (request);
  SandboxChat *chat = sandbox_request_chat (request);

  if (chat == NULL)
    return;
  sandbox_act_remove_chat (&actor, chat);
  sandbox_request_answer (request, NULL);
}

void
sandbox_handle_clear_history (const SandboxRequest *request)
{
  SandboxActor actor = sandbox_request_actor (request);
  SandboxChat *chat = sandbox_request_chat (request);
  gboolean for_all;

  if (chat == NULL || !sandbox_request_boolean (request, "forAll", &for_all))
    return;
  if (for_all && !sandbox_request_allows (request, chat, SANDBOX_RIGHT_CLEAR_FOR_ALL))
    return;
  sandbox_act_clear (&actor, chat, for_all);
  sandbox_request_answer (request, NULL);
}

void
sandbox_handle_add_chat_participant (const SandboxRequest *request)
{
  SandboxActor actor = sandbox_request_actor (request);
  SandboxChat *chat = sandbox_request_chat (request);
  gboolean display_history;
  SandboxUser *user;

  if (chat == NULL || !sandbox_request_boolean (request, "displayHistory", &display_history))
    return;
  if (!sandbox_request_allows (request, chat, SANDBOX_RIGHT_MEMBERS))
    return;
  user = sandbox_request_user (request);
  if (user == NULL)
    return;
  if (sandbox_chat_find_participant (chat, user) != NULL)
    {
      sandbox_request_fail (request, SANDBOX_ERROR_ALREADY_PARTICIPANT);
      return;
    }
  display_history = display_history && sandbox_request_has_version (request, "5.5.2");
  sandbox_act_add (&actor, chat, user, SANDBOX_ROLE_USER, display_history);
  sandbox_request_answer (request, NULL);
}

/* Everybody may leave. The owner cannot be removed by others. */
void
sandbox_handle_remove_chat_participant (const SandboxRequest *request)
{
  SandboxActor actor = sandbox_request_actor (request);
  SandboxChat *chat = sandbox_request_chat (request);
  gboolean clear_history;
  SandboxUser *user;
  SandboxRight right = SANDBOX_RIGHT_MEMBERS;

  if (chat == NULL || !sandbox_request_boolean (request, "clearHistory", &clear_history))
    return;
  user = sandbox_request_member (request, chat);
  if (user == NULL)
    return;
  if (sandbox_chat_find_participant (chat, user)->role == SANDBOX_ROLE_OWNER)
    right = SANDBOX_RIGHT_OWNER;
  if ((user != actor.user || !sandbox_chat_has_members (chat)) &&
      !sandbox_request_allows (request, chat, right))
    return;
  sandbox_act_remove (&actor, chat, user);
  sandbox_request_answer (request, NULL);
}

void
sandbox_handle_change_participant_role (const SandboxRequest *request)
{
  SandboxActor actor = sandbox_request_actor (request);
  SandboxChat *chat = sandbox_request_chat (request);
  JsonNode *node = json_object_get_member (request->payload, "role");
  SandboxRight right = SANDBOX_RIGHT_MEMBERS;
  gboolean is_owner;
  SandboxUser *user;
  SandboxRole role;

  if (chat == NULL)
    return;
  if (!sandbox_json_present (request->payload, "role"))
    {
      sandbox_request_fail (request, SANDBOX_ERROR_WRONG_PAYLOAD);
      return;
    }
  if (!sandbox_request_allows (request, chat, right))
    return;
  user = sandbox_request_member (request, chat);
  if (user == NULL)
    return;
  if (!sandbox_role_parse (node, &role) || !sandbox_role_fits (chat, role))
    {
      sandbox_request_fail (request, SANDBOX_ERROR_ROLE_NOT_FOUND);
      return;
    }
  is_owner = sandbox_chat_find_participant (chat, user)->role == SANDBOX_ROLE_OWNER;
  if (role == SANDBOX_ROLE_OWNER)
    right = SANDBOX_RIGHT_OWNER;
  /* the owner may hand on the role, but not drop it */
  if ((is_owner && role != SANDBOX_ROLE_OWNER) || !sandbox_chat_allows (chat, actor.user, right))
    {
      sandbox_request_fail (request, SANDBOX_ERROR_NOT_ENOUGH_RIGHTS);
      return;
    }
  sandbox_act_role (&actor, chat, user, role);
  sandbox_request_answer (request, NULL);
}

void
sandbox_handle_has_chat_participant (const SandboxRequest *request)
{
  SandboxChat *chat = sandbox_request_chat (request);
  SandboxUser *user = chat != NULL ? sandbox_request_user (request) : NULL;
  JsonObject *payload;

  if (user == NULL)
    return;
  payload = json_object_new ();
  json_object_set_boolean_member (payload, "result", sandbox_chat_find_participant (chat, user) != NULL);
  sandbox_request_answer (request, payload);
}

static JsonObject *
participant_to_object (SandboxParticipant *participant)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "userId", participant->user->id);
  json_object_set_string_member (object, "role", sandbox_role_name (participant->role));
  return object;
}

void
sandbox_handle_get_chat_participant (const SandboxRequest *request)
{
  SandboxChat *chat = sandbox_request_chat (request);
  SandboxUser *user = chat != NULL ? sandbox_request_member (request, chat) : NULL;
  JsonObject *payload;

  if (user == NULL)
    return;
  payload = participant_to_object (sandbox_chat_find_participant (chat, user));
  json_object_set_int_member (payload, "type", 1);
  sandbox_request_answer (request, payload);
}

/* Pages start at 1. Returns FALSE when the request has been answered. */
static gboolean
read_page (const SandboxRequest *request,
           const char *size_name,
           const char *page_name,
           gint64 *from,
           gint64 *size)
{
  gint64 page;

  if (sandbox_json_integer (request->payload, size_name, size) &&
      sandbox_json_integer (request->payload, page_name, &page) && *size >= 1 && *size <= G_MAXUINT32 &&
      page >= 1 && page <= G_MAXINT32)
    {
      *from = (page - 1) * *size;
      return TRUE;
    }
  sandbox_request_fail (request, SANDBOX_ERROR_WRONG_PAYLOAD);
  return FALSE;
}

void
sandbox_handle_get_chat_participants (const SandboxRequest *request)
{
  SandboxChat *chat = sandbox_request_chat (request);
  gint64 from, size;
  JsonArray *array;
  JsonObject *payload;

  if (chat == NULL || !read_page (request, "pageSize", "pageNumber", &from, &size))
    return;
  array = json_array_new ();
  for (gint64 i = from; i < chat->participants->len && i < from + size; i++)
    json_array_add_object_element (array, participant_to_object (g_ptr_array_index (chat->participants, i)));
  payload = json_object_new ();
  json_object_set_array_member (payload, "participants", array);
  sandbox_request_answer (request, payload);
}

static int
compare_activity (gconstpointer a, gconstpointer b)
{
  const SandboxChat *one = *(const SandboxChat *const *) a;
  const SandboxChat *other = *(const SandboxChat *const *) b;

  return one->activity > other->activity ? -1 : one->activity < other->activity;
}

static GPtrArray *
chats_of (const SandboxRequest *request)
{
  SandboxActor actor = sandbox_request_actor (request);
  GPtrArray *all = sandbox_world_get_chats (actor.world);
  GPtrArray *own = g_ptr_array_new ();

  for (guint i = 0; i < all->len; i++)
    {
      SandboxChat *chat = g_ptr_array_index (all, i);
      SandboxParticipant *participant = sandbox_chat_find_participant (chat, actor.user);

      if (participant != NULL && !participant->hidden)
        g_ptr_array_add (own, chat);
    }
  g_ptr_array_sort (own, compare_activity);
  return own;
}

/* The answer is an array, unlike all other answers. */
void
sandbox_handle_get_chats (const SandboxRequest *request)
{
  SandboxActor actor = sandbox_request_actor (request);
  SandboxWorld *world = actor.world;
  g_autoptr (GPtrArray) chats = NULL;
  JsonArray *array;
  gint64 from, count;

  if (!read_page (request, "count", "page", &from, &count))
    return;
  chats = chats_of (request);
  array = json_array_new ();
  for (gint64 i = from; i < chats->len && i < from + count; i++)
    json_array_add_object_element (array,
                                   sandbox_chat_to_object (world, g_ptr_array_index (chats, i), actor.user));
  if (sandbox_faults_happens (request->connection->hub->faults, SANDBOX_FAULT_WRAPPED_CHATS,
                              actor.user->login))
    {
      JsonObject *payload = json_object_new ();

      json_object_set_array_member (payload, "chats", array);
      sandbox_request_answer (request, payload);
      return;
    }
  sandbox_request_answer_node (request, json_node_init_array (json_node_alloc (), array));
  json_array_unref (array);
}

void
sandbox_handle_get_chat_by_id (const SandboxRequest *request)
{
  SandboxActor actor = sandbox_request_actor (request);
  SandboxChat *chat = sandbox_request_chat (request);

  if (chat != NULL)
    sandbox_request_answer (request, sandbox_chat_to_object (actor.world, chat, actor.user));
}

void
sandbox_handle_get_user_display_name (const SandboxRequest *request)
{
  SandboxUser *user = sandbox_request_user (request);
  JsonObject *payload;

  if (user == NULL)
    return;
  payload = json_object_new ();
  json_object_set_string_member (payload, "displayName", user->display_name);
  sandbox_request_answer (request, payload);
}

void
sandbox_handle_send_chat_activity (const SandboxRequest *request)
{
  SandboxActor actor = sandbox_request_actor (request);
  const char *type = sandbox_json_string (request->payload, "activityType");
  SandboxChat *chat = sandbox_request_chat (request);
  JsonObject *payload;

  if (chat == NULL)
    return;
  if (type == NULL || !sandbox_protocol_has_word (SANDBOX_WORDS_ACTIVITY, type))
    {
      sandbox_request_fail (request, SANDBOX_ERROR_WRONG_PAYLOAD);
      return;
    }
  if (!sandbox_request_allows (request, chat, SANDBOX_RIGHT_WRITE))
    return;
  sandbox_act_activity (&actor, chat, type);
  payload = json_object_new ();
  json_object_set_string_member (payload, "chatId", chat->id);
  json_object_set_string_member (payload, "activityType", type);
  json_object_set_int_member (payload, "retryAfter", 6000);
  sandbox_request_answer (request, payload);
}
