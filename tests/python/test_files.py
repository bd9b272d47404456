# SPDX-License-Identifier: LGPL-2.1-or-later
"""Files, sent to the sandbox and fetched from it."""

import os
import pathlib
import tempfile
import threading
import urllib.request

from harness import BotTest, main, run, wait_for

from gi.repository import Gio, GLib, Trueconf

PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x02\0\0\0" + bytes(range(256)) * 40


class FilesTest(BotTest):
    def setUp(self):
        super().setUp()
        self.bot = self.make_bot()
        run(self.bot.start())
        self.chat_id = run(self.bot.create_personal_chat("nora"))
        folder = tempfile.TemporaryDirectory(prefix="trueconf-files-")
        self.addCleanup(folder.cleanup)
        self.folder = folder.name

    def received(self):
        """What the person has got: name, type and bytes of the newest file."""
        file = self.sandbox.call("/sandbox/files")["files"][-1]
        with urllib.request.urlopen(f"{self.sandbox.url}/sandbox/files/{file['id']}/content?key={self.sandbox.key}", timeout=10) as answer:
            return file["name"], file["mime_type"], answer.read()

    def from_bytes(self, name="cat.png", data=PNG):
        return Trueconf.InputFile.new_for_bytes(GLib.Bytes.new(data), name)

    def test_document(self):
        path = os.path.join(self.folder, 'plan "B" für alle.txt')
        with open(path, "wb") as file:
            file.write(b"hello\n")
        sent = run(self.bot.send_document(self.chat_id, Trueconf.InputFile.new_for_file(Gio.File.new_for_path(path)),
                                          "the <i>plan</i>", "html"))
        self.assertEqual(self.received(), ('plan "B" für alle.txt', "text/plain", b"hello\n"))
        self.assertTrue(sent.file_id)
        self.assertIn("the <i>plan</i>", self.sandbox.texts())

    def test_paths(self):
        path = pathlib.Path(self.folder, "cat.png")
        path.write_bytes(PNG)
        draft = Trueconf.Draft(file=path, kind="document")
        for sending in (lambda: self.bot.send_document(self.chat_id, str(path)),
                        lambda: self.bot.send_photo(self.chat_id, path, preview=path),
                        lambda: self.bot.send_photo(self.chat_id, Gio.File.new_for_path(str(path))),
                        lambda: self.bot.send_draft(self.chat_id, draft)):
            sent = run(sending())
            self.assertEqual(self.received(), ("cat.png", "image/png", PNG))
        draft.file = str(path)
        self.assertEqual(draft.file.file_name, "cat.png")

        written = run(self.bot.download_file(sent.file_id, self.folder))
        self.assertEqual(str(written), os.path.join(self.folder, "cat (2).png"))
        written = run(self.bot.download_file(sent.file_id, pathlib.Path(self.folder, "dog.png")))
        self.assertEqual(written.read_bytes(), PNG)

        # a slash at the end means a folder, which is made
        inbox = os.path.join(self.folder, "in", "box") + os.sep
        for name in ("cat.png", "cat (2).png"):
            written = run(self.bot.download_file(sent.file_id, inbox))
            self.assertEqual(str(written), os.path.join(inbox, name))
        with self.assertRaises(OSError):
            self.bot.download_file(sent.file_id, str(path) + os.sep)

        # never an address: what a person has written must not be fetched by mistake
        with self.assertRaises(Trueconf.UploadFailed):
            run(self.bot.send_document(self.chat_id, f"{self.sandbox.url}/"))
        with self.assertRaises(TypeError):
            self.bot.send_document(self.chat_id, PNG)

    def test_type_is_that_of_the_bytes(self):
        run(self.bot.send_document(self.chat_id, self.from_bytes("no-extension")))
        self.assertEqual(self.received(), ("no-extension", "image/png", PNG))

    def test_loading(self):
        path = os.path.join(self.folder, "cat.bin")
        file = Trueconf.InputFile.new_for_file(Gio.File.new_for_path(path))
        changes = []
        file.connect("notify", lambda file, pspec: changes.append((pspec.name, threading.get_ident())))
        with self.assertRaises(Trueconf.UploadFailed):
            run(file.load())
        self.assertEqual((file.file_name, file.size, file.mime_type, changes), ("cat.bin", -1, None, []))
        pathlib.Path(path).write_bytes(PNG)
        self.assertEqual((file.size, file.mime_type), (-1, None))
        self.assertTrue(run(file.load()))
        self.assertEqual((file.size, file.mime_type), (len(PNG), "image/png"))
        here = threading.get_ident()
        self.assertEqual(sorted(changes), [("mime-type", here), ("size", here)])

    def test_loading_a_pipe(self):
        path = os.path.join(self.folder, "pipe.png")
        os.mkfifo(path)
        file = Trueconf.InputFile.new_for_file(Gio.File.new_for_path(path))
        # nobody writes into it: whatever opened it would wait for ever
        with self.assertRaisesRegex(Trueconf.UploadFailed, "pipe.png.*regular file"):
            run(file.load())
        with self.assertRaisesRegex(Trueconf.UploadFailed, "pipe.png.*regular file"):
            run(self.bot.send_document(self.chat_id, file))
        self.assertEqual((file.size, file.mime_type), (-1, None))

    def test_uri(self):
        run(self.bot.send_document(self.chat_id, self.from_bytes()))
        identity = self.sandbox.call("/sandbox/files")["files"][-1]["id"]
        file = Trueconf.InputFile.new_for_uri(f"{self.sandbox.url}/sandbox/files/{identity}/content?key={self.sandbox.key}")
        self.assertTrue(run(file.load()))
        self.assertEqual((file.file_name, file.size), ("content", -1))
        file.file_name = "dog.png"
        run(self.bot.send_document(self.chat_id, file))
        self.assertEqual(self.received(), ("dog.png", "image/png", PNG))
        file.mime_type = "application/x-dog"
        run(self.bot.send_document(self.chat_id, file))
        self.assertEqual(self.received(), ("dog.png", "application/x-dog", PNG))

    def test_empty(self):
        run(self.bot.send_document(self.chat_id, self.from_bytes("empty.bin", b"")))
        self.assertEqual(self.received()[2], b"")

    def test_photo_and_progress(self):
        seen = []
        run(self.bot.send_photo(self.chat_id, self.from_bytes(), caption="a cat",
                                progress=lambda current, total, *data: seen.append((current, total))))
        self.assertEqual(seen[-1], (len(PNG), len(PNG)))
        message = run(self.bot.get_chat_history(self.chat_id, 1))[0]
        self.assertEqual((message.photo.name, message.photo.size, message.document), ("cat.png", len(PNG), None))

    def test_download(self):
        said = self.sandbox.call("/sandbox/say", {"from": "nora", "to": "echo_bot",
                                                  "file": {"name": "../../etc/passwd", "size": 100000}})
        folder = Gio.File.new_for_path(self.folder)
        written = run(self.bot.download_file(said["file_id"], folder))
        self.assertEqual(str(written.parent), self.folder)
        self.assertEqual(os.listdir(self.folder), ["passwd"])
        data = run(self.bot.download_file_bytes(said["file_id"]))
        with open(written, "rb") as file:
            self.assertEqual(file.read(), data)
        self.assertEqual(data, bytes((i ^ (i >> 8)) & 255 for i in range(100000)))

    def test_download_limit(self):
        said = self.sandbox.call("/sandbox/say", {"from": "nora", "to": "echo_bot", "file": {"name": "x", "size": 1000}})
        self.assertEqual(self.bot.props.max_download_size, 1024 ** 3)
        for limit in (1, 999):
            self.bot.props.max_download_size = limit
            with self.assertRaisesRegex(Trueconf.FileTooLarge, f"limit is {limit}$"):
                run(self.bot.download_file_bytes(said["file_id"]))
        self.bot.set_max_download_size(1000)
        self.assertEqual(len(run(self.bot.download_file_bytes(said["file_id"]))), 1000)

    def test_download_waits_until_it_is_ready(self):
        said = self.sandbox.call("/sandbox/say", {"from": "nora", "to": "echo_bot",
                                                  "file": {"name": "late.bin", "size": 10, "ready_ms": 300}})
        self.assertEqual(len(run(self.bot.download_file_bytes(said["file_id"]))), 10)

    def test_download_ends_early(self):
        said = self.sandbox.call("/sandbox/say", {"from": "nora", "to": "echo_bot", "file": {"name": "x", "size": 99999}})
        self.sandbox.call("/sandbox/faults", {"fault": "download-short", "bytes": 1000})
        with self.assertRaises(Trueconf.DownloadFailed):
            run(self.bot.download_file(said["file_id"], Gio.File.new_for_path(self.folder)))
        self.assertEqual(os.listdir(self.folder), [])

    def test_limits(self):
        self.sandbox.call("/sandbox/limits", {"max_size": 5, "extensions": {"mode": "block", "list": ["exe"]}})
        wait_for(lambda: self.bot.upload_limits and self.bot.upload_limits.max_size == 5)
        with self.assertRaisesRegex(Trueconf.FileTooLarge, "5"):
            run(self.bot.send_document(self.chat_id, self.from_bytes()))
        with self.assertRaises(Trueconf.FileExtensionNotAllowed):
            run(self.bot.send_document(self.chat_id, self.from_bytes("a.EXE", b"x")))
        self.assertEqual(self.sandbox.call("/sandbox/files")["files"], [])
        self.assertEqual(run(self.bot.get_file_upload_limits()).max_size, 5)

    def test_upload_refused(self):
        self.sandbox.call("/sandbox/faults", {"fault": "upload-status", "status": 413})
        with self.assertRaises(Trueconf.FileTooLarge):
            run(self.bot.send_document(self.chat_id, self.from_bytes()))

    def test_cancelled(self):
        self.sandbox.call("/sandbox/faults", {"fault": "upload-stall", "bytes": 1000})
        operation = self.bot.send_document(self.chat_id, self.from_bytes(data=bytes(5_000_000)))
        wait_for(lambda: any(entry.get("path") == "/bridge/api/client/v1/files" or entry.get("method") == "uploadFile"
                             or "uploadFile" in (entry.get("text") or "")
                             for entry in self.sandbox.call("/sandbox/log")["entries"]))
        operation.cancel()
        with self.assertRaises(Trueconf.Cancelled):
            run(operation)
        self.assertEqual(self.sandbox.call("/sandbox/files")["files"], [])

    def test_progress_of_others(self):
        said = self.sandbox.call("/sandbox/say", {"from": "nora", "to": "echo_bot",
                                                  "file": {"name": "slow.bin", "size": 1000, "ready_ms": 500}})
        seen = []
        self.bot.connect("event", lambda bot, event: seen.append(event))
        run(self.bot.subscribe_file_progress(said["file_id"]))
        wait_for(lambda: any(isinstance(event, Trueconf.UploadingProgress) for event in seen))
        progress = next(event for event in seen if isinstance(event, Trueconf.UploadingProgress))
        self.assertEqual(progress.file_id, said["file_id"])
        run(self.bot.unsubscribe_file_progress(said["file_id"]))


if __name__ == "__main__":
    main()
