/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <string.h>

#include "text/trueconf-text-address-private.h"
#include "text/trueconf-text-private.h"
#include "text/trueconf-text-span-private.h"
#include "trueconf-hash-private.h"

/**
 * TrueconfText:
 *
 * A text with formatting: bold, italic, underlined and struck through parts, links, mentions, and the quotation of a reply.
 *
 * Put it together from parts, or let [func@Text.format] do it. Then send it by a draft, see
 * [ctor@Draft.new_formatted]. Whatever is in a part is shown as it is: there is nothing to escape.
 *
 * ```c
 * g_autoptr (TrueconfText) hello = trueconf_text_new ("Hello ");
 * g_autoptr (TrueconfText) name = trueconf_text_new_mention ("Nora", "nora@video.example.com");
 * g_autoptr (TrueconfText) text = trueconf_text_concat (hello, name);
 * g_autoptr (TrueconfDraft) draft = trueconf_draft_new_formatted (text);
 * ```
 *
 * A text is a sequence of [class@TextSpan]s. How parts were nested does not matter, only how the characters look: a bold text in
 * an italic one and an italic text in a bold one are equal. A text never changes, so it may cross threads; bytes that are not
 * UTF-8 become `U+FFFD`, and every line break becomes `\n`.
 *
 * The guide to [formatted text](text.html) says what the server shows.
 *
 * Since: 0.1
 */

G_DEFINE_FINAL_TYPE (TrueconfText, trueconf_text, G_TYPE_OBJECT)

static void
trueconf_text_finalize (GObject *object)
{
  TrueconfText *self = TRUECONF_TEXT (object);

  for (guint i = 0; i < self->n_runs; i++)
    g_clear_pointer (&self->runs[i].address, g_ref_string_release);
  g_clear_pointer (&self->runs, g_free);
  g_clear_pointer (&self->text, g_free);

  G_OBJECT_CLASS (trueconf_text_parent_class)->finalize (object);
}

static void
trueconf_text_class_init (TrueconfTextClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = trueconf_text_finalize;
}

static void
trueconf_text_init (TrueconfText *self)
{
  self->text = g_strdup ("");
}

gsize
trueconf_text_run_start (TrueconfText *self, guint run)
{
  return run > 0 ? self->runs[run - 1].end : 0;
}

/* The number of runs at the beginning that are a quotation. */
guint
trueconf_text_count_quoted (TrueconfText *self)
{
  guint count = 0;

  while (count < self->n_runs && (self->runs[count].style & TRUECONF_TEXT_STYLE_QUOTE) != 0)
    count++;

  return count;
}

/* Appends another text, with something added to each part. A link of its own has precedence, since links do not nest. */
static void
append (TrueconfTextBuilder *builder, TrueconfText *text, TrueconfTextStyle style, char *address)
{
  for (guint i = 0; i < text->n_runs; i++)
    {
      const TrueconfTextRun *run = &text->runs[i];
      gsize start = trueconf_text_run_start (text, i);

      trueconf_text_builder_append (builder, text->text + start, run->end - start, run->style | style,
                                    run->address != NULL ? run->address : address);
    }
}

static TrueconfText *
new_styled (const char *text, TrueconfTextStyle style)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  TrueconfTextBuilder builder;

  trueconf_text_builder_init (&builder);
  trueconf_text_builder_append (&builder, valid, strlen (valid), style, NULL);

  return trueconf_text_builder_end (&builder);
}

/**
 * trueconf_text_new:
 * @text: the characters
 *
 * Creates a text without formatting.
 *
 * Returns: (transfer full): a text
 *
 * Since: 0.1
 */
TrueconfText *
trueconf_text_new (const char *text)
{
  g_return_val_if_fail (text != NULL, NULL);

  return new_styled (text, TRUECONF_TEXT_STYLE_NONE);
}

/**
 * trueconf_text_new_bold:
 * @text: the characters
 *
 * Creates a bold text.
 *
 * Returns: (transfer full): a text
 *
 * Since: 0.1
 */
TrueconfText *
trueconf_text_new_bold (const char *text)
{
  g_return_val_if_fail (text != NULL, NULL);

  return new_styled (text, TRUECONF_TEXT_STYLE_BOLD);
}

