/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <sys/stat.h>

#include "monitor/trueconf-health-connections-private.h"
#include "monitor/trueconf-health-server.h"
#include "monitor/trueconf-roster-private.h"

G_BEGIN_DECLS

/* The properties are in trueconf-health-server.c, what is done with them in trueconf-health-server-life.c. */

struct _TrueconfHealthServer
{
  GObject parent_instance;

  char *address;
  guint port;
  char *unix_path;
  guint unix_mode;
  char *socket_name;
  double timeout;
  guint max_connections;

  TrueconfRoster *roster;
  GMainContext *context;
  TrueconfHealthConnections *connections; /* NULL while it does not listen */
  TrueconfHealthConnections *closing;     /* those before, which are perhaps not closed yet; or NULL */
  guint chosen_port;
  char **uris;
  char *own_path; /* of the socket that it has made */
  struct stat own_status;
};

/* Has changed: whether it listens, and where. */
void trueconf_health_server_notify_running (TrueconfHealthServer *self);
void trueconf_health_server_close (TrueconfHealthServer *self);
void trueconf_health_server_drop_closing (TrueconfHealthServer *self);

G_END_DECLS
