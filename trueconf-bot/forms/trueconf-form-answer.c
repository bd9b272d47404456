/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What users write and send, as answers, and answers as users read them. */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "forms/trueconf-form-private.h"
#include "trueconf-protocol.h"

#define MAX_DIGITS 40

/* A day is written as 2026-05-06. */
gboolean
trueconf_form_parse_iso (const char *text, int *year, guint *month, guint *day)
{
  if (strlen (text) != 10 || text[4] != '-' || text[7] != '-')
    return FALSE;
  for (guint i = 0; i < 10; i++)
    if (i != 4 && i != 7 && !g_ascii_isdigit (text[i]))
      return FALSE;

  *year = (int) g_ascii_strtoull (text, NULL, 10);
  *month = (guint) g_ascii_strtoull (text + 5, NULL, 10);
  *day = (guint) g_ascii_strtoull (text + 8, NULL, 10);

  return *year > 0 && g_date_valid_dmy ((GDateDay) *day, (GDateMonth) *month, (GDateYear) *year);
}

static char *
get_day_from_now (TrueconfForm *form, int days)
{
  GTimeZone *zone = trueconf_form_get_zone (form);
  g_autoptr (GDateTime) now = zone != NULL ? g_date_time_new_now (zone) : g_date_time_new_now_local ();
  g_autoptr (GDateTime) then = g_date_time_add_days (now, days);

  return g_date_time_format (then, "%Y-%m-%d");
}

/* Returns `2026-05-06` for that, `today` or `tomorrow`. */
char *
trueconf_form_get_day (TrueconfForm *form, const char *day)
{
  if (strcmp (day, "today") == 0)
    return get_day_from_now (form, 0);
  if (strcmp (day, "tomorrow") == 0)
    return get_day_from_now (form, 1);

  return g_strdup (day);
}

static char *
show_day (const char *iso)
{
  g_autoptr (GDateTime) day = NULL;
  int year;
  guint month;
  guint in_month;

  if (!trueconf_form_parse_iso (iso, &year, &month, &in_month))
    return g_strdup (iso);

  day = g_date_time_new_utc (year, (int) month, (int) in_month, 0, 0, 0.0);

  /* Translators: how a day is written, see date(1); users can write it as 2026-05-06 and as 6.5.2026 */
  return g_date_time_format (day, _ ("%Y-%m-%d"));
}

/* ISO days are in order as strings. */
gboolean
trueconf_form_day_fits (TrueconfForm *form, TrueconfFormField *field, const char *iso)
{
  g_autofree char *earliest = field->earliest != NULL ? trueconf_form_get_day (form, field->earliest) : NULL;
  g_autofree char *latest = field->latest != NULL ? trueconf_form_get_day (form, field->latest) : NULL;

  return (earliest == NULL || strcmp (iso, earliest) >= 0) && (latest == NULL || strcmp (iso, latest) <= 0);
}

static JsonNode *
new_string (const char *text)
{
  return json_node_init_string (json_node_alloc (), text);
}

static JsonNode *
read_text (TrueconfFormField *field, const char *text, char **wrong, GError **error)
{
  g_autoptr (GError) unchecked = NULL;
  glong length;

  if (text == NULL || text[0] == '\0')
    {
      *wrong = g_strdup (_ ("Please write a text."));
      return NULL;
    }

  length = g_utf8_strlen (text, -1);
  if (field->max_length > 0 && length > (glong) field->max_length)
    {
      *wrong = g_strdup_printf (
          g_dngettext (GETTEXT_PACKAGE, "The text can have %u character, and this one has %ld.",
                       "The text can have %u characters, and this one has %ld.", field->max_length),
          field->max_length, length);
      return NULL;
    }
  if (field->regex == NULL || trueconf_bounded_regex_match (field->regex, text, 0, NULL, &unchecked))
    return new_string (text);

  if (unchecked == NULL)
    {
      *wrong = g_strdup (_ ("This does not have the form that is needed."));
      return NULL;
    }

  *wrong = g_strdup (_ ("This text could not be checked. Please write it in another way."));
  /* Translators: the name of a question, the words of another error */
  g_set_error (error, unchecked->domain, unchecked->code, _ ("An answer to “%s” could not be checked: %s"),
               field->name, unchecked->message);
  return NULL;
}

