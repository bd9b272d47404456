# SPDX-License-Identifier: LGPL-2.1-or-later
"""Drafts, buttons and what is done when one is pressed."""

import pathlib

from harness import BotTest, main, run, wait_for

from gi.repository import GLib, Trueconf

PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\6\0\0\0\x1f\x15\xc4\x89"
WEBP = b"RIFF\x24\0\0\0WEBPVP8 \x18\0\0\0"


def make_keyboard():
    return Trueconf.Keyboard([
        [Trueconf.Button("Help", command="menu:help", custom_data="topic=3", button_id="b1", style="primary"),
         Trueconf.Button.new_url("Site", "https://example.org/")],
        [Trueconf.Button.new_copy("Copy", "4711"), Trueconf.Button.new_message("Ask", "What is on?")],
    ])


def make_file(data=PNG, name="cat.png"):
    return Trueconf.InputFile.new_for_bytes(GLib.Bytes.new(data), name)


class DraftTest(BotTest):
    def setUp(self):
        super().setUp()
        self.presses, self.messages, self.removed = [], [], []
        dispatcher = Trueconf.Dispatcher()
        dispatcher.callback_query()(self.presses.append)
        dispatcher.message()(self.messages.append)
        dispatcher.removed_chat()(self.removed.append)
        self.bot = self.make_bot(dispatcher=dispatcher)
        run(self.bot.start())
        self.chat_id = run(self.bot.create_personal_chat("nora"))

    def seen(self, message_id):
        messages = self.sandbox.call(f"/sandbox/messages?chat_id={self.chat_id}")["messages"]
        return next(message for message in messages if message["message_id"] == message_id)

    def labels(self, message_id):
        rows = self.seen(message_id)["envelope"]["content"].get("buttons", [])
        return [[button.get("label") for button in row] for row in rows]

    def last(self):
        return self.sandbox.call(f"/sandbox/messages?chat_id={self.chat_id}")["messages"][-1]

    def press(self, message_id, button_id="b1"):
        self.sandbox.call("/sandbox/press", {"from": "nora", "message_id": message_id, "button_id": button_id})
        wait_for(lambda: self.presses)
        return self.presses.pop()

    def press_at(self, message_id, row, column):
        self.sandbox.call("/sandbox/press", {"from": "nora", "message_id": message_id, "row": row, "column": column})
        wait_for(lambda: self.presses)
        return self.presses.pop()

    def test_pager(self):
        pager = Trueconf.KeyboardPager("cities", [("Berlin", "ber"), ("Paris", "пар"), "Oslo",
                                                  Trueconf.Button("Site", url="https://example.org/")], page_size=2)
        self.assertEqual((pager.id, pager.n_pages, pager.columns), ("cities", 2, 1))
        sent = run(self.bot.send_message(self.chat_id, "Which city?", keyboard=pager.make_keyboard()))
        self.assertEqual(self.labels(sent.message_id), [["Berlin"], ["Paris"], ["1 / 2", "›"]])
        query = self.press_at(sent.message_id, 1, 0)
        self.assertIsNone(pager.get_pressed_page(query))
        self.assertEqual(pager.get_pressed_data(query), "пар")
        query = self.press_at(sent.message_id, 2, 1)
        self.assertEqual(pager.get_pressed_page(query), 1)
        self.assertIsNone(pager.get_pressed_data(query))
        run(query.edit_message("Which city?", keyboard=pager.make_keyboard(pager.get_pressed_page(query))))
        self.assertEqual(self.labels(sent.message_id), [["Oslo"], ["Site"], ["‹", "2 / 2"]])
        query = self.press_at(sent.message_id, 0, 0)
        self.assertEqual(pager.get_pressed_data(query), "2")
        pager.columns = 2
        pager.items = (str(number) for number in range(3))
        self.assertEqual([button.text for button in pager.items], ["0", "1", "2"])
        self.assertEqual([len(row) for row in pager.make_keyboard()], [2, 2])
        pager.label_property, pager.data_property = "text", "command"
        self.assertEqual((pager.get_label_property(), pager.get_data_property()), ("text", "command"))
        with self.assertRaises(Trueconf.InvalidArgument):
            Trueconf.KeyboardPager("город", ["x"]).make_keyboard()
        with self.assertRaisesRegex(ValueError, "NUL"):
            Trueconf.KeyboardPager("x\0", ["x"])

    def count_requests(self, method):
        frames = [entry["text"] for entry in self.sandbox.call("/sandbox/log")["entries"]
                  if entry["kind"] == "frame" and entry["direction"] == "in"]
        return len([frame for frame in frames if method in str(frame)])

    def message(self):
        self.sandbox.say("hello")
        wait_for(lambda: self.messages)
        return self.messages.pop()

    def test_draft_with_keyboard(self):
        draft = Trueconf.Draft("Which one?", keyboard=make_keyboard())
        sent = run(self.bot.send_draft(self.chat_id, draft))
        self.assertEqual(self.labels(sent.message_id), [["Help", "Site"], ["Copy", "Ask"]])
        message = run(self.bot.get_message_by_id(sent.message_id))
        self.assertEqual([[button.text for button in row] for row in message.keyboard],
                         [["Help", "Site"], ["Copy", "Ask"]])
        self.assertEqual(message.keyboard.find_button("b1").style, Trueconf.ButtonStyle.PRIMARY)
        self.assertEqual(message.keyboard.n_buttons, 4)
        self.assertEqual(message.keyboard.rows, list(message.keyboard))

    def test_constructors(self):
        Draft = Trueconf.Draft
        for draft, kind, text, parse_mode in (
                (Draft.new_text("a"), "message", "a", "text"), (Draft.new_text("a", "html"), "message", "a", "html"),
                (Draft.new_text(Trueconf.Text.new_bold("a<b")), "message", "<b>a&lt;b</b>", "html"),
                (Draft.new_photo("/a.png"), "photo", None, "text"),
                (Draft.new_photo(pathlib.Path("/a.png"), "*a*", "markdown"), "photo", "*a*", "markdown"),
                (Draft.new_document(Trueconf.InputFile(b"a", "a.txt"), caption="a"), "document", "a", "text"),
                (Draft.new_sticker("/a.webp"), "sticker", None, "text")):
            with self.subTest(draft):
                self.assertEqual((draft.kind, draft.text, draft.parse_mode), (kind, text, parse_mode))
        self.assertEqual(Draft.new_photo("/a.png").file.file_name, "a.png")
        for wrong in (lambda: Draft.new_photo(None), lambda: Draft.new_document(b"a"), lambda: Draft.new_text("a", "htlm"),
                      Draft.new_text):
            with self.subTest(wrong), self.assertRaises((TypeError, ValueError)):
                wrong()

    def test_copy_of_a_keyboard(self):
        sent = run(self.bot.send_message(self.chat_id, "x", keyboard=make_keyboard()))
        keyboard = run(self.bot.get_message_by_id(sent.message_id)).keyboard
        more = Trueconf.Button("More", command="more")
        with self.assertRaisesRegex(Trueconf.InvalidArgument, "copy"):
            keyboard.add_row(more)
        copy = keyboard.copy()
        copy.add_row(more)
        copy.rows[0][0].style = "danger"
        run(self.bot.edit_message(sent.message_id, "x", keyboard=copy))
        self.assertEqual(self.labels(sent.message_id), [["Help", "Site"], ["Copy", "Ask"], ["More"]])
        self.assertEqual(keyboard.rows[0][0].style, Trueconf.ButtonStyle.PRIMARY)

    def test_keyword(self):
        rows = [[Trueconf.Button("Go", command="go")]]
        sent = run(self.bot.send_message(self.chat_id, "<b>x</b>", parse_mode="html", keyboard=rows))
        self.assertEqual(self.labels(sent.message_id), [["Go"]])
        self.assertEqual(self.seen(sent.message_id)["parse_mode"], "html")
        answered = run(self.message().answer("y", keyboard=rows))
        self.assertEqual(self.labels(answered.message_id), [["Go"]])
        with self.assertRaises(TypeError):
            self.bot.send_message(self.chat_id, "x", nonsense=1, keyboard=rows)

    def test_plain_text(self):
        self.sandbox.call("/sandbox/say", {"from": "nora", "to": "echo_bot", "text": "<i>R&amp;D</i>"})
        wait_for(lambda: self.messages)
        message = self.messages.pop()
        self.assertEqual((message.text, message.plain_text), ("<i>R&amp;D</i>", "R&D"))

    def test_names_of_the_vendor(self):
        markup = Trueconf.InlineKeyboardMarkup(buttons=[
            [Trueconf.InlineKeyboardButton(text="Go", command="go", button_id="b1"),
             Trueconf.InlineKeyboardButton(text="Copy", copy_data="4711")]])
        sent = run(self.bot.send_message(self.chat_id, "x", buttons=markup))
        self.assertEqual(self.labels(sent.message_id), [["Go", "Copy"]])
        self.assertEqual(self.seen(sent.message_id)["envelope"]["content"]["buttons"][0][1]["data"], "4711")
        run(self.bot.edit_message(sent.message_id, "y", buttons=None))
        self.assertEqual(self.labels(sent.message_id), [])

    def test_reply_with_quote(self):
        message = self.message()
        sent = run(message.reply("& so on", quote="hello"))
        seen = self.seen(sent.message_id)
        self.assertEqual(seen["text"], '<quote class="reply">hello</quote><br><br>&amp; so on')
        self.assertEqual(seen["envelope"]["replyMessageId"], message.message_id)

    def test_edit_keeps_or_replaces(self):
        sent = run(self.bot.send_message(self.chat_id, "x", keyboard=make_keyboard()))
        run(self.bot.edit_message(sent.message_id, "y"))
        self.assertEqual(self.seen(sent.message_id)["text"], "y")
        self.assertEqual(self.labels(sent.message_id), [["Help", "Site"], ["Copy", "Ask"]])
        run(self.bot.edit_message(sent.message_id, "z", keyboard=[Trueconf.Button("Only", command="only")]))
        self.assertEqual(self.labels(sent.message_id), [["Only"]])
        run(self.bot.edit_message(sent.message_id, "z", keyboard=None))
        self.assertEqual(self.labels(sent.message_id), [])

    def test_press(self):
        sent = run(self.bot.send_message(self.chat_id, "x", keyboard=make_keyboard()))
        query = self.press(sent.message_id)
        self.assertEqual((query.command, query.custom_data, query.button_id), ("menu:help", "topic=3", "b1"))
        self.assertEqual(query.event_type, Trueconf.EventType.CALLBACK_QUERY)
        run(query.edit_message("helped"))
        self.assertEqual(self.seen(sent.message_id)["text"], "helped")
        self.assertEqual(self.labels(sent.message_id), [["Help", "Site"], ["Copy", "Ask"]])
        with self.assertRaisesRegex(Trueconf.ServerTooOld, "5.5.6"):
            run(query.answer("Done"))
        run(query.edit_message("bye", keyboard=None))
        self.assertEqual(self.labels(sent.message_id), [])

    def test_press_answered(self):
        self.sandbox.call("/sandbox/faults", {"fault": "command-id"})
        button = Trueconf.Button("Wait", command="wait", button_id="b1", wait_reply=True)
        sent = run(self.bot.send_message(self.chat_id, "x", keyboard=[button]))
        self.assertTrue(run(self.press(sent.message_id).answer("Done", visibility="toast")))
        self.assertTrue(run(self.press(sent.message_id).answer()))

    def test_edit_draft(self):
        sent = run(self.bot.send_message(self.chat_id, "x", keyboard=make_keyboard()))
        query = self.press(sent.message_id)
        run(query.edit_draft(Trueconf.Draft("y", keyboard=[Trueconf.Button("Only", command="only", button_id="b1")])))
        self.assertEqual((self.seen(sent.message_id)["text"], self.labels(sent.message_id)), ("y", [["Only"]]))
        run(self.bot.edit_draft(sent.message_id, Trueconf.Draft("<b>z</b>", "html")))
        self.assertEqual((self.seen(sent.message_id)["text"], self.labels(sent.message_id)), ("<b>z</b>", [["Only"]]))
        run(self.bot.edit_draft(sent.message_id, Trueconf.Draft("z", keyboard=[])))
        self.assertEqual((self.seen(sent.message_id)["text"], self.labels(sent.message_id)), ("z", []))

    def test_answer_command(self):
        self.sandbox.call("/sandbox/faults", {"fault": "command-id"})
        button = Trueconf.Button("Wait", command="wait", button_id="b1", wait_reply=True)
        sent = run(self.bot.send_message(self.chat_id, "x", keyboard=[button]))
        command_id = self.press(sent.message_id).command_id
        self.assertTrue(run(self.bot.answer_command(command_id, "Done", "message", visibility="alert", level="warning")))
        with self.assertRaises(Trueconf.ServerError):
            run(self.bot.answer_command("no-such-id", None, "complete"))

    def test_sticker_and_upload(self):
        sent = run(self.bot.send_sticker(self.chat_id, make_file(WEBP, "s.webp")))
        self.assertEqual(self.seen(sent.message_id)["envelope"]["content"]["mimeType"], "sticker/webp")
        with self.assertRaisesRegex(Trueconf.InvalidArgument, "webp"):
            run(self.bot.send_sticker(self.chat_id, make_file()))
        temporal = run(self.bot.upload_file(make_file()))
        content = {"temporalFileId": temporal}
        sent = run(self.bot.call("sendFile", {"chatId": self.chat_id, "content": content}))
        self.assertEqual(self.seen(sent["messageId"])["envelope"]["content"]["name"], "cat.png")

    def test_arguments_that_there_are_not(self):
        """What is taken instead is told, with what is sugar over a draft."""
        for call, words in ((lambda: self.bot.send_message(self.chat_id, "x", reply_id="1"), "'reply_id'.*keyboard=.*quote="),
                            (lambda: self.bot.edit_message("1", "x", buton=[]), "'buton'.*keyboard="),
                            (lambda: self.bot.send_photo(self.chat_id, make_file(), keyboard=[]), "'keyboard'.*caption="),
                            (lambda: self.bot.send_document(self.chat_id, b"abc"), "InputFile\\(data")):
            with self.assertRaisesRegex(TypeError, words):
                call()
        self.assertIn("keyboard=None takes them away", Trueconf.Bot.edit_message.__doc__)

    def test_keyboard_is_a_sequence(self):
        keyboard = make_keyboard()
        self.assertEqual((len(keyboard), keyboard[0][0].text, keyboard[-1][1].text), (2, "Help", "Ask"))
        self.assertEqual([[button.text for button in row] for row in keyboard[1:]], [["Copy", "Ask"]])
        with self.assertRaises(IndexError):
            keyboard[2]

    def test_limits(self):
        with self.assertRaisesRegex(Trueconf.InvalidArgument, "33.*32"):
            Trueconf.Keyboard([Trueconf.Button("x" * 33, command="c")])
        with self.assertRaisesRegex(Trueconf.InvalidArgument, "9.*8"):
            Trueconf.Keyboard([[Trueconf.Button("x", command="c")] * 9])
        with self.assertRaises(ValueError):
            Trueconf.Button("x", command="c", style="pink")
        with self.assertRaises(Trueconf.InvalidArgument):
            run(self.bot.send_draft(self.chat_id, Trueconf.Draft(file=make_file(), keyboard=make_keyboard())))

    def test_split_text(self):
        self.assertEqual(Trueconf.split_text("**bold text that is long enough to be cut** and more", 20),
                         ["**bold text that is**", "**long enough to be**", "**cut** and more"])
        self.assertEqual(Trueconf.split_text_full("<b>one</b> *two* three", 9, Trueconf.ParseMode.HTML),
                         ["<b>one</b> *two*", "three"])
        self.assertEqual(Trueconf.split_text("", 20), [])
        # without a limit, a piece is what a message can have
        self.assertEqual([len(piece) for piece in Trueconf.split_text("-" * 5000)], [4096, 904])
        self.assertEqual([len(piece) for piece in Trueconf.split_text_full("*" * 5000)], [4096, 904])
        self.assertEqual([len(piece) for piece in Trueconf.split_text_full("-" * 5000, parse_mode="html")], [4096, 904])
        for wrong in (lambda: Trueconf.split_text(), lambda: Trueconf.split_text("one", "two"), lambda: Trueconf.split_text("one", -1)):
            self.assertRaises((TypeError, OverflowError), wrong)

    def test_visible_length(self):
        self.assertEqual(Trueconf.visible_length("<b>bold</b> <a href='x'>link</a>"), 11)
        html = "<b>" + "x" * 4096 + "</b>"
        self.assertTrue(run(self.bot.send_message(self.chat_id, html, "html")).message_id)
        with self.assertRaisesRegex(Trueconf.TextTooLong, "4097.*4096"):
            run(self.bot.send_message(self.chat_id, html + "y", "html"))
        with self.assertRaisesRegex(Trueconf.CaptionTooLong, "4097.*4096"):
            run(self.bot.send_document(self.chat_id, make_file(), html + "y", "html"))

    def test_answers_with_files(self):
        message = self.message()
        for call, file, kind in (("photo", make_file(), "image/png"), ("document", make_file(), "image/png"),
                                 ("sticker", make_file(WEBP, "s.webp"), "sticker/webp")):
            for verb in ("answer", "reply"):
                sent = run(getattr(message, f"{verb}_{call}")(file))
                seen = self.seen(sent.message_id)["envelope"]
                self.assertEqual(seen["content"]["mimeType"], kind, call)
                self.assertEqual(seen.get("replyMessageId"), message.message_id if verb == "reply" else None)
        draft = Trueconf.Draft("text", reply_message_id="elsewhere")
        sent = run(message.reply_draft(draft))
        self.assertEqual(self.seen(sent.message_id)["envelope"]["replyMessageId"], message.message_id)
        self.assertEqual(draft.reply_message_id, "elsewhere")
        draft.reply_message_id = None
        self.assertEqual(self.seen(run(message.answer_draft(draft)).message_id)["text"], "text")

    def test_caption_can_be_edited(self):
        sent = run(self.bot.send_photo(self.chat_id, make_file(), caption="a cat"))
        run(self.bot.edit_message(sent.caption_message_id, "another cat"))
        self.assertEqual(self.seen(sent.caption_message_id)["text"], "another cat")

    def test_me_chat(self):
        first = run(self.bot.get_me_chat())
        self.assertEqual(run(self.bot.get_me_chat()), first)
        self.assertEqual(self.count_requests("createFavoritesChat"), 1)
        self.assertEqual(run(self.bot.get_chat_by_id(first)).chat_type, Trueconf.ChatType.FAVORITES)
        self.sandbox.call("/sandbox/send", {"method": "removeChat", "payload": {"chatId": first}})
        wait_for(lambda: self.removed)
        self.assertEqual(run(self.bot.get_me_chat()), first)
        self.assertEqual(self.count_requests("createFavoritesChat"), 2)

    def test_avatar(self):
        group = run(self.bot.create_group_chat("Night shift"))
        self.assertTrue(run(self.bot.edit_chat_avatar(group, make_file())))
        self.assertTrue(run(self.bot.get_chat_by_id(group)).avatar_url)
        with self.assertRaisesRegex(Trueconf.InvalidArgument, "image"):
            run(self.bot.edit_chat_avatar(group, make_file(b"text", "a.txt")))


if __name__ == "__main__":
    main()
