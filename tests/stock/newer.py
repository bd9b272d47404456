# SPDX-License-Identifier: LGPL-2.1-or-later
"""What came with server 5.5.6 and version 1.5: buttons, what a bot is busy with, and OAuth2."""

import base64

from harness import run
from stock import OURS, THEIRS, StockTest

from gi.repository import Trueconf

KEYBOARD = [[{"text": "Help", "command": "menu:help", "custom_data": "3", "button_id": "b1", "style": "primary"},
             {"text": "Site", "url": "https://example.com/"}],
            [{"text": "Say it", "message": "it"}, {"text": "Copy", "copy_data": "a code"}]]
WIRE = [[{"type": "command", "label": "Help", "command": "menu:help", "customData": "3", "id": "b1", "style": "primary"},
         {"type": "url", "label": "Site", "url": "https://example.com/"}],
        [{"type": "message", "label": "Say it", "message": "it"}, {"type": "copy", "label": "Copy", "data": "a code"}]]


class ButtonsTest(StockTest):
    def setUp(self):
        super().setUp()
        self.chat_id = self.vendor.call("create_personal_chat", user_id=OURS)["chat_id"]

    def send(self, keyboard=KEYBOARD, text="Pick one"):
        return self.vendor.call("send_message", chat_id=self.chat_id, text=text, buttons={"keyboard": keyboard})

    def press(self, message_id, **button):
        return self.sandbox.call("/sandbox/press", {"from": "echo_bot", "message_id": message_id, **button})

    def buttons(self, message):
        """The rows, without what the server adds."""
        rows = message.raw["content"]["buttons"]
        return [[{key: value for key, value in button.items() if key != "waitReply"} for button in row] for row in rows]

    def test_sent(self):
        sent = self.send()
        message = self.expect(Trueconf.Message)
        self.assertEqual((message.message_id, message.text, self.buttons(message)), (sent["message_id"], "Pick one", WIRE))
        self.assertEqual([[button.text for button in row] for row in message.keyboard], [["Help", "Site"], ["Say it", "Copy"]])
        button = message.keyboard.find_button("b1")
        self.assertEqual((button.command, button.custom_data, button.style), ("menu:help", "3", Trueconf.ButtonStyle.PRIMARY))

    def test_pressed(self):
        sent = self.send()
        self.press(sent["message_id"], button_id="b1")
        query = self.vendor.expect("callback_query")
        self.assertEqual(query["command_payload"], {"type": "userCommand", "command": "menu:help", "custom_data": "3"})
        source = query["command_source"]
        self.assertEqual((source["type"], source["button_id"], source["wait_reply"]), ("inlineKeyboard", "b1", False))
        self.assertEqual((source["message"]["message_id"], source["message"]["chat"]["chat_id"], source["message"]["text"]),
                         (sent["message_id"], self.chat_id, "Pick one"))
        self.vendor.call("edit_message", of=query, text="You need help")
        event = self.expect(Trueconf.EditedMessage)
        self.assertEqual(event.text, "You need help")
        # a text alone keeps the buttons, which the vendor's client reads back for that
        self.assertEqual(self.buttons(run(self.ours.get_message_by_id(sent["message_id"]))), WIRE)
        self.vendor.call("edit_message", of=query, buttons=None)
        self.expect(Trueconf.EditedMessage)
        self.assertNotIn("buttons", run(self.ours.get_message_by_id(sent["message_id"])).raw["content"])

    def test_pressed_by_its_place(self):
        sent = self.send([[{"text": "One", "command": "one"}, {"text": "Two", "command": "two"}]])
        self.press(sent["message_id"], row=0, column=1)
        query = self.vendor.expect("callback_query")
        self.assertEqual((query["command_payload"]["command"], query["command_payload"]["custom_data"]), ("two", None))
        self.assertEqual(query["command_source"]["button_id"], None)

    def test_said_by_a_button(self):
        sent = self.send()
        self.press(sent["message_id"], row=1, column=0)
        message = self.vendor.expect("message")
        self.assertEqual((message["text"], message["author"]["id"]), ("it", OURS))

    def test_to_another_bot(self):
        sent = self.send([[{"text": "Ask", "command": "ask", "to": "echo_bot"}]])
        self.press(sent["message_id"])
        self.assertEqual(self.expect(Trueconf.CallbackQuery).command, "ask")

    def test_buttons_of_ours(self):
        sent = run(self.ours.send_message(self.chat_id, "Pick one", keyboard=Trueconf.Keyboard([
            [Trueconf.Button("Help", command="menu:help", custom_data="3", button_id="b1", style="primary"),
             Trueconf.Button.new_url("Site", "https://example.com/")],
            [Trueconf.Button.new_message("Say it", "it"), Trueconf.Button.new_copy("Copy", "a code")]])))
        message = self.vendor.expect("message")
        rows = message["content"]["buttons"]["buttons"]
        self.assertEqual([[button["text"] for button in row] for row in rows], [["Help", "Site"], ["Say it", "Copy"]])
        self.assertEqual((rows[0][0]["command"], rows[0][0]["custom_data"], rows[0][0]["style"]),
                         ("menu:help", "3", "primary"))
        read = self.vendor.call("get_message_by_id", message_id=message["message_id"])
        self.assertEqual(read["content"], message["content"])
        history = self.vendor.call("get_chat_history", chat_id=self.chat_id, count=1)["messages"]
        self.assertEqual(history[0]["content"], message["content"])
        chat = self.vendor.call("get_chat_by_id", chat_id=self.chat_id)
        self.assertEqual(chat["last_message"]["content"], message["content"])
        self.sandbox.call("/sandbox/press", {"from": "stock_bot", "message_id": sent.message_id, "button_id": "b1"})
        query = self.expect(Trueconf.CallbackQuery)
        self.assertEqual(query.command, "menu:help")
        run(query.edit_message("You need help"))
        edited = self.vendor.expect("edited_message")["content"]
        self.assertEqual((edited["text"], edited["buttons"]), ("You need help", message["content"]["buttons"]))

    def test_activity(self):
        for activity in ("typing", "choosing_sticker", "uploading_file"):
            answer = self.vendor.call("send_chat_activity", chat_id=self.chat_id, activity_type=activity)
            self.assertEqual((answer["chat_id"], answer["activity_type"]), (self.chat_id, activity))
            self.assertGreaterEqual(answer["retry_after"], 1000)
        error = self.refused(self.vendor.call, "send_chat_activity", chat_id=self.chat_id, activity_type="sleeping")
        self.assertEqual(error.code, 399)

    def test_quote(self):
        run(self.ours.send_message(self.chat_id, "one two three", "text"))
        self.vendor.call("reply", of=self.vendor.expect("message"), text="two", quote="two")
        answer = self.expect(Trueconf.Message)
        self.assertEqual((answer.quote, answer.reply_message.text), ("two", "one two three"))
        run(answer.reply("& so on", quote="two"))
        message = self.vendor.expect("message")
        self.assertEqual((message["quote"], message["reply_message_id"]), ("two", answer.message_id))


