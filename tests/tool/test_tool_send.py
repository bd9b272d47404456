# SPDX-License-Identifier: LGPL-2.1-or-later
"""trueconf-bot send: each of its options, and what the server has afterwards."""

import json
import os

from harness import main
from tool_harness import CONFIG, DATA, NO_INPUT, NOT_FOUND, OK, REFUSED, USAGE, Terminal, ToolTest

# as much as tells what they are
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\6\0\0\0\x1f\x15\xc4\x89"
WEBP = b"RIFF\x24\0\0\0WEBPVP8 \x18\0\0\0"


class ToTest(ToolTest):
    def test_user(self):
        printed = self.succeed("send", "nora", "Backup is done")
        self.assertEqual(self.texts(), ["Backup is done"])
        self.assertEqual(printed.strip(), self.messages()[0]["message_id"])

    def test_user_with_server(self):
        self.succeed("send", "nora@sandbox.local", "Hello")
        self.assertEqual(self.texts(), ["Hello"])

    def test_chat(self):
        chat = json.loads(self.succeed("send", "nora", "one", "--json"))["chat_id"]
        self.succeed("send", chat, "two")
        self.assertEqual(self.texts(), ["one", "two"])

    def test_alias(self):
        self.config("[aliases]\nops = nora\n")
        self.succeed("send", "@ops", "Hello")
        self.assertEqual(self.texts(), ["Hello"])

    def test_unknown(self):
        self.assertIn("[aliases]", self.fail_with(CONFIG, "send", "@ops", "Hello"))
        self.assertRegex(self.fail_with(REFUSED, "send", "nobody", "Hello"), "nobody: .*302")
        self.assertIn("304", self.fail_with(NOT_FOUND, "send", "0" * 40, "Hello"))
        self.assertIn("recipient", self.fail_with(USAGE, "send", "", "Hello"))

    def test_recipients_are_remembered(self):
        for name in ("nora", "max", "nora"):
            self.succeed("send", name, "Hello")
        path = self.home / "cache/trueconf-bot/recipients-default"
        self.assertEqual(path.read_text(), "nora\t\nmax\t\n")
        self.assertEqual(path.stat().st_mode & 0o777, 0o600)

    def test_without_a_cache(self):
        """What cannot be remembered is no reason to fail."""
        self.write("cache/trueconf-bot", "a file where a folder should be")
        self.succeed("send", "nora", "Hello")
        self.assertEqual(self.texts(), ["Hello"])


