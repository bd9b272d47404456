# SPDX-License-Identifier: LGPL-2.1-or-later
"""Programs that answer events: listen --exec."""

import json
import os
import signal
import time

from harness import main
from test_tool_listen import ListenTest
from tool_harness import FAILED, NO_INPUT, OK, USAGE, wait_for, wait_for_full_pipe

ECHO = """#!/usr/bin/python3
import json, sys
print(json.load(sys.stdin)["plain_text"])
"""
HOSTILE = ["$(touch pwned)", "`touch pwned`", "; touch pwned", "' touch pwned '", '" & touch pwned "', "| touch pwned", "\\", "%s%n",
           "--help", "-", "$HOME", "a\nb\n\nc", "\u202eevil", "é\u2028ж", "*", "~", "!!", "<b>not bold</b>"]


class ExecTest(ListenTest):
    def program(self, text, name="answer"):
        return self.write(name, text, 0o700)

    def runs(self, pid):
        try:
            with open(f"/proc/{pid}/stat") as stat:
                return stat.read().rsplit(")", 1)[1].split()[0] != "Z"
        except FileNotFoundError:
            return False

    def exec(self, program, *arguments, count=1, **options):
        return self.listen("--count", str(count), "--exec", program, *arguments, **options)

    def assert_end(self, process, status, *words):
        """How it ends, with words for each line on standard error."""
        ended, out, err = self.finish(process)
        self.assertEqual((ended, out), (status, ""), err)
        lines = err.splitlines()
        self.assertEqual(len(lines), len(words), err)
        for line, word in zip(lines, words):
            self.assertIn(word, line)
            self.assertTrue(line.startswith("trueconf-bot: ") or word == "of the program", line)