/**
 * trueconf_text_new_italic:
 * @text: the characters
 *
 * Creates an italic text.
 *
 * Returns: (transfer full): a text
 *
 * Since: 0.1
 */
TrueconfText *
trueconf_text_new_italic (const char *text)
{
  g_return_val_if_fail (text != NULL, NULL);

  return new_styled (text, TRUECONF_TEXT_STYLE_ITALIC);
}

/**
 * trueconf_text_new_underline:
 * @text: the characters
 *
 * Creates an underlined text.
 *
 * Returns: (transfer full): a text
 *
 * Since: 0.1
 */
TrueconfText *
trueconf_text_new_underline (const char *text)
{
  g_return_val_if_fail (text != NULL, NULL);

  return new_styled (text, TRUECONF_TEXT_STYLE_UNDERLINE);
}

/**
 * trueconf_text_new_strikethrough:
 * @text: the characters
 *
 * Creates a text that is struck through.
 *
 * Returns: (transfer full): a text
 *
 * Since: 0.1
 */
TrueconfText *
trueconf_text_new_strikethrough (const char *text)
{
  g_return_val_if_fail (text != NULL, NULL);

  return new_styled (text, TRUECONF_TEXT_STYLE_STRIKETHROUGH);
}

/**
 * trueconf_text_new_quote:
 * @text: the passage
 *
 * Creates the quotation that a reply begins with (TrueConf Server 5.5.6).
 *
 * What is appended stands below it, after an empty line. Servers show a quotation only at the beginning of a reply: behind
 * another text it becomes an ordinary text.
 *
 * Returns: (transfer full): a text
 *
 * Since: 0.1
 */
TrueconfText *
trueconf_text_new_quote (const char *text)
{
  g_return_val_if_fail (text != NULL, NULL);

  return new_styled (text, TRUECONF_TEXT_STYLE_QUOTE);
}

/**
 * trueconf_text_new_link:
 * @text: (nullable): the characters, or `NULL` for the URL itself
 * @address: a URL
 *
 * Creates a link, see [method@Text.with_link].
 *
 * Returns: (transfer full): a text
 *
 * Since: 0.1
 */
TrueconfText *
trueconf_text_new_link (const char *text, const char *address)
{
  g_autoptr (TrueconfText) plain = NULL;

  g_return_val_if_fail (address != NULL, NULL);

  plain = new_styled (text != NULL ? text : "", TRUECONF_TEXT_STYLE_NONE);

  return trueconf_text_with_link (plain, address);
}

/**
 * trueconf_text_new_mention:
 * @text: (nullable): the characters, mostly the name of the user, or `NULL` for the id itself
 * @user_id: the id of a user, with the name of the server
 *
 * Creates a mention of a user (TrueConf Server 5.5.3), see [method@Text.with_mention].
 *
 * Returns: (transfer full): a text
 *
 * Since: 0.1
 */
TrueconfText *
trueconf_text_new_mention (const char *text, const char *user_id)
{
  g_autoptr (TrueconfText) plain = NULL;

  g_return_val_if_fail (user_id != NULL, NULL);

  plain = new_styled (text != NULL ? text : "", TRUECONF_TEXT_STYLE_NONE);

  return trueconf_text_with_mention (plain, user_id);
}

/**
 * trueconf_text_new_mention_all:
 *
 * Creates a mention of everybody in the chat: the text `@all`.
 *
 * Returns: (transfer full): a text
 *
 * Since: 0.1
 */
TrueconfText *
trueconf_text_new_mention_all (void)
{
  return trueconf_text_new ("@all");
}

/**
 * trueconf_text_new_joined:
 * @texts: (array length=n_texts): texts
 * @n_texts: how many there are
 * @separator: (nullable): what stands between them, or `NULL`
 *
 * Creates a text of several ones, in time proportional to their length.
 *
 * Returns: (transfer full): a text
 *
 * Since: 0.1
 */
