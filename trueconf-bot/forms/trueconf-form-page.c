/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What a form shows: questions and the summary, with their buttons. */

#include "config.h"

#include <string.h>

#include "forms/trueconf-form-private.h"
#include "text/trueconf-grapheme-private.h"
#include "text/trueconf-split-text.h"

/* The server's limits, as of TrueConf Server 5.5.6, less a row for the buttons that each question has. */
#define MAX_LABEL   32
#define MAX_ID      64
#define MAX_ROWS    6
#define MAX_COLUMNS 3
#define MAX_CHOICES (MAX_ROWS * MAX_COLUMNS)
#define MAX_ANSWER  200
#define MAX_TEXT    4096

void
trueconf_form_page_clear (TrueconfFormPage *self)
{
  if (self->text != NULL)
    g_string_free (self->text, TRUE);
  self->text = NULL;
  g_clear_object (&self->keyboard);
}

static TrueconfButton *
new_button (TrueconfForm *form,
            const TrueconfFormProgress *progress,
            const char *label,
            const char *action,
            const char *value)
{
  g_autofree char *text = trueconf_grapheme_shorten (label[0] != '\0' ? label : " ", MAX_LABEL);
  g_autofree char *escaped = g_uri_escape_string (value, NULL, FALSE);
  g_autofree char *data =
      g_strdup_printf ("%s %" G_GINT64_FORMAT " %s %s", progress->run, progress->step, action, escaped);
  g_autofree char *whole = value[0] != '\0' ? g_strconcat (action, ":", escaped, NULL) : g_strdup (action);
  /* programs look for buttons by these; only the data have to be complete */
  g_autofree char *id = g_strndup (whole, MAX_ID);
  TrueconfButton *button = trueconf_button_new_command (text, trueconf_form_peek_command (form));

  trueconf_button_set_custom_data (button, data);
  trueconf_button_set_button_id (button, id);

  return button;
}

typedef struct
{
  TrueconfForm *form;
  const TrueconfFormProgress *progress;
  TrueconfKeyboard *keyboard;
  GPtrArray *row;
  guint columns;
  GError **error;
  gboolean failed;
} Rows;

static void
end_row (Rows *self)
{
  if (self->row->len > 0 && !self->failed)
    self->failed = !trueconf_keyboard_add_row (self->keyboard, (TrueconfButton **) self->row->pdata,
                                               self->row->len, self->error);
  g_ptr_array_set_size (self->row, 0);
}

static void
add (Rows *self, const char *label, const char *action, const char *value)
{
  if (self->row->len >= self->columns)
    end_row (self);
  g_ptr_array_add (self->row, new_button (self->form, self->progress, label, action, value));
}

static void
add_text (Rows *self, TrueconfFormText which, const char *action, const char *value)
{
  add (self, trueconf_form_get_text (self->form, which), action, value);
}

static void
begin_rows (Rows *self,
            TrueconfFormPage *page,
            TrueconfForm *form,
            const TrueconfFormProgress *progress,
            GError **error)
{
  page->keyboard = trueconf_keyboard_new ();
  *self = (Rows){ form, progress, page->keyboard, g_ptr_array_new_with_free_func (g_object_unref),
                  1,    error,    FALSE };
}

static gboolean
end_rows (Rows *self)
{
  end_row (self);
  g_ptr_array_unref (self->row);

  return !self->failed;
}

/* Labels with values, page by page if there are too many for one keyboard. */
static void
add_pages (Rows *self, char **labels, char **values, const char *action, int page)
{
  guint n = g_strv_length (labels);
  guint first = n > MAX_CHOICES ? (guint) CLAMP (page, 0, (int) ((n - 1) / MAX_CHOICES)) * MAX_CHOICES : 0;
  guint last = MIN (first + MAX_CHOICES, n);
  g_autofree char *before = g_strdup_printf ("%u", first / MAX_CHOICES - 1);
  g_autofree char *after = g_strdup_printf ("%u", first / MAX_CHOICES + 1);

  self->columns = last - first <= MAX_ROWS ? 1 : last - first <= 2 * MAX_ROWS ? 2 : MAX_COLUMNS;
  for (guint i = first; i < last; i++)
    add (self, labels[i], action, values[i]);
  end_row (self);

  self->columns = 2;
  if (first > 0)
    add (self, "‹", "page", before);
  if (last < n)
    add (self, "›", "page", after);
  end_row (self);
}

