# SPDX-License-Identifier: LGPL-2.1-or-later
"""Forms in Python: classes of fields, functions and coroutines, and a program that is killed in the middle."""

import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import unittest

from harness import BotTest, main, run, wait_for

from gi.repository import GLib, Trueconf
from gi.repository.Trueconf import Form, FormField

# a bot that is a process of its own, with its dialogs in a file
PROGRAM = """
import sys
import gi
gi.require_version("Trueconf", "1")
from gi.repository import GLib, Trueconf
from gi.repository.Trueconf import Form, FormField

class Order(Form):
    dish = FormField.text("Which dish?")
    count = FormField.number("How many?", integer=True)
    street = FormField.text("Which street?")

order = Order(summary=False)
storage = Trueconf.SqliteStorage(sys.argv[2]) if sys.argv[2] else Trueconf.MemoryStorage()
dispatcher = Trueconf.Dispatcher(storage=storage)
dispatcher.include_router(order)

@dispatcher.message(Trueconf.F.text == "/order")
async def begin(message, context):
    await order.begin(context)

@order.finished
async def finished(result):
    await result.get_bot().send_message(result.chat_id, "sent " + str(result.to_dict()))

bot = Trueconf.Bot(server="127.0.0.1", port=int(sys.argv[1]), https=False, username="echo_bot", password="secret",
                   dispatcher=dispatcher)

async def start():
    await bot.start()
    print("ready", flush=True)

task = Trueconf.spawn(start())
GLib.MainLoop().run()
"""


