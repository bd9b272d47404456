# SPDX-License-Identifier: LGPL-2.1-or-later
"""Values as Python has them: enumerations, durations, bytes, paths, times."""

import copy
import datetime
import enum
import json
import pathlib
import pickle
import tempfile
import types
import unittest

from harness import BotTest, main, run

from gi.overrides._trueconf import awaiting, enumerations
from gi.repository import Gio, GLib, GObject, Trueconf

Status = Trueconf.Status


class EnumerationTest(unittest.TestCase):
    def assert_manners(self, cls, name, nick):
        value = cls[name]
        self.assertIsInstance(value, int)
        self.assertIsInstance(value, cls)
        self.assertEqual((value.name, value.value, value.value_nick), (name, int(value), nick))
        self.assertEqual((str(value), f"{value}", f"{value:>14}"), (nick, nick, nick.rjust(14)))
        self.assertEqual((f"{value:d}", f"{value:03x}"), (str(int(value)), f"{int(value):03x}"))
        self.assertEqual(repr(value), f"<Trueconf.{cls.__name__}.{name}: {int(value)}>")
        # in all spellings
        for spelling in (nick, nick.upper(), name, name.lower()):
            self.assertIs(cls(spelling), value)
            self.assertTrue(value == spelling and spelling == value)
            self.assertFalse(value != spelling)
        self.assertIs(cls(int(value)), value)
        self.assertTrue(value == int(value) and value != int(value) + 1 and value != "else" and value is not None)
        self.assertEqual(len({value, int(value)}), 1)
        members = list(cls)
        self.assertIn(value, members)
        self.assertEqual(members, sorted(members))
        self.assertEqual(len(cls), len(set(members)))
        self.assertTrue(min(members) <= value < max(members) + 1)

    def test_all(self):
        """Each value of each enumeration of the library."""
        seen = 0
        for name in dir(Trueconf):
            cls = getattr(Trueconf, name)
            if isinstance(cls, type) and issubclass(cls, enum.Enum):
                for value in cls:
                    self.assert_manners(cls, value.name, value.name.lower().replace("_", "-"))
                    seen += 1
        self.assertGreater(seen, 150)

    def test_as_pygobject_has_them_from_3_52_on(self):
        """There they are of a class of Python already, which gets the same manners."""
        class Weather(enum.IntEnum):
            UNKNOWN = 0
            LIGHT_RAIN = 1

            @property
            def value_nick(self):
                return self.name.lower().replace("_", "-")

        enumerations.improve(Weather)
        self.assert_manners(Weather, "LIGHT_RAIN", "light-rain")
        with self.assertRaisesRegex(ValueError, "'snow' is not a Weather: it is one of light-rain$"):
            Weather("snow")

    def test_wrong_ones(self):
        for value in ("authorised", "", 77, None):
            with self.assertRaisesRegex(ValueError, "is not a Status: it is one of disconnected, connected, authorized$"):
                Status(value)
        with self.assertRaises(AttributeError):
            Status.AUTHORISED
        with self.assertRaises(TypeError):
            Status.AUTHORIZED < "connected"

    def test_copies(self):
        self.assertIs(copy.deepcopy(Status.AUTHORIZED), Status.AUTHORIZED)
        self.assertIs(pickle.loads(pickle.dumps(Status.AUTHORIZED)), Status.AUTHORIZED)
        self.assertEqual(json.loads(json.dumps({"status": Status.AUTHORIZED})), {"status": 3})

    def test_property_of_a_class_of_the_user(self):
        class Light(GObject.Object):
            status = GObject.Property(type=Status, default=Status.DISCONNECTED)

        bot, light = Trueconf.Bot("host", "token"), Light(status=Status.AUTHORIZED)
        self.assertEqual(light.status, "authorized")
        bot.bind_property("status", light, "status", GObject.BindingFlags.SYNC_CREATE)
        self.assertIs(light.status, Status.DISCONNECTED)
        value = GObject.Value(Status, Status.AUTHORIZED)
        self.assertEqual(value.get_value(), Status.AUTHORIZED)


