# SPDX-License-Identifier: LGPL-2.1-or-later
"""What stands between the tool and a server: web servers with all kinds of certificates, proxies, and servers of other things."""

import base64
import datetime
import http.server
import shutil
import socket
import ssl
import subprocess
import tempfile
import threading
import time
from email.utils import formatdate
from pathlib import Path

from tool_listener import Listener

PATIENCE = 60
KEY = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")
LOCAL = "subjectAltName=DNS:localhost,IP:127.0.0.1\n"
AUTHORITY = """[ca]
default_ca = authority
[authority]
new_certs_dir = .
database = index
rand_serial = yes
unique_subject = no
default_md = sha256
policy = any
[any]
commonName = supplied
"""


class Certificates:
    """An authority and what it has signed, in a folder."""

    def __init__(self):
        self.folder = Path(tempfile.mkdtemp())
        self.ca_file = self.folder / "ca.pem"
        (self.folder / "authority").write_text(AUTHORITY)
        (self.folder / "index").write_text("")
        self._openssl("req", "-x509", *KEY, "-keyout", "ca.key", "-out", "ca.pem", "-days", "400", "-subj", "/CN=Example Root CA")
        self._openssl("req", "-x509", *KEY, "-keyout", "self.key", "-out", "self.pem", "-days", "400", "-subj", "/CN=self",
                      "-addext", LOCAL.strip())
        self._sign("between", "basicConstraints=critical,CA:TRUE\n", subject="Example Intermediate CA")
        self._sign("good", LOCAL)
        self._sign("soon", LOCAL, last=3)
        self._sign("expired", LOCAL, first=-3, last=-1)
        self._sign("future", LOCAL, first=100)
        self._sign("wrong", "subjectAltName=DNS:video.example.com,DNS:*.example.org\n")
        self._sign("half", LOCAL, by="between", subject="video.example.com")
        self._sign("told", f"{LOCAL}authorityInfoAccess=caIssuers;URI:http://authority.example.com/between.crt\n", by="between")
        whole = (self.folder / "half.pem").read_text() + (self.folder / "between.pem").read_text()
        (self.folder / "whole.pem").write_text(whole)
        shutil.copy(self.folder / "half.key", self.folder / "whole.key")

    def close(self):
        shutil.rmtree(self.folder)

    def _openssl(self, *arguments):
        subprocess.run(["openssl", *arguments], cwd=self.folder, check=True, capture_output=True)

    def _sign(self, name, extensions, by="ca", first=-1, last=400, subject=None):
        now = datetime.datetime.now(datetime.timezone.utc)
        begin, end = ((now + datetime.timedelta(days)).strftime("%Y%m%d%H%M%SZ") for days in (first, last))
        (self.folder / "extensions").write_text(extensions)
        self._openssl("req", "-new", *KEY, "-keyout", f"{name}.key", "-out", f"{name}.csr", "-subj", f"/CN={subject or name}")
        self._openssl("ca", "-config", "authority", "-batch", "-notext", "-cert", f"{by}.pem", "-keyfile", f"{by}.key", "-startdate",
                      begin, "-enddate", end, "-extfile", "extensions", "-in", f"{name}.csr", "-out", f"{name}.pem")

    def context(self, name):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.folder / f"{name}.pem", self.folder / f"{name}.key")
        return context


def free_ports(count):
    """Ports where nobody listens, outside of those that the system takes for connections."""
    ports = []
    for port in range(20000 + int(time.time() * 1000) % 10000, 32000):
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
        ports.append(port)
        if len(ports) == count:
            return ports
    raise AssertionError("no free ports")


