/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>

#include "speak/sandbox-frame.h"

G_BEGIN_DECLS

typedef struct _SandboxSocket SandboxSocket;

/* `message` gets complete messages and control frames. `closed` is called once, and nothing after it. */
typedef struct
{
  void (*message) (SandboxOpcode opcode, GBytes *payload, gpointer user_data);
  void (*closed) (guint code, const char *reason, gpointer user_data);
} SandboxSocketHandler;

typedef struct
{
  guint fragments;     /* 0: one frame */
  gsize fragment_size; /* 0: by `fragments` */
  gboolean split_writes;
} SandboxSocketManner;

SandboxSocket *sandbox_socket_new (GIOStream *stream,
                                   GSocket *socket,
                                   const SandboxSocketHandler *handler,
                                   gpointer user_data) G_GNUC_WARN_UNUSED_RESULT;
void sandbox_socket_free (SandboxSocket *self);

void sandbox_socket_start (SandboxSocket *self);
void sandbox_socket_send (SandboxSocket *self,
                          SandboxOpcode opcode,
                          GBytes *payload,
                          const SandboxSocketManner *manner);
void sandbox_socket_send_part (SandboxSocket *self,
                               guint opcode,
                               gboolean final,
                               const guint8 *data,
                               gsize length);
gsize sandbox_socket_get_waiting (SandboxSocket *self);
void sandbox_socket_set_deaf (SandboxSocket *self, gboolean deaf);
void sandbox_socket_close (SandboxSocket *self, guint code, const char *reason);
void sandbox_socket_reset (SandboxSocket *self);
void sandbox_socket_finish (SandboxSocket *self);
void sandbox_socket_freeze (SandboxSocket *self);

gboolean sandbox_socket_is_open (SandboxSocket *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SandboxSocket, sandbox_socket_free)

G_END_DECLS
