"""A real collector on loopback with TLS: a throwaway authority, an API key, a data directory, a process."""

import json
import os
import pathlib
import re
import signal
import sqlite3
import subprocess
import tempfile
import urllib.parse
import urllib.request
import ssl

ROOT = pathlib.Path(__file__).resolve().parents[2]
AGENTSIGHT = ROOT / "Server/.build/debug/agentsight"
SWIFT_EXAMPLE = ROOT / ".build/debug/agentsight-example"
C_EXAMPLE = ROOT / ".build-core/bindings/c/agentsight_example"

START_SECONDS = 30
STOP_SECONDS = 15


def run(*command, **options):
    """Runs a command to its end and returns what it printed; its errors show when it fails."""
    result = subprocess.run([str(part) for part in command], capture_output=True, text=True, **options)
    if result.returncode != 0:
        raise RuntimeError(f"{command[0]} ended with {result.returncode}: {result.stdout}{result.stderr}")
    return result.stdout


def make_authority(folder):
    """Makes a certificate authority and a certificate for localhost; returns the paths (ca, cert, key)."""
    ca, ca_key, cert, key, request = (folder / name for name in ("ca.pem", "ca.key", "cert.pem", "cert.key", "cert.csr"))
    extensions = folder / "extensions"
    extensions.write_text("subjectAltName=DNS:localhost,IP:127.0.0.1\nbasicConstraints=CA:FALSE\n")
    curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
    run("openssl", "req", "-x509", *curve, "-keyout", ca_key, "-out", ca, "-days", "2", "-subj", "/CN=throwaway authority")
    run("openssl", "req", *curve, "-keyout", key, "-out", request, "-subj", "/CN=localhost")
    run("openssl", "x509", "-req", "-in", request, "-CA", ca, "-CAkey", ca_key, "-CAcreateserial",
        "-out", cert, "-days", "2", "-extfile", extensions)
    return ca, cert, key


class KeepRedirect(urllib.request.HTTPRedirectHandler):
    """Hands a redirect out as the answer, for what its headers say."""

    def http_error_303(self, request, response, code, message, headers):
        return response


class Collector:
    """`agentsight serve` on a free port, with a key of its own. Use it in a `with` statement."""

    def __init__(self, tls=True, options=(), environment=None, wrapper=(), data=None):
        """`options` and `environment` go to `serve`, which `wrapper`, a command, starts where there is one."""
        self._temporary = tempfile.TemporaryDirectory(prefix="agentsight-")
        self.folder = pathlib.Path(self._temporary.name)
        self.data = data or self.folder / "data"
        self.ca, self.cert, self.cert_key = make_authority(self.folder) if tls else (None, None, None)
        self._options = [*(["--tls-cert", self.cert, "--tls-key", self.cert_key] if tls else []), *options]
        self._environment = {**os.environ, **(environment or {})}
        self._wrapper = wrapper
        self.api_key = self.create_key("demo agent")
        self._cookie = None
        self.start()

    def create_key(self, agent, *options):
        return run(AGENTSIGHT, "keys", "create", "--agent", agent, "--data", self.data, *options).strip()

    def start(self):
        self._log = open(self.folder / "collector.log", "ab")
        self.process = subprocess.Popen(
            [*self._wrapper, AGENTSIGHT, "serve", "--port", "0", "--data", self.data, *self._options],
            stdout=subprocess.PIPE, stderr=self._log, text=True, env=self._environment)
        line = self.process.stdout.readline()
        urls = [word for word in line.split() if "://" in word]
        if not urls:
            raise RuntimeError(f"the collector did not start: {(self.folder / 'collector.log').read_text()}")
        self.url = re.sub("127\\.0\\.0\\.1|0\\.0\\.0\\.0", "localhost", urls[0].rstrip("/"))

    @property
    def port(self):
        return int(self.url.rsplit(":", 1)[1])

    def log(self):
        return (self.folder / "collector.log").read_text()

    def kill(self):
        """Ends the process as the kernel does when memory runs out."""
        self.process.kill()
        self.process.wait(STOP_SECONDS)
        self.process.stdout.close()
        self._log.close()

    def stop(self):
        """Ends the process as an operator does, and returns its exit code."""
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(STOP_SECONDS)
        self.process.stdout.close()
        self._log.close()
        return code

    def kill(self):
        """Ends the process in the middle of whatever it does."""
        self.process.kill()
        self.process.wait(STOP_SECONDS)
        self.process.stdout.close()
        self._log.close()

    def environment(self):
        """The environment in which a tracker finds this collector."""
        return {**os.environ, "AGENTSIGHT_API_KEY": self.api_key, "AGENTSIGHT_API_ENDPOINT": self.url}

    def set_up_link(self):
        """The address of a new link with which an operator makes an account."""
        return self.url + run(AGENTSIGHT, "people", "invite", "--data", self.data).strip()

    def _operator_cookie(self):
        """A session of the operator, whose account is made at the first call."""
        if self._cookie is None:
            form = urllib.parse.urlencode({"login": "operator", "name": "Operator", "password": "long enough to pass"})
            request = urllib.request.Request(self.set_up_link(), form.encode())
            opener = urllib.request.build_opener(
                urllib.request.HTTPSHandler(context=self._context()), KeepRedirect())
            with opener.open(request) as response:
                self._cookie = response.headers["Set-Cookie"].split(";")[0]
        return self._cookie

    def _context(self):
        return ssl.create_default_context(cafile=self.ca) if self.ca else None

    def _open(self, path, headers):
        request = urllib.request.Request(self.url + path, headers=headers)
        return urllib.request.urlopen(request, context=self._context())

    def get(self, path):
        """What the API answers to this collector's key."""
        with self._open(path, {"Authorization": f"Api-Key {self.api_key}"}) as response:
            return json.load(response)

    def page(self, path):
        """A page of the dashboard as its operator sees it, as HTML."""
        with self._open(path, {"Cookie": self._operator_cookie()}) as response:
            return response.read().decode()

    def page_post(self, path, fields):
        """Sends a form of the dashboard as its operator, and returns the page that it leads to."""
        request = urllib.request.Request(
            self.url + path, urllib.parse.urlencode(fields).encode(), {"Cookie": self._operator_cookie()})
        with urllib.request.urlopen(request, context=self._context()) as response:
            return response.read().decode()

    def show(self, conversation_id, *options):
        """The transcript as `agentsight show` prints it."""
        return run(AGENTSIGHT, "show", conversation_id, "--data", self.data, *options)

    def transcript(self, conversation_id):
        """Everything in a conversation, in order: messages, actions, buttons."""
        return json.loads(self.show(conversation_id, "--json"))["items"]

    def dump(self):
        """Every row that somebody sent or made, straight from the database file: neither what is derived from those
        in the background, nor the set-up link of each start."""
        derived = re.compile("invitations|stale_.*|rollup_progress|slot_.*|day_rollups|message_index.*|conversation_index.*")
        connection = sqlite3.connect(f"file:{next(self.data.glob('*.sqlite*'))}?mode=ro", uri=True)
        try:
            tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            return {name: [row for row in connection.execute(f'SELECT * FROM "{name}"') if row[0] != "invitations"]
                    for name in tables if not derived.fullmatch(name)}
        finally:
            connection.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.stop()
        self._temporary.cleanup()
