# SPDX-License-Identifier: LGPL-2.1-or-later
"""The bot that keeps files, in C and in Python."""

import os
import tempfile
import urllib.request
from pathlib import Path

from harness import PATIENCE, main
from programs import ExampleTest, example, wait_for

FILES_C, FILES_PYTHON = example("files-bot", "files-bot")
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x02\0\0\0" + bytes(range(256)) * 40
WEBP = b"RIFF\x24\0\0\0WEBPVP8 \x18\0\0\0" + bytes(24)
NO_SUCH = "I have no file of this name. /list shows those that I have."


class FilesCases:
    def setUp(self):
        super().setUp()
        outside = tempfile.TemporaryDirectory(prefix="trueconf-files-bot-")
        self.addCleanup(outside.cleanup)
        self.outside = Path(outside.name)
        (self.outside / "secret.txt").write_text("secret")
        self.folder = self.outside / "kept"
        self.folder.mkdir()
        self.bot = self.start(*self.command, self.folder, BOT_USER="echo_bot", BOT_PASSWORD="secret")
        self.assert_authorized()

    def put(self, name, data=b"hello\n"):
        (self.folder / name).write_bytes(data)

    def send(self, **file):
        """Nora sends a file."""
        return self.sandbox.call("/sandbox/say", {"from": "nora", "to": "echo_bot", "file": file})

    def wait_for_answers(self, *texts):
        wait_for(lambda: len(self.sandbox.texts()) >= len(texts), f"{texts}")
        self.assertEqual(self.sandbox.texts(), list(texts))

    def wait_for_file(self):
        """What Nora gets: the captions, name, type, whether it has a preview, and the bytes."""
        file = wait_for(lambda: [message["file"] for message in self.sandbox.messages() if "file" in message], "the file")[-1]
        with urllib.request.urlopen(f"{self.sandbox.url}/sandbox/files/{file['id']}/content?key={self.sandbox.key}", timeout=PATIENCE) as answer:
            data = answer.read()
        captions = [text for text in self.sandbox.texts() if text]
        return captions, file["name"], file["mime_type"], bool(file.get("preview_url")), data

    # ---- keeping

    def test_keep(self):
        self.send(name="plan für “B” & C.txt", size=100000)
        self.wait_for_answers("Kept as plan für “B” & C.txt")
        self.assertEqual((self.folder / "plan für “B” & C.txt").read_bytes(),
                         bytes((i ^ (i >> 8)) & 255 for i in range(100000)))
        output, errors = self.end(self.bot)
        self.assertEqual(errors, "")
        lines = output.splitlines()
        self.assertEqual(lines[-2:], ["from nora@sandbox.local: 100000 of 100000 bytes",
                                      f"from nora@sandbox.local: {self.folder}/plan für “B” & C.txt"])

    def test_same_name_twice(self):
        for size in (1, 2):
            self.send(name="cat.png", size=size)
        self.wait_for_answers("Kept as cat.png", "Kept as cat (2).png")
        self.assertEqual({path.name: path.stat().st_size for path in self.folder.iterdir()},
                         {"cat.png": 1, "cat (2).png": 2})

    def test_names_that_lead_away(self):
        self.send(name="../secret.txt", size=1)
        self.send(name=str(self.outside / "secret.txt"), size=2)
        self.wait_for_answers("Kept as secret.txt", "Kept as secret (2).txt")
        self.assertEqual(sorted(os.listdir(self.folder)), ["secret (2).txt", "secret.txt"])
        self.assertEqual((self.outside / "secret.txt").read_text(), "secret")
        self.assertEqual(sorted(os.listdir(self.outside)), ["kept", "secret.txt"])

    def test_voice_and_sticker(self):
        self.sandbox.call("/sandbox/say", {"from": "nora", "to": "echo_bot", "voice": {"size": 10, "name": "voice.ogg"}})
        self.wait_for_answers("Kept as voice.ogg")
        self.send(name="wave.webp", mime_type="sticker/webp", size=10)
        self.wait_for_answers("Kept as voice.ogg", "Kept as wave.webp")

    def test_too_large_for_the_bot(self):
        self.send(name="film.mkv", size=1024 ** 3 + 1)
        self.wait_for_answers("That is too large for me: it has 1073741825 bytes, and I keep 1073741824 at most.")
        self.assertEqual(os.listdir(self.folder), [])

    def test_gone(self):
        self.send(name="gone.txt", size=10, gone=True)
        self.wait_for_answers("The server does not have the file “gone.txt”")
        self.assertEqual(os.listdir(self.folder), [])

    def test_download_fails(self):
        """A failure that is none of the person's business is not told to them in detail."""
        self.sandbox.call("/sandbox/faults", {"fault": "download-short", "bytes": 1000, "count": 1})
        self.send(name="x.bin", size=99999)
        self.wait_for_answers("That has failed. Please try again later.")
        self.assertEqual(os.listdir(self.folder), [])
        self.assertIn("nora@sandbox.local: ", self.end(self.bot)[0])

    # ---- giving

    def test_send(self):
        self.put("plan für “B” & C.txt")
        self.sandbox.say("/send plan für “B” & C.txt\nThe <plan>,\nat last", parse_mode="text")
        self.assertEqual(self.wait_for_file(),
                         (["The <plan>,\nat last"], "plan für “B” & C.txt", "text/plain", False, b"hello\n"))
        output, errors = self.end(self.bot)
        self.assertEqual((output.splitlines()[-1], errors), ("to nora@sandbox.local: 6 of 6 bytes", ""))

    def test_text_as_applications_send_it(self):
        self.put("R&D <1> 'x'.txt")
        self.sandbox.say("/send R&amp;D &lt;1&gt; &#39;x&#39;.txt<br>a &amp;amp; b<br/>c", parse_mode="html")
        self.assertEqual(self.wait_for_file()[:2], (["a &amp; b\nc"], "R&D <1> 'x'.txt"))

    def test_photo(self):
        self.put("cat.png", PNG)
        self.sandbox.say("/photo cat.png\nA cat")
        self.assertEqual(self.wait_for_file(), (["A cat"], "cat.png", "image/png", True, PNG))

    def test_sticker(self):
        self.put("wave.webp", WEBP)
        self.sandbox.say("/sticker wave.webp")
        self.assertEqual(self.wait_for_file(), ([], "wave.webp", "sticker/webp", True, WEBP))

    def test_what_does_not_go_together(self):
        self.put("plan.txt")
        self.put("cat.png", PNG)
        self.put("wave.webp", WEBP)
        self.sandbox.say("/photo plan.txt")
        self.wait_for_answers(first := "The file “plan.txt” is not a picture, but text/plain. Send it as a document")
        self.sandbox.say("/sticker cat.png")
        self.wait_for_answers(first, second := "The file “cat.png” is image/png, and stickers have to be image/webp")
        self.sandbox.say("/sticker wave.webp\nHello!")
        self.wait_for_answers(first, second, "A sticker has no caption. Send the text as a message")
        self.assertEqual(self.sandbox.call("/sandbox/files")["files"], [])

    def test_limits_of_the_server(self):
        self.put("big.txt", bytes(11))
        self.put("a.EXE", b"x")
        self.sandbox.call("/sandbox/limits", {"max_size": 10, "extensions": {"mode": "block", "list": ["exe"]}})
        self.sandbox.say("/send big.txt")
        self.wait_for_answers("The file “big.txt” cannot be sent: it has 11 bytes, and the server takes 10 bytes at most")
        self.sandbox.say("/send a.EXE")
        wait_for(lambda: len(self.sandbox.texts()) == 2, "the second answer")
        self.assertIn("extension “exe”", self.sandbox.texts()[1])
        self.assertEqual(self.sandbox.call("/sandbox/files")["files"], [])

    def test_upload_fails(self):
        self.put("plan.txt")
        self.sandbox.call("/sandbox/faults", {"fault": "upload-status", "status": 500})
        self.sandbox.say("/send plan.txt")
        self.wait_for_answers("That has failed. Please try again later.")

    def test_nobody_gets_outside(self):
        self.put("plan.txt")
        self.put(".hidden")
        (self.folder / "link.txt").symlink_to(self.outside / "secret.txt")
        (self.folder / "sub").mkdir()
        (self.folder / "sub" / "deep.txt").write_text("deep")
        os.mkfifo(self.folder / "pipe")
        names = ["../secret.txt", self.outside / "secret.txt", "sub/../../secret.txt", "link.txt", "sub/deep.txt", "sub",
                 ".hidden", "./plan.txt", "..", ".", "/", "pipe", "x" * 1000, "missing.txt", "*", "..\\secret.txt"]
        for number, name in enumerate(names, 1):
            self.sandbox.say(f"{('/send', '/photo', '/sticker')[number % 3]} {name}")
            self.wait_for_answers(*[NO_SUCH] * number)
        self.assertEqual(self.sandbox.call("/sandbox/files")["files"], [])

    # ---- the rest

    def test_list(self):
        self.sandbox.say("/list")
        self.wait_for_answers("I have no files yet.")
        for name in ("b.txt", "a & b.txt", "Z.txt", ".unfinished.part"):
            self.put(name)
        (self.folder / "link.txt").symlink_to(self.outside / "secret.txt")
        self.sandbox.say("/list")
        self.wait_for_answers("I have no files yet.", "Z.txt\na & b.txt\nb.txt")

    def test_long_list(self):
        for number in range(60):
            self.put(f"{number:02}.txt")
        self.sandbox.say("/list")
        self.wait_for_answers("\n".join([*(f"{number:02}.txt" for number in range(50)), "… and 10 more"]))

    def test_help(self):
        for number, text in enumerate(("hello", "/send", "/sendplan.txt", "/help"), 1):
            self.sandbox.say(text)
            wait_for(lambda: len(self.sandbox.texts()) == number, "the help")
            self.assertTrue(self.sandbox.texts()[-1].startswith("Send me a file, and I keep it.\n/list "), text)

    def test_how_it_is_called(self):
        secret = self.outside / "secret.txt"
        for arguments, complaint in (([], "FOLDER"), ([self.folder, self.folder], "FOLDER"),
                                     ([secret], f"{secret} is not a folder")):
            status, output, errors = self.run_to_end(*self.command, *arguments)
            self.assertEqual((status, output), (1, ""))
            self.assertIn(complaint, errors)


class FilesC(FilesCases, ExampleTest):
    command = FILES_C


class FilesPython(FilesCases, ExampleTest):
    command = FILES_PYTHON


if __name__ == "__main__":
    main()
