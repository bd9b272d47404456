# SPDX-License-Identifier: LGPL-2.1-or-later
"""Formatted texts, as Python users write and send them."""

import random
import re

from harness import BotTest, main, run, wait_for
from gi.repository import GLib, Trueconf
from gi.repository.Trueconf import AllMention, Bold, Italic, LineBreak, Link, List, Mention, Quote, Strikethrough, Text, Underline


class TextsTest(BotTest):
    def test_nodes(self):
        text = Text("a < ", Bold("b", Italic(1)), LineBreak(), Underline("u"), Strikethrough("s"), AllMention())
        self.assertEqual(text.as_html(), "a &lt; <b>b<i>1</i></b><br><u>u</u><s>s</s>@all")
        self.assertEqual(text.as_markdown(), "a < **b*1***\n__u__~~s~~@all")
        self.assertEqual(str(text), "a < b1\nus@all")
        self.assertEqual(Quote("q") + "a", Text(Quote("q"), "a"))
        self.assertEqual("a" + Bold("b"), Text.new_from_html("a<b>b</b>"))
        self.assertEqual(len({Bold("x"), Bold("x"), Italic("x")}), 2)
        self.assertFalse(Text())
        self.assertEqual(List("a", Bold("b"), ordered=True).as_html(), "1. a<br>2. <b>b</b>")
        self.assertEqual([span.user_id for span in Text("x", Mention("Nora", user_id="nora@e.org"))], [None, "nora@e.org"])

    def test_format(self):
        text = Text.format("<b>{}</b> {x:.1f} {y}", "<i>", x=1.25, y=Link("l", url="https://e.org"))
        self.assertEqual(text.to_html(), '<b>&lt;i&gt;</b> 1.2 <a href="https://e.org">l</a>')
        # C would end there
        self.assertEqual(Text.format("<b>{}</b>\0{}", "a\0b", "c"), Bold("a\ufffdb") + "\ufffdc")

    def test_drafts(self):
        draft = Trueconf.Draft(Bold("x"))
        self.assertEqual((draft.text, draft.parse_mode), ("<b>x</b>", Trueconf.ParseMode.HTML))
        self.assertEqual(draft.formatted_text, Bold("x"))
        draft.text = Text("a ", Italic("<b>"))
        self.assertEqual((draft.text, draft.formatted_text), ("a <i>&lt;b&gt;</i>", "a " + Italic("<b>")))
        draft.text = "plain"
        self.assertEqual(draft.text, "plain")

    def begin(self):
        messages = []
        dispatcher = Trueconf.Dispatcher()
        dispatcher.message()(messages.append)
        bot = self.make_bot(dispatcher=dispatcher)
        run(bot.start())
        chat_id = run(bot.create_personal_chat("nora"))
        self.sandbox.say("hello")
        wait_for(lambda: messages)
        return bot, chat_id, messages[0]

    def test_sending(self):
        bot, chat_id, message = self.begin()
        self.assertEqual(message.formatted_text, Text("hello"))
        text = Text("a < b & ", Bold("bold ", Italic("both")), LineBreak(), Link("here", url="https://e.org/?a=1&b=2"), " ",
                    Mention("Nora", user_id="nora@e.org"), " 1 * 2 * 3 [x](y) \U0001f44d")
        sent = [run(message.answer(text)), run(message.reply(text)), run(bot.send_message(chat_id, text)),
                run(bot.send_draft(chat_id, Trueconf.Draft(text)))]
        sent.append(run(bot.edit_message(sent[0].message_id, text)))
        for each in sent:
            back = run(bot.get_message_by_id(each.message_id)).formatted_text
            self.assertEqual(back, text)
            self.assertEqual(back.get_mentions(), ["nora@e.org"])

    def test_split(self):
        bot, chat_id, message = self.begin()
        parts = ["word ", "<b>", "</b>", "<i>", "</i> ", "&amp; ", "<br>", "a. ", '<a href="https://e.org/">link</a> ', "\n", "жук "]
        chance = random.Random(5)
        for mode in ("text", "html"):
            text = "begin " + "".join(chance.choices(parts, k=4000))
            pieces = Trueconf.split_text_full(text, 4096, Trueconf.ParseMode.TEXT if mode == "text" else Trueconf.ParseMode.HTML)
            self.assertGreater(len(pieces), 2)
            for send in (lambda: bot.send_message(chat_id, text, mode, split=True),
                         lambda: message.answer(text, mode, split=True), lambda: message.reply(text, mode, split=True),
                         lambda: bot.send_draft(chat_id, Trueconf.Draft(text, mode), split=True),
                         lambda: message.answer_draft(Trueconf.Draft(text, mode), split=True),
                         lambda: message.reply_draft(Trueconf.Draft(text, mode), split=True),
                         lambda: bot.send_long_message(chat_id, text, mode), lambda: message.answer_long(text, mode)):
                sent = run(send())
                self.assertIsInstance(sent, list)
                last = self.sandbox.messages()[-len(pieces):]
                self.assertEqual([each["message_id"] for each in last], [each.message_id for each in sent])
                # a line break, in either form, is what the server shows
                expected = [re.sub("<br>\n|\n", "<br>", piece) for piece in pieces] if mode == "html" else pieces
                self.assertEqual([each["text"] for each in last], expected)
        self.assertEqual(len(run(message.answer("short", split=True))), 1)

    def test_split_with_more(self):
        bot, chat_id, message = self.begin()
        keyboard = [[Trueconf.Button("More", command="more")]]
        sent = run(message.reply(Bold("word " * 1000), keyboard=keyboard, quote="hello", split=True))
        shown = {each["message_id"]: each for each in self.sandbox.messages()}
        first, last = shown[sent[0].message_id], shown[sent[-1].message_id]
        self.assertIn("hello", first["text"])
        self.assertEqual(first["envelope"]["replyMessageId"], message.message_id)
        self.assertFalse(first["envelope"]["content"].get("buttons"))
        self.assertEqual(last["envelope"]["content"]["buttons"][0][0]["label"], "More")
        file = Trueconf.InputFile.new_for_bytes(GLib.Bytes.new(b"hello"), "hello.txt")
        sent = run(bot.send_document(chat_id, file, "word " * 1000, split=True))
        self.assertTrue(sent[0].file_id)
        self.assertFalse(sent[1].file_id)

    def test_split_fails(self):
        bot, chat_id, message = self.begin()

        class Third(Trueconf.RequestMiddleware):
            count = 0

            async def do_process(self, request, next):
                self.count += request.method == "sendMessage"
                if self.count == 3:
                    raise ValueError("no more")
                return await next()

        bot.add_request_middleware(Third())
        with self.assertRaises(Trueconf.TrueconfError) as caught:
            run(message.answer("word " * 4000, split=True))
        self.assertIn("Sent 2 of 5 messages", str(caught.exception))
        self.assertIn("no more", str(caught.exception))
        self.assertEqual([each.message_id for each in caught.exception.sent],
                         [each["message_id"] for each in self.sandbox.messages() if each["author"] == "echo_bot"])
        self.assertEqual(len(caught.exception.sent), 2)
        with self.assertRaises(Trueconf.TextTooLong):
            run(bot.send_message(chat_id, "word " * 4000))


if __name__ == "__main__":
    main()
