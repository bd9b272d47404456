# SPDX-License-Identifier: LGPL-2.1-or-later
"""The lists that live, from Python, and the guide to them."""

import contextlib
import gc
import io
import pathlib
import re
import weakref

from harness import BotTest, main, run, wait_for

from gi.repository import Gio, GObject, Trueconf

GUIDE = pathlib.Path(__file__).parents[2] / "docs/lists.md"


class Lists(BotTest):
    def test_transcript_is_a_list(self):
        self.sandbox.say("one")
        bot = self.make_bot()
        run(bot.start())
        chat_id = run(bot.get_chats(10, 1))[0].chat_id
        transcript = Trueconf.Transcript.new(bot, chat_id)
        wait_for(lambda: not transcript.loading)
        self.assertEqual([item.text for item in transcript], ["one"])
        self.assertEqual(len(transcript), 1)
        self.assertIs(transcript[0], transcript[-1])
        self.assertIn(transcript[0], transcript)
        self.assertEqual(transcript[0].message.text, "one")
        self.assertEqual(transcript[0].state, Trueconf.DeliveryState.DELIVERED)
        self.assertFalse(transcript[0].is_own)
        self.assertGreater(transcript[0].timestamp, 0)
        self.assertEqual(transcript[0].date_time, transcript[0].message.date_time)
        self.assertEqual(transcript[0].date_time.timestamp() * 1000, transcript[0].timestamp)
        self.assertIs(transcript.find_message(transcript[0].message_id), transcript[0])
        self.assertFalse(transcript.has_more)
        self.assertFalse(run(transcript.load_more()))
        self.assertEqual(transcript.chat_id, chat_id)
        self.assertIs(transcript.bot, bot)
        self.assertIsNone(transcript.error)

        run(bot.send_message(chat_id, "two"))
        self.assertEqual([item.text for item in transcript], ["one", "two"])
        wait_for(lambda: transcript[1].message is not None)
        transcript.reload()
        self.assertTrue(transcript.loading)
        wait_for(lambda: not transcript.loading)
        self.assertFalse(transcript.discard(transcript[1]))
        self.assertIsNone(transcript[1].error)

    def test_chats(self):
        self.sandbox.call("/sandbox/users", {"login": "nora", "display_name": "Nora Berg"})
        self.sandbox.say("one")
        bot = self.make_bot()
        chats = Trueconf.ChatList(bot=bot)
        self.assertIsInstance(chats, Gio.ListModel)
        run(bot.start())
        wait_for(lambda: len(chats) == 1)
        chat = chats[0]
        self.assertIs(chats.find_chat(chat.chat_id), chat)
        self.assertEqual(chat.title, "nora@sandbox.local")
        self.assertEqual(chat.chat_type, Trueconf.ChatType.P2P)
        self.assertIsNone(chat.avatar_url)
        self.assertEqual(chat.unread_messages, 1)
        names = []
        chat.connect("notify::display-name", lambda *_: names.append(chat.display_name))
        self.assertEqual(chat.display_name, "nora@sandbox.local")
        wait_for(lambda: names)
        self.assertEqual(names, ["Nora Berg"])

        # a binding, as a window has it
        label = Gio.SimpleAction.new("x", None)
        chat.bind_property("unread-messages", label, "enabled", GObject.BindingFlags.SYNC_CREATE,
                           lambda _, unread: unread > 0, None)
        self.assertTrue(label.get_enabled())
        chat.mark_read()
        self.assertFalse(label.get_enabled())
        self.sandbox.say("two", sender="omar")
        wait_for(lambda: len(chats) == 2)
        self.assertEqual([item.last_message.text for item in chats], ["two", "one"])

    def test_participants(self):
        bot = self.make_bot()
        run(bot.start())
        chat_id = run(bot.create_group_chat("Team"))
        users = Trueconf.ParticipantList.new(bot, chat_id)
        self.assertEqual(users.chat_id, chat_id)
        wait_for(lambda: len(users) == 1)
        self.assertEqual(users[0].role, Trueconf.ParticipantRole.OWNER)
        run(bot.add_participant_to_chat(chat_id, "nora"))
        self.assertEqual([user.user_id for user in users], ["echo_bot@sandbox.local", "nora@sandbox.local"])

    def test_nothing_is_kept(self):
        self.sandbox.say("one")
        bot = self.make_bot()
        run(bot.start())
        chats = Trueconf.ChatList.new(bot)
        wait_for(lambda: len(chats) == 1)
        gone = weakref.ref(chats)
        del chats
        gc.collect()
        self.assertIsNone(gone())


class Guide(BotTest):
    def test_blocks(self):
        names = {}
        text = GUIDE.read_text()
        exec("\n".join(re.findall(r"^```python\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)), names)
        self.sandbox.say("one")
        bot = self.make_bot()
        run(bot.start())
        with contextlib.redirect_stdout(io.StringIO()) as printed:
            transcript = names["show"](bot, run(bot.get_chats(10, 1))[0].chat_id)
            self.assertIsNone(names["newest"](transcript))
            wait_for(lambda: names["newest"](transcript) == "one")
            self.sandbox.say("two")
            wait_for(lambda: names["newest"](transcript) == "two")
        self.assertIn("two\n", printed.getvalue())


if __name__ == "__main__":
    main()
