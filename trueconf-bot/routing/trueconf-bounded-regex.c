/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "routing/trueconf-bounded-regex-private.h"
#include "trueconf-error.h"

/* PCRE2 counts anew from each place in the text, so the steps at one place and the number of places are both bounded.
 * No message of a server shows more characters. */
#define LIMITS     "(*LIMIT_MATCH=20000)(*LIMIT_DEPTH=20000)"
#define MAX_LENGTH 4096

/* G_REGEX_RAW would cut letters of texts */
#define KNOWN_FLAGS                                                                                          \
  (G_REGEX_CASELESS | G_REGEX_MULTILINE | G_REGEX_DOTALL | G_REGEX_EXTENDED | G_REGEX_ANCHORED |             \
   G_REGEX_DOLLAR_ENDONLY | G_REGEX_UNGREEDY | G_REGEX_NO_AUTO_CAPTURE | G_REGEX_OPTIMIZE |                  \
   G_REGEX_FIRSTLINE | G_REGEX_DUPNAMES | G_REGEX_NEWLINE_CRLF | G_REGEX_NEWLINE_ANYCRLF |                   \
   G_REGEX_BSR_ANYCRLF | (1 << 25) /* G_REGEX_JAVASCRIPT_COMPAT, which is deprecated */)

/**
 * TrueconfBoundedRegex:
 *
 * A regular expression for texts that users have written, which cannot hold the program up.
 *
 * With some expressions, such as `^(a+)+$`, one message can take hours. Here the search is given up after a number of
 * steps, and so is one in a text of more than 4096 characters; both are errors. Everything of the library that takes a regular
 * expression, such as [ctor@Filter.new_regex], searches in this way. This class is for texts that a program looks at by itself.
 *
 * All characters count, those of markup and those of entities as well. [property@Message:text] can have more than 4096 of them, though the
 * reader of a message never sees more: search in [property@Message:plain-text].
 *
 * It never changes. What is wrong with the expression is told by [ctor@BoundedRegex.new], and by
 * [method@Gio.Initable.init] after [ctor@GObject.Object.new]; each search with such an object fails in the same way.
 *
 * Since: 0.1
 */
struct _TrueconfBoundedRegex
{
  GObject parent_instance;

  char *pattern;
  GRegexCompileFlags flags;
  GRegex *regex;
  GError *wrong; /* instead of the regex */
  GStrv groups;
};

static void trueconf_bounded_regex_initable_init (GInitableIface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TrueconfBoundedRegex,
                               trueconf_bounded_regex,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_INITABLE, trueconf_bounded_regex_initable_init))

typedef enum
{
  PROP_PATTERN = 1,
  PROP_FLAGS,
} TrueconfBoundedRegexProperty;

static GParamSpec *properties[PROP_FLAGS + 1];

static void
trueconf_bounded_regex_finalize (GObject *object)
{
  TrueconfBoundedRegex *self = TRUECONF_BOUNDED_REGEX (object);

  g_clear_pointer (&self->regex, g_regex_unref);
  g_clear_error (&self->wrong);
  g_clear_pointer (&self->groups, g_strfreev);
  g_clear_pointer (&self->pattern, g_free);

  G_OBJECT_CLASS (trueconf_bounded_regex_parent_class)->finalize (object);
}

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
      /* a name may have letters of any script */
      while (g_ascii_isalnum (name[length]) || name[length] == '_' || (guchar) name[length] >= 0x80)
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

static GRegex *
compile (const char *pattern, GRegexCompileFlags flags, GError **error)
{
  g_autoptr (GError) wrong = NULL;
  g_autoptr (GRegex) regex = NULL;
  g_autofree char *bounded = NULL;

  if (pattern == NULL)
    {
      g_set_error_literal (error, TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT,
                           _ ("A regular expression needs a pattern"));
      return NULL;
    }
  if ((flags & ~KNOWN_FLAGS) != 0)
    {
      g_set_error (error, TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT,
                   /* Translators: a regular expression, a hexadecimal number */
                   _ ("The regular expression “%s” has flags that a search in texts does not know: 0x%x"),
                   pattern, flags & ~KNOWN_FLAGS);
      return NULL;
    }

  /* first without the limits, so that the error speaks of what was written */
  regex = g_regex_new (pattern, flags, 0, &wrong);
  bounded = g_strconcat (LIMITS, pattern, NULL);
  if (regex != NULL)
    {
      g_regex_unref (regex);
      regex = g_regex_new (bounded, flags, 0, &wrong);
    }
  if (regex == NULL)
    g_set_error (error, TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT,
                 /* Translators: the words of another library */
                 _ ("The regular expression is not valid: %s"), wrong->message);

  return g_steal_pointer (&regex);
}

