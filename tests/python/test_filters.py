# SPDX-License-Identifier: LGPL-2.1-or-later
"""The filters of the library, made in Python."""

from harness import BotTest, main, run, wait_for

from gi.repository import GLib, Trueconf

Filter = Trueconf.Filter


class FiltersTest(BotTest):
    def test_each(self):
        rows = [
            ("text", Filter.new_text("/start now"), True),
            ("prefix", Filter.new_text_prefix("/st"), True),
            ("suffix", Filter.new_text_suffix("x"), False),
            ("contains", Filter.new_text_contains("rt n"), True),
            ("texts", Filter.new_texts(Trueconf.TextMatch.EQUAL, ["a", "/START NOW"], True), True),
            ("regex", Filter.new_regex("(?<when>now)$", 0), True),
            ("type", Filter.new_message_type(Trueconf.MessageType.LOCATION), False),
            ("method", Filter.new_method("sendMessage"), True),
            ("methods", Filter.new_methods(["x", "y"]), False),
            ("chat", Filter.new_chat_type(Trueconf.ChatType.P2P), True),
            ("author", Filter.new_author("nora"), True),
            ("authors", Filter.new_authors(["omar"]), False),
            ("role", Filter.new_role(Trueconf.ParticipantRole.WRITER), False),
            ("mentions", Filter.new_mentions_bot(), False),
            ("property", Filter.new_property(Trueconf.Message, "author.id", Trueconf.Operator.PREFIX, "nora"), True),
            ("and", Filter.new_and([Filter.new_text_prefix("/"), Filter.new_text("x")]), False),
            ("or", Filter.new_or([Filter.new_text_prefix("/"), Filter.new_text("x")]), True),
            ("not", Filter.new_not(Filter.new_text("x")), True),
            ("command", Trueconf.CommandFilter.new("start"), True),
        ]
        dispatcher = Trueconf.Dispatcher()
        seen = []
        for name, condition, _ in rows:
            @dispatcher.message(condition)
            def handle(message, context, name=name):
                seen.append(name)
                command = context.get_command()
                if command is not None:
                    self.assertEqual((command.get_prefix(), command.get_name(), command.get_mention()), ("/", "start", None))
                    self.assertEqual(command.get_arguments(), "now")
                    self.assertEqual(list(command.split_arguments()), ["now"])
                context.skip()

        @dispatcher.message()
        def end(message):
            seen.append("end")

        bot = self.make_bot(dispatcher=dispatcher)
        run(bot.start())
        self.sandbox.say("/start now")
        wait_for(lambda: "end" in seen)
        self.assertEqual(seen, [name for name, _, matches in rows if matches] + ["end"])

    def test_mistakes(self):
        with self.assertRaisesRegex(GLib.Error, "mime-type"):
            Filter.new_property(Trueconf.Message, "document.mimetype", Trueconf.Operator.SET, None)
        with self.assertRaises(GLib.Error):
            Filter.new_regex("(", 0)


if __name__ == "__main__":
    main()
