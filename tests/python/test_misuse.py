# SPDX-License-Identifier: LGPL-2.1-or-later
"""Numbers that nothing takes: they are refused or reported, and never end the process or a wait."""

import enum
import json
import math
import os
import subprocess
import sys
import unittest

from harness import main, run

from gi.repository import Gio, GLib, GObject, Trueconf

NUMBERS = {"gint8", "guint8", "gint16", "guint16", "gint32", "guint32", "gint64", "guint64", "gdouble", "gfloat"}
WRONG_ENUM = [-1, 99, 0]
WRONG_NUMBER = [-1, 0, 2 ** 31 - 1, 2 ** 32 - 1, 2 ** 64 - 1, math.nan, math.inf, -math.inf]


def make_instances():
    file = Trueconf.InputFile.new_for_bytes(GLib.Bytes.new(b"x"), "x.txt")
    # what is not refused fails at once
    bot = Trueconf.Bot("127.0.0.1", "a.b.c", port=1, https=False, offline_timeout=0)
    scheduler = Trueconf.Scheduler()
    schedule = Trueconf.Schedule.new_every(1000000)
    things = [
        bot, file, scheduler, schedule, scheduler.add_job("x", schedule, print), bot.statistics,
        GObject.new(Trueconf.CallbackQuery), Trueconf.AccessList(), bot.begin_chat_activity("c", Trueconf.ChatActivity.TYPING),
        Trueconf.ActivityMiddleware(), Trueconf.BoundedRegex.new("x", 0), Trueconf.Button("x", command="x"), Trueconf.ChatList.new(bot), Trueconf.Transcript.new(bot, "c"),
        Trueconf.ParticipantList.new(bot, "c"), GObject.new(Trueconf.ChatItem), GObject.new(Trueconf.MessageItem),
        GObject.new(Trueconf.ParticipantItem), Trueconf.Debounce(),
        Trueconf.Deduplicator(), Trueconf.Dispatcher(), Trueconf.Draft("x"), Trueconf.Filter(),
        Trueconf.Form("form"), Trueconf.FormField.new_text("field", "?"), Trueconf.FsmRecord.new("Form:name", "{}", 0, "1"), Trueconf.HealthServer(), Trueconf.Keyboard(), Trueconf.KeyboardPager("list", ["one"]),
        Trueconf.LoggingMiddleware(), Trueconf.LoopGuard(), Trueconf.Message(), Trueconf.RateLimit(), Trueconf.RequestLog(), Trueconf.RequestMiddleware(),
        Trueconf.RedisStorage.new("redis://localhost"), Trueconf.Router("r"), Trueconf.ServiceNotifier(), Trueconf.SkipSelf(), Trueconf.SqliteStorage.new(Gio.File.new_for_path("/nonexistent/dialogs")),
        Trueconf.State.new("Form:name"), Trueconf.Text.new("x"),
        Trueconf.Throttle(),
    ]
    return {type(thing): thing for thing in things}


def classes():
    for name in dir(Trueconf):
        cls = getattr(Trueconf, name)
        if isinstance(cls, type) and issubclass(cls, GObject.Object) and cls.__module__ == "gi.repository.Trueconf":
            yield cls


def wrong_values(pspec):
    if pspec.value_type.is_a(GObject.TYPE_ENUM):
        return WRONG_ENUM
    if pspec.value_type in (GObject.TYPE_INT, GObject.TYPE_UINT, GObject.TYPE_INT64, GObject.TYPE_UINT64):
        return [pspec.minimum - 1, pspec.maximum + 1]
    if pspec.value_type == GObject.TYPE_DOUBLE:
        return [pspec.minimum - 1, pspec.maximum + 1, math.nan, math.inf, -math.inf]
    return []


def allowed(pspec, value):
    if pspec.value_type.is_a(GObject.TYPE_ENUM):
        return value.value_nick is not None
    return pspec.minimum <= value <= pspec.maximum


def kind(info):
    """What an argument is: "enum", "number", or the value to give for it."""
    info = info.get_type_info() if hasattr(info, "get_type_info") else info.get_type()
    tag, interface = info.get_tag_as_string(), info.get_interface()
    if tag in NUMBERS:
        return "number"
    if tag == "interface" and interface.get_namespace() == "Trueconf":
        try:
            cls = getattr(Trueconf, interface.get_name())
        except NotImplementedError:  # a callback
            return None
        if issubclass(cls, enum.Enum):
            return "enum"
        return make_instances().get(cls)
    if tag == "interface" and interface.get_name() == "File":
        return Gio.File.new_for_path("/nonexistent/file")
    return {"utf8": "x", "filename": "x", "gboolean": False}.get(tag)