/* Here, and not in init (), which languages with constructors of their own do not call. */
static void
trueconf_bounded_regex_constructed (GObject *object)
{
  TrueconfBoundedRegex *self = TRUECONF_BOUNDED_REGEX (object);

  G_OBJECT_CLASS (trueconf_bounded_regex_parent_class)->constructed (object);

  self->regex = compile (self->pattern, self->flags, &self->wrong);
  if (self->regex != NULL)
    self->groups = find_groups (self->regex, self->pattern);
  else if (self->pattern == NULL)
    self->pattern = g_strdup ("");
}

static gboolean
trueconf_bounded_regex_init_now (GInitable *initable, GCancellable *cancellable, GError **error)
{
  TrueconfBoundedRegex *self = TRUECONF_BOUNDED_REGEX (initable);

  if (self->wrong == NULL)
    return TRUE;

  g_propagate_error (error, g_error_copy (self->wrong));
  return FALSE;
}

static void
trueconf_bounded_regex_initable_init (GInitableIface *iface)
{
  iface->init = trueconf_bounded_regex_init_now;
}

static void
trueconf_bounded_regex_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  TrueconfBoundedRegex *self = TRUECONF_BOUNDED_REGEX (object);

  switch ((TrueconfBoundedRegexProperty) prop_id)
    {
    case PROP_PATTERN:
      self->pattern = g_value_dup_string (value);
      break;

    case PROP_FLAGS:
      self->flags = g_value_get_uint (value);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
      break;
    }
}

static void
trueconf_bounded_regex_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  switch ((TrueconfBoundedRegexProperty) prop_id)
    {
    case PROP_PATTERN:
      g_value_set_string (value, trueconf_bounded_regex_get_pattern (TRUECONF_BOUNDED_REGEX (object)));
      break;

    case PROP_FLAGS:
      g_value_set_uint (value, trueconf_bounded_regex_get_flags (TRUECONF_BOUNDED_REGEX (object)));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
      break;
    }
}

