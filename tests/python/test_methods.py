# SPDX-License-Identifier: LGPL-2.1-or-later
"""The methods of the server, by what arrives at the other side."""

import json
import os

from harness import BotTest, main, run, wait_for

from gi.repository import Trueconf

NORA = "nora@sandbox.local"
OMAR = "omar@sandbox.local"
BOT = "echo_bot@sandbox.local"


class MethodTest(BotTest):
    def setUp(self):
        super().setUp()
        self.bot = self.make_bot()
        run(self.bot.start())

    def texts_in(self, chat_id):
        return [message["text"] for message in self.sandbox.call(f"/sandbox/messages?chat_id={chat_id}")["messages"]]

    def chat(self, chat_id):
        return next((chat for chat in self.sandbox.call("/sandbox/state")["chats"] if chat["chat_id"] == chat_id), None)


class ChatsTest(MethodTest):
    def test_personal_chat(self):
        chat_id = run(self.bot.create_personal_chat(NORA))
        self.assertEqual(run(self.bot.create_personal_chat(NORA)), chat_id)
        run(self.bot.send_message(chat_id, "an alert"))
        self.assertIn("an alert", self.sandbox.texts())

    def test_bare_login_is_completed(self):
        self.assertEqual(run(self.bot.create_personal_chat("nora")), run(self.bot.create_personal_chat(NORA)))

    def test_connection_is_not_part_of_the_user(self):
        chat_id = run(self.bot.create_personal_chat(NORA))
        for author in (NORA + "/2c40", "nora/2c40"):
            self.assertEqual(run(self.bot.create_personal_chat(author)), chat_id)
        frames = [json.loads(entry["text"]) for entry in self.sandbox.call("/sandbox/log")["entries"]
                  if entry.get("direction") == "in" and "createP2PChat" in entry.get("text", "")]
        self.assertEqual([frame["payload"]["userId"] for frame in frames], [NORA] * 3)

    def test_not_with_oneself(self):
        for own in ("echo_bot", BOT, BOT.upper(), BOT + "/2c40", "Echo_Bot/2c40"):
            with self.assertRaisesRegex(Trueconf.InvalidArgument, "itself"):
                run(self.bot.create_personal_chat(own))

    def test_group(self):
        chat_id = run(self.bot.create_group_chat("Night shift"))
        chat = run(self.bot.get_chat_by_id(chat_id))
        self.assertEqual((chat.title, chat.chat_type), ("Night shift", Trueconf.ChatType.GROUP))
        run(self.bot.edit_chat_title(chat_id, "Day shift"))
        self.assertEqual(self.chat(chat_id)["title"], "Day shift")
        run(self.bot.delete_chat(chat_id))
        self.assertIsNone(self.chat(chat_id))

    def test_channel_and_favorites(self):
        channel = run(self.bot.create_channel("Outages"))
        self.assertEqual(run(self.bot.get_chat_by_id(channel)).chat_type, Trueconf.ChatType.CHANNEL)
        favorites = run(self.bot.create_favorites_chat())
        self.assertEqual(run(self.bot.create_favorites_chat()), favorites)
        self.assertEqual(run(self.bot.get_chat_by_id(favorites)).chat_type, Trueconf.ChatType.FAVORITES)

    def test_title_too_long(self):
        with self.assertRaisesRegex(Trueconf.TitleTooLong, "257.*256"):
            run(self.bot.create_group_chat("x" * 257))
        with self.assertRaises(Trueconf.InvalidArgument):
            run(self.bot.create_channel(""))

    def test_pages_of_chats(self):
        made = {run(self.bot.create_group_chat(f"Group {number}")) for number in range(5)}
        self.assertEqual({chat.chat_id for chat in run(self.bot.get_chats())}, made)
        first, second, third = (run(self.bot.get_chats(2, page)) for page in (1, 2, 3))
        self.assertEqual([len(page) for page in (first, second, third)], [2, 2, 1])
        self.assertEqual({chat.chat_id for chat in [*first, *second, *third]}, made)
        with self.assertRaises(Trueconf.InvalidArgument):
            run(self.bot.get_chats(2, 0))

    def test_clear_history(self):
        chat_id = self.sandbox.say("old")["chat_id"]
        run(self.bot.clear_chat_history(chat_id, False))
        self.assertEqual(len(run(self.bot.get_chat_history(chat_id, 10))), 0)

    def test_unknown_chat(self):
        with self.assertRaises(Trueconf.ServerError) as caught:
            run(self.bot.get_chat_by_id("no-such-chat"))
        self.assertEqual(caught.exception.code, Trueconf.ApiError.CHAT_NOT_FOUND)


