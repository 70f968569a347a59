"""What benchmarks and fault trials have in common: an origin that serves files, a Glance to look into, a Darkroom to drive.

Standard library only. Everything listens on loopback; a trial ends what it has started."""

import contextlib
import hashlib
import http.client
import http.server
import json
import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from datetime import datetime

HOME = pathlib.Path(__file__).resolve().parents[2]
CACHE = pathlib.Path(os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache") / "darkroom"
MIB = 1 << 20


def say(words):
    print(words, file=sys.stderr, flush=True)


def images(*sets):
    """The real images of these sets, made when they are not there yet; see infra/images."""
    made = subprocess.run([HOME / "infra/images/make", *sets], stdout=subprocess.PIPE, check=True)
    return json.loads(made.stdout)


def end_of(log):
    """The last lines of a log, for a message: the log itself goes with the workshop."""
    return log.read_text(encoding="utf-8", errors="replace")[-3000:]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


# --- An origin ---------------------------------------------------------------------------------------------------------


class _Files(http.server.BaseHTTPRequestHandler):
    """Serves whole files and open-ended ranges, and counts the bytes that it sent."""

    protocol_version = "HTTP/1.1"

    def do_GET(self):
        path = self.server.files.get(urllib.parse.unquote(self.path.rsplit("/", 1)[-1]))
        if path is None:
            self.send_error(404)
            return
        size = os.path.getsize(path)
        asked = re.fullmatch(r"bytes=(\d+)-", self.headers.get("Range", ""))
        begin = int(asked[1]) if asked and int(asked[1]) < size else 0
        self.send_response(206 if begin else 200)
        if begin:
            self.send_header("Content-Range", f"bytes {begin}-{size - 1}/{size}")
        self.send_header("ETag", f'"{size:x}-{int(os.path.getmtime(path)):x}"')
        self.send_header("Content-Length", str(size - begin))
        self.end_headers()
        self.wfile.flush()
        with open(path, "rb") as file, contextlib.suppress(BrokenPipeError, ConnectionResetError):
            while begin < size:
                sent = os.sendfile(self.connection.fileno(), file.fileno(), begin, min(4 * MIB, size - begin))
                begin += sent
                with self.server.counting:
                    self.server.sent += sent

    def log_message(self, *words):
        pass


class _Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request, client_address):
        pass  # A client that was killed; what it missed it asks for again.


@contextlib.contextmanager
def origin(entries):
    """Serves the images of `entries`; `.url(entry)` is where, `.sent` how many bytes have left."""
    server = _Server(("127.0.0.1", 0), _Files)
    server.files = {os.path.basename(entry["path"]): entry["path"] for entry in entries}
    server.sent, server.counting = 0, threading.Lock()
    server.url = lambda entry: f"http://127.0.0.1:{server.server_port}/{os.path.basename(entry['path'])}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


# --- A Glance ----------------------------------------------------------------------------------------------------------


class Glance:
    """The trial cloud of infra/openstack, as its project `images` sees it."""

    def __init__(self):
        exports = subprocess.run([HOME / "infra/openstack/run"], stdout=subprocess.PIPE, text=True, check=True).stdout
        self.clouds = re.search(r"OS_CLIENT_CONFIG_FILE='([^']+)'", exports)[1]
        self.environment = {"OS_CLIENT_CONFIG_FILE": self.clouds, "OS_CLOUD": "images"}
        mine = pathlib.Path(self.clouds).read_text(encoding="utf-8").split("  images-password:")[0]
        field = lambda name: re.search(rf"{name}: (\S+)", mine)[1]
        body = {
            "auth": {
                "identity": {
                    "methods": ["application_credential"],
                    "application_credential": {
                        "id": field("application_credential_id"),
                        "secret": field("application_credential_secret"),
                    },
                }
            }
        }
        request = urllib.request.Request(
            field("auth_url") + "/auth/tokens", json.dumps(body).encode(), {"Content-Type": "application/json"}
        )
        with urllib.request.urlopen(request, timeout=30) as answer:
            self.token = answer.headers["X-Subject-Token"]
            token = json.load(answer)["token"]
        self.project = token["project"]["id"]
        self.url = next(
            endpoint["url"]
            for service in token["catalog"]
            if service["type"] == "image"
            for endpoint in service["endpoints"]
            if endpoint["interface"] == "public"
        ).rstrip("/")

    def call(self, method, path, body=None, kind="application/json"):
        request = urllib.request.Request(
            self.url + path,
            None if body is None else json.dumps(body).encode(),
            {"X-Auth-Token": self.token, "Content-Type": kind},
            method=method,
        )
        with urllib.request.urlopen(request, timeout=600) as answer:
            text = answer.read()
            return json.loads(text) if text else None

    def list(self, **filters):
        """Every image that matches, in any state that Glance lists."""
        found, path = [], "/v2/images?" + urllib.parse.urlencode({"limit": 100, **filters})
        while path:
            page = self.call("GET", path)
            found += page["images"]
            path = page.get("next")
        return found

    def delete_all(self):
        for hidden in ("false", "true"):
            for image in self.list(owner=self.project, os_hidden=hidden):
                if image["protected"]:
                    patch = [{"op": "replace", "path": "/protected", "value": False}]
                    self.call("PATCH", "/v2/images/" + image["id"], patch, "application/openstack-images-v2.1-json-patch")
                self.call("DELETE", "/v2/images/" + image["id"])

    def curl_upload(self, path, name, disk_format):
        """What a careful operator does by hand: make the image, `curl -T` the bytes. Returns its ID."""
        described = json.dumps({"name": name, "disk_format": disk_format, "container_format": "bare"})
        made = json.loads(self._curl("/v2/images", "application/json", "-d", described))
        self._curl(f"/v2/images/{made['id']}/file", "application/octet-stream", "-T", path)
        return made["id"]

    def _curl(self, path, kind, *words):
        command = ["curl", "-sS", "-f", "-H", f"X-Auth-Token: {self.token}", "-H", f"Content-Type: {kind}", "-H", "Expect:"]
        return subprocess.run([*command, *words, self.url + path], stdout=subprocess.PIPE, check=True).stdout


