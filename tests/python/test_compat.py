# SPDX-License-Identifier: LGPL-2.1-or-later
"""trueconf_compat: routers, filters, middlewares, dialogs, messages, files, buttons and errors, as programs for python-trueconf-bot use them."""

import asyncio
import logging
import re
import ssl
import tempfile
import types
from pathlib import Path

from compat_harness import CompatTest, eventually
from harness import PATIENCE, main

from gi.repository import Trueconf
from trueconf_compat import BaseMiddleware, Bot, Dispatcher, F, Router
from trueconf_compat.enums import ChatType, MessageType, ParseMode
from trueconf_compat.exceptions import (
    ApiErrorException, ChannelTitleTooLongError, GroupTitleTooLongError, InMemoryDownloadLimitExceededError, LimitExceededError,
    TextMessageTooLongError, TokenValidationError, TrueConfChatBotError)
from trueconf_compat.filters import Command, InstanceOfFilter, MessageFilter
from trueconf_compat.fsm import FSMContext, FSMStrategy, State, StateFilter, StatesGroup, any_state, default_state
from trueconf_compat.fsm.storage import BaseStorage, MemoryStorage
from trueconf_compat.magic import MagicFilter, RegexpMode
from trueconf_compat.methods import GetChatByID, SendMessage, TrueConfMethod
from trueconf_compat.types import (
    BufferedInputFile, CallbackQuery, FSInputFile, InlineKeyboardButton, InlineKeyboardMarkup, Message, Update)
from trueconf_compat.types.responses import GetChatByIdResponse, SendMessageResponse
from trueconf_compat.utils import ChatActivitySender, safe_split_text
from trueconf_compat.utils.formatting import AllMention, Bold, Italic, LineBreak, Link, Mention, Strikethrough, Text, Underline


class Form(StatesGroup):
    name = State()
    age = State()

    class Address(StatesGroup):
        city = State()


class InProcessTest(CompatTest):
    def setUp(self):
        super().setUp()
        self.take(Dispatcher(storage=MemoryStorage()))
        self.log = []
        handler = logging.Handler()
        handler.emit = lambda record: self.log.append(record.getMessage())
        for name in ("chat_bot", "trueconf.client.chatbot"):
            logging.getLogger(name).addHandler(handler)
            self.addCleanup(logging.getLogger(name).removeHandler, handler)

    def take(self, dispatcher):
        self.router = Router("main")
        self.dispatcher = dispatcher
        dispatcher.include_router(self.router)

    def make(self, **more):
        return Bot("127.0.0.1", self.sandbox.token(), dispatcher=self.dispatcher, web_port=self.sandbox.port, https=False, **more)

    def go(self, program, bot=None):
        """Runs an async function of the bot beside it."""
        async def beside():
            async with self.running(bot or self.make()) as running:
                return await program(running)

        return asyncio.run(asyncio.wait_for(beside(), 3 * PATIENCE))

    async def say(self, text, sender="nora", **more):
        return await asyncio.to_thread(self.sandbox.say, text, sender, **more)

    async def ask(self, text, sender="nora", count=1, **more):
        before = len(self.sandbox.texts(sender))
        await self.say(text, sender, **more)
        return (await eventually(lambda: len(self.sandbox.texts(sender)) >= before + count and self.sandbox.texts(sender)))[before:]


