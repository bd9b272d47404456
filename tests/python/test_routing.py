# SPDX-License-Identifier: LGPL-2.1-or-later
"""Routers, handlers, filters, and what becomes of handlers that fail or take their time."""

import gc
import json

from harness import BotTest, main, run, wait_for

from gi.repository import GLib, GObject, Trueconf
from gi.repository.Trueconf import F

# decorator, and the event of the server that it is for
EVENTS = {
    "added_chat_participant": "addChatParticipant",
    "callback_query": "command",
    "changed_file_upload_limits": "getFileUploadLimits",
    "changed_participant_role": "changeParticipantRole",
    "cleared_chat_history": "clearHistory",
    "created_channel": "createChannel",
    "created_favorites_chat": "createFavoritesChat",
    "created_group_chat": "createGroupChat",
    "created_personal_chat": "createP2PChat",
    "edited_chat_avatar": "editChatAvatar",
    "edited_chat_title": "editChatTitle",
    "edited_message": "editMessage",
    "removed_chat": "removeChat",
    "removed_chat_participant": "removeChatParticipant",
    "removed_message": "removeMessage",
    "uploading_progress": "uploadFileProgress",
}


class RoutingTest(BotTest):
    def setUp(self):
        super().setUp()
        self.router = Trueconf.Router("test")
        self.dispatcher = Trueconf.Dispatcher()
        self.dispatcher.include_router(self.router)
        self.seen = []

    def start(self, **kwargs):
        bot = self.make_bot(dispatcher=self.dispatcher, **kwargs)
        run(bot.start())
        return bot

    def wait_seen(self, *wanted):
        wait_for(lambda: len(self.seen) >= len(wanted), what=f"for {wanted}")
        self.assertEqual(self.seen, list(wanted))