class TextTest(ToolTest):
    def test_standard_input(self):
        self.succeed("send", "nora", text="line 1\nline 2\n\n")
        self.succeed("send", "nora", "-", text="dash")
        self.assertEqual(self.texts(), ["line 1\nline 2", "dash"])

    def test_dashes(self):
        """A text that looks like an option."""
        self.succeed("send", "nora", "--", "--html")
        self.assertEqual(self.texts(), ["--html"])

    def test_html(self):
        self.succeed("send", "--html", "nora", "<b>down</b>")
        self.assertEqual([message["parse_mode"] for message in self.messages()], ["html"])

    def test_markdown(self):
        self.succeed("send", "-M", "nora", "**down**")
        self.assertEqual([message["parse_mode"] for message in self.messages()], ["markdown"])

    def test_both(self):
        self.fail_with(USAGE, "send", "-HM", "nora", "down")

    def test_not_quoted(self):
        self.assertIn("quotes", self.fail_with(USAGE, "send", "nora", "Backup", "is", "done"))

    def test_empty(self):
        for text in ("", "\n\n"):
            self.assertIn("empty", self.fail_with(DATA, "send", "nora", text=text))
        self.assertIn("empty", self.fail_with(DATA, "send", "nora", ""))

    def test_long(self):
        """Markup that is cut is closed and opened again; each message has its id."""
        words = " ".join(f"word{i}" for i in range(1500))
        printed = self.succeed("send", "--html", "nora", text=f"<b>{words}</b>")
        messages = self.messages()
        self.assertEqual(len(messages), 4)
        self.assertEqual(printed.split(), [message["message_id"] for message in messages])
        for text in self.texts():
            self.assertTrue(text.startswith("<b>") and text.endswith("</b>"), text)

    def test_megabyte(self):
        """A log by mistake does not flood the chat, unless somebody wants it."""
        text = "x" * 1_000_000
        self.assertIn("--file", self.fail_with(DATA, "send", "nora", text=text))
        self.assertEqual(self.texts(), [])
        self.assertIn("would be 3 messages.", self.fail_with(DATA, "send", "nora", "--max-messages", "2", text="y" * 10_000))
        self.assertIn("would be 1 message.", self.fail_with(DATA, "send", "nora", "--max-messages", "0", "y"))
        self.succeed("send", "--max-messages", "3", "nora", text="y" * 10_000)
        self.assertEqual(len(self.texts()), 3)

    def test_not_text(self):
        for data in (b"\xff\xfe", b"a\0b"):
            self.assertIn("UTF-8", self.fail_with(DATA, "send", "nora", text=data))
        self.assertIn("UTF-8", self.fail_with(DATA, "send", "nora", b"caf\xe9"))
        self.assertEqual(self.texts(), [])

    def test_locale(self):
        """In cron's locale, too, a text is what it is."""
        self.succeed("send", "nora", "Привет, café", env={"LC_ALL": "C"})
        self.assertEqual(self.texts(), ["Привет, café"])

    def test_terminal(self):
        """Somebody who writes the text is told how to end it."""
        terminal = Terminal(self, "send", "nora")
        terminal.read_until("Ctrl-D")
        terminal.type("by hand\n\x04")
        self.assertEqual(terminal.finish(), OK)
        self.assertEqual(self.texts(), ["by hand"])


class TemplateTest(ToolTest):
    def test_values(self):
        path = self.write("alert.txt", "{host} is {state}, {{host}} {no name} {} {\n")
        self.succeed("send", "nora", "--template", path, "host=db7", "state=a=b")
        self.assertEqual(self.texts(), ["db7 is a=b, {host} {no name} {} {"])

    def test_environment(self):
        path = self.write("alert.txt", "{HOST} {host}")
        self.succeed("send", "nora", "-T", path, "host=given", env={"HOST": "db7", "host": "environment"})
        self.assertEqual(self.texts(), ["db7 given"])

    def test_html_is_escaped(self):
        path = self.write("alert.html", '<b>{text}</b> <a href="{url}">x</a>')
        self.succeed("send", "nora", "--html", "-T", path, "text=<i>&\"", 'url=https://example.com/?a=1&b="')
        self.assertEqual(self.texts(), ['<b>&lt;i&gt;&amp;&quot;</b> <a href="https://example.com/?a=1&amp;b=&quot;">x</a>'])

    def test_markdown_is_escaped(self):
        path = self.write("alert.md", "**{text}**")
        self.succeed("send", "nora", "--markdown", "-T", path, "text=a*b_c")
        shown = self.texts()[0]
        self.assertNotIn("a*b", shown)
        self.assertTrue(shown.startswith("**a") and shown.endswith("c**"), shown)

    def test_standard_input(self):
        self.succeed("send", "nora", "-T", "-", "a=b", text="{a}")
        self.assertEqual(self.texts(), ["b"])

    def test_missing(self):
        path = self.write("alert.txt", "{host} {nothing}")
        self.assertIn("{nothing}", self.fail_with(DATA, "send", "nora", "-T", path, "host=x"))
        self.assertIn("NAME=VALUE", self.fail_with(USAGE, "send", "nora", "-T", path, "text"))
        self.assertIn("absent", self.fail_with(NO_INPUT, "send", "nora", "-T", "absent"))
        self.assertEqual(self.texts(), [])


    def test_secrets(self):
        """A template cannot name the bot's password or token, wherever a value would come from."""
        for name in ("TRUECONF_PASSWORD", "TRUECONF_TOKEN"):
            path = self.write("alert.txt", f"It is {{{name}}}")
            for arguments in ((), (f"{name}=else",)):
                self.assertIn(f"{{{name}}}", self.fail_with(DATA, "send", "nora", "-T", path, *arguments, env={"TRUECONF_TOKEN": self.sandbox.token()}))
        self.succeed("send", "nora", "-T", self.write("alert.txt", "{{TRUECONF_PASSWORD}} on {TRUECONF_SERVER}"))
        self.assertEqual(self.texts(), ["{TRUECONF_PASSWORD} on 127.0.0.1"])


