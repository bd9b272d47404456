/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "bot/trueconf-bot-private.h"
#include "monitor/trueconf-roster-private.h"
#include "trueconf-error.h"
#include "trueconf-lock-private.h"

/* It stands in addresses and in labels of metrics. */
#define LONGEST_NAME 64

struct _TrueconfRoster
{
  GMutex lock;
  GPtrArray *entries; /* in the order in which they came */
};

static void
entry_clear (gpointer data)
{
  TrueconfRosterEntry *entry = data;

  g_free (entry->name);
  trueconf_vitals_unref (entry->vitals);
}

static void
entry_unref (gpointer data)
{
  g_atomic_rc_box_release_full (data, entry_clear);
}

TrueconfRoster *
trueconf_roster_new (void)
{
  TrueconfRoster *self = g_atomic_rc_box_new0 (TrueconfRoster);

  g_mutex_init (&self->lock);
  self->entries = g_ptr_array_new_with_free_func (entry_unref);

  return self;
}

TrueconfRoster *
trueconf_roster_ref (TrueconfRoster *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
roster_clear (gpointer data)
{
  TrueconfRoster *self = data;

  TRUECONF_TSAN_ACQUIRE (self);
  g_ptr_array_unref (self->entries);
  g_mutex_clear (&self->lock);
}

void
trueconf_roster_unref (TrueconfRoster *self)
{
  TRUECONF_TSAN_RELEASE (self);
  g_atomic_rc_box_release_full (self, roster_clear);
}

/* The caller holds the lock. */
static TrueconfRosterEntry *
find (TrueconfRoster *self, const char *name)
{
  for (guint i = 0; i < self->entries->len; i++)
    {
      TrueconfRosterEntry *entry = g_ptr_array_index (self->entries, i);

      if (g_str_equal (entry->name, name))
        return entry;
    }

  return NULL;
}

/* The caller holds the lock. */
static gboolean
remove_vitals (TrueconfRoster *self, TrueconfVitals *vitals)
{
  for (guint i = 0; i < self->entries->len; i++)
    if (((TrueconfRosterEntry *) g_ptr_array_index (self->entries, i))->vitals == vitals)
      {
        g_ptr_array_remove_index (self->entries, i);
        return TRUE;
      }

  return FALSE;
}

/* The caller holds the lock. */
static void
forget_ended (TrueconfRoster *self)
{
  for (guint i = self->entries->len; i > 0; i--)
    if (trueconf_vitals_has_ended (
            ((TrueconfRosterEntry *) g_ptr_array_index (self->entries, i - 1))->vitals))
      g_ptr_array_remove_index (self->entries, i - 1);
}

static gboolean
check_name (const char *name, GError **error)
{
  gboolean good = name[0] != '\0' && g_utf8_validate (name, -1, NULL) && strlen (name) <= LONGEST_NAME;

  for (const char *p = name; good && *p != '\0'; p = g_utf8_next_char (p))
    good = *p != '/' && g_unichar_isprint (g_utf8_get_char (p));
  if (!good)
    g_set_error (
        error, TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT,
        /* Translators: number */
        g_dngettext (GETTEXT_PACKAGE,
                     "The name of a bot for the health server has to have 1 to %d byte, without “/” and "
                     "without control characters",
                     "The name of a bot for the health server has to have 1 to %d bytes, without “/” and "
                     "without control characters",
                     LONGEST_NAME),
        LONGEST_NAME);

  return good;
}

/* The caller holds the lock. */
static char *
make_name (TrueconfRoster *self)
{
  for (guint number = 1;; number++)
    {
      g_autofree char *name = g_strdup_printf ("%u", number);

      if (find (self, name) == NULL)
        return g_steal_pointer (&name);
    }
}

/* A bot that is there already gets the new name. */
gboolean
trueconf_roster_add (TrueconfRoster *self, TrueconfBot *bot, const char *name, GError **error)
{
  TrueconfRosterEntry *entry;
  gboolean added = TRUE;

  if (name != NULL && !check_name (name, error))
    return FALSE;

  trueconf_lock (&self->lock);
  forget_ended (self);
  entry = name != NULL ? find (self, name) : NULL;
  if (entry != NULL && entry->vitals != bot->vitals)
    {
      /* Translators: name */
      g_set_error (error, TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT,
                   _ ("The health server has another bot with the name “%s” already"), name);
      added = FALSE;
    }
  else
    {
      remove_vitals (self, bot->vitals);
      entry = g_atomic_rc_box_new0 (TrueconfRosterEntry);
      entry->name = name != NULL ? g_strdup (name) : make_name (self);
      entry->vitals = trueconf_vitals_ref (bot->vitals);
      g_ptr_array_add (self->entries, entry);
    }
  trueconf_unlock (&self->lock);

  return added;
}

gboolean
trueconf_roster_remove (TrueconfRoster *self, TrueconfBot *bot)
{
  gboolean removed;

  trueconf_lock (&self->lock);
  removed = remove_vitals (self, bot->vitals);
  trueconf_unlock (&self->lock);

  return removed;
}

GPtrArray *
trueconf_roster_copy (TrueconfRoster *self)
{
  GPtrArray *copy = g_ptr_array_new_with_free_func (entry_unref);

  trueconf_lock (&self->lock);
  forget_ended (self);
  for (guint i = 0; i < self->entries->len; i++)
    g_ptr_array_add (copy, g_atomic_rc_box_acquire (g_ptr_array_index (self->entries, i)));
  trueconf_unlock (&self->lock);

  return copy;
}
