# SPDX-License-Identifier: LGPL-2.1-or-later
"""Chats and who is in them, made by one bot and seen by the other."""

from harness import run
from stock import NEW, NORA, OURS, THEIRS, StockTest

from gi.repository import Trueconf

BYTES = {"name": "plan.pdf", "mime_type": "application/pdf", "size": 11}
PLACE = {"latitude": 59.5, "longitude": 10.25, "title": "Here"}


class ChatsTest(StockTest):
    def test_first_message_of_a_person(self):
        chat_id = self.sandbox.call("/sandbox/say", {"from": "nora", "to": "stock_bot", "text": "first"})["chat_id"]
        created = self.vendor.expect("created_personal_chat")
        self.assertEqual((created["chat_id"], created["chat_type"], created["title"], created["unread_messages"]),
                         (chat_id, 1, NORA, 1))
        last = created["last_message"]
        self.assertEqual((last["type"], last["content"]["text"], last["author"]["id"]), (200, "first", NORA))
        self.assertEqual(self.vendor.expect("message")["message_id"], last["message_id"])

    def test_personal_chat(self):
        chat_id = run(self.ours.create_personal_chat(THEIRS))
        created = self.vendor.expect("created_personal_chat")
        self.assertEqual((created["chat_id"], created["title"], created["last_message"]), (chat_id, OURS, None))
        # the login alone is completed with the name that the server says it has
        self.assertEqual(self.vendor.call("create_personal_chat", user_id="echo_bot"), {"chat_id": chat_id})
        self.assertEqual(self.refused(self.vendor.call, "create_personal_chat", user_id="nobody").code, 302)

    def test_made_by_oneself_elsewhere(self):
        group, channel, favorites = (
            self.sandbox.call("/sandbox/chats", {"from": "stock_bot", "type": kind, "title": "Outages"})["chat_id"]
            for kind in ("group", "channel", "favorites"))
        for kind, chat_id, chat_type in (("group_chat", group, 2), ("channel", channel, 6), ("favorites_chat", favorites, 5)):
            created = self.vendor.expect(f"created_{kind}")
            self.assertEqual((created["chat_id"], created["chat_type"], created["title"], created["unread_messages"]),
                             (chat_id, chat_type, "Outages", 0))

    def test_favorites(self):
        chat_id = self.vendor.call("create_favorites_chat")["chat_id"]
        self.assertEqual(self.vendor.call("me_chat" if NEW else "me"), chat_id)
        self.vendor.call("send_message", chat_id=chat_id, text="note to self")
        chat = self.vendor.call("get_chat_by_id", chat_id=chat_id)
        self.assertEqual((chat["chat_type"], chat["last_message"]["content"]["text"]), (5, "note to self"))

    def test_group(self):
        chat_id = self.vendor.call("create_group_chat", title="Night shift")["chat_id"]
        self.vendor.call("add_participant_to_chat", chat_id=chat_id, user_id="echo_bot", display_history=True)
        added = self.expect(Trueconf.AddedChatParticipant)
        self.assertEqual((added.chat_id, added.user_id, added.added_by.id), (chat_id, OURS, THEIRS))
        self.vendor.call("change_participant_role", chat_id=chat_id, user_id=OURS, role="admin")
        self.assertEqual(self.expect(Trueconf.ChangedParticipantRole).role, Trueconf.ParticipantRole.ADMIN)
        self.vendor.call("edit_chat_title", chat_id=chat_id, title="Day shift")
        self.assertEqual(self.expect(Trueconf.EditedChatTitle).title, "Day shift")
        chat = run(self.ours.get_chat_by_id(chat_id))
        self.assertEqual((chat.title, chat.chat_type), ("Day shift", Trueconf.ChatType.GROUP))
        self.vendor.call("remove_participant_from_chat", chat_id=chat_id, user_id=OURS)
        removed = self.expect(Trueconf.RemovedChatParticipant)
        self.assertEqual((removed.user_id, removed.removed_by.id), (OURS, THEIRS))
        self.assertEqual(self.vendor.call("has_chat_participant", chat_id=chat_id, user_id=OURS), {"result": False})

    def test_group_of_ours(self):
        chat_id = run(self.ours.create_group_chat("Night shift"))
        run(self.ours.add_participant_to_chat(chat_id, THEIRS, True))
        added = self.vendor.expect("added_chat_participant")
        self.assertEqual((added["chat_id"], added["user_id"], added["added_by"]), (chat_id, THEIRS, {"id": OURS, "type": 1}))
        run(self.ours.change_participant_role(chat_id, THEIRS, Trueconf.ParticipantRole.ADMIN))
        changed = self.vendor.expect("changed_participant_role")
        self.assertEqual((changed["user_id"], changed["role"]), (THEIRS, "admin"))
        run(self.ours.edit_chat_title(chat_id, "Day shift"))
        self.assertEqual(self.vendor.expect("edited_chat_title")["title"], "Day shift")
        run(self.ours.add_participant_to_chat(chat_id, NORA, True))
        run(self.ours.remove_participant_from_chat(chat_id, NORA, False))
        removed = self.vendor.expect("removed_chat_participant")
        self.assertEqual((removed["user_id"], removed["removed_by"]["id"]), (NORA, OURS))
        run(self.ours.clear_chat_history(chat_id, True))
        cleared = self.vendor.expect("cleared_chat_history")
        self.assertEqual((cleared["chat_id"], str(cleared["for_all"])), (chat_id, "True"))
        run(self.ours.delete_chat(chat_id))
        self.assertEqual(self.vendor.expect("removed_chat")["chat_id"], chat_id)
        self.assertEqual(self.refused(self.vendor.call, "get_chat_by_id", chat_id=chat_id).code, 304)

    def test_system_messages(self):
        chat_id = run(self.ours.create_group_chat("Night shift"))
        run(self.ours.add_participant_to_chat(chat_id, THEIRS, True))
        if not NEW:
            # they are nothing to 1.4
            self.vendor.expect("added_chat_participant")
            return
        message = self.vendor.expect("system_message", type=1)
        self.assertEqual((message["content"]["user_id"], message["content"]["role"]), (THEIRS, "user"))
        run(self.ours.edit_chat_title(chat_id, "Day shift"))
        self.assertEqual(self.vendor.expect("system_message", type=21)["content"], {"title": "Day shift"})
        run(self.ours.change_participant_role(chat_id, THEIRS, Trueconf.ParticipantRole.ADMIN))
        self.assertEqual(self.vendor.expect("system_message", type=110)["content"], {"user_id": THEIRS, "role": "admin"})
        self.vendor.call("clear_chat_history", chat_id=chat_id, for_all=True)
        self.assertTrue(self.expect(Trueconf.ClearedChatHistory).for_all)

    def test_channel(self):
        chat_id = self.vendor.call("create_channel", title="Outages")["chat_id"]
        self.vendor.call("add_participant_to_chat", chat_id=chat_id, user_id=OURS)
        self.expect(Trueconf.AddedChatParticipant)
        self.vendor.call("send_message", chat_id=chat_id, text="All is well")
        self.assertEqual(self.expect(Trueconf.Message, lambda message: message.text).text, "All is well")
        with self.assertRaises(Trueconf.ServerError):
            run(self.ours.send_message(chat_id, "no"))
        self.vendor.call("change_participant_role", chat_id=chat_id, user_id=OURS, role="writer")
        self.expect(Trueconf.ChangedParticipantRole)
        run(self.ours.send_message(chat_id, "yes"))
        self.vendor.expect("message", text="yes")
        self.vendor.call("delete_chat", chat_id=chat_id)
        self.assertEqual(self.expect(Trueconf.RemovedChat).chat_id, chat_id)

    def test_reader_of_a_channel(self):
        chat_id = run(self.ours.create_channel("Outages"))
        run(self.ours.add_participant_to_chat(chat_id, THEIRS, True))
        error = self.refused(self.vendor.call, "send_message", chat_id=chat_id, text="no")
        self.assertEqual((error.name, error.code), ("ApiErrorException", 303))
        error = self.refused(self.vendor.call, "edit_chat_title", chat_id=chat_id, title="no")
        self.assertEqual(error.code, 303)

    def test_participants(self):
        chat_id = self.group()
        people = self.vendor.call("get_chat_participants", chat_id=chat_id, page_size=50, page_number=1)["participants"]
        self.assertEqual({person["user_id"]: person["role"] for person in people},
                         {THEIRS: "owner", OURS: "user", NORA: "user"})
        one = self.vendor.call("get_chat_participant", chat_id=chat_id, user_id="nora")
        self.assertEqual(one, {"role": "user", "type": 1, "user_id": NORA})
        self.assertEqual(self.vendor.call("has_chat_participant", chat_id=chat_id, user_id=NORA), {"result": True})
        self.vendor.call("remove_participant_from_chat", chat_id=chat_id, user_id=NORA)
        error = self.refused(self.vendor.call, "get_chat_participant", chat_id=chat_id, user_id=NORA)
        self.assertEqual(error.code, 305)
        error = self.refused(self.vendor.call, "add_participant_to_chat", chat_id=chat_id, user_id=OURS)
        self.assertEqual(error.code, 309)

    def test_pages_of_chats(self):
        self.assertEqual(self.vendor.call("get_chats"), {"chats": []})
        made = {self.group(f"Group {number}") for number in range(5)}
        pages = [self.vendor.call("get_chats", count=2, page=page)["chats"] for page in (1, 2, 3)]
        self.assertEqual([len(page) for page in pages], [2, 2, 1])
        self.assertEqual({chat["chat_id"] for page in pages for chat in page}, made)


