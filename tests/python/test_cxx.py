# SPDX-License-Identifier: LGPL-2.1-or-later
"""C++: the echo bot, and what its users write that those of C do not, with each compiler and without any warning."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from harness import main
from programs import BUILT, EXAMPLES, ExampleTest, wait_for

FLAGS = ["-Wall", "-Wextra", "-pedantic", "-Werror"]
STANDARDS = ("c++11", "c++17", "c++20")
# enumerations, casts, automatic references, and classes that are derived
PROGRAM = """
#include <trueconf-bot.h>

struct LoudFilter { TrueconfFilter parent; };
struct LoudFilterClass { TrueconfFilterClass parent_class; };
G_DEFINE_TYPE (LoudFilter, loud_filter, TRUECONF_TYPE_FILTER)

static void loud_filter_init (LoudFilter *) {}
static void
loud_filter_class_init (LoudFilterClass *klass)
{
  TRUECONF_FILTER_CLASS (klass)->match = [] (TrueconfFilter *, TrueconfEvent *, TrueconfContext *) -> gboolean { return TRUE; };
}

int
main ()
{
  g_autoptr (TrueconfFilter) filter = TRUECONF_FILTER (g_object_new (loud_filter_get_type (), nullptr));
  g_autoptr (TrueconfText) bold = trueconf_text_new_bold ("two");
  g_autoptr (TrueconfText) text = trueconf_text_with_style (
    bold, TrueconfTextStyle (TRUECONF_TEXT_STYLE_ITALIC | TRUECONF_TEXT_STYLE_UNDERLINE));
  g_autofree char *html = trueconf_text_to_html (text);
  g_autoptr (TrueconfDraft) draft = trueconf_draft_new_text (html, TRUECONF_PARSE_MODE_HTML);
  g_autoptr (GError) error = g_error_new_literal (TRUECONF_API_ERROR, TRUECONF_API_ERROR_CHAT_NOT_FOUND, "none");
  TrueconfMessageType types[] = { TRUECONF_MESSAGE_TYPE_ATTACHMENT, TRUECONF_MESSAGE_TYPE_LOCATION };
  g_autoptr (TrueconfFilter) by_type = trueconf_filter_new_message_types (types, G_N_ELEMENTS (types));
  bool fits = trueconf_check_version (TRUECONF_MAJOR_VERSION, TRUECONF_MINOR_VERSION, TRUECONF_MICRO_VERSION) == nullptr;

  switch (trueconf_draft_get_parse_mode (draft))
    {
    case TRUECONF_PARSE_MODE_HTML: break;
    case TRUECONF_PARSE_MODE_TEXT:
    case TRUECONF_PARSE_MODE_MARKDOWN:
    case TRUECONF_PARSE_MODE_UNKNOWN: return 2;
    }

  g_print ("%s\\n", html);
  return fits && TRUECONF_IS_FILTER (filter) && TRUECONF_IS_FILTER (by_type) &&
             g_error_matches (error, TRUECONF_API_ERROR, TRUECONF_API_ERROR_CHAT_NOT_FOUND)
           ? 0 : 1;
}
"""


def compile_program(compiler, standard, source, output):
    environment = {**os.environ, "PKG_CONFIG_PATH": str(BUILT.parent / "meson-uninstalled")}
    flags = subprocess.run(["pkg-config", "--cflags", "--libs", "trueconf-bot-1"], env=environment, check=True, text=True,
                           stdout=subprocess.PIPE).stdout.split()
    answer = subprocess.run([compiler, f"-std={standard}", *FLAGS, source, "-o", output, *flags], text=True,
                            stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if answer.returncode != 0:
        raise AssertionError(f"{compiler} -std={standard}:\n{answer.stdout}")


class CxxCases:
    def setUp(self):
        super().setUp()
        self.assertTrue(shutil.which(self.compiler), f"there is no {self.compiler}: run ./dev setup")
        folder = tempfile.TemporaryDirectory(prefix="trueconf-cxx-")
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def test_program(self):
        source = self.folder / "program.cc"
        source.write_text(PROGRAM)
        for standard in STANDARDS:
            with self.subTest(standard):
                compile_program(self.compiler, standard, source, self.folder / "program")
                said = subprocess.run([self.folder / "program"], text=True, stdout=subprocess.PIPE)
                self.assertEqual((said.returncode, said.stdout), (0, "<b><i><u>two</u></i></b>\n"))

    def test_echo(self):
        compile_program(self.compiler, "c++17", EXAMPLES / "echo-bot/echo-bot.cc", self.folder / "echo")
        bot = self.start(self.folder / "echo", BOT_USER="echo_bot", BOT_PASSWORD="secret")
        self.assert_authorized()
        self.sandbox.say("hello")
        wait_for(lambda: self.sandbox.texts() == ["hello"], "the echo")
        self.assertEqual(self.end(bot), ("", ""))
        status, output, errors = self.run_to_end(self.folder / "echo", BOT_PASSWORD="wrong")
        self.assertEqual((status, output, len(errors.splitlines())), (1, "", 1), errors)


class GccTest(CxxCases, ExampleTest):
    compiler = "g++"


class ClangTest(CxxCases, ExampleTest):
    compiler = "clang++"


if __name__ == "__main__":
    main()
