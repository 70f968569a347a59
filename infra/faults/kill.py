"""Kills Darkroom with SIGKILL at random moments of a sync of six images into a real Glance, starts it again each time, and
then counts: one image for each key, active, with the right bytes; nothing in any other state; nothing left behind."""

import argparse
import json
import os
import pathlib
import random
import signal
import subprocess
import sys
import time

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "lib"))
import trials  # noqa: E402
from trials import say  # noqa: E402


def sync(glance, shop, path):
    command = [trials.HOME / "darkroom", "sync", path, "--to", "cloud:images", "--disk-format", "raw"]
    command += ["--data", shop / "data", "--config", shop / "trial.properties"]
    log = open(shop / "sync.log", "ab")  # noqa: SIM115 - the process keeps it
    return subprocess.Popen(
        [str(word) for word in command],
        stdout=log,
        stderr=log,
        env={**os.environ, **glance.environment},
        start_new_session=True,
    )


def converters(shop):
    """The qemu-img processes that work in the trial's data directory, whoever their parent is by now."""
    found = []
    for process in pathlib.Path("/proc").glob("[0-9]*"):
        try:
            words = (process / "cmdline").read_text(encoding="utf-8", errors="replace")
            # In the sandbox its arguments say nothing of where it works; what is mounted there does.
            if "qemu-img" in words and str(shop) in words + (process / "mountinfo").read_text(encoding="utf-8"):
                found.append(int(process.name))
        except OSError:
            continue
    return found


def staged(shop):
    staging = shop / "data" / "staging"
    return [str(file) for file in staging.rglob("*") if file.is_file()]


def trial(glance, shop, entries, origin, kills, seed):
    """One sync, killed until `kills` are spent or it is done, then left alone. Returns how many kills it took."""
    run = f"{int(time.time())}"
    path = trials.catalogue(shop, f"faults-{run}", entries, origin.url, run)
    dice, spent = random.Random(seed), 0
    while True:
        process = sync(glance, shop, path)
        pause = dice.uniform(0.5, 14) if spent < kills else 1800
        try:
            status = process.wait(timeout=pause)
        except subprocess.TimeoutExpired:
            if spent >= kills:
                process.kill()
                raise SystemExit("the last sync did not end within 30 minutes:\n" + trials.end_of(shop / "sync.log")) from None
            process.send_signal(signal.SIGKILL)
            process.wait()
            spent += 1
            say(f"  killed after {pause:.2f} s ({spent})")
            continue
        if status != 0:
            raise SystemExit(f"sync ended with {status}:\n" + trials.end_of(shop / "sync.log"))
        return spent, {trials.key_of(entry, run): entry for entry in entries}


def check(glance, shop, wanted):
    """Says what is wrong; nothing when nothing is."""
    wrong = []
    deadline = time.monotonic() + 10
    while (staged(shop) or converters(shop)) and time.monotonic() < deadline:
        time.sleep(0.2)
    wrong += [f"left in staging: {file}" for file in staged(shop)]
    wrong += [f"qemu-img still runs: process {pid}" for pid in converters(shop)]
    images = glance.list(owner=glance.project)
    by_key = {}
    for image in images:
        by_key.setdefault(image.get("darkroom_key"), []).append(image)
        if image["status"] != "active":
            wrong.append(f"image {image['id']} of {image.get('darkroom_key')} is {image['status']}")
    for key, entry in wanted.items():
        found = by_key.pop(key, [])
        if len(found) != 1:
            wrong.append(f"{key} has {len(found)} images")
        for image in found:
            if image["os_hash_value"] != entry["raw_sha512"]:
                wrong.append(f"{key} has other bytes")
            if image["visibility"] != "community":
                wrong.append(f"{key} is {image['visibility']}")
    wrong += [f"an image of nobody: {json.dumps(image)}" for images in by_key.values() for image in images]
    return wrong


def main():
    parser = argparse.ArgumentParser(prog="infra/faults/kill", description=__doc__)
    parser.add_argument("--kills", type=int, default=20, help="how many (default 20)")
    parser.add_argument("--seed", type=int, default=int(time.time()), help="of the moments (default: the time)")
    options = parser.parse_args()
    entries = trials.images("six")
    glance = trials.Glance()
    say(f"{options.kills} kills, seed {options.seed}")
    spent, syncs, images, wrong = 0, 0, 0, []
    with trials.workshop() as shop, trials.origin(entries) as origin:
        (shop / "trial.properties").write_text("darkroom.origins.allow=127.0.0.1\n", encoding="ascii")
        while spent < options.kills:
            glance.delete_all()
            more, wanted = trial(glance, shop, entries, origin, options.kills - spent, options.seed + spent)
            spent, syncs, images = spent + more, syncs + 1, images + len(wanted)
            wrong += check(glance, shop, wanted)
        glance.delete_all()
    print(f"kills {spent}, syncs {syncs}, keys {images}, wrong {len(wrong)}")
    for line in wrong:
        print("  " + line)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
