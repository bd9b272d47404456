# SPDX-License-Identifier: LGPL-2.1-or-later
"""Everything that the typelib has can be used from Python."""

import datetime
import inspect
import json
import os

from harness import BotTest, main, run, wait_for
from test_misuse import make_instances

from gi.repository import Gio, GLib, GObject, Json, Trueconf


# classes that are made by programs, or while an event is on its way
NOT_RECEIVED = {
    # watches a main context for another loop: test_asyncio.py
    "ContextWatch",
    # made of a bot: test_lists.py
    "ChatItem", "ChatList", "MessageItem", "ParticipantItem", "ParticipantList", "Transcript",
    "AccessList", "Activity", "ActivityMiddleware", "BoundedRegex", "Command", "CommandFilter", "Content", "Context", "Debounce", "Deduplicator", "DialogCancel",
    "DialogExpired", "Filter", "Form", "FormField", "FormResult", "FsmContext", "FsmKey", "FsmRecord",
    "HealthServer",
    "LoggingMiddleware", "LoopGuard", "MemoryStorage", "Middleware", "Next", "OutgoingRequest", "RateLimit",
    "RedisStorage", "RequestLog", "RequestMiddleware", "RequestNext", "ServiceNotifier", "SkipSelf", "SqliteStorage", "State", "StateFilter",
    "StatesGroup", "SystemMessage", "Throttle",
}