class HandlerTest(RoutingTest):
    def test_echo_through_the_router(self):
        @self.router.message(F.text)
        async def echo(msg):
            sent = await msg.answer(msg.text)
            self.seen.append(sent.message_id)

        self.start()
        self.assert_echo("hello")
        last = self.sandbox.messages()[-1]
        wait_for(lambda: self.seen)
        self.assertEqual(last["message_id"], self.seen[0])
        self.assertIsNone(last["reply_message_id"])

    def test_echo_through_the_signal(self):
        bot = self.make_bot()
        bot.connect("message", lambda bot, message: message.reply(message.text, "html"))
        run(bot.start())
        said = self.sandbox.say("hello")
        wait_for(lambda: self.sandbox.texts() == ["hello"])
        last = self.sandbox.messages()[-1]
        self.assertEqual((last["reply_message_id"], last["parse_mode"]), (said["message_id"], "html"))

    def test_what_a_message_tells(self):
        @self.router.message()
        def handle(message):
            self.seen.append(message)

        bot = self.start()
        said = self.sandbox.say("hello")
        wait_for(lambda: self.seen)
        message = self.seen[0]
        self.assertEqual((message.message_id, message.chat_id, message.timestamp),
                         (said["message_id"], said["chat_id"], said["timestamp"]))
        self.assertEqual((message.text, message.author.id, message.from_user.id),
                         ("hello", "nora@sandbox.local", "nora@sandbox.local"))
        self.assertEqual((message.message_type, message.parse_mode, message.is_edited),
                         (Trueconf.MessageType.PLAIN_MESSAGE, Trueconf.ParseMode.TEXT, False))
        self.assertEqual(round(message.date_time.timestamp() * 1000), said["timestamp"])
        self.assertEqual((message.method, message.raw["content"]["text"]), ("sendMessage", "hello"))
        self.assertIs(message.bot, bot)
        self.assertEqual(repr(message), f"<Trueconf.Message 'hello' from nora@sandbox.local in {message.chat_id}>")

    def test_control_characters(self):
        """JSON-GLib writes one of them as it is, which is no JSON."""
        text = "".join(chr(code) for code in range(1, 32)) + "\x7f"

        @self.router.message()
        def handle(message):
            self.seen.append(message.raw["content"]["text"])

        self.start()
        frame = {"type": 1, "id": 77, "method": "sendMessage",
                 "payload": {"chatId": "c", "type": 200, "content": {"text": text}}}
        self.sandbox.call("/sandbox/send", {"text": json.dumps(frame)})
        wait_for(lambda: self.seen)
        self.assertEqual(self.seen, [text])

    def test_parameters(self):
        @self.router.message(F.text == "one")
        def by_position(message, ctx):
            self.seen.append((message.text, type(ctx).__name__))

        @self.router.message(F.text == "two")
        async def by_name(message, state, *, bot, event, context, extra=3):
            self.seen.append((message.text, bot.user_id, event is message, type(context).__name__, type(state).__name__, extra))

        @self.router.message(F.text == "three")
        def all_of_them(message, **companions):
            self.seen.append((message.text, *sorted(companions)))

        self.start()
        for text in ("one", "two", "three"):
            self.sandbox.say(text)
        self.wait_seen(("one", "Context"), ("two", "echo_bot@sandbox.local", True, "Context", "FsmContext", 3),
                       ("three", "bot", "context", "event", "raw_state", "state"))

    def test_what_cannot_be_a_handler(self):
        with self.assertRaisesRegex(TypeError, "'wrong'"):
            self.router.message()(lambda message, bot, wrong: None)
        with self.assertRaisesRegex(TypeError, "has to be a function"):
            self.router.message()(7)
        with self.assertRaisesRegex(TypeError, "is not a filter"):
            self.router.message("text")(lambda message: None)

    def test_exceptions_do_not_end_the_bot(self):
        @self.router.message(F.text == "at once")
        def fail(_):
            raise KeyError("at once")

        @self.router.message(F.text == "later")
        async def fail_later(_):
            await Trueconf.sleep(0.01)
            raise KeyError("later")

        @self.router.message(F.text == "refused")
        async def refused(message):
            await message.answer("")

        @self.router.message(lambda message: {}["filter"])
        def never(_):
            self.seen.append("never")

        @self.router.message()
        async def echo(message):
            await message.answer(message.text)

        errors = []
        self.dispatcher.connect("error", lambda _, error, event: errors.append((event.text, error.code, error.message)))
        bot = self.start()
        for text in ("at once", "later", "refused", "fine"):
            self.sandbox.say(text)
        wait_for(lambda: self.sandbox.texts() == ["fine"])
        self.assertTrue(bot.authorized)
        self.assertEqual(self.seen, [])
        self.assertEqual([type(error).__name__ for error in self.reported],
                         ["KeyError", "KeyError", "InvalidArgument", "KeyError"])
        self.assertTrue(all(error.__traceback__ for error in self.reported))
        # the handlers of one chat follow each other
        self.assertEqual(errors[:2], [("at once", Trueconf.Error.FAILED, "KeyError: 'at once'"),
                                      ("later", Trueconf.Error.FAILED, "KeyError: 'later'")])
        self.assertEqual(errors[2][:2], ("refused", Trueconf.Error.INVALID_ARGUMENT))

    def test_failed_event_is_handled_again(self):
        @self.router.message()
        async def fail_once(message):
            self.seen.append(message.text)
            if len(self.seen) == 1:
                raise KeyError("once")
            await message.answer("now it works")

        self.dispatcher.max_redeliveries = 3
        bot = self.start(ack_policy="after-handler", receive_unread_messages=True, ws_max_delay=1)
        self.sandbox.say("hello")
        wait_for(lambda: self.reported)
        self.sandbox.call("/sandbox/faults", {"fault": "drop"})
        wait_for(lambda: self.sandbox.texts() == ["now it works"])
        self.assertTrue(bot.authorized)
        self.assertEqual(self.seen, ["hello", "hello"])


