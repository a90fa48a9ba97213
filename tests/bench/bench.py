#!/usr/bin/env python3
"""slant beside other programs, as ratios.

    bench.py --slant build/slant [--data FILE.jsonl] [--quick] [--rounds N] [--keep]

Makes files of 10, 50 and 200 MB of articles (from corpus/, or by repeating FILE), runs every program on them in turns,
round after round, and prints the median ratio with the lowest and highest round. Time is CPU time (user and system),
except where it says wall clock. Absolute times mean little on a machine that has other work, so none are printed but
the start-up time.

  wc -w        the cheapest look at every word: what reading the file costs, in a UTF-8 locale
  ripgrep      counts the plain phrases of the lexicons: no stems, no sentences, no voices
  PyStemmer    peer_stemmer.py: words, stems, the same phrases, in Python with libstemmer
  NLTK         peer_nltk.py: the same with NLTK's tokenizer and Snowball stemmer
The two in Python run on 5 MB, and are compared by the byte, with the time that they take on nothing taken off.
"""
import argparse
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections import namedtuple

import peer
import phrases

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))

SIZES = (10, 50, 200)  # MB
SLICE = 5              # MB, for the peers in Python
START_UP_BYTES = 5000
START_UP_RUNS = 31

Run = namedtuple("Run", "cpu wall peak")  # seconds, seconds, MB


def say(words):
    print(f"bench: {words}", file=sys.stderr, flush=True)


def run(command):
    """Runs to the end, output thrown away."""
    with tempfile.TemporaryFile() as stderr:
        start = time.perf_counter()
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=stderr)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        nothing_found = os.path.basename(command[0]) == "rg" and process.returncode == 1
        if process.returncode != 0 and not nothing_found:
            stderr.seek(0)
            words = stderr.read(2000).decode(errors="replace").strip()
            sys.exit(f"bench: {' '.join(command)} ended with status {process.returncode}\n{words}")
    return Run(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / 1024)


def at_once(command, copies):
    """Seconds by the clock until all of the copies are done."""
    start = time.perf_counter()
    processes = [subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                  stderr=subprocess.DEVNULL) for _ in range(copies)]
    for process in processes:
        process.wait()
    return time.perf_counter() - start


def python_with(module):
    """A Python that has the module: this one, or the system's."""
    for python in (sys.executable, "/usr/bin/python3"):
        if shutil.which(python) and subprocess.run([python, "-c", f"import {module}"], stdout=subprocess.DEVNULL,
                                                   stderr=subprocess.DEVNULL, check=False).returncode == 0:
            return python
    return None


# ---- what is run ----

