# SPDX-License-Identifier: LGPL-2.1-or-later
"""The example with FastAPI, with the FastAPI and the uvicorn that users get from the registry today, not with Debian's."""

import glob
import json
import os
import subprocess
import sys
import urllib.error
import urllib.request

from harness import HEALTH_KEYS, PATIENCE, free_port, main
from programs import EXAMPLES, ExampleTest, wait_for


class FastapiTest(ExampleTest):
    def setUp(self):
        super().setUp()
        found = glob.glob(f"{os.environ['TRUECONF_TYPING']}/lib/python3*/site-packages/fastapi")
        if not found:
            raise AssertionError("there is no FastAPI: run ./dev setup where a registry of Python packages can be reached")
        # it comes before what Debian has
        self.packages = os.path.dirname(found[0])
        self.path = os.pathsep.join([self.packages, os.environ.get("PYTHONPATH", "")])

    def get(self, path):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=PATIENCE) as answer:
                return answer.status, answer.headers["Content-Type"], answer.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, None, ""
        except OSError:
            return None, None, ""

    def test_versions(self):
        with open(f"{os.path.dirname(__file__)}/requirements.txt", encoding="utf-8") as file:
            wanted = [line.strip() for line in file if line.startswith(("fastapi==", "uvicorn=="))]
        code = "import fastapi, uvicorn; print(f'fastapi=={fastapi.__version__} uvicorn=={uvicorn.__version__}')"
        said = subprocess.run([sys.executable, "-c", code], env={**os.environ, "PYTHONPATH": self.path}, capture_output=True, text=True,
                              check=True)
        self.assertEqual(said.stdout.split(), wanted)

    def test_example(self):
        self.port = free_port()
        program = self.start(sys.executable, "-m", "uvicorn", "--app-dir", EXAMPLES / "health", "--port", self.port, "health_fastapi:app",
                             BOT_USER="echo_bot", BOT_PASSWORD="secret", PYTHONPATH=self.path, PYTHONDONTWRITEBYTECODE="1")
        wait_for(lambda: self.get("/readyz")[0] == 200, "being ready")
        status, kind, text = self.get("/health")
        self.assertEqual((status, kind, list(json.loads(text))), (200, "application/json", HEALTH_KEYS))
        pushed = json.loads(self.get("/pushed")[2])
        self.assertEqual((pushed["status"], pushed["user_id"], pushed["changes"]), ("authorized", "echo_bot@sandbox.local", 2))
        status, kind, text = self.get("/metrics")
        self.assertEqual((status, kind.split(";")[0]), (200, "text/plain"))
        self.assertIn('\ntrueconf_bot_status{bot="bot",status="authorized"} 1\n', text)

        self.sandbox.call("/sandbox/faults", {"fault": "drop"})
        wait_for(lambda: json.loads(self.get("/pushed")[2])["changes"] >= 5, "another log-in")
        program.terminate()
        _output, errors = program.communicate(timeout=PATIENCE)
        self.assertNotIn("Traceback", errors)
        self.assertEqual(self.sandbox.call("/sandbox/state")["connections"], [])


if __name__ == "__main__":
    main()