class AnswerTest(ExecTest):
    def test_answers(self):
        process = self.exec(self.program(ECHO), count=2)
        self.sandbox.say("hello")
        self.sandbox.say("hello, too", sender="max")
        self.assert_end(process, OK)
        self.assertEqual((self.texts(), self.texts("max")), (["hello"], ["hello, too"]))

    def test_hostile_texts(self):
        """No shell ever sees them, and none becomes an option or markup."""
        process = self.exec(self.program(ECHO), count=len(HOSTILE))
        for text in HOSTILE:
            self.sandbox.say(text)
        self.assert_end(process, OK)
        self.assertEqual(self.texts(), HOSTILE)
        self.assertFalse((self.home / "pwned").exists())

    def test_arguments(self):
        """As they are, also those that look like options of the tool."""
        arguments = ["$(touch pwned)", "a b", "", "--count", "*"]
        program = self.program('#!/usr/bin/python3\nimport sys\nprint(sys.argv[1:])\n')
        process = self.exec(program, "--", *arguments)
        self.sandbox.say("x")
        self.assert_end(process, OK)
        self.assertEqual(self.texts(), [str(arguments)])

    def test_environment(self):
        program = self.program('#!/bin/sh\necho "$TRUECONF_EVENT_METHOD $TRUECONF_EVENT_AUTHOR $TRUECONF_EVENT_CHAT $TRUECONF_EVENT_MESSAGE"\n')
        process = self.exec(program)
        said = self.sandbox.say("$(touch pwned)")
        self.assert_end(process, OK)
        self.assertEqual(self.texts(), [f"sendMessage nora@sandbox.local {said['chat_id']} {said['message_id']}"])

    def test_settings_of_the_tool_itself(self):
        """What it sets for the libraries below it is not for others; what a person has set is."""
        program = self.program('#!/bin/sh\necho "resolver: $GIO_USE_PROXY_RESOLVER"\n')
        for value in (None, "dummy"):
            process = self.exec(program, env={"GIO_USE_PROXY_RESOLVER": value})
            self.sandbox.say("x")
            self.assert_end(process, OK)
        self.assertEqual(self.texts(), ["resolver:", "resolver: dummy"])

    def test_program_in_path(self):
        process = self.listen("--count", "1", "--exec", "cat", "--reply", "--filter", "text = x")
        said = self.sandbox.say("x")
        self.assert_end(process, OK)
        (message,) = self.messages()
        self.assertEqual(json.loads(message["text"])["message_id"], said["message_id"])
        self.assertEqual(message["reply_message_id"], said["message_id"])

    def test_markup(self):
        process = self.exec(self.program("#!/bin/sh\necho '<b>5 &lt; 6</b>'\n"), "--html")
        self.sandbox.say("x")
        self.assert_end(process, OK)
        (message,) = self.messages()
        self.assertEqual((message["text"], message["parse_mode"]), ("<b>5 &lt; 6</b>", "html"))

    def test_long_answer(self):
        process = self.exec(self.program("#!/usr/bin/python3\nprint('word ' * 2000)\n"))
        self.sandbox.say("x")
        self.assert_end(process, OK)
        self.assertEqual(len(self.texts()), 3)
        self.assertEqual(" ".join(self.texts()).split(), ["word"] * 2000)

    def test_nothing_to_say(self):
        process = self.exec(self.program("#!/bin/sh\nprintf ' \\n\\n'\n"))
        self.sandbox.say("x")
        self.assert_end(process, OK)
        self.assertEqual(self.texts(), [])

    def test_button(self):
        """A pressed button is answered in its chat; the server's note of its limits is no event to answer."""
        process = self.exec(self.program("#!/bin/sh\necho \"$TRUECONF_EVENT_METHOD\"\n"))
        sent = self.sandbox.call("/sandbox/say", {"from": "echo_bot", "to": "nora", "text": "Go on?", "buttons": [
            [{"type": "command", "label": "Yes", "command": "/go", "id": "yes"}]]})
        self.sandbox.call("/sandbox/press", {"from": "nora", "message_id": sent["message_id"], "button_id": "yes"})
        self.assert_end(process, OK)
        self.assertEqual(self.texts(), ["Go on?", "command"])

    def test_large_event(self):
        """More than fits into a pipe, for a program that does not read it."""
        process = self.exec("true")
        self.sandbox.say("x" * 500_000)
        self.assert_end(process, OK)

    def test_standard_error_passes_through(self):
        process = self.exec(self.program("#!/bin/sh\necho 'of the program' >&2\n"))
        self.sandbox.say("x")
        self.assert_end(process, OK, "of the program")


