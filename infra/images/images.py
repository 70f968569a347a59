"""Makes disk images that hold an ext file system with real files: the ones of this machine, in an order that the image's
name decides, so that no two images are alike. They stay in ${XDG_CACHE_HOME:-~/.cache}/darkroom/images and are made once.

Prints a JSON list on stdout: name, path, format, size and sha512 of the file, virtual size, and the sha512 of the
raw disk, taken before qemu-img ever saw it."""

import argparse
import concurrent.futures
import dataclasses
import fcntl
import json
import os
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile
import time
import uuid

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "lib"))
from trials import CACHE, MIB, say, sha512  # noqa: E402

# Where real files are: programs, libraries, documentation. Nobody's own files, and nothing that changes by itself.
ROOTS = ("/usr", "/opt")
# One huge file would be most of an image, and the same one in each.
LARGEST_FILE = 48 * MIB
# Raised when a recipe means something else, so that what an older version made is not taken for it.
VERSION = 1


@dataclasses.dataclass(frozen=True)
class Recipe:
    """What is asked for: a file system of `virtual` bytes with `files` bytes of files in it."""

    name: str
    format: str
    files: int
    virtual: int

    @property
    def file_name(self):
        return f"{self.name}.{self.format}"


def several(stem, count, formats, files, virtual):
    return [Recipe(f"{stem}-{n:0{len(str(count))}}", formats[n % len(formats)], files, virtual) for n in range(1, count + 1)]


