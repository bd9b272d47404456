#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The library's description of the protocol and the sandbox's own tables say the same.

Both are written by hand from the vendor's documentation, so that a mistake in one of them shows here.

test_protocol_tables.py SOURCE
"""

import pathlib
import re
import sys
import tomllib

from minitap import Tap

SOURCE = pathlib.Path(sys.argv[1])
OLDEST = "5.5.0"
# names of the sandbox, names of the description
WORDS = {
    "ACTIVITY": "ChatActivity",
    "ANSWER_LEVEL": "CommandLevel",
    "ANSWER_STATUS": "CommandStatus",
    "ANSWER_TYPE": "CommandAnswer",
    "ANSWER_VISIBILITY": "CommandVisibility",
    "BUTTON_STYLE": "ButtonStyle",
    "BUTTON_TYPE": "ButtonType",
    "PARSE_MODE": "ParseMode",
    "SURVEY_DESCRIPTION": "SurveyType",
}
NUMBERS = {"SandboxChatType": "ChatType", "SandboxMessageType": "MessageType"}
# the sandbox sends the newer of the two names of this event, or the older one with a fault
SECOND_NAMES = {"uploadingProgress"}


def read(path):
    return (SOURCE / "tools/sandbox" / path).read_text(encoding="utf-8")


def describe():
    """The tables of all files of the description in one."""
    merged = {}
    for path in sorted((SOURCE / "protocol").glob("*.toml")):
        for kind, entries in tomllib.loads(path.read_text(encoding="utf-8")).items():
            if isinstance(entries, dict):
                merged.setdefault(kind, {}).update(entries)
    return merged


def described_names(entries):
    """Name on the wire: the oldest server that knows it."""
    for entry in entries.values():
        names = entry["wire"] if isinstance(entry["wire"], list) else [entry["wire"]]
        yield from ((name, entry.get("server", OLDEST)) for name in names if name not in SECOND_NAMES)


def sandbox_names(table):
    """The same from the sandbox."""
    rows = re.search(rf"^static const Entry {table}\[\] = {{\n(.*?)^}};", read("speak/sandbox-protocol.c"), re.M | re.S)
    return re.findall(r'{ "(\w+)", "([0-9.]+)" }', rows[1])


def sandbox_words():
    rows = re.findall(r'\[SANDBOX_WORDS_(\w+)\] = {((?:[^"}]|"[^"]*")*)}', read("speak/sandbox-protocol.c"))
    return {name: re.findall(r'"([^"]+)"', words) for name, words in rows}


def sandbox_roles():
    return re.findall(r'\[SANDBOX_ROLE_\w+\] = "(\w+)"', read("world/sandbox-rights.c"))


def sandbox_numbers(enumeration):
    body = re.search(rf"typedef enum\n{{([^}}]*)}} {enumeration};", read("world/sandbox-world.h"))[1]
    return {int(number) for number in re.findall(r"= (\d+)", body)}


def differences(described, known):
    described, known = set(described), set(known)
    if not described or not known:
        yield "nothing was found to compare"
    yield from (f"{entry}: only in protocol/" for entry in sorted(described - known))
    yield from (f"{entry}: only in the sandbox" for entry in sorted(known - described))


def described_words(description, enumeration):
    return [value["word"] for value in description["enum"][enumeration]["values"].values() if "word" in value]


def different_numbers(description, ours, theirs):
    """The sandbox plays a part of the types: those that it plays are described."""
    described = {value["number"] for value in description["enum"][theirs]["values"].values() if "number" in value}
    unknown = sandbox_numbers(ours) - described
    return [f"{theirs} {number}: only in the sandbox" for number in sorted(unknown)] if described else ["no numbers"]


def main():
    description = describe()
    words = sandbox_words()
    tap = Tap()
    tap.case("the methods and their versions",
             differences(described_names(description["method"]), sandbox_names("methods")))
    tap.case("the events and their versions",
             differences(described_names(description["event"]), sandbox_names("events")))
    tap.case("every list of words is compared", differences(WORDS, words))
    for ours, theirs in WORDS.items():
        tap.case(f"the words of {theirs}", differences(described_words(description, theirs), words.get(ours, [])))
    tap.case("the roles", differences(described_words(description, "ParticipantRole"), sandbox_roles()))
    for ours, theirs in NUMBERS.items():
        tap.case(f"the numbers of {theirs}", different_numbers(description, ours, theirs))
    return tap.finish()


if __name__ == "__main__":
    sys.exit(main())
