/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Any bytes, as a part that comes again and again: twice as many take at most a little more than twice the steps. The first byte
 * is the function; a form feed ends what comes before the parts, and another one the part. */

#include <string.h>

#include "fuzz-read.h"
#include "steps.h"
#include "trueconf-bot.h"

#include "text/trueconf-plain-private.h"
#include "text/trueconf-quote-private.h"
#include "text/trueconf-shown-private.h"
#include "text/trueconf-text-address-private.h"
#include "text/trueconf-vcard-private.h"
#include "text/trueconf-visible-length-private.h"
#include "wire/trueconf-json-private.h"
#include "wire/trueconf-wire-peek-private.h"

/* in bytes */
#define SIZE     3000
#define MAX_HEAD 300
#define MAX_PART 100

/* what costs the same whatever the size is */
#define CONSTANT 3000

typedef void (*Function) (const char *text, gsize length);

static void
plain (const char *text, gsize length)
{
  g_autofree char *result G_GNUC_UNUSED = trueconf_text_to_plain (text, length);
}

static void
measure (const char *text, gsize length)
{
  trueconf_text_measure (text, TRUECONF_PARSE_MODE_HTML);
}

static void
split_text (const char *text, gsize length)
{
  g_auto (GStrv) pieces G_GNUC_UNUSED = trueconf_split_text (text, 100);
}

static void
split_html (const char *text, gsize length)
{
  g_auto (GStrv) pieces G_GNUC_UNUSED = trueconf_split_text_full (text, 20, TRUECONF_PARSE_MODE_HTML);
}

static void
split_plain (const char *text, gsize length)
{
  g_auto (GStrv) pieces G_GNUC_UNUSED = trueconf_split_text_full (text, 50, TRUECONF_PARSE_MODE_TEXT);
}

static void
quote (const char *text, gsize length)
{
  TrueconfParseMode mode = TRUECONF_PARSE_MODE_TEXT;
  g_autofree char *quote G_GNUC_UNUSED = trueconf_text_split_quote (text, &length);
  g_autofree char *quoted G_GNUC_UNUSED = trueconf_text_quote (text, text, &mode);
}

static void
write_again (TrueconfText *text)
{
  g_autofree char *html G_GNUC_UNUSED = trueconf_text_to_html (text);
  g_autofree char *markdown G_GNUC_UNUSED = trueconf_text_to_markdown (text);
  g_auto (GStrv) mentions G_GNUC_UNUSED = trueconf_text_get_mentions (text);
}

static void
read_html (const char *text, gsize length)
{
  g_autoptr (TrueconfText) result = trueconf_text_new_from_html (text);

  write_again (result);
}

static void
read_markdown (const char *text, gsize length)
{
  g_autoptr (TrueconfText) result = trueconf_text_new_from_markdown (text);

  write_again (result);
}

static void
show (const char *text, gsize length)
{
  g_autofree char *result G_GNUC_UNUSED = trueconf_text_show (text);
}

static void
find_user (const char *text, gsize length)
{
  trueconf_text_links_to_user (text, text);
}

static void
parse (const char *text, gsize length)
{
  g_auto (TrueconfJson) json = { 0 };

  if (!trueconf_json_parse (&json, text, length))
    return;

  for (guint i = 0; i < json.n_tokens; i++)
    if (trueconf_json_get_type_of (&json, i) == TRUECONF_JSON_STRING)
      {
        g_autofree char *string G_GNUC_UNUSED = trueconf_json_dup_string (&json, i);
      }
}

static void
peek (const char *text, gsize length)
{
  g_auto (TrueconfWirePeek) result;

  trueconf_wire_peek (&result, text, length, text, length);
}

static void
read_card (const char *text, gsize length)
{
  g_autoptr (TrueconfVcard) card G_GNUC_UNUSED = trueconf_vcard_read (text, length);
  g_autofree char *user_id = NULL;
  g_autofree char *name = NULL;

  trueconf_text_read_profile_link (text, &user_id, &name);
}

static const Function functions[] = {
  plain,         measure, split_text, split_html, split_plain, quote,     read_html,
  read_markdown, show,    find_user,  parse,      peek,        read_card,
};

static char *
make (const char *head, const char *part, const char *tail, gsize size)
{
  GString *text = g_string_new (head);

  while (text->len < size)
    g_string_append (text, part);
  g_string_append (text, tail);

  return g_string_free (text, FALSE);
}

static guint64
count (Function function, char **parts, gsize size)
{
  g_autofree char *text = make (parts[0], parts[1], parts[2], size);

  steps_reset ();
  function (text, strlen (text));
  return steps_count ();
}

int
LLVMFuzzerInitialize (int *argc, char ***argv)
{
  fuzz_init ();
  /* what is made once, such as classes */
  for (guint i = 0; i < G_N_ELEMENTS (functions); i++)
    functions[i]("x", 1);
  return 0;
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) parts = NULL;
  Function function;
  guint64 steps[4];

  if (size < 2)
    return 0;

  function = functions[data[0] % G_N_ELEMENTS (functions)];
  text = g_utf8_make_valid ((const char *) data + 1, (gssize) size - 1);
  parts = g_strsplit (text, "\f", 3);
  if (g_strv_length (parts) < 3 || *parts[1] == '\0' || strlen (parts[0]) > MAX_HEAD ||
      strlen (parts[1]) > MAX_PART || strlen (parts[2]) > MAX_HEAD)
    return 0;

  /* Arrays grow in steps, and a text may pass a limit, which costs once: that it happens three times in a row is a mistake. */
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      steps[i] = count (function, parts, (gsize) SIZE << i);
      if (i > 0 && steps[i] <= steps[i - 1] * 5 / 2 + CONSTANT)
        return 0;
    }

  g_error ("%" G_GUINT64_FORMAT " steps, then %" G_GUINT64_FORMAT ", %" G_GUINT64_FORMAT
           " and %" G_GUINT64_FORMAT,
           steps[0], steps[1], steps[2], steps[3]);
}