SETS = {
    "four": ("four compressed qcow2 of 2 GiB with 800 MB of files each", several("cloud", 4, ["qcow2"], 800 * 10**6, 2048 * MIB)),
    "raw": ("one raw image of 2 GiB with 800 MB of files", [Recipe("plain", "raw", 800 * 10**6, 2048 * MIB)]),
    "large": ("one compressed qcow2 of 6 GiB with 2.5 GB of files", [Recipe("large", "qcow2", 2500 * 10**6, 6144 * MIB)]),
    "twenty": ("twenty compressed qcow2 of about 2 MB", several("small", 20, ["qcow2"], 3_300_000, 8 * MIB)),
    "six": (
        "six images of 384 MiB with 200 MB of files each: qcow2, gzipped raw, vmdk",
        several("mixed", 6, ["qcow2", "raw.gz", "vmdk"], 200 * 10**6, 384 * MIB),
    ),
    "thousand": ("a thousand raw images of 256 KiB", several("tiny", 1000, ["raw"], 60_000, MIB // 4)),
}


def real_files(avoid):
    """(path, size) of every file to choose from, in an order that is the same on each call."""
    found = []
    for root in ROOTS:
        for folder, below, names in os.walk(root):
            below[:] = sorted(b for b in below if not avoid.is_relative_to(os.path.join(folder, b)))
            for name in sorted(names):
                path = os.path.join(folder, name)
                try:
                    status = os.lstat(path)
                except OSError:
                    continue  # Gone since it was listed.
                if os.path.isfile(path) and not os.path.islink(path) and 0 < status.st_size <= LARGEST_FILE:
                    found.append((path, status.st_size))
    if not found:
        raise SystemExit(f"images: no readable files below {', '.join(ROOTS)}")
    return found


def shuffled(order, files):
    """The files in a random order, shuffled as far as they are asked for."""
    swapped = {}
    for last in range(len(files) - 1, -1, -1):
        n = order.randrange(last + 1)
        yield files[swapped.get(n, n)]
        swapped[n] = swapped.get(last, last)


def choose(files, recipe):
    """(source, path inside of the image) pairs of `recipe.files` bytes; a machine that has fewer gives its files again."""
    chosen, total, blocks, round_ = [], 0, 0, 0
    folders, order = set(), random.Random(recipe.name)
    while total < recipe.files:
        round_ += 1
        before = total
        for path, size in shuffled(order, files):
            inside = pathlib.PurePosixPath((f"/copy-{round_}" if round_ > 1 else "") + path)
            new = set(inside.parents) - folders
            # Each file takes whole blocks and an inode; each folder that is not there yet takes a block as well.
            takes = (size + 2047) // 1024 + len(new)
            if total + size > recipe.files or (blocks + takes) * 1024 > recipe.virtual * 0.7:
                continue
            chosen.append((path, str(inside)))
            folders |= new
            total += size
            blocks += takes
            if total >= recipe.files * 0.995:
                return chosen
        if total == before:
            return chosen
    return chosen


def plant(tree, chosen, name):
    """Copies the files to where the file system is made from; returns how many bytes there are."""
    total = 0
    for source, inside in chosen:
        destination = tree / inside.lstrip("/")
        destination.parent.mkdir(parents=True, exist_ok=True)
        try:
            shutil.copyfile(source, destination)
        except (PermissionError, FileNotFoundError):
            destination.unlink(missing_ok=True)  # Not for us to read, or gone meanwhile.
            continue
        total += destination.stat().st_size
    (tree / "image-name").write_text(name + "\n", encoding="ascii")
    return total


def file_system(tree, raw, recipe):
    inodes = sum(len(below) + len(names) for _, below, names in os.walk(tree)) + 64
    small = recipe.virtual < 64 * MIB
    run(
        "mke2fs", "-q", "-F", "-t", "ext2" if small else "ext4", "-b", "1024" if small else "4096", "-m", "0",
        "-N", str(inodes), "-U", str(uuid.uuid5(uuid.NAMESPACE_URL, recipe.name)), "-L", recipe.name[:16],
        "-d", str(tree), str(raw), f"{recipe.virtual // 1024}k",
    )  # fmt: skip


def pack(raw, made, recipe):
    match recipe.format:
        case "qcow2":
            run("qemu-img", "convert", "-c", "-m", "8", "-W", "-f", "raw", "-O", "qcow2", raw, made)
        case "vmdk":
            run("qemu-img", "convert", "-f", "raw", "-O", "vmdk", "-o", "subformat=streamOptimized", raw, made)
        case "raw.gz":
            with open(made, "wb") as out:
                subprocess.run(["gzip", "-1", "-n", "-c", raw], stdout=out, check=True)
        case "raw":
            os.rename(raw, made)


def run(*command):
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"images: {' '.join(map(str, command))} ended with {done.returncode}: {done.stderr.strip()}")


def known(recipe, cache):
    """What the cache says of the image, if it is this very recipe and the file is still there."""
    try:
        entry = json.loads((cache / (recipe.file_name + ".json")).read_text(encoding="utf-8"))
        if entry["recipe"] == recipe_of(recipe) and os.path.getsize(cache / recipe.file_name) == entry["size"]:
            return {**entry, "path": str(cache / recipe.file_name)}
    except (FileNotFoundError, KeyError, json.JSONDecodeError):
        pass
    return None


def recipe_of(recipe):
    return {**dataclasses.asdict(recipe), "version": VERSION}


def make(recipe, cache, files):
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix=".making-", dir=cache) as workshop:
        tree, raw, made = pathlib.Path(workshop, "tree"), pathlib.Path(workshop, "raw"), pathlib.Path(workshop, "made")
        tree.mkdir()
        planted = plant(tree, choose(files, recipe), recipe.name)
        # In a tiny file system folders take as much as files.
        if planted < recipe.files * (0.9 if recipe.files >= MIB else 0.5):
            raise SystemExit(f"images: only {planted} bytes of files could be read for {recipe.name}")
        file_system(tree, raw, recipe)
        shutil.rmtree(tree)
        raw_sha512 = sha512(raw)
        pack(raw, made, recipe)
        entry = {
            "name": recipe.name,
            "format": recipe.format,
            "size": made.stat().st_size,
            "sha512": sha512(made),
            "virtual_size": recipe.virtual,
            "file_bytes": planted,
            "raw_sha512": raw_sha512,
            "recipe": recipe_of(recipe),
        }
        os.rename(made, cache / recipe.file_name)
        note = pathlib.Path(workshop, "note")
        note.write_text(json.dumps(entry, indent=1), encoding="utf-8")
        os.rename(note, cache / (recipe.file_name + ".json"))
    if recipe.files >= 10 * MIB:
        say(f"images: {recipe.file_name}: {entry['size'] / 1e6:.0f} MB with {planted / 1e6:.0f} MB of files, {time.monotonic() - began:.0f} s")
    return {**entry, "path": str(cache / recipe.file_name)}


def provide(recipes, cache):
    """The entries of the recipes, in their order; what is missing is made, a few at once."""
    cache.mkdir(parents=True, exist_ok=True)
    with open(cache / "lock", "w", encoding="ascii") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # Two runs would make the same images twice.
        for old in cache.glob(".making-*"):
            shutil.rmtree(old)  # A killed run's.
        missing = [r for r in recipes if known(r, cache) is None]
        if missing:
            say(f"images: making {len(missing)} of {len(recipes)} images in {cache}")
            files = real_files(cache.resolve())
            with concurrent.futures.ThreadPoolExecutor(2) as workers:
                for waiting in [workers.submit(make, r, cache, files) for r in missing]:
                    waiting.result()
        return [known(r, cache) for r in recipes]


def main():
    sets = "\n".join(f"  {name:10}{what}" for name, (what, _) in SETS.items())
    parser = argparse.ArgumentParser(
        prog="infra/images/make", description=__doc__, epilog="sets:\n" + sets, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("set", nargs="+", choices=SETS, metavar="SET", help="which images (see below)")
    options = parser.parse_args()
    recipes = [recipe for name in options.set for recipe in SETS[name][1]]
    json.dump(provide(recipes, CACHE / "images"), sys.stdout, indent=1)
    print()


if __name__ == "__main__":
    main()