TrueconfText *
trueconf_text_new_joined (TrueconfText **texts, gsize n_texts, TrueconfText *separator)
{
  TrueconfTextBuilder builder;

  g_return_val_if_fail (texts != NULL || n_texts == 0, NULL);
  g_return_val_if_fail (separator == NULL || TRUECONF_IS_TEXT (separator), NULL);

  trueconf_text_builder_init (&builder);
  for (gsize i = 0; i < n_texts; i++)
    {
      if (i > 0 && separator != NULL)
        append (&builder, separator, TRUECONF_TEXT_STYLE_NONE, NULL);
      append (&builder, texts[i], TRUECONF_TEXT_STYLE_NONE, NULL);
    }

  return trueconf_text_builder_end (&builder);
}

/**
 * trueconf_text_new_list:
 * @items: (array length=n_items): the items
 * @n_items: how many there are
 * @ordered: whether they are numbered
 *
 * Creates a list, a line an item.
 *
 * The server's markup has no lists, so each line begins with a bullet or with its number as text.
 *
 * Returns: (transfer full): a text
 *
 * Since: 0.1
 */
TrueconfText *
trueconf_text_new_list (TrueconfText **items, gsize n_items, gboolean ordered)
{
  TrueconfTextBuilder builder;

  g_return_val_if_fail (items != NULL || n_items == 0, NULL);

  trueconf_text_builder_init (&builder);
  for (gsize i = 0; i < n_items; i++)
    {
      g_autofree char *mark = ordered ? g_strdup_printf ("%s%" G_GSIZE_FORMAT ". ", i > 0 ? "\n" : "", i + 1)
                                      : g_strconcat (i > 0 ? "\n" : "", "• ", NULL);

      trueconf_text_builder_append (&builder, mark, strlen (mark), TRUECONF_TEXT_STYLE_NONE, NULL);
      append (&builder, items[i], TRUECONF_TEXT_STYLE_NONE, NULL);
    }

  return trueconf_text_builder_end (&builder);
}

/**
 * trueconf_text_format:
 * @format: HTML with the conversions of `printf()`
 * @...: the arguments
 *
 * Creates a text of HTML and of arguments that are shown as they are, whatever they contain.
 *
 * The markup is that of [ctor@Text.new_from_html]. The compiler checks the arguments.
 *
 * ```c
 * g_autoptr (TrueconfText) text =
 *     trueconf_text_format ("Hello <b>%s</b>, see <a href=\"%s\">the plan</a>.", name, url);
 * ```
 *
 * Returns: (transfer full): a text
 *
 * Since: 0.1
 */
TrueconfText *
trueconf_text_format (const char *format, ...)
{
  g_autofree char *html = NULL;
  va_list arguments;

  g_return_val_if_fail (format != NULL, NULL);

  va_start (arguments, format);
  html = g_markup_vprintf_escaped (format, arguments);
  va_end (arguments);

  return trueconf_text_new_from_html (html);
}

TrueconfText *
trueconf_text_new_from_markup (const char *text, TrueconfParseMode parse_mode)
{
  if (parse_mode == TRUECONF_PARSE_MODE_HTML)
    return trueconf_text_new_from_html (text);
  if (parse_mode == TRUECONF_PARSE_MODE_MARKDOWN)
    return trueconf_text_new_from_markdown (text);

  return trueconf_text_new (text);
}

/**
 * trueconf_text_with_style:
 * @self: a text
 * @style: what to add
 *
 * Creates a text that looks like this one and has a style in addition.
 *
 * Returns: (transfer full): a text
 *
 * Since: 0.1
 */
TrueconfText *
trueconf_text_with_style (TrueconfText *self, TrueconfTextStyle style)
{
  TrueconfTextBuilder builder;

  g_return_val_if_fail (TRUECONF_IS_TEXT (self), NULL);
  g_return_val_if_fail ((style & ~(guint) (TRUECONF_TEXT_INLINE_STYLES | TRUECONF_TEXT_STYLE_QUOTE)) == 0,
                        NULL);

  trueconf_text_builder_init (&builder);
  append (&builder, self, style, NULL);

  return trueconf_text_builder_end (&builder);
}

