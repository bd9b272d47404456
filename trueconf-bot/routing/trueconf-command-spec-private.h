/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* The parameters of a command, as a text describes them: "city:string days:int?=3". It never changes. */
typedef struct _TrueconfCommandSpec TrueconfCommandSpec;

TrueconfCommandSpec *trueconf_command_spec_new (const char *text, GError **error);
TrueconfCommandSpec *trueconf_command_spec_ref (TrueconfCommandSpec *self);
void trueconf_command_spec_unref (TrueconfCommandSpec *self);
const char *trueconf_command_spec_get_text (TrueconfCommandSpec *self);
guint trueconf_command_spec_get_n (TrueconfCommandSpec *self);
const char *trueconf_command_spec_get_name (TrueconfCommandSpec *self, guint index);
void trueconf_command_spec_append_usage (TrueconfCommandSpec *self, GString *usage);

/* Fills `values`, one for each parameter, which are all zero. One without a value stays so. `arguments` may be NULL, as may
 * `bot_id`; without it the ids of users are not completed. The error is for the user who has typed the command. */
gboolean trueconf_command_spec_read (TrueconfCommandSpec *self,
                                     const char *arguments,
                                     const char *bot_id,
                                     GValue *values,
                                     GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrueconfCommandSpec, trueconf_command_spec_unref)

G_END_DECLS