class Bench:
    def __init__(self, arguments, folder):
        self.slant_program = arguments.slant
        self.folder = folder
        self.sizes = SIZES[:1] if arguments.quick else SIZES
        self.middle = self.sizes[len(self.sizes) // 2]
        self.files = {size: self.make(size, arguments.data) for size in self.sizes}
        self.slice = self.make(SLICE, arguments.data)
        self.empty = self.write("empty.jsonl", "")
        self.short = self.write("short.jsonl", self.short_article())
        found, self.patterns = phrases.from_lexicons(os.path.join(ROOT, "lexicons"))
        self.nphrases = len(found)
        self.phrases = self.write("phrases.txt", "".join(phrase + "\n" for phrase in found))
        self.peers = self.find_peers()
        self.rg = shutil.which("rg")
        if not self.rg:
            say("ripgrep is not installed: left out")

    def write(self, name, text):
        path = os.path.join(self.folder, name)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        return path

    def make(self, size, data):
        """By another process: the peak memory of a child is never below that of the process that started it."""
        path = os.path.join(self.folder, f"{size}.jsonl")
        source = ["--data", data] if data else ["--root", ROOT]
        if subprocess.run([sys.executable, os.path.join(HERE, "corpus.py"), path, str(size)] + source,
                          check=False).returncode != 0:
            sys.exit("bench: the corpus could not be made")
        return path

    def short_article(self):
        with open(self.slice, encoding="utf-8") as lines:
            article = json.loads(next(lines))
        text = peer.text_of(article)
        text = (text + "\n\n") * (START_UP_BYTES // max(1, len(text)) + 1)
        return json.dumps({"id": "short", "text": text[:START_UP_BYTES]}) + "\n"

    def find_peers(self):
        peers = {}
        for name, module, package in (("PyStemmer", "Stemmer", "python3-stemmer"), ("NLTK", "nltk", "python3-nltk")):
            python = python_with(module)
            if python:
                peers[name] = [python, "-B", os.path.join(HERE, f"peer_{module.lower()}.py"), self.phrases]
            else:
                say(f"{package} is not installed: {name} is left out")
        return peers

    def command(self, path, *options, jobs=1):
        return [self.slant_program, "score", "--format", "jsonl", "--input", "jsonl", "--no-progress",
                "--jobs", str(jobs), *options, path]

    def slant(self, path, *options, jobs=1):
        return run(self.command(path, *options, jobs=jobs))

    def round(self):
        """{(what, size): Run}; programs that are compared run one after the other."""
        got = {}
        for size, path in self.files.items():
            got["wc", size] = run(["wc", "-w", path])
            got["slant", size] = self.slant(path)
            if self.rg:
                got["rg", size] = run([self.rg, "--no-config", "-o", "-w", "-i", "-F", "-f", self.phrases,
                                       "--count-matches", path])
        middle = self.files[self.middle]
        got["one thread", self.middle] = self.slant(middle)
        got["two threads", self.middle] = self.slant(middle, jobs=2)
        got["two programs", self.middle] = Run(0, at_once(self.command(middle), 2), 0)
        got["spans", self.middle] = self.slant(middle, "--spans")
        for name, command in self.peers.items():
            got[name, SLICE] = run(command + [self.slice])
            got[name, 0] = run(command + [self.empty])
        return got

    def bytes(self, size):
        return os.path.getsize(self.files[size] if size in self.files else self.slice)


# ---- the table ----

Row = namedtuple("Row", "name cells goal verdict")  # cells: {size: text}


def figure(value):
    return f"{value:.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def spread(values):
    return f"{figure(statistics.median(values))} ({figure(min(values))}–{figure(max(values))})"


def row(name, columns, goal=None, words=""):
    """columns: {size: values}. The goal is for the largest size: a test of the median, and how it is written."""
    verdict = ""
    if goal:
        verdict = "met" if goal(statistics.median(columns[max(columns)])) else "not met"
    return Row(name, {size: spread(values) for size, values in columns.items()}, words, verdict)


def rows_of(bench, rounds, start_up):
    def ratios(a, b, of=lambda r: r.cpu):
        """{size: [a ÷ b of each round]} where both ran."""
        sizes = [size for what, size in rounds[0] if what == a and (b, size) in rounds[0]]
        return {size: [of(r[a, size]) / of(r[b, size]) for r in rounds] for size in sizes}

    def of_slant(value):
        return {size: [value(r, size) for r in rounds] for size in bench.sizes}

    middle, smallest = bench.middle, bench.sizes[0]
    for size in bench.sizes:
        for r in rounds:
            r["wc", size] = r["wc", size]._replace(cpu=max(r["wc", size].cpu, 1e-3))
    yield row("slant ÷ wc -w", ratios("slant", "wc"), lambda x: x <= 1.25, "≤ 1.25")
    if bench.rg:
        yield row("ripgrep ÷ slant", ratios("rg", "slant"))
    scale = bench.bytes(middle) / bench.bytes(SLICE)
    for name in bench.peers:
        yield row(f"{name} ÷ slant", {middle: [(r[name, SLICE].cpu - r[name, 0].cpu) * scale / r["slant", middle].cpu
                                                for r in rounds]})
    yield row("slant --spans ÷ slant", ratios("spans", "slant"), lambda x: x <= 1.6, "≤ 1.6")
    if (os.cpu_count() or 1) > 1:
        def faster(other, copies):
            return {middle: [copies * r["one thread", middle].wall / r[other, middle].wall for r in rounds]}

        threads = row("one thread ÷ two, wall clock", faster("two threads", 1), lambda x: x >= 1.75, "≥ 1.75")
        given = faster("two programs", 2)
        if threads.verdict == "not met" and statistics.median(given[middle]) < 1.75:
            threads = threads._replace(verdict="cannot tell: the machine is busy")
        yield threads
        yield row("  two programs at once", given)
    if len(bench.sizes) > 1:
        yield row("time a MB ÷ that of 10 MB", of_slant(lambda r, size: r["slant", size].cpu / bench.bytes(size) /
                                                        (r["slant", smallest].cpu / bench.bytes(smallest))))
    yield row("peak memory, MB", of_slant(lambda r, size: r["slant", size].peak), lambda x: x < 64, "< 64")
    yield row("  with two threads", {middle: [r["two threads", middle].peak for r in rounds]})
    yield row(f"start-up, {START_UP_BYTES // 1000} kB, wall ms", {smallest: start_up}, lambda x: x < 15, "< 15")


def show(rows, sizes):
    """Cells that belong to no size of the table (start-up) stand in the first column."""
    rows = list(rows)
    wide = max(len(r.name) for r in rows) + 2
    columns = [max([len(f"{size} MB")] + [len(r.cells.get(size, "")) for r in rows]) + 3 for size in sizes]
    print("".ljust(wide) + "".join(f"{size} MB".ljust(w) for size, w in zip(sizes, columns)) + "goal")
    for r in rows:
        print((r.name.ljust(wide) + "".join(r.cells.get(size, "").ljust(w) for size, w in zip(sizes, columns)) +
               f"{r.goal:<9}{r.verdict}").rstrip())


def measure(arguments, folder):
    say("making the articles")
    bench = Bench(arguments, folder)
    load = os.getloadavg()[0]
    start_up = [bench.slant(bench.short).wall * 1000 for _ in range(START_UP_RUNS)]
    rounds = []
    for number in range(arguments.rounds):
        say(f"round {number + 1} of {arguments.rounds}")
        rounds.append(bench.round())

    source = os.path.basename(arguments.data) if arguments.data else "corpus/, names and numbers varied"
    print(f"Articles: {source}. Median of {arguments.rounds} rounds in turns (lowest–highest), CPU time.")
    print(f"{os.cpu_count()} processors, load {load:.1f} before. slant finds all {bench.patterns:,} patterns of the "
          f"lexicons, the others their {bench.nphrases:,} plain phrases.\n")
    show(rows_of(bench, rounds, start_up), bench.sizes)
    floor = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print("\nA goal is for the largest size in its line. Two programs at once: what the machine had to give to two\n"
          f"threads. Peak memory below {floor:.0f} MB cannot be told from here.")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--slant", required=True, metavar="PROGRAM")
    parser.add_argument("--data", metavar="FILE.jsonl", help="articles to repeat, instead of corpus/")
    parser.add_argument("--quick", action="store_true", help="10 MB only")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--keep", action="store_true", help="keep the files that are made")
    arguments = parser.parse_args()
    arguments.slant = os.path.abspath(arguments.slant)
    if arguments.rounds < 1:
        parser.error("--rounds is 1 or more")
    if not os.access(arguments.slant, os.X_OK):
        parser.error(f"{arguments.slant} is not a program")
    if arguments.data and not os.path.isfile(arguments.data):
        parser.error(f"{arguments.data} is not a file")
    os.environ.setdefault("SLANT_DATA", ROOT)  # the lexicons of this tree, wherever the program was built
    os.environ["LC_ALL"] = "C.UTF-8"
    folder = tempfile.mkdtemp(prefix="slant-bench-")
    try:
        measure(arguments, folder)
    finally:
        if arguments.keep:
            say(f"the files are in {folder}")
        else:
            shutil.rmtree(folder)


if __name__ == "__main__":
    sys.dont_write_bytecode = True
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)
