/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "model/trueconf-event.h"
#include "model/trueconf-keyboard.h"
#include "model/trueconf-raw-private.h"
#include "wire/trueconf-json-private.h"
#include "wire/trueconf-method-private.h"

G_BEGIN_DECLS

/* The values of an enumeration on the wire: a word, a number, or either. The first is UNKNOWN; its word, if any, is
 * sent for it. The tables are generated from protocol/. */
typedef struct
{
  const char *word;
  int number; /* -1 for none */
} TrueconfWireValue;

typedef struct
{
  const TrueconfWireValue *values;
  guint n_values;
} TrueconfWireEnum;

const char *trueconf_wire_enum_get_word (const TrueconfWireEnum *self, int value);

/* An argument of a method: its type, and its path in the payload, for example "content.text". */
typedef enum
{
  TRUECONF_ARG_STRING,          /* const char * */
  TRUECONF_ARG_OPTIONAL_STRING, /* const char *; left out if it is NULL */
  TRUECONF_ARG_USER,            /* const char *; the server's name is appended if it has no `@` */
  TRUECONF_ARG_BOOLEAN,         /* gboolean */
  TRUECONF_ARG_UINT,            /* guint */
  TRUECONF_ARG_WORD,            /* a value of the enumeration in "words" */
  TRUECONF_ARG_OPTIONAL_WORD,   /* the same; left out if it is TRUECONF_ARG_NO_WORD */
  TRUECONF_ARG_SIZE,            /* gint64 */
  TRUECONF_ARG_KEYBOARD,        /* TrueconfKeyboard *; left out if it is NULL or empty */
  TRUECONF_ARG_CAPTION,  /* const char * and TrueconfParseMode; an object, left out if the string is NULL */
  TRUECONF_ARG_CONSTANT, /* no argument: the row has the JSON */
} TrueconfArgKind;

#define TRUECONF_ARG_NO_WORD (-1)

typedef struct
{
  const char *path;
  TrueconfArgKind kind;
  const TrueconfWireEnum *words;
  const char *constant;
} TrueconfArg;

typedef enum
{
  TRUECONF_RESULT_OK,      /* gboolean */
  TRUECONF_RESULT_STRING,  /* a string in one member */
  TRUECONF_RESULT_OBJECT,  /* an object with the shape */
  TRUECONF_RESULT_LIST,    /* a GListModel of such objects; the payload or one member is the array */
  TRUECONF_RESULT_BOOLEAN, /* a boolean in one member */
  TRUECONF_RESULT_INT,     /* a number in one member */
  TRUECONF_RESULT_NODE,    /* the payload as JsonNode */
} TrueconfResultKind;

typedef struct _TrueconfShape TrueconfShape;

typedef struct
{
  const char *name;
  gboolean idempotent;     /* can be repeated without changing the result or the answer */
  gboolean read_only;      /* nothing that it does stays */
  const char *since;       /* the oldest server that knows it, or NULL for all */
  const TrueconfArg *args; /* NULL if there are none */
  TrueconfResultKind result;
  const char *member;
  const TrueconfShape *shape;
  void (*arrange) (GPtrArray *list); /* for a list: changes it before it is returned, or NULL */
} TrueconfMethodRow;

/* The rows are generated from protocol/. */
const TrueconfMethodRow *trueconf_wire_get_method (TrueconfMethod method);
const TrueconfMethodRow *trueconf_wire_find_method (const char *name);
const TrueconfShape *trueconf_wire_find_event (const char *method);
guint trueconf_wire_find_event_number (const char *method);
const char *trueconf_wire_get_event_name (guint number);
const TrueconfShape *trueconf_wire_find_content (TrueconfMessageType message_type);
void trueconf_wire_ensure_classes (void);

/* An id without `@` needs the server's name, which may not be known before the log-in. Until then this byte marks
 * the place; it cannot occur in JSON text otherwise. */
#define TRUECONF_WIRE_SERVER_PLACE '\x01'

