# SPDX-License-Identifier: LGPL-2.1-or-later
"""What a bot does is shown in a chat, while a block or a handler runs, in Python."""

from harness import BotTest, main, run, wait_for

from gi.repository import Trueconf
from gi.repository.Trueconf import F


class ActivityTest(BotTest):
    def setUp(self):
        super().setUp()
        self.dispatcher = Trueconf.Dispatcher()
        self.router = Trueconf.Router("worker")
        self.dispatcher.include_router(self.router)
        self.bot = self.make_bot(dispatcher=self.dispatcher)
        run(self.bot.start())
        self.chat = run(self.bot.create_personal_chat("nora"))

    def activities(self):
        """What the server has been sent, in order."""
        frames = self.sandbox.call("/sandbox/log")["entries"]
        payloads = [frame for frame in frames if frame.get("direction") == "in" and "sendChatActivity" in frame.get("text", "")]
        return [frame["text"].split('"activityType":"')[1].split('"')[0] for frame in payloads]

    def test_block(self):
        with self.bot.typing(self.chat) as activity:
            self.assertTrue(activity.active)
            self.assertEqual((activity.chat_id, activity.activity), (self.chat, Trueconf.ChatActivity.TYPING))
            wait_for(lambda: self.activities() == ["typing"])
        self.assertFalse(activity.get_active())
        self.assertEqual((activity.get_chat_id(), activity.get_activity()), (self.chat, Trueconf.ChatActivity.TYPING))

    def test_asynchronous_block(self):
        async def work():
            async with self.bot.activity(self.chat, Trueconf.ChatActivity.UPLOADING_FILE) as activity:
                while not self.activities():
                    await Trueconf.sleep(0.01)
                raise ValueError(activity)

        with self.assertRaises(ValueError) as raised:
            run(work())
        self.assertFalse(raised.exception.args[0].active)
        self.assertEqual(self.activities(), ["uploading_file"])

    def test_refused(self):
        with self.bot.typing("0" * 40) as activity:
            wait_for(lambda: not activity.active)

    def test_not_running(self):
        run(self.bot.stop())
        with self.bot.typing(self.chat) as activity:
            self.assertFalse(activity.active)

    def test_middleware(self):
        middleware = Trueconf.ActivityMiddleware(delay=0)
        self.assertEqual(middleware.activity, Trueconf.ChatActivity.TYPING)
        self.assertEqual(Trueconf.ActivityMiddleware().get_delay(), 0.5)
        self.router.add_inner_middleware(middleware)
        done = []
        wanted = ["typing"]

        @self.router.message(F.text == "slow")
        async def slow(message):
            while self.activities() != wanted:
                await Trueconf.sleep(0.01)
            done.append("slow")

        @self.router.message(F.text == "fast")
        async def fast(message):
            done.append("fast")

        self.sandbox.say("slow")
        wait_for(lambda: done == ["slow"])

        middleware.set_delay(3600)
        self.sandbox.say("fast")
        self.sandbox.say("nothing for a handler")
        wait_for(lambda: done == ["slow", "fast"])

        middleware.delay = 0
        middleware.set_activity(Trueconf.ChatActivity.CHOOSING_STICKER)
        wanted.append("choosing_sticker")
        self.sandbox.say("nothing for a handler")
        self.sandbox.say("slow")
        wait_for(lambda: done == ["slow", "fast", "slow"])


if __name__ == "__main__":
    main()