class FilesTest(ToolTest):
    def file_names(self):
        return [message["file"]["name"] for message in self.messages() if message.get("file")]

    def test_several(self):
        """In the order in which they were given; the text is the caption of the first one."""
        for name in ("a.txt", "b.txt"):
            self.write(name, f"This is {name}.\n")
        answer = json.loads(self.succeed("send", "nora", "--file", "b.txt", "-f", "a.txt", "Two files", "--json"))
        self.assertEqual(self.file_names(), ["b.txt", "a.txt"])
        self.assertEqual(len(answer["messages"]), 2)
        self.assertIn("Two files", self.texts())
        self.assertTrue(all(message["file_id"] for message in answer["messages"]))

    def test_without_text(self):
        """With a file, standard input is left alone."""
        path = self.write("a.txt", "x")
        self.succeed("send", "nora", "-f", path, text="not this")
        self.assertEqual(self.file_names(), ["a.txt"])
        self.assertNotIn("not this", self.texts())

    def test_standard_input(self):
        data = bytes(range(256)) * 8192
        self.succeed("send", "nora", "--file", "-", "--name", "dump.bin", "The dump", text=data)
        self.assertEqual(self.file_names(), ["dump.bin"])
        self.assertEqual([message["file"]["size"] for message in self.messages() if message.get("file")], [len(data)])
        self.assertEqual([name for name in os.listdir(self.home) if name.startswith("trueconf-bot-")], [])

    def test_standard_input_for_two(self):
        self.fail_with(USAGE, "send", "nora", "--file", "-", text="x")
        self.assertIn("both", self.fail_with(USAGE, "send", "nora", "-", "--file", "-", "--name", "x", text="x"))

    def test_photo_and_sticker(self):
        picture = self.write("p.png", PNG)
        self.succeed("send", "nora", "--photo", picture, "A picture")
        self.succeed("send", "nora", "--sticker", self.write("s.webp", WEBP))
        self.assertEqual(self.file_names(), ["p.png", "s.webp"])

    def test_text_before_a_sticker(self):
        """A sticker has no caption."""
        self.succeed("send", "nora", "--sticker", self.write("s.webp", WEBP), "Look")
        self.assertEqual(self.texts()[0], "Look")
        self.assertEqual(self.file_names(), ["s.webp"])

    def test_not_there(self):
        self.assertIn("absent", self.fail_with(NO_INPUT, "send", "nora", "-f", "absent"))
        self.assertIn("folder", self.fail_with(NO_INPUT, "send", "nora", "-f", self.home))
        self.assertIn("not a picture", self.fail_with(DATA, "send", "nora", "--photo", self.write("a.txt", "text")))
        self.assertEqual(self.messages(), [])

    def test_second_fails(self):
        """What has arrived is printed, so that it can be looked at or taken back."""
        done = self.run_tool("send", "nora", "-f", self.write("a.txt", "x"), "--photo", self.write("b.txt", "x"))
        self.assertEqual(done.status, DATA)
        self.assertEqual(len(done.out.split()), 1)
        self.assertIn("1 of 2", done.err)
        self.assertEqual(self.file_names(), ["a.txt"])


