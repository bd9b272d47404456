/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <libsoup/soup.h>

#include "sandbox-faults.h"
#include "sandbox-log.h"
#include "sandbox-world.h"

G_BEGIN_DECLS

#define SANDBOX_MAX_CONNECTIONS 128

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
  char *tls_cert;
  char *tls_key;
  double ack_timeout;
  double ping_interval;
  double ping_timeout;
  gboolean quiet;
  gboolean verbose;
} SandboxOptions;

typedef struct
{
  guint64 token_requests;
  guint64 upgrades;
  guint64 auth_requests;
  guint64 connections;
  guint64 frames_in;
  guint64 frames_out;
  guint64 acknowledgements;
} SandboxCounters;

/* What the administrator lets people upload. */
typedef struct
{
  gboolean has_max_size;
  gint64 max_size;
  char *mode; /* NULL: every extension */
  JsonArray *extensions;
} SandboxLimits;

typedef struct _SandboxConnection SandboxConnection;
typedef struct _SandboxFiles SandboxFiles;

typedef struct
{
  const SandboxOptions *options;
  GMainLoop *loop;
  SoupServer *soup;
  guint port;
  SandboxWorld *world;
  SandboxFiles *files;
  GPtrArray *arriving; /* (element-type SandboxFile), those that are not ready */
  GPtrArray *stalled;  /* (element-type SoupServerMessage), transfers that a fault has stopped */
  SandboxLimits limits;
  GHashTable *grants;   /* tokens of applications and codes → SandboxGrant */
  GHashTable *commands; /* ids that can be answered → SandboxUser */
  SandboxFaults *faults;
  SandboxLog *log;
  SandboxCounters counters;
  GPtrArray *connections; /* (element-type SandboxConnection), the open ones */
  guint64 last_connection;
  GPtrArray *hanging; /* (element-type SoupServerMessage), requests a fault leaves without answer */
  GQueue waiters;     /* of long polls */
  GPtrArray *streams; /* of Server-Sent Events */
  guint tick_id;
  gboolean stopping;
} SandboxServer;

SandboxServer *sandbox_server_new (const SandboxOptions *options, GMainLoop *loop) G_GNUC_WARN_UNUSED_RESULT;
void sandbox_server_free (SandboxServer *self);
gboolean sandbox_server_listen (SandboxServer *self, GError **error);
void sandbox_server_stop (SandboxServer *self);
void sandbox_server_release_hanging (SandboxServer *self);
void sandbox_server_say (SandboxServer *self, const char *format, ...) G_GNUC_PRINTF (2, 3);
guint sandbox_server_count_authorized (SandboxServer *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SandboxServer, sandbox_server_free)

G_END_DECLS