/* People write 1 000,5 as well as 1000.5; what strtod() takes beyond that, such as 0x10 and inf, is none of it. */
static gboolean
parse_number (const char *text, double *number)
{
  char digits[MAX_DIGITS + 1];
  guint n = 0;
  gboolean point = FALSE;
  gboolean any = FALSE;

  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar character = g_utf8_get_char (at);

      if (n == MAX_DIGITS)
        return FALSE;
      if (character == '-' || character == '+' || character == 0x2212)
        {
          if (n > 0)
            return FALSE;
          digits[n++] = character == '+' ? '+' : '-';
        }
      else if (character == '.' || character == ',')
        {
          if (point)
            return FALSE;
          point = TRUE;
          digits[n++] = '.';
        }
      else if (character < 0x80 && g_ascii_isdigit ((char) character))
        {
          any = TRUE;
          digits[n++] = (char) character;
        }
      else if (!g_unichar_isspace (character) || !any || point)
        return FALSE;
    }
  digits[n] = '\0';
  *number = g_ascii_strtod (digits, NULL);

  return any;
}

static char *
show_number (double number)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  return g_strdup (g_ascii_formatd (buffer, sizeof buffer, "%.12g", number));
}

static char *
describe_numbers (TrueconfFormField *field)
{
  g_autofree char *least = show_number (field->minimum);
  g_autofree char *most = show_number (field->maximum);
  gboolean from = field->minimum > -G_MAXDOUBLE;
  gboolean to = field->maximum < G_MAXDOUBLE;

  if (from && to)
    return field->integer
               /* Translators: two numbers */
               ? g_strdup_printf (_ ("Please write a whole number from %s to %s."), least, most)
               /* Translators: two numbers */
               : g_strdup_printf (_ ("Please write a number from %s to %s."), least, most);
  if (from)
    return field->integer
               /* Translators: a number */
               ? g_strdup_printf (_ ("Please write a whole number that is at least %s."), least)
               /* Translators: a number */
               : g_strdup_printf (_ ("Please write a number that is at least %s."), least);
  if (to)
    return field->integer
               /* Translators: a number */
               ? g_strdup_printf (_ ("Please write a whole number that is at most %s."), most)
               /* Translators: a number */
               : g_strdup_printf (_ ("Please write a number that is at most %s."), most);

  return g_strdup (field->integer ? _ ("Please write a whole number.") : _ ("Please write a number."));
}

static JsonNode *
read_number (TrueconfFormField *field, const char *text, char **wrong)
{
  double number = 0.0;

  if (text == NULL || !parse_number (text, &number) || number < field->minimum || number > field->maximum ||
      /* doubles have all integers up to 2^53 */
      (field->integer && (number > floor (number) || fabs (number) > 9007199254740992.0)))
    {
      *wrong = describe_numbers (field);
      return NULL;
    }

  return field->integer ? json_node_init_int (json_node_alloc (), (gint64) number)
                        : json_node_init_double (json_node_alloc (), number);
}

/* Returns NULL if it is no day; `6.5.2026` is one, too. */
static char *
parse_day (TrueconfForm *form, const char *text)
{
  int year;
  guint month;
  guint day;
  g_auto (GStrv) parts = NULL;
  guint64 numbers[3];

  if (trueconf_form_is_word (form, TRUECONF_FORM_TEXT_TODAY, text))
    return get_day_from_now (form, 0);
  if (trueconf_form_is_word (form, TRUECONF_FORM_TEXT_TOMORROW, text))
    return get_day_from_now (form, 1);
  if (trueconf_form_parse_iso (text, &year, &month, &day))
    return g_strdup (text);

  parts = g_strsplit (text, ".", 4);
  if (g_strv_length (parts) != 3 || strlen (parts[2]) != 4)
    return NULL;
  for (guint i = 0; i < 3; i++)
    if (!g_ascii_string_to_unsigned (parts[i], 10, 1, 9999, &numbers[i], NULL))
      return NULL;
  if (numbers[0] > 31 || numbers[1] > 12 ||
      !g_date_valid_dmy ((GDateDay) numbers[0], (GDateMonth) numbers[1], (GDateYear) numbers[2]))
    return NULL;

  return g_strdup_printf ("%04u-%02u-%02u", (guint) numbers[2], (guint) numbers[1], (guint) numbers[0]);
}

