/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <string.h>

#include "transport/trueconf-http-private.h"
#include "transport/trueconf-io-private.h"
#include "transport/trueconf-login-private.h"
#include "transport/trueconf-token-private.h"
#include "trueconf-error.h"
#include "trueconf-string-private.h"
#include "wire/trueconf-wire-private.h"

#define TOKEN_PATH "/bridge/api/client/v1/oauth/token"

/* The way of an OAuth2 application, for servers that do not take passwords at the path above. */
#define OAUTH_PATH       "/api/v4/oauth2/token"
#define OAUTH_CODE_PATH  "/bridge/api/client/v1/auth/web_rest_api_token"
#define OAUTH_TOKEN_PATH "/bridge/api/client/v1/auth/token"

struct _TrueconfLogin
{
  SoupSession *session;
  TrueconfSettings *settings;
  TrueconfHttp *http; /* the step that is under way */
  char *token;        /* of the application */
  char *code;         /* that this was exchanged for */
  TrueconfLoginDone done;
  gpointer data;
};

static void
login_free (TrueconfLogin *self)
{
  g_clear_pointer (&self->http, trueconf_http_abandon);
  trueconf_clear_secret (&self->token);
  trueconf_clear_secret (&self->code);
  g_object_unref (self->session);
  trueconf_settings_unref (self->settings);
  g_free (self);
}

static void
finish (TrueconfLogin *self, const char *token, gint64 expires, const TrueconfFailure *failure)
{
  TrueconfLoginDone done = self->done;
  gpointer data = self->data;

  done (token, expires, failure, data);
  login_free (self);
}

static char *
get_login_name (const TrueconfSettings *settings)
{
  const char *at = strchr (settings->username, '@');

  return at != NULL && at != settings->username
             ? g_strndup (settings->username, (gsize) (at - settings->username))
             : g_strdup (settings->username);
}

static void
refused (TrueconfLogin *self, const TrueconfHttpAnswer *http, const TrueconfTokenAnswer *answer)
{
  const char *const secrets[] = { self->settings->password, self->token, self->code, answer->token,
                                  answer->code };
  g_auto (TrueconfFailure) failure = trueconf_failure_from_token_answer (
      http->status, answer->error, answer->description, answer->missing_scope, secrets,
      G_N_ELEMENTS (secrets), self->settings);

  failure.retry_after = http->retry_after;
  finish (self, NULL, 0, &failure);
}

static void
token_answered (const TrueconfHttpAnswer *http, const TrueconfFailure *failure, gpointer data)
{
  TrueconfLogin *self = data;
  g_auto (TrueconfTokenAnswer) answer = { 0 };
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;

  self->http = NULL;
  if (failure != NULL)
    {
      finish (self, NULL, 0, failure);
      return;
    }

  trueconf_wire_read_token_answer (http->body, &answer);
  if (SOUP_STATUS_IS_SUCCESSFUL (http->status) && answer.token != NULL && answer.token[0] != '\0')
    {
      finish (self, answer.token,
              trueconf_token_normalise_expiry (answer.has_expiry, answer.expires, answer.token, now), NULL);
      trueconf_wipe_string (answer.token);
    }
  else
    {
      refused (self, http, &answer);
    }
}

/* A step that hands something on to the next. FALSE: it has failed, and the log-in is over. */
static gboolean
take_step (TrueconfLogin *self,
           const TrueconfHttpAnswer *http,
           const TrueconfFailure *failure,
           gsize member,
           char **place)
{
  g_auto (TrueconfTokenAnswer) answer = { 0 };
  char **taken = G_STRUCT_MEMBER_P (&answer, member);

  self->http = NULL;
  if (failure != NULL)
    {
      finish (self, NULL, 0, failure);
      return FALSE;
    }

  trueconf_wire_read_token_answer (http->body, &answer);
  if (*taken == NULL || !SOUP_STATUS_IS_SUCCESSFUL (http->status))
    {
      refused (self, http, &answer);
      return FALSE;
    }

  *place = g_steal_pointer (taken);
  return TRUE;
}

static void
code_answered (const TrueconfHttpAnswer *http, const TrueconfFailure *failure, gpointer data)
{
  TrueconfLogin *self = data;

  if (take_step (self, http, failure, G_STRUCT_OFFSET (TrueconfTokenAnswer, code), &self->code))
    self->http = trueconf_http_post (self->session, self->settings, OAUTH_TOKEN_PATH,
                                     trueconf_wire_write_oauth_token (self->code), token_answered, self);
}

static void
application_answered (const TrueconfHttpAnswer *http, const TrueconfFailure *failure, gpointer data)
{
  TrueconfLogin *self = data;
  g_autofree char *login = NULL;

  if (!take_step (self, http, failure, G_STRUCT_OFFSET (TrueconfTokenAnswer, token), &self->token))
    return;

  login = get_login_name (self->settings);
  self->http = trueconf_http_post (self->session, self->settings, OAUTH_CODE_PATH,
                                   trueconf_wire_write_oauth_code (login, self->token), code_answered, self);
}

TrueconfLogin *
trueconf_login_start (SoupSession *session, TrueconfSettings *settings, TrueconfLoginDone done, gpointer data)
{
  TrueconfLogin *self = g_new0 (TrueconfLogin, 1);
  g_autofree char *login = get_login_name (settings);

  TRUECONF_ASSERT_IO_THREAD ();

  self->session = g_object_ref (session);
  self->settings = trueconf_settings_ref (settings);
  self->done = done;
  self->data = data;

  if (settings->client_id != NULL)
    self->http = trueconf_http_post (
        session, settings, OAUTH_PATH,
        trueconf_wire_write_token_request (settings->client_id, login, settings->password),
        application_answered, self);
  else
    self->http = trueconf_http_post (
        session, settings, TOKEN_PATH,
        trueconf_wire_write_token_request ("chat_bot", login, settings->password), token_answered, self);

  return self;
}

/* `done` is not called any more. */
void
trueconf_login_abandon (TrueconfLogin *self)
{
  TRUECONF_ASSERT_IO_THREAD ();

  login_free (self);
}
