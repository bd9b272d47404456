# SPDX-License-Identifier: LGPL-2.1-or-later
"""Storages of dialogs that are written in Python, and the one in Redis, in the hands of the library's dispatcher."""

import pathlib
import subprocess
import tempfile

from harness import BotTest, main, run, wait_for

from gi.repository import GLib, GObject, Trueconf
from gi.repository.Trueconf import F, State, StatesGroup, any_state


class Form(StatesGroup):
    name = State()
    city = State()


class Coroutines(Trueconf.Storage):
    """With the comfortable base."""

    def __init__(self):
        super().__init__()
        self.records, self.problem, self.conflicts, self.calls = {}, None, 0, []

    async def load(self, key):
        self.calls.append("load")
        await Trueconf.sleep(0.001)
        if self.problem is not None:
            raise self.problem
        return self.records.get(key.to_string())

    async def store(self, key, record, version):
        self.calls.append("store")
        await Trueconf.sleep(0.001)
        if self.problem is not None:
            raise self.problem
        if self.conflicts > 0:
            # somebody else was faster
            self.conflicts -= 1
            self.records[key.to_string()] = Trueconf.FsmRecord.new("Form:name", '{"other": 1}', 0, f"theirs {self.conflicts}")
        stored = self.records.get(key.to_string())
        if (stored.props.version if stored else None) not in (version, record.props.version):
            return False
        self.records[key.to_string()] = record
        return True

    def find_expired(self, time, limit):
        return [Trueconf.StorageKey("bot", "chat", "user")][:limit]


class Plain(GObject.Object, Trueconf.FsmStorage):
    """With nothing but the interface of the library."""

    def __init__(self):
        super().__init__()
        self.records = {}

    def do_load(self, key, task):
        self.records.get(key.to_string(), Trueconf.FsmRecord()).answer(task)

    def do_store(self, key, record, version, task):
        stored = self.records.get(key.to_string(), Trueconf.FsmRecord())
        if stored.props.version == version:
            self.records[key.to_string()] = record
        task.return_boolean(stored.props.version in (version, record.props.version))


class Slow(Trueconf.Storage):
    async def load(self, key):
        await Trueconf.sleep(3600)


class Nothing(Trueconf.Storage):
    pass


class Wrong(Trueconf.Storage):
    def load(self, key):
        return "no record"


class StorageTest(BotTest):
    def start(self, storage):
        self.dispatcher = dispatcher = Trueconf.Dispatcher(storage=storage)

        @dispatcher.message(F.text == "begin")
        async def begin(message, state):
            try:
                await state.set_state(Form.name)
                await message.answer("name?")
            except GLib.Error as error:
                await message.answer(f"failed: {error.message}")

        @dispatcher.message(Form.name)
        async def name(message, state):
            try:
                data = await state.update_data(name=message.text)
                await state.go_on(Form)
                await message.answer(f"city, {sorted(data)}?")
            except GLib.Error as error:
                await message.answer(f"failed: {error.message}")

        @dispatcher.message(any_state)
        async def other(message, state):
            await message.answer(f"{await state.get_state()} {sorted(await state.get_data())}")

        bot = self.make_bot(dispatcher=dispatcher)
        run(bot.start())
        return bot

    def ask(self, text):
        before = len(self.sandbox.texts("nora"))
        self.sandbox.say(text, "nora")
        return wait_for(lambda: self.sandbox.texts("nora")[before:])[0]

    def walk(self, storage):
        bot = self.start(storage)
        self.assertEqual(self.ask("begin"), "name?")
        self.assertEqual(self.ask("Nora"), "city, ['name']?")
        self.assertEqual(self.ask("Riga"), "Form:city ['name']")
        return bot

    def test_coroutines(self):
        storage = Coroutines()
        self.walk(storage)
        self.assertIn("load", storage.calls)
        self.assertIn("store", storage.calls)

    def test_plain(self):
        self.walk(Plain())

    def test_conflicts(self):
        """What others have changed meanwhile is kept, and the change is made again."""
        storage = Coroutines()
        self.start(storage)
        self.assertEqual(self.ask("begin"), "name?")
        storage.conflicts = 3
        self.assertEqual(self.ask("Nora"), "city, ['name', 'other']?")
        self.assertEqual(storage.conflicts, 0)

    def test_exceptions(self):
        """They reach the handler, and the dialog stays where it is."""
        storage = Coroutines()
        self.start(storage)
        self.assertEqual(self.ask("begin"), "name?")
        before = dict(storage.records)

        storage.problem = OSError("the disk is gone")
        key = Trueconf.StorageKey("bot", "chat", "user")
        dialog = Trueconf.FsmContext.new(storage, key)
        with self.assertRaisesRegex(GLib.Error, "OSError: the disk is gone"):
            run(dialog.set_state("elsewhere"))
        self.assertEqual(storage.records, before)
        storage.problem = None
        self.assertEqual(self.ask("Nora"), "city, ['name']?")

    def test_mistakes(self):
        for storage, words in ((Nothing(), "has no load"), (Wrong(), "which is no FsmRecord")):
            dialog = Trueconf.FsmContext.new(storage, Trueconf.StorageKey("bot", "chat", "user"))
            with self.assertRaisesRegex(GLib.Error, words):
                run(dialog.get_state())

    def test_time_outs(self):
        state = Trueconf.FSMContext.new(Slow(), Trueconf.StorageKey("bot", "chat", "user"))
        for call, name in ((state.get_state, "get_state"), (state.get_data, "get_data"), (state.clear, "clear")):
            with self.assertRaises(Trueconf.TimedOut) as raised:
                run(call(timeout=0.01))
            self.assertEqual(raised.exception.message, f"{name}: the storage Slow did not answer within 0.01 s; it may have done it all the same")
            self.assertTrue(raised.exception.matches(Trueconf.error_quark(), Trueconf.Error.TIMED_OUT))

    def test_expired(self):
        ready = []
        storage = Coroutines()
        storage.find_expired_async(1, 5, None, lambda source, result: ready.append(source.find_expired_finish(result)))
        keys = wait_for(lambda: ready)[0]
        self.assertEqual([key.to_string() for key in keys], ["bot:chat:user:default"])

    def test_redis(self):
        with tempfile.TemporaryDirectory() as folder:
            socket = pathlib.Path(folder) / "socket"
            server = subprocess.Popen(["redis-server", "--port", "0", "--unixsocket", str(socket), "--dir", folder, "--save", "",
                                       "--requirepass", "s3cret"], stdout=subprocess.DEVNULL)
            try:
                wait_for(socket.exists)
                storage = Trueconf.RedisStorage(address=f"unix://{socket}", password="s3cret", key_prefix="mine:", timeout=30)
                self.assertEqual((storage.props.address, storage.get_address()), (f"unix://{socket}", f"unix://{socket}"))
                self.assertEqual((storage.get_key_prefix(), storage.get_timeout(), storage.get_expires()), ("mine:", 30, 0))
                self.assertEqual((storage.get_user_name(), storage.get_tls_ca_file(), storage.get_tls_database()), (None, None, None))
                self.assertTrue(storage.get_verify_tls())
                self.walk(storage)
                stranger = Trueconf.RedisStorage.new(f"unix://{socket}")
                dialog = Trueconf.FsmContext.new(stranger, Trueconf.StorageKey("bot", "chat", "user"))
                with self.assertRaisesRegex(GLib.Error, "wants a password"):
                    run(dialog.get_state())
            finally:
                server.kill()
                server.wait()


if __name__ == "__main__":
    main()