static char *
describe_days (TrueconfForm *form, TrueconfFormField *field)
{
  g_autofree char *first = field->earliest != NULL ? trueconf_form_get_day (form, field->earliest) : NULL;
  g_autofree char *last = field->latest != NULL ? trueconf_form_get_day (form, field->latest) : NULL;
  g_autofree char *from = first != NULL ? show_day (first) : NULL;
  g_autofree char *to = last != NULL ? show_day (last) : NULL;
  g_autofree char *example = NULL;
  g_autofree char *now = get_day_from_now (form, 0);

  if (from != NULL && to != NULL)
    /* Translators: two days */
    return g_strdup_printf (_ ("Please write a day from %s to %s."), from, to);
  if (from != NULL)
    /* Translators: a day */
    return g_strdup_printf (_ ("Please write a day, %s or later."), from);
  if (to != NULL)
    /* Translators: a day */
    return g_strdup_printf (_ ("Please write a day, %s or earlier."), to);

  example = show_day (now);
  /* Translators: a day */
  return g_strdup_printf (_ ("Please write a day such as %s."), example);
}

static JsonNode *
read_date (TrueconfForm *form, TrueconfFormField *field, const char *text, char **wrong)
{
  g_autofree char *day = text != NULL ? parse_day (form, text) : NULL;

  if (day != NULL && trueconf_form_day_fits (form, field, day))
    return new_string (day);

  *wrong = describe_days (form, field);
  return NULL;
}

static gboolean
equal_folded (const char *one, const char *other)
{
  g_autofree char *folded = g_utf8_casefold (one, -1);
  g_autofree char *other_folded = g_utf8_casefold (other, -1);

  return strcmp (folded, other_folded) == 0;
}

static JsonNode *
read_choice (TrueconfFormField *field, const char *text, char **wrong)
{
  guint n = g_strv_length (field->choices);
  guint64 number;

  for (guint i = 0; text != NULL && i < n; i++)
    if (strcmp (text, field->choice_values[i]) == 0)
      return new_string (field->choice_values[i]);
  for (guint i = 0; text != NULL && i < n; i++)
    if (equal_folded (text, field->choices[i]))
      return new_string (field->choice_values[i]);
  if (text != NULL && g_ascii_string_to_unsigned (text, 10, 1, n, &number, NULL))
    return new_string (field->choice_values[number - 1]);

  *wrong = g_strdup (_ ("Please choose one of these."));
  return NULL;
}

static JsonNode *
read_confirm (TrueconfForm *form, const char *text, char **wrong)
{
  gboolean yes = text != NULL &&
                 (strcmp (text, "yes") == 0 || trueconf_form_is_word (form, TRUECONF_FORM_TEXT_YES, text));

  if (yes || (text != NULL &&
              (strcmp (text, "no") == 0 || trueconf_form_is_word (form, TRUECONF_FORM_TEXT_NO, text))))
    return json_node_init_boolean (json_node_alloc (), yes);

  /* Translators: the words for yes and no */
  *wrong = g_strdup_printf (_ ("Please answer with “%s” or “%s”."),
                            trueconf_form_get_text (form, TRUECONF_FORM_TEXT_YES),
                            trueconf_form_get_text (form, TRUECONF_FORM_TEXT_NO));
  return NULL;
}

