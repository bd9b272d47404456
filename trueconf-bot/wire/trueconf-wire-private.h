/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "model/trueconf-event.h"
#include "model/trueconf-raw-private.h"
#include "wire/trueconf-json-private.h"

G_BEGIN_DECLS

/* Methods of the server. Each is a row in trueconf-wire-methods.c. */
typedef enum
{
  TRUECONF_METHOD_AUTH,
  TRUECONF_METHOD_SEND_MESSAGE,
  TRUECONF_METHOD_UPLOAD_FILE,
  TRUECONF_METHOD_SEND_FILE,
  TRUECONF_METHOD_GET_FILE_INFO,
  TRUECONF_METHOD_GET_FILE_UPLOAD_LIMITS,
  TRUECONF_METHOD_SUBSCRIBE_FILE_PROGRESS,
  TRUECONF_METHOD_UNSUBSCRIBE_FILE_PROGRESS,
  TRUECONF_METHOD_OTHER,
} TrueconfMethod;

/* What one argument of a method is, and where it goes: a path such as "content.text". */
typedef enum
{
  TRUECONF_ARG_STRING,          /* const char * */
  TRUECONF_ARG_OPTIONAL_STRING, /* const char *, left out when NULL */
  TRUECONF_ARG_BOOLEAN,         /* gboolean */
  TRUECONF_ARG_SIZE,            /* gint64 */
  TRUECONF_ARG_CAPTION,         /* const char * and TrueconfParseMode: an object, left out when NULL */
  TRUECONF_ARG_PARSE_MODE,      /* TrueconfParseMode */
  TRUECONF_ARG_CONSTANT,        /* nothing: the row says it */
} TrueconfArgKind;

typedef struct
{
  const char *path;
  TrueconfArgKind kind;
  const char *constant;
} TrueconfArg;

typedef enum
{
  TRUECONF_RESULT_OK,     /* gboolean */
  TRUECONF_RESULT_STRING, /* one member, a string */
  TRUECONF_RESULT_OBJECT, /* an object of the shape */
  TRUECONF_RESULT_NODE,   /* all of it, as JsonNode */
} TrueconfResultKind;

typedef struct _TrueconfShape TrueconfShape;

#define TRUECONF_MAX_ARGS 12

typedef struct
{
  const char *name;
  gboolean idempotent; /* can be repeated without changing the outcome */
  TrueconfArg args[TRUECONF_MAX_ARGS];
  TrueconfResultKind result;
  const char *member;
  const TrueconfShape *shape;
} TrueconfMethodRow;

const TrueconfMethodRow *trueconf_wire_get_method (TrueconfMethod method);
char *trueconf_wire_encode (const TrueconfMethodRow *row, va_list args);
char *trueconf_wire_encode_method (TrueconfMethod method, ...);
gboolean trueconf_wire_is_read_only (const char *method);

/* A frame that has come in. The tokens stay valid as long as the frame does. */
typedef enum
{
  TRUECONF_FRAME_REQUEST = 1,
  TRUECONF_FRAME_RESPONSE = 2,
} TrueconfFrameType;

typedef struct
{
  GBytes *bytes;
  TrueconfJson json;
  TrueconfFrameType type;
  gboolean has_id;
  gint64 id;
  char *method;
  guint payload;
} TrueconfFrame;

gboolean trueconf_frame_init (TrueconfFrame *self, GBytes *bytes);
void trueconf_frame_clear (TrueconfFrame *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TrueconfFrame, trueconf_frame_clear)

void trueconf_frame_set_raw (const TrueconfFrame *frame, guint node, TrueconfRaw *raw);
char *trueconf_frame_write_request (guint32 id, const char *method, const char *payload);
char *trueconf_frame_write_acknowledgement (gint64 id);

/* Events and answers, read. */
TrueconfEvent *trueconf_wire_read_event (const TrueconfFrame *frame);
GError *trueconf_wire_read_error (const TrueconfFrame *frame, const char *method, gboolean quote_server);
gboolean trueconf_wire_read_result (const TrueconfFrame *frame,
                                    const TrueconfMethodRow *row,
                                    const char *method,
                                    GValue *value,
                                    GError **error);
char *trueconf_wire_read_auth_user_id (const TrueconfFrame *frame);

/* The HTTP side of the protocol: bodies of the token request and its answers. */
typedef struct
{
  char *token;
  gboolean has_expiry;
  gint64 expires; /* as the server sent it, see trueconf-token */
  char *error;
  char *description;
} TrueconfTokenAnswer;

/* What the server says to an upload: an id, or an error that may have a number. */
char *trueconf_wire_read_upload_answer (GBytes *body, GError **error);

char *trueconf_wire_write_token_request (const char *username, const char *password);
void trueconf_wire_read_token_answer (GBytes *body, TrueconfTokenAnswer *answer);
void trueconf_token_answer_clear (TrueconfTokenAnswer *answer);
gint64 trueconf_wire_read_token_claim (const char *payload, gsize length);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TrueconfTokenAnswer, trueconf_token_answer_clear)

G_END_DECLS
