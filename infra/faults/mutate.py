"""Removes one defence after the other in a copy of the sources, and runs for each the one test that must notice. A mutant
whose test still passes has survived: then nothing holds that defence.

The mutants are in infra/faults/mutants, one file for each room. A mutant is

    mutant NAME
    removes WHAT IS NO LONGER DEFENDED
    test FOLDER-OF-THE-MODULE CLASS[#METHOD]
    in FILE
    - LINE THAT GOES (any number; one after the other, found by their words, exactly once in the file)
    + LINE THAT COMES (any number, or none)

and may go on with further "in", "-" and "+"."""

import argparse
import fcntl
import os
import pathlib
import shutil
import subprocess
import sys
import time

sys.dont_write_bytecode = True
HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "lib"))
from trials import CACHE, HOME, say  # noqa: E402

QUICK = ["-q", "-Dspotless.apply.skip", "-Denforcer.skip", "-Dforbiddenapis.skip"]
CLASS_PATH = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath"
# As the build's own tests have it: one that the JDK's finds cannot be replaced any more.
LOG_MANAGER = "-Djava.util.logging.manager=org.jboss.logmanager.LogManager"
# A test that takes longer hangs on what the mutant no longer bounds.
LONGEST = 600


# --- The list ----------------------------------------------------------------------------------------------------------


class Mutant:
    def __init__(self, name):
        self.name, self.removes, self.module, self.test, self.edits = name, None, None, None, []

    @property
    def packaged(self):
        """Whether its test runs the packaged application, with a docker engine."""
        return self.test.split("#")[0].endswith("IT")

    def apply(self, root):
        """Changes the sources; returns the changed files."""
        for file, old, new in self.edits:
            path = root / file
            lines = path.read_text(encoding="utf-8").split("\n")
            bare = [line.strip() for line in lines]
            found = [at for at in range(len(bare)) if bare[at : at + len(old)] == old]
            if len(found) != 1:
                raise SystemExit(f"{self.name}: {len(found)} places in {file} for: {' '.join(old)}")
            lines[found[0] : found[0] + len(old)] = new
            path.write_text("\n".join(lines), encoding="utf-8")
        return [root / file for file, _, _ in self.edits]


def mutants():
    found = []
    for file in sorted((HERE / "mutants").glob("*.txt")):
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
            word, _, rest = line.partition(" ")
            rest = rest.strip()
            match word:
                case "mutant":
                    found.append(Mutant(rest))
                case "removes":
                    found[-1].removes = rest
                case "test":
                    found[-1].module, found[-1].test = rest.split()
                case "in":
                    found[-1].edits.append((rest, [], []))
                case "-":
                    found[-1].edits[-1][1].append(rest)
                case "+":
                    found[-1].edits[-1][2].append(rest)
                case "" | "#":
                    pass
                case _:
                    raise SystemExit(f"{file.name}:{number}: {line!r} is not understood")
    return found


# --- Running -----------------------------------------------------------------------------------------------------------


