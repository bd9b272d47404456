# SPDX-License-Identifier: LGPL-2.1-or-later
"""The methods of the bot that check, send and return: a header and a source for each file of the description."""

from . import c
from .c import Types
from .description import snake, with_server
from .wire import result_kind

WAITING = [("cancellable", "(nullable): cancels the operation"),
           ("callback", "(scope async) (closure user_data) (nullable): called when the server has answered"),
           ("user_data", "data for @callback")]
PASSED_ON = ["GCancellable *cancellable", "GAsyncReadyCallback callback", "gpointer user_data"]
FINISHING = ["TrueconfBot *self", "GAsyncResult *result", "GError **error"]
CTYPES = {"string": "const char *", "title": "const char *", "user": "const char *", "boolean": "gboolean",
          "uint": "guint"}
TOO_OLD = "If the server is older, it fails with `TRUECONF_ERROR_SERVER_TOO_OLD`."
TITLE = ("If the title is empty, it fails with `TRUECONF_ERROR_INVALID_ARGUMENT`, if it is too long, with "
         "`TRUECONF_ERROR_TITLE_TOO_LONG`.")


def write(description):
    types = Types(description)
    for name, entries in description.method_files().items():
        methods = [Method(types, entry) for entry in entries]
        yield f"trueconf-bot-{name}.h", header(types, methods)
        yield f"trueconf-bot-{name}.c", source(name, methods)


class Method:
    def __init__(self, types, entry):
        self.types, self.entry = types, entry
        self.name = f"trueconf_bot_{entry.snake}"
        self.arguments = [(snake(name), argument) for name, argument in entry.get("arguments", {}).items()
                          if "value" not in argument]
        self.result = entry.get("returns", {})
        self.kind = result_kind(types.description, entry)

    @property
    def parameters(self):
        declared = [c.spaced(CTYPES.get(argument["type"], "Trueconf" + argument["type"])) + name
                    for name, argument in self.arguments]
        return ["TrueconfBot *self"] + declared + PASSED_ON

    @property
    def returned(self):
        return {"OK": "gboolean", "BOOLEAN": "gboolean", "INT": "int", "STRING": "char *", "LIST": "GListModel *",
                "OBJECT": f"Trueconf{self.result.get('type')} *"}[self.kind]

    @property
    def failure(self):
        return {"OK": "FALSE", "BOOLEAN": "FALSE", "INT": "-1"}.get(self.kind, "NULL")


def header(types, methods):
    headers = {f"model/trueconf-{snake(m.result['type'].strip('[]')).replace('_', '-')}.h"
               for m in methods if m.kind in ("OBJECT", "LIST")}
    text = c.SPDX + "\n#pragma once\n\n" + c.INSIDE + '\n#include <gio/gio.h>\n\n#include "bot/trueconf-bot.h"\n'
    text += "".join(f'#include "{name}"\n' for name in sorted(headers))
    text += '#include "trueconf-enums.h"\n#include "trueconf-version-macros.h"\n\nG_BEGIN_DECLS\n'
    for m in methods:
        text += "\n" + c.prototype(m.entry.since, "void", f"{m.name}_async", m.parameters)
        end = ") G_GNUC_WARN_UNUSED_RESULT;" if m.returned.endswith("*") else ");"
        text += c.prototype(m.entry.since, m.returned, f"{m.name}_finish", FINISHING, end)
    return text + "\nG_END_DECLS\n"


def source(name, methods):
    text = c.SPDX + f"""
#include "config.h"

#include "bot/trueconf-bot-checks-private.h"
#include "bot/trueconf-bot-{name}.h"
#include "bot/trueconf-bot-private.h"
"""
    for m in methods:
        text += "\n" + begin(m) + "\n" + finish(m)
    return text


def begin(m):
    tag = f"{m.name}_async"
    parameters = [("self", "a bot")]
    for name, argument in m.arguments:
        text = with_server(argument)[0]
        parameters.append((name, ("(nullable): " if argument.get("nullable") else "") + text))
    paragraphs = m.entry.paragraphs()
    if any(argument["type"] == "title" for _, argument in m.arguments):
        paragraphs.append(TITLE)
    if m.entry.get("server"):
        paragraphs.append(TOO_OLD)
    paragraphs.append(f"Call [method@Bot.{m.entry.snake}_finish] in @callback to get the result. If @callback is `NULL`, "
                      "a failure is logged and reported by [signal@Dispatcher::error].")
    text = c.comment(f"{tag}:", parameters + WAITING, paragraphs, m.entry.since)
    text += c.definition("void", f"{tag} (".rstrip(" ("), m.parameters) + "{\n"

    checks, guards = [], []
    for name, argument in m.arguments:
        check(m, name, argument, checks, guards)
    if checks:
        text += "  GError *error = NULL;\n\n"
    text += "  g_return_if_fail (TRUECONF_IS_BOT (self));\n"
    text += "".join(c.guard(condition) for condition in guards)
    text += "  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));\n\n"

    request = ["self", f"TRUECONF_METHOD_{m.entry.snake.upper()}", tag, "cancellable", "callback", "user_data"] + \
              [name for name, _ in m.arguments]
    if not checks:
        return text + c.fill("  trueconf_bot_request (", request, ");") + "}\n"

    for i, call in enumerate(checks):
        text += f"  if (error == NULL)\n    error = {call};\n" if i else f"  error = {call};\n"
    fail = ["self", tag, "cancellable", "callback", "user_data", "error"]
    return (text + "  if (error != NULL)\n" + c.fill("    trueconf_bot_fail (", fail, ");")
            + "  else\n" + c.fill("    trueconf_bot_request (", request, ");") + "}\n")


def check(m, name, argument, checks, guards):
    kind = argument["type"]
    if kind in m.types.description.enums:
        values = list(m.types.description.values_of(kind))
        last = f"{c.macro(kind)}_{values[-1].upper().replace('-', '_')}"
        guards.append(f"(guint) {name} <= {last}")
        checks.append(f'trueconf_bot_check_known ("{name}", {name})')
    elif kind in ("string", "title", "user") and not argument.get("nullable"):
        guards.append(f"{name} != NULL")
    if kind == "title":
        checks.append(f"trueconf_bot_check_title ({name})")
    elif kind == "user":
        checks.append(f"trueconf_bot_check_user (self, {name}, {'TRUE' if argument.get('not-self') else 'FALSE'})")
    elif argument.get("positive"):
        checks.append(f'trueconf_bot_check_positive ("{name}", {name})')


def finish(m):
    marks = "(transfer full): " if m.returned.endswith("*") else ""
    listed = f", each a [class@{m.result['type'].strip('[]')}]" if m.kind == "LIST" else ""
    text = c.comment(f"{m.name}_finish:",
                     [("self", "a bot"), ("result", "the result handed to the callback"),
                      ("error", "return location for an error")],
                     [f"Finishes an operation started with [method@Bot.{m.entry.snake}_async].",
                      f"Returns: {marks}{m.result['doc']}{listed}"], m.entry.since)
    text += c.definition(m.returned, f"{m.name}_finish", FINISHING)
    guards = ["TRUECONF_IS_BOT (self)", "g_task_is_valid (result, self)",
              f"g_async_result_is_tagged (result, {m.name}_async)", "error == NULL || *error == NULL"]
    text += "{\n" + "".join(c.guard(condition, m.failure) for condition in guards)
    how = {"OK": "boolean", "BOOLEAN": "boolean", "INT": "int"}.get(m.kind, "pointer")
    cast = "(int) " if m.kind == "INT" else ""
    return text + f"\n  return {cast}g_task_propagate_{how} (G_TASK (result), error);\n}}\n"
