/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "steps.h"

#include <glib.h>
#include <string.h>

/* The sources under test are compiled with -fsanitize-coverage=trace-pc, so each of their basic blocks calls this. What they
 * call of libc and GLib is wrapped by the linker, and costs what it reads. */

static guint64 steps = 0;

void
steps_reset (void)
{
  steps = 0;
}

guint64
steps_count (void)
{
  return steps;
}

/* libFuzzer has one that does nothing. */
void __wrap___sanitizer_cov_trace_pc (void);

void
__wrap___sanitizer_cov_trace_pc (void)
{
  steps++;
}

static void
count_span (const char *from, const char *to)
{
  steps += to != NULL ? (guint64) (to - from) : strlen (from);
}

char *__real_strchr (const char *text, int c);
char *__wrap_strchr (const char *text, int c);

char *
__wrap_strchr (const char *text, int c)
{
  char *found = __real_strchr (text, c);

  count_span (text, found);
  return found;
}

char *__real_strstr (const char *text, const char *part);
char *__wrap_strstr (const char *text, const char *part);

char *
__wrap_strstr (const char *text, const char *part)
{
  char *found = __real_strstr (text, part);

  count_span (text, found);
  return found;
}

char *__real_strpbrk (const char *text, const char *set);
char *__wrap_strpbrk (const char *text, const char *set);

char *
__wrap_strpbrk (const char *text, const char *set)
{
  char *found = __real_strpbrk (text, set);

  count_span (text, found);
  return found;
}

size_t __real_strcspn (const char *text, const char *set);
size_t __wrap_strcspn (const char *text, const char *set);

size_t
__wrap_strcspn (const char *text, const char *set)
{
  size_t length = __real_strcspn (text, set);

  steps += length;
  return length;
}

void *__real_memchr (const void *data, int c, size_t length);
void *__wrap_memchr (const void *data, int c, size_t length);

void *
__wrap_memchr (const void *data, int c, size_t length)
{
  void *found = __real_memchr (data, c, length);

  steps += found != NULL ? (guint64) ((const char *) found - (const char *) data) : length;
  return found;
}

void *__real_memcpy (void *to, const void *from, size_t length);
void *__wrap_memcpy (void *to, const void *from, size_t length);

void *
__wrap_memcpy (void *to, const void *from, size_t length)
{
  steps += length;
  return __real_memcpy (to, from, length);
}

size_t __real_strlen (const char *text);
size_t __wrap_strlen (const char *text);

size_t
__wrap_strlen (const char *text)
{
  size_t length = __real_strlen (text);

  steps += length;
  return length;
}

char *__real_g_strndup (const char *text, gsize length);
char *__wrap_g_strndup (const char *text, gsize length);

char *
__wrap_g_strndup (const char *text, gsize length)
{
  steps += length;
  return __real_g_strndup (text, length);
}

char *__real_g_strdup (const char *text);
char *__wrap_g_strdup (const char *text);

char *
__wrap_g_strdup (const char *text)
{
  steps += text != NULL ? strlen (text) : 0;
  return __real_g_strdup (text);
}

glong __real_g_utf8_strlen (const char *text, gssize length);
glong __wrap_g_utf8_strlen (const char *text, gssize length);

glong
__wrap_g_utf8_strlen (const char *text, gssize length)
{
  steps += length < 0 ? strlen (text) : (gsize) length;
  return __real_g_utf8_strlen (text, length);
}

char *__real_g_utf8_casefold (const char *text, gssize length);
char *__wrap_g_utf8_casefold (const char *text, gssize length);

char *
__wrap_g_utf8_casefold (const char *text, gssize length)
{
  steps += length < 0 ? strlen (text) : (gsize) length;
  return __real_g_utf8_casefold (text, length);
}

gpointer __real_g_realloc_n (gpointer memory, gsize n, gsize size);
gpointer __wrap_g_realloc_n (gpointer memory, gsize n, gsize size);

gpointer
__wrap_g_realloc_n (gpointer memory, gsize n, gsize size)
{
  steps += n * size / 2;
  return __real_g_realloc_n (memory, n, size);
}

void *__real_memmove (void *to, const void *from, size_t length);
void *__wrap_memmove (void *to, const void *from, size_t length);

void *
__wrap_memmove (void *to, const void *from, size_t length)
{
  steps += length;
  return __real_memmove (to, from, length);
}

GArray *__real_g_array_append_vals (GArray *array, gconstpointer data, guint n);
GArray *__wrap_g_array_append_vals (GArray *array, gconstpointer data, guint n);

GArray *
__wrap_g_array_append_vals (GArray *array, gconstpointer data, guint n)
{
  steps += n;
  return __real_g_array_append_vals (array, data, n);
}

GString *__real_g_string_append_len (GString *string, const char *text, gssize length);
GString *__wrap_g_string_append_len (GString *string, const char *text, gssize length);

GString *
__wrap_g_string_append_len (GString *string, const char *text, gssize length)
{
  steps += length < 0 ? strlen (text) : (gsize) length;
  return __real_g_string_append_len (string, text, length);
}

gboolean __real_g_str_has_prefix (const char *text, const char *prefix);
gboolean __wrap_g_str_has_prefix (const char *text, const char *prefix);

/* it measures the whole text since GLib 2.78 */
gboolean
__wrap_g_str_has_prefix (const char *text, const char *prefix)
{
  steps += strlen (text);
  return __real_g_str_has_prefix (text, prefix);
}

gboolean __real_g_str_equal (gconstpointer one, gconstpointer other);
gboolean __wrap_g_str_equal (gconstpointer one, gconstpointer other);

gboolean
__wrap_g_str_equal (gconstpointer one, gconstpointer other)
{
  steps += strlen (one);
  return __real_g_str_equal (one, other);
}

int __real_g_strcmp0 (const char *one, const char *other);
int __wrap_g_strcmp0 (const char *one, const char *other);

int
__wrap_g_strcmp0 (const char *one, const char *other)
{
  steps += one != NULL ? strlen (one) : 1;
  return __real_g_strcmp0 (one, other);
}