static gboolean
has_long_label (TrueconfFormField *field)
{
  for (guint i = 0; field->choices[i] != NULL; i++)
    if (g_utf8_strlen (field->choices[i], -1) > MAX_LABEL)
      return TRUE;

  return FALSE;
}

static void
add_answers (Rows *self, TrueconfFormField *field, int page)
{
  g_autofree char *today = NULL;
  g_autofree char *tomorrow = NULL;

  switch (field->kind)
    {
    case TRUECONF_FORM_FIELD_KIND_CHOICE:
      add_pages (self, field->choices, field->choice_values, "answer", page);
      break;

    case TRUECONF_FORM_FIELD_KIND_CONFIRM:
      self->columns = 2;
      add_text (self, TRUECONF_FORM_TEXT_YES, "answer", "yes");
      add_text (self, TRUECONF_FORM_TEXT_NO, "answer", "no");
      break;

    case TRUECONF_FORM_FIELD_KIND_DATE:
      self->columns = 2;
      today = trueconf_form_get_day (self->form, "today");
      tomorrow = trueconf_form_get_day (self->form, "tomorrow");
      if (trueconf_form_day_fits (self->form, field, today))
        add_text (self, TRUECONF_FORM_TEXT_TODAY, "answer", today);
      if (trueconf_form_day_fits (self->form, field, tomorrow))
        add_text (self, TRUECONF_FORM_TEXT_TOMORROW, "answer", tomorrow);
      break;

    case TRUECONF_FORM_FIELD_KIND_TEXT:
    case TRUECONF_FORM_FIELD_KIND_NUMBER:
    case TRUECONF_FORM_FIELD_KIND_FILE:
    case TRUECONF_FORM_FIELD_KIND_UNKNOWN:
    default:
      break;
    }
  end_row (self);
}

static void
append_line (GString *text, const char *line)
{
  if (line == NULL || line[0] == '\0')
    return;
  if (text->len > 0)
    g_string_append_c (text, '\n');
  g_string_append (text, line);
}

gboolean
trueconf_form_page_ask (TrueconfFormPage *self,
                        TrueconfForm *form,
                        TrueconfFormField *field,
                        const TrueconfFormProgress *progress,
                        gboolean first,
                        int choices_page,
                        gboolean buttons,
                        GError **error)
{
  gboolean skippable = field->optional || field->default_answer != NULL;
  Rows rows;

  if (self->text == NULL)
    self->text = g_string_new (NULL);
  append_line (self->text, field->question);
  append_line (self->text, field->hint);
  if (field->kind == TRUECONF_FORM_FIELD_KIND_CHOICE && (!buttons || has_long_label (field)))
    for (guint i = 0; field->choices[i] != NULL; i++)
      {
        g_autofree char *line = g_strdup_printf ("%u. %s", i + 1, field->choices[i]);

        append_line (self->text, line);
      }
  if (!buttons)
    return TRUE;

  begin_rows (&rows, self, form, progress, error);
  add_answers (&rows, field, choices_page);
  rows.columns = 3;
  if (skippable && field->default_answer != NULL)
    {
      /* who does not answer sees what is taken instead */
      g_autofree char *label = g_strdup_printf (
          "%s: %s", trueconf_form_get_text (form, TRUECONF_FORM_TEXT_SKIP), field->default_answer);

      add (&rows, label, "skip", "");
    }
  else if (skippable)
    add_text (&rows, TRUECONF_FORM_TEXT_SKIP, "skip", "");
  if (!first)
    add_text (&rows, TRUECONF_FORM_TEXT_BACK, "back", "");
  add_text (&rows, TRUECONF_FORM_TEXT_CANCEL, "cancel", "");

  return end_rows (&rows);
}