class ContactsTest(StockTest):
    def contact(self, **said):
        self.sandbox.call("/sandbox/say", {"from": "nora", "to": "stock_bot", **said})
        return self.vendor.call("contact", of=self.vendor.expect("message"))

    def test_of_the_server(self):
        contact = self.contact(text=f'<a href="trueconf:{OURS}&do=profile">Echo Bot</a>')
        self.assertIn(OURS, contact.values())

    def test_of_the_phone(self):
        card = "BEGIN:VCARD\r\nVERSION:3.0\r\nN:Berg;Omar\r\nFN:Omar Berg\r\nTEL:+4712345678\r\nEND:VCARD\r\n"
        contact = self.contact(file={"name": "omar.vcf", "mime_type": "text/vcard",
                                     "base64": base64.b64encode(card.encode()).decode()})
        self.assertIn("+4712345678", contact.values())


class OauthTest(StockTest):
    options = (*StockTest.options, "--oauth-client", "shop:version:read", "--oauth-client", "bare")
    settings = None

    def test_log_in(self):
        self.assertEqual(self.start_vendor(how="from_oauth", client_id="shop"), THEIRS)

    def test_missing_scope(self):
        self.assertEqual(self.refused(self.start_vendor, how="from_oauth", client_id="bare").name, "OAuthMissingScopeError")

    def test_wrong_password(self):
        error = self.refused(self.start_vendor, how="from_oauth", client_id="shop", password="wrong")
        self.assertEqual(error.name, "InvalidGrantError")


class NoPasswordsTest(StockTest):
    options = (*StockTest.options, "--no-password-auth", "--oauth-client", "shop:version:read")
    settings = None

    def log_in(self):
        return {"token": self.sandbox.token()}

    def test_told_apart(self):
        self.assertEqual(self.refused(self.start_vendor).name, "PasswordAuthDisabledError")
        self.assertEqual(self.start_vendor(how="from_oauth", client_id="shop"), THEIRS)