class HoldTest(RoutingTest):
    def add_slow_handler(self):
        self.released = False

        @self.router.message()
        async def handle(message):
            self.seen.append(f"begin {message.text}")
            while not self.released and message.text.startswith("slow"):
                await Trueconf.sleep(0.02)
            self.seen.append(f"end {message.text}")

    def test_one_chat_one_after_the_other(self):
        self.add_slow_handler()
        self.start()
        self.sandbox.say("slow 1")
        self.sandbox.say("2")
        self.sandbox.say("other chat", sender="omar")
        self.wait_seen("begin slow 1", "begin other chat", "end other chat")
        self.released = True
        self.wait_seen("begin slow 1", "begin other chat", "end other chat", "end slow 1", "begin 2", "end 2")

    def test_no_order(self):
        self.add_slow_handler()
        self.start(ordering="none")
        self.sandbox.say("slow 1")
        self.sandbox.say("2")
        self.wait_seen("begin slow 1", "begin 2", "end 2")
        self.released = True
        self.wait_seen("begin slow 1", "begin 2", "end 2", "end slow 1")

    def test_acknowledged_when_the_coroutine_has_ended(self):
        self.add_slow_handler()
        self.start(ack_policy=Trueconf.AckPolicy.AFTER_HANDLER)
        self.sandbox.say("slow 1")
        self.wait_seen("begin slow 1")

        def read():
            return [message["read"] for message in self.sandbox.messages()]

        self.assertEqual(read(), [False])
        self.released = True
        wait_for(lambda: read() == [True])

    def test_held_by_hand(self):
        contexts = []

        @self.router.message()
        def handle(message, context):
            self.seen.append(message.text)
            context.hold()
            contexts.append(context)

        self.start()
        self.sandbox.say("one")
        self.sandbox.say("two")
        self.sandbox.say("three", sender="omar")
        self.wait_seen("one", "three")
        GLib.idle_add(contexts[0].release)
        self.wait_seen("one", "three", "two")
        for context in contexts[1:]:
            GLib.idle_add(context.release)

    def test_misused_holds(self):
        contexts = []

        @self.router.message(F.text == "at once")
        def too_often(message, context):
            with self.assertRaisesRegex(RuntimeError, "not held"):
                context.release()
            context.hold()
            context.release()
            with self.assertRaisesRegex(RuntimeError, "not held"):
                context.release()
            self.assertEqual((context.n_holds, context.done), (0, False))
            contexts.append(context)
            self.seen.append(message.text)

        @self.router.message(F.text == "later")
        async def too_often_later(message, context):
            # what is held for the coroutine is not the handler's to release
            with self.assertRaisesRegex(RuntimeError, "not held"):
                context.release()
            await Trueconf.sleep(0.01)
            context.hold()
            context.release()
            with self.assertRaisesRegex(RuntimeError, "not held"):
                context.release()
            self.assertFalse(context.done)
            contexts.append(context)
            self.seen.append(message.text)

        @self.router.message()
        def after(message):
            self.seen.append(message.text)

        self.start()
        for text in ("at once", "later", "fine"):
            self.sandbox.say(text)
        self.wait_seen("at once", "later", "fine")
        for context in contexts:
            self.assertEqual((context.n_holds, context.done), (0, True))
            with self.assertRaisesRegex(RuntimeError, "is done"):
                context.hold()
            with self.assertRaisesRegex(RuntimeError, "not held"):
                context.release()


