# SPDX-License-Identifier: LGPL-2.1-or-later
"""Dialogs in Python: classes of states, states as filters, dictionaries as data, storages."""

import contextlib
import pathlib
import sqlite3
import tempfile
import unittest

from harness import BotTest, main, run, wait_for

from gi.repository import Gio, Trueconf
from gi.repository.Trueconf import F, State, StatesGroup, StateFilter, any_state, default_state


class Order(StatesGroup):
    dish = State()
    amount = State(timeout=60)

    class Address(StatesGroup):
        city = State()
        street = State()


class StatesTest(unittest.TestCase):
    def test_names(self):
        self.assertEqual([str(state) for state in Order],
                         ["Order:dish", "Order:amount", "Order.Address:city", "Order.Address:street"])
        self.assertEqual((Order.dish.name, Order.dish.timeout, Order.amount.timeout), ("Order:dish", 0, 60))
        self.assertEqual(repr(Order.Address.city), "State('Order.Address:city')")
        self.assertEqual((Order.dish, {Order.dish: 1}[State("Order:dish")]), ("Order:dish", 1))
        self.assertNotEqual(Order.dish, Order.amount)
        self.assertEqual(str(State("free")), "free")
        with self.assertRaisesRegex(RuntimeError, "no name yet"):
            str(State())

    def test_membership(self):
        self.assertIn(Order.dish, Order)
        self.assertIn("Order.Address:city", Order)
        self.assertIn("Order.Address:city", Order.Address)
        self.assertIn(Order.Address, Order)
        self.assertNotIn(Order.dish, Order.Address)
        self.assertNotIn(Order, Order.Address)
        self.assertEqual(len(list(Order)), 4)

    def test_functions_of_the_group(self):
        self.assertEqual(Order.get_full_name(), "Order")
        self.assertEqual(Order.Address.get_full_name(), "Order.Address")
        self.assertEqual((Order.get_name(), Order.Address.get_name()), ("Order", "Address"))
        self.assertEqual((Order.Address.get_parent().get_full_name(), Order.Address.get_root().get_full_name()), ("Order", "Order"))
        self.assertEqual(Order.get_next("Order:dish"), Order.amount)
        self.assertEqual(Order.get_previous("Order:amount"), Order.dish)
        self.assertIsNone(Order.find("Order:nothing"))
        self.assertEqual(Order.find("Order:dish"), Order.dish)
        self.assertTrue(Order.contains("Order:dish"))
        self.assertEqual([state.get_name() for state in Order.get_states()], ["Order:dish", "Order:amount"])
        self.assertEqual([group.get_name() for group in Order.get_groups()], ["Address"])
        self.assertEqual(len(Order.list_all_states()), 4)
        self.assertTrue(Order.dish.matches("Order:dish"))
        self.assertIsInstance(Order.dish.get_group(), StatesGroup)

    def test_groups_without_classes(self):
        group = StatesGroup.new("Form")
        name = group.add("name")
        group.add_state("city", State())
        inner = StatesGroup.new("Inner")
        inner.add("x")
        group.add_group(inner)
        self.assertEqual([state.get_name() for state in group.list_all_states()], ["Form:name", "Form:city", "Form.Inner:x"])
        self.assertIs(name.get_group(), group)

    def test_mistakes(self):
        with self.assertRaisesRegex(RuntimeError, "Order"):
            type("Other", (StatesGroup,), {"dish": Order.dish})
        with self.assertRaises(AttributeError):
            Order.nothing
        with self.assertRaises(TypeError):
            StateFilter()
        with self.assertRaisesRegex(TypeError, "5"):
            StateFilter(5)
        with self.assertRaises(ValueError):
            State("a\0b")
        with self.assertRaisesRegex(ValueError, "empty"):
            State("")
        with self.assertRaisesRegex(ValueError, "empty"):
            StateFilter("")
        self.assertIsNone(Trueconf.FsmRecord.new("", "{}", 0, None).get_state())

    def test_numbers(self):
        key = Trueconf.FsmKey.new("bot", "chat", "user", None)
        context = Trueconf.FsmContext.new(Trueconf.MemoryStorage.new(), key)

        async def keep(value):
            await context.set_data({"n": [value]})
            await context.update_data({"other": 1})
            return (await context.get_data())["n"][0]

        for number in (2**63 - 1, -2**63, 0.1 + 0.2, True):
            self.assertEqual(run(keep(number)), number)
        # a whole number stays what it was
        for number in (5, 5.0, -0.0, 1e15):
            self.assertEqual(repr(run(keep(number))), repr(number))
        with self.assertRaisesRegex(ValueError, "empty"):
            run(context.set_state(""))
        for number in (1e22, 1e-10, 1e308, -1e300):
            self.assertAlmostEqual(run(keep(number)) / number, 1, places=14)
        for number in (2**63, -2**63 - 1):
            with self.assertRaisesRegex(OverflowError, "64 bits"):
                run(keep(number))
        for number in (float("nan"), float("inf")):
            with self.assertRaisesRegex(ValueError, "JSON"):
                run(keep(number))

    def test_key(self):
        key = Trueconf.StorageKey("bot", "chat", "user")
        self.assertEqual((key.bot_id, key.chat_id, key.user_id, key.destiny), ("bot", "chat", "user", "default"))
        self.assertTrue(key.equal(Trueconf.FsmKey.new("bot", "chat", "user", None)))