class FieldsTest(unittest.TestCase):
    def test_class(self):
        class Order(Form):
            name = FormField.text("Your name?", max_length=20, pattern="[A-Z].*")
            size = FormField.choice("Which size?", choices={"s": "small", "l": "large"})
            day = FormField.date("Which day?", earliest="today", optional=True)

        order = Order(timeout=60, zone="Europe/Berlin", texts={"back": "Up"})
        fields = list(order.get_fields())
        self.assertEqual([field.get_name() for field in fields], ["name", "size", "day"])
        self.assertEqual((fields[0].get_max_length(), fields[0].get_pattern(), fields[0].get_question()),
                         (20, "[A-Z].*", "Your name?"))
        self.assertEqual((fields[1].get_choices(), fields[1].get_choice_values()), (["small", "large"], ["s", "l"]))
        self.assertEqual((fields[2].get_kind(), fields[2].get_optional(), fields[2].get_earliest(), fields[2].get_latest()),
                         (Trueconf.FormFieldKind.DATE, True, "today", None))
        self.assertEqual((order.get_timeout(), order.get_summary(), order.get_zone().get_identifier()), (60, True, "Europe/Berlin"))
        self.assertEqual(order.get_text(Trueconf.FormText.BACK), "Up")
        self.assertTrue(order.get_states().contains("Order:size"))

    def test_functions(self):
        form = Form("plain")
        field = FormField.new_number("count", "How many?")
        field.set_minimum(1)
        field.set_maximum(3)
        field.set_integer(True)
        field.set_hint("a few")
        field.set_default_answer("2")
        field.set_retry_text("no")
        field.set_optional(True)
        field.set_max_length(4)
        field.set_earliest("today")
        field.set_latest("tomorrow")
        form.add_field(field)
        for made in (FormField.new_text("a", "A?"), FormField.new_date("b", "B?"), FormField.new_file("c", "C?"),
                     FormField.new_confirm("d", "D?"), FormField.new_choice("e", "E?", ["x"])):
            form.add_field(made)
        form.set_summary(False)
        form.set_timeout(3)
        form.set_zone(GLib.TimeZone.new_utc())
        form.set_text(Trueconf.FormText.SENT, "Bye")
        self.assertEqual((field.get_minimum(), field.get_maximum(), field.get_integer(), field.get_hint(),
                          field.get_default_answer(), field.get_retry_text()), (1, 3, True, "a few", "2", "no"))
        self.assertEqual(len(list(form.get_fields())), 6)
        self.assertEqual(form.get_text(Trueconf.FormText.SENT), "Bye")

    def test_mistakes(self):
        with self.assertRaisesRegex(TypeError, "needs a name"):
            Form()
        with self.assertRaisesRegex(ValueError, "no name for a form"):
            Form("a:b")
        with self.assertRaisesRegex(TypeError, "no 'colour'"):
            Form("a", fields={"x": FormField.text("X?", colour=1)})
        with self.assertRaisesRegex(TypeError, "needs choices"):
            Form("a", fields={"x": FormField.choice("X?")})
        with self.assertRaisesRegex(GLib.Error, "regular expression"):
            Form("a", fields={"x": FormField.text("X?", pattern="(")})

        async def ask(answers):
            return False

        def generate(answers):
            yield False

        for name, field, error, words in (
                ("x", FormField.text("X?", when=ask), TypeError, r"answers at once, and ask\(\) is async"),
                ("x", FormField.text("X?", when=generate), TypeError, r"generate\(\) is a generator"),
                ("x", FormField.text("X?", validate=generate), TypeError, r"generate\(\) is a generator"),
                ("x", FormField(name="x", question="X?", kind="choice"), ValueError, "the field 'x' needs choices"),
                ("x", FormField(kind="choice"), ValueError, "None is no name for a field"),
                ("x", FormField(name="x", kind="text"), ValueError, "the field 'x' needs a question"),
                ("x", 5, TypeError, "5 is not a Trueconf.FormField"),
                ("x:y", FormField.text("X?"), ValueError, "'x:y' is no name for a field"), ("", FormField.text("X?"), ValueError, "no name"),
                ("summary", FormField.text("X?"), ValueError, "no name"), ("x" * 65, FormField.text("X?"), ValueError, "no name"),
                ("x", FormField.text(None), TypeError, "the question of the field 'x' has to be a text"),
                ("x", FormField.choice("X?", choices="abc"), TypeError, "choices has to be a list"),
                ("x", FormField.number("X?", minimum=2, maximum=1), ValueError, "minimum is 2.0, and maximum is 1.0"),
                ("x", FormField.date("X?", earliest="2026-05-06", latest="2025-05-06"), ValueError, "no answer can fit"),
                ("x", FormField.date("X?", earliest="yesterday"), ValueError, "earliest cannot be 'yesterday'"),
                ("x", FormField.date("X?", latest="2026-5-6"), ValueError, "latest cannot be '2026-5-6'"),
                ("x", FormField.text("X?", validate=5), TypeError, "validate has to be a function"),
                ("x", FormField.text("X?", when=5), TypeError, "when has to be a function")):
            with self.assertRaisesRegex(error, words):
                Form("a", fields={name: field})
        form = Form("a", fields={"x": FormField.text("X?")})
        with self.assertRaisesRegex(ValueError, "a field 'x' already"):
            form.add_field(FormField.new_text("x", "X?"))
        with self.assertRaisesRegex(TypeError, "a handler returns"):
            form.finished(generate)
        with self.assertRaisesRegex(TypeError, "has to be a function"):
            form.finished(5)
        self.assertEqual(len(list(form.get_fields())), 1)
        Form("a", fields={"x" * 64: FormField.date("X?", earliest="today", latest="2020-01-01", validate=None, when=None)})
        compiled = Form("a", fields={"x": FormField.text("X?", pattern=re.compile(r"[a-z]+\Z", re.IGNORECASE))})
        self.assertEqual(list(compiled.get_fields())[0].get_pattern(), r"(?i)[a-z]+\z")
        with self.assertRaisesRegex(GLib.Error, "name"):
            Form.new_from_json("{}")
        self.assertEqual(Form.new_from_json('{"name": "f", "fields": [{"name": "a", "kind": "text", "question": "A?"}]}').get_name(),
                         "f")