/**
 * trueconf_text_with_link:
 * @self: a text
 * @address: a URL
 *
 * Creates a text that looks like this one and links to a URL.
 *
 * The server takes URLs that begin with `http://`, `https://`, `mailto:` or `trueconf:`, and refuses a message with any other.
 * For those, the URL follows the text in parentheses. Characters that a URL cannot have, such as spaces, are escaped with `%`. An
 * empty text becomes the URL itself. Links do not nest: those that are part of the text stay as they are.
 *
 * Returns: (transfer full): a text
 *
 * Since: 0.1
 */
TrueconfText *
trueconf_text_with_link (TrueconfText *self, const char *address)
{
  g_autofree char *valid = NULL;
  char *clean;
  TrueconfTextBuilder builder;

  g_return_val_if_fail (TRUECONF_IS_TEXT (self), NULL);
  g_return_val_if_fail (address != NULL, NULL);

  valid = g_utf8_make_valid (address, -1);
  clean = trueconf_text_address_clean (valid);

  trueconf_text_builder_init (&builder);
  append (&builder, self, TRUECONF_TEXT_STYLE_NONE, clean);
  if (self->length == 0)
    {
      trueconf_text_builder_append (&builder, valid, strlen (valid), TRUECONF_TEXT_STYLE_NONE, clean);
    }
  else if (clean == NULL && strcmp (self->text, valid) != 0)
    {
      g_autofree char *after = g_strdup_printf (" (%s)", valid);

      trueconf_text_builder_append (&builder, after, strlen (after), TRUECONF_TEXT_STYLE_NONE, NULL);
    }
  g_clear_pointer (&clean, g_ref_string_release);

  return trueconf_text_builder_end (&builder);
}

/**
 * trueconf_text_with_mention:
 * @self: a text
 * @user_id: the id of a user, with the name of the server
 *
 * Creates a text that looks like this one and mentions a user (TrueConf Server 5.5.3).
 *
 * The user is notified, even if the chat is muted. An empty text becomes the id itself. If no user can have such an id, because it
 * is empty or contains white space, a quotation mark or one of `& / ?`, the text mentions nobody.
 *
 * Returns: (transfer full): a text
 *
 * Since: 0.1
 */
TrueconfText *
trueconf_text_with_mention (TrueconfText *self, const char *user_id)
{
  g_autofree char *valid = NULL;
  char *address;
  TrueconfTextBuilder builder;

  g_return_val_if_fail (TRUECONF_IS_TEXT (self), NULL);
  g_return_val_if_fail (user_id != NULL, NULL);

  valid = g_utf8_make_valid (user_id, -1);
  address = trueconf_text_address_for_user (valid);

  trueconf_text_builder_init (&builder);
  append (&builder, self, TRUECONF_TEXT_STYLE_NONE, address);
  if (self->length == 0)
    trueconf_text_builder_append (&builder, valid, strlen (valid), TRUECONF_TEXT_STYLE_NONE, address);
  g_clear_pointer (&address, g_ref_string_release);

  return trueconf_text_builder_end (&builder);
}

/**
 * trueconf_text_concat:
 * @self: a text
 * @other: another one
 *
 * Creates a text of this one and another one.
 *
 * For many, [ctor@Text.new_joined] is faster.
 *
 * Returns: (transfer full): a text
 *
 * Since: 0.1
 */
TrueconfText *
trueconf_text_concat (TrueconfText *self, TrueconfText *other)
{
  TrueconfText *both[] = { self, other };

  g_return_val_if_fail (TRUECONF_IS_TEXT (self), NULL);
  g_return_val_if_fail (TRUECONF_IS_TEXT (other), NULL);

  return trueconf_text_new_joined (both, G_N_ELEMENTS (both), NULL);
}

/**
 * trueconf_text_to_string:
 * @self: a text
 *
 * Gets the characters as they are shown, without formatting. An empty line follows a quotation.
 *
 * Returns: (transfer full): the characters
 *
 * Since: 0.1
 */
char *
trueconf_text_to_string (TrueconfText *self)
{
  guint quoted;

  g_return_val_if_fail (TRUECONF_IS_TEXT (self), NULL);

  quoted = trueconf_text_count_quoted (self);
  if (quoted > 0 && quoted < self->n_runs)
    {
      gsize end = self->runs[quoted - 1].end;

      return g_strdup_printf ("%.*s\n\n%s", (int) end, self->text, self->text + end);
    }

  return g_strdup (self->text);
}