# --- A Darkroom --------------------------------------------------------------------------------------------------------


def catalogue(directory, name, entries, url, run, **fields):
    """Writes a catalogue of these images; keys carry `run`, so that each trial has images of its own."""
    document = {"catalogue": name, "images": {}}
    for entry in entries:
        document["images"][key_of(entry, run)] = {
            "name": f"{entry['name']}-{run}",
            "source_url": url(entry),
            "source_disk_format": entry["format"].removesuffix(".gz"),
            "container_format": "bare",
            "checksum": "sha512:" + entry["sha512"],
            **fields,
        }
    path = pathlib.Path(directory, f"{name}.json")
    path.write_text(json.dumps(document), encoding="utf-8")
    return path


def key_of(entry, run):
    return f"{entry['name']}_{run}".lower()


class Darkroom:
    """A `darkroom up` in a data directory of its own, driven over HTTP."""

    def __init__(self, data, *options, environment=None):
        self.data, self.options = pathlib.Path(data), options
        self.environment = {**os.environ, **(environment or {})}
        self.http, self.kafka = free_port(), free_port()
        self.log = self.data.parent / (self.data.name + ".log")
        self.process = None

    def start(self):
        """Starts it and returns how many seconds passed until it was ready."""
        command = [HOME / "darkroom", "up", "--data", self.data, "--http-port", self.http, "--kafka-port", self.kafka]
        began = time.monotonic()
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                [str(word) for word in [*command, *self.options]], stdout=log, stderr=log, env=self.environment
            )
        while time.monotonic() - began < 60:
            if self.process.poll() is not None:
                raise SystemExit(f"darkroom ended with {self.process.returncode}:\n{end_of(self.log)}")
            with contextlib.suppress(OSError):
                if self.get("/q/health/ready")[0] == 200:
                    return time.monotonic() - began
            time.sleep(0.02)
        raise SystemExit(f"darkroom was not ready within 60 s:\n{end_of(self.log)}")

    def stop(self):
        """Stops it in good order and returns how many seconds that took."""
        began = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(timeout=60)
        return time.monotonic() - began

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *failure):
        if self.process.poll() is None:
            self.stop()

    def get(self, path):
        return self._ask("GET", path)

    def post(self, path, body):
        return self._ask("POST", path, body)

    def _ask(self, method, path, body=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.http, timeout=3600)
        try:
            connection.request(method, path, body, {"Accept": "application/json", **({"Content-Type": "application/json"} if body else {})})
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def publish(self, path):
        status, answer = self.post("/catalogues", path.read_bytes())
        if status != 202:
            raise SystemExit(f"the catalogue was not taken: {status} {answer[:500]!r}")
        return json.loads(answer)

    def wait(self, keys, seconds=3600):
        """Returns name -> ID when every key is ready; ends the trial when one has failed."""
        names = "&".join("key=" + urllib.parse.quote(key) for key in keys)
        status, answer = self.get(f"/ids?wait={seconds}&{names}")
        ids = json.loads(answer)
        if status != 200 or set(keys) - set(ids):
            late = sorted(set(keys) - set(ids))[:1]
            why = self.get("/images/" + late[0])[1] if late else answer
            raise SystemExit(f"not everything became ready ({status}): {why.decode()[:3000]}")
        return ids

    def happened(self, key, what):
        """When that last happened to the image, in seconds since the epoch, as the registry noted it."""
        history = json.loads(self.get("/images/" + key)[1])["history"]
        at = [line["at"] for line in history if line["what"] == what][-1]
        return datetime.fromisoformat(at.replace("Z", "+00:00")).timestamp()

    def memory(self, field):
        """VmRSS or VmHWM of the process, in MiB."""
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text(encoding="ascii")
        return int(re.search(rf"{field}:\s+(\d+) kB", status)[1]) / 1024


# --- Measuring ---------------------------------------------------------------------------------------------------------


@contextlib.contextmanager
def workshop():
    """A directory that is gone afterwards; beside the image cache, since images are large."""
    CACHE.mkdir(parents=True, exist_ok=True)
    path = tempfile.mkdtemp(prefix="trial-", dir=CACHE)
    try:
        yield pathlib.Path(path)
    finally:
        shutil.rmtree(path, ignore_errors=True)


def fill_memory(shop):
    """Fills the free memory with pages of a file, as on a machine that has been up for days: a host takes free memory of a
    virtual machine away, and the first write to each of its pages takes several times as long, for whoever comes first."""
    meminfo = pathlib.Path("/proc/meminfo").read_text(encoding="ascii")
    free = 1024 * int(re.search(r"^MemFree: *(\d+) kB$", meminfo, re.MULTILINE).group(1))
    with (shop / "hole").open("ab") as file:
        file.truncate(file.tell() + free)
    with (shop / "hole").open("rb", buffering=0) as file:
        file.seek(-free, os.SEEK_END)
        buffer = bytearray(MIB)
        while file.readinto(buffer):
            pass


def timed(work):
    """(seconds, result) of work(); what it leaves in the page cache is written first, so that nobody pays for another."""
    os.sync()
    began = time.monotonic()
    result = work()
    return time.monotonic() - began, result


def sha512(path):
    digest = hashlib.sha512()
    with open(path, "rb") as file:
        while block := file.read(4 * MIB):
            digest.update(block)
    return digest.hexdigest()
