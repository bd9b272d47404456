# SPDX-License-Identifier: LGPL-2.1-or-later
"""What comes in pages, one by one; progress as a loop; buttons without a text."""

from harness import BotTest, main, run

from gi.repository import Trueconf


class PagesTest(BotTest):
    def setUp(self):
        super().setUp()
        self.bot = self.make_bot()
        run(self.bot.start())
        self.chat_id = run(self.bot.create_personal_chat("nora"))

    def collect(self, iterator, each=None):
        async def walk():
            found = []
            async for item in iterator:
                found.append(item)
                if each is not None:
                    await each(item)
            return found

        return run(walk())

    def test_history(self):
        texts = [str(number) for number in range(7)]
        for text in texts:
            run(self.bot.send_message(self.chat_id, text))
        for page_size in (1, 2, 3, 6, 7, 8, 100):
            messages = self.collect(self.bot.iter_history(self.chat_id, page_size=page_size))
            self.assertEqual([message.text for message in messages], texts[::-1], page_size)
        later = self.collect(self.bot.iter_history(self.chat_id, messages[3].message_id, page_size=2))
        self.assertEqual([message.text for message in later], texts[3::-1])
        self.assertEqual(self.collect(self.bot.iter_history(run(self.bot.create_personal_chat("omar")))), [])

    def test_history_that_grows_and_shrinks(self):
        texts = [str(number) for number in range(6)]
        for text in texts:
            run(self.bot.send_message(self.chat_id, text))

        async def disturb(message):
            # a new one, and the one that was just given is removed; what has the same millisecond counts as not newer
            await Trueconf.sleep(0.002)
            await self.bot.send_message(self.chat_id, f"after {message.text}")
            await message.delete(for_all=True)

        messages = self.collect(self.bot.iter_history(self.chat_id, page_size=2), disturb)
        self.assertEqual([message.text for message in messages], texts[::-1])

    def test_history_ends_where_wanted(self):
        for number in range(5):
            run(self.bot.send_message(self.chat_id, str(number)))

        async def first():
            async for message in self.bot.iter_history(self.chat_id, page_size=1):
                if message.text == "3":
                    return message.text

        before = self.bot.statistics.requests
        self.assertEqual(run(first()), "3")
        self.assertLessEqual(self.bot.statistics.requests - before, 2)

    def test_chats_and_participants(self):
        chats = {self.chat_id, *(run(self.bot.create_group_chat(f"group {number}")) for number in range(4))}
        for page_size in (1, 2, 5, 100):
            found = [chat.chat_id for chat in self.collect(self.bot.iter_chats(page_size=page_size))]
            self.assertEqual(len(found), len(set(found)))
            self.assertEqual(set(found), chats)
        group = found[0] if found[0] != self.chat_id else found[1]
        run(self.bot.add_participant_to_chat(group, "nora"))
        run(self.bot.add_participant_to_chat(group, "omar"))
        for page_size in (1, 2, 100):
            users = [user.user_id.partition("@")[0] for user in self.collect(self.bot.iter_participants(group, page_size=page_size))]
            self.assertEqual(sorted(users), ["echo_bot", "nora", "omar"])

    def test_a_chat_that_comes_to_the_front_is_not_missed(self):
        chats = [self.chat_id, *(run(self.bot.create_group_chat(f"group {number}")) for number in range(3))]
        last = run(self.bot.get_chats(10, 1))[-1].chat_id
        moved = []

        async def move(chat):
            if not moved:
                moved.append(await self.bot.send_message(last, "now the newest"))

        found = [chat.chat_id for chat in self.collect(self.bot.iter_chats(page_size=1), move)]
        self.assertEqual(sorted(found), sorted(chats))

    def test_mistakes(self):
        for iterator in (self.bot.iter_history(self.chat_id, page_size=0), self.bot.iter_chats(page_size=0)):
            with self.assertRaisesRegex(ValueError, "page_size cannot be 0"):
                self.collect(iterator)
        with self.assertRaises(Trueconf.ChatNotFound):
            self.collect(self.bot.iter_history("nowhere"))

    def test_progress(self):
        data, seen = bytes(300000), []

        async def send():
            progress = Trueconf.Progress()
            sending = self.bot.send_document(self.chat_id, Trueconf.InputFile(data, "a.bin"), progress=progress)
            async for current, total in progress:
                seen.append((current, total))
            sent = await sending
            progress = Trueconf.Progress()
            loading = self.bot.download_file_bytes(sent.file_id, progress=progress)
            got = [step async for step in progress]
            return await loading, got

        loaded, got = run(send())
        self.assertEqual(loaded, data)
        for steps in (seen, got):
            self.assertEqual(steps[-1], (len(data), len(data)))
            self.assertEqual(steps, sorted(steps))

    def test_progress_of_a_call_that_fails(self):
        async def send():
            progress = Trueconf.Progress()
            sending = self.bot.send_document("nowhere", Trueconf.InputFile(b"x", "a.bin"), progress=progress)
            steps = [step async for step in progress]
            with self.assertRaises(Trueconf.ChatNotFound):
                await sending
            return steps

        self.assertLessEqual(len(run(send())), 5)

    def test_buttons_without_a_text(self):
        sent = run(self.bot.send_message(self.chat_id, "<b>Which?</b>", parse_mode="html"))

        def now():
            message = run(self.bot.get_message_by_id(sent.message_id))
            return message.text, message.parse_mode, message.keyboard and [[button.text for button in row] for row in message.keyboard]

        text, mode, _keyboard = now()
        run(self.bot.edit_message(sent.message_id, keyboard=[[Trueconf.Button("A", command="a")]]))
        self.assertEqual(now(), (text, mode, [["A"]]))
        run(self.bot.edit_message(sent.message_id, keyboard=None))
        self.assertEqual((now()[0], now()[1], bool(now()[2])), (text, mode, False))
        with self.assertRaises(Trueconf.MessageNotFound):
            run(self.bot.edit_message("none", keyboard=None))


if __name__ == "__main__":
    main()