class DialogTest(BotTest):
    def make(self, storage=None, **kwargs):
        self.dispatcher = Trueconf.Dispatcher(storage=storage, **kwargs)
        return self.dispatcher

    def start(self):
        bot = self.make_bot(dispatcher=self.dispatcher)
        self.bots = [bot]
        run(bot.start())
        return bot

    def ask(self, text, sender="nora"):
        before = len(self.sandbox.texts(sender))
        self.sandbox.say(text, sender)
        return wait_for(lambda: self.sandbox.texts(sender)[before:])[0]

    def order(self):
        """The handlers of an order, as python-trueconf-bot has them."""
        dispatcher = self.dispatcher

        @dispatcher.message(F.text == "order")
        async def begin(message, state):
            await state.set_state(Order.dish)
            await message.answer("Which dish?")

        @dispatcher.message(F.text == "cancel", Order)
        async def cancel(message, state: Trueconf.FSMContext):
            await state.clear()
            await message.answer("Nothing is ordered")

        @dispatcher.message(F.text == "back", StateFilter(Order))
        async def back(message, state):
            await message.answer(f"back to {await state.go_back(Order)}")

        @dispatcher.message(Order.dish)
        async def dish(message, state, raw_state):
            self.key = state.key
            self.assertEqual((state.get_key(), state.get_storage()), (state.key, self.dispatcher.storage))
            await state.update_data(dish=message.text)
            await state.set_state("Order:amount")
            await message.answer(f"How many? ({raw_state})")

        @dispatcher.message(StateFilter(Order.amount, "nowhere"))
        async def amount(message, state):
            data = await state.update_data({"amount": int(message.text)})
            following = await state.go_on(Order)
            await message.answer(f"{data} {following} {await state.get_value('dish')} {await state.get_value('x', 5)}")

        @dispatcher.message(Order.Address)
        async def address(message, state):
            await state.set_data({"city": message.text})
            data = await state.get_data()
            await state.set_state(None)
            await message.answer(f"{data} {await state.get_state()}")

        @dispatcher.message(default_state)
        async def other(message):
            await message.answer("Write “order”")

    def test_walk(self):
        self.make(Trueconf.MemoryStorage.new())
        self.order()
        self.start()
        self.assertEqual(self.ask("hello"), "Write “order”")
        self.assertEqual(self.ask("order"), "Which dish?")
        self.assertEqual(self.ask("hello", "omar"), "Write “order”")
        self.assertEqual(self.ask("soup"), "How many? (Order:dish)")
        self.assertEqual(self.ask("back"), "back to Order:dish")
        self.assertEqual(self.ask("cake"), "How many? (Order:dish)")
        self.assertEqual(self.ask("2"), "{'dish': 'cake', 'amount': 2} Order.Address:city cake 5")
        self.assertEqual(self.ask("Riga"), "{'city': 'Riga'} None")
        self.assertEqual(self.ask("order"), "Which dish?")
        self.assertEqual(self.ask("cancel"), "Nothing is ordered")
        self.assertEqual(self.ask("hello"), "Write “order”")

    def test_raw_state(self):
        """Who names the state gets it, also where no other filter has asked for it."""
        self.make()

        @self.dispatcher.message(F.text == "begin")
        async def begin(message, state, raw_state):
            await state.set_state("here")
            await message.answer(f"was {raw_state}")

        @self.dispatcher.message(lambda message, raw_state: message.text == raw_state)
        async def named(message):
            await message.answer("named")

        def short(message):
            return len(message.text) < 3

        @self.dispatcher.message(short)
        async def only_by_keyword(message, *, raw_state, **more):
            await message.answer(f"short in {raw_state}")

        @self.dispatcher.message
        def plain(message, raw_state):
            message.answer(f"in {raw_state}").add_done_callback(lambda _: None)

        self.start()
        self.assertEqual(self.ask("hello"), "in None")
        self.assertEqual(self.ask("begin"), "was None")
        self.assertEqual(self.ask("hello"), "in here")
        self.assertEqual(self.ask("here"), "named")
        self.assertEqual(self.ask("x"), "short in here")
        self.assertEqual(self.ask("begin"), "was here")

    def test_errors(self):
        self.make()

        @self.dispatcher.message(any_state)
        async def mistakes(message, state):
            for call in (lambda: state.set_state(5), lambda: state.set_data([1]), lambda: state.update_data(5)):
                with self.assertRaises(TypeError):
                    await call()
            with self.assertRaises(ValueError):
                await state.update_data(name="a\0b")
            with self.assertRaises(TypeError):
                await state.update_data(name=object())
            await message.answer("all refused")

        self.start()
        self.assertEqual(self.ask("x"), "all refused")

    def test_file(self):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "dialogs.sqlite"
            for text, answer in (("order", "Which dish?"), ("soup", "How many? (Order:dish)"),
                                 ("3", "{'dish': 'soup', 'amount': 3} Order.Address:city soup 5")):
                storage = Trueconf.SqliteStorage(path)
                self.assertEqual((storage.file, storage.get_file().get_path()), (path, str(path)))
                self.make(storage)
                self.order()
                bot = self.start()
                self.assertEqual(self.ask(text), answer)
                run(bot.stop())
            other = Trueconf.SqliteStorage.new(Gio.File.new_for_path(str(path)))
            context = Trueconf.FsmContext.new(other, self.key)
            self.assertEqual(run(context.get_state()), "Order.Address:city")

    def test_damaged(self):
        """Who is in a dialog that cannot be read gets out of it, and those of others expire."""
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "dialogs.sqlite"
            storage = Trueconf.SqliteStorage(path)
            self.make(storage)
            cancel = self.dispatcher.add_outer_middleware(Trueconf.DialogCancel(F.text == "/cancel", text="Cancelled"))
            form = Trueconf.Form("form", fields={"what": Trueconf.FormField.text("What?")})
            self.dispatcher.include_router(form)
            errors, expired = [], []
            self.dispatcher.error(lambda error: errors.append(str(error)))

            @self.dispatcher.message(F.text == "/form")
            async def fill(message, context):
                await form.begin(context)

            @self.dispatcher.dialog_expired()
            async def late(event):
                expired.append(event.user_id)

            self.order()
            bot = self.start()

            def damage(change):
                with contextlib.closing(sqlite3.connect(path, timeout=10)) as database, database:
                    database.execute(f"UPDATE trueconf_dialogs SET {change} WHERE user_id LIKE 'nora%'")

            for change in ("expires_at = -1", "state = CAST (x'ff' AS TEXT)"):
                self.assertEqual(self.ask("order"), "Which dish?")
                damage(change)
                self.sandbox.say("soup", "nora")
                wait_for(lambda: any("is damaged" in error for error in errors))
                self.assertEqual(self.ask("/cancel"), "Cancelled")
                errors.clear()
            self.dispatcher.remove_outer_middleware(cancel)
            self.assertIn("What?", self.ask("/form"))
            damage("data = 'x'")
            self.sandbox.say("soup", "nora")
            wait_for(lambda: any("are damaged" in error for error in errors))
            self.assertIn("Cancelled", self.ask("/cancel"))
            self.assertEqual(self.ask("order"), "Which dish?")
            errors.clear()

            # omar's has expired a moment after hers, which is damaged
            self.dispatcher.connect("error", lambda _, error, *more: errors.append(error.message))
            damage("expires_at = 1, state = CAST (x'ff' AS TEXT)")
            run(Trueconf.FsmContext.new(storage, Trueconf.FsmKey(bot.user_id, "chat", "omar")).set_state(State("x", timeout=0.001)))
            wait_for(lambda: expired)
            self.assertEqual(expired, ["omar"])
            self.assertEqual({"is damaged" in error for error in errors}, {True})
            run(bot.stop())

    def test_cancel(self):
        """A command ends each dialog and question; without one it is a command like any other."""
        self.make()
        self.order()
        cancel = Trueconf.DialogCancel(F.text == "/cancel", text="Cancelled")
        self.assertEqual((cancel.text, cancel.get_text(), cancel.filter), ("Cancelled", "Cancelled", cancel.get_filter()))
        self.dispatcher.add_outer_middleware(cancel)
        ended = []
        questions = Trueconf.Router("questions")

        @questions.message(F.text == "ask")
        async def ask(message, context):
            try:
                await context.ask("How old?")
            except Trueconf.Cancelled:
                ended.append(message.text)
                raise

        @questions.message(F.text == "forget")
        async def forget(message, context):
            await message.answer(str(context.cancel_questions()))

        other = Trueconf.Dispatcher()
        other.add_outer_middleware(cancel)
        other.include_router(questions)
        self.start()
        self.assertEqual(self.ask("/cancel"), "Write “order”")
        self.assertEqual(self.ask("order"), "Which dish?")
        self.assertEqual(self.ask("hello", "omar"), "Write “order”")
        self.assertEqual(self.ask("/cancel"), "Cancelled")
        self.assertEqual(self.ask("hello"), "Write “order”")
        run(self.bots[0].stop())

        self.dispatcher = other
        self.start()
        self.assertEqual(self.ask("ask"), "How old?")
        self.assertEqual(self.ask("/cancel"), "Cancelled")
        wait_for(lambda: ended == ["ask"])
        self.assertEqual(self.ask("forget"), "False")

    def test_expiry(self):
        self.make()
        group = StatesGroup.new("Short")
        group.add_state("moment", State(timeout=0.2))
        moment, = group.get_states()
        expired = []

        @self.dispatcher.message(F.text)
        async def begin(message, state):
            await state.update_data(text=message.text)
            await state.set_state(moment)

        @self.dispatcher.dialog_expired()
        async def late(event, bot, state):
            expired.append((event.state, event.data, event.user_id, event.get_key().user_id, event.get_state(), event.get_user_id(),
                            event.get_chat_id() == event.chat_id, await state.get_state()))
            await bot.send_message(event.chat_id, "Too late")

        self.start()
        self.assertEqual(self.ask("hello"), "Too late")
        self.assertEqual(expired, [("Short:moment", {"text": "hello"}, "nora@sandbox.local", "nora@sandbox.local", "Short:moment",
                                    "nora@sandbox.local", True, None)])

    def test_strategy(self):
        self.make(strategy="global-user")
        self.assertEqual(self.dispatcher.fsm_strategy, Trueconf.FSMStrategy.GLOBAL_USER)
        self.assertEqual(Trueconf.Dispatcher(strategy=Trueconf.FSMStrategy.CHAT).fsm_strategy, Trueconf.FsmStrategy.CHAT)


