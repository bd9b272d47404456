/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "routing/trueconf-bounded-regex-private.h"
#include "trueconf-error.h"

/* PCRE2 counts anew from each place in the text, so the steps at one place and the number of places are both bounded.
 * No message of a server has more characters. */
#define LIMITS     "(*LIMIT_MATCH=20000)(*LIMIT_DEPTH=20000)"
#define MAX_LENGTH 4096

struct _TrueconfBoundedRegex
{
  char *pattern;
  GRegex *regex;
  GStrv groups;
};

/* GRegex does not list the names of groups: whatever looks like one is looked up. */
static GStrv
find_groups (GRegex *regex, const char *pattern)
{
  GPtrArray *groups = g_ptr_array_new ();

  for (const char *at = strstr (pattern, "(?"); at != NULL; at = strstr (at + 2, "(?"))
    {
      const char *name = at + 2;
      char end;
      gsize length = 0;
      g_autofree char *group = NULL;

      if (*name == 'P')
        name++;
      if (*name != '<' && *name != '\'')
        continue;

      end = *name++ == '<' ? '>' : '\'';
      while (g_ascii_isalnum (name[length]) || name[length] == '_')
        length++;
      if (length == 0 || name[length] != end)
        continue;

      group = g_strndup (name, length);
      if (g_regex_get_string_number (regex, group) > 0)
        g_ptr_array_add (groups, g_steal_pointer (&group));
    }
  g_ptr_array_add (groups, NULL);

  return (GStrv) g_ptr_array_free (groups, FALSE);
}

TrueconfBoundedRegex *
trueconf_bounded_regex_new (const char *pattern, GRegexCompileFlags flags, GError **error)
{
  TrueconfBoundedRegex *self;
  g_autoptr (GError) wrong = NULL;
  /* first without the limits, so that the error speaks of what was written */
  g_autoptr (GRegex) regex = g_regex_new (pattern, flags, 0, &wrong);
  g_autofree char *bounded = g_strconcat (LIMITS, pattern, NULL);

  if (regex != NULL)
    {
      g_regex_unref (regex);
      regex = g_regex_new (bounded, flags, 0, &wrong);
    }
  if (regex == NULL)
    {
      g_set_error (error, TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT,
                   /* Translators: the words of another library */
                   _ ("The regular expression is not valid: %s"), wrong->message);
      return NULL;
    }

  self = g_new0 (TrueconfBoundedRegex, 1);
  self->pattern = g_strdup (pattern);
  self->groups = find_groups (regex, pattern);
  self->regex = g_steal_pointer (&regex);

  return self;
}

void
trueconf_bounded_regex_free (TrueconfBoundedRegex *self)
{
  g_regex_unref (self->regex);
  g_strfreev (self->groups);
  g_free (self->pattern);
  g_free (self);
}

const char *
trueconf_bounded_regex_get_pattern (TrueconfBoundedRegex *self)
{
  return self->pattern;
}

/* Stores what was found in the context: the whole match with its groups, and each named group. */
void
trueconf_bounded_regex_store (TrueconfBoundedRegex *self, GMatchInfo *match, TrueconfContext *context)
{
  const char *const *groups = (const char *const *) self->groups;
  g_auto (GValue) all = G_VALUE_INIT;

  g_value_init (&all, G_TYPE_STRV);
  g_value_take_boxed (&all, g_match_info_fetch_all (match));
  trueconf_context_set_data (context, "match", &all);

  for (guint i = 0; groups[i] != NULL; i++)
    {
      g_auto (GValue) value = G_VALUE_INIT;
      int start = -1;

      if (!g_match_info_fetch_named_pos (match, groups[i], &start, NULL) || start < 0)
        continue;

      g_value_init (&value, G_TYPE_STRING);
      g_value_take_string (&value, g_match_info_fetch_named (match, groups[i]));
      trueconf_context_set_data (context, groups[i], &value);
    }
}

/* Returns FALSE with an error set if it is not known whether the text matches. */
gboolean
trueconf_bounded_regex_match (TrueconfBoundedRegex *self,
                              const char *text,
                              GRegexMatchFlags flags,
                              GMatchInfo **match,
                              GError **error)
{
  g_autoptr (GError) failed = NULL;
  gboolean matches;

  if (match != NULL)
    *match = NULL;

  if (strlen (text) > MAX_LENGTH && g_utf8_strlen (text, -1) > MAX_LENGTH)
    {
      g_set_error (error, TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT,
                   /* Translators: a regular expression, a number */
                   _ ("The regular expression “%s” was not tried on a text of more than %d characters"),
                   self->pattern, MAX_LENGTH);
      return FALSE;
    }

  matches = g_regex_match_full (self->regex, text, -1, 0, flags, match, &failed);
  if (failed != NULL)
    {
      g_set_error (
          error, TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT,
          /* Translators: a regular expression, the words of another library */
          _ ("The regular expression “%s” takes too long on a text, and was given up; make it simpler (%s)"),
          self->pattern, failed->message);
      return FALSE;
    }

  return matches;
}