class ParticipantsTest(MethodTest):
    def setUp(self):
        super().setUp()
        self.chat_id = run(self.bot.create_group_chat("Night shift"))

    def roles(self):
        people = run(self.bot.get_chat_participants(self.chat_id, 50, 1))
        return {person.user_id: person.role for person in people}

    def test_add_change_remove(self):
        run(self.bot.add_participant_to_chat(self.chat_id, "nora", True))
        self.assertEqual(self.roles(), {BOT: Trueconf.ParticipantRole.OWNER, NORA: Trueconf.ParticipantRole.USER})
        run(self.bot.change_participant_role(self.chat_id, NORA, Trueconf.ParticipantRole.ADMIN))
        self.assertEqual(run(self.bot.get_chat_participant(self.chat_id, NORA)).role, Trueconf.ParticipantRole.ADMIN)
        self.assertTrue(run(self.bot.has_chat_participant(self.chat_id, "nora")))
        run(self.bot.remove_participant_from_chat(self.chat_id, NORA, False))
        self.assertFalse(run(self.bot.has_chat_participant(self.chat_id, NORA)))
        self.assertEqual(list(self.roles()), [BOT])

    def test_already_there(self):
        run(self.bot.add_participant_to_chat(self.chat_id, NORA, False))
        with self.assertRaises(Trueconf.ServerError) as caught:
            run(self.bot.add_participant_to_chat(self.chat_id, NORA, False))
        self.assertEqual(caught.exception.code, Trueconf.ApiError.USER_IS_ALREADY_CHAT_PARTICIPANT)
        self.assertIn("already", caught.exception.message)

    def test_roles_as_numbers(self):
        self.sandbox.call("/sandbox/faults", {"fault": "numeric-roles"})
        run(self.bot.add_participant_to_chat(self.chat_id, NORA, False))
        self.assertEqual(self.roles()[NORA], Trueconf.ParticipantRole.USER)

    def test_pages(self):
        run(self.bot.add_participant_to_chat(self.chat_id, NORA, False))
        run(self.bot.add_participant_to_chat(self.chat_id, OMAR, False))
        pages = [run(self.bot.get_chat_participants(self.chat_id, 2, page)) for page in (1, 2)]
        self.assertEqual([len(page) for page in pages], [2, 1])

    def test_display_name_from_memory(self):
        for _ in range(3):
            self.assertEqual(run(self.bot.lookup_display_name("nora")), "Nora Berg")
        self.bot.forget_display_name("nora")
        self.assertEqual(run(self.bot.lookup_display_name("nora")), "Nora Berg")
        frames = [entry["text"] for entry in self.sandbox.call("/sandbox/log")["entries"]
                  if entry["kind"] == "frame" and entry["direction"] == "in"]
        self.assertEqual(len([frame for frame in frames if "getUserDisplayName" in str(frame)]), 2)

    def test_contacts(self):
        messages = []
        self.bot.connect("message", lambda _bot, message: messages.append(message))
        self.sandbox.say('<a href="trueconf:omar@sandbox.local&do=profile">O.</a>', parse_mode="html")
        self.sandbox.say("hello")
        wait_for(lambda: len(messages) == 2)
        contact = run(messages[0].get_contact())
        self.assertEqual((contact.user_id, contact.display_name), (OMAR, run(self.bot.get_user_display_name("omar"))))
        # as in python-trueconf-bot
        self.assertIs(run(messages[0].contact), contact)
        self.assertIsNone(run(messages[1].contact))
        self.assertEqual(run(messages[1].lookup_author_name()), "Nora Berg")

    def test_display_name(self):
        self.assertEqual(run(self.bot.get_user_display_name("nora")), "Nora Berg")


