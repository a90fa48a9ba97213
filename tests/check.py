"""check: what the tests written in Python share: running the program, counting, and saying what went wrong."""
import os
import pathlib
import resource
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
# A small set of lexicons that changes only with the tests.
SMALL = ROOT / "tests" / "golden"
MEGA = 1 << 20


class Result:
    """What one run gave: rc (negative: the signal), out and err as bytes, cpu and wall in seconds, rss in bytes."""

    def __init__(self, rc, out, err, cpu, wall, rss, late):
        self.rc, self.out, self.err = rc, out, err
        self.cpu, self.wall, self.rss, self.late = cpu, wall, rss, late

    @property
    def words(self):
        return self.err.decode("utf-8", "replace")

    @property
    def text(self):
        return self.out.decode("utf-8", "replace")

    def __str__(self):
        shown = [f"exit {self.rc}{' (out of time)' if self.late else ''}, {self.wall:.2f} s"]
        for name, data in (("stdout", self.out), ("stderr", self.err)):
            if data:
                cut = data if len(data) < 1500 else data[:700] + b" ... " + data[-700:]
                shown.append(f"{name}: " + cut.decode("utf-8", "backslashreplace"))
        return "\n".join(shown)


class Checks:
    """Counts; prints a failure when it happens, and the total line at the end."""

    def __init__(self, slant):
        self.slant = str(pathlib.Path(slant).resolve())
        self.passed = self.failed = self.skipped = 0
        program = pathlib.Path(self.slant).read_bytes()
        self.sanitized = b"__asan_init" in program or b"__tsan_init" in program
        self.slow = 4.0 if self.sanitized else 1.0
        self.env = {k: v for k, v in os.environ.items()
                    if not k.startswith("LC_") and k not in ("LANG", "NO_COLOR", "CLICOLOR_FORCE")}
        self.env.update(SLANT_DATA=str(SMALL), LC_ALL="C.UTF-8", TERM="xterm-256color")

    def ok(self, name, good, detail=""):
        if good:
            self.passed += 1
        else:
            self.failed += 1
            print(f"FAIL {name}")
            for line in str(detail).splitlines()[:40]:
                print(f"     {line[:400]}")
            sys.stdout.flush()
        return bool(good)

    def equal(self, name, got, want):
        return self.ok(name, got == want, f"wanted {want!r:.700}\ngot    {got!r:.700}")

    def skip(self, name, why):
        self.skipped += 1
        print(f"skipped {name}: {why}")

    def run(self, *args, stdin=b"", env=None, cwd=None, timeout=20.0, memory=0, stdout=None, out_file=None):
        """stdin: bytes, or a path. memory: bytes of address space, where the sanitizers allow a bound.
        out_file: stdout goes there and is not read."""
        limit = memory if memory and not self.sanitized else 0

        def bound():
            if limit:
                resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

        with tempfile.TemporaryFile() as err, tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as given:
            if isinstance(stdin, bytes):
                given.write(stdin)
                given.seek(0)
                source = given
            else:
                source = open(stdin, "rb")
            target = stdout if stdout is not None else open(out_file, "wb") if out_file else out
            began = time.monotonic()
            child = subprocess.Popen([self.slant, *map(str, args)], stdin=source, stdout=target, stderr=err,
                                     env={**self.env, **(env or {})}, cwd=cwd, preexec_fn=bound)
            late, stop = False, began + timeout * self.slow
            while True:
                pid, status, usage = os.wait4(child.pid, os.WNOHANG)
                if pid:
                    break
                if time.monotonic() > stop and not late:
                    late = True
                    child.kill()
                time.sleep(0.002)
            wall = time.monotonic() - began
            rc = os.waitstatus_to_exitcode(status)
            child.returncode = rc
            if source is not given:
                source.close()
            if out_file and stdout is None:
                target.close()
            out.seek(0)
            err.seek(0)
            return Result(rc, out.read(), err.read(), usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss * 1024, late)

    def done(self):
        note = f" ({self.skipped} skipped)" if self.skipped else ""
        print(f"{self.passed} passed, {self.failed} failed{note}")
        sys.exit(1 if self.failed else 0)
