/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>

#include "tool-config.h"
#include "tool-run.h"

G_BEGIN_DECLS

/* What is tried on the way to the server, one thing after the other, and what was found. */

typedef enum
{
  TOOL_VERDICT_NOT_RUN,
  TOOL_VERDICT_GOOD,
  TOOL_VERDICT_WARNING, /* worth knowing, but a bot works like this */
  TOOL_VERDICT_BAD,
} ToolVerdict;

typedef struct
{
  ToolVerdict verdict;
  char *text;
  char *advice;       /* what to do, or NULL */
  GPtrArray *details; /* of char * */
  gint64 begin;       /* monotonic time */
  gint64 duration;    /* in microseconds, or -1 */
} ToolFinding;

typedef struct
{
  ToolRun *run;
  ToolConfig *config;
  const char *server; /* without the brackets of an IPv6 address */
  guint16 port;
  gboolean tls;

  GUri *proxy; /* NULL: none */
  GError *proxy_error;
  GIOStream *stream; /* to the server, as soon as there is a way */
  GTlsCertificate *certificate;
  GTlsCertificateFlags problems; /* of the certificate */

  /* of the answer to a request for a token without an account */
  GError *answer_error;
  guint status;
  GDateTime *server_time;
  gint64 asked; /* in seconds since 1970: our time then */
  char *body;
} ToolDoctor;

typedef void (*ToolProbe) (ToolDoctor *self, ToolFinding *finding);

/* ---- what probes say. Texts are taken. */

void tool_finding_set (ToolFinding *self, ToolVerdict verdict, char *text);
void tool_finding_set_advice (ToolFinding *self, char *advice);
/* Two blanks in front mark a command of the shell. */
void tool_finding_add_detail (ToolFinding *self, char *detail);

/* How long it took is worth knowing: it ends here. */
void tool_finding_stop_clock (ToolFinding *self);

/* GIO's words, or that nothing has come in time. */
char *tool_doctor_describe (ToolDoctor *self, const GError *error) G_GNUC_WARN_UNUSED_RESULT;

/* Whether connections to a host do not leave this machine. */
gboolean tool_doctor_is_local (const char *host);

/* ---- the probes, in their order */

void tool_doctor_probe_name (ToolDoctor *self, ToolFinding *finding);
void tool_doctor_probe_proxy (ToolDoctor *self, ToolFinding *finding);
void tool_doctor_probe_connection (ToolDoctor *self, ToolFinding *finding);
void tool_doctor_probe_tls (ToolDoctor *self, ToolFinding *finding);
void tool_doctor_probe_clock (ToolDoctor *self, ToolFinding *finding);
void tool_doctor_probe_service (ToolDoctor *self, ToolFinding *finding);
void tool_doctor_probe_login (ToolDoctor *self, ToolFinding *finding);
void tool_doctor_probe_version (ToolDoctor *self, ToolFinding *finding);
void tool_doctor_probe_limits (ToolDoctor *self, ToolFinding *finding);
void tool_doctor_probe_round_trip (ToolDoctor *self, ToolFinding *finding);

/* Whether a certificate is refused for nothing but its dates: then the clock may be wrong. */
gboolean tool_doctor_doubts_clock (ToolDoctor *self);

G_END_DECLS