class MessagesTest(MethodTest):
    def setUp(self):
        super().setUp()
        self.chat_id = run(self.bot.create_personal_chat(NORA))

    def test_edit_and_remove(self):
        sent = run(self.bot.send_message(self.chat_id, "frist"))
        run(self.bot.edit_message(sent.message_id, "first"))
        self.assertEqual(self.texts_in(self.chat_id), ["first"])
        message = run(self.bot.get_message_by_id(sent.message_id))
        self.assertEqual((message.text, message.is_edited, message.author.id.split("/")[0]), ("first", True, BOT))
        run(self.bot.remove_message(sent.message_id, True))
        self.assertEqual(self.texts_in(self.chat_id), [])

    def test_history_goes_back(self):
        for number in range(5):
            run(self.bot.send_message(self.chat_id, f"{number}"))
        newest = run(self.bot.get_chat_history(self.chat_id, 3))
        self.assertEqual([message.text for message in newest], ["4", "3", "2"])
        older = run(self.bot.get_chat_history(self.chat_id, 2, from_message_id=newest[-1].message_id))
        self.assertEqual([message.text for message in older], ["2", "1"])

    def test_history_can_be_answered(self):
        self.sandbox.say("are you there?")
        message = run(self.bot.get_chat_history(self.chat_id, 1))[0]
        run(message.answer("yes"))
        self.assertIn("yes", self.sandbox.texts())

    def test_forward(self):
        sent = run(self.bot.send_message(self.chat_id, "look"))
        group = run(self.bot.create_group_chat("Night shift"))
        run(self.bot.forward_message(group, sent.message_id))
        forwarded = run(self.bot.get_chat_history(group, 1))[0]
        self.assertEqual(forwarded.message_type, Trueconf.MessageType.FORWARDED_MESSAGE)
        self.assertEqual(forwarded.content.message.text, "look")

    def test_shortcuts(self):
        self.sandbox.say("keep this")
        message = run(self.bot.get_chat_history(self.chat_id, 1))[0]
        group = run(self.bot.create_group_chat("Night shift"))
        run(message.forward(group))
        run(message.copy_to(group))
        types = [item.message_type for item in run(self.bot.get_chat_history(group, 2))]
        self.assertEqual(types, [Trueconf.MessageType.PLAIN_MESSAGE, Trueconf.MessageType.FORWARDED_MESSAGE])
        run(message.save_to_favorites())
        favorites = run(self.bot.create_favorites_chat())
        saved = run(self.bot.get_chat_history(favorites, 1))[0]
        self.assertEqual(saved.content.message.text, "keep this")
        run(message.delete(False))
        self.assertEqual(len(run(self.bot.get_chat_history(self.chat_id, 5))), 0)

    def test_survey(self):
        sent = run(self.bot.send_survey(self.chat_id, "Lunch & more?", "lunch-2026", Trueconf.SurveyType.ANONYMOUS))
        envelope = self.sandbox.messages()[-1]["envelope"]
        content = envelope["content"]
        self.assertEqual((envelope["type"], content["path"], content["title"], content["description"]),
                         (204, "lunch-2026", "Lunch & more?", "{{Anonymous survey}}"))
        self.assertEqual((content["appVersion"], content["buttonText"]), (1, "{{Go to survey}}"))
        self.assertRegex(content["secret"], "^[0-9a-f]{40}$")
        self.assertIn("Lunch &amp; more?</a>", content["alt"])
        run(self.bot.edit_survey(sent.message_id, "Dinner?", "dinner", Trueconf.SurveyType.NORMAL))
        edited = self.sandbox.messages()[-1]["envelope"]["content"]
        self.assertEqual((edited["title"], edited["secret"]), ("Dinner?", content["secret"]))

    def test_activity(self):
        self.assertGreater(run(self.bot.send_chat_activity(self.chat_id, Trueconf.ChatActivity.TYPING)), 0)


class ServerTest(MethodTest):
    def test_name_and_version(self):
        self.assertIsNone(self.make_bot().server_name)
        wait_for(lambda: self.bot.server_version is not None, what="the version")
        self.assertEqual(run(self.bot.fetch_server_name()), "sandbox.local")
        self.assertEqual(run(self.bot.fetch_server_version()), self.sandbox.ready["server_version"])
        self.assertEqual(self.bot.server_name, "sandbox.local")
        paths = [entry.get("path") for entry in self.sandbox.call("/sandbox/log")["entries"]]
        self.assertEqual(paths.count("/api/v4/server"), 1)


class LinesTest(MethodTest):
    """Line breaks of formatted texts are written as the server shows them."""
    line_break = "<br>"

    def test_lines(self):
        text = Trueconf.Text("one\n", Trueconf.Bold("two\nthree"))
        chat_id = run(self.bot.create_personal_chat("nora"))
        sent = run(self.bot.send_message(chat_id, text))
        run(self.bot.send_message(chat_id, "<i>four</i>\nfive", "html"))
        run(self.bot.edit_message(sent.message_id, text + "\nsix"))
        run(self.bot.send_document(chat_id, __file__, text))
        written = "one<br><b>two<br>three</b>"
        expected = [f"{written}<br>six", "<i>four</i><br>five", written]
        self.assertEqual([found for found in self.sandbox.texts() if found],
                         [text.replace("<br>", self.line_break) for text in expected])