class DetailsTest(ToolTest):
    def test_reply(self):
        first = self.succeed("send", "nora", "question").strip()
        self.succeed("send", "nora", "--reply-to", first, "answer")
        self.assertEqual(self.messages()[1]["reply_message_id"], first)
        self.assertIn("306", self.fail_with(NOT_FOUND, "send", "nora", "-r", "11111111-1111-4111-8111-111111111111", "x"))

    def test_edit(self):
        message = self.succeed("send", "nora", "running").strip()
        answer = json.loads(self.succeed("send", "nora", "--edit", message, "done", "--json"))
        self.assertEqual(self.texts(), ["done"])
        self.assertEqual((answer["messages"][0]["message_id"], answer["edited"]), (message, True))
        self.fail_with(NOT_FOUND, "send", "nora", "-e", "11111111-1111-4111-8111-111111111111", "x")
        self.fail_with(USAGE, "send", "nora", "-e", message, "-f", "x")
        self.fail_with(USAGE, "send", "nora", "-e", message, "-r", message, "x")

    def test_buttons(self):
        rows = [[{"text": "Yes", "command": "y", "data": "db7", "style": "danger", "id": "b1"}, {"text": "Site", "url": "https://example.com"}],
                [{"text": "Say", "message": "hi", "draft": True}, {"text": "Copy", "copy": "text"}]]
        self.succeed("send", "nora", "--buttons", self.write("b.json", json.dumps(rows)), "Restart?")
        self.succeed("send", "nora", "-b", "-", "Restart?", text=json.dumps(rows[:1]))
        shown = [message["envelope"]["content"]["buttons"] for message in self.messages()]
        self.assertEqual([[button["label"] for button in row] for row in shown[0]], [["Yes", "Site"], ["Say", "Copy"]])
        self.assertEqual(len(shown[1]), 1)

    def test_buttons_after_files(self):
        """A message with a file cannot have buttons: the text comes last, and has them."""
        buttons = self.write("b.json", '[[{"text": "Yes", "command": "y"}]]')
        self.succeed("send", "nora", "-f", self.write("a.txt", "x"), "-b", buttons, "Is that right?")
        first, last = self.messages()
        self.assertEqual(first["file"]["name"], "a.txt")
        self.assertEqual((last["text"], len(last["envelope"]["content"]["buttons"])), ("Is that right?", 1))
        self.assertIn("text", self.fail_with(USAGE, "send", "nora", "-f", "a.txt", "-b", buttons))

    def test_wrong_buttons(self):
        for text, word in (("", "list of rows"), ("{}", "list of rows"), ("[]", "list of rows"), ("[1]", "row"), ("[[1]]", "object"), ("[[{", "-"),
                           ('[[{"text": "a"}]]', "one of"), ('[[{"text": "a", "url": "b", "copy": "c"}]]', "one of"),
                           ('[[{"text": "a", "copy": "b", "colour": "c"}]]', "colour"),
                           ('[[{"text": "a", "copy": "b", "style": "c"}]]', "style"),
                           ('[[{"text": "a", "copy": "b", "draft": 1}]]', "draft"), ('[[{"text": "a", "copy": "b", "id": 1}]]', "id"),
                           ('[[{"text": "a", "url": "javascript:x"}]]', "javascript:x")):
            with self.subTest(text):
                self.assertIn(word, self.fail_with(DATA, "send", "nora", "-b", "-", "x", text=text))
        self.assertEqual(self.messages(), [])

    def test_quiet(self):
        self.assertEqual(self.succeed("send", "-q", "nora", "Hello"), "")

    def test_json(self):
        answer = json.loads(self.succeed("send", "--json", "nora", "Hello"))
        message = self.messages()[0]
        self.assertEqual(set(answer), {"chat_id", "messages", "edited"})
        self.assertEqual(answer["messages"][0]["message_id"], message["message_id"])
        self.assertIsInstance(answer["messages"][0]["timestamp"], int)


if __name__ == "__main__":
    main()
