"""Darkroom beside what people use instead: curl, sha512sum, qemu-img and curl, one after the other, on the same files and
the same Glance. Each comparison alternates both ways, takes the medians, and prints their ratio and what it should be."""

import argparse
import concurrent.futures
import json
import os
import pathlib
import statistics
import subprocess
import sys
import time

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "lib"))
import trials  # noqa: E402
from trials import say  # noqa: E402

ROWS = []


def report(name, measured, wanted, good):
    ROWS.append((name, measured, wanted, "met" if good else "NOT MET"))
    print(f"{name:<44} {measured:>34}   wanted {wanted:<12} {'met' if good else 'NOT MET'}", flush=True)


# --- By hand -----------------------------------------------------------------------------------------------------------


def download(origin, entry, path):
    subprocess.run(["curl", "-sS", "-f", "-o", path, origin.url(entry)], check=True)


def prepare(origin, entry, directory, wanted):
    """Downloads, checks and converts one image as a playbook does it, one after the other. Returns the file to upload."""
    source = directory / f"{entry['name']}.source"
    download(origin, entry, source)
    summed = subprocess.run(["sha512sum", source], stdout=subprocess.PIPE, text=True, check=True).stdout.split()[0]
    if summed != entry["sha512"]:
        raise SystemExit(f"{entry['name']} came damaged")
    if wanted == entry["format"]:
        return source
    made = directory / f"{entry['name']}.{wanted}"
    subprocess.run(["qemu-img", "convert", "-m", "16", "-W", "-f", entry["format"], "-O", wanted, source, made], check=True)
    source.unlink()
    return made


def by_hand(glance, origin, entry, directory, wanted):
    """One image, the whole way. Returns the Glance ID."""
    file = prepare(origin, entry, directory, wanted)
    image = glance.curl_upload(file, entry["name"], wanted)
    file.unlink()
    return image


# --- The comparisons ---------------------------------------------------------------------------------------------------