static JsonNode *
read_file (TrueconfFormField *field, TrueconfMessage *message, char **wrong)
{
  TrueconfContent *content = message != NULL ? trueconf_message_get_content (message) : NULL;
  TrueconfAttachment *file = NULL;
  JsonObject *object;
  JsonNode *answer;
  gint64 size;

  if (content != NULL && TRUECONF_IS_ATTACHMENT_CONTENT (content))
    file = trueconf_attachment_content_get_attachment (TRUECONF_ATTACHMENT_CONTENT (content));
  if (file == NULL || trueconf_attachment_get_file_id (file) == NULL)
    {
      *wrong = g_strdup (_ ("Please send a file."));
      return NULL;
    }

  size = trueconf_attachment_get_size (file);
  if ((double) size > field->maximum)
    {
      g_autofree char *most = g_format_size ((guint64) MAX (field->maximum, 0.0));

      /* Translators: a size, such as 3 MB */
      *wrong = g_strdup_printf (_ ("The file is too large: it can have %s."), most);
      return NULL;
    }

  object = json_object_new ();
  json_object_set_string_member (object, "file-id", trueconf_attachment_get_file_id (file));
  if (trueconf_attachment_get_name (file) != NULL)
    json_object_set_string_member (object, "name", trueconf_attachment_get_name (file));
  json_object_set_int_member (object, "size", size);
  answer = json_node_init_object (json_node_alloc (), object);
  json_object_unref (object);

  return answer;
}

JsonNode *
trueconf_form_read_answer (TrueconfForm *form,
                           TrueconfFormField *field,
                           const char *text,
                           TrueconfMessage *message,
                           char **wrong,
                           GError **error)
{
  g_autofree char *stripped = text != NULL ? g_strstrip (g_strdup (text)) : NULL;

  switch (field->kind)
    {
    case TRUECONF_FORM_FIELD_KIND_NUMBER:
      return read_number (field, stripped, wrong);

    case TRUECONF_FORM_FIELD_KIND_DATE:
      return read_date (form, field, stripped, wrong);

    case TRUECONF_FORM_FIELD_KIND_CHOICE:
      return read_choice (field, stripped, wrong);

    case TRUECONF_FORM_FIELD_KIND_CONFIRM:
      return read_confirm (form, stripped, wrong);

    case TRUECONF_FORM_FIELD_KIND_FILE:
      return read_file (field, message, wrong);

    case TRUECONF_FORM_FIELD_KIND_TEXT:
    case TRUECONF_FORM_FIELD_KIND_UNKNOWN:
    default:
      return read_text (field, stripped, wrong, error);
    }
}

static char *
describe_file (JsonNode *answer)
{
  JsonObject *file = JSON_NODE_HOLDS_OBJECT (answer) ? json_node_get_object (answer) : NULL;
  const char *name = file != NULL ? json_object_get_string_member_with_default (file, "name", NULL) : NULL;

  /* Translators: a file without a name, as an answer */
  return g_strdup (name != NULL ? name : _ ("a file"));
}

char *
trueconf_form_describe_answer (TrueconfForm *form, TrueconfFormField *field, JsonNode *answer)
{
  GType type =
      answer != NULL && JSON_NODE_HOLDS_VALUE (answer) ? json_node_get_value_type (answer) : G_TYPE_INVALID;

  if (answer == NULL || JSON_NODE_HOLDS_NULL (answer))
    return g_strdup ("—");
  if (field->kind == TRUECONF_FORM_FIELD_KIND_FILE)
    return describe_file (answer);
  if (type == G_TYPE_BOOLEAN)
    return g_strdup (trueconf_form_get_text (form, json_node_get_boolean (answer) ? TRUECONF_FORM_TEXT_YES
                                                                                  : TRUECONF_FORM_TEXT_NO));
  if (type == G_TYPE_DOUBLE || type == G_TYPE_INT64)
    return show_number (json_node_get_double (answer));
  if (type != G_TYPE_STRING)
    return g_strdup ("—");
  if (field->kind == TRUECONF_FORM_FIELD_KIND_DATE)
    return show_day (json_node_get_string (answer));

  for (guint i = 0; field->choice_values != NULL && field->choice_values[i] != NULL; i++)
    if (strcmp (field->choice_values[i], json_node_get_string (answer)) == 0)
      return g_strdup (field->choices[i]);

  return g_strdup (json_node_get_string (answer));
}