class DialogTest(BotTest):
    def setUp(self):
        super().setUp()
        self.heard = 0

    def start(self, form, **options):
        dispatcher = Trueconf.Dispatcher(**options)
        dispatcher.include_router(form)

        @dispatcher.message(Trueconf.F.text == "/start")
        async def begin(message, context):
            await form.begin(context)

        bot = self.make_bot(dispatcher=dispatcher)
        run(bot.start())
        return bot

    def talk(self, words, part):
        self.sandbox.say(words)
        self.assertIn(part, self.hear())

    def hear(self):
        wait_for(lambda: len(self.sandbox.texts()) > self.heard, what="for a text")
        self.heard += 1
        return self.sandbox.texts()[self.heard - 1]

    def test_answers(self):
        async def is_known(value, answers):
            await Trueconf.sleep(0.001)
            if value == "Bob":
                return "Bob has had enough"
            if value == "Eve":
                raise ValueError("not you")
            return answers["name"] == value

        form = Form("order", {
            "name": FormField.text("Your name?", validate=is_known),
            "large": FormField.confirm("Large?"),
            "count": FormField.number("How many?", when=lambda answers: answers["large"], validate=lambda value: value != 13),
            "place": FormField.choice("Where?", choices=["here", "there"]),
        })
        results = []

        @form.finished
        async def finished(result):
            await Trueconf.sleep(0.001)
            if not results:
                results.append(None)
                raise RuntimeError("no paper")
            results.append((result.to_dict(), result.to_json(), result["name"], "count" in result, result.get("tip", 0),
                            result.get_form_name(), result.get_user_id(), result.get_chat_id() == result.get_context().get_event().chat_id,
                            result.get_value("place").unpack(), result.get_values().get_type_string()))

        bot = self.start(form)
        self.talk("/start", "Your name?")
        self.talk("Bob", "Bob has had enough")
        self.talk("Eve", "not you")
        self.talk("Nora", "Large?")
        self.talk("yes", "How many?")
        self.talk("13", "not accepted")
        self.talk("2,5", "Where?")
        self.talk("there", "4. Where? there")
        self.talk("send", "could not be sent")
        wait_for(lambda: self.reported)
        self.talk("send", "Thank you")
        values, text, name, *rest = results[1]
        self.assertEqual(values, {"name": "Nora", "large": True, "count": 2.5, "place": "there"})
        self.assertIn('"count":2.5', text)
        self.assertEqual((name, rest), ("Nora", [True, 0, "order", "nora@sandbox.local", True, "there", "a{sv}"]))
        self.assertIsNotNone(bot)

    def test_exceptions(self):
        """Error handlers get what was raised."""
        errors = []

        async def validate(value):
            if value == "Eve":
                raise KeyError(value)

        form = Form("order", {"name": FormField.text("Your name?", validate=validate)})
        form.error(KeyError, RuntimeError)(lambda error: errors.append(repr(error)))

        @form.finished
        def finished(result):
            raise RuntimeError("no paper")

        self.start(form)
        self.talk("/start", "Your name?")
        self.sandbox.say("Eve")
        wait_for(lambda: errors)
        self.talk("Nora", "1. Your name? Nora")
        self.talk("send", "could not be sent")
        self.assertEqual(errors, ["KeyError('Eve')", "RuntimeError('no paper')"])

    def test_a_condition_that_answers_later(self):
        async def ask(answers):
            return True

        form = Form("small", fields={"a": FormField.text("A?", when=lambda answers: ask(answers)), "b": FormField.text("B?")})
        self.start(form)
        self.talk("/start", "B?")
        self.assertEqual([str(error).rpartition("()")[2] for error in self.reported],
                         [" cannot say when a question is asked: it has to answer at once"] * len(self.reported))
        self.assertTrue(self.reported)

    def test_large_number(self):
        """A power of ten, which JSON writes without a point, can be read again."""
        form = Form("order", {"count": FormField.number("How many?"), "name": FormField.text("Your name?")}, summary=False)
        results = []
        form.finished(lambda result: results.append((result["count"], json.loads(result.to_json())["count"])))
        self.start(form)
        self.talk("/start", "How many?")
        self.talk("1" + "0" * 20, "Your name?")
        self.talk("Nora", "Thank you")
        self.assertEqual([[round(number / 1e20, 9) for number in numbers] for numbers in results], [[1, 1]])
        self.assertEqual(self.reported, [])

    def press(self, button, part):
        message = [message for message in self.sandbox.messages() if button in str(message)][-1]
        self.sandbox.call("/sandbox/press", {"from": "nora", "message_id": message["message_id"], "button_id": button})
        self.assertIn(part, self.hear())

    def test_file(self):
        form = Form("files", {"plan": FormField.file("The plan?", maximum=1000)}, summary=False)
        results = []
        form.finished(lambda result: results.append(result.to_dict()))
        self.start(form)
        self.talk("/start", "The plan?")
        self.talk("no", "send a file")
        for size, part in ((1001, "too large"), (1000, "Thank you")):
            self.sandbox.call("/sandbox/say", {"from": "nora", "to": "echo_bot", "file": {"name": "plan.pdf", "size": size}})
            self.assertIn(part, self.hear())
        self.assertEqual((results[0]["plan"]["name"], results[0]["plan"]["size"], bool(results[0]["plan"]["file-id"])),
                         ("plan.pdf", 1000, True))

    def test_many_choices(self):
        form = Form("many", {"choice": FormField.choice("Which?", choices=[f"choice {i}" for i in range(40)]),
                             "day": FormField.date("When?")}, summary=False)
        results = []
        form.finished(lambda result: results.append(result.to_dict()))
        self.start(form)
        self.talk("/start", "Which?")
        message = self.sandbox.messages()[-1]
        self.assertIn("choice 17", str(message))
        self.assertNotIn("choice 18", str(message))
        # the page is turned in the message itself
        self.sandbox.call("/sandbox/press", {"from": "nora", "message_id": message["message_id"], "button_id": "page:1"})
        wait_for(lambda: "choice 18" in str(self.sandbox.messages()[-1]))
        self.press("answer:choice%2030", "When?")
        self.press("back", "Which?")
        self.talk("choice 5", "When?")
        self.talk("tomorrow", "Thank you")
        self.assertEqual(results[0]["choice"], "choice 5")
        self.assertRegex(results[0]["day"], r"\d{4}-\d\d-\d\d")

    def test_long_page(self):
        """The last message of a page that needs several has the buttons, and the page is turned in it."""
        choices = [f"choice {number} *{'x' * 250}*" for number in range(40)]
        form = Form("long", {"choice": FormField.choice("Which?", choices=choices)}, summary=False)
        results = []
        form.finished(lambda result: results.append(result.to_dict()))
        self.start(form)
        self.talk("/start", "Which?")
        self.hear()
        self.assertIn("40. choice 39 *x", self.hear())
        before = self.sandbox.messages()
        texts = self.sandbox.texts()
        self.assertEqual([line.split(". ", 1)[1] for line in "\n".join(texts).split("\n")[1:]], choices)
        self.assertEqual(["buttons" in message["envelope"]["content"] for message in before[-3:]], [False, False, True])
        self.sandbox.call("/sandbox/press", {"from": "nora", "message_id": before[-1]["message_id"], "button_id": "page:1"})
        wait_for(lambda: self.sandbox.messages()[-1] != before[-1])
        turned = self.sandbox.messages()
        self.assertIn("choice 35", str(turned[-1]["envelope"]["content"]["buttons"]))
        self.assertNotIn("choice 17", str(turned[-1]["envelope"]["content"]["buttons"]))
        self.assertEqual((self.sandbox.texts(), turned[:-1]), (texts, before[:-1]))
        button = next(button for row in turned[-1]["envelope"]["content"]["buttons"] for button in row if "choice 35" in str(button))
        self.sandbox.call("/sandbox/press", {"from": "nora", "message_id": turned[-1]["message_id"],
                                             "button_id": button["id"]})
        self.assertIn("Thank you", self.hear())
        self.assertEqual(results[0]["choice"], choices[35])

    def test_group(self):
        """Two people answer at the same time, without buttons: nobody knows who presses one."""
        form = Form("team", {"size": FormField.choice("Which size?", choices=["small", "large"])})
        results = []
        form.finished(lambda result: results.append((result.get_user_id(), result["size"])))
        self.start(form)
        chat = self.sandbox.call("/sandbox/chats", {"from": "nora", "type": "group", "title": "Team",
                                                    "participants": ["echo_bot", "omar"]})["chat_id"]

        def texts():
            messages = self.sandbox.call(f"/sandbox/messages?chat_id={chat}")["messages"]
            return [(message["text"], bool(message.get("buttons") or message.get("keyboard"))) for message in messages
                    if message["author"] == "echo_bot"]

        for count, (sender, words, part) in enumerate((
                ("nora", "/start", "Which size?\n1. small\n2. large"), ("omar", "/start", "Which size?"), ("omar", "2", "1. Which size? large"),
                ("nora", "1", "1. Which size? small"), ("nora", "send", "Thank you"), ("omar", "send", "Thank you"))):
            self.sandbox.call("/sandbox/say", {"from": sender, "text": words, "parse_mode": "text", "chat_id": chat})
            wait_for(lambda: len(texts()) > count, what=f"for {part}")
            self.assertIn(part, texts()[-1][0])
            self.assertFalse(texts()[-1][1])
        self.assertEqual(results, [("nora@sandbox.local", "small"), ("omar@sandbox.local", "large")])

    def test_changed_data(self):
        """What a program has done to the data of a form does not stop it."""
        form = Form("trip", {"name": FormField.text("Your name?"), "city": FormField.text("Which city?")}, summary=False)
        form.finished(lambda result: None)
        bot = self.start(form)

        @bot.dispatcher.message(Trueconf.F.text == "/change")
        async def change(message, state):
            data = await state.get_data()
            stored = next(iter(data.values()))
            stored["messages"] = [{"a": 1}, [1], 5, None, True, *stored["messages"]]
            await state.set_data(data)
            await message.answer("changed")

        self.talk("/start", "Your name?")
        self.talk("/change", "changed")
        self.talk("Nora", "Which city?")
        self.talk("/change", "changed")
        self.talk("Paris", "Thank you")

    def test_changed_questions(self):
        """A program that asks for something else goes on with the dialogs of the one before, and asks what is missing."""
        storage = Trueconf.MemoryStorage()
        results = []
        before = self.start(Form("trip", {"size": FormField.choice("Which size?", choices=["s", "l"]),
                                          "tip": FormField.text("A tip?", optional=True)}), storage=storage)
        self.talk("/start", "Which size?")
        self.talk("l", "A tip?")
        self.talk("/skip", "check your answers")
        run(before.stop())

        form = Form("trip", {"size": FormField.number("How large?"), "tip": FormField.text("The tip?"),
                             "city": FormField.text("Which city?")})
        form.finished(lambda result: results.append(result.to_dict()))
        self.start(form, storage=storage)
        self.talk("/send", "How large?")
        self.talk("5", "The tip?")
        self.talk("none", "Which city?")
        self.talk("Paris", "check your answers")
        self.talk("/send", "Thank you")
        self.assertEqual(results, [{"size": 5, "tip": "none", "city": "Paris"}])

    def test_result_is_held(self):
        form = Form("one", {"word": FormField.text("A word?")}, summary=False)
        held = []

        @form.finished
        def finished(result):
            result.hold()
            held.append(result)

        self.start(form)
        self.talk("/start", "A word?")
        self.sandbox.say("yes")
        wait_for(lambda: held)
        self.assertEqual(len(self.sandbox.texts()), 1)
        held[0].release()
        self.assertIn("Thank you", self.hear())