class EnumerationsOfABot(BotTest):
    def test_from_and_to_the_library(self):
        bot = self.make_bot()
        told = []
        bot.connect("status-changed", lambda bot, health: told.append(health.status))
        self.assertIs(bot.status, Status.DISCONNECTED)
        run(bot.start())
        for value in (bot.status, bot.props.status, bot.get_status(), bot.get_property("status"), bot.health_check().status, told[-1]):
            self.assertIs(value, Status.AUTHORIZED)
        match bot.status:
            case Status.AUTHORIZED:
                pass
            case other:
                self.fail(other)
        chat_id = run(bot.create_personal_chat("nora"))
        for mode in ("html", Trueconf.ParseMode.HTML, int(Trueconf.ParseMode.HTML), "HTML"):
            run(bot.send_message(chat_id, "<b>x</b>", parse_mode=mode))
        modes = {message.parse_mode for message in run(bot.get_chat_history(chat_id))}
        self.assertEqual(modes, {Trueconf.ParseMode.HTML})
        self.assertTrue(all(mode == "html" for mode in modes))


class DurationTest(unittest.TestCase):
    half = datetime.timedelta(milliseconds=2500)

    def test_all_properties(self):
        """Each property that is a time takes a timedelta: in the constructor, as an attribute, by its name."""
        bot = Trueconf.Bot("host", "token")
        dispatcher = Trueconf.Dispatcher()
        things = [(bot, ("timeout", "stop_timeout", "offline_timeout", "display_name_max_age")), (dispatcher, ("handler_timeout", "blocking_threshold")),
                  (Trueconf.State("s"), ("timeout",)), (Trueconf.Form("f"), ("timeout",)), (Trueconf.Debounce(), ("interval",)),
                  (Trueconf.Deduplicator(), ("interval",)), (Trueconf.LoopGuard(), ("window",)), (Trueconf.ActivityMiddleware(), ("delay",)),
                  (Trueconf.Scheduler(), ("stop_timeout",))]
        for thing, names in things:
            for name in names:
                where = f"{type(thing).__name__}.{name}"
                setattr(thing, name, self.half)
                self.assertEqual(getattr(thing, name), 2.5, where)
                thing.set_property(name.replace("_", "-"), self.half * 2)
                self.assertEqual(getattr(thing, name), 5, where)
                setattr(thing.props, name, self.half)
                self.assertEqual(getattr(thing, name), 2.5, where)
                thing.set_properties(**{name: self.half * 4})
                self.assertEqual(getattr(thing, name), 10, where)
                with self.assertRaisesRegex(ValueError, name):
                    setattr(thing, name, -self.half)
        self.assertEqual(Trueconf.Bot("host", "token", timeout=self.half).timeout, 2.5)
        self.assertEqual(Trueconf.Debounce(interval=self.half).interval, 2.5)
        bot.set_timeout(self.half)
        self.assertEqual(bot.timeout, 2.5)

    def test_whole_seconds(self):
        """They are not less than what was given, so that nothing becomes 0."""
        bot = Trueconf.Bot("host", "token", ping_interval=self.half)
        self.assertEqual(bot.ping_interval, 3)
        bot.ws_max_delay = datetime.timedelta(milliseconds=1)
        self.assertEqual(bot.ws_max_delay, 1)
        bot.ping_timeout = datetime.timedelta(minutes=1)
        self.assertEqual(bot.ping_timeout, 60)

    def test_schedules(self):
        self.assertEqual(Trueconf.Schedule.new_every(self.half).interval, 2500000)
        self.assertEqual(Trueconf.Schedule.new_every(2500000).interval, 2500000)

    def test_waiting(self):
        moment = datetime.timedelta(milliseconds=1)

        async def wait():
            await Trueconf.sleep(moment)
            with self.assertRaises(TimeoutError):
                await Trueconf.wait_for(Trueconf.sleep(3600), moment)
            with self.assertRaises(TimeoutError):
                async with Trueconf.timeout(moment):
                    await Trueconf.sleep(3600)
            return "over"

        self.assertEqual(run(wait()), "over")


