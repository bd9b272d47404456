/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "transport/trueconf-io-private.h"
#include "transport/trueconf-login-private.h"
#include "transport/trueconf-token-request-private.h"
#include "trueconf-string-private.h"

struct _TrueconfTokenRequest
{
  /* both threads */
  TrueconfSettings *settings;
  TrueconfCallQueue *calls;

  /* the I/O thread, until it posts the result */
  TrueconfLogin *login;
  char *token;
  GError *error;

  /* the bot's main context */
  TrueconfTokenRequestDone done; /* NULL once it was called or is not wanted any more */
  gpointer data;
};

static void
request_clear (gpointer data)
{
  TrueconfTokenRequest *self = data;

  g_assert (self->login == NULL);

  trueconf_settings_unref (self->settings);
  trueconf_call_queue_unref (self->calls);
  trueconf_clear_secret (&self->token);
  g_clear_error (&self->error);
}

static void
request_unref (gpointer self)
{
  g_atomic_rc_box_release_full (self, request_clear);
}

static void
report (gpointer data)
{
  TrueconfTokenRequest *self = data;
  TrueconfTokenRequestDone done = g_steal_pointer (&self->done);

  if (done == NULL)
    return;

  done (self->token, self->error, self->data);
  request_unref (self);
}

static void
login_done (const char *token, gint64 expires, const TrueconfFailure *failure, gpointer data)
{
  TrueconfTokenRequest *self = data;

  TRUECONF_ASSERT_IO_THREAD ();

  self->login = NULL;
  if (failure != NULL)
    self->error = g_error_copy (failure->error);
  else
    self->token = g_strdup (token);

  trueconf_call_queue_post (self->calls, report, g_atomic_rc_box_acquire (self), request_unref);
}

static void
do_start (gpointer data)
{
  TrueconfTokenRequest *self = data;
  g_autoptr (SoupSession) session = trueconf_io_acquire_session (self->settings, self->settings->verify_tls);

  self->login = trueconf_login_start (session, self->settings, login_done, self);
}

static void
do_abandon (gpointer data)
{
  TrueconfTokenRequest *self = data;

  g_clear_pointer (&self->login, trueconf_login_abandon);
}

/* The caller does not own what it gets, which is there until `done` was called or the request is abandoned. */
TrueconfTokenRequest *
trueconf_token_request_start (TrueconfSettings *settings,
                              TrueconfCallQueue *calls,
                              TrueconfTokenRequestDone done,
                              gpointer data)
{
  TrueconfTokenRequest *self = g_atomic_rc_box_new0 (TrueconfTokenRequest);

  self->settings = trueconf_settings_ref (settings);
  self->calls = trueconf_call_queue_ref (calls);
  self->done = done;
  self->data = data;
  trueconf_io_post (do_start, g_atomic_rc_box_acquire (self), request_unref);

  return self;
}

/* In the bot's main context. `done` is not called any more. */
void
trueconf_token_request_abandon (TrueconfTokenRequest *self)
{
  self->done = NULL;
  trueconf_io_post (do_abandon, self, request_unref);
}
