/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* A JSON parser that works in one pass. It makes an array of tokens that point into the text, copies nothing, and
 * allocates nothing for frames of ordinary size. It does not recurse and does not limit the depth, so that a deeply
 * nested frame can still be acknowledged. */

typedef enum
{
  TRUECONF_JSON_NULL,
  TRUECONF_JSON_FALSE,
  TRUECONF_JSON_TRUE,
  TRUECONF_JSON_NUMBER,
  TRUECONF_JSON_STRING,
  TRUECONF_JSON_OBJECT,
  TRUECONF_JSON_ARRAY,
} TrueconfJsonType;

typedef struct
{
  guint32 start; /* for a string, the byte after the quotation mark */
  guint32 end;   /* for a string, the closing quotation mark; otherwise one past the last byte */
  guint32 next;  /* the token after this one and its children */
  guint8 type;
  guint8 escaped;
} TrueconfJsonToken;

#define TRUECONF_JSON_INLINE_TOKENS 96

/* no token */
#define TRUECONF_JSON_NONE G_MAXUINT32

typedef struct
{
  const char *data;
  gsize length;
  TrueconfJsonToken *tokens;
  guint n_tokens;
  guint n_allocated;
  TrueconfJsonToken inline_tokens[TRUECONF_JSON_INLINE_TOKENS];
} TrueconfJson;

gboolean trueconf_json_parse (TrueconfJson *self, const char *data, gsize length);
void trueconf_json_clear (TrueconfJson *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TrueconfJson, trueconf_json_clear)

TrueconfJsonType trueconf_json_get_type_of (const TrueconfJson *self, guint node);
gboolean trueconf_json_equals (const TrueconfJson *self, guint node, const char *text, gsize length);
guint trueconf_json_get_member (const TrueconfJson *self, guint object, const char *name);

/* These convert a number to a string, and the other way round, if they can. */
char *trueconf_json_dup_string (const TrueconfJson *self, guint node);
gboolean trueconf_json_get_int (const TrueconfJson *self, guint node, gint64 *value);
gboolean trueconf_json_get_double (const TrueconfJson *self, guint node, double *value);
gboolean trueconf_json_get_boolean (const TrueconfJson *self, guint node, gboolean *value);

JsonNode *trueconf_json_to_node (const TrueconfJson *self, guint node);

void trueconf_json_append_string (GString *out, const char *text);
void trueconf_json_make_writable (JsonNode *node);
void trueconf_json_append_node (GString *out, JsonNode *node);
void trueconf_json_append_typed_node (GString *out, JsonNode *node);

/* Iterates over the members of an object or the items of an array, where key is equal to value. */
typedef struct
{
  const TrueconfJson *json;
  guint position;
  guint end;
  gboolean keyed;
  guint key;
  guint value;
} TrueconfJsonIter;

void trueconf_json_iter_init (TrueconfJsonIter *iter, const TrueconfJson *json, guint container);
gboolean trueconf_json_iter_next (TrueconfJsonIter *iter);

G_END_DECLS