class RoutingTest(InProcessTest):
    def test_message(self):
        seen = []

        @self.router.message()
        async def note(message, bot, update):
            seen.append((message, bot, update))
            await message.reply("seen", quote="hello" if "hello" in message.text else None)

        async def program(bot):
            self.assertEqual(await self.ask("hello & <bye>"), ['<quote class="reply">hello</quote><br><br>seen'])
            message, got, update = seen[0]
            self.assertIs(got, bot)
            self.assertIsInstance(message, Message)
            self.assertEqual((message.type, message.content_type), (MessageType.PLAIN_MESSAGE, 200))
            self.assertEqual((message.author.id, message.from_user.id), ("nora@sandbox.local",) * 2)
            self.assertEqual((message.chat.chat_type, message.is_edited), (ChatType.P2P, False))
            self.assertEqual((message.text, message.content.parse_mode), ("hello & <bye>", "text"))
            self.assertIsNone(message.document or message.photo or message.voice or message.location or message.mention)
            self.assertEqual((update.method, update.payload["messageId"]), ("sendMessage", message.message_id))
            self.assertEqual(message.to_dict()["chat"]["chat_id"], message.chat.chat_id)
            self.assertEqual(Message.from_dict(update.payload), message)
            with self.assertWarns(DeprecationWarning):
                self.assertEqual(message.chat_id, message.chat.chat_id)
            with self.assertRaises(ValueError):
                await message.reply("x", quote="what was not said")
            forwarded = await message.forward(message.chat.chat_id)
            self.assertEqual(forwarded.chat_id, message.chat.chat_id)
            self.assertEqual((await bot.get_message_by_id(forwarded.message_id)).forwarded_message.content.text, "hello & <bye>")
            self.assertEqual((await message.save_to_favorites(copy=True)).chat_id, await bot.me_chat)

        self.go(program)

    def test_every_root_gets_an_event(self):
        order = []
        second = Router("second")
        self.dispatcher.include_router(second)
        child = Router("child")
        self.router.include_router(child)

        @self.router.message(F.text == "first")
        async def first(message):
            order.append("first")

        @self.router.message(F.text.startswith("f"))
        async def later(message):
            order.append("later")

        @child.message()
        async def below(message):
            order.append("child")

        @second.message()
        async def other(message):
            order.append("second")
            await message.answer("end")

        async def program(bot):
            await self.ask("first")
            self.assertEqual(order, ["first", "second"])
            order.clear()
            await self.ask("x")
            self.assertEqual(order, ["child", "second"])

        self.go(program)

    def test_child_on_event(self):
        order = []
        parent, child = Router("parent", allow_child_on_event=True), Router("child")
        self.dispatcher.include_router(parent)
        parent.include_router(child)
        self.assertTrue(parent.allow_child_on_event)

        @parent.message()
        async def above(message):
            order.append("parent")

        @child.message()
        async def below(message):
            order.append("child")
            await message.answer("end")

        async def program(bot):
            await self.ask("x")
            self.assertEqual(order, ["parent", "child"])

        self.go(program)

    def test_arguments_and_filters(self):
        seen = []

        async def with_dictionary(event, bot):
            return {"number": 7, "me": bot.me_id} if event.text == "dictionary" else {}

        def with_everything(event, **data):
            return event.text == "all" and "bot" in data

        async def replacing(event):
            return {"event": types.SimpleNamespace(replaced=event.text)} if event.text == "replace" else False

        def failing(event):
            raise KeyError("in a filter")

        async def never(event):
            return False

        @self.router.message(failing)
        async def fails(message):
            seen.append("failing")

        # what it replaces does not stay for the handlers after it
        @self.router.message(replacing, never)
        async def unreached(event):
            seen.append("never")

        @self.router.message(with_dictionary)
        async def dictionary(message, number, me):
            seen.append((number, me))
            await message.answer("1")

        @self.router.message(with_everything)
        async def everything(message, **data):
            seen.append(sorted(data))
            await message.answer("2")

        @self.router.message(replacing)
        async def replaced(event, bot, update):
            seen.append(event.replaced)
            await bot.send_message(update.payload["chatId"], "3")

        @self.router.message(MessageFilter(MessageType.PLAIN_MESSAGE), InstanceOfFilter(Message), MessageType.PLAIN_MESSAGE)
        async def rest(message):
            await message.answer("4")

        @self.router.message(MessageType.SURVEY)
        async def survey(message):
            seen.append("survey")

        async def program(bot):
            for number, text in enumerate(("dictionary", "all", "replace", "rest"), 1):
                self.assertEqual(await self.ask(text), [str(number)])
            self.assertEqual(seen, [(7, bot.me_id), ["bot", "raw_state", "state", "update"], "replace"])

        self.go(program)
        self.assertTrue(any("failing" in line for line in self.log), self.log)
        with self.assertRaises(TypeError):
            self.router.message(42)

    def test_middlewares(self):
        order = []

        class Note(BaseMiddleware):
            def __init__(self, name):
                self.name = name

            async def __call__(self, handler, event, data):
                if not isinstance(event, Message):
                    return await handler(event, data)
                order.append(f"{self.name} in {sorted(key for key in data if key.startswith('from'))}")
                data[f"from_{self.name}"] = self.name
                await handler(event, data)
                order.append(f"{self.name} out")

        class Block(BaseMiddleware):
            async def __call__(self, handler, event, data):
                if not isinstance(event, Message) or event.text != "blocked":
                    await handler(event, data)

        self.dispatcher.outer_middleware(Note("first"))
        self.dispatcher.outer_middleware(Block())
        self.router.outer_middleware(Note("second"))
        self.router.inner_middleware(Note("inner"))

        @self.router.message(lambda event, from_second: from_second == "second")
        async def handle(message, from_first, from_second, from_inner, state):
            order.append(f"handler {from_first} {from_second} {from_inner}")
            await message.answer("end")

        async def program(bot):
            await self.say("blocked")
            await self.ask("x")
            await eventually(lambda: "first out" in order[-1])
            first = order.index("first in []", 1)
            self.assertEqual(order[first:], [
                "first in []", "second in ['from_first']", "inner in ['from_first', 'from_second']", "handler first second inner", "inner out",
                "second out", "first out"])

        self.go(program)

    def test_commands(self):
        seen = []

        @self.router.message(Command("start", "/begin"))
        async def start(message, command):
            seen.append((command.command, command.args, command.text))
            await message.answer("start")

        @self.router.message(Command(re.compile(r"item_(\d+)"), prefix="!/", ignore_case=True, magic=F.args.regexp(r"\d+")))
        async def item(message, command):
            seen.append((command.prefix, command.regexp_match.group(1), command.magic_result.group()))
            await message.answer("item")

        @self.router.message()
        async def other(message):
            await message.answer("other")

        async def program(bot):
            for text, answer in (("/start", "start"), ("/begin now  please ", "start"), ("/START", "other"), ("/start@echo_bot x", "start"),
                                 ("/start@another", "other"), ("!item_42 7", "item"), ("/ITEM_1 2 3", "item"), ("/item_1 x", "other"),
                                 ("/ x", "other"), ("x /start", "other")):
                self.assertEqual(await self.ask(text), [answer], text)
            self.assertEqual(await self.ask("<b>/start</b> bold", parse_mode="html"), ["start"])

        self.go(program)
        self.assertEqual(seen[0], ("start", None, "/start"))
        self.assertEqual(seen[1][0:2], ("begin", "now  please "))
        self.assertEqual(seen[3:5], [("!", "42", "7"), ("/", "1", "2")])
        with self.assertRaises(ValueError):
            Command()

    def test_no_text_holds_the_bot_up(self):
        seen = []

        @self.router.message(F.text.regexp(r"^(a+)+$"))
        async def never(message):
            seen.append("never")

        @self.router.message(Command(re.compile(r"(a+)+$")))
        async def never_a_command(message):
            seen.append("never")

        @self.router.message()
        async def other(message):
            seen.append(message.text)

        async def program(bot):
            for text in ("a" * 40 + "b", "/" + "a" * 40 + "b", "end"):
                self.sandbox.say(text)
            await eventually(lambda: "end" in seen)

        with self.assertLogs("chat_bot", "ERROR") as logs:
            self.go(program)
        self.assertEqual(seen, ["a" * 40 + "b", "/" + "a" * 40 + "b", "end"])
        self.assertEqual([record.levelname for record in logs.records], ["ERROR", "ERROR"])
        self.assertTrue(all("takes too long" in str(record.exc_info[1]) for record in logs.records))

    def test_raw_events_and_others(self):
        seen = []

        raw_router = Router("raw")
        self.dispatcher.include_router(raw_router)

        @raw_router.event("createP2PChat")
        async def raw(event: Update):
            seen.append(event)

        @self.router.created_personal_chat()
        async def created(event):
            seen.append(event)

        @self.router.message()
        async def handle(message):
            await message.answer("x")

        async def program(bot):
            await self.ask("hello")
            self.assertEqual(len(seen), 2)
            created, update = seen
            self.assertEqual((update.method, update.payload["chatType"]), ("createP2PChat", 1))
            self.assertEqual((created.chat_id, created.chat_type, created.last_message.text), (update.payload["chatId"], ChatType.P2P, "hello"))
            self.assertIs(created.bot, bot)

        self.go(program)

    def test_a_handler_that_fails(self):
        @self.router.message(F.text == "fail")
        async def fail(message):
            raise KeyError("mine")

        @self.router.message()
        async def handle(message):
            await message.answer("goes on")

        async def program(bot):
            await self.say("fail")
            self.assertEqual(await self.ask("x"), ["goes on"])

        self.go(program)
        self.assertIsInstance(self.reported.pop(), KeyError)

    def test_shutdown_in_a_handler(self):
        @self.router.message(Command("stop"))
        async def stop(message, bot):
            await message.answer("bye")
            await bot.shutdown()

        async def program():
            bot = self.make()
            run = asyncio.create_task(bot.run())
            await bot.authorized_event.wait()
            await self.say("/stop")
            await asyncio.wait_for(run, PATIENCE)
            self.assertTrue(bot.stopped_event.is_set())
            self.assertEqual(bot.health_check()["status"], "disconnected")

        asyncio.run(program())
        self.assertEqual(self.sandbox.texts(), ["bye"])