class Worker:
    """Tries everything in a process of its own, in which nothing that is logged is fatal."""

    def __init__(self):
        self.problems = []
        self.tried = set()

    def attempt(self, name, function, *args, **kwargs):
        self.tried.add(name)
        try:
            result = function(*args, **kwargs)
            if hasattr(result, "__await__"):
                run(result, 5)
        except AssertionError as error:
            self.problems.append(f"{name} {args} {kwargs}: {error}")
        except Exception:  # that is how a mistake is told
            pass

    def properties(self, thing):
        for pspec in type(thing).list_properties():
            name = pspec.name.replace("-", "_")
            if not pspec.flags & GObject.ParamFlags.WRITABLE or not pspec.flags & GObject.ParamFlags.READABLE:
                continue
            before = getattr(thing, name)
            for value in wrong_values(pspec):
                where = f"{type(thing).__name__}.{name}"
                self.attempt(where, type(thing), **{name: value})
                if not pspec.flags & GObject.ParamFlags.CONSTRUCT_ONLY:
                    self.attempt(where, setattr, thing, name, value)
                    self.attempt(where, thing.set_property, pspec.name, value)
                    if hasattr(thing, "set_" + name):
                        self.attempt(where, getattr(thing, "set_" + name), value)
                if not allowed(pspec, getattr(thing, name)):
                    self.problems.append(f"{where} is {getattr(thing, name)} after {value}")
                if getattr(thing, name) != before:
                    thing.set_property(pspec.name, before)

    def functions(self, owner, infos):
        for info in infos:
            name = info.get_name()
            infos = info.get_arguments()
            names = [argument.get_name() for argument in infos]
            bare = name[:-len("_async")] if name.endswith("_async") else name
            if "cancellable" in names:
                infos = infos[:names.index("cancellable")]
            kinds = {argument.get_name(): kind(argument) for argument in infos
                     if not argument.get_name().startswith("progress")}
            for wrong, values in (("enum", WRONG_ENUM), ("number", WRONG_NUMBER)):
                for argument in (key for key, value in kinds.items() if isinstance(value, str) and value == wrong):
                    for number in values:
                        given = {key: {"enum": 1, "number": 1}.get(value, value) if isinstance(value, str) else value
                                 for key, value in kinds.items()}
                        given[argument] = number
                        method = getattr(owner, bare)
                        where = f"{getattr(owner, '__name__', type(owner).__name__)}.{bare}"
                        if name.endswith("_async"):
                            self.attempt(where, method, **given)
                        else:
                            self.attempt(where, method, *given.values())

    def work(self):
        GLib.log_set_always_fatal(GLib.LogLevelFlags.LEVEL_ERROR)
        for disposed in (False, True):
            instances = make_instances()
            for cls in classes():
                own = [info for info in cls.__info__.get_methods() if any(
                    kind(argument) in ("enum", "number") for argument in info.get_arguments())]
                writable = [pspec for pspec in cls.list_properties()
                            if pspec.flags & GObject.ParamFlags.WRITABLE and wrong_values(pspec)]
                if not own and not writable:
                    continue
                # a context only comes with an event
                if cls is Trueconf.Context:
                    continue
                if cls not in instances:
                    self.problems.append(f"{cls.__name__} is to be made by this test")
                    continue
                if disposed:
                    instances[cls].run_dispose()
                self.properties(instances[cls])
                self.functions(instances[cls], [info for info in own if info.is_method()])
                self.functions(cls, [info for info in own if not info.is_method()])
        json.dump({"problems": self.problems, "tried": sorted(self.tried)}, sys.stdout)