class SubclassTest(RoutingTest):
    def test_each(self):
        """Programs derive from what an event passes through, and keep what is their own."""
        seen = self.seen

        class Shop(Trueconf.Router):
            def __init__(self, city):
                super().__init__("shop")
                self.city = city
                self.message(Longer(4))(self.sell)

            async def sell(self, message, price):
                seen.append((self.city, message.text, price))

        class Longer(Trueconf.Filter):
            def __init__(self, length):
                super().__init__()
                self.length = length

            def do_match(self, event, context):
                return len(event.text) > self.length

        class Prices(Trueconf.Middleware):
            def __init__(self, price):
                super().__init__()
                self.price = price

            def do_process(self, event, context, next):
                context.set_data("price", self.price)
                next.run()

        class Main(Trueconf.Dispatcher):
            def __init__(self, *routers):
                super().__init__()
                self.count = 0
                self.message()(self.rest)
                for router in routers:
                    self.include_router(router)

            def rest(self, message, context):
                self.count += 1
                context.skip()

        class Clerk(Trueconf.Bot):
            def __init__(self, shop, **kwargs):
                super().__init__(dispatcher=Main(shop), **kwargs)
                self.shop = shop

            def greet(self):
                return f"{self.user_id} of {self.shop.city}"

        shop = Shop("Oslo")
        shop.add_outer_middleware(Prices(5))
        clerk = self.make_bot_of(Clerk, shop=shop)
        run(clerk.start())
        for text in "tea", "bread", "water":
            self.sandbox.say(text)
        self.wait_seen(("Oslo", "bread", 5), ("Oslo", "water", 5))
        self.assertIs(type(clerk.dispatcher), Main)
        self.assertEqual((clerk.dispatcher.count, clerk.greet()), (3, "echo_bot@sandbox.local of Oslo"))
        for thing, text in ((shop, "<Shop name='shop'>"), (clerk.dispatcher, "<Main>"), (Longer(1), "<Longer>"), (Prices(1), "<Prices>")):
            self.assertEqual(repr(thing), text)
        self.assertIsInstance(Shop("x"), Trueconf.Router)
        self.assertIsInstance(clerk, Clerk)
        self.assertRegex(repr(clerk), "^<Clerk echo_bot@sandbox.local@http://127.0.0.1")

    def make_bot_of(self, cls, **kwargs):
        bot = cls(server="127.0.0.1", port=self.sandbox.port, https=False, username="echo_bot", password="secret", **kwargs)
        self.addCleanup(self.stop, bot)
        return bot

    def test_found_again(self):
        """What comes back from the library is the object of the program, even if only the library has kept it."""
        class Named(Trueconf.Bot):
            label = None

        bots = []

        @self.dispatcher.message()
        def note(message, bot):
            bots.append((bot, message.bot))
            self.seen.append(bot.label)

        bot = self.make_bot_of(Named, dispatcher=self.dispatcher)
        bot.label = "mine"
        run(bot.start())
        self.sandbox.say("hello")
        self.wait_seen("mine")
        self.assertTrue(all(one is bot for pair in bots for one in pair))

        class Tidy(Trueconf.Dispatcher):
            pass

        other = Trueconf.Bot("x", "a.b.c", dispatcher=Tidy())
        other.dispatcher.mark = 1
        gc.collect()
        self.assertEqual((type(other.dispatcher), other.dispatcher.mark), (Tidy, 1))

    def test_what_cannot_be(self):
        """A class that is final in C has no properties, signals and virtual functions for Python to add."""
        for body in ({"level": GObject.Property(type=int)}, {"__gsignals__": {"x": (GObject.SignalFlags.RUN_LAST, None, ())}},
                     {"__gtype_name__": "MyBot"}, {"do_dispose": lambda self: None}):
            with self.subTest(body), self.assertRaisesRegex(TypeError, f"cannot have '{next(iter(body))}': Bot is final"):
                type("Mine", (Trueconf.Bot,), body)

        class Level(Trueconf.Router):
            level = GObject.Property(type=int, default=3)

        # where C lets others derive, all of that is there
        self.assertEqual(Level().get_property("level"), 3)