class Nginx:
    """A web server with TLS in front of the sandbox, a port for each certificate, and others that have no TrueConf behind them."""

    def __init__(self, certificates, port, sites):
        self.folder = Path(tempfile.mkdtemp())
        # nginx may be started by root, and its worker is another user then
        self.folder.chmod(0o755)
        dead, *ports = free_ports(len(sites) + 3)
        self.ports = dict(zip((*sites, "pages", "dead"), ports, strict=False))
        to_sandbox = f"proxy_pass http://127.0.0.1:{port};"
        behind = {"pages": 'default_type text/html; return 200 "<html>It works!</html>";',
                  "dead": f"proxy_pass http://127.0.0.1:{dead};"}
        text = "daemon off;\nmaster_process off;\npid nginx.pid;\nerror_log error.log;\nevents {}\nhttp {\naccess_log off;\n"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"):
            text += f"{kind}_temp_path {self.folder}/{kind};\n"
        for site, number in self.ports.items():
            name = certificates.folder / (site if site in sites else "good")
            text += (f"server {{ listen 127.0.0.1:{number} ssl; ssl_certificate {name}.pem; ssl_certificate_key {name}.key;\n"
                     f"location / {{ {behind.get(site, to_sandbox)} proxy_http_version 1.1; proxy_set_header Upgrade $http_upgrade;\n"
                     "proxy_set_header Connection $http_connection; proxy_set_header Host $host; } }\n")
        (self.folder / "nginx.conf").write_text(text + "}\n")
        program = shutil.which("nginx") or "/usr/sbin/nginx"
        self.process = subprocess.Popen([program, "-p", self.folder, "-c", "nginx.conf", "-e", self.folder / "error.log"],
                                        stderr=subprocess.PIPE, text=True)
        deadline = time.monotonic() + PATIENCE
        while not (self.folder / "nginx.pid").exists():
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise AssertionError(self.process.stderr.read())
            time.sleep(0.02)

    def close(self):
        self.process.terminate()
        self.process.communicate(timeout=PATIENCE)
        shutil.rmtree(self.folder)


class Greeter(Listener):
    """Says something that is not HTTP, as a mail server does."""

    def serve(self, connection):
        connection.recv(4096)
        connection.sendall(b"220 mail.example.com ready\r\n")


def read_head(connection):
    head = b""
    while b"\r\n\r\n" not in head and (part := connection.recv(4096)):
        head += part
    return head.decode()


class Proxy(Listener):
    """Takes CONNECT, and goes to the port behind it, whatever the name. Refuses with `status`, or whoever has not the `password`."""

    def __init__(self, behind=0, status=None, password=None):
        self.behind = behind
        self.status = status
        self.password = password
        self.requests = []
        super().__init__()

    def serve(self, connection):
        head = read_head(connection)
        self.requests.append(head.split("\r\n")[0])
        wanted = base64.b64encode(f"user:{self.password}".encode()).decode()
        if self.password and f"Proxy-Authorization: Basic {wanted}" not in head:
            connection.sendall(b'HTTP/1.1 407 Who are you\r\nProxy-Authenticate: Basic realm="x"\r\nContent-Length: 0\r\n\r\n')
            return
        if self.status:
            connection.sendall(f"HTTP/1.1 {self.status} No\r\nContent-Length: 0\r\n\r\n".encode())
            return
        with socket.create_connection(("127.0.0.1", self.behind)) as server:
            connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
            back = threading.Thread(target=self._pass_on, args=(server, connection), daemon=True)
            back.start()
            self._pass_on(connection, server)
            back.join()

    @staticmethod
    def _pass_on(source, sink):
        try:
            while data := source.recv(65536):
                sink.sendall(data)
            sink.shutdown(socket.SHUT_WR)
        except OSError:
            pass


class OtherTime:
    """A web server that lives at another time, and refuses requests for tokens as TrueConf does."""

    def __init__(self, seconds, context=None):
        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                self.rfile.read(int(self.headers["Content-Length"]))
                body = b'{"error":"invalid_request"}'
                self.send_response_only(400)
                self.send_header("Date", formatdate(time.time() + seconds, usegmt=True))
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_arguments):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        if context:
            self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()