class TroubleTest(ExecTest):
    def test_status(self):
        process = self.exec(self.program("#!/bin/sh\necho no\nexit 3\n"))
        self.sandbox.say("x")
        self.assert_end(process, FAILED, "answer ended with the status 3, and nothing was sent")
        self.assertEqual(self.texts(), [])

    def test_signal(self):
        process = self.exec(self.program("#!/bin/sh\necho no\nkill -SEGV $$\n"))
        self.sandbox.say("x")
        self.assert_end(process, FAILED, "died of the signal 11")
        self.assertEqual(self.texts(), [])

    def test_goes_on(self):
        """A failure is not the end of it."""
        process = self.exec(self.program("#!/bin/sh\nread line\ncase $line in *bad*) exit 1;; esac\necho fine\n"), count=3)
        for text in ("good", "bad", "good"):
            self.sandbox.say(text)
        self.assert_end(process, FAILED, "status 1")
        self.assertEqual(self.texts(), ["fine", "fine"])

    def test_takes_too_long(self):
        """It and what it has started are ended, though they do not want to."""
        pids = self.home / "pids"
        process = self.exec(self.program(f"#!/bin/sh\ntrap '' TERM\necho $$ >> {pids}\nsh -c 'trap \"\" TERM; echo $$ >> {pids}; while :; do sleep 1; done'\n"),
                            "--exec-timeout", "5")
        self.sandbox.say("x")
        self.assert_end(process, FAILED, "was ended after 5 s")
        self.assertEqual(self.texts(), [])
        for pid in pids.read_text().split():
            wait_for(lambda: not self.runs(pid), f"the end of {pid}")

    def test_leaves_a_child_behind(self):
        """Which has left the group, and keeps standard output open."""
        process = self.exec(self.program("#!/bin/sh\nsetsid sleep 120 2>/dev/null &\necho $! > left\n"), "--exec-timeout", "5")
        self.sandbox.say("x")
        self.assert_end(process, FAILED, "was ended after 5 s")
        os.kill(int((self.home / "left").read_text()), signal.SIGKILL)

    def test_prints_for_ever(self):
        process = self.exec("yes")
        self.sandbox.say("x")
        self.assert_end(process, FAILED, "printed too much")
        self.assertEqual(self.texts(), [])

    def test_not_utf8(self):
        process = self.exec(self.program("#!/bin/sh\nprintf 'a\\377'\n"))
        self.sandbox.say("x")
        self.assert_end(process, FAILED, "not UTF-8")
        process = self.exec(self.program("#!/bin/sh\nprintf 'a\\000b'\n"))
        self.sandbox.say("x")
        self.assert_end(process, FAILED, "not UTF-8")
        self.assertEqual(self.texts(), [])

    def test_vanishes(self):
        """A program that was there at the start."""
        program = self.program(ECHO)
        process = self.exec(program, count=2)
        program.unlink()
        self.sandbox.say("x")
        self.sandbox.say("x")
        self.assert_end(process, FAILED, "cannot be run", "cannot be run")

    def test_no_program(self):
        self.assertIn("chmod +x", self.fail_with(NO_INPUT, "listen", "--exec", self.write("plain", ECHO)))
        self.assertIn("nowhere", self.fail_with(NO_INPUT, "listen", "--exec", "./nowhere"))
        self.fail_with(USAGE, "listen", "--exec", "cat", "--html", "--markdown")
        self.assertEqual(self.sandbox.counters()["connections"], 0)

    def test_answer_refused(self):
        self.fault("error", code=303, method="sendMessage", count=1)
        process = self.exec(self.program(ECHO))
        self.sandbox.say("x")
        self.assert_end(process, FAILED, "303")

    def test_no_chat(self):
        process = self.exec("cat", "--filter", "method = futureEvent")
        self.sandbox.call("/sandbox/send", {"user": "echo_bot", "method": "futureEvent", "payload": {}})
        self.assert_end(process, FAILED, "futureEvent belongs to no chat")