class ApiTest(BotTest):
    def collect(self):
        """One object of each class that a user meets, from a bot that works; all of them are in self.things."""
        dispatcher, found, messages = Trueconf.Dispatcher(), {}, []
        self.things = []

        def keep(thing):
            """The thing, and all that is in it."""
            found[type(thing).__name__] = thing
            self.things.append(thing)
            if isinstance(thing, Gio.ListModel):
                for item in thing:
                    keep(item)
            for property_ in type(thing).list_properties():
                if property_.flags & GObject.ParamFlags.READABLE and GObject.type_is_a(property_.value_type, GObject.Object):
                    inner = thing.get_property(property_.name)
                    if inner is not None and type(inner) is not type(thing) and not isinstance(inner, Trueconf.Bot):
                        keep(inner)

        @dispatcher.event()
        def handle(event, context):
            keep(event)
            keep(context)
            if isinstance(event, Trueconf.Message):
                messages.append(event)

        bot = self.make_bot(dispatcher=dispatcher)
        run(bot.start())
        self.sandbox.call("/sandbox/send", {"method": "somethingNew", "payload": {}})
        self.sandbox.say("hello")
        wait_for(lambda: messages and bot.upload_limits is not None)
        # the last message of a chat, which is told about as well, has fewer members
        message = messages[0]
        for thing in (bot, dispatcher, Trueconf.Router("r"), bot.health_check(), bot.upload_limits, message.author,
                      message.box, message.content, run(message.answer("x")), *run(bot.get_chats(10, 1)),
                      *run(bot.get_chat_participants(message.chat_id, 10, 1))):
            keep(thing)
        scheduler = Trueconf.Scheduler()
        job = scheduler.add_job("report", Trueconf.Schedule.new_every(1000000), print)
        draft_text = Trueconf.Text.new_bold("x")
        for thing in (scheduler, job, job.schedule, Trueconf.KeyboardPager("list", ["one"]),
                      draft_text, *draft_text.get_spans(),
                      Trueconf.Contact.new_from_vcard(GLib.Bytes.new(b"BEGIN:VCARD\nFN:Nora\nTEL:1\nEND:VCARD"))):
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
        for number, event in enumerate(sorted(events, key=lambda event: event["method"] == "command")):
            if event["method"] == "sendMessage":
                # of messages with the same id only the first is told
                event["payload"]["messageId"] = f"message-{number}"
            self.sandbox.call("/sandbox/send", {"method": event["method"], "payload": event["payload"]})

    def test_version(self):
        version = Trueconf.get_major_version(), Trueconf.get_minor_version(), Trueconf.get_micro_version()
        self.assertEqual(version, (Trueconf.MAJOR_VERSION, Trueconf.MINOR_VERSION, Trueconf.MICRO_VERSION))
        self.assertEqual(".".join(map(str, version)), Trueconf.VERSION_S)
        self.assertIsNone(Trueconf.check_version(*version))
        self.assertIn("too old", Trueconf.check_version(version[0], version[1] + 1, 0))

    def test_getters_and_attributes(self):
        self.collect()
        checked, names = 0, set()
        for thing in self.things:
            cls = type(thing)
            for pspec in cls.list_properties():
                if not pspec.flags & GObject.ParamFlags.READABLE or not hasattr(cls, pspec.name.replace("-", "_")):
                    continue
                attribute = pspec.name.replace("-", "_")
                value, where = getattr(thing, attribute), f"{cls.__name__}.{attribute}"
                self.assert_same(thing.get_property(pspec.name), value, where)
                # get_type () is that of the class
                getter = getattr(cls, "get_author_type" if attribute == "type" else f"get_{attribute}", None)
                if getter is not None:
                    self.assert_same(getter(thing), value, where)
                    names.add(where)
                checked += 1
        self.assertGreater(checked, 1000)
        self.assertGreater(len(names), 150)

    def assert_same(self, plain, value, where):
        """What the library says and what Python makes of it."""
        if isinstance(value, datetime.datetime):
            plain = datetime.datetime.fromisoformat(plain.format_iso8601().replace("Z", "+00:00"))
        elif isinstance(value, GLib.Error):
            plain, value = plain.message, value.message
        elif isinstance(plain, Json.Node):
            plain = json.loads(Json.to_string(plain, False))
        elif isinstance(plain, Gio.ListModel):
            self.assertEqual(plain.get_n_items(), len(value), where)
            for position, item in enumerate(value):
                self.assert_same(plain.get_item(position), item, where)
            return
        self.assertEqual(plain, value, where)

    def test_functions_of_c(self):
        """What Python has shorter ways for can be called by its own name as well."""
        bot = Trueconf.Bot.new("video.example.com", "a.b.c")
        self.assertEqual((bot.server, bot.token, bot.username), ("video.example.com", "a.b.c", None))
        bot = Trueconf.Bot.new_from_oauth("video.example.com", "nora", "secret", "client")
        self.assertEqual((bot.username, bot.client_id), ("nora", "client"))
        self.assertEqual(Trueconf.Router.new("r").name, "r")
        file = Trueconf.InputFile.new_for_bytes(GLib.Bytes.new(b"x"), "x.png")
        photo = Trueconf.Draft.new_photo(file, "a cat", Trueconf.ParseMode.HTML)
        self.assertEqual((photo.kind, photo.file, photo.text, photo.parse_mode),
                         (Trueconf.DraftKind.PHOTO, file, "a cat", Trueconf.ParseMode.HTML))
        sticker = Trueconf.Draft.new_sticker(file)
        self.assertEqual((sticker.kind, sticker.file, sticker.text), (Trueconf.DraftKind.STICKER, file, None))
        button = Trueconf.Button("Go", message="go")
        button.set_draft(True)
        button.set_to("nora@sandbox.local")
        self.assertEqual((button.draft, button.to), (True, "nora@sandbox.local"))

    def test_texts(self):
        found = self.collect()
        for name in ("Attachment", "Chat", "ChatParticipant", "Draft", "FileInfo", "InputFile", "Keyboard", "SentMessage",
                     "TextContent", "UploadLimits"):
            self.assertRegex(repr(found[name]), f"^<Trueconf.{name} (?!object at).+>$")
        # the address of a file lets everybody in
        self.assertIn("token=", found["FileInfo"].download_url)
        for thing in found.values():
            self.assertNotIn("token=", repr(thing))

    def test_every_class_has_a_text(self):
        """repr() says what something is, and no secret."""
        secret = Trueconf.Bot("video.example.com", "a.b.c", username="nora", password="hush-hush")
        storage = Trueconf.RedisStorage.new("redis://nora:hush-hush@localhost")
        made = [secret, storage, *make_instances().values(), *self.collect().values(), Trueconf.Flag(), Trueconf.Queue(), Trueconf.Progress(),
                Trueconf.sleep(0), Trueconf.spawn(Trueconf.sleep(0)), Trueconf.MemoryStorage(), Trueconf.Storage(),
                Trueconf.Filter.new_text("x"), Trueconf.StorageKey("bot", "chat", "user")]
        texts = {type(thing): repr(thing) for thing in made if type(thing).__module__ in ("gi.repository.Trueconf", "Trueconf")}
        for cls, text in texts.items():
            self.assertRegex(text, rf"^(<(Trueconf\.)?{cls.__name__}\b.*>|State\(.*\))$", cls)
        for text in texts.values():
            self.assertNotIn(" at 0x", text)
            self.assertNotIn("hush-hush", text)
            self.assertNotIn("a.b.c", text)
        plain = [name for name in dir(Trueconf) if isinstance(getattr(Trueconf, name), type)
                 and issubclass(getattr(Trueconf, name), GObject.Object) and getattr(Trueconf, name).__repr__ is GObject.Object.__repr__]
        self.assertEqual(plain, [])
        self.assertGreater(len(texts), 70)
        self.assertEqual([repr(thing) for thing in (
            Trueconf.Router("shop"), Trueconf.Form("order"), Trueconf.StorageKey("bot", "chat", "user"), Trueconf.Throttle(),
            Trueconf.Filter.new_text("x"), Trueconf.Flag(), Trueconf.Queue())],
            ["<Trueconf.Router name='shop'>", "<Trueconf.Form name='order'>", "<Trueconf.FsmKey chat_id='chat' user_id='user'>",
             "<Trueconf.Throttle>", "<Trueconf.TextFilter>", "<Trueconf.Flag clear>", "<Trueconf.Queue of 0>"])
        moment = Trueconf.sleep(0)
        self.assertEqual(repr(moment), "<Trueconf.Sleep pending>")
        run(moment)
        self.assertEqual(repr(moment), "<Trueconf.Sleep done>")
        self.assertEqual(len(Trueconf.ChatList.new(secret)), 0)
        self.assertEqual(repr(Trueconf.ChatList.new(secret)), "<Trueconf.ChatList of 0>")

    def test_times(self):
        """Whatever has a time has it as a datetime, too."""
        checked = set()
        self.collect()
        for thing in self.things:
            if isinstance(getattr(type(thing), "timestamp", None), property) and isinstance(thing.timestamp, int):
                if thing.timestamp <= 0:
                    self.assertIsNone(thing.date_time)
                    continue
                self.assertEqual(thing.date_time - datetime.timedelta(milliseconds=thing.timestamp),
                                 datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc), thing)
                checked.add(type(thing).__name__)
        self.assertLessEqual({"Message", "SentMessage", "EditedMessage", "AddedChatParticipant"}, checked)
        for name in dir(Trueconf):
            cls = getattr(Trueconf, name)
            if isinstance(cls, type) and issubclass(cls, GObject.Object) and hasattr(cls, "timestamp") and cls is not Trueconf.Health:
                self.assertTrue(hasattr(cls, "date_time"), name)

    def test_text_of_an_edit(self):
        bot = self.make_bot()
        run(bot.start())
        sent = run(bot.send_message(run(bot.create_personal_chat("nora")), "one"))
        self.assertEqual(repr(run(bot.edit_message(sent.message_id, "two"))), f"<Trueconf.SentMessage {sent.message_id}>")

    def test_help(self):
        shown = {
            Trueconf.Bot.send_message: "(self, chat_id, text=None, parse_mode='text', reply_message_id=None, *, "
                                       "keyboard=None, quote=None, split=False, cancellable=None, timeout=None)",
            Trueconf.Bot.edit_message: "(self, message_id, text=None, parse_mode='text', *, keyboard=Ellipsis, "
                                       "cancellable=None, timeout=None)",
            Trueconf.Bot.get_chat_history: "(self, chat_id, count=10, from_message_id=None, *, cancellable=None, timeout=None)",
            Trueconf.Bot.send_photo: "(self, chat_id, file, preview=None, caption=None, parse_mode='text', "
                                     "reply_message_id=None, progress=None, *, split=False, cancellable=None, timeout=None)",
            Trueconf.Message.answer_sticker: "(self, file, progress=None, *, cancellable=None, timeout=None)",
            Trueconf.Bot.answer_command: "(self, command_id, text=None, answer=None, status='ok', "
                                         "visibility='default', level='info', *, cancellable=None, timeout=None)",
            Trueconf.Message.delete: "(self, for_all=False, *, cancellable=None, timeout=None)",
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
            if not GObject.type_test_flags(cls.__gtype__, GObject.TypeFlags.ABSTRACT) and name not in NOT_RECEIVED:
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