/**
 * trueconf_text_get_spans:
 * @self: a text
 *
 * Gets the parts of the text that look the same all over, in order. Neighbours differ, and none is empty.
 *
 * Returns: (transfer full): a list of [class@TextSpan]
 *
 * Since: 0.1
 */
GListModel *
trueconf_text_get_spans (TrueconfText *self)
{
  g_autoptr (GPtrArray) spans = NULL;
  GListStore *list;

  g_return_val_if_fail (TRUECONF_IS_TEXT (self), NULL);

  spans = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < self->n_runs; i++)
    {
      gsize start = trueconf_text_run_start (self, i);

      g_ptr_array_add (spans, trueconf_text_span_new (self->text + start, self->runs[i].end - start,
                                                      self->runs[i].style, self->runs[i].address));
    }
  list = g_list_store_new (TRUECONF_TYPE_TEXT_SPAN);
  g_list_store_splice (list, 0, 0, spans->pdata, spans->len);

  return G_LIST_MODEL (list);
}

/**
 * trueconf_text_get_mentions:
 * @self: a text
 *
 * Gets the ids of the users whom the text mentions, in the order of their first mention, each once.
 *
 * `@all` is not among them.
 *
 * Returns: (transfer full) (array zero-terminated=1): the ids
 *
 * Since: 0.1
 */
char **
trueconf_text_get_mentions (TrueconfText *self)
{
  g_autoptr (GPtrArray) ids = NULL;
  g_autoptr (GHashTable) known = NULL;

  g_return_val_if_fail (TRUECONF_IS_TEXT (self), NULL);

  ids = g_ptr_array_new ();
  known = g_hash_table_new (trueconf_hash_string, g_str_equal);
  for (guint i = 0; i < self->n_runs; i++)
    {
      g_autofree char *id =
          self->runs[i].address != NULL ? trueconf_text_address_get_user_id (self->runs[i].address) : NULL;

      /* g_hash_table_add () would keep the second one, which is freed */
      if (id == NULL || g_hash_table_contains (known, id))
        continue;
      g_hash_table_add (known, id);
      g_ptr_array_add (ids, g_steal_pointer (&id));
    }
  g_ptr_array_add (ids, NULL);

  return (char **) g_ptr_array_free (g_steal_pointer (&ids), FALSE);
}

/**
 * trueconf_text_is_empty:
 * @self: a text
 *
 * Checks whether the text has no characters.
 *
 * Returns: whether it is empty
 *
 * Since: 0.1
 */
gboolean
trueconf_text_is_empty (TrueconfText *self)
{
  g_return_val_if_fail (TRUECONF_IS_TEXT (self), TRUE);

  return self->length == 0;
}

/**
 * trueconf_text_equal:
 * @self: a text
 * @other: another one
 *
 * Checks whether two texts have the same characters with the same formatting.
 *
 * Returns: whether they are equal
 *
 * Since: 0.1
 */
gboolean
trueconf_text_equal (TrueconfText *self, TrueconfText *other)
{
  g_return_val_if_fail (TRUECONF_IS_TEXT (self), FALSE);
  g_return_val_if_fail (TRUECONF_IS_TEXT (other), FALSE);

  if (self->n_runs != other->n_runs || strcmp (self->text, other->text) != 0)
    return FALSE;

  for (guint i = 0; i < self->n_runs; i++)
    if (self->runs[i].end != other->runs[i].end || self->runs[i].style != other->runs[i].style ||
        g_strcmp0 (self->runs[i].address, other->runs[i].address) != 0)
      return FALSE;

  return TRUE;
}

/**
 * trueconf_text_hash:
 * @self: a text
 *
 * Gets a number for hash tables, which is the same for equal texts.
 *
 * The number is another one in each run of a program, so that nobody can choose texts whose numbers are the same. It is
 * not for files.
 *
 * Returns: the number
 *
 * Since: 0.1
 */
guint
trueconf_text_hash (TrueconfText *self)
{
  g_return_val_if_fail (TRUECONF_IS_TEXT (self), 0);

  return trueconf_hash_string (self->text);
}
