/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "model/trueconf-event.h"
#include "model/trueconf-keyboard.h"
#include "model/trueconf-raw-private.h"
#include "wire/trueconf-json-private.h"

G_BEGIN_DECLS

/* Methods of the server. Each is a row in trueconf-wire-methods.c. */
typedef enum
{
  TRUECONF_METHOD_AUTH,
  TRUECONF_METHOD_SEND_MESSAGE,
  TRUECONF_METHOD_FORWARD_MESSAGE,
  TRUECONF_METHOD_REMOVE_MESSAGE,
  TRUECONF_METHOD_EDIT_MESSAGE,
  TRUECONF_METHOD_GET_MESSAGE_BY_ID,
  TRUECONF_METHOD_GET_CHAT_HISTORY,
  TRUECONF_METHOD_GET_CHATS,
  TRUECONF_METHOD_GET_CHAT_BY_ID,
  TRUECONF_METHOD_CREATE_PERSONAL_CHAT,
  TRUECONF_METHOD_CREATE_GROUP_CHAT,
  TRUECONF_METHOD_CREATE_CHANNEL,
  TRUECONF_METHOD_CREATE_FAVORITES_CHAT,
  TRUECONF_METHOD_DELETE_CHAT,
  TRUECONF_METHOD_CLEAR_CHAT_HISTORY,
  TRUECONF_METHOD_EDIT_CHAT_TITLE,
  TRUECONF_METHOD_EDIT_CHAT_AVATAR,
  TRUECONF_METHOD_GET_CHAT_PARTICIPANTS,
  TRUECONF_METHOD_GET_CHAT_PARTICIPANT,
  TRUECONF_METHOD_HAS_CHAT_PARTICIPANT,
  TRUECONF_METHOD_ADD_PARTICIPANT_TO_CHAT,
  TRUECONF_METHOD_REMOVE_PARTICIPANT_FROM_CHAT,
  TRUECONF_METHOD_CHANGE_PARTICIPANT_ROLE,
  TRUECONF_METHOD_GET_USER_DISPLAY_NAME,
  TRUECONF_METHOD_SEND_CHAT_ACTIVITY,
  TRUECONF_METHOD_ANSWER_COMMAND,
  TRUECONF_METHOD_SEND_SURVEY,
  TRUECONF_METHOD_EDIT_SURVEY,
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
  TRUECONF_ARG_USER,            /* const char *, completed by the name of the server where there is none */
  TRUECONF_ARG_BOOLEAN,         /* gboolean */
  TRUECONF_ARG_NUMBER,          /* nothing: the row says it, as a number */
  TRUECONF_ARG_UINT,            /* guint */
  TRUECONF_ARG_WORD,            /* a value of an enumeration, by its place in the words of the row */
  TRUECONF_ARG_SIZE,            /* gint64 */
  TRUECONF_ARG_KEYBOARD,        /* TrueconfKeyboard *, left out when NULL or empty */
  TRUECONF_ARG_CAPTION,         /* const char * and TrueconfParseMode: an object, left out when NULL */
  TRUECONF_ARG_CONSTANT,        /* nothing: the row says it */
} TrueconfArgKind;

/* Leaves an argument out that is a word. */
#define TRUECONF_ARG_NO_WORD (-1)

typedef struct
{
  const char *path;
  TrueconfArgKind kind;
  const char *const *words; /* of a constant: the first one */
} TrueconfArg;

typedef enum
{
  TRUECONF_RESULT_OK,      /* gboolean */
  TRUECONF_RESULT_STRING,  /* one member, a string */
  TRUECONF_RESULT_OBJECT,  /* an object of the shape */
  TRUECONF_RESULT_LIST,    /* a GPtrArray of such objects: the array itself, or in one member */
  TRUECONF_RESULT_BOOLEAN, /* one member, a boolean */
  TRUECONF_RESULT_INT,     /* one member, a number */
  TRUECONF_RESULT_NODE,    /* all of it, as JsonNode */
} TrueconfResultKind;

typedef struct _TrueconfShape TrueconfShape;

#define TRUECONF_MAX_ARGS 12

typedef struct
{
  const char *name;
  gboolean idempotent; /* can be repeated without changing the outcome, nor the answer */
  const char *since;   /* the oldest server that knows it; NULL: all do */
  TrueconfArg args[TRUECONF_MAX_ARGS];
  TrueconfResultKind result;
  const char *member;
  const TrueconfShape *shape;
  void (*arrange) (GPtrArray *list); /* of a list: what is done with it before anybody sees it */
} TrueconfMethodRow;

const TrueconfMethodRow *trueconf_wire_get_method (TrueconfMethod method);
char *trueconf_wire_encode (const TrueconfMethodRow *row, va_list args);
char *trueconf_wire_encode_method (TrueconfMethod method, ...);
void trueconf_wire_arrange_history (GPtrArray *messages);
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
  guint depth; /* how deep in objects of the model the reading is */
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

/* Events and answers, read. */
TrueconfEvent *trueconf_wire_read_event (TrueconfFrame *frame);
GError *trueconf_wire_read_error (TrueconfFrame *frame, const char *method, gboolean quote_server);
gboolean trueconf_wire_read_result (TrueconfFrame *frame,
                                    const TrueconfMethodRow *row,
                                    const char *method,
                                    GValue *value,
                                    GError **error);
GError *trueconf_wire_explain_error (const TrueconfMethodRow *row, const char *method, GError *error);
char *trueconf_wire_read_auth_user_id (TrueconfFrame *frame);

/* The HTTP side of the protocol: bodies of the token request and its answers. */
typedef struct
{
  char *token;
  gboolean has_expiry;
  gint64 expires; /* as the server sent it, see trueconf-token */
  char *code;     /* to be exchanged for a token */
  char *error;
  char *description;
  gboolean missing_scope;
} TrueconfTokenAnswer;

/* What the server says to an upload: an id, or an error that may have a number. */
char *trueconf_wire_read_upload_answer (GBytes *body, GError **error);

char *trueconf_wire_write_token_request (const char *client_id, const char *username, const char *password);
char *trueconf_wire_write_oauth_code (const char *username, const char *token);
char *trueconf_wire_write_oauth_token (const char *code);
void trueconf_wire_read_token_answer (GBytes *body, TrueconfTokenAnswer *answer);
void trueconf_token_answer_clear (TrueconfTokenAnswer *answer);
gint64 trueconf_wire_read_token_claim (const char *payload, gsize length);
gboolean trueconf_wire_read_server_info (GBytes *body, char **name, char **version);

/* The parts of a survey that nobody chooses. */
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