class DialogTest(InProcessTest):
    def walk(self):
        @self.router.message(Command("start"))
        async def start(message, state: FSMContext):
            await state.set_state(Form.name)
            await message.answer("name?")

        @self.router.message(Form.name, F.text)
        async def name(message, state):
            await state.update_data(name=message.text)
            await state.set_state(Form.Address.city)
            await message.answer("city?")

        @self.router.message(Form)
        async def city(message, state, raw_state):
            data = await state.update_data({"city": message.text})
            await message.answer(f"{data['name']} {data['city']} {raw_state} {await state.get_value('x', 'none')}")
            await state.clear()

        @self.router.message(default_state, F.text == "none?")
        async def none(message, state):
            await message.answer(f"{await state.get_state()} {await state.get_data()}")

        async def program(bot):
            self.assertEqual(await self.ask("/start"), ["name?"])
            # somebody who does not wait for the questions
            answers = len(self.sandbox.texts())
            await self.say("Nora")
            await self.say("Oslo")
            await eventually(lambda: len(self.sandbox.texts()) == answers + 2)
            self.assertEqual(self.sandbox.texts()[answers:], ["city?", "Nora Oslo Form.Address:city none"])
            self.assertEqual(await self.ask("none?"), ["None {}"])

        self.go(program)

    def test_memory(self):
        self.walk()

    def test_storage_of_the_library(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.take(Dispatcher(storage=Trueconf.SqliteStorage(f"{folder.name}/dialogs")))
        self.walk()

    def test_storage_of_the_program(self):
        calls = []

        class Own(BaseStorage):
            def __init__(self):
                self.states, self.data = {}, {}

            async def get_state(self, key):
                calls.append(key)
                return self.states.get(key)

            async def set_state(self, key, state):
                await asyncio.sleep(0.001)
                self.states[key] = state

            async def get_data(self, key):
                return self.data.get(key, {})

            async def set_data(self, key, data):
                self.data[key] = data

            async def update_data(self, key, updates):
                self.data[key] = {**self.data.get(key, {}), **updates}
                return dict(self.data[key])

            async def clear(self, key):
                self.states.pop(key, None)
                self.data.pop(key, None)

        self.take(Dispatcher(storage=Own(), strategy=FSMStrategy.GLOBAL_USER))
        self.walk()
        self.assertEqual({(key.bot_id, key.chat_id, key.user_id) for key in calls},
                         {("echo_bot@sandbox.local", "nora@sandbox.local", "nora@sandbox.local")})

    def test_press_in_a_dialog(self):
        @self.router.message(Command("start"))
        async def start(message, state):
            await state.set_state(Form.age)
            await message.answer("press", buttons=InlineKeyboardMarkup(buttons=[[InlineKeyboardButton(text="18+", command="age:18")]]))

        @self.router.callback_query(StateFilter(Form.age), F.command.startswith("age:"))
        async def pressed(query: CallbackQuery, state):
            await query.edit_message(text=f"{query.command} {query.chat.chat_id == query.message.chat.chat_id} {state is not None}")

        async def program(bot):
            await self.ask("/start")
            message = self.sandbox.messages()[-1]
            await asyncio.to_thread(self.sandbox.call, "/sandbox/press", {"from": "nora", "message_id": message["message_id"], "row": 0, "column": 0})
            await eventually(lambda: self.sandbox.texts()[-1] == "age:18 True True")
            # the buttons stay where none are given
            self.assertEqual((await bot.get_message_by_id(message["message_id"])).content.buttons.buttons[0][0].command, "age:18")
            await bot.edit_message(message["message_id"], "x")
            self.assertIsNone((await bot.get_message_by_id(message["message_id"])).content.buttons)

        self.go(program)

    def test_states(self):
        self.assertEqual([str(state) for state in Form], ["Form:name", "Form:age", "Form.Address:city"])
        self.assertEqual(Form.name, "Form:name")
        self.assertEqual(len({Form.name, Form.age, State("Form:name")}), 2)
        self.assertIn(Form.Address, Form)
        self.assertIn("Form.Address:city", Form)
        self.assertNotIn("Form:other", Form)
        self.assertIs(Form.Address.__parent__, Form)
        self.assertIs(Form.Address.get_root(), Form)
        self.assertEqual(Form.__all_childs__, (Form.Address,))
        self.assertEqual((str(any_state), repr(Form.name)), ("*", "State('Form:name')"))
        with self.assertRaises(RuntimeError):
            str(State())
        with self.assertRaises(RuntimeError):
            type("Other", (StatesGroup,), {"name": Form.name})

        dispatcher = Dispatcher()
        manager = dispatcher.setup_fsm()
        self.assertIs(dispatcher.fsm, manager)
        with self.assertRaises(RuntimeError):
            dispatcher.setup_fsm()
        with self.assertRaises(ValueError):
            Dispatcher(storage=MemoryStorage(), fsm_manager=manager)


class CallingTest(InProcessTest):
    def test_methods(self):
        async def program(bot):
            chat = (await bot.create_personal_chat("nora")).chat_id
            sent = await bot(SendMessage(chat_id=chat, text="<b>x</b>", parse_mode="html"))
            self.assertIsInstance(sent, SendMessageResponse)
            found = await bot(GetChatByID(chat))
            self.assertIsInstance(found, GetChatByIdResponse)
            self.assertEqual((found.chat_id, found.last_message.text, found.last_message.author.id), (chat, "<b>x</b>", bot.me_id))
            self.assertEqual([one.chat_id for one in (await bot.get_chats()).chats if one.chat_type == ChatType.P2P], [chat])
            history = await bot.get_chat_history(chat, 10)
            self.assertEqual([one.content.text for one in history.messages], ["<b>x</b>"])
            self.assertIs(history.messages[0].bot, bot)
            self.assertEqual((await bot.get_user_display_name("nora")).display_name, "Nora Berg")
            self.assertEqual((await bot.server_name, (await bot.server_version).split(".")[0]), ("sandbox.local", "5"))
            self.assertEqual(bot.me_id, "echo_bot@sandbox.local")
            group = (await bot.create_group_chat("Team")).chat_id
            await bot.add_participant_to_chat(group, "nora")
            self.assertTrue((await bot.has_chat_participant(group, "nora")).result)
            await bot.change_participant_role(group, "nora", "admin")
            self.assertEqual((await bot.get_chat_participant(group, "nora")).role, "admin")
            self.assertEqual(len((await bot.get_chat_participants(group, 10, 1)).participants), 2)
            await bot.remove_participant_from_chat(group, "nora")
            await bot.edit_chat_title(group, "Crew")
            self.assertEqual((await bot.get_chat_by_id(group)).title, "Crew")
            await bot.delete_chat(group)
            activity = await bot.send_chat_activity(chat, "typing")
            self.assertEqual((activity.chat_id, activity.activity_type), (chat, "typing"))
            self.assertGreater(activity.retry_after, 0)
            survey = await bot.send_survey(chat, "How was it?", "abc")
            self.assertEqual((await bot.get_message_by_id(survey.message_id)).content.title, "How was it?")

            class Own(TrueConfMethod):
                __api_method__ = "getChatByID"
                __returning__ = GetChatByIdResponse

                def payload(self):
                    return {"chatId": chat}

            self.assertEqual((await bot(Own())).chat_id, chat)

        self.go(program)

    def test_errors(self):
        async def program(bot):
            with self.assertRaises(ApiErrorException) as caught:
                await bot.get_chat_by_id("nowhere")
            self.assertEqual((caught.exception.code, caught.exception.payload), (304, {"errorCode": 304}))
            self.assertTrue(str(caught.exception).startswith("[304] "))
            self.assertIsInstance(caught.exception.__cause__, Trueconf.ChatNotFound)
            chat = (await bot.create_personal_chat("nora")).chat_id
            with self.assertRaises(TextMessageTooLongError) as caught:
                await bot.send_message(chat, "x" * 4097)
            self.assertIsInstance(caught.exception, LimitExceededError)
            self.assertEqual((caught.exception.actual_value, caught.exception.limit), (4097, 4096))
            for part in safe_split_text("word " * 1000):
                await bot.send_message(chat, part)
            with self.assertRaises(GroupTitleTooLongError):
                await bot.create_group_chat("x" * 257)
            with self.assertRaises(ChannelTitleTooLongError):
                await bot.create_channel("x" * 257)
            with self.assertRaises(ValueError):
                await asyncio.wait_for(bot.send_message(chat, "x", parse_mode=None), PATIENCE)
            self.sandbox.call("/sandbox/faults", {"fault": "delay", "ms": 3000, "method": "getChatByID"})
            bot.timeout = 0.2
            with self.assertRaises(TimeoutError):
                await bot.get_chat_by_id(chat)

        self.go(program)
        for arguments in ({"ws_max_retries": 0}, {"ws_max_delay": 0}, {"max_in_memory_download_size": 0}):
            with self.assertRaises(ValueError):
                self.make(**arguments)
        for token in (None, "", "a b", "x.eyJleHAiOiAxfQ.y"):
            with self.assertRaises(TokenValidationError):
                Bot("127.0.0.1", token)
        with self.assertRaises(TypeError):
            self.make(on_health_check=42)

    def test_files(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        path = Path(folder.name, "notes.txt")
        path.write_text("notes")
        seen = []

        @self.router.message(F.document.mime_type == "text/plain")
        async def document(message):
            seen.append(message)

        async def program(bot):
            chat = (await bot.create_personal_chat("nora")).chat_id
            sent = await bot.send_document(chat, FSInputFile(path), caption="mine")
            self.assertEqual(await bot.download_file_by_id(sent.file_id), b"notes")
            target = Path(folder.name, "deep", "copy.txt")
            self.assertEqual(await bot.download_file_by_id(sent.file_id, file_path=target), target)
            self.assertEqual(target.read_text(), "notes")
            bot.max_in_memory_download_size = 2
            with self.assertRaises(InMemoryDownloadLimitExceededError):
                await bot.download_file_by_id(sent.file_id)
            info = await bot.get_file_info(sent.file_id)
            self.assertEqual((info.name, info.size, info.ready_state.name), ("notes.txt", 5, "READY"))
            photo = await bot.send_photo(chat, BufferedInputFile(b"\x89PNG\r\n\x1a\n", "x.png"), preview=None)
            message = await bot.get_message_by_id(photo.message_id)
            self.assertEqual((message.photo.file_name, message.photo.mime_type), ("x.png", "image/png"))
            self.assertIsNone(message.document)
            self.assertTrue((await message.photo.url).startswith("http"))
            message = await bot.get_message_by_id(sent.message_id)
            self.assertEqual((message.document.file_name, message.document.file_size), ("notes.txt", 5))
            self.assertEqual(await message.document.download(file_path=target), target)
            with self.assertRaises(TrueConfChatBotError):
                await bot.get_file_info("nothing")

        self.go(program)

    def test_activity(self):
        async def program(bot):
            chat = (await bot.create_personal_chat("nora")).chat_id
            async with ChatActivitySender.typing(bot, chat) as sender:
                self.assertTrue(sender.running)
                with self.assertRaises(RuntimeError):
                    await sender.__aenter__()
            self.assertFalse(sender.running)

        self.go(program)

    def test_tls_contexts(self):
        context = ssl.create_default_context()
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        self.assertFalse(self.make(verify_ssl=context).library.verify_tls)
        self.assertFalse(self.make(verify_ssl=False).library.verify_tls)
        bot = self.make(verify_ssl=ssl.create_default_context())
        self.assertTrue(bot.library.verify_tls)
        self.assertIsInstance(bot.ssl_context, ssl.SSLContext)


class TextsTest(CompatTest):
    def test_formatting(self):
        text = Text("1 < 2 ", Bold("a", Italic("b")), Underline("u"), Strikethrough("s"), LineBreak(), AllMention(), " ",
                    Mention("Nora", user_id="nora@x"), Link("site", url='https://e.org/?a="b"'))
        self.assertEqual(text.as_html(), '1 &lt; 2 <b>a<i>b</i></b><u>u</u><s>s</s><br>@all <a href="trueconf:nora@x">Nora</a>'
                                         '<a href="https://e.org/?a=&quot;b&quot;">site</a>')
        self.assertEqual(Text("1.5*", Bold("x"), LineBreak(), Link("y", url="https://e.org/(1)")).as_markdown(),
                         "1\\.5\\***x**\n[y](https://e.org/%281%29)")

    def test_keyboards(self):
        for wrong in ({}, {"text": "x"}, {"text": "x", "command": "a", "url": "https://e.org"}, {"command": "a"},
                      {"text": "x" * 33, "command": "a"}, {"text": "x", "command": "ж"}, {"text": "x", "url": "ftp://example"},
                      {"text": "x", "command": "a", "to": ""}):
            with self.assertRaises(ValueError, msg=str(wrong)):
                InlineKeyboardButton(**wrong)
        button = InlineKeyboardButton(text="x", command="a", custom_data="1", style="primary")
        self.assertEqual(button.to_dict(), {"type": "command", "label": "x", "command": "a", "customData": "1", "style": "primary"})
        with self.assertRaises(ValueError):
            InlineKeyboardMarkup(buttons=[[button] * 9])
        with self.assertRaises(ValueError):
            InlineKeyboardMarkup(buttons=[[button]] * 9)
        markup = InlineKeyboardMarkup(buttons=[[button]])
        self.assertEqual(InlineKeyboardMarkup.from_dict(markup.to_dict()), markup)

    def test_magic(self):
        event = types.SimpleNamespace(text="Hello 42", n=5, none=None, list=[1, 2, 3], inner=types.SimpleNamespace(x="y"))
        for magic, value in (
                (F.text, "Hello 42"), (F.missing, None), (F.missing.x.y, None), (~F.missing, True), (F.missing | F.n, 5), (F.text & F.n, 5),
                (F.missing == None, None), (F.none == None, True), (F.none > 3, False), (F.n & 4, 4), (F.n + 1, 6), (10 - F.n, 5),  # noqa: E711
                (F.list[0], 1), (F.list[7], None), (F.list[...] > 2, True), (F.list[:] > 2, False), (F.list.extract(F > 1), [2, 3]),
                (F.list.len(), 3), (F.n.in_({5}), True), (F.n.not_in([5]), False), (F.text.contains("llo"), True), (F.n.contains(1), False),
                (F.n.not_contains(1), False), (F.text.lower().startswith("hello"), True), (F.inner[F.x == "y"].x, "y"), (F.n.cast(str), "5"),
                (F.text.cast(int), None), (F.text.func(lambda a, text: a + text, "> "), "> Hello 42"), (F.text.split()[1].cast(int), 42),
                (F.n.is_(None), False), (F.none.is_not(None), False), (-F.n, -5), (F.attr_("n"), 5), (~~F.n, 5), (F.n == F.list[2] + 2, True),
                (F.text.regexp(r"\d+"), None), (F.text.regexp(r"\d+", mode="findall"), ["42"]), (F.n.regexp("x"), None)):
            self.assertEqual(magic.resolve(event), value)
        self.assertEqual(F.text.regexp(r"\d+", search=True).resolve(event).group(), "42")
        self.assertEqual(F.text.regexp(r"hello", flags=re.I).resolve(event).group(), "Hello")
        self.assertTrue(F.text.regexp(r"Hello \d+", mode=RegexpMode.FULLMATCH).resolve(event))
        self.assertIsInstance(F.text, MagicFilter)
        for nonsense in (lambda: bool(F.x), lambda: len(F.x), lambda: iter(F.x), lambda: "a" in F.x, lambda: F.a and F.b):
            with self.assertRaises(TypeError):
                nonsense()
        with self.assertRaises(AttributeError):
            F._private
        with self.assertRaises(ValueError):
            F.x.regexp("x", mode="match", search=True)

    def test_what_is_found_is_what_re_finds(self):
        text = "é order 42, é order"
        event = types.SimpleNamespace(text=text, args=None)
        for pattern in (r"(?P<what>\w+) (\w+)( \d+)?", "(?P<a>é)|(?P<b>x)", "é", r"((é) (?P<inner>o))", "(?m)^é", "(?P<x>é)(?P<y>b?)", "(é(b?))",
                        "(?:(é)|( ))*", "(?:( )|(é))*", "(?x)(é) # (\n(?P<z>b?) [(]?", "(?#()(?:é)( )(?P<z>)", "(é)(?(1) (?P<z>)|b)", r"((\w)\2?)(?>( ?))"):
            compiled = re.compile(pattern)
            expected, found = compiled.match(text), F.text.regexp(pattern).resolve(event)
            for take in (lambda match: match.groups(), lambda match: match.groupdict("-"), lambda match: match.regs, lambda match: match.lastindex,
                         lambda match: match.lastgroup, lambda match: (match.pos, match.endpos, match.string, match.re), lambda match: match.span(),
                         lambda match: match.expand(r"<\g<0>>\n\\ \t"), lambda match: match[0]):
                self.assertEqual(take(found), take(expected), pattern)
            iterator = F.text.regexp(pattern, mode="finditer").resolve(event)
            self.assertIs(iter(iterator), iterator)
            self.assertEqual([match.span() for match in iterator], [match.span() for match in compiled.finditer(text)])
            self.assertEqual(F.text.regexp(pattern, mode="findall").resolve(event), compiled.findall(text))
        found = F.text.regexp(r"(?P<first>\w) (\w+)( \d+x)?").resolve(event)
        self.assertEqual(found.expand(r"\2-\g<first>-\g<2>-\3."), "order-é-order-.")
        for wrong in (r"\q", "x\\", r"\9", r"\g<last", r"\400"):
            with self.subTest(wrong), self.assertRaises(re.error):
                found.expand(wrong)
        self.assertEqual(found.expand(r"\0\041\061\\"), "\0!1\\")
        # without a bound, as in python-trueconf-bot
        long_name = "n" * 200
        self.assertIsInstance(F.text.regexp(f"(?P<{long_name}>é)").resolve(event), re.Match)
        self.assertIsNone(F.args.regexp(re.compile(b"x")).resolve(event))

    def test_parse_mode(self):
        self.assertEqual([mode.value for mode in ParseMode], ["text", "markdown", "html"])
        self.assertEqual(ParseMode("html"), "html")


if __name__ == "__main__":
    main()