class OrderTest(ExecTest):
    # waits for a file of the name of its text
    WAITER = """#!/usr/bin/python3
import json, os, sys, time
text = json.load(sys.stdin)["plain_text"]
open("began-" + text, "w").close()
while not os.path.exists("go-" + text):
    time.sleep(0.01)
print(text)
"""

    def go(self, text):
        self.write("go-" + text, "")

    def began(self, text):
        return (self.home / ("began-" + text)).exists()

    def test_one_chat_in_order_others_beside(self):
        process = self.exec(self.program(self.WAITER), count=3)
        self.sandbox.say("a1")
        self.sandbox.say("a2")
        self.sandbox.say("b1", sender="max")
        wait_for(lambda: self.began("a1") and self.began("b1"), "two programs side by side")
        self.go("a2")
        self.go("b1")
        wait_for(lambda: self.texts("max") == ["b1"], "the answer in the other chat")
        self.assertFalse(self.began("a2"))
        self.go("a1")
        self.assert_end(process, OK)
        self.assertEqual(self.texts(), ["a1", "a2"])

    def test_bound(self):
        process = self.exec(self.program(self.WAITER), "--jobs", "1", count=2)
        self.sandbox.say("a1")
        wait_for(lambda: self.began("a1"), "the first program")
        self.sandbox.say("b1", sender="max")
        self.go("b1")
        self.sandbox.call("/sandbox/say", {"from": "echo_bot", "to": "max", "text": "meanwhile"})
        self.assertFalse(self.began("b1"))
        self.go("a1")
        self.assert_end(process, OK)
        self.assertEqual((self.texts(), self.texts("max")), (["a1"], ["meanwhile", "b1"]))

    def test_interrupted(self):
        """What has begun may end, and is sent; what waits comes again to whoever listens next."""
        program = self.program(self.WAITER)
        process = self.listen("--exec", program, "--unread")
        self.sandbox.say("a1")
        self.sandbox.say("a2")
        wait_for(lambda: self.began("a1"), "the program")
        process.send_signal(signal.SIGTERM)
        self.go("a1")
        self.go("a2")
        self.assert_end(process, -signal.SIGTERM)
        self.assertEqual(self.texts(), ["a1"])
        process = self.exec(program, "--unread")
        self.assert_end(process, OK)
        self.assertEqual(self.texts(), ["a1", "a2"])

    def test_hung_up(self):
        """A terminal that is closed is no reason to leave programs alone."""
        process = self.listen("--exec", self.program(self.WAITER))
        self.sandbox.say("a1")
        wait_for(lambda: self.began("a1"), "the program")
        process.send_signal(signal.SIGHUP)
        self.go("a1")
        self.assert_end(process, -signal.SIGHUP)
        self.assertEqual(self.texts(), ["a1"])

    def test_interrupted_again_and_again(self):
        """What was started ends before the tool, though it does not want to, and nobody waits for it."""
        pids = self.home / "pids"
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            with self.subTest(number):
                pids.write_text("")
                process = self.listen("--exec", self.program(f"#!/bin/sh\ntrap '' TERM\nsleep 300 &\necho $$ $! >> {pids}\nwait\n"))
                self.sandbox.say("x")
                wait_for(lambda: len(pids.read_text().split()) == 2, "the program")
                # a hundred signals take at least the five seconds after which it would end them of itself
                count = 0
                while process.poll() is None:
                    process.send_signal(number)
                    count += 1
                    time.sleep(0.05)
                self.assertLess(count, 100)
                self.assert_end(process, -number, "was ended, and nothing was sent")
                self.assertEqual([pid for pid in pids.read_text().split() if self.runs(pid)], [])

    def test_interrupted_while_nobody_reads(self):
        """What was started ends before the tool, though the tool waits for whoever reads its warnings."""
        pid = self.home / "pid"
        program = self.program(f"#!/bin/sh\nread line\ncase $line in *bad*) echo > ended; exit 3;; esac\necho $$ > {pid}\nexec head -c 200000 /dev/zero >&2\n")
        process = self.listen("--exec", program)
        self.sandbox.say("x")
        wait_for_full_pipe(process.stderr)
        self.sandbox.say("bad", sender="max")
        wait_for((self.home / "ended").exists, "the program that fails")
        while process.poll() is None:
            process.send_signal(signal.SIGINT)
            time.sleep(0.2)
        self.assertEqual(process.returncode, -signal.SIGINT)
        self.assertFalse(self.runs(int(pid.read_text())))

    def test_interrupted_by_somebody_without_patience(self):
        process = self.listen("--exec", self.program(self.WAITER))
        self.sandbox.say("a1")
        wait_for(lambda: self.began("a1"), "the program")
        process.send_signal(signal.SIGINT)
        self.assert_end(process, -signal.SIGINT, "was ended, and nothing was sent")
        self.assertEqual(self.texts(), [])

    def test_lost_connection(self):
        """The answer waits for the next one."""
        process = self.exec(self.program(self.WAITER))
        self.sandbox.say("a1")
        wait_for(lambda: self.began("a1"), "the program")
        self.fault("drop")
        self.assertIn(b"lost", process.stderr.readline())
        self.go("a1")
        status, _, _ = self.finish(process)
        self.assertEqual((status, self.texts()), (OK, ["a1"]))


if __name__ == "__main__":
    main()
