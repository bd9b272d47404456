# SPDX-License-Identifier: LGPL-2.1-or-later
"""The table of the protocol in the documentation, the names for completion in shells, and the words for the fuzzers."""

from . import c
from .description import snake


def table(description):
    """A page with the names of methods and events, and the servers that know them."""
    lines = ["Title: Methods and events of the server", "",
             "<!-- Made from the description of the protocol, in the folder protocol/ of the source. -->", "",
             "# Methods and events of the server", "",
             "The names of methods and events in TrueConf's protocol, and in the library. The server column has the",
             "oldest TrueConf Server that knows it; without a version, all servers with chat bots do. A method that is",
             "*safe to repeat* is sent again if the connection is lost before its answer arrives, see",
             "[enum@ResendPolicy].", "",
             "## Methods"]
    subject = None
    for name, entry in sorted(description.methods.items(), key=lambda item: item[1].path.stem):
        if entry.path.stem != subject:
            subject = entry.path.stem
            lines += ["", f"### {subject.capitalize()}", "", "| method | in the library | server | safe to repeat |",
                      "|---|---|---|---|"]
        link = f"[method@Bot.{snake(name)}_async]" if not entry.get("by-hand") else HAND_WRITTEN.get(name, "")
        lines.append(f"| `{entry.get('wire')}` | {link} | {entry.get('server', '')} | "
                     f"{'yes' if entry.get('repeat') else 'no'} |")
    lines += ["", "## Events", "", "| event | class | server |", "|---|---|---|"]
    for entry in description.events():
        wires = entry.get("wire", [])
        for wire in [wires] if isinstance(wires, str) else wires:
            lines.append(f"| `{wire}` | [class@{entry.name}] | {entry.get('server', '')} |")
    lines.append("| any other | [class@Update] | |")
    return "\n".join(lines) + "\n"


# the functions of methods that are written by hand
HAND_WRITTEN = {
    "auth": "[method@Bot.start_async]",
    "send-message": "[method@Bot.send_message_async]",
    "edit-message": "[method@Bot.edit_message_async]",
    "edit-chat-avatar": "[method@Bot.edit_chat_avatar_async]",
    "upload-file": "[method@Bot.upload_file_async]",
    "send-file": "[method@Bot.send_draft_async]",
    "get-file-upload-limits": "[method@Bot.get_file_upload_limits_async]",
    "subscribe-file-progress": "[method@Bot.subscribe_file_progress_async]",
    "unsubscribe-file-progress": "[method@Bot.unsubscribe_file_progress_async]",
    "send-survey": "[method@Bot.send_survey_async]",
    "edit-survey": "[method@Bot.edit_survey_async]",
    "answer-command": "[method@Bot.answer_command_async]",
}


def names(description):
    """The methods that the tool can call, with the oldest server that knows them. It logs in by itself."""
    methods = sorted((entry.get("wire"), entry.get("server")) for name, entry in description.methods.items() if name != "auth")
    rows = [f'  {{ "{wire}", ' + (f'"{server}"' if server else "NULL") + " },\n" for wire, server in methods]
    return (c.SPDX + '\n#include "tool-methods.h"\n\nconst ToolMethod tool_methods[] = {\n' + "".join(rows) + "  { NULL, NULL },\n};\n")


def dictionary(description):
    """libFuzzer's dictionary: each word of the protocol."""
    members, words, methods = set(), set(), set()
    for entry in description.classes.values():
        wires = entry.get("wire", []) if entry.kind == "event" else []
        methods.update([wires] if isinstance(wires, str) else wires)
        for field in entry.fields.values():
            wires = field.get("wire", [])
            for wire in [wires] if isinstance(wires, str) else wires:
                members.update(wire.split("."))
    for entry in description.methods.values():
        methods.add(entry.get("wire"))
        if "wire" in entry.get("returns", {}):
            members.add(entry.get("returns")["wire"])
        for argument in entry.get("arguments", {}).values():
            members.update(argument["wire"].split("."))
            if isinstance(argument.get("value"), str):
                words.add(argument["value"])
    for name in description.enums:
        words.update(value["word"] for value in description.values_of(name).values() if "word" in value)
    numbers = {str(value["number"]) for name in description.enums
               for value in description.values_of(name).values() if "number" in value}
    lines = ["# SPDX-License-Identifier: LGPL-2.1-or-later", "# Made from the description of the protocol."]
    lines += ["", "# members"] + [f'"\\"{word}\\":"' for word in sorted(members)]
    lines += ["", "# methods and events"] + [f'"\\"{word}\\""' for word in sorted(methods)]
    lines += ["", "# values"] + [f'"\\"{word}\\""' for word in sorted(words)]
    lines += [f'"{number}"' for number in sorted(numbers, key=int)]
    return "\n".join(lines) + "\n"
