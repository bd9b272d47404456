# SPDX-License-Identifier: LGPL-2.1-or-later
"""Everything that the typelib has can be used from Python."""

import datetime
import inspect
import json
import os

from harness import BotTest, main, run, wait_for

from gi.repository import GLib, GObject, Trueconf


class ApiTest(BotTest):
    def collect(self):
        """One object of each class that a user meets, from a bot that works."""
        dispatcher, found = Trueconf.Dispatcher(), {}

        def keep(thing):
            """The thing, and all that is in it."""
            found[type(thing).__name__] = thing
            for property_ in type(thing).list_properties():
                if property_.flags & GObject.ParamFlags.READABLE and GObject.type_is_a(property_.value_type, GObject.Object):
                    inner = thing.get_property(property_.name)
                    if inner is not None and type(inner) is not type(thing) and not isinstance(inner, Trueconf.Bot):
                        keep(inner)

        @dispatcher.event()
        def handle(event, context):
            keep(event)
            keep(context)

        bot = self.make_bot(dispatcher=dispatcher)
        run(bot.start())
        self.sandbox.call("/sandbox/send", {"method": "somethingNew", "payload": {}})
        self.sandbox.say("hello")
        wait_for(lambda: "Message" in found)
        message = found["Message"]
        for thing in (bot, dispatcher, Trueconf.Router("r"), bot.health_check(), bot.upload_limits, message.author,
                      message.box, message.content, run(message.answer("x")), *run(bot.get_chats(10, 1)),
                      *run(bot.get_chat_participants(message.chat_id, 10, 1))):
            keep(thing)
        file = Trueconf.InputFile.new_for_bytes(GLib.Bytes.new(b"\x89PNG\r\n\x1a\n"), "cat.png")
        info = run(bot.get_file_info(run(bot.send_photo(message.chat_id, file)).file_id))
        draft = Trueconf.Draft("x", keyboard=[Trueconf.Button("Go", command="go")])
        for thing in (file, info, info.previews[0], draft, *next(iter(draft.keyboard))):
            keep(thing)
        self.send_all_events()
        wait_for(lambda: "CallbackQuery" in found)
        return found

    def send_all_events(self):
        """One of each kind that is known of servers."""
        with open(os.path.join(os.path.dirname(__file__), "..", "data", "frames.json"), encoding="utf-8") as file:
            events = json.load(file)["events"]
        # the press of a button last: when it has come, all have
        for event in sorted(events, key=lambda event: event["method"] == "command"):
            self.sandbox.call("/sandbox/send", {"method": event["method"], "payload": event["payload"]})

    def test_version(self):
        version = Trueconf.get_major_version(), Trueconf.get_minor_version(), Trueconf.get_micro_version()
        self.assertEqual(version, (Trueconf.MAJOR_VERSION, Trueconf.MINOR_VERSION, Trueconf.MICRO_VERSION))
        self.assertEqual(".".join(map(str, version)), Trueconf.VERSION_S)
        self.assertIsNone(Trueconf.check_version(*version))
        self.assertIn("too old", Trueconf.check_version(version[0], version[1] + 1, 0))

    def test_getters_and_attributes(self):
        found = self.collect()
        checked = 0
        for name, thing in found.items():
            infos = [info for info in type(thing).__info__.get_methods()
                     if info.get_name().startswith("get_") and not info.get_arguments()]
            for info in infos:
                value = getattr(thing, info.get_name())()
                attribute = info.get_name()[len("get_"):]
                if hasattr(type(thing), attribute):
                    same = getattr(thing, attribute)
                    if not isinstance(same, (dict, list, GLib.Error, datetime.datetime)):
                        self.assertEqual(same, value, f"{name}.{attribute}")
                checked += 1
            for pspec in type(thing).list_properties():
                attribute = pspec.name.replace("-", "_")
                if pspec.flags & GObject.ParamFlags.READABLE:
                    getattr(thing, attribute)
                    checked += 1
        self.assertGreater(checked, 80)

    def test_texts(self):
        found = self.collect()
        for name in ("Attachment", "Chat", "ChatParticipant", "Draft", "FileInfo", "InputFile", "Keyboard", "SentMessage",
                     "TextContent", "UploadLimits"):
            self.assertRegex(repr(found[name]), f"^<Trueconf.{name} (?!object at).+>$")
        # the address of a file lets everybody in
        self.assertIn("token=", found["FileInfo"].download_url)
        for thing in found.values():
            self.assertNotIn("token=", repr(thing))

    def test_text_of_an_edit(self):
        bot = self.make_bot()
        run(bot.start())
        sent = run(bot.send_message(run(bot.create_personal_chat("nora")), "one"))
        self.assertEqual(repr(run(bot.edit_message(sent.message_id, "two"))), f"<Trueconf.SentMessage {sent.message_id}>")

    def test_help(self):
        shown = {
            Trueconf.Bot.send_message: "(self, chat_id, text=None, parse_mode='text', reply_message_id=None, *, "
                                       "keyboard=None, quote=None, cancellable=None)",
            Trueconf.Bot.edit_message: "(self, message_id, text=None, parse_mode='text', *, keyboard=Ellipsis, "
                                       "cancellable=None)",
            Trueconf.Bot.get_chat_history: "(self, chat_id, count=10, from_message_id=None, *, cancellable=None)",
            Trueconf.Bot.send_photo: "(self, chat_id, file, preview=None, caption=None, parse_mode='text', "
                                     "reply_message_id=None, progress=None, *, cancellable=None)",
            Trueconf.Message.answer_sticker: "(self, file, progress=None, *, cancellable=None)",
            Trueconf.Bot.answer_command: "(self, command_id, text=None, answer=None, status='ok', "
                                         "visibility='default', level='info', *, cancellable=None)",
            Trueconf.Message.delete: "(self, for_all=False, *, cancellable=None)",
        }
        for method, signature in shown.items():
            self.assertEqual(str(inspect.signature(method)), signature)
        for name in ("answer", "edit_message"):
            self.assertEqual(getattr(Trueconf.CallbackQuery, name).__qualname__, f"CallbackQuery.{name}")

    def test_every_class_was_met(self):
        found = set(self.collect())
        for name in dir(Trueconf):
            cls = getattr(Trueconf, name)
            if not isinstance(cls, type) or not issubclass(cls, GObject.Object) or cls.__module__ != "gi.repository.Trueconf":
                continue
            if not GObject.type_test_flags(cls.__gtype__, GObject.TypeFlags.ABSTRACT) and name != "Content":
                self.assertIn(cls.__name__, found)

    def test_settings_can_be_changed(self):
        bot = self.make_bot()
        for pspec in type(bot).list_properties():
            name = pspec.name.replace("-", "_")
            if pspec.flags & GObject.ParamFlags.WRITABLE and not pspec.flags & GObject.ParamFlags.CONSTRUCT_ONLY:
                value = getattr(bot, name)
                setattr(bot, name, value)
                self.assertEqual(getattr(bot, name), value)
        with self.assertRaises(AttributeError):
            bot.status = Trueconf.Status.AUTHORIZED


if __name__ == "__main__":
    main()