class OldServerLinesTest(LinesTest):
    options = ("--server-version", "5.5.5.10213")
    line_break = "\n"


class OldServerTest(MethodTest):
    options = ("--server-version", "5.5.2.10000")

    def test_newer_methods(self):
        chat_id = run(self.bot.create_group_chat("Night shift"))
        with self.assertRaisesRegex(Trueconf.ServerTooOld, "5.5.3"):
            run(self.bot.edit_chat_title(chat_id, "Day shift"))


class OAuthTest(BotTest):
    options = ("--no-password-auth", "--oauth-client", "shop:version:read", "--oauth-client", "bare")

    def test_log_in(self):
        bot = self.make_bot(client_id="shop")
        self.assertTrue(run(bot.start()))

    def test_missing_scope(self):
        with self.assertRaisesRegex(Trueconf.OauthMissingScope, "scope"):
            run(self.make_bot(client_id="bare").start())

    def test_passwords_are_off(self):
        with self.assertRaisesRegex(Trueconf.PasswordAuthDisabled, "password"):
            run(self.make_bot().start())


class EventsTest(BotTest):
    """What a person does, and what the bot sees of it."""

    def setUp(self):
        super().setUp()
        self.seen = []
        self.bot = self.make_bot(receive_system_messages=True)
        self.bot.connect("event", lambda bot, event: self.seen.append(event))
        run(self.bot.start())

    def expect(self, kind):
        wait_for(lambda: any(isinstance(event, kind) for event in self.seen), what=f"for {kind}: {self.seen}")
        return next(event for event in self.seen if isinstance(event, kind))

    def make_group(self):
        return self.sandbox.call("/sandbox/chats", {"from": "nora", "title": "Night shift",
                                                    "participants": ["echo_bot", "omar"]})["chat_id"]

    def test_life_of_a_group(self):
        chat_id = self.make_group()
        added = self.expect(Trueconf.AddedChatParticipant)
        self.assertEqual((added.chat_id, added.added_by.id.split("/")[0]), (chat_id, NORA))
        self.sandbox.call("/sandbox/participants", {"chat_id": chat_id, "action": "role", "user": "omar", "role": "admin"})
        self.assertEqual(self.expect(Trueconf.ChangedParticipantRole).role, Trueconf.ParticipantRole.ADMIN)
        self.sandbox.call("/sandbox/participants", {"chat_id": chat_id, "action": "remove", "user": "omar"})
        self.assertEqual(self.expect(Trueconf.RemovedChatParticipant).user_id, OMAR)
        self.sandbox.call("/sandbox/edit", {"chat_id": chat_id, "title": "Day shift"})
        self.assertEqual(self.expect(Trueconf.EditedChatTitle).title, "Day shift")
        self.sandbox.call("/sandbox/remove", {"chat_id": chat_id, "history": True, "for_all": True})
        self.assertTrue(self.expect(Trueconf.ClearedChatHistory).for_all)
        self.sandbox.call("/sandbox/remove", {"chat_id": chat_id})
        self.assertEqual(self.expect(Trueconf.RemovedChat).chat_id, chat_id)

    def test_message_edited_and_removed(self):
        said = self.sandbox.say("helo")
        created = self.expect(Trueconf.CreatedPersonalChat)
        self.assertEqual((created.chat_id, created.chat_type), (said["chat_id"], Trueconf.ChatType.P2P))
        self.sandbox.call("/sandbox/edit", {"message_id": said["message_id"], "text": "hello", "parse_mode": "text"})
        edited = self.expect(Trueconf.EditedMessage)
        self.assertEqual((edited.text, edited.message_id), ("hello", said["message_id"]))
        self.sandbox.call("/sandbox/remove", {"message_id": said["message_id"]})
        self.assertEqual(self.expect(Trueconf.RemovedMessage).message_id, said["message_id"])

    def test_button(self):
        chat_id = run(self.bot.create_personal_chat(NORA))
        answer = run(self.bot.call("sendMessage", {"chatId": chat_id, "content": {
            "text": "Pick one", "parseMode": "text",
            "buttons": [[{"type": "command", "label": "Help", "command": "menu:help", "customData": "3", "id": "b1"}]]}}))
        self.sandbox.call("/sandbox/press", {"from": "nora", "message_id": answer["messageId"], "button_id": "b1"})
        query = self.expect(Trueconf.CallbackQuery)
        self.assertEqual((query.command, query.custom_data, query.button_id, query.message.text),
                         ("menu:help", "3", "b1", "Pick one"))

    def messages(self, count):
        wait_for(lambda: sum(isinstance(event, Trueconf.Message) for event in self.seen) >= count)
        return [event for event in self.seen if isinstance(event, Trueconf.Message)]

    def test_contents(self):
        self.sandbox.call("/sandbox/say", {"from": "nora", "to": "echo_bot", "location": {
            "latitude": 59.5, "longitude": 10.25, "title": "Here"}})
        self.sandbox.call("/sandbox/say", {"from": "nora", "to": "echo_bot",
                                           "file": {"name": "cat.png", "mime_type": "image/png", "size": 10}})
        self.sandbox.call("/sandbox/say", {"from": "nora", "to": "echo_bot",
                                           "file": {"name": "plan.pdf", "mime_type": "application/pdf", "size": 11}})
        self.sandbox.call("/sandbox/say", {"from": "nora", "to": "echo_bot", "survey": {"title": "Lunch?"}})
        self.sandbox.call("/sandbox/say", {"from": "nora", "to": "echo_bot", "voice": {"size": 9, "duration": 6}})
        place, photo, document, survey, voice = self.messages(5)
        self.assertEqual((place.content.latitude, place.content.longitude, place.content.title), (59.5, 10.25, "Here"))
        self.assertEqual((photo.photo.name, photo.photo.size, photo.document), ("cat.png", 10, None))
        self.assertEqual((document.document.name, document.photo), ("plan.pdf", None))
        self.assertEqual(survey.content.title, "Lunch?")
        self.assertEqual(voice.voice.duration, 6)

    def test_mentions(self):
        self.sandbox.say(f'<a href="trueconf:{BOT.upper()}&do=profile">Bot</a>, look', parse_mode="html")
        self.sandbox.say(" @all ")
        self.sandbox.say("nobody")
        self.assertEqual([message.mentions_bot for message in self.messages(3)], [True, True, False])

    def test_limits(self):
        self.sandbox.call("/sandbox/limits", {"max_size": 5, "extensions": {"mode": "block", "list": [".EXE"]}})
        wait_for(lambda: self.bot.upload_limits and self.bot.upload_limits.max_size == 5)
        self.assertEqual(self.bot.upload_limits.mode, Trueconf.ExtensionMode.BLOCK)
        self.assertEqual(list(self.bot.upload_limits.extensions), ["exe"])

    def test_unknown(self):
        self.sandbox.call("/sandbox/send", {"method": "futureEvent", "payload": {"a": [1, {"b": None}]}})
        update = self.expect(Trueconf.Update)
        self.assertEqual((update.method, update.raw), ("futureEvent", {"a": [1, {"b": None}]}))


