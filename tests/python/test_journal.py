# SPDX-License-Identifier: LGPL-2.1-or-later
"""What a journal gets: the fields that docs/services.md names, at a journal's own sockets, which the test has in a mount namespace."""

import json
import os
import re
import signal
import socket
import struct
import subprocess
import sys

JOURNAL = "/run/systemd/journal"

PROGRAM = """
import os
import gi
gi.require_version("Trueconf", "1")
from gi.repository import Trueconf

dispatcher = Trueconf.Dispatcher()
dispatcher.add_outer_middleware(Trueconf.LoggingMiddleware())


@dispatcher.message
async def echo(message):
    await message.answer(message.text)


bot = Trueconf.Bot("127.0.0.1", username="echo_bot", password="secret", port=int(os.environ["PORT"]), https=False, dispatcher=dispatcher)
bot.add_request_middleware(Trueconf.RequestLog())
bot.run()
"""


def read_fields(datagram):
    """An entry in the journal's protocol: NAME=value, or NAME, the length of the value, and the value."""
    fields = {}
    while datagram:
        head, _, rest = datagram.partition(b"\n")
        name, equals, value = head.partition(b"=")
        if not equals:
            (length,) = struct.unpack_from("<Q", rest)
            value, rest = rest[8:8 + length], rest[8 + length + 1:]
        fields[name.decode()] = value.decode()
        datagram = rest
    return fields


def inside():
    """In the namespace: prints what comes as lines of JSON, until the bot has ended."""
    subprocess.run(["mount", "-t", "tmpfs", "none", "/run"], check=True)
    os.makedirs(JOURNAL)
    entries = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    entries.bind(f"{JOURNAL}/socket")
    listening = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    listening.bind(f"{JOURNAL}/stdout")
    listening.listen()
    # GLib looks where standard error leads to
    errors = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    errors.connect(f"{JOURNAL}/stdout")
    with subprocess.Popen([sys.executable, "-c", PROGRAM], stderr=errors) as bot:
        signal.signal(signal.SIGTERM, lambda *_: bot.terminate())
        entries.settimeout(0.05)
        ended = False
        while True:
            try:
                print(json.dumps(read_fields(entries.recv(1 << 16))), flush=True)
            except TimeoutError:
                if ended:
                    break
                ended = bot.poll() is not None
    sys.exit(bot.returncode)


if sys.argv[1:] == ["--inside"]:
    inside()

from harness import main  # noqa: E402
from programs import ExampleTest  # noqa: E402


class JournalTest(ExampleTest):
    def setUp(self):
        super().setUp()
        own = [] if os.geteuid() == 0 else ["--user", "--map-root-user"]
        self.journal = self.start("unshare", *own, "--mount", "--", sys.executable, __file__, "--inside")
        self.assert_authorized()

    def read(self, *wanted):
        """The entries whose messages have these words, and all that have come until then."""
        entries, found = [], {}
        while len(found) < len(wanted):
            line = self.journal.stdout.readline()
            self.assertTrue(line, f"the bot has ended: {entries}, {self.journal.stderr.read() if not line else ''}")
            entries.append(json.loads(line))
            found.update({words: entries[-1] for words in wanted if re.search(words, entries[-1]["MESSAGE"])})
        return [found[words] for words in wanted], entries

    def test_fields(self):
        chat = self.sandbox.say("the secret of life")["chat_id"]
        (handled, answered), entries = self.read("sendMessage .*: handled after", "sendMessage .*: answered after")
        number = handled["TRUECONF_EVENT"]
        self.assertGreater(int(number), 0)
        for entry in (handled, answered):
            self.assertEqual({name: entry.get(name) for name in ("TRUECONF_EVENT", "TRUECONF_METHOD", "TRUECONF_CHAT", "TRUECONF_BOT")},
                             {"TRUECONF_EVENT": number, "TRUECONF_METHOD": "sendMessage", "TRUECONF_CHAT": chat,
                              "TRUECONF_BOT": "echo_bot@sandbox.local"})
            self.assertEqual((entry["PRIORITY"], entry["GLIB_DOMAIN"]), ("5", "Trueconf"))
            self.assertNotIn("secret of life", str(entry))
        self.assertTrue(answered["MESSAGE"].startswith(f"request sendMessage for event {number}: "), answered)
        self.assertNotIn("'secret'", str(entries))

        self.assertEqual(self.end(self.journal)[1], "")


if __name__ == "__main__":
    main()