/* The questions that are asked, with numbers, by which they can be changed. */
static void
append_answers (TrueconfFormPage *self,
                TrueconfForm *form,
                TrueconfContext *context,
                const TrueconfFormProgress *progress,
                GPtrArray *labels,
                GPtrArray *names)
{
  GPtrArray *fields = trueconf_form_peek_fields (form);
  guint number = 0;

  for (guint i = 0; i < fields->len; i++)
    {
      TrueconfFormField *field = g_ptr_array_index (fields, i);
      g_autofree char *full = NULL;
      g_autofree char *answer = NULL;
      g_autofree char *line = NULL;

      if (!trueconf_form_asks (form, field, context, progress->answers))
        continue;

      number++;
      g_ptr_array_add (labels, g_strdup_printf ("%u. %s", number, field->question));
      g_ptr_array_add (names, g_strdup (field->name));
      full = trueconf_form_describe_answer (form, field,
                                            json_object_get_member (progress->answers, field->name));
      answer = trueconf_grapheme_shorten (full, MAX_ANSWER);
      line = g_strdup_printf ("%u. %s %s", number, field->question, answer);
      append_line (self->text, line);
    }
  g_ptr_array_add (labels, NULL);
  g_ptr_array_add (names, NULL);
}

gboolean
trueconf_form_page_sum_up (TrueconfFormPage *self,
                           TrueconfForm *form,
                           TrueconfContext *context,
                           const TrueconfFormProgress *progress,
                           gboolean buttons,
                           GError **error)
{
  g_autoptr (GPtrArray) labels = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  Rows rows;

  if (self->text == NULL)
    self->text = g_string_new (NULL);
  append_line (self->text, trueconf_form_get_text (form, TRUECONF_FORM_TEXT_SUMMARY));
  append_answers (self, form, context, progress, labels, names);
  if (!buttons)
    {
      g_autofree char *words =
          g_strdup_printf ("%s / %s / %s", trueconf_form_get_text (form, TRUECONF_FORM_TEXT_SEND),
                           trueconf_form_get_text (form, TRUECONF_FORM_TEXT_CHANGE),
                           trueconf_form_get_text (form, TRUECONF_FORM_TEXT_CANCEL));

      append_line (self->text, words);
      return TRUE;
    }

  begin_rows (&rows, self, form, progress, error);
  rows.columns = 2;
  add_text (&rows, TRUECONF_FORM_TEXT_SEND, "send", "");
  add_text (&rows, TRUECONF_FORM_TEXT_CHANGE, "change", "");
  add_text (&rows, TRUECONF_FORM_TEXT_BACK, "back", "");
  add_text (&rows, TRUECONF_FORM_TEXT_CANCEL, "cancel", "");

  return end_rows (&rows);
}

gboolean
trueconf_form_page_choose (TrueconfFormPage *self,
                           TrueconfForm *form,
                           TrueconfContext *context,
                           const TrueconfFormProgress *progress,
                           int page,
                           gboolean buttons,
                           GError **error)
{
  g_autoptr (GPtrArray) labels = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  Rows rows;

  if (self->text == NULL)
    self->text = g_string_new (NULL);
  append_line (self->text, trueconf_form_get_text (form, TRUECONF_FORM_TEXT_CHOOSE));
  append_answers (self, form, context, progress, labels, names);
  if (!buttons)
    return TRUE;

  begin_rows (&rows, self, form, progress, error);
  add_pages (&rows, (char **) labels->pdata, (char **) names->pdata, "change", page);

  return end_rows (&rows);
}

static void
add_pieces (GPtrArray *pieces, const char *text)
{
  g_auto (GStrv) parts = trueconf_split_text_full (text, MAX_TEXT, TRUECONF_PARSE_MODE_TEXT);

  for (guint i = 0; parts[i] != NULL; i++)
    g_ptr_array_add (pieces, g_steal_pointer (&parts[i]));
}

/* What a page is split into does not depend on what is said before it, so that the last piece can be replaced by itself when the page is
 * turned. */
GPtrArray *
trueconf_form_page_split (TrueconfFormPage *self, gsize n_said)
{
  GPtrArray *pieces = g_ptr_array_new_with_free_func (g_free);
  const GString *text = self->text;

  if (n_said > 0 && n_said < text->len && g_utf8_strlen (text->str, -1) > MAX_TEXT)
    {
      g_autofree char *said = g_strndup (text->str, n_said);

      add_pieces (pieces, said);
      add_pieces (pieces, text->str + n_said + strlen ("\n"));
    }
  else
    {
      add_pieces (pieces, text->str);
    }

  return pieces;
}