class MisuseTest(unittest.TestCase):
    def test_names_of_arguments(self):
        with self.assertRaisesRegex(TypeError, r"a bot takes no 'tokn': did you mean 'token'\? It takes ack_policy, (?!.*last_error)"):
            Trueconf.Bot(tokn="x")
        with self.assertRaisesRegex(TypeError, "a bot takes no 'colour': it takes ack_policy, .*verify_tls"):
            Trueconf.Bot(colour="red")
        with self.assertRaisesRegex(TypeError, r"^Bot\.from_credentials\(\) missing .*'username'"):
            Trueconf.Bot.from_credentials("localhost")

    def test_numbers_and_enumerations(self):
        environment = {**os.environ, "G_DEBUG": ""}
        worker = subprocess.run([sys.executable, __file__, "--work"], env=environment, capture_output=True, text=True)
        self.assertEqual(worker.returncode, 0, worker.stderr[-2000:])
        found = json.loads(worker.stdout)
        self.assertEqual(found["problems"], [])
        for name in ("Bot.timeout", "Bot.send_survey", "Bot.get_chats", "Button.style", "CallbackQuery.edit_message",
                     "Dispatcher.handler_timeout", "Draft.kind", "Draft.new_photo", "Message.reply",
                     "Router.remove_handler"):
            self.assertIn(name, found["tried"])

    def test_numbers(self):
        bot = Trueconf.Bot("127.0.0.1", "a.b.c", offline_timeout=0)
        for number, error in ((2**63, OverflowError), (-2**63 - 1, OverflowError), (float("nan"), ValueError),
                              (float("-inf"), ValueError)):
            with self.assertRaisesRegex(error, "give it as a text"):
                bot.call("getChats", {"count": [number]})

    def test_nul(self):
        bot = Trueconf.Bot("127.0.0.1", "a.b.c", offline_timeout=0)
        draft = Trueconf.Draft("x")
        for what in (lambda: bot.send_message("chat", "one\0two"), lambda: bot.send_message("ch\0at", "one"),
                     lambda: bot.call("sendMessage", {"content": [{"text": "\0"}]}),
                     lambda: bot.call("sendMessage", {"a\0b": 1}), lambda: Trueconf.Draft("one\0two"),
                     lambda: Trueconf.Button("one\0", data="x"), lambda: setattr(draft, "text", "one\0two"),
                     lambda: bot.create_group_chat("one\0two"), lambda: Trueconf.Bot("127.0\0.0.1", "a.b.c"),
                     lambda: Trueconf.Bot(server="127.0\0.0.1"), lambda: draft.set_text("one\0two"),
                     lambda: draft.set_property("text", "one\0two"), lambda: Trueconf.Router("one\0"),
                     lambda: Trueconf.Draft.new_text("one\0two", Trueconf.ParseMode.TEXT),
                     lambda: Trueconf.InputFile.new_for_bytes(GLib.Bytes.new(b"x"), "one\0two"),
                     lambda: Trueconf.visible_length("one\0two")):
            with self.assertRaisesRegex(ValueError, "has a NUL character at position [0-9]+, which .* take it out"):
                what()
        self.assertEqual(draft.text, "x")
        router = Trueconf.Router("r")
        button = Trueconf.Button("x", command="x")
        for name, what in (
                ("text", lambda: setattr(draft.props, "text", "one\0two")), ("text", lambda: draft.set_properties(text="one\0two")),
                ("text", lambda: draft.set_property("text", "one\0two")), ("name", lambda: Trueconf.Router("one\0")),
                ("text", lambda: setattr(draft, "text", "one\0two")), ("text", lambda: Trueconf.Draft("one\0two")),
                ("server", lambda: Trueconf.Bot("127.0\0.0.1", "a.b.c")), ("token", lambda: Trueconf.Bot("127.0.0.1", "a\0")),
                ("text", lambda: Trueconf.visible_length("one\0two")), ("name", lambda: router.set_name("one\0")),
                ("custom_data", lambda: setattr(button.props, "custom_data", "x\0")), ("title", lambda: bot.create_group_chat("\0")),
                ("caption", lambda: bot.send_photo("c", "x.png", caption="\0")), ("texts", lambda: Trueconf.Filter.new_texts(1, ["\0"], False))):
            with self.subTest(name), self.assertRaisesRegex(ValueError, f"^{name} has a NUL character at position"):
                what()
        self.assertEqual((draft.text, router.name), ("x", "r"))

    def test_props(self):
        draft = Trueconf.Draft("x")
        draft.props.text = "y"
        draft.set_properties(text="z", quote="q")
        self.assertEqual((draft.props.text, draft.get_property("quote")), ("z", "q"))
        self.assertEqual(sorted(pspec.name for pspec in draft.props), sorted(pspec.name for pspec in Trueconf.Draft.list_properties()))
        self.assertEqual(len(draft.props), len(list(draft.props)))
        self.assertIn("reply_message_id", dir(draft.props))
        with self.assertRaises(AttributeError):
            draft.props.txet

    def test_words_for_numbers(self):
        bot = Trueconf.Bot("127.0.0.1", "a.b.c", offline_timeout=0)
        with self.assertRaisesRegex(ValueError, "99 is not a ParseMode: it is one of .*html"):
            bot.send_message("chat", "x", 99)
        with self.assertRaisesRegex(ValueError, "-1 is not a SurveyType"):
            bot.send_survey("chat", "x", "x", -1)
        draft = Trueconf.Draft("x")
        with self.assertRaisesRegex(ValueError, "99 is not a DraftKind"):
            draft.kind = 99
        self.assertEqual(draft.kind, Trueconf.DraftKind.MESSAGE)
        with self.assertRaisesRegex(ValueError, "99 is not an Ordering: it is one of per-chat, none$"):
            bot.ordering = 99
        for name, wrong in (("timeout", -1), ("timeout", math.nan), ("ws_max_retries", -2), ("port", 65536)):
            before = getattr(bot, name)
            with self.assertRaisesRegex(ValueError, f"{name} cannot be {wrong}: it is from .* to "):
                setattr(bot, name, wrong)
            self.assertEqual(getattr(bot, name), before)
            with self.assertRaisesRegex(ValueError, f"{name} cannot be {wrong}"):
                Trueconf.Bot("127.0.0.1", **{name: wrong})


if __name__ == "__main__":
    if sys.argv[1:] == ["--work"]:
        Worker().work()
    else:
        main()