class Bench:
    def __init__(self, rounds):
        self.rounds = rounds
        self.run = int(time.time())

    def next_run(self):
        self.run += 1
        return self.run

    def compare(self, title, sets, wanted, limit, take=None, warm=5):
        entries, small = trials.images(*sets)[:take], trials.images("twenty")
        glance = trials.Glance()
        glance.delete_all()
        ours, theirs = [], []
        with trials.workshop() as shop, trials.origin(entries + small) as origin:
            options = ("--to", "cloud:images", "--disk-format", wanted)
            with trials.Darkroom(shop / "data", *options, "--config", self.settings(shop), environment=glance.environment) as dr:
                for _ in range(warm):  # A server that has been up for a while has compiled what it does.
                    self.sync(dr, shop, small, origin)
                    glance.delete_all()
                for number in range(1, self.rounds + 1):
                    trials.fill_memory(shop)
                    seconds, _ = trials.timed(lambda: [by_hand(glance, origin, each, shop, wanted) for each in entries])
                    theirs.append(seconds)
                    glance.delete_all()
                    trials.fill_memory(shop)
                    seconds, ids = trials.timed(lambda: self.sync(dr, shop, entries, origin))
                    ours.append(seconds)
                    self.verify(glance, entries, ids, wanted)
                    glance.delete_all()
                    say(f"  {title}, round {number}: by hand {theirs[-1]:.2f} s, darkroom {ours[-1]:.2f} s")
        a, b = statistics.median(ours), statistics.median(theirs)
        report(title, f"{a:.2f} s / {b:.2f} s = {a / b:.2f}", f"<= {limit:.2f}", a / b <= limit)

    def settings(self, shop):
        path = shop / "bench.properties"
        path.write_text("darkroom.origins.allow=127.0.0.1\n", encoding="ascii")
        return path

    def sync(self, darkroom, shop, entries, origin):
        run = self.next_run()
        darkroom.publish(trials.catalogue(shop, f"bench-{run}", entries, origin.url, run))
        return darkroom.wait([trials.key_of(each, run) for each in entries])

    def verify(self, glance, entries, ids, wanted):
        by_id = {image["id"]: image for image in glance.list(owner=glance.project)}
        for entry, id in zip(entries, [ids[key] for key in sorted(ids)], strict=True):
            image = by_id[id]
            expected = entry["raw_sha512"] if wanted == "raw" else entry["sha512"]
            if image["status"] != "active" or image["os_hash_value"] != expected or image["visibility"] != "community":
                raise SystemExit(f"{entry['name']} is not what it should be: {json.dumps(image)}")

    def twenty(self):
        """Small images: most of it is Glance's own work, whoever asks. How much is said beside the ratio."""
        self.compare("twenty qcow2 of 2 MB to raw", ["twenty"], "raw", 0.60)
        entries = trials.images("twenty")
        glance = trials.Glance()
        with trials.workshop() as shop, trials.origin(entries) as origin, concurrent.futures.ThreadPoolExecutor(4) as pool:
            files = [prepare(origin, entry, shop, "raw") for entry in entries]
            took = []
            for _ in range(self.rounds):
                took.append(trials.timed(lambda: list(pool.map(lambda file: glance.curl_upload(file, file.stem, "raw"), files)))[0])
                glance.delete_all()
            say(f"  Glance alone, for the two calls of each by hand, from four curls at once: {statistics.median(took):.2f} s")

    def upload(self):
        """Our upload against `curl -T`: the time between image.converted and image.ready of a raw image that needs nothing else.
        Both send what has just been downloaded, from and to memory that is in use already."""
        entry = trials.images("raw")[0]
        glance = trials.Glance()
        glance.delete_all()
        ours, theirs = [], []
        with trials.workshop() as shop, trials.origin([entry]) as origin:
            options = ("--to", "cloud:images", "--config", self.settings(shop))
            with trials.Darkroom(shop / "data", *options, environment=glance.environment) as darkroom:
                source = shop / "source"
                for number in range(1, self.rounds + 1):
                    trials.fill_memory(shop)
                    download(origin, entry, source)
                    theirs.append(trials.timed(lambda: glance.curl_upload(source, "plain", "raw"))[0])
                    source.unlink()
                    glance.delete_all()
                    trials.fill_memory(shop)
                    self.sync(darkroom, shop, [entry], origin)
                    key = trials.key_of(entry, self.run)
                    ours.append(darkroom.happened(key, "ready") - darkroom.happened(key, "converted"))
                    glance.delete_all()
                    say(f"  upload, round {number}: curl {theirs[-1]:.2f} s, darkroom {ours[-1]:.2f} s")
        rate = lambda seconds: entry["size"] / statistics.median(seconds) / 1e6
        ratio = rate(ours) / rate(theirs)
        report("upload of 2 GiB raw against curl -T", f"{rate(ours):.0f} / {rate(theirs):.0f} MB/s = {ratio:.2f}", ">= 0.90", ratio >= 0.9)

    def large(self):
        """A large image at -Xmx256m: works, and the process stays small."""
        entry = trials.images("large")[0]
        glance = trials.Glance()
        glance.delete_all()
        with trials.workshop() as shop, trials.origin([entry]) as origin:
            options = ("--to", "cloud:images", "--disk-format", "raw", "--config", self.settings(shop))
            with trials.Darkroom(shop / "data", *options, environment=glance.environment) as darkroom:
                heap = pathlib.Path(f"/proc/{darkroom.process.pid}/cmdline").read_bytes().split(b"\0")
                seconds, ids = trials.timed(lambda: self.sync(darkroom, shop, [entry], origin))
                self.verify(glance, [entry], ids, "raw")
                peak = darkroom.memory("VmHWM")
            say(f"  {entry['virtual_size'] / 2**30:.1f} GiB virtual, {entry['file_bytes'] / 1e9:.1f} GB of files, {seconds:.0f} s")
        glance.delete_all()
        flag = next(word.decode() for word in heap if word.startswith(b"-Xmx"))
        report(f"peak RSS with a 6 GiB image at {flag}", f"{peak:.0f} MiB", "<= 450 MiB", peak <= 450 and flag == "-Xmx256m")

    def known(self):
        """A thousand known keys: how fast there is nothing to do, and how fast IDs are answered."""
        entries = trials.images("thousand")
        with trials.workshop() as shop, trials.origin(entries) as origin:
            options = ("--to", f"dir:{shop / 'images'}", "--config", self.settings(shop))
            with trials.Darkroom(shop / "data", *options) as darkroom:
                path = trials.catalogue(shop, "thousand", entries, origin.url, "bench")
                parts = self.parts(path)
                seconds, _ = trials.timed(lambda: self.admitted(darkroom, parts))
                darkroom.wait([])
                say(f"  a thousand new images took {seconds:.1f} s to be admitted")
                sent = origin.sent
                took = [trials.timed(lambda: self.admitted(darkroom, parts))[0] for _ in range(self.rounds)]
                worst = max(took)
                report("1,000 known keys to nothing to do", f"{worst:.2f} s", "<= 2 s", worst <= 2 and origin.sent == sent)
                self.answers(darkroom)

    def parts(self, path):
        """An event holds 512 KiB: a longer catalogue is published in parts, as the command line does."""
        document = json.loads(path.read_text(encoding="utf-8"))
        items, parts = list(document["images"].items()), []
        for begin in range(0, len(items), 500):
            parts.append({"catalogue": document["catalogue"], "part": len(parts), "images": dict(items[begin : begin + 500])})
        return parts

    def admitted(self, darkroom, parts):
        for part in parts:
            for _ in range(60):  # It is waited for 5 s; the same once more changes nothing.
                status, answer = darkroom.post("/catalogues", json.dumps(part))
                if status != 202 or json.loads(answer)["admitted"]:
                    break
            if status != 202 or not json.loads(answer)["admitted"]:
                raise SystemExit(f"not admitted: {status} {answer[:300]!r}")
        darkroom.wait([])

    def answers(self, darkroom, rate=200, seconds=10):
        def ask(at):
            time.sleep(max(0, at - time.monotonic()))
            began = time.monotonic()
            status, _ = darkroom.get("/ids")
            if status != 200:
                raise SystemExit(f"/ids answered {status}")
            return time.monotonic() - began

        start = time.monotonic() + 0.5
        with concurrent.futures.ThreadPoolExecutor(16) as pool:
            list(pool.map(ask, [start + n / rate for n in range(rate)]))  # The first second warms it up.
            start = time.monotonic() + 0.5
            took = sorted(pool.map(ask, [start + n / rate for n in range(rate * seconds)]))
        p99 = took[int(len(took) * 0.99)] * 1000
        report(f"/ids with 1,000 keys, p99 at {rate}/s", f"{p99:.1f} ms", "<= 20 ms", p99 <= 20)

    def idle(self):
        """Start, idle memory and stop, on a fresh and on an existing data directory."""
        with trials.workshop() as shop:
            for state in ("fresh", "existing"):
                darkroom = trials.Darkroom(shop / "data")
                ready = darkroom.start()
                time.sleep(10)
                idle = darkroom.memory("VmRSS")
                stop = darkroom.stop()
                log = darkroom.log.read_text(encoding="utf-8")
                noise = [line for line in log.splitlines() if " WARN " in line or " ERROR " in line]
                report(f"up on a {state} data directory: ready", f"{ready:.2f} s", "<= 5 s", ready <= 5)
                report(f"up on a {state} data directory: RSS idle", f"{idle:.0f} MiB", "<= 350 MiB", idle <= 350)
                clean = f"{stop:.2f} s, {len(noise)} warnings"
                report(f"up on a {state} data directory: stop", clean, "<= 3 s, 0", stop <= 3 and not noise)
                for line in noise:
                    say("  " + line)

    def inspect(self):
        """What judging an image costs while it comes, and how much of a hostile one is downloaded."""
        entries = [each for each in trials.images("six", "raw") if not each["format"].endswith(".gz")]
        libraries = trials.HOME / "functions/darkroom/target/quarkus-app/lib/main/*"
        command = [pathlib.Path(os.environ["JAVA_HOME"], "bin/java"), "-cp", libraries]
        command += [pathlib.Path(__file__).with_name("InspectionCost.java")]
        for entry in entries:
            command += [entry["format"], entry["path"]]
        lines = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout.splitlines()
        worst = 0
        for entry, line in zip(entries, lines, strict=True):
            coming, whole, size = map(int, line.split())
            share = (coming + whole) / size  # At 1 GB/s a byte takes a nanosecond.
            worst = max(worst, share)
            say(f"  {entry['name']} ({entry['format']}, {size / 1e6:.0f} MB): {coming / 1e6:.2f} ms coming, {whole / 1e6:.2f} ms whole")
        report("inspection against a download at 1 GB/s", f"{worst:.2%}", "<= 5 %", worst <= 0.05)
        with trials.workshop() as shop:
            sent = max(self.refused(shop, entry) for entry in self.hostile(shop, entries))
        report("bytes sent of a hostile image of 1 GiB", f"{sent / 2**20:.2f} MiB", "<= 4 MiB", sent <= 4 * 2**20)

    def hostile(self, shop, entries):
        """A qcow2 with a backing file, and one that is declared as raw: the head of a real image, and holes up to 1 GiB."""
        real = next(each for each in entries if each["format"] == "qcow2")
        with open(real["path"], "rb") as file:
            head = bytearray(file.read(2**20))
        head[8:16] = (0x1D8).to_bytes(8, "big")
        head[16:20] = (11).to_bytes(4, "big")
        for name, declared in (("backing-file", "qcow2"), ("no-raw-image", "raw")):
            path = shop / name
            with open(path, "wb") as file:
                file.write(head)
                file.truncate(2**30)
            yield {"name": name, "format": declared, "path": str(path), "sha512": trials.sha512(path)}

    def refused(self, shop, entry):
        """How many bytes the origin has sent when the image has failed."""
        with trials.origin([entry]) as origin:
            options = ("--to", f"dir:{shop / 'images'}", "--config", self.settings(shop))
            with trials.Darkroom(shop / f"data-{entry['name']}", *options) as darkroom:
                run = self.next_run()
                darkroom.publish(trials.catalogue(shop, f"bench-{run}", [entry], origin.url, run))
                image = self.ended(darkroom, trials.key_of(entry, run))
                if image["status"] != "failed":
                    raise SystemExit(f"{entry['name']} is {image['status']}")
                say(f"  {entry['name']}: {image['targets']['images']['code']} after {origin.sent} bytes")
                return origin.sent

    def ended(self, darkroom, key):
        """The image when it is ready or has failed; it is not known before its catalogue is admitted."""
        while True:
            status, answer = darkroom.get(f"/images/{key}?wait=60s")
            if status == 200 and (image := json.loads(answer))["status"] in ("ready", "failed"):
                return image
            time.sleep(0.02)