class LastMessagesTest(StockTest):
    """A chat whose last message is of each kind, in lists of chats and by itself."""

    def setUp(self):
        super().setUp()
        self.chat_id = self.group()

    def last(self, type_):
        """The content of the last message, which has to be the same in all places."""
        listed = self.vendor.call("get_chats")["chats"]
        chat = self.vendor.call("get_chat_by_id", chat_id=self.chat_id)
        self.assertEqual(listed, [chat])
        last = chat["last_message"]
        self.assertEqual(last["type"], type_)
        self.assertEqual(last["author"], {"id": NORA, "type": 1} if type_ >= 200 else {"id": "trueconf.server", "type": 0})
        if NEW:
            self.assertEqual(last["chat"], {"chat_id": self.chat_id, "chat_title": chat["title"], "chat_type": 2})
        return last["content"]

    def test_texts(self):
        said = self.say_in(self.chat_id, text="hello")
        self.assertEqual(self.last(200)["text"], "hello")
        self.say_in(self.chat_id, forward_of=said["message_id"])
        content = self.last(201)
        self.assertEqual((content["content"]["text"], content["message_id"]), ("hello", said["message_id"]))
        self.say_in(self.chat_id, survey={"title": "Lunch?"})
        self.assertEqual(self.last(204)["title"], "Lunch?")
        self.say_in(self.chat_id, location=PLACE)
        self.assertEqual(self.last(203), PLACE)

    def test_files(self):
        said = self.say_in(self.chat_id, file=BYTES)
        content = self.last(202)
        self.assertEqual((content["file_name"], content["file_size"], content["file_id"], content["ready_state"]),
                         ("plan.pdf", 11, said["file_id"], 2))
        self.say_in(self.chat_id, forward_of=said["message_id"])
        self.assertEqual(self.last(201)["content"]["file_id"], said["file_id"])
        if NEW:
            said = self.say_in(self.chat_id, voice={"size": 9, "duration": 6})
            self.assertEqual(self.last(205), {"file_id": said["file_id"], "file_size": 9, "mime_type": "audio/ogg",
                                              "duration": 6})

    def test_participants(self):
        self.assertEqual(self.last(1), {"user_id": NORA, "role": "user"})
        self.vendor.call("change_participant_role", chat_id=self.chat_id, user_id=NORA, role="admin")
        self.assertEqual(self.last(110), {"user_id": NORA, "role": "admin"})
        self.vendor.call("remove_participant_from_chat", chat_id=self.chat_id, user_id=NORA)
        self.assertEqual(self.last(2), {"user_id": NORA})

    def test_looks(self):
        self.vendor.call("edit_chat_title", chat_id=self.chat_id, title="Day shift")
        self.assertEqual(self.last(21), {"title": "Day shift"})
        self.sandbox.call("/sandbox/edit", {"chat_id": self.chat_id, "avatar": {"size": 10, "mime_type": "image/png"}})
        url = self.last(22)["avatar_url"]
        chat = self.vendor.call("get_chat_by_id", chat_id=self.chat_id)
        self.assertEqual(chat["avatar_url"], url)
        self.assertTrue(url.startswith("http://"))
        self.sandbox.call("/sandbox/edit", {"chat_id": self.chat_id, "avatar": None})
        self.assertEqual(str(self.last(22)["avatar_url"]), "None")

    def test_cleared(self):
        self.vendor.call("clear_chat_history", chat_id=self.chat_id, for_all=True)
        if NEW:
            self.assertEqual(self.last(23), {"for_all": True})

    def test_history(self):
        said = [self.say_in(self.chat_id, text="hello"), self.say_in(self.chat_id, file=BYTES),
                self.say_in(self.chat_id, location=PLACE), self.say_in(self.chat_id, survey={"title": "Lunch?"})]
        said.append(self.say_in(self.chat_id, forward_of=said[0]["message_id"]))
        said.append(self.say_in(self.chat_id, text="an answer", reply_to=said[0]["message_id"]))
        self.vendor.call("edit_chat_title", chat_id=self.chat_id, title="Day shift")
        history = self.vendor.call("get_chat_history", chat_id=self.chat_id, count=20)
        self.assertEqual((history["chat_id"], history["count"]), (self.chat_id, len(history["messages"])))
        self.assertEqual([message["type"] for message in history["messages"]],
                         [21, 200, 201, 204, 203, 202, 200, 1, 1])
        answer = history["messages"][1]
        self.assertEqual(answer["reply_message_id"], said[0]["message_id"])
        if NEW:
            self.assertEqual(answer["reply_message"]["text"], "hello")
        newest = self.vendor.call("get_chat_history", chat_id=self.chat_id, count=2,
                                  from_message_id=said[1]["message_id"])
        self.assertEqual([message["message_id"] for message in newest["messages"]],
                         [said[1]["message_id"], said[0]["message_id"]])

    def test_each_by_its_id(self):
        for what in ({"text": "hello"}, {"file": BYTES}, {"location": PLACE}, {"survey": {"title": "Lunch?"}}):
            message_id = self.say_in(self.chat_id, **what)["message_id"]
            if NEW or "location" not in what:
                message = self.vendor.call("get_message_by_id", message_id=message_id)
                self.assertEqual((message["message_id"], message["chat_id"]), (message_id, self.chat_id))
            self.assertEqual(self.vendor.expect("message")["message_id"], message_id)