class House:
    """A copy of the sources, compiled once. A mutant is compiled alone and stands before its class on the class path; one whose
    test runs the packaged application is packaged with it.

    It stays where images stay, so that the next run compiles only what has changed."""

    def __init__(self, work):
        self.root, self.mutated, self.log = work / "house", work / "mutated", work / "log"
        self.root.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(self.mutated, ignore_errors=True)  # What a run that was interrupted has left.
        listed = ["git", "-C", HOME, "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        names = subprocess.run(listed, stdout=subprocess.PIPE, check=True).stdout.decode().split("\0")
        known = {name for name in filter(None, names) if (HOME / name).is_file()}
        for file in [file for file in self.root.rglob("*") if file.is_file() and "target" not in file.parts]:
            if str(file.relative_to(self.root)) not in known:
                file.unlink()
        for name in known:
            (self.root / name).parent.mkdir(parents=True, exist_ok=True)
            if not (self.root / name).is_file() or (self.root / name).read_bytes() != (HOME / name).read_bytes():
                shutil.copyfile(HOME / name, self.root / name)
                shutil.copymode(HOME / name, self.root / name)

    def build(self, packaged):
        """Compiles everything once; packages the application where a test needs it."""
        phase = ["package", "-DskipTests"] if packaged else ["test-compile"]
        self.maven(*phase, CLASS_PATH, "-Dmdep.outputFile=target/class-path")
        jars = self.class_path("functions/darkroom").split(":")
        launcher = next(jar for jar in jars if "/junit-platform-launcher/" in jar)
        self.runner = f"{self.root / 'target/runner'}:{launcher}"
        path = self.runner + ":" + self.class_path("events")
        self.java("javac", "-cp", path, "-d", self.root / "target/runner", HERE / "RunTests.java")

    def maven(self, *words):
        self.run(["mvn", "-B", "-ntp", *QUICK, *words], self.root)

    def java(self, tool, *words):
        self.run([pathlib.Path(os.environ["JAVA_HOME"], "bin", tool), *words], self.root)

    def run(self, command, folder, must=True, seconds=3600):
        with open(self.log, "ab") as out:
            ended = subprocess.run(
                [str(word) for word in command],
                cwd=folder,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                timeout=seconds,
                env={**os.environ, "LC_ALL": "C.UTF-8"},  # Tests read what the system says.
            )
        if must and ended.returncode != 0:
            raise SystemExit("\n".join(self.log.read_text(encoding="utf-8", errors="replace").splitlines()[-40:]))
        return ended.returncode

    def class_path(self, module):
        target = self.root / module / "target"
        return f"{target}/test-classes:{target}/classes:" + (target / "class-path").read_text(encoding="utf-8").strip()

    def apply(self, mutant):
        """Writes and compiles what the mutant changes."""
        shutil.rmtree(self.mutated, ignore_errors=True)
        self.mutated.mkdir()
        files = mutant.apply(self.root)
        if mutant.packaged:
            self.package()
        else:
            path = self.class_path(mutant.module)
            self.java("javac", "-nowarn", "-proc:none", "-parameters", "-g", "-cp", path, "-d", self.mutated, *files)

    def undo(self, mutant):
        for file, _, _ in mutant.edits:
            shutil.copyfile(HOME / file, self.root / file)
        if mutant.packaged:
            self.package()
        shutil.rmtree(self.mutated)

    def package(self):
        """Packages the application anew: what annotations mean, Quarkus decides then, and not when the class is loaded."""
        self.maven("package", "-DskipTests")

    def passes(self, mutant):
        """Whether the mutant's test passes with what is on the class path now; one that does not end does not."""
        tests, (simple, *method) = self.root / mutant.module / "src/test/java", mutant.test.split("#")
        file = next(tests.rglob(simple + ".java"), None)
        if file is None:
            raise SystemExit(f"{mutant.name}: {mutant.module} has no {mutant.test}")
        name = ".".join(file.relative_to(tests).with_suffix("").parts)
        path = f"{self.mutated}:{self.class_path(mutant.module)}:{self.runner}"
        command = [HOME / "infra/docker/with-engine"] if mutant.packaged else []
        heap = "-Xmx512m" if mutant.packaged else "-Xmx128m"
        command += [pathlib.Path(os.environ["JAVA_HOME"], "bin/java"), heap, "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"]
        command += ["--enable-native-access=ALL-UNNAMED", LOG_MANAGER, "-cp", path, "RunTests", name, *method]
        try:
            ended = self.run(command, self.root / mutant.module, must=False, seconds=LONGEST)
        except subprocess.TimeoutExpired:
            say(f"{mutant.test} did not end within {LONGEST} s")
            return False
        if ended not in (0, 1):
            raise SystemExit(f"{mutant.test} was not run:\n" + self.log.read_text(encoding="utf-8", errors="replace")[-3000:])
        return ended == 0


def main():
    parser = argparse.ArgumentParser(
        prog="infra/faults/mutate", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--only", nargs="+", metavar="NAME", help="these mutants (default: all)")
    parser.add_argument("--list", action="store_true", help="say which there are, and run none")
    options = parser.parse_args()
    chosen = [each for each in mutants() if not options.only or each.name in options.only]
    if unknown := set(options.only or ()) - {each.name for each in chosen}:
        raise SystemExit("no such mutant: " + ", ".join(sorted(unknown)))
    if options.list:
        for each in chosen:
            print(f"{each.name:32}{each.removes} ({each.test})")
        return 0
    began, survived = time.monotonic(), []
    work = CACHE / "mutants"
    work.mkdir(parents=True, exist_ok=True)
    with open(work / "lock", "w", encoding="ascii") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        (work / "log").unlink(missing_ok=True)
        house = House(work)
        say("compiling")
        house.build(any(each.packaged for each in chosen))
        sound = set()
        for each in sorted(chosen, key=lambda each: (each.module, each.test)):
            if (each.module, each.test) not in sound and not house.passes(each):
                raise SystemExit(f"{each.test} fails without any mutant:\n" + house.log.read_text(encoding="utf-8")[-3000:])
            sound.add((each.module, each.test))
            house.apply(each)
            killed = not house.passes(each)
            house.undo(each)
            print(f"{'killed  ' if killed else 'SURVIVED'} {each.name:27}{each.test}", flush=True)
            survived += [] if killed else [each.name]
    print(f"{len(chosen)} mutants, {len(chosen) - len(survived)} killed, {len(survived)} survived, {time.monotonic() - began:.0f} s")
    return 1 if survived else 0


if __name__ == "__main__":
    sys.exit(main())
