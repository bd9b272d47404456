/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "tc-util.h"

G_BEGIN_DECLS

/* A proxy in the main context of the test. Whatever it is asked for, it connects to one port of this machine. */

typedef enum
{
  TC_PROXY_FINE,
  TC_PROXY_REFUSE,      /* wants a user name and a password, whichever are given */
  TC_PROXY_DROP,        /* reads the request, and closes the connection */
  TC_PROXY_SILENT,      /* reads the request, and says nothing */
  TC_PROXY_BAD_GATEWAY, /* cannot reach the server */
  TC_PROXY_CUT,         /* lets the connection through, and closes it */
} TcProxyFault;

typedef struct
{
  TcProxyFault fault;
  gboolean socks;
  GTlsCertificate *certificate; /* NULL: no TLS to the proxy itself */
  const char *host;             /* in its address; NULL: 127.0.0.1 */

  guint port;
  guint target;
  GPtrArray *requests; /* char *, "HOST:PORT" */
  GSocketService *service;
  GPtrArray *kept; /* connections that wait for an answer */
  guint open;
} TcProxy;

TcProxy *tc_proxy_new (guint target);
void tc_proxy_free (TcProxy *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcProxy, tc_proxy_free)

/* Of this proxy, with a user name and a password in its address. */
GProxyResolver *tc_proxy_make_resolver (TcProxy *self);
#define TC_PROXY_PASSWORD "pr0xy-secret"

G_END_DECLS