CASES = {
    "idle": ("start, stop and idle memory", lambda b: b.idle()),
    "known": ("1,000 known keys, and answers under load", lambda b: b.known()),
    "upload": ("our upload against curl -T", lambda b: b.upload()),
    "one": ("one compressed qcow2 to raw", lambda b: b.compare("one qcow2 to raw", ["four"], "raw", 1.10, take=1)),
    "four": ("four compressed qcow2 to raw", lambda b: b.compare("four qcow2 to raw", ["four"], "raw", 0.90)),
    "same": ("one qcow2 that stays one", lambda b: b.compare("one qcow2 to qcow2", ["four"], "qcow2", 1.15, take=1)),
    "twenty": ("twenty small qcow2 to raw", lambda b: b.twenty()),
    "inspect": ("what inspection costs, and how soon a hostile image is refused", lambda b: b.inspect()),
    "large": ("a 6 GiB image in a small heap", lambda b: b.large()),
}


def main():
    cases = "\n".join(f"  {name:9}{what}" for name, (what, _) in CASES.items())
    parser = argparse.ArgumentParser(
        prog="infra/bench/run",
        description=__doc__,
        epilog="cases:\n" + cases,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("case", nargs="*", choices=[[], *CASES], metavar="CASE", help="which (default: all)")
    parser.add_argument("--rounds", type=int, default=3, help="how often each way is taken (default 3)")
    options = parser.parse_args()
    say(f"{os.cpu_count()} cores; medians of {options.rounds} rounds; real files, real Glance")
    bench = Bench(options.rounds)
    for name in options.case or CASES:
        CASES[name][1](bench)
    return 0 if all(row[3] == "met" for row in ROWS) else 1


if __name__ == "__main__":
    sys.exit(main())