class FieldsOfALog(unittest.TestCase):
    def test_one_line(self):
        """What a record of `logging` is about is a line, whatever the server has sent."""
        event = types.SimpleNamespace(get_bot=lambda: None, get_serial=lambda: 1, get_method=lambda: "invented\nERROR all is lost",
                                      chat_id="\x1b[2J" + "x" * 1_000_000)
        fields = awaiting._about(event)
        self.assertEqual(fields["trueconf_method"], r"invented\nERROR all is lost")
        self.assertEqual(fields["trueconf_chat"], r"\x1b[2J" + "x" * 496)
        event.get_bot = lambda: types.SimpleNamespace(get_user_id=lambda: "bot\nERROR all is lost")
        self.assertEqual(awaiting._about(event)["trueconf_bot"], r"bot\nERROR all is lost")
        event.chat_id = "чат-1"
        self.assertEqual(awaiting._about(event)["trueconf_chat"], "чат-1")


class BytesAndPaths(BotTest):
    def test_input_files(self):
        for data in (b"abc", bytearray(b"abc"), memoryview(b"abc"), GLib.Bytes.new(b"abc")):
            for file in (Trueconf.InputFile(data, "a.txt"), Trueconf.InputFile.new_for_bytes(data, "a.txt")):
                self.assertEqual((file.file_name, file.size), ("a.txt", 3))
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "b.txt"
            path.write_text("hello")
            for file in (Trueconf.InputFile(path), Trueconf.InputFile(str(path)), Trueconf.InputFile(Gio.File.new_for_path(str(path))),
                         Trueconf.InputFile.new_for_file(path), Trueconf.InputFile.new_for_file(str(path))):
                run(file.load())
                self.assertEqual((file.file_name, file.size), ("b.txt", 5))
            file = Trueconf.InputFile(path, "c.txt", mime_type="text/x-c")
            self.assertEqual((file.file_name, file.mime_type), ("c.txt", "text/x-c"))
            self.assertEqual(Trueconf.Draft.new_document(path, None, "text").file.file_name, "b.txt")
        for wrong in ((b"abc",), (3,), (None,), ()):
            with self.assertRaises(TypeError):
                Trueconf.InputFile(*wrong)

    def test_there_and_back(self):
        bot = self.make_bot()
        run(bot.start())
        chat_id = run(bot.create_personal_chat("nora"))
        sent = run(bot.send_document(chat_id, Trueconf.InputFile(b"content", "a.txt")))
        data = run(bot.download_file_bytes(sent.file_id))
        self.assertIsInstance(data, bytes)
        self.assertEqual(data, b"content")
        # as GLib.Bytes has it
        self.assertEqual((data.get_data(), data.get_size()), (b"content", 7))
        with tempfile.TemporaryDirectory() as folder:
            for destination in (folder, pathlib.Path(folder), Gio.File.new_for_path(folder)):
                written = run(bot.download_file(sent.file_id, destination))
                self.assertIsInstance(written, pathlib.Path)
                self.assertEqual(str(written.parent), folder)
                self.assertEqual(written.read_bytes(), b"content")
                # as Gio.File has it
                self.assertEqual((written.get_path(), written.get_basename()), (str(written), written.name))
                self.assertEqual(written.get_uri(), written.as_uri())
            # what is returned can be sent
            run(bot.send_document(chat_id, written))
        vcard = b"BEGIN:VCARD\nFN:Nora\nTEL:1\nEND:VCARD"
        self.assertEqual(Trueconf.Contact.new_from_vcard(vcard).phone_numbers, ["1"])

    def test_times_have_a_zone(self):
        bot = self.make_bot()
        run(bot.start())
        chat_id = run(bot.create_personal_chat("nora"))
        before = datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(seconds=1)
        run(bot.send_message(chat_id, "x"))
        message, = run(bot.get_chat_history(chat_id))
        self.assertTrue(before < message.date_time < before + datetime.timedelta(minutes=5))
        self.assertIsNotNone(bot.health_check().timestamp.tzinfo)
        once = datetime.datetime(2030, 1, 2, 3, 4, 5, tzinfo=datetime.timezone(datetime.timedelta(hours=3)))
        self.assertEqual(Trueconf.Schedule.new_once(once).get_next(before), once)


if __name__ == "__main__":
    main()
