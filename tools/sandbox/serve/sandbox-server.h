/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <libsoup/soup.h>

#include "speak/sandbox-connection.h"

G_BEGIN_DECLS

typedef struct
{
  char *host;
  int port;
  char **users;
  char **switches;
  char **oauth_clients;
  gboolean no_password_auth;
  char *server_name;
  char *server_version;
  gint64 token_lifetime;
  char *secret;
  char *key; /* to the control interface */
  char **allowed_hosts;
  char *tls_cert;
  char *tls_key;
  double ack_timeout;
  double ping_interval;
  double ping_timeout;
  gboolean quiet;
  gboolean verbose;
} SandboxOptions;

/* Shared by everything that answers HTTP requests. */
typedef struct
{
  const SandboxOptions *options;
  GMainLoop *loop;
  SoupServer *soup;
  guint port;
  SandboxHub *hub;
  GPtrArray *hanging; /* (element-type SoupServerMessage), requests that a fault leaves without an answer */
  GPtrArray *stalled; /* (element-type SoupServerMessage), transfers that a fault has stopped */
  GHashTable *grants; /* tokens of applications and codes → SandboxGrant */
  GQueue waiters;     /* of long polls */
  GPtrArray *streams; /* of Server-Sent Events */
  guint tick_id;
  gboolean stopping;
} SandboxServer;

SandboxServer *sandbox_server_new (const SandboxOptions *options, GMainLoop *loop) G_GNUC_WARN_UNUSED_RESULT;
void sandbox_server_free (SandboxServer *self);
gboolean sandbox_server_listen (SandboxServer *self, GError **error);
void sandbox_server_stop (SandboxServer *self);
void sandbox_server_say (SandboxServer *self, const char *format, ...) G_GNUC_PRINTF (2, 3);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SandboxServer, sandbox_server_free)

G_END_DECLS
