# SPDX-License-Identifier: LGPL-2.1-or-later
"""Files, uploaded by one bot and downloaded by the other, and what the server lets through."""

import base64
import os
import tempfile
import urllib.request

from harness import run
from stock import NEW, NEW_SERVER, OURS, StockTest

from gi.repository import GLib, Trueconf

PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x02\0\0\0" + bytes(range(256)) * 40
WEBP = b"RIFF\x1a\0\0\0WEBPVP8L\x0d\0\0\0\x2f\0\0\0\x10\x07\x10\x11\x11\x88\x88\xfe\x07\0"


def encoded(data):
    return base64.b64encode(data).decode()


def made_up(size):
    """The bytes that the sandbox gives to a file of which only the size was told."""
    return bytes((i ^ (i >> 8)) & 255 for i in range(size))


class FilesTest(StockTest):
    def setUp(self):
        super().setUp()
        self.chat_id = self.vendor.call("create_personal_chat", user_id=OURS)["chat_id"]
        folder = tempfile.TemporaryDirectory(prefix="trueconf-stock-")
        self.addCleanup(folder.cleanup)
        self.folder = folder.name

    def path(self, name, data):
        path = os.path.join(self.folder, name)
        with open(path, "wb") as file:
            file.write(data)
        return path

    def from_bytes(self, name, data):
        return Trueconf.InputFile.new_for_bytes(GLib.Bytes.new(data), name)

    def stored(self):
        """The newest file as the server has it, and its bytes."""
        file = self.sandbox.call("/sandbox/files")["files"][-1]
        with urllib.request.urlopen(f"{self.sandbox.url}/sandbox/files/{file['id']}/content?key={self.sandbox.key}", timeout=10) as answer:
            return file, answer.read()

    def send(self, method, **arguments):
        """The vendor's bot sends a file; returns its answer and the message that ours gets."""
        sent = self.vendor.call(method, chat_id=self.chat_id, **arguments)
        return sent, self.expect(Trueconf.Message, lambda message: message.message_id == sent["message_id"])

    def fetch(self, file_id):
        return run(self.ours.download_file_bytes(file_id))

    def download(self, message, kind):
        """What the vendor's bot gets of a file in a message."""
        return base64.b64decode(self.vendor.call(f"{kind}.download", of=message, dest_path=None)["base64"])

    def test_document(self):
        data = os.urandom(100_000)
        sent, message = self.send("send_document", file={"path": self.path("plan B für alle.bin", data)})
        document = message.document
        self.assertEqual((document.name, document.size, document.file_id), ("plan B für alle.bin", len(data), sent["file_id"]))
        self.assertEqual(self.fetch(sent["file_id"]), data)
        info = self.vendor.call("get_file_info", file_id=sent["file_id"])
        self.assertEqual((info["name"], info["size"], info["ready_state"], info["previews"]),
                         ("plan B für alle.bin", len(data), 2, None))

    def test_document_of_ours(self):
        data = os.urandom(100_000)
        run(self.ours.send_document(self.chat_id, self.from_bytes('plan "B".bin', data)))
        message = self.vendor.expect("message")
        self.assertEqual((message["type"], message["document"]["file_name"], message["document"]["file_size"]),
                         (202, 'plan "B".bin', len(data)))
        self.assertEqual(self.download(message, "document"), data)
        folder = os.path.join(self.folder, "kept")
        where = {"file_path": os.path.join(folder, "plan.bin")} if NEW else {"dest_path": folder}
        written = self.vendor.call("document.download", of=message, **where)
        with open(written, "rb") as file:
            self.assertEqual(file.read(), data)

    def test_caption(self):
        file = {"base64": encoded(b"hello\n"), "file_name": "note.txt"}
        sent = self.vendor.call("send_document", chat_id=self.chat_id, file=file, caption="the <i>plan</i>",
                                parse_mode="html")
        text = self.expect(Trueconf.Message)
        self.assertEqual((text.text, text.parse_mode), ("the <i>plan</i>", Trueconf.ParseMode.HTML))
        self.assertEqual(self.expect(Trueconf.Message).document.name, "note.txt")
        if NEW and NEW_SERVER:
            self.assertEqual(sent["caption_message_id"], text.message_id)
            self.vendor.call("edit_message", message_id=text.message_id, text="another plan")
            self.assertEqual(self.expect(Trueconf.EditedMessage).text, "another plan")

    def test_caption_of_ours(self):
        run(self.ours.send_document(self.chat_id, self.from_bytes("note.txt", b"hello\n"), "the plan", "markdown"))
        self.assertEqual(self.vendor.expect("message")["text"], "the plan")
        self.assertEqual(self.vendor.expect("message")["document"]["mime_type" if NEW else "mimetype"], "text/plain")

    def test_photo(self):
        preview = b"RIFF\x04\0\0\0WEBP"
        sent, message = self.send("send_photo", file={"path": self.path("cat.png", PNG)},
                                  preview={"base64": encoded(preview), "file_name": "small.webp"})
        self.assertEqual((message.photo.name, message.photo.size, message.document), ("cat.png", len(PNG), None))
        info = self.vendor.call("get_file_info", file_id=sent["file_id"])
        self.assertEqual([(one["name"], one["size"]) for one in info["previews"]], [("small.webp", len(preview))])
        with urllib.request.urlopen(info["previews"][0]["download_url"], timeout=10) as answer:
            self.assertEqual(answer.read(), preview)

    def test_photo_of_ours(self):
        run(self.ours.send_photo(self.chat_id, self.from_bytes("cat.png", PNG), self.from_bytes("small.png", PNG[:99])))
        message = self.vendor.expect("message")
        self.assertEqual((message["photo"]["file_name"], message["document"]), ("cat.png", None))
        self.assertEqual(self.download(message, "photo"), PNG)
        info = self.vendor.call("get_file_info", file_id=message["photo"]["file_id"])
        self.assertEqual([one["size"] for one in info["previews"]], [99])

    def test_sticker(self):
        sent, message = self.send("send_sticker", file={"path": self.path("smile.webp", WEBP)})
        self.assertEqual((message.sticker.name, message.sticker.mime_type, message.photo), ("smile.webp", "sticker/webp", None))
        self.assertEqual(self.fetch(sent["file_id"]), WEBP)

    def test_sticker_of_ours(self):
        run(self.ours.send_sticker(self.chat_id, self.from_bytes("smile.webp", WEBP)))
        message = self.vendor.expect("message")
        self.assertEqual((message["sticker"]["file_name"], message["photo"]), ("smile.webp", None))
        self.assertEqual(self.download(message, "sticker"), WEBP)

    def test_answers_with_files(self):
        question = run(self.ours.send_message(self.chat_id, "the plan?"))
        asked = self.vendor.expect("message")
        file = {"base64": encoded(b"hello\n"), "file_name": "note.txt"}
        self.vendor.call("reply_document", of=asked, file=file)
        self.assertEqual(self.expect(Trueconf.Message).reply_message_id, question.message_id)
        self.vendor.call("answer_document", of=asked, file=file)
        self.assertEqual(self.expect(Trueconf.Message).reply_message_id, None)

    def test_forwarded_file(self):
        run(self.ours.send_document(self.chat_id, self.from_bytes("note.txt", b"hello\n")))
        message = self.vendor.expect("message")
        self.vendor.call("forward", of=message, chat_id=self.chat_id)
        inner = self.expect(Trueconf.Message).content.props.message
        self.assertEqual(self.fetch(inner.document.file_id), b"hello\n")
        run(self.ours.forward_message(self.chat_id, message["message_id"]))
        self.assertEqual(self.vendor.expect("message", type=201)["content"]["content"]["file_name"], "note.txt")

    def test_from_an_address(self):
        said = self.sandbox.call("/sandbox/say", {"from": "nora", "to": "echo_bot", "file": {
            "name": "note.txt", "size": 1000, "mime_type": "text/plain"}})
        for url in (f"{self.sandbox.url}/sandbox/files/{said['file_id']}/content?key={self.sandbox.key}",
                    run(self.ours.get_file_info(said["file_id"])).download_url):
            sent, message = self.send("send_document", file={"url": url, "file_name": "note.txt"})
            self.assertEqual(message.document.size, 1000)
            self.assertEqual(self.fetch(sent["file_id"]), made_up(1000))

    def test_kinds_by_type(self):
        kinds = {"video": "video/mp4", "photo": "image/jpeg", "document": "application/zip", "sticker": "sticker/webp"}
        for kind, mime_type in kinds.items():
            self.sandbox.call("/sandbox/say", {"from": "nora", "to": "stock_bot",
                                               "file": {"name": "x", "size": 5, "mime_type": mime_type}})
            message = self.vendor.expect("message")
            self.assertEqual(message[kind]["file_size"], 5)
            self.assertEqual(self.download(message, kind), made_up(5))
        if NEW:
            self.sandbox.call("/sandbox/say", {"from": "nora", "to": "stock_bot", "voice": {"size": 5, "duration": 2}})
            message = self.vendor.expect("message", type=205)
            self.assertEqual(message["voice"]["duration"], 2)
            self.assertEqual(self.download(message, "voice"), made_up(5))

    def test_not_ready_yet(self):
        said = self.sandbox.call("/sandbox/say", {"from": "nora", "to": "stock_bot", "file": {
            "name": "late.bin", "size": 1000, "ready_ms": 500}})
        message = self.vendor.expect("message")
        self.assertEqual((message["content"]["ready_state"], message["content"]["file_id"]), (1, said["file_id"]))
        self.assertEqual(self.vendor.call("download_file_by_id", file_id=said["file_id"]),
                         {"base64": encoded(made_up(1000))})

    def test_progress(self):
        said = self.sandbox.call("/sandbox/say", {"from": "nora", "to": "stock_bot", "file": {
            "name": "late.bin", "size": 1000, "ready_ms": 500}})
        self.assertEqual(self.vendor.call("subscribe_file_progress", file_id=said["file_id"]), {"result": True})
        self.assertEqual(self.vendor.expect("uploading_progress", progress=1000)["file_id"], said["file_id"])
        self.assertEqual(self.vendor.call("unsubscribe_file_progress", file_id=said["file_id"]), {"result": True})

    def test_avatar(self):
        group = self.group()
        self.vendor.call("edit_chat_avatar", chat_id=group, file={"path": self.path("cat.png", PNG)})
        avatar = self.expect(Trueconf.EditedChatAvatar)
        self.assertEqual(avatar.chat_id, group)
        with urllib.request.urlopen(avatar.avatar_url, timeout=10) as answer:
            self.assertEqual(answer.read(), PNG)
        self.sandbox.call("/sandbox/edit", {"chat_id": group, "avatar": None})
        removed = self.vendor.expect("edited_chat_avatar")
        self.assertEqual((removed["chat_id"], str(removed["avatar_url"])), (group, "None"))

    def test_limits(self):
        self.assertEqual(self.vendor.call("get_file_info_upload_limits"), {"extensions": None, "max_size": None})
        limits = {"max_size": 5, "extensions": {"mode": "block", "list": ["exe"]}}
        self.sandbox.call("/sandbox/limits", limits)
        changed = self.vendor.expect("changed_file_upload_limits", max_size=5)
        self.assertEqual(changed["extensions"], limits["extensions"])
        self.assertEqual(self.vendor.call("get_file_info_upload_limits"), limits)
        file = {"base64": encoded(b"hello\n"), "file_name": "note.txt"}
        error = self.refused(self.vendor.call, "send_document", chat_id=self.chat_id, file=file)
        self.assertEqual(error.name, "FileSizeTooLargeError")
        file = {"base64": encoded(b"x"), "file_name": "virus.exe"}
        error = self.refused(self.vendor.call, "send_document", chat_id=self.chat_id, file=file)
        self.assertEqual(error.name, "InvalidFileExtensionError")
        self.assertEqual(self.sandbox.call("/sandbox/files")["files"], [])

    def test_refused_by_the_server(self):
        file = {"base64": encoded(b"hello\n"), "file_name": "note.txt"}
        self.sandbox.call("/sandbox/faults", {"fault": "upload-status", "status": 413, "count": 1})
        if NEW:
            error = self.refused(self.vendor.call, "send_document", chat_id=self.chat_id, file=file)
            self.assertEqual(error.name, "FileUploadError")
        error = self.refused(self.vendor.call, "get_file_info", file_id="no-such-file")
        self.assertEqual(error.code, 404 if NEW_SERVER else 308)
