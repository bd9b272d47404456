# SPDX-License-Identifier: LGPL-2.1-or-later
"""Jobs: decorators, coroutines, times and zones of Python, and the file."""

import datetime
import functools
import pathlib
import re
import sqlite3
import subprocess
import sys
import tempfile
import unittest
import zoneinfo

from harness import Trueconf, main, run, wait_for

from gi.repository import Gio, GLib

GUIDE = pathlib.Path(__file__).parents[2] / "docs" / "jobs.md"
UTC = datetime.timezone.utc


def blocks(language):
    """The blocks of the guide in a language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", GUIDE.read_text(), re.MULTILINE | re.DOTALL)


class Schedules(unittest.TestCase):
    def test_next(self):
        schedule = Trueconf.Schedule.new_daily("09:00", GLib.TimeZone.new_identifier("Europe/Berlin"))
        self.assertEqual(schedule.get_next(datetime.datetime(2026, 7, 1, 7, tzinfo=UTC)),
                         datetime.datetime(2026, 7, 2, 7, tzinfo=UTC))
        self.assertGreater(schedule.get_next(), datetime.datetime.now(UTC))
        given = GLib.DateTime.new_utc(2026, 7, 1, 7, 0, 0)
        self.assertIsInstance(schedule.get_next(given), GLib.DateTime)
        self.assertEqual(schedule.interval, 0)
        self.assertEqual(Trueconf.Schedule.new_every(1500000).get_interval(), 1500000)
        once = Trueconf.Schedule.new_once(given)
        self.assertIsNone(once.get_next())

    def test_bad_expression(self):
        with self.assertRaises(Trueconf.InvalidArgument) as raised:
            Trueconf.Scheduler().cron("0 25 * * *")
        self.assertIn("“25” cannot be the hour", str(raised.exception))
        with self.assertRaises(GLib.Error):
            Trueconf.Schedule.new_cron("often", None)


class Jobs(unittest.TestCase):
    def setUp(self):
        self.scheduler = Trueconf.Scheduler()
        self.runs = []

    def tearDown(self):
        for job in self.scheduler.jobs:
            job.cancel()

    def start(self, scheduler=None):
        started = (scheduler or self.scheduler).start()
        wait_for(started.done)
        self.assertTrue(started.result())

    def test_every(self):
        @self.scheduler.every(0.002)
        def poll(job):
            self.runs.append(job.name)
            if len(self.runs) == 3:
                job.cancel()

        self.start()
        wait_for(lambda: len(self.runs) == 3)
        self.assertEqual(self.runs[0], "poll")
        self.assertEqual(self.scheduler.jobs, [])

    def test_coroutines_do_not_overlap(self):
        release = []

        @self.scheduler.every(datetime.timedelta(milliseconds=2), name="slow")
        async def work():
            self.runs.append("begin")
            while not release:
                await Trueconf.sleep(0.001)
            self.runs.append("end")

        self.start()
        job = self.scheduler.find_job("slow")
        wait_for(lambda: job.running)
        waited = Trueconf.sleep(0.02)
        wait_for(waited.done)
        self.assertEqual(self.runs, ["begin"])
        release.append(True)
        wait_for(lambda: len(self.runs) >= 4)
        self.assertEqual(self.runs[:4], ["begin", "end", "begin", "end"])

    def test_failures(self):
        errors = []
        self.scheduler.connect("error", lambda _scheduler, error, job: errors.append((error.message, job.name)))
        past = datetime.datetime.now() - datetime.timedelta(hours=1)

        @self.scheduler.at(past)
        def at_once():
            raise ValueError("no report")

        @self.scheduler.at(past)
        async def later():
            await Trueconf.sleep(0)
            raise ValueError("no letter")

        with self.assertLogs("trueconf", "ERROR") as logged:
            self.start()
            wait_for(lambda: len(errors) == 2)
        self.assertEqual(errors, [("ValueError: no report", "at_once"),
                                  ("ValueError: no letter", "later")])
        # with the lines where they were raised, and no event
        self.assertEqual([(record.getMessage(), record.exc_info[0], record.trueconf_event) for record in logged.records],
                         [("ValueError: no report", ValueError, None), ("ValueError: no letter", ValueError, None)])

    def test_options_and_properties(self):
        berlin = zoneinfo.ZoneInfo("Europe/Berlin")

        @self.scheduler.daily(datetime.time(9, tzinfo=berlin), name="report", missed_policy="drop", grace_time=5,
                              allow_overlap=True)
        def report():
            self.runs.append("report")

        job = self.scheduler.find_job("report")
        self.assertIsNone(job.next_run)
        self.start()
        self.assertEqual(job.next_run.astimezone(berlin).time(), datetime.time(9))
        self.assertEqual(job.missed_policy.value_nick, "drop")
        self.assertEqual((job.grace_time, job.allow_overlap, job.paused, job.active), (5, True, False, True))
        self.assertEqual(job.get_schedule().get_next(), job.next_run)
        job.paused = True
        self.assertIsNone(job.next_run)
        job.paused = False
        self.assertIsNone(job.last_run)
        job.run()
        self.assertEqual(self.runs, ["report"])
        self.assertLess(abs((datetime.datetime.now(UTC) - job.last_run).total_seconds()), 60)
        self.assertEqual(repr(job), "<Trueconf.Job 'report'>")
        job.missed_policy = "catch-up"
        job.hold()
        self.assertTrue(job.running)
        job.release()
        self.assertFalse(job.running)

    def test_zones(self):
        for number, zone in enumerate(("Asia/Tokyo", zoneinfo.ZoneInfo("Asia/Tokyo"),
                                      GLib.TimeZone.new_identifier("Asia/Tokyo"),
                                      datetime.timezone(datetime.timedelta(hours=9)), "+09:00")):
            with self.subTest(zone=zone):
                self.scheduler.cron("0 9 * * *", zone, name=f"job {number}")(print)
        with self.assertRaisesRegex(ValueError, "Mars.*is not a time zone"):
            self.scheduler.cron("0 9 * * *", "Mars/Olympus")
        self.start()
        self.assertEqual({job.next_run.astimezone(UTC).hour for job in self.scheduler.jobs}, {0})
        self.assertEqual(len(self.scheduler.jobs), 5)

    def test_mistakes(self):
        self.scheduler.every(60, name="taken")(print)
        with self.assertRaisesRegex(ValueError, "'taken' already"):
            self.scheduler.every(60, name="taken")(print)
        with self.assertRaisesRegex(ValueError, "millisecond"):
            self.scheduler.every(0)
        for interval in (1e13, 10**400, datetime.timedelta.max):
            with self.assertRaisesRegex(ValueError, "9223372036854 seconds are the most"):
                self.scheduler.every(interval)
        with self.assertRaisesRegex(ValueError, "a number of seconds"):
            self.scheduler.every(float("nan"))
        with self.assertRaisesRegex(TypeError, "no option 'often'"):
            self.scheduler.every(60, often=True)(print)
        with self.assertRaisesRegex(TypeError, "has to be a function"):
            self.scheduler.add_job("x", Trueconf.Schedule.new_every(1000), "work")

        async def generate():
            yield 1

        with self.assertRaisesRegex(TypeError, "is a generator, of which nothing would run: a job returns"):
            self.scheduler.every(60)(generate)
        with self.assertRaisesRegex(ValueError, "needs a name"):
            self.scheduler.add_job("", Trueconf.Schedule.new_every(1000), print)
        with self.assertRaisesRegex(ValueError, "not a MissedPolicy"):
            self.scheduler.every(60, name="x", missed_policy="often")(print)
        with self.assertRaisesRegex(ValueError, "grace_time cannot be -1"):
            self.scheduler.every(60, name="x", grace_time=-1)(print)
        with self.assertRaisesRegex(TypeError, "every '60': give a number of seconds"):
            self.scheduler.every("60")
        with self.assertRaisesRegex(TypeError, "'2030-01-01' is not a time"):
            self.scheduler.at("2030-01-01")
        with self.assertRaisesRegex(ValueError, "needs a name"):
            self.scheduler.every(60)(functools.partial(print))
        # what was refused was not added
        self.assertEqual([job.name for job in self.scheduler.jobs], ["taken"])

    def test_restart(self):
        past = datetime.datetime.now(UTC) - datetime.timedelta(hours=1)
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "jobs.sqlite"
            for _ in range(2):
                scheduler = Trueconf.Scheduler(path)
                scheduler.stop_timeout = 60
                self.assertEqual(scheduler.file, pathlib.Path(path))
                scheduler.at(past, name="once")(lambda: self.runs.append("once"))
                self.start(scheduler)
                wait_for(lambda: scheduler.find_job("once") is None)
                self.assertTrue(scheduler.running)
                stopped = scheduler.stop()
                wait_for(stopped.done)
                self.assertTrue(stopped.result())
                self.assertFalse(scheduler.running)
            self.assertEqual(self.runs, ["once"])

            path.write_text("This is a letter, and not a database.")
            failed = Trueconf.Scheduler(Gio.File.new_for_path(str(path))).start()
            wait_for(failed.done)
            self.assertIn(str(path), str(failed.exception()))


class Guide(unittest.TestCase):
    def test_blocks(self):
        """Each block of the guide in Python runs as it stands, and makes its jobs."""
        sent = []

        class Bot:
            async def send_message(self, *args):
                sent.append(args)

        found = blocks("python")
        self.assertGreaterEqual(len(found), 2)
        with tempfile.TemporaryDirectory() as folder:
            names = {"Trueconf": Trueconf, "bot": Bot(), "datetime": datetime, "scheduler": Trueconf.Scheduler(),
                     "folder": folder}
            for block in found:
                exec(compile(block, str(GUIDE), "exec"), names)
            scheduler = names["scheduler"]
            self.assertGreaterEqual(len(scheduler.jobs), 3)
            for job in scheduler.jobs:
                job.run()
            wait_for(lambda: len(sent) >= 3)
            for job in scheduler.jobs:
                job.cancel()
            stopped = scheduler.stop()
            wait_for(stopped.done)


class Files(unittest.TestCase):
    def test_a_run_is_written_down_before_it_begins(self):
        order = []
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "jobs.sqlite"
            scheduler = Trueconf.Scheduler(path)
            started = scheduler.start()
            wait_for(started.done)
            # dialogs may be in the same file
            self.assertEqual(path.stat().st_mode & 0o777, 0o600)
            other = sqlite3.connect(path, isolation_level=None)
            other.execute("BEGIN EXCLUSIVE")

            @scheduler.at(datetime.datetime.now(UTC) - datetime.timedelta(hours=1))
            def once():
                order.extend(other.execute("SELECT name, last_run IS NOT NULL FROM trueconf_jobs"))

            def release():
                order.append("released")
                other.execute("ROLLBACK")

            GLib.timeout_add(100, release)
            wait_for(lambda: len(order) == 2)
            self.assertEqual(order, ["released", ("once", 1)])
            other.close()
            stopped = scheduler.stop()
            wait_for(stopped.done)

    def test_no_job_begins_after_a_stop(self):
        order = []
        with tempfile.TemporaryDirectory() as folder:
            for begins in False, True:
                scheduler = Trueconf.Scheduler(f"{folder}/jobs.sqlite")
                scheduler.stop_timeout = 60
                scheduler.at(datetime.datetime(2020, 1, 1, tzinfo=UTC), name="once")(lambda: order.append("once"))
                job = scheduler.find_job("once")
                self.assertTrue(run(scheduler.start()))
                wait_for(lambda: job.running)
                if begins:
                    wait_for(lambda: order)
                else:
                    self.assertEqual(order, [])
                self.assertTrue(run(scheduler.stop()))
                self.assertFalse(job.running)
                self.assertEqual(order, ["once"] * begins)

    def test_the_file_is_replaced(self):
        told = []
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "jobs.sqlite"
            scheduler = Trueconf.Scheduler(path)
            scheduler.stop_timeout = 60
            scheduler.connect("error", lambda _scheduler, error, job: told.append((error.message, job)))
            for name in "one", "two":
                scheduler.every(3600, name=name)(lambda: None)
            for _ in range(2):
                self.assertTrue(run(scheduler.start()))
                self.assertTrue(run(scheduler.stop()))
            self.assertTrue(run(scheduler.start()))
            path.unlink()
            scheduler.find_job("two").run()
            self.assertTrue(run(scheduler.stop()))
            self.assertEqual(len(told), 1)
            self.assertRegex(told[0][0], f"{path}.*removed or replaced")
            self.assertIsNone(told[0][1])
            with sqlite3.connect(path) as rows:
                self.assertEqual(rows.execute("SELECT name, last_run IS NOT NULL FROM trueconf_jobs ORDER BY name").fetchall(),
                                 [("one", 0), ("two", 1)])
            rows.close()

    def test_other_connections_keep_their_locks(self):
        """Without its locks on a file, this process loses the log as soon as another one has done with the file."""
        read = "import sqlite3, sys; print(sqlite3.connect(sys.argv[1]).execute('SELECT count(*) FROM trueconf_jobs').fetchone())"
        key = Trueconf.FsmKey.new("bot", "chat", "alice", None)
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "bot.sqlite"
            held = sqlite3.connect(path, isolation_level=None)
            self.addCleanup(held.close)
            held.execute("PRAGMA journal_mode = WAL")
            scheduler = Trueconf.Scheduler(path)
            context = Trueconf.FsmContext.new(Trueconf.SqliteStorage(path), key)
            for use in scheduler.start, context.get_state:
                with self.subTest(use=use):
                    run(use())
                    self.assertEqual(subprocess.check_output([sys.executable, "-c", read, path], text=True), "(0,)\n")
                    self.assertTrue(pathlib.Path(f"{path}-wal").exists())
            scheduler.stop_timeout = 60
            self.assertTrue(run(scheduler.stop()))

    def test_stop_does_not_wait_for_ever(self):
        with tempfile.TemporaryDirectory() as folder:
            path = f"{folder}/jobs.sqlite"
            other = sqlite3.connect(path, isolation_level=None)
            other.execute("BEGIN EXCLUSIVE")
            scheduler = Trueconf.Scheduler(path)
            scheduler.stop_timeout = 0
            scheduler.start()
            stopped = scheduler.stop()
            wait_for(stopped.done)
            self.assertTrue(other.in_transaction)
            with self.assertRaisesRegex(Trueconf.TimedOut, f"{path}.*locked"):
                stopped.result()
            other.close()
            scheduler.stop_timeout = 60
            again = scheduler.stop()
            wait_for(again.done)
            self.assertTrue(again.result())

    def test_stop_waits_for_the_file(self):
        for cancelled in False, True:
            with self.subTest(cancelled=cancelled), tempfile.TemporaryDirectory() as folder:
                path = f"{folder}/jobs.sqlite"
                other = sqlite3.connect(path, isolation_level=None)
                other.execute("BEGIN EXCLUSIVE")
                scheduler = Trueconf.Scheduler(path)
                order = []

                def release():
                    order.append("released")
                    other.execute("ROLLBACK")
                    other.close()

                started = scheduler.start()
                if cancelled:
                    started.cancel()
                    wait_for(started.done)
                stopped = scheduler.stop()
                stopped.add_done_callback(lambda task: order.append("stopped"))
                GLib.timeout_add(100, release)
                wait_for(lambda: len(order) == 2)
                self.assertEqual(order, ["released", "stopped"])
                self.assertTrue(started.done())
                self.assertTrue(stopped.result())

    def test_stop_is_cancelled(self):
        with tempfile.TemporaryDirectory() as folder:
            path = f"{folder}/jobs.sqlite"
            other = sqlite3.connect(path, isolation_level=None)
            other.execute("BEGIN EXCLUSIVE")
            self.addCleanup(other.close)
            scheduler = Trueconf.Scheduler(path)
            cancellable = Gio.Cancellable()
            order = []

            def release():
                order.append("released")
                other.execute("ROLLBACK")

            scheduler.start()
            stopped = scheduler.stop(cancellable=cancellable)
            stopped.add_done_callback(lambda task: order.append("cancelled"))
            cancellable.cancel()
            GLib.timeout_add(1000, release)
            wait_for(lambda: len(order) == 2)
            self.assertEqual(order, ["cancelled", "released"])
            with self.assertRaises(Trueconf.Cancelled):
                stopped.result()
            again = scheduler.stop()
            wait_for(again.done)
            self.assertTrue(again.result())


if __name__ == "__main__":
    main()
