/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "tc-sandbox.h"

G_BEGIN_DECLS

/* An nginx with TLS in front of a sandbox, as in an installation, with certificates made for the test. A counter of
 * connections is in front of each of its ports. */

typedef enum
{
  TC_NGINX_GOOD,    /* for localhost and 127.0.0.1 */
  TC_NGINX_EXPIRED, /* until yesterday */
  TC_NGINX_WRONG,   /* for another name */
  TC_NGINX_MOVED,   /* a good certificate, and a redirection to the port of TC_NGINX_GOOD */
  TC_NGINX_UNKNOWN, /* self-signed */
  TC_NGINX_FUTURE,  /* from tomorrow on */
  TC_NGINX_HALF,    /* without the certificate between its own and the authority */
  TC_NGINX_STALE,   /* until yesterday, and from an unknown authority */
  TC_NGINX_SMALL,   /* good, and refuses requests of more than 1 MiB, the default of nginx */
  TC_NGINX_PLAIN,   /* the same without TLS */
  TC_NGINX_NAMED,   /* for localhost, and no IP address */
  TC_NGINX_ABRUPT,  /* as TC_NGINX_SMALL, but closes the connection after refusing */
  TC_NGINX_N_SITES
} TcNginxSite;

typedef struct _TcNginx TcNginx;

TcNginx *tc_nginx_new (TcSandbox *sandbox);
void tc_nginx_free (TcNginx *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TcNginx, tc_nginx_free)

guint tc_nginx_get_port (TcNginx *self, TcNginxSite site);
/* nginx's own port, without the counter, which does not pass on how a connection ends */
guint tc_nginx_get_inner_port (TcNginx *self, TcNginxSite site);
/* From now on, whoever connects to the port of a site reaches another one. */
void tc_nginx_pass_to (TcNginx *self, TcNginxSite site, TcNginxSite other);
guint tc_nginx_count_connections (TcNginx *self, TcNginxSite site);
const char *tc_nginx_get_ca_file (TcNginx *self);
GTlsCertificate *tc_nginx_load_certificate (TcNginx *self, TcNginxSite site);

G_END_DECLS
