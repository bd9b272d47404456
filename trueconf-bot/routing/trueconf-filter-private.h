/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "routing/trueconf-filter.h"

G_BEGIN_DECLS

/* What an event must have for a filter to match. The router finds handlers by these in a hash table. */
typedef enum
{
  TRUECONF_KEY_TEXT,           /* the text of a message, without the quotation */
  TRUECONF_KEY_TEXT_FOLDED,    /* the same, casefolded */
  TRUECONF_KEY_RAW_TEXT,       /* the text of a message as the server sends it */
  TRUECONF_KEY_TEXT_ALIKE,     /* the first of these texts, by trueconf_text_get_likeness () */
  TRUECONF_KEY_RAW_TEXT_ALIKE, /* the other one */
  TRUECONF_KEY_MESSAGE_TYPE,   /* the kind of a message, by its number */
  TRUECONF_KEY_COMMAND,        /* the name of a command after its prefix, up to white space or `@` */
  TRUECONF_KEY_COMMAND_FOLDED, /* the same, casefolded */
  TRUECONF_KEY_BUTTON,         /* the command of a pressed button */
  TRUECONF_KEY_CUSTOM_DATA,    /* the custom data of a pressed button */
  TRUECONF_KEY_BUTTON_ALIKE,   /* both again, by trueconf_text_get_likeness () */
  TRUECONF_KEY_CUSTOM_DATA_ALIKE,
  TRUECONF_KEY_METHOD, /* the method of the event on the wire */
} TrueconfKeyKind;

/* Called with each key of a filter; `prefix` is NULL except for commands. */
typedef struct _TrueconfKeys TrueconfKeys;

void trueconf_keys_add (TrueconfKeys *self, TrueconfKeyKind kind, const char *prefix, const char *string);

/* The type of `collect_keys` in TrueconfFilterClass, which is not for other libraries. */
typedef gboolean (*TrueconfCollectKeys) (TrueconfFilter *self, TrueconfKeys *keys);

/* The key for a number. */
#define TRUECONF_NUMBER_KEY_SIZE 12
void trueconf_number_to_key (int number, char key[TRUECONF_NUMBER_KEY_SIZE]);

/* What texts have in common that are the same apart from case and from white space around them. */
char *trueconf_text_get_likeness (const char *text);

/* Adds the keys of which an event must have one at least, or returns FALSE if there are none such. A filter whose keys
 * are found is still asked whether it matches. What a filter answers must not change while it is in use. */
gboolean trueconf_filter_collect_keys (TrueconfFilter *self, TrueconfKeys *keys);

/* Whether a filter has keys, and only few events have one of them: not a method or a kind of message. */
gboolean trueconf_filter_has_narrow_keys (TrueconfFilter *self);

/* For filters that are asynchronous only if those that they are made of are, and whose class has match_async (). */
void trueconf_filter_set_asynchronous (TrueconfFilter *self, gboolean asynchronous);

/* The text of an event that filters look at: as its reader sees it, without the quotation. NULL: it has none. */
const char *trueconf_event_get_filter_text (TrueconfEvent *event);

/* The same; within the filter for the arguments of a command, those. */
const char *trueconf_filter_get_text (TrueconfEvent *event, TrueconfContext *context);

/* Whether the filter asks for nothing but what the text says: it does not decide about who may do something. */
void trueconf_filter_set_about_text (TrueconfFilter *self);
gboolean trueconf_filter_is_about_text (TrueconfFilter *self);

const char *trueconf_event_get_actor_id (TrueconfEvent *event);
const char *trueconf_event_get_bot_id (TrueconfEvent *event);

G_END_DECLS
