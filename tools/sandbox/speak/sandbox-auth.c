/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "speak/sandbox-auth.h"

#include "base/sandbox-json.h"
#include "speak/sandbox-events.h"
#include "speak/sandbox-token.h"

/* Unread messages wait for the first acknowledgement of the client, but not longer than this. */
#define UNREAD_AFTER_MS 500

static gboolean
on_unread_due (gpointer data)
{
  sandbox_events_unread (data);
  return G_SOURCE_REMOVE;
}

static void
welcome (const SandboxRequest *request, SandboxUser *user)
{
  SandboxConnection *connection = request->connection;
  SandboxHub *hub = connection->hub;
  gboolean first_time = !connection->authorized;
  g_autofree char *id = NULL;
  JsonObject *payload = json_object_new ();
  g_autoptr (JsonObject) fault = NULL;

  if (first_time)
    sandbox_connection_authorize (connection, user);
  connection->expired = FALSE;
  connection->system_envelopes = sandbox_json_boolean (request->payload, "receiveSystemMessageEnvelopes") &&
                                 sandbox_world_has_version (hub->world, "5.5.4");
  if (sandbox_faults_happens (hub->faults, SANDBOX_FAULT_BARE_USER_ID, user->login))
    id = g_strdup (user->id);
  else
    id = g_strconcat (user->id, "/", connection->suffix, NULL);
  json_object_set_string_member (payload, "userId", id);
  json_object_set_string_member (payload, "connectionId", connection->suffix);
  sandbox_request_answer (request, payload);
  fault = sandbox_faults_take (hub->faults, SANDBOX_FAULT_CLOSE_AFTER_AUTH, user->login, NULL);
  if (fault != NULL)
    {
      sandbox_connection_close (connection, (guint) sandbox_json_integer_or (fault, "code", 1000), "");
      return;
    }
  if (!first_time)
    return;
  sandbox_events_welcome (connection);
  connection->unread_due = sandbox_json_boolean (request->payload, "receiveUnread");
  if (connection->unread_due)
    sandbox_connection_later (connection, UNREAD_AFTER_MS, on_unread_due, connection, NULL);
}

static void
authorize (const SandboxRequest *request)
{
  SandboxConnection *connection = request->connection;
  SandboxHub *hub = connection->hub;
  const char *token = sandbox_json_string (request->payload, "token");
  const char *token_type = sandbox_json_string (request->payload, "tokenType");
  g_autofree char *login = NULL;
  g_autoptr (JsonObject) fault = NULL;
  SandboxTokenVerdict verdict;
  SandboxUser *user = NULL;
  gint64 generation = 0;

  if (token == NULL || token_type == NULL)
    {
      sandbox_request_fail (request, SANDBOX_ERROR_WRONG_PAYLOAD);
      return;
    }
  verdict = sandbox_token_verify (hub->secret, token, &login, &generation);
  if (login != NULL)
    user = sandbox_world_find_login (hub->world, login);
  fault = sandbox_faults_take (hub->faults, SANDBOX_FAULT_REFUSE_AUTH, login, NULL);
  if (fault != NULL)
    sandbox_request_fail (request,
                          (int) sandbox_json_integer_or (fault, "code", SANDBOX_ERROR_INVALID_CREDENTIALS));
  else if (!g_str_equal (token_type, "JWT"))
    sandbox_request_fail (request, SANDBOX_ERROR_UNSUPPORTED_CREDENTIALS);
  else if (verdict == SANDBOX_TOKEN_INVALID || user == NULL)
    sandbox_request_fail (request, SANDBOX_ERROR_INVALID_CREDENTIALS);
  else if (verdict == SANDBOX_TOKEN_EXPIRED || generation < user->token_generation)
    sandbox_request_fail (request, SANDBOX_ERROR_CREDENTIALS_EXPIRED);
  else if (user->disabled)
    sandbox_request_fail (request, SANDBOX_ERROR_USER_DISABLED);
  else if (connection->authorized && connection->user != user)
    sandbox_request_fail (request, SANDBOX_ERROR_INVALID_CREDENTIALS);
  else
    welcome (request, user);
}

static gboolean
on_delayed (gpointer data)
{
  authorize (data);
  return G_SOURCE_REMOVE;
}

static void
delayed_free (gpointer data)
{
  SandboxRequest *request = data;

  json_object_unref (request->payload);
  g_free (request);
}

void
sandbox_handle_auth (const SandboxRequest *request)
{
  SandboxConnection *connection = request->connection;
  SandboxHub *hub = connection->hub;
  const char *token = sandbox_json_string (request->payload, "token");
  g_autofree char *login = NULL;
  g_autoptr (JsonObject) fault = NULL;
  SandboxRequest *copy;
  gint64 generation;

  hub->counters.auth_requests++;
  if (token != NULL)
    (void) sandbox_token_verify (hub->secret, token, &login, &generation);
  fault = sandbox_faults_take (hub->faults, SANDBOX_FAULT_DELAY_AUTH, login, NULL);
  if (fault == NULL)
    {
      authorize (request);
      return;
    }
  copy = g_new0 (SandboxRequest, 1);
  copy->connection = connection;
  copy->id = request->id;
  copy->method = "auth";
  copy->payload = json_object_ref (request->payload);
  sandbox_connection_later (connection, (guint) sandbox_json_integer_or (fault, "ms", 0), on_delayed, copy,
                            delayed_free);
}