class KilledTest(BotTest):
    def setUp(self):
        super().setUp()
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)

    def begin(self, path):
        process = subprocess.Popen([sys.executable, "-c", PROGRAM, str(self.sandbox.port), path], stdout=subprocess.PIPE, text=True)
        self.addCleanup(lambda: (process.kill(), process.wait(), process.stdout.close()))
        self.assertEqual(process.stdout.readline(), "ready\n")
        return process

    def expect(self, *parts):
        wait_for(lambda: len(self.sandbox.texts()) >= len(parts), 20, f"for {parts[-1]!r}")
        texts = self.sandbox.texts()
        self.assertEqual(len(texts), len(parts), texts)
        for text, part in zip(texts, parts):
            self.assertIn(part, text)

    def kill(self, process):
        process.send_signal(signal.SIGKILL)
        process.wait()

    def test_file(self):
        path = os.path.join(self.folder.name, "dialogs.sqlite")
        process = self.begin(path)
        self.sandbox.say("/order")
        self.expect("Which dish?")
        self.sandbox.say("soup")
        self.expect("Which dish?", "How many?")
        self.kill(process)
        process = self.begin(path)
        self.sandbox.say("3")
        self.expect("Which dish?", "How many?", "Which street?")
        self.kill(process)
        self.begin(path)
        self.sandbox.say("Main Street")
        self.expect("Which dish?", "How many?", "Which street?", "sent ", "Thank you")
        self.assertTrue(all(part in self.sandbox.texts()[3] for part in ("'dish': 'soup'", "'count': 3", "'street': 'Main Street'")))

    def test_memory(self):
        """Memory does not outlive the process: the message is no answer any more."""
        process = self.begin("")
        self.sandbox.say("/order")
        self.expect("Which dish?")
        self.kill(process)
        self.begin("")
        self.sandbox.say("soup")
        self.sandbox.say("/order")
        self.expect("Which dish?", "Which dish?")


if __name__ == "__main__":
    main()
