#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Makes the inputs that the fuzzers begin with, of the frames that are known of servers."""

import json
import shutil
import sys
from pathlib import Path

# what frames do not show: the bodies of HTTP answers
HTTP = [
    {"access_token": "eyJhbGciOiJub25lIn0.eyJleHAiOjF9.x", "token_type": "JWE", "expires_at": 1795348700},
    {"access_token": "token", "expires_in": 3600},
    {"authorization_code": "code", "expires_in": 1795348700000},
    {"error": "invalid_grant", "error_description": "no"},
    {"error": {"code": 400, "message": "Bad Request", "errors": [{"reason": "invalidScope", "location": "scope"}]}},
    {"product": {"display_name": "TrueConf Server", "version": "5.5.6.10000"}},
    {"temporalFileId": "file"},
    {"error": 407, "error_description": "No task found"},
    {"exp": 1795348700},
]

REFUSALS = [
    {"errorCode": 200},
    {"errorCode": 203, "errorDescription": "expired"},
    {"errorCode": 304, "errorDescription": "no such chat"},
    {"error": "invalid_request", "message": "no"},
]


def write(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def with_own_ids(value):
    """Messages that no session before has had."""
    if isinstance(value, dict):
        return {name: "@u" + inner if name == "messageId" and isinstance(inner, str) else with_own_ids(inner)
                for name, inner in value.items()}
    return [with_own_ids(item) for item in value] if isinstance(value, list) else value


def answer(frame, number):
    """The frame as the answer to a request that is known by its number only."""
    return write({**frame, "id": "@"}).replace('"@"', f"@{number}", 1)


def make_frames(known):
    yield from map(write, known["events"])
    yield from (write(row["frame"]) for row in known["answers"])
    yield from map(write, HTTP)
    yield from (write({"type": 2, "id": 1, "payload": refusal}) for refusal in REFUSALS)


def make_sessions(known):
    events = [write(with_own_ids(event)) for event in known["events"]]
    answers = [("?" + row["method"], row["frame"]) for row in known["answers"] if row["method"] != "auth"]

    yield from ([event] for event in events)
    yield from ([method, answer(frame, 1)] for method, frame in answers)
    yield events[:20]
    yield ["!after", *events[20:]]
    yield ["!after", "!hold", *events[:3], *events[:3], "!release", *events[3:6]]
    yield ["!answer", *events[:3], '{"type":2,"id":@1,"payload":{"messageId":"a","chatId":"b","timestamp":1}}']
    yield ["!hold", "!answer", "?getChats", *events[:4], "!bye"]
    yield [method for method, _ in answers[:8]] + [answer(answers[i][1], i + 1) for i in reversed(range(8))]
    for refusal in REFUSALS:
        yield ["?getChats", "?sendMessage", answer({"type": 2, "id": 0, "payload": refusal}, 1), events[0]]


VCARDS = [
    "BEGIN:VCARD\r\nVERSION:3.0\r\nN:Berg;Nora;;Dr.;\r\nFN:Dr. Nora Berg\r\nTEL;TYPE=CELL,PREF:+49 170 1\r\nEND:VCARD\r\n",
    "BEGIN:VCARD\nVERSION:2.1\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=D0=98=\n=D0=B2;x\nTEL;CELL:1\nEND:VCARD\n",
    "BEGIN:VCARD\nFN;QUOTED-PRINTABLE;CHARSET=windows-1251:=C8=E2=E0=ED\nEND:VCARD",
    "begin:vcard\nversion:4.0\nitem1.fn;x=\"a:b;c\":Nora\n  Berg\\, \\n\nTEL;VALUE=uri;PREF=1:tel:+49-30-2\nend:vcard",
    "<a href=\"trueconf:nora@video.example.com&amp;do=profile\">Nora &lt;b&gt; <b>x</b></a>",
]


TEXTS = [
    "<b>bold <i>both</i></b> <u>u</u><s>s</s><br>1 &lt; 2 &amp; <a href=\"https://e.org/?a=1&amp;b=2\">link</a>\n&nbsp; x",
    "<quote class=\"reply\">one<br>two</quote><br><br><a href='trueconf:nora@e.org&amp;do=profile'>Nora</a> @all",
    "**bold *both*** __u__ ~~s~~ [li\\]nk](https://e.org/_a_(b)) snake_case \\* 2 * 3\n\n> quote\n> more",
    "> [a **b**](mailto:x@e.org)\n>\n\nанти \U0001f44d\U0001f3fd e\u0301. <code>x  y</code> &#1046;&#x416;",
]

# what comes before the parts, a part, and what comes after
PARTS = [("", "<a href=\"", ""), ("<b>", "*a ", "</b>"), ("[", "1,", "1]"), ("{\"payload\":{", "\"a\":[", "}}"),
         ("BEGIN:VCARD\n", "TEL:1\n", "END:VCARD"), ("", "trueconf:", ""), ("> ", "[x](", ")"), ("", "&amp;\n", "")]
N_FUNCTIONS = 13


def main():
    known = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    folder = Path(sys.argv[2])
    shutil.rmtree(folder, ignore_errors=True)
    seeds = {
        "frame": list(make_frames(known)),
        "vcard": VCARDS,
        "text": TEXTS,
        "split": [chr(limit) + chr(first) + text for text in TEXTS for limit, first in ((0, 0), (20, 9), (100, 100))],
        "steps": [chr(function) + "\f".join(parts) for function in range(N_FUNCTIONS) for parts in PARTS],
        "session": ["\n".join(lines) for lines in make_sessions(known)],
    }
    for name, texts in seeds.items():
        (folder / name).mkdir(parents=True)
        for number, text in enumerate(texts, 1):
            (folder / name / f"seed-{number:03}").write_text(text, encoding="utf-8")
    Path(sys.argv[3]).touch()


if __name__ == "__main__":
    main()
