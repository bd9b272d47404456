/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>

#include "tool-status.h"
#include "tool-project.h"
#include "tool-project-files.h"

#define PREFIX      "/trueconf-bot/projects/"
#define SAMPLE      "sample-bot"
#define MAX_NAME    40
#define MAX_SOURCES 2

typedef struct
{
  const char *path;
  const char *sources[MAX_SOURCES]; /* of which the file is put together */
  gboolean is_program;
} File;

struct _ToolProject
{
  const char *language;
  const char *run;
  const char *install;
  const char *test;
  const File *files; /* besides those that all have */
};

#define PYTHON_TEST                                                                                          \
  {                                                                                                          \
    "tests/test_sample_bot.py", { "common/test_sample_bot.py" }, TRUE                                        \
  }

static const File common_files[] = {
  { ".gitignore", { "common/gitignore" } },
  { "sample-bot.service", { "common/sample-bot.service" } },
  { NULL },
};

static const File c_files[] = {
  { "Containerfile", { "c/Containerfile" } },
  { "README.md", { "c/README.md", "common/README.md" } },
  { "meson.build", { "c/meson.build" } },
  { "sample-bot.c", { "c/sample-bot.c" } },
  PYTHON_TEST,
  { NULL },
};

static const File js_files[] = {
  { "Containerfile", { "js/Containerfile" } },
  { "README.md", { "js/README.md", "common/README.md" } },
  { "meson.build", { "js/meson.build" } },
  { "sample-bot.js", { "js/sample-bot.js" }, TRUE },
  { "tests/test-sample-bot.js", { "js/test-sample-bot.js" }, TRUE },
  { NULL },
};

static const File python_files[] = {
  { "Containerfile", { "python/Containerfile" } },
  { "README.md", { "python/README.md", "common/README.md" } },
  { "pyproject.toml", { "python/pyproject.toml" } },
  { "sample_bot.py", { "python/sample_bot.py" }, TRUE },
  PYTHON_TEST,
  { NULL },
};

static const File vala_files[] = {
  { "Containerfile", { "vala/Containerfile" } },
  { "README.md", { "vala/README.md", "common/README.md" } },
  { "meson.build", { "vala/meson.build" } },
  { "sample-bot.vala", { "vala/sample-bot.vala" } },
  PYTHON_TEST,
  { NULL },
};

#define MESON_INSTALL "sudo meson install -C _build"
#define MESON_TEST    "meson setup _build\nmeson test -C _build"

static const ToolProject projects[] = {
  { "c", "_build/sample-bot", MESON_INSTALL, MESON_TEST, c_files },
  { "js", "./sample-bot.js", MESON_INSTALL, MESON_TEST, js_files },
  { "python", "./sample_bot.py",
    "sudo install -m 755 sample_bot.py /usr/local/bin/sample-bot\n"
    "sudo install -D -m 644 -t /usr/local/lib/systemd/system sample-bot.service",
    "python3 tests/test_sample_bot.py ./sample_bot.py", python_files },
  { "vala", "_build/sample-bot", MESON_INSTALL, MESON_TEST, vala_files },
};

const ToolProject *
tool_project_find (const char *language)
{
  for (guint i = 0; i < G_N_ELEMENTS (projects); i++)
    {
      if (g_str_equal (projects[i].language, language))
        return &projects[i];
    }

  return NULL;
}

/* The end keeps names apart from those that Meson, Python and the system have for something else, such as “test”. */
gboolean
tool_project_check_name (const char *name, GError **error)
{
  gboolean is_plain = g_ascii_islower (*name) && strlen (name) <= MAX_NAME && g_str_has_suffix (name, "bot");

  for (const char *c = name; is_plain && *c != '\0'; c++)
    is_plain = g_ascii_islower (*c) || g_ascii_isdigit (*c) || (*c == '-' && c[1] != '-');

  if (!is_plain)
    {
      /* Translators: what was given as a name */
      g_set_error (
          error, TOOL_ERROR, TOOL_STATUS_USAGE,
          _ ("“%s” is not a name for a bot. It consists of small letters, digits and dashes, and ends in "
             "“bot”, such as lunch-bot"),
          name);
      return FALSE;
    }
  if (g_str_equal (name, "trueconf-bot"))
    {
      g_set_error_literal (error, TOOL_ERROR, TOOL_STATUS_USAGE,
                           _ ("“trueconf-bot” is the name of this program. Choose another one"));
      return FALSE;
    }

  return TRUE;
}

static char *
make_module_name (const char *name)
{
  return g_strdelimit (g_strdup (name), "-", '_');
}

static char *
make_class_name (const char *name)
{
  g_autoptr (GString) class_name = g_string_new (NULL);
  gboolean begins = TRUE;

  for (const char *c = name; *c != '\0'; c++)
    {
      if (*c != '-')
        g_string_append_c (class_name, begins ? g_ascii_toupper (*c) : *c);
      begins = *c == '-';
    }

  return g_string_free (g_steal_pointer (&class_name), FALSE);
}