static void
trueconf_bounded_regex_class_init (TrueconfBoundedRegexClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->constructed = trueconf_bounded_regex_constructed;
  object_class->finalize = trueconf_bounded_regex_finalize;
  object_class->set_property = trueconf_bounded_regex_set_property;
  object_class->get_property = trueconf_bounded_regex_get_property;

  /**
   * TrueconfBoundedRegex:pattern: (getter get_pattern)
   *
   * The regular expression, as for [struct@GLib.Regex].
   *
   * Since: 0.1
   */
  properties[PROP_PATTERN] = g_param_spec_string (
      "pattern", NULL, NULL, NULL, G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);

  /**
   * TrueconfBoundedRegex:flags: (getter get_flags) (type GLib.RegexCompileFlags)
   *
   * How the regular expression is read. `G_REGEX_RAW` is not valid, since it would cut letters.
   *
   * Since: 0.1
   */
  properties[PROP_FLAGS] =
      g_param_spec_uint ("flags", NULL, NULL, 0, G_MAXUINT, 0,
                         G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
trueconf_bounded_regex_init (TrueconfBoundedRegex *self)
{
}

/**
 * trueconf_bounded_regex_new:
 * @pattern: a regular expression, as for [struct@GLib.Regex]
 * @flags: flags for it
 * @error: return location for an error
 *
 * Compiles a regular expression.
 *
 * If @pattern is not valid, or @flags has `G_REGEX_RAW` or unknown ones, it fails with `TRUECONF_ERROR_INVALID_ARGUMENT`.
 *
 * Returns: (transfer full): a regular expression
 *
 * Since: 0.1
 */
TrueconfBoundedRegex *
trueconf_bounded_regex_new (const char *pattern, GRegexCompileFlags flags, GError **error)
{
  g_return_val_if_fail (pattern != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return g_initable_new (TRUECONF_TYPE_BOUNDED_REGEX, NULL, error, "pattern", pattern, "flags", flags, NULL);
}

/**
 * trueconf_bounded_regex_get_pattern: (get-property pattern)
 * @self: a regular expression
 *
 * Gets the regular expression.
 *
 * Returns: (transfer none): the pattern
 *
 * Since: 0.1
 */
const char *
trueconf_bounded_regex_get_pattern (TrueconfBoundedRegex *self)
{
  g_return_val_if_fail (TRUECONF_IS_BOUNDED_REGEX (self), NULL);

  return self->pattern;
}

/**
 * trueconf_bounded_regex_get_flags: (get-property flags)
 * @self: a regular expression
 *
 * Gets how the regular expression is read.
 *
 * Returns: the flags
 *
 * Since: 0.1
 */
GRegexCompileFlags
trueconf_bounded_regex_get_flags (TrueconfBoundedRegex *self)
{
  g_return_val_if_fail (TRUECONF_IS_BOUNDED_REGEX (self), 0);

  return self->flags;
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

static void
set_given_up (TrueconfBoundedRegex *self, const GError *reason, GError **error)
{
  g_set_error (
      error, TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT,
      /* Translators: a regular expression, the words of another library */
      _ ("The regular expression “%s” takes too long on a text, and was given up; make it simpler (%s)"),
      self->pattern, reason->message);
}

static gboolean
check (TrueconfBoundedRegex *self, const char *text, GError **error)
{
  if (self->wrong != NULL)
    {
      g_propagate_error (error, g_error_copy (self->wrong));
      return FALSE;
    }

  if (strlen (text) > MAX_LENGTH && g_utf8_strlen (text, -1) > MAX_LENGTH)
    {
      g_set_error (error, TRUECONF_ERROR, TRUECONF_ERROR_INVALID_ARGUMENT,
                   /* Translators: a regular expression, a number */
                   _ ("The regular expression “%s” was not tried on a text of more than %d characters"),
                   self->pattern, MAX_LENGTH);
      return FALSE;
    }

  return TRUE;
}

static gboolean
match_from (TrueconfBoundedRegex *self,
            const char *text,
            int from,
            GRegexMatchFlags flags,
            GMatchInfo **match,
            GError **error)
{
  g_autoptr (GError) failed = NULL;
  gboolean matches = g_regex_match_full (self->regex, text, -1, from, flags, match, &failed);

  if (failed == NULL)
    return matches;

  set_given_up (self, failed, error);
  return FALSE;
}

/* Returns FALSE with an error set if it is not known whether the text matches. */
gboolean
trueconf_bounded_regex_match (TrueconfBoundedRegex *self,
                              const char *text,
                              GRegexMatchFlags flags,
                              GMatchInfo **match,
                              GError **error)
{
  if (match != NULL)
    *match = NULL;

  return check (self, text, error) && match_from (self, text, 0, flags, match, error);
}

static void
add_match (TrueconfBoundedRegex *self, GMatchInfo *match, GVariantBuilder *matches)
{
  int n_groups = g_regex_get_capture_count (self->regex);

  g_variant_builder_open (matches, G_VARIANT_TYPE ("a(ii)"));
  for (int i = 0; i <= n_groups; i++)
    {
      int start = -1;
      int end = -1;

      /* those behind the last that took part are not there at all */
      if (!g_match_info_fetch_pos (match, i, &start, &end))
        start = end = -1;
      g_variant_builder_add (matches, "(ii)", start, end);
    }
  g_variant_builder_close (matches);
}

/**
 * trueconf_bounded_regex_find:
 * @self: a regular expression
 * @text: a text
 * @flags: flags, for example `G_REGEX_MATCH_ANCHORED` for a match at the beginning of @text alone
 * @limit: how many matches to look for, or 0 for all
 * @error: return location for an error
 *
 * Finds the places where a regular expression matches a text.
 *
 * Of each match there is an array with the place of the whole, followed by those of all groups. A place is where it begins
 * and where it ends, in bytes; in Python in characters, and in JavaScript in the units of its texts. A group that has taken
 * no part has -1 for both.
 *
 * The search goes on where the last match ends. Where that was an empty one, a longer one may begin at the same place: `a*?`
 * in "ab" finds an empty text, "a", and an empty text in two places.
 *
 * It fails with `TRUECONF_ERROR_INVALID_ARGUMENT` if @text has more than 4096 characters, or if the search takes too many
 * steps.
 *
 * Returns: (transfer full): the matches, as `aa(ii)`; empty if there are none
 *
 * Since: 0.1
 */
GVariant *
trueconf_bounded_regex_find (TrueconfBoundedRegex *self,
                             const char *text,
                             GRegexMatchFlags flags,
                             guint limit,
                             GError **error)
{
  g_autoptr (GError) failed = NULL;
  g_auto (GVariantBuilder) matches = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("aa(ii)"));
  GRegexMatchFlags not_empty = 0;
  int at = 0;

  g_return_val_if_fail (TRUECONF_IS_BOUNDED_REGEX (self), NULL);
  g_return_val_if_fail (text != NULL && g_utf8_validate (text, -1, NULL), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (!check (self, text, error))
    return NULL;

  for (guint i = 0; limit == 0 || i < limit; i++)
    {
      g_autoptr (GMatchInfo) match = NULL;
      int start = 0;
      int end = 0;

      if (!match_from (self, text, at, flags | not_empty, &match, &failed))
        break;

      add_match (self, match, &matches);
      g_match_info_fetch_pos (match, 0, &start, &end);
      /* not g_match_info_next (), which looks for no longer match at the place of an empty one */
      not_empty = start == end ? G_REGEX_MATCH_NOTEMPTY_ATSTART : 0;
      /* \K in a lookahead, where PCRE2 is old */
      if (start != end && end <= at)
        break;
      at = end;
    }

  if (failed != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failed));
      return NULL;
    }

  return g_variant_ref_sink (g_variant_builder_end (&matches));
}