class FilterTest(RoutingTest):
    def test_first_match_wins(self):
        class Shouts(Trueconf.Filter):
            def do_match(self, event, context):
                return event.text.isupper()

        @self.router.message(Shouts(), F.text.startswith("HELP"))
        def both(message):
            self.seen.append(("both", message.text))

        @self.router.message(lambda message, bot: bot.authorized and message.text == "plain")
        def plain(message):
            self.seen.append(("plain", message.text))

        other = Trueconf.Router("other")
        self.dispatcher.include_router(other)

        @other.on(Trueconf.Message, F.author.id.in_("nora@sandbox.local", "omar@sandbox.local") & ~(F.text == "x"))
        def rest(message):
            self.seen.append(("rest", message.text))

        self.start()
        for text in ("HELP ME", "HELLO", "plain", "x", "end"):
            self.sandbox.say(text)
        self.wait_seen(("both", "HELP ME"), ("rest", "HELLO"), ("plain", "plain"), ("rest", "end"))

    def test_not_a_router(self):
        for wrong in ("shop", None, Trueconf.Router):
            with self.assertRaisesRegex(TypeError, "is not a router: include_router"):
                self.dispatcher.include_router(wrong)

    def test_removed_handler(self):
        identity = self.router.add_handler(Trueconf.Message, None, lambda message, context: self.seen.append("old"))
        self.assertTrue(self.router.remove_handler(identity))
        self.router.message()(lambda message: self.seen.append("new"))
        self.start()
        self.sandbox.say("hello")
        self.wait_seen("new")

    def test_routers_in_routers(self):
        other = Trueconf.Router("other")
        self.router.message()(lambda message: self.seen.append(("inner", message.text)))
        self.dispatcher.message(F.text == "both")(lambda message: self.seen.append(("root", message.text)))
        other.message()(lambda message: self.seen.append((other.name, message.text)))
        self.dispatcher.include_router(other)
        self.start()
        self.sandbox.say("both")
        self.wait_seen(("root", "both"))

        self.assertFalse(self.dispatcher.allow_child_on_event)
        self.dispatcher.allow_child_on_event = True
        self.sandbox.say("both")
        self.wait_seen(("root", "both"), ("root", "both"), ("inner", "both"))

        self.assertTrue(self.dispatcher.exclude_router(self.router))
        self.assertFalse(self.dispatcher.exclude_router(self.router))
        other.set_name("renamed")
        self.sandbox.say("last")
        self.wait_seen(("root", "both"), ("root", "both"), ("inner", "both"), ("renamed", "last"))

    def test_data_of_a_filter(self):
        class Number(Trueconf.Filter):
            def do_match(self, event, context):
                context.set_data("number", len(event.text))
                return True

        @self.router.message(Number())
        def handle(message, context):
            self.seen += [context.get_data("number"), context.get_data("missing")]
            context.set_data("number", None)
            self.seen.append(context.get_data("number"))

        self.start()
        self.sandbox.say("hello")
        self.wait_seen(5, None, None)

    def test_handler_timeout(self):
        contexts = []

        @self.router.message()
        def handle(message, context):
            self.dispatcher.handler_timeout = 0
            self.seen.append(message.text)
            context.hold()
            contexts.append(context)

        self.assertEqual(self.dispatcher.handler_timeout, 0)
        self.dispatcher.handler_timeout = 0.2
        self.assertEqual(self.dispatcher.get_handler_timeout(), 0.2)
        self.start()
        self.sandbox.say("stuck")
        self.sandbox.say("next")
        self.wait_seen("stuck", "next")
        for context in contexts:
            context.release()

    def test_handler_that_is_a_closure(self):
        self.router.add_handler_closure(Trueconf.Message, None, lambda message, context: self.seen.append(
            (message.text, context.event is message)))
        self.start()
        self.sandbox.say("hello")
        self.wait_seen(("hello", True))

    def test_handler_of_an_object(self):
        seen = self.seen

        class Window(GObject.Object):
            def on_message(self, message, context):
                seen.append(("method", message.text))

        async def on_update(event, context, object):
            await Trueconf.sleep(0.01)
            seen.append((event.method, object is windows[0]))

        windows = [Window(), Window()]
        for window in windows:
            self.router.add_handler_object(Trueconf.Message, None, window.on_message, window)
        del window
        self.router.add_handler_object(Trueconf.Update, None, on_update, windows[0])
        self.router.message()(lambda message: seen.append(("rest", message.text)))
        with self.assertRaisesRegex(TypeError, "not a GObject"):
            self.router.add_handler_object(Trueconf.Message, None, on_update, self)

        self.start()
        self.sandbox.say("one")
        self.wait_seen(("method", "one"))
        self.sandbox.call("/sandbox/send", {"method": "dance", "payload": {}})
        self.wait_seen(("method", "one"), ("dance", True))
        gone = [window.weak_ref() for window in windows]
        windows.clear()
        self.assertEqual([reference() for reference in gone], [None, None])
        self.sandbox.say("two")
        self.wait_seen(("method", "one"), ("dance", True), ("rest", "two"))


class EventTest(RoutingTest):
    def test_the_decorators_of_the_vendor(self):
        for decorator in EVENTS:
            getattr(self.router, decorator)()(
                lambda event, decorator=decorator: self.seen.append((decorator, event.method)))
        bot = self.start()
        wait_for(lambda: len(self.seen) == 1)
        self.assertEqual(self.seen.pop(), ("changed_file_upload_limits", "getFileUploadLimits"))
        for method in EVENTS.values():
            self.sandbox.call("/sandbox/send", {"method": method, "payload": {"chatId": "c"}})
        wait_for(lambda: len(self.seen) == len(EVENTS))
        self.assertEqual(sorted(self.seen), sorted(EVENTS.items()))
        self.assertTrue(bot.authorized)

    def test_any_event(self):
        @self.router.event("somethingNew")
        def new(event):
            self.seen.append((type(event).__name__, event.raw))

        @self.router.event(None, lambda event: event.method != "getFileUploadLimits")
        def rest(event):
            self.seen.append(event.method)

        self.start()
        for method in ("somethingNew", "somethingElse"):
            self.sandbox.call("/sandbox/send", {"method": method, "payload": {"a": [1, None, "ü"]}})
        self.wait_seen(("Update", {"a": [1, None, "ü"]}), "somethingElse")


if __name__ == "__main__":
    main()
