# SPDX-License-Identifier: LGPL-2.1-or-later
"""A stand-in for a language model, which speaks the OpenAI-compatible streaming interface and says what a test tells it."""

import http.server
import json
import queue
import threading

from harness import PATIENCE

END = object()
BREAK = object()


class Model:
    """Each question is one of `questions`; what is put into `words` is said to it, until END or BREAK. Bytes are sent as they are."""

    def __init__(self):
        self.questions = []
        self.keys = []
        self.words = queue.Queue()
        model = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):  # pylint: disable=invalid-name
                model.keys.append(self.headers["Authorization"])
                model.questions.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
                self.send_response(200 if self.path == "/v1/chat/completions" else 404)
                self.send_header("Content-Type", "text/event-stream")
                self.end_headers()
                self.say({"role": "assistant"})
                while (word := model.words.get(timeout=3 * PATIENCE)) not in (END, BREAK):
                    self.write(word) if isinstance(word, bytes) else self.say({"content": word})
                if word is END:
                    self.say({}, finish_reason="stop")
                    self.wfile.write(b"data: [DONE]\n\n")

            def say(self, delta, **more):
                chunk = {"id": "c", "object": "chat.completion.chunk", "choices": [{"index": 0, "delta": delta, **more}]}
                self.write(json.dumps(chunk).encode())

            def write(self, chunk):
                self.wfile.write(b"data: " + chunk + b"\n\n")

            def log_message(self, format, *args):  # pylint: disable=redefined-builtin
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/v1"
        self.thread = threading.Thread(target=self.server.serve_forever)
        self.thread.start()

    def say(self, *words):
        for word in words:
            self.words.put(word)

    def last(self):
        """What was asked last: all turns, in order."""
        return [(turn["role"], turn["content"]) for turn in self.questions[-1]["messages"]]

    def close(self):
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()