class VectorsTest(BotTest):
    """Every frame that is known of servers, through a real connection."""

    def test_all_arrive(self):
        path = os.path.join(os.path.dirname(__file__), "..", "data", "frames.json")
        with open(path, encoding="utf-8") as file:
            events = json.load(file)["events"]
        seen = []
        bot = self.make_bot(skip_self_messages=False)
        bot.connect("event", lambda bot, event: seen.append(event))
        run(bot.start())
        wait_for(lambda: seen)
        seen.clear()
        sent = []
        for event in events:
            for payload in [event["payload"], *spoilt(event["payload"])]:
                payload = with_id_of_its_own(payload, len(sent))
                sent.append(payload)
                self.sandbox.call("/sandbox/send", {"method": event["method"], "payload": payload})
        wait_for(lambda: len(seen) >= len(sent), 30, f"for {len(sent)} events")
        self.assertEqual([event.raw for event in seen], sent)


def with_id_of_its_own(payload, number):
    """A message that was seen before is not handled again: so each is another one."""
    message_id = payload.get("messageId")
    if isinstance(message_id, (str, bool)):
        return {**payload, "messageId": f"{message_id}-{number}"}
    if isinstance(message_id, int):
        return {**payload, "messageId": -number}
    return payload


def spoilt(payload):
    """The payload with each member missing, null, or of another type."""
    for name in payload:
        yield {key: value for key, value in payload.items() if key != name}
        for value in (None, -7, "spoilt", True, {"a": {}}, [[], None]):
            yield {**payload, name: value}


if __name__ == "__main__":
    main()
