# SPDX-License-Identifier: LGPL-2.1-or-later
"""What those who come from python-trueconf-bot run into with the main API: each thing says where to go, or just works."""

import collections.abc
import json
import os
import subprocess
import sys
import textwrap

import fastapi
import fastapi.encoders
from harness import HEALTH_KEYS, BotTest, main, wait_for

from gi.repository import Trueconf


class NewcomersTest(BotTest):
    def test_arguments_that_are_elsewhere(self):
        for name, value, where in (("on_health_check", print, "status-changed"), ("on_health_check", print, "trueconf_compat"),
                                   ("debug", True, "G_MESSAGES_DEBUG"), ("max_in_memory_download_size", 1, "max_download_size")):
            with self.assertRaisesRegex(TypeError, where):
                Trueconf.Bot("x", "token", **{name: value})
            with self.assertRaisesRegex(TypeError, where):
                Trueconf.Bot.from_credentials("x", "user", "password", **{name: value})

    def test_health_is_a_mapping(self):
        bot = self.start_noting_bot()
        health = bot.health_check()
        self.assertEqual(list(health), HEALTH_KEYS)
        self.assertEqual((list(health.keys()), len(health)), (HEALTH_KEYS, len(HEALTH_KEYS)))
        self.assertEqual((health["status"], health.get("port"), health.get("x", 7)), ("authorized", self.sandbox.port, 7))
        self.assertIn("protocol", health)
        self.assertNotIn("x", health)
        with self.assertRaises(KeyError):
            health["x"]
        self.assertEqual(dict(health), health.to_dict())
        self.assertEqual({**health}, dict(health.items()))
        self.assertEqual(list(health.values()), list(health.to_dict().values()))
        self.assertIsInstance(health, collections.abc.Mapping)
        self.assertTrue(health)
        self.assertEqual(health.status, Trueconf.Status.AUTHORIZED)
        # what FastAPI makes of what a function returns
        self.assertEqual(fastapi.encoders.jsonable_encoder(health), health.to_dict())

    def test_markup_as_plain_text_is_told_once(self):
        program = textwrap.dedent("""
            import os, sys, gi
            gi.require_version("Trueconf", "1")
            from gi.repository import Trueconf

            async def send():
                async with Trueconf.Bot("127.0.0.1", os.environ["TOKEN"], port=int(os.environ["PORT"]), https=False) as bot:
                    chat = await bot.create_personal_chat("nora")
                    for text in sys.argv[1:]:
                        await bot.send_message(chat, text)
                    await bot.send_message(chat, "<i>x</i>", "html")

            sys.exit(Trueconf.run(send()))
            """)

        def said(*texts):
            env = {**os.environ, "TOKEN": self.sandbox.token(), "PORT": str(self.sandbox.port)}
            result = subprocess.run([sys.executable, "-c", program, *texts], env=env, capture_output=True, text=True)
            self.assertEqual(result.returncode, 0, result.stderr)
            return result.stdout + result.stderr

        quiet = said("1 < 2 and 3 > 2", "*shrugs*")
        self.assertNotIn("markup", quiet)
        loud = said("<b>secret</b> x", "<b>another</b>", "**secret**")
        self.assertEqual(loud.count("markup"), 1, loud)
        self.assertIn("html", loud)
        self.assertNotIn("secret", loud)
        # and it is sent as it is
        wait_for(lambda: "<b>secret</b> x" in self.sandbox.texts())


if __name__ == "__main__":
    main()
