# SPDX-License-Identifier: LGPL-2.1-or-later
"""What all servers of the tests have in common."""

import socket
import threading


class Listener:
    """A server of one's own on a port of its own: `serve` gets each connection."""

    def __init__(self):
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self):
        self.listener.close()

    def _accept(self):
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection):
        try:
            with connection:
                self.serve(connection)
        except OSError:
            pass

    def serve(self, connection):
        raise NotImplementedError
