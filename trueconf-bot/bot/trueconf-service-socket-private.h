/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The socket of a service manager: one datagram without an answer is a message. libsystemd's sd_notify() waits when the
 * manager is slow, which a main loop must not. */
typedef struct _TrueconfServiceSocket TrueconfServiceSocket;

typedef enum
{
  TRUECONF_SERVICE_SENT,
  TRUECONF_SERVICE_FULL, /* the manager has not read what came before */
  TRUECONF_SERVICE_LOST, /* nobody listens */
} TrueconfServiceOutcome;

/* @address: a path, or the name of an abstract socket after an “@”. Returns NULL for anything else. */
TrueconfServiceSocket *trueconf_service_socket_new (const char *address);
void trueconf_service_socket_free (TrueconfServiceSocket *self);

TrueconfServiceOutcome trueconf_service_socket_send (TrueconfServiceSocket *self, const char *message);
/* A source that is ready once there is room again; its callback is a GSocketSourceFunc. */
GSource *trueconf_service_socket_create_source (TrueconfServiceSocket *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrueconfServiceSocket, trueconf_service_socket_free)

G_END_DECLS
