# SPDX-License-Identifier: LGPL-2.1-or-later
"""Texts and what can be done with them, from each bot to the other."""

from harness import run, wait_for
from stock import NEW, NEW_SERVER, NORA, OURS, THEIRS, StockTest

from gi.repository import Trueconf

TEXTS = {
    "text": "1 < 2 & \"so\" on ☎\n\tsecond line",
    "html": "<b>bold</b> &amp; <i>italic</i><br>second <a href=\"https://example.com/?a=1&amp;b=2\">line</a>",
    "markdown": "**bold** *italic* ~~gone~~ [link](https://example.com/)",
}


class MessagesTest(StockTest):
    def setUp(self):
        super().setUp()
        self.chat_id = self.vendor.call("create_personal_chat", user_id=OURS)["chat_id"]

    def from_theirs(self, text="hello", parse_mode="text", **more):
        """The vendor's bot writes; returns what ours gets."""
        sent = self.vendor.call("send_message", chat_id=self.chat_id, text=text, parse_mode=parse_mode, **more)
        message = self.expect(Trueconf.Message)
        self.assertEqual((message.message_id, message.chat_id, message.timestamp, message.author.id),
                         (sent["message_id"], self.chat_id, sent["timestamp"], THEIRS))
        return message

    def from_ours(self, text="hello", parse_mode="text", **more):
        """Ours writes; returns what the vendor's bot gets."""
        sent = run(self.ours.send_message(self.chat_id, text, parse_mode, **more))
        message = self.vendor.expect("message", message_id=sent.message_id)
        self.assertEqual((message["chat_id"], message["timestamp"], message["author"]),
                         (self.chat_id, sent.timestamp, {"id": OURS, "type": 1}))
        return message

    def test_texts_of_theirs(self):
        for parse_mode, text in TEXTS.items():
            message = self.from_theirs(text, parse_mode)
            self.assertEqual((message.text, message.parse_mode.value_nick), (text, parse_mode))
            self.assertEqual((message.is_edited, message.reply_message_id), (False, None))

    def test_texts_of_ours(self):
        for parse_mode, text in TEXTS.items():
            message = self.from_ours(text, parse_mode)
            if not NEW_SERVER and parse_mode == "html":
                text = text.replace("<br>", "\n")
            self.assertEqual((message["text"], message["content"]["parse_mode"]), (text, parse_mode))
            self.assertEqual((message["type"], message["is_edited"], message["reply_message_id"]), (200, False, None))
            if NEW:
                self.assertEqual(message["chat"], {"chat_id": self.chat_id, "chat_title": OURS, "chat_type": 1})

    def test_replies(self):
        question = self.from_ours("a question")
        self.vendor.call("reply", of=question, text="an <b>answer</b>")
        answer = self.expect(Trueconf.Message)
        self.assertEqual((answer.text, answer.reply_message_id), ("an <b>answer</b>", question["message_id"]))
        thanks = run(answer.reply("thanks"))
        message = self.vendor.expect("message", message_id=thanks.message_id)
        self.assertEqual(message["reply_message_id"], answer.message_id)
        if NEW:
            self.assertEqual((message["reply_message"]["text"], message["reply_message"]["message_id"]),
                             ("an <b>answer</b>", answer.message_id))
        if NEW_SERVER:
            self.assertEqual(answer.reply_message.text, "a question")
        self.vendor.call("answer", of=message, text="you are welcome")
        self.assertEqual(self.expect(Trueconf.Message).reply_message_id, None)

    def test_edits(self):
        sent = self.vendor.call("send_message", chat_id=self.chat_id, text="helo")
        self.expect(Trueconf.Message)
        edited = self.vendor.call("edit_message", message_id=sent["message_id"], text="<i>hello</i>", parse_mode="html")
        self.assertEqual(edited["message_id"], sent["message_id"])
        event = self.expect(Trueconf.EditedMessage)
        self.assertEqual((event.chat_id, event.text, event.timestamp), (self.chat_id, "<i>hello</i>", edited["timestamp"]))
        mine = self.from_ours("helo")
        run(self.ours.edit_message(mine["message_id"], "**hello**", "markdown"))
        event = self.vendor.expect("edited_message")
        self.assertEqual((event["chat_id"], event["content"]["text"], event["content"]["parse_mode"]),
                         (self.chat_id, "**hello**", "markdown"))
        message = self.vendor.call("get_message_by_id", message_id=mine["message_id"])
        self.assertEqual((message["is_edited"], message["content"]["text"], message["author"]["id"]),
                         (True, "**hello**", OURS))

    def test_only_own_messages_are_edited(self):
        message = self.from_ours()
        error = self.refused(self.vendor.call, "edit_message", message_id=message["message_id"], text="no",
                             parse_mode="text")
        self.assertEqual((error.name, error.code), ("ApiErrorException", 303))

    def test_removals(self):
        mine = self.from_ours()
        run(self.ours.remove_message(mine["message_id"], True))
        event = self.vendor.expect("removed_message")
        self.assertEqual((event["chat_id"], event["message_id"], event["removed_by"]["id"]),
                         (self.chat_id, mine["message_id"], OURS))
        theirs = self.from_theirs()
        self.vendor.call("remove_message", message_id=theirs.message_id, for_all=True)
        event = self.expect(Trueconf.RemovedMessage)
        self.assertEqual((event.message_id, event.removed_by.id), (theirs.message_id, THEIRS))
        self.assertEqual(self.refused(self.vendor.call, "get_message_by_id", message_id=theirs.message_id).code, 306)

    def test_remove_by_shortcut(self):
        self.vendor.call("delete", of=self.from_ours(), for_all=False)
        self.assertEqual(self.vendor.call("get_chat_history", chat_id=self.chat_id, count=5)["messages"], [])
        self.assertEqual(len(run(self.ours.get_chat_history(self.chat_id, 5))), 1)

    def test_forwards(self):
        group = self.group()
        mine = self.from_ours("all quiet", "html")
        self.vendor.call("forward", of=mine, chat_id=group)
        message = self.expect(Trueconf.Message, lambda message: message.message_type == Trueconf.MessageType.FORWARDED_MESSAGE)
        self.assertEqual((message.chat_id, message.author.id), (group, THEIRS))
        inner = message.content.props.message
        self.assertEqual((inner.text, inner.author.id, inner.message_id), ("all quiet", OURS, mine["message_id"]))
        forwarded = run(self.ours.forward_message(self.chat_id, message.message_id))
        event = self.vendor.expect("message", message_id=forwarded.message_id)
        self.assertEqual((event["type"], event["author"]["id"]), (201, OURS))
        content = event["content"]
        self.assertEqual((content["content"]["text"], content["author"]["id"], content["message_id"], content["type"]),
                         ("all quiet", OURS, mine["message_id"], 200))
        read = self.vendor.call("get_message_by_id", message_id=forwarded.message_id)
        self.assertEqual(read["content"]["content"]["text"], "all quiet")

    def test_copy_and_favorites(self):
        group = self.group()
        message = self.from_ours("keep <b>this</b>", "html")
        self.vendor.call("copy_to", of=message, chat_id=group)
        self.assertEqual(self.expect(Trueconf.Message, lambda message: message.chat_id == group and message.text).text,
                         "keep <b>this</b>")
        self.vendor.call("save_to_favorites", of=message)
        favorites = self.vendor.call("create_favorites_chat")["chat_id"]
        kept = self.vendor.call("get_chat_history", chat_id=favorites, count=1)["messages"][0]
        self.assertEqual(kept["content"]["content"]["text"], "keep <b>this</b>")

    def test_mention(self):
        self.assertTrue(self.from_ours(f'<a href="trueconf:{THEIRS}&do=profile">Bot</a>, look', "html")["mention"])
        self.assertFalse(self.from_ours("nobody")["mention"])
        mention = f'<a href="trueconf:{OURS}&do=profile">Bot</a>, look'
        self.assertTrue(self.from_theirs(mention, "html").mentions_bot)

    def test_survey(self):
        sent = self.vendor.call("send_survey", chat_id=self.chat_id, title="Lunch?", survey_campaign_id="lunch-2026")
        survey = self.expect(Trueconf.Message)
        self.assertEqual((survey.message_id, survey.message_type), (sent["message_id"], Trueconf.MessageType.SURVEY))
        content = survey.content
        self.assertEqual((content.props.title, content.props.path, content.props.url),
                         ("Lunch?", "lunch-2026", "https://127.0.0.1/webtools/survey"))
        self.vendor.call("edit_survey", message_id=sent["message_id"], title="Dinner?", survey_campaign_id="dinner")
        self.expect(Trueconf.EditedMessage)
        content = run(self.ours.get_message_by_id(sent["message_id"])).content
        self.assertEqual((content.props.title, content.props.path), ("Dinner?", "dinner"))

    def test_anonymous_survey(self):
        self.vendor.call("send_survey", chat_id=self.chat_id, title="Lunch?", survey_campaign_id="lunch",
                         survey_type="{{Anonymous survey}}", reply_message_id=self.from_ours()["message_id"])
        survey = self.expect(Trueconf.Message)
        self.assertEqual(survey.content.props.description, "{{Anonymous survey}}")
        self.assertTrue(survey.reply_message_id)

    def test_survey_of_ours(self):
        run(self.ours.send_survey(self.chat_id, "Lunch?", "lunch-2026", Trueconf.SurveyType.NORMAL))
        content = self.vendor.expect("message", type=204)["content"]
        self.assertEqual((content["title"], content["path"], content["description"], content["app_version"]),
                         ("Lunch?", "lunch-2026", "{{Survey}}", 1))

    def test_own_messages_are_skipped(self):
        self.sandbox.call("/sandbox/faults", {"fault": "echo-own", "user": "stock_bot"})
        self.from_theirs("mine")
        self.from_ours("yours")
        self.assertEqual([data["text"] for kind, data in self.vendor.events if kind == "message"], [])

    def test_acknowledged_is_read(self):
        said = self.sandbox.call("/sandbox/say", {"from": "nora", "to": "stock_bot", "text": "hello"})
        self.vendor.expect("message", message_id=said["message_id"])
        listing = f"/sandbox/messages?chat_id={said['chat_id']}"
        wait_for(lambda: [message["read"] for message in self.sandbox.call(listing)["messages"]] == [True],
                 what="for the message to be read")
        self.assertEqual(self.vendor.call("get_user_display_name", user_id=NORA), {"display_name": "Nora Berg"})
