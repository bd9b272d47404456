/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "routing/trueconf-command.h"
#include "routing/trueconf-command-spec-private.h"

G_BEGIN_DECLS

/* The parts of the text of a command, which are in it and not copied. */
typedef struct
{
  const char *prefix;
  gsize prefix_length;
  const char *name;
  gsize name_length;
  const char *mention; /* NULL: none */
  gsize mention_length;
  const char *arguments; /* up to the end of the text */
} TrueconfCommandParts;

gboolean
trueconf_command_parts_find (TrueconfCommandParts *self, const char *text, const char *const *prefixes);
TrueconfCommand *trueconf_command_new (const TrueconfCommandParts *parts);
void trueconf_command_read_values (TrueconfCommand *self, TrueconfCommandSpec *spec, const char *bot_id);
char *trueconf_command_describe_misfit (TrueconfCommand *self);

/* How long the name is after the prefix, in bytes. */
gsize trueconf_command_name_length (const char *text);

G_END_DECLS