/* Puts the names of the bot in place of the sample's. */
static char *
rename_all (const ToolProject *self, const char *text, const char *name)
{
  g_autoptr (GString) result = g_string_new (text);
  g_autofree char *module_name = make_module_name (name);
  g_autofree char *class_name = make_class_name (name);

  /* these two have names in them */
  g_string_replace (result, "RUN-COMMAND", self->run, 0);
  g_string_replace (result, "INSTALL-COMMAND", self->install, 0);
  g_string_replace (result, SAMPLE, name, 0);
  g_string_replace (result, "sample_bot", module_name, 0);
  g_string_replace (result, "SampleBot", class_name, 0);

  return g_string_free (g_steal_pointer (&result), FALSE);
}

static char *
make_contents (const ToolProject *self, const File *file, const char *name)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < MAX_SOURCES && file->sources[i] != NULL; i++)
    {
      g_autofree char *path = g_strconcat (PREFIX, file->sources[i], NULL);
      g_autoptr (GBytes) bytes = g_resource_lookup_data (tool_project_files_get_resource (), path,
                                                         G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);

      g_assert (bytes != NULL);
      g_string_append_len (text, g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes));
    }

  return rename_all (self, text->str, name);
}

static gboolean
write_file (const char *path, const char *contents, gboolean is_program, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);

  if (g_mkdir_with_parents (folder, 0777) != 0)
    {
      g_set_error (error, G_FILE_ERROR, (int) g_file_error_from_errno (errno), "%s: %s", folder,
                   g_strerror (errno));
      return FALSE;
    }

  /* the umask takes away what the user does not want others to have */
  return g_file_set_contents_full (path, contents, -1, G_FILE_SET_CONTENTS_NONE, is_program ? 0777 : 0666,
                                   error);
}

/* Returns the paths below `folder`. */
static GStrv
write_files (const ToolProject *self, const char *folder, const char *name, GError **error)
{
  const File *const tables[] = { common_files, self->files };
  g_autoptr (GStrvBuilder) paths = g_strv_builder_new ();

  for (guint t = 0; t < G_N_ELEMENTS (tables); t++)
    {
      for (const File *file = tables[t]; file->path != NULL; file++)
        {
          g_autofree char *path = rename_all (self, file->path, name);
          g_autofree char *full_path = g_build_filename (folder, path, NULL);
          g_autofree char *contents = make_contents (self, file, name);

          if (!write_file (full_path, contents, file->is_program, error))
            return NULL;
          g_strv_builder_add (paths, path);
        }
    }

  return g_strv_builder_end (paths);
}

/* What was begun and cannot be ended. */
static void
remove_folder (const char *path)
{
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  const char *entry;

  while (folder != NULL && (entry = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *full_path = g_build_filename (path, entry, NULL);

      if (g_file_test (full_path, G_FILE_TEST_IS_DIR))
        remove_folder (full_path);
      else
        g_unlink (full_path);
    }
  g_rmdir (path);
}

GStrv
tool_project_write (const ToolProject *self, const char *name, GError **error)
{
  g_autofree char *folder = g_strconcat (".", name, ".XXXXXX", NULL);
  g_auto (GStrv) paths = NULL;
  g_autoptr (GError) cause = NULL;

  if (g_mkdtemp_full (folder, 0777) == NULL)
    {
      g_set_error (error, TOOL_ERROR, TOOL_STATUS_CANNOT_CREATE,
                   /* Translators: name of a folder, what is wrong */
                   _ ("The folder %s cannot be made here: %s"), name, g_strerror (errno));
      return NULL;
    }

  paths = write_files (self, folder, name, &cause);
  if (paths == NULL)
    g_set_error_literal (error, TOOL_ERROR, TOOL_STATUS_CANNOT_CREATE, cause->message);
  /* an empty folder may be there, but nothing is overwritten */
  else if (rename (folder, name) == 0)
    return g_steal_pointer (&paths);
  else if (errno == ENOTEMPTY || errno == EEXIST || errno == ENOTDIR)
    g_set_error (error, TOOL_ERROR, TOOL_STATUS_CANNOT_CREATE,
                 /* Translators: name of a folder */
                 _ ("%s is there already, and is left as it is. Choose another name, or remove it"), name);
  else
    g_set_error (error, TOOL_ERROR, TOOL_STATUS_CANNOT_CREATE, _ ("The folder %s cannot be made here: %s"),
                 name, g_strerror (errno));

  remove_folder (folder);
  return NULL;
}

char *
tool_project_get_run_command (const ToolProject *self, const char *name)
{
  return rename_all (self, self->run, name);
}

char *
tool_project_get_test_commands (const ToolProject *self, const char *name)
{
  return rename_all (self, self->test, name);
}
