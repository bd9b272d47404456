/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "model/trueconf-bot-handle-private.h"

/* model/ does not include bot/. */
extern GType trueconf_bot_get_type (void);

struct _TrueconfBotHandle
{
  gatomicrefcount refs;
  TrueconfBot *bot; /* not a reference; NULL once the bot is gone */
  const TrueconfBotTable *table;
};

TrueconfBotHandle *
trueconf_bot_handle_new (TrueconfBot *bot, const TrueconfBotTable *table)
{
  TrueconfBotHandle *self = g_new0 (TrueconfBotHandle, 1);

  g_atomic_ref_count_init (&self->refs);
  self->bot = bot;
  self->table = table;

  return self;
}

TrueconfBotHandle *
trueconf_bot_handle_ref (TrueconfBotHandle *self)
{
  g_atomic_ref_count_inc (&self->refs);

  return self;
}

void
trueconf_bot_handle_unref (TrueconfBotHandle *self)
{
  if (g_atomic_ref_count_dec (&self->refs))
    g_free (self);
}

/* The bot is disposed of. */
void
trueconf_bot_handle_clear (TrueconfBotHandle *self)
{
  g_atomic_pointer_set (&self->bot, NULL);
}

TrueconfBot *
trueconf_bot_handle_get_bot (TrueconfBotHandle *self)
{
  return g_atomic_pointer_get (&self->bot);
}

const TrueconfBotTable *
trueconf_bot_handle_get_table (TrueconfBotHandle *self)
{
  return self->table;
}

GType
trueconf_bot_handle_get_bot_type (void)
{
  return trueconf_bot_get_type ();
}
