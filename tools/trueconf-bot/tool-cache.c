/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <string.h>

#include "tool-cache.h"
#include "tool-terminal.h"

#define MAX_RECIPIENTS 200

static char *
make_path (const char *profile)
{
  /* a profile's name may have what a file's must not */
  g_autofree char *name = g_uri_escape_string (profile, NULL, TRUE);
  g_autofree char *file = g_strconcat ("recipients-", name, NULL);

  return g_build_filename (g_get_user_cache_dir (), "trueconf-bot", file, NULL);
}

GStrv
tool_cache_list_recipients (const char *profile)
{
  g_autofree char *path = make_path (profile);
  g_autofree char *text = NULL;

  if (!g_file_get_contents (path, &text, NULL, NULL) || !g_utf8_validate (text, -1, NULL))
    return g_new0 (char *, 1);
  /* not g_strchomp(): a line may end with its tabulator */
  if (g_str_has_suffix (text, "\n"))
    text[strlen (text) - 1] = '\0';

  return g_strsplit (text, "\n", -1);
}

static gboolean
is_line_of (const char *line, const char *id)
{
  gsize length = strlen (id);

  return strncmp (line, id, length) == 0 && line[length] == '\t';
}

/* What was known of the title, if nothing is said of it now. */
static char *
make_line (const char *id, const char *title, GStrv lines)
{
  g_autofree char *clean = NULL;

  for (guint i = 0; title == NULL && lines[i] != NULL; i++)
    if (is_line_of (lines[i], id))
      return g_strdup (lines[i]);
  clean = tool_terminal_clean (title, FALSE);

  return g_strdup_printf ("%s\t%s", id, clean);
}

static void
write_lines (const char *profile, const char *text)
{
  g_autofree char *path = make_path (profile);
  g_autofree char *folder = g_path_get_dirname (path);

  if (g_mkdir_with_parents (folder, 0700) == 0)
    g_file_set_contents_full (path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600, NULL);
}

void
tool_cache_add_recipient (ToolRun *run, const char *id, const char *title)
{
  ToolConfig *config = tool_run_get_config (run, NULL);
  g_auto (GStrv) lines = NULL;
  g_autofree char *line = NULL;
  g_autoptr (GString) text = NULL;
  guint kept = 1;

  /* aliases are in the configuration */
  if (config == NULL || *id == '@' || !tool_terminal_is_clean (id))
    return;

  lines = tool_cache_list_recipients (tool_config_get_profile (config));
  line = make_line (id, title, lines);
  /* most alerts go where the last one went */
  if (g_strcmp0 (line, lines[0]) == 0)
    return;

  text = g_string_new (line);
  g_string_append_c (text, '\n');
  for (guint i = 0; lines[i] != NULL && kept < MAX_RECIPIENTS; i++)
    {
      if (*lines[i] == '\0' || is_line_of (lines[i], id))
        continue;
      g_string_append_printf (text, "%s\n", lines[i]);
      kept++;
    }
  write_lines (tool_config_get_profile (config), text->str);
}

static gboolean
is_known (GStrv lines, const char *line)
{
  g_autofree char *id = g_strndup (line, strcspn (line, "\t"));

  for (guint i = 0; lines[i] != NULL; i++)
    if (is_line_of (lines[i], id))
      return TRUE;

  return FALSE;
}

void
tool_cache_add_chats (ToolRun *run, const char *const *lines)
{
  ToolConfig *config = tool_run_get_config (run, NULL);
  g_auto (GStrv) before = NULL;
  g_autoptr (GString) text = g_string_new (NULL);
  guint kept = 0;
  gboolean changed = FALSE;

  if (config == NULL)
    return;

  before = tool_cache_list_recipients (tool_config_get_profile (config));
  for (guint i = 0; before[i] != NULL; i++)
    if (*before[i] != '\0')
      {
        g_string_append_printf (text, "%s\n", before[i]);
        kept++;
      }
  for (guint i = 0; lines[i] != NULL && kept < MAX_RECIPIENTS; i++)
    if (!is_known (before, lines[i]))
      {
        g_string_append_printf (text, "%s\n", lines[i]);
        kept++;
        changed = TRUE;
      }
  if (changed)
    write_lines (tool_config_get_profile (config), text->str);
}