class WhoseDialogTest(BotTest):
    """The three strategies, with messages in a personal chat and in a group, presses, and events that name only a chat."""

    def start(self, strategy):
        self.seen = []
        dispatcher = Trueconf.Dispatcher(strategy=strategy)

        @dispatcher.message(F.text == "begin")
        async def begin(message, state):
            await state.set_state("talking")
            self.seen.append(("begin", state.key.chat_id, state.key.user_id))

        @dispatcher.message()
        async def other(message, state):
            self.seen.append((message.text, await state.get_state()))

        # filters on the state see the same as handlers
        @dispatcher.callback_query(StateFilter("talking"))
        async def press(query, state):
            data = await state.update_data(pressed=query.command)
            self.seen.append(("press in the dialog", state.key.user_id, data))

        @dispatcher.callback_query()
        async def other_press(query, state):
            self.seen.append(("press", state is not None and await state.get_state()))

        @dispatcher.edited_message(StateFilter("talking"))
        async def edited(event):
            self.seen.append(("edit in the dialog", event.text))

        @dispatcher.edited_message()
        async def other_edited(event, state):
            self.seen.append(("edit", state is not None))

        @dispatcher.removed_message(StateFilter("talking"))
        async def removed(event):
            self.seen.append(("removal in the dialog",))

        @dispatcher.removed_message()
        async def other_removed(event, state):
            self.seen.append(("removal", state is not None))

        run(self.make_bot(dispatcher=dispatcher).start())
        self.group = self.sandbox.call("/sandbox/chats", {"from": "nora", "type": "group", "title": "Team",
                                                          "participants": ["echo_bot", "omar"]})["chat_id"]

    def after(self, path, body):
        """What the handlers have seen of what a user does."""
        before = len(self.seen)
        answer = self.sandbox.call(path, body)
        wait_for(lambda: len(self.seen) > before, what=f"for {path} {body}")
        self.assertEqual(len(self.seen), before + 1)
        return self.seen[-1], answer

    def say(self, text, sender, chat=None):
        where = {"chat_id": chat} if chat else {"to": "echo_bot"}
        return self.after("/sandbox/say", {"from": sender, "text": text, "parse_mode": "text", **where})[0]

    def press(self, sender, **where):
        buttons = [[{"type": "command", "label": "Yes", "command": "yes", "id": "yes"}]]
        message = self.sandbox.call("/sandbox/say", {"from": "echo_bot", "text": "Go on?", "buttons": buttons, **where})
        return self.after("/sandbox/press", {"from": sender, "message_id": message["message_id"], "button_id": "yes"})[0]

    def edit(self, **where):
        """What the handlers see when a message of Nora is edited, and when it is removed."""
        message = self.after("/sandbox/say", {"from": "nora", "text": "x", "parse_mode": "text", **where})[1]["message_id"]
        edited = self.after("/sandbox/edit", {"message_id": message, "text": "y", "parse_mode": "text"})[0]
        return edited, self.after("/sandbox/remove", {"message_id": message})[0]

    def test_user_in_chat(self):
        self.start("user-in-chat")
        begun = self.say("begin", "nora")
        self.assertEqual((begun[0], begun[2].split("@")[0]), ("begin", "nora"))
        self.assertEqual(self.say("1", "nora"), ("1", "talking"))
        self.assertEqual(self.say("2", "nora", self.group), ("2", None))
        self.assertEqual(self.say("3", "omar"), ("3", None))
        self.assertEqual(self.say("begin", "omar", self.group)[1], self.group)
        self.assertEqual(self.say("4", "omar", self.group), ("4", "talking"))
        self.assertEqual(self.say("5", "nora", self.group), ("5", None))
        # who presses in a personal chat is its other participant, in a group nobody knows
        self.assertEqual(self.press("nora", to="nora"), ("press in the dialog", begun[2], {"pressed": "yes"}))
        self.assertEqual(self.press("omar", to="omar"), ("press", None))
        self.assertEqual(self.press("omar", chat_id=self.group), ("press", False))
        self.assertEqual(self.edit(to="echo_bot"), (("edit", False), ("removal", False)))

    def test_chat(self):
        self.start("chat")
        self.assertEqual(self.say("begin", "nora", self.group), ("begin", self.group, self.group))
        self.assertEqual(self.say("1", "omar", self.group), ("1", "talking"))
        self.assertEqual(self.say("2", "nora"), ("2", None))
        self.assertEqual(self.press("omar", chat_id=self.group), ("press in the dialog", self.group, {"pressed": "yes"}))
        self.assertEqual(self.press("nora", to="nora"), ("press", None))
        self.assertEqual(self.edit(chat_id=self.group), (("edit in the dialog", "y"), ("removal in the dialog",)))
        self.assertEqual(self.edit(to="echo_bot"), (("edit", True), ("removal", True)))

    def test_global_user(self):
        self.start("global-user")
        begun = self.say("begin", "nora", self.group)
        self.assertEqual(begun[1], begun[2])
        self.assertEqual(self.say("1", "nora"), ("1", "talking"))
        self.assertEqual(self.say("2", "nora", self.group), ("2", "talking"))
        self.assertEqual(self.say("3", "omar", self.group), ("3", None))
        self.assertEqual(self.press("nora", to="nora"), ("press in the dialog", begun[2], {"pressed": "yes"}))
        self.assertEqual(self.press("nora", chat_id=self.group), ("press", False))
        self.assertEqual(self.edit(chat_id=self.group), (("edit", False), ("removal", False)))


if __name__ == "__main__":
    main()