char *trueconf_wire_encode (const TrueconfMethodRow *row, va_list args);
char *trueconf_wire_encode_method (TrueconfMethod method, ...);
gboolean trueconf_wire_is_idempotent (const char *method);
gboolean trueconf_wire_is_read_only (const char *method);
JsonNode *trueconf_wire_read_payload (const char *payload, const char *user_id);
char *trueconf_wire_write_payload (const TrueconfMethodRow *row, JsonNode *payload);
char *trueconf_wire_find_chat (const char *payload);
const char *trueconf_wire_get_string (JsonNode *payload, const char *path);
JsonNode *trueconf_wire_with_string (JsonNode *payload, const char *path, const char *value);
gboolean trueconf_wire_read_answer (JsonNode *answer,
                                    const TrueconfMethodRow *row,
                                    const char *method,
                                    GValue *value,
                                    GError **error);

/* A received frame, which owns the text of its tokens. */
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
  guint depth; /* nesting of the object that is being read */
} TrueconfFrame;

gboolean trueconf_frame_init (TrueconfFrame *self, GBytes *bytes);
void trueconf_frame_clear (TrueconfFrame *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TrueconfFrame, trueconf_frame_clear)

void trueconf_frame_set_raw (TrueconfFrame *frame, guint node, TrueconfRaw *raw);
char *trueconf_frame_write_request (guint32 id, const char *method, const char *payload);
char *trueconf_wire_complete (const char *payload, const char *user_id);
void trueconf_wire_append_user (GString *out, const char *user_id);
char *trueconf_wire_write_keyboard (TrueconfKeyboard *keyboard);
char *trueconf_frame_write_acknowledgement (gint64 id);

TrueconfEvent *trueconf_wire_read_event (TrueconfFrame *frame);
GError *trueconf_wire_read_error (TrueconfFrame *frame, const char *method, gboolean quote_server);
gboolean trueconf_wire_read_result (TrueconfFrame *frame,
                                    const TrueconfMethodRow *row,
                                    const char *method,
                                    GValue *value,
                                    GError **error);
gint64 trueconf_wire_read_retry_after (TrueconfFrame *frame);
gboolean trueconf_wire_is_older (const char *version, const char *than);
gboolean trueconf_wire_has_lines (const TrueconfMethodRow *row, const char *payload);
char *trueconf_wire_write_lines (const TrueconfMethodRow *row, const char *payload, const char *version);
GError *trueconf_wire_check_version (const TrueconfMethodRow *row, const char *method, const char *version);
GError *trueconf_wire_explain_error (const TrueconfMethodRow *row, const char *method, GError *error);
char *trueconf_wire_read_auth_user_id (TrueconfFrame *frame);

typedef struct
{
  char *token;
  gboolean has_expiry;
  gint64 expires; /* as the server sent it, see trueconf-token.c */
  char *code;     /* of OAuth2, to be exchanged for a token */
  char *error;
  char *description;
  gboolean missing_scope;
} TrueconfTokenAnswer;

/* Returns the id of the uploaded file, or an error that may have a number. */
char *trueconf_wire_read_upload_answer (GBytes *body, GError **error);

char *trueconf_wire_write_token_request (const char *client_id, const char *username, const char *password);
char *trueconf_wire_write_oauth_code (const char *username, const char *token);
char *trueconf_wire_write_oauth_token (const char *code);
void trueconf_wire_read_token_answer (GBytes *body, TrueconfTokenAnswer *answer);
void trueconf_token_answer_clear (TrueconfTokenAnswer *answer);
gint64 trueconf_wire_read_token_claim (const char *payload, gsize length);
gboolean trueconf_wire_read_server_info (GBytes *body, char **name, char **version);

/* The parts of a survey that the application does not choose. */
typedef struct
{
  char *url;
  char *alt;
  char secret[41];
} TrueconfSurveyCard;

void trueconf_survey_card_init (TrueconfSurveyCard *self,
                                const char *host,
                                const char *title,
                                const char *campaign_id);
void trueconf_survey_card_clear (TrueconfSurveyCard *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TrueconfSurveyCard, trueconf_survey_card_clear)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TrueconfTokenAnswer, trueconf_token_answer_clear)

G_END_DECLS
