"""cli: exit codes, words, filters, formats: what the contract promises at the program's edges."""
import gzip
import json
import os
import pathlib
import pty
import re
import select
import shutil
import signal
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from check import ROOT, Checks  # noqa: E402

ARTICLES = ROOT / "corpus" / "harbour" / "articles.jsonl"
PLAIN = "Bridge closed\n\nThe bridge was closed on Monday. It was a shameful decision.\n"
BROKEN = [b"", b"no json", b"[1]", b'{"text":5}', b'{"id":"x"}', b'{"text":"cut', b"   ", b'{"text":"\xff\xfe odd"}']


def line(text, **fields):
    return json.dumps({**fields, "text": text}).encode()


def rows(result):
    return [json.loads(x) for x in result.out.decode().splitlines()]


def many():
    """A few hundred articles, with broken lines among them: several blocks of input."""
    articles = [json.loads(x) for x in ARTICLES.read_text().splitlines()]
    out = []
    for i in range(300):
        a = dict(articles[i % len(articles)], id=f"a{i}")
        out.append(json.dumps(a, ensure_ascii=i % 2 == 0).encode())
        if i % 37 == 5:
            out.append(BROKEN[i % len(BROKEN)])
    return out


def exit_codes(c, d):
    text, folder = d / "plain.txt", d / "empty"
    text.write_text(PLAIN)
    folder.mkdir()
    for name, args, rc in [
        ("score", ["score", text], 0),
        ("show", ["show", text], 0),
        ("measures", ["measures"], 0),
        ("lexicon test", ["lexicon", "test"], 0),
        ("--version", ["--version"], 0),
        ("--help", ["--help"], 0),
        ("no command", [], 2),
        ("unknown command", ["scor", text], 2),
        ("an empty command", [""], 2),
        ("unknown option", ["score", "--nope", text], 2),
        ("unknown letter", ["score", "-Z", text], 2),
        ("option without its value", ["score", text, "--format"], 2),
        ("option of another command", ["score", "--html", text], 2),
        ("unknown format", ["score", "--format=xml", text], 2),
        ("jobs 0", ["score", "--jobs=0", text], 2),
        ("jobs in words", ["score", "--jobs=two", text], 2),
        ("jobs 99999999999999999999", ["score", "--jobs=99999999999999999999", text], 2),
        ("max-record 0", ["score", "--max-record=0", text], 2),
        ("unknown language", ["score", "--language=xx", text], 2),
        ("--spans with a table", ["score", "--spans", text], 2),
        ("--norms with a table", ["score", "--norms", text], 2),
        ("field map without a name", ["score", "--field=outlet", text], 2),
        ("field map of no field of ours", ["score", "--field=nope=publisher", text], 2),
        ("--fail-on without a number", ["score", "--fail-on=loaded", text], 2),
        ("--fail-on an unknown measure", ["score", "--fail-on=nope>1", text], 2),
        ("a path that is not there", ["score", d / "nope.txt"], 2),
        ("one path of two that is not there", ["score", text, d / "nope.txt"], 2),
        ("an empty name", ["score", ""], 2),
        ("a folder of lexicons that is not there", ["score", "--lexicons", d / "nope", text], 2),
        ("a folder of lexicons without any", ["score", "--lexicons", folder, text], 2),
        ("no lexicon at all", ["score", "--no-default-lexicons", text], 2),
        ("an unknown stage", ["show", "--dump=nope", text], 2),
        ("show: two files", ["show", text, text], 2),
        ("show: a number past the end", ["show", "--record=2", text], 2),
        ("show: an id that is not there", ["show", "--id=nope", text], 2),
        ("lexicon without a verb", ["lexicon"], 2),
        ("lexicon with an unknown verb", ["lexicon", "nope"], 2),
    ]:
        r = c.run(*args)
        c.ok(f"exit code: {name}", r.rc == rc, f"wanted exit {rc}\n{r}")
        if rc == 2:
            c.ok(f"usage: {name}: words on stderr alone", r.err and not r.out, r)
            c.ok(f"usage: {name}: a whole line", r.err.endswith(b"\n"), r)
    (d / "weights").mkdir()
    shutil.copy(ROOT / "lexicons" / "en" / "boosters.tsv", d / "weights")
    (d / "weights" / "subjectivity.weights").write_text("feature\tweight\terror\tunits\nwords\t0.1\t0\t9\nmarks\tmany\t0\t9\n")
    r = c.run("score", "--lexicons", d / "weights", text)
    c.ok("weights that are no numbers: exit 2, with the place",
         r.rc == 2 and not r.out and b"subjectivity.weights: line 3:" in r.err and b"'marks': the weight must be a number" in r.err, r)
    (d / "weights" / "subjectivity.weights").write_text("feature\tweight\terror\tunits\nintercept\t0\t0\t9\n")
    r = c.run("score", "--lexicons", d / "weights", "--format=jsonl", "--sentences", "--min-exposure=0", text)
    c.equal("weights of one's own win: a half for every sentence",
            {s["subjectivity"] for s in rows(r)[0]["sentence_rows"]} | {rows(r)[0]["measures"]["subjectivity"]["rate"]}, {0.5})
    (d / "weights" / "subjectivity.weights").unlink()
    r = c.run("score", "--no-default-lexicons", "--lexicons", d / "weights", "--format=jsonl", "--min-exposure=0", text)
    c.equal("lexicons without weights: the shipped ones are not theirs",
            rows(r)[0]["measures"]["subjectivity"].get("reason"), "there are no weights for these lexicons")
    norms = (ROOT / "tests" / "golden" / "lexicons" / "en" / "articles.norms").read_text()
    (d / "weights" / "articles.norms").write_text(norms.replace("0.05\t0.1", "0.05\t0.01"))
    r = c.run("score", "--lexicons", d / "weights", text)
    c.ok("norms that fall: exit 2, with the place", r.rc == 2 and not r.out and b"articles.norms: line 6:" in r.err
         and b"'quoted-words': the percentiles must not fall" in r.err, r)
    (d / "weights" / "articles.norms").unlink()
    long = d / "long.txt"
    long.write_text("The sea was calm and the boats were out. " * 20)
    got = rows(c.run("score", "--norms", "--format=jsonl", long))[0]
    c.equal("--norms: beside each rate that has some, and what they are of",
            ({k: m["norm"] for k, m in got["measures"].items() if "norm" in m}, got["norms"]),
            ({"loaded": 0.05, "quoted-words": 0.15}, "200 articles that were made up"))
    c.ok("the profile compares", b"other articles" in c.run("score", long).out)
    r = c.run("score", "--norms", "--format=jsonl", "--lexicons", d / "weights", long)
    c.ok("other lexicons: the shipped norms are not theirs", b'"norm' not in r.out and r.rc == 0, r)
    r = c.run("score", "--norms", "--format=jsonl", "--min-exposure=0", text)
    c.ok("too little text is compared with nothing", b'"norm":' not in r.out and r.rc == 0, r)
    r = c.run("score", folder)
    c.ok("an empty folder: exit 0, says so on stderr", r.rc == 0 and not r.out and b"no article" in r.err, r)
    (d / "marks").mkdir()
    for i in range(12):
        (d / "marks" / f"{i:02}.jsonl").write_bytes(b"\xef\xbb\xbf")
    shutil.copy(text, d / "marks" / "z.txt")
    r = c.run("score", d / "marks")
    c.ok("one article behind files that are bare byte order marks: its profile", r.rc == 0 and b"Who speaks" in r.out, r)
    (d / "fails").mkdir()
    shutil.copy(text, d / "fails" / "good.txt")
    (d / "fails" / "bad.jsonl").write_bytes(b"\n".join(BROKEN) + b"\n")
    r = c.run("score", d / "fails", "--format=jsonl")
    c.ok("bad articles among good ones: exit 0", r.rc == 0, r)
    c.equal("bad articles: a row each", [("error" in x) for x in rows(r)], [True] * 7 + [False, False])
    c.ok("bad articles: counted on stderr", b"7 of 9" in r.err, r)
    r = c.run("score", "--strict", d / "fails", "--format=jsonl")
    c.ok("--strict: exit 3, every other one done", r.rc == 3 and len(rows(r)) == 9, r)
    r = c.run("score", "--fail-on=loaded>1", "--min-exposure=0", text)
    c.ok("--fail-on: exit 1 when it is met", r.rc == 1 and r.out, r)
    c.equal("--fail-on: exit 0 when it is not", c.run("score", "--fail-on=loaded>900", "--min-exposure=0", text).rc, 0)
    c.equal("--fail-on: a rate that is not there does not meet it", c.run("score", "--fail-on=loaded>0", text).rc, 0)
    if os.getuid() != 0:
        text.chmod(0)
        c.equal("a file that may not be read", c.run("score", text).rc, 2)
        text.chmod(0o600)


def cannot_write(c, d):
    text = d / "w.txt"
    text.write_text(PLAIN)
    for args in (["score", text], ["score", "--format=csv", text], ["score", "--format=jsonl", text], ["show", text],
                 ["show", "--html", text], ["show", "--dump=tokens", text], ["--help"], ["score", "--help"],
                 ["--version"], ["measures"], ["lexicon", "test"], ["score", ARTICLES], ["score", "--format=jsonl", ARTICLES]):
        with open("/dev/full", "wb") as full:
            r = c.run(*args, stdout=full)
        shown = " ".join(str(a) for a in args)
        c.ok(f"/dev/full: exit 74: {shown}", r.rc == 74, r)
    big = d / "big.jsonl"
    big.write_bytes(b"\n".join(many()))
    for fmt in ("jsonl", "csv", "text"):
        for quiet, wanted in ((True, -signal.SIGPIPE), (False, 74)):
            child = subprocess.Popen([c.slant, "score", f"--format={fmt}", "--spans" if fmt == "jsonl" else "--strict", str(big)],
                                     stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=c.env, restore_signals=quiet)
            child.stdout.read(1)
            child.stdout.close()
            err = child.stderr.read()
            rc = child.wait(timeout=60 * c.slow)
            child.stderr.close()
            if fmt == "jsonl":  # the others may have ended: their output fits into the pipe
                c.equal(f"reader gone, SIGPIPE {'as usual' if quiet else 'ignored'}: exit", rc, wanted)
            if quiet:
                c.ok(f"reader gone: {fmt}: quiet", rc in (0, 3, wanted) and (rc in (0, 3) or err == b""), err)


def help_and_version(c):
    top = c.run("--help")
    commands = sorted(set(re.findall(r"^  slant (\w+)", top.text, re.M)))
    c.ok("--help names the commands", {"score", "show", "lexicon", "measures"} <= set(commands), top)
    for command in commands:
        for how in ("--help", "-h"):
            r = c.run(command, how)
            c.ok(f"{command} {how}: on stdout, exit 0", r.rc == 0 and not r.err and r.text.startswith(f"slant {command}"), r)
        r = c.run(command, "--help")
        c.ok(f"{command} --help: fits 120 columns", max(len(x) for x in r.text.splitlines()) <= 120,
             max(r.text.splitlines(), key=len))
        c.ok(f"{command} --help: every line has words", not re.search(r"^ .*--[\w-]+\S*\s*$", r.text, re.M), r)
        names = re.findall(r"--([a-z-]+)", r.text)
        c.ok(f"{command} --help: names --help", "help" in names, r)
    r = c.run("help")
    c.ok("'slant help' is --help", r.rc == 0 and r.out == top.out, r)
    r = c.run("--version")
    c.ok("--version: tool, libraries, lexicons with checksums",
         re.match(r"slant \d+\.\d+\.\d+\n", r.text) and "libstemmer" in r.text and "GSL" in r.text
         and re.search(r"^en/hedges +\d+ entries +[0-9a-f]{16} ", r.text, re.M), r)
    c.equal("score --version is --version", c.run("score", "--version").out, r.out)
    header = (ROOT / "analyzer" / "slant.h").read_text()
    c.equal("--version tells slant.h's version", r.text.split()[1], re.search(r'SLANT_VERSION "(.*)"', header)[1])
    r = c.run("scor")
    c.ok("unknown command: named, and what there is", "'scor'" in r.words and "slant score" in r.words, r)
    r = c.run("score", "--nope")
    c.ok("unknown option: named, and where to look", "--nope" in r.words and "slant score --help" in r.words, r)
    r = c.run("score", "--nope=3")
    c.ok("unknown option with a value: named", "--nope" in r.words, r)
    for given, letter in ((["-Z"], "-Z"), (["-qZ"], "Z")):
        r = c.run("score", *given)
        c.ok(f"unknown letter in {given[0]}: named", letter in r.words, r)
    r = c.run("score", "/nowhere/at-all.txt")
    c.ok("a path that is not there: named, with the reason", "/nowhere/at-all.txt" in r.words and "No such file" in r.words, r)
    for command in ("score", "show"):
        master, slave = pty.openpty()
        try:
            child = subprocess.run([c.slant, command], stdin=slave, capture_output=True, env=c.env, timeout=20 * c.slow)
            c.ok(f"{command} with nothing, at a terminal: does not wait, says what to do",
                 child.returncode == 2 and b"file" in child.stderr, child)
        except subprocess.TimeoutExpired:
            c.ok(f"{command} with nothing, at a terminal: does not wait", False)
        finally:
            os.close(master)
            os.close(slave)


def as_filter(c, d):
    lines = [line("One sentence here.", id="a"), *BROKEN, line("", id="empty"), line("Last one.", id="z")]
    for ending in (b"\n", b""):
        given = b"\n".join(lines) + ending
        r = c.run("score", "-", "--format=jsonl", stdin=given)
        got = rows(r)
        c.equal(f"filter: a line out for a line in ({'with' if ending else 'without'} a last newline)", len(got), len(lines))
        c.equal("filter: in order", (got[0].get("id"), got[-1].get("id")), ("a", "z"))
        c.equal("filter: what is broken is an error row", [i for i, x in enumerate(got) if "error" in x], list(range(1, 8)))
        c.equal("filter: error rows tell their line", [x["error"]["line"] for x in got if "error" in x], list(range(2, 9)))
        at = [sum(len(x) + 1 for x in lines[:i]) for i in range(1, 8)]
        told = [x["error"]["byte"] for x in got if "error" in x]
        c.ok("filter: error rows tell their byte", all(a <= t <= a + len(x) for a, t, x in zip(at, told, BROKEN)), (at, told))
        c.ok("filter: error rows have code and message", all(x["error"]["code"] and x["error"]["message"] for x in got if "error" in x))
        c.equal("filter: the id of a broken article is kept", got[5].get("id"), "x")
        c.ok("filter: ends with a newline", r.out.endswith(b"\n"), r)
    c.equal("filter: stdin is the default", c.run("score", "--format=jsonl", stdin=given).out, r.out)
    c.equal("filter: nothing in, nothing out", c.run("score", "-", "--format=jsonl").out, b"")
    c.equal("filter: one newline is one row", len(rows(c.run("score", "-", "--format=jsonl", stdin=b"\n"))), 1)
    r = c.run("score", "-", "--format=jsonl", stdin=b"\r\n".join(lines[:1] + lines[-1:]) + b"\r\n")
    c.ok("filter: CRLF", len(rows(r)) == 2 and all("error" not in x for x in rows(r)), r)
    r = c.run("score", "-", "--format=jsonl", stdin=b"\xef\xbb\xbf" + lines[0] + b"\n")
    c.ok("filter: a byte-order mark", "error" not in rows(r)[0], r)
    r = c.run("score", "-", "--input=text", "--format=jsonl", stdin=PLAIN.encode())
    c.ok("a text on stdin with --input text", rows(r)[0]["title"] == "Bridge closed", r)
    r = c.run("score", "-", "--format=csv", stdin=given)
    c.equal("csv: a row for each line", len(r.out.splitlines()), len(lines) + 1)

    given = b"\n".join(many())
    whole = {}
    for fmt in (["--format=jsonl"], ["--format=jsonl", "--spans", "--sentences"], ["--format=csv"], ["--long"], ["--format=text"]):
        for jobs in (1, 2, 8):
            r = c.run("score", "-", *fmt, f"--jobs={jobs}", stdin=given)
            whole.setdefault(fmt[0] + str(len(fmt)), []).append(r.out)
        same = whole[fmt[0] + str(len(fmt))]
        c.ok(f"{' '.join(fmt)}: the same bytes for --jobs 1, 2, 8", same[0] == same[1] == same[2] and len(same[0]) > 1000)
    file = d / "many.jsonl"
    file.write_bytes(given)
    from_file = c.run("score", file, "--format=csv").out
    c.equal("a file gives what stdin gives", from_file.replace(str(file).encode(), b"-"), whole["--format=csv1"][0])
    good = [x for x in many() if b'"story"' in x]
    whole = c.run("score", "-", "--format=jsonl", "--spans", "--sentences", stdin=b"\n".join(good)).out
    parts = b"".join(c.run("score", "-", "--format=jsonl", "--spans", "--sentences", stdin=b"\n".join(good[i::1][:n])).out
                     for i, n in ((0, 1), (1, 120), (121, len(good))))
    c.ok("split in parts and joined: the same bytes", whole == parts and whole)
    files = []
    for i, (a, b) in enumerate(((0, 1), (1, 120), (120, len(good)))):
        (d / f"part{i}.jsonl").write_bytes(b"\n".join(good[a:b]) + b"\n" * (i % 2))
        files.append(d / f"part{i}.jsonl")
    whole = c.run("score", "-", "--format=jsonl", stdin=b"\n".join(good)).out
    c.ok("three files: the same bytes as one", c.run("score", *files, "--format=jsonl").out == whole)


def interactive(c):
    for fmt in ("jsonl", "csv"):
        for jobs in (1, 2, 8):
            child = subprocess.Popen([c.slant, "score", "-", f"--format={fmt}", f"--jobs={jobs}"], stdin=subprocess.PIPE,
                                     stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=c.env)
            got, answered = b"", 0
            for i in range(5):
                child.stdin.write((BROKEN[i] if i % 2 else line("A short one.", id=f"q{i}")) + b"\n")
                child.stdin.flush()
                while got.count(b"\n") < i + 1 + (fmt == "csv"):
                    if not select.select([child.stdout], [], [], 5 * c.slow)[0]:
                        break
                    more = os.read(child.stdout.fileno(), 1 << 16)
                    if not more:
                        break
                    got += more
                answered += got.count(b"\n") >= i + 1 + (fmt == "csv")
            c.equal(f"a conversation, {fmt}, --jobs {jobs}: each line is answered before the next", answered, 5)
            # Half a line is no line yet.
            child.stdin.write(line("The rest."))
            child.stdin.flush()
            c.ok("half a line is not answered", not select.select([child.stdout], [], [], 0.1)[0])
            child.stdin.close()
            rest = child.stdout.read()
            c.ok("the end of input answers it", rest.count(b"\n") == 1 and child.wait(timeout=20 * c.slow) == 0, rest)
            child.stdout.close()
            child.stderr.close()


def inputs(c, d):
    big = line("Word. " * 400, id="big")
    given = line("Small.", id="s1") + b"\n" + big + b"\n" + line("Small.", id="s2") + b"\n"
    r = c.run("score", "-", "--format=jsonl", "--max-record=1K", stdin=given)
    got = rows(r)
    c.ok("--max-record: the long one is an error row, the others are scored",
         r.rc == 0 and ["error" in x for x in got] == [False, True, False], r)
    c.ok("--max-record: the row says so", "too" in json.dumps(got[1]["error"]) or "long" in json.dumps(got[1]["error"]), got[1])
    r = c.run("score", "-", "--format=jsonl", "--max-record=1M", stdin=given)
    c.ok("--max-record: a larger one takes it", not any("error" in x for x in rows(r)), r)
    exact = d / "exact.jsonl"
    exact.write_bytes(big)
    r = c.run("score", exact, "--format=jsonl", f"--max-record={len(big)}")
    c.ok("--max-record: a record of just that size is taken", "error" not in rows(r)[0], r)
    r = c.run("score", exact, "--format=jsonl", f"--max-record={len(big) - 1}")
    c.ok("--max-record: one byte more is not", "error" in rows(r)[0], r)

    data = b"\n".join(many()[:25]) + b"\n"
    plain = c.run("score", "-", "--format=jsonl", "--spans", stdin=data).out
    raw = b"\x28\xb5\x2f\xfd\x00\x58"  # a zstd frame of stored blocks
    for i in range(0, len(data), 100000):
        piece = data[i:i + 100000]
        raw += ((i + 100000 >= len(data)) | len(piece) << 3).to_bytes(3, "little") + piece
    half = len(data) // 2
    for name, packed in (("gz", gzip.compress(data)), ("gz in two members", gzip.compress(data[:half]) + gzip.compress(data[half:])),
                         ("zst", raw)):
        file = d / f"p.jsonl.{name.split()[0]}"
        file.write_bytes(packed)
        r = c.run("score", file, "--format=jsonl", "--spans")
        c.ok(f"{name}: the same bytes", r.out.replace(str(file).encode(), b"-") == plain, r)
    if shutil.which("zstd"):
        (d / "q.jsonl.zst").write_bytes(subprocess.run(["zstd", "-19", "-q"], input=data, capture_output=True, check=True).stdout)
        r = c.run("score", d / "q.jsonl.zst", "--format=jsonl", "--spans")
        c.ok("zst of the zstd program: the same bytes", r.out.replace(str(d / "q.jsonl.zst").encode(), b"-") == plain, r)
    (d / "t.txt.gz").write_bytes(gzip.compress(PLAIN.encode()))
    r = c.run("score", d / "t.txt.gz", "--format=jsonl")
    c.equal("a text in gzip", rows(r)[0].get("title"), "Bridge closed")

    theirs = {"uid": "1", "paper": "The Gazette", "kopf": "A head of five words", "words": "The text. It stands here."}
    r = c.run("score", "-", "--format=jsonl", "--field=id=uid", "--field", "outlet=paper", "--field=title=kopf", "--field=text=words",
              stdin=json.dumps(theirs).encode())
    got = rows(r)[0]
    c.equal("--field", (got.get("id"), got.get("outlet"), got.get("title"), got["words"]), ("1", "The Gazette", theirs["kopf"], 10))
    r = c.run("score", "-", "--format=jsonl", "--field=text=words", stdin=b'{"text":"three words here","words":"two words"}')
    c.equal("--field goes before our own name", rows(r)[0]["words"], 2)
    for outlet in ("source", "publisher", "site"):
        for title, text, story in (("headline", "body", "event"), ("headline", "content", "cluster"), ("title", "maintext", "story")):
            r = c.run("score", "-", "--format=jsonl", stdin=json.dumps(
                {outlet: "The Gazette", title: "A head", text: "Two words.", story: "s1"}).encode())
            got = rows(r)[0]
            c.equal(f"synonyms: {outlet}, {title}, {text}, {story}",
                    (got.get("outlet"), got.get("title"), got.get("words"), got.get("story")), ("The Gazette", "A head", 4, "s1"))

    folder = d / "shelf" / "The Gazette"
    folder.mkdir(parents=True)
    (folder / "02.txt").write_text(PLAIN)
    (folder / "01.txt").write_text("The vote was late. This line is no title, it ends with a stop.\n\nMore.\n")
    (folder / "notes.pdf").write_text("x")
    (folder / ".hidden.txt").write_text("x")
    r = c.run("score", d / "shelf", "--format=jsonl")
    got = rows(r)
    c.equal("a folder: sorted, hidden names left out", [x["id"].rsplit("/")[-1] for x in got], ["01.txt", "02.txt"])
    c.equal("a folder: it names the outlet", [x.get("outlet") for x in got], ["The Gazette"] * 2)
    c.equal("a text file: its title", [x.get("title") for x in got], [None, "Bridge closed"])
    c.ok("a folder: what is left out is counted on stderr", "1 file left out" in r.words, r)


def spans(c, d):
    """Every span's characters are those that its offsets name, in the field as it came in."""
    odd = ("\ufeffBridge \u2018closed\u2019 again\r\n\r\nThe\u00a0bridge was \U0001f4a5 closed. It was a shameful, reckless plan.\r\n\r\n"
           "\u201cIt may be late,\u201d she said. The &amp; so-called \u201creform\u201d &quot;died&quot;. Cafe\u0301 owners slammed it.\r\n")
    file = d / "odd.txt"
    file.write_bytes(odd.encode())
    r = c.run("score", file, "--format=jsonl", "--spans", "--sentences")
    got = rows(r)[0]
    bad = [s for s in got["spans"] if odd[s["start"]:s["end"]] != s["text"] or s["in"] != "text"]
    c.ok("a text file: offsets are into the whole file, as it came", got["spans"] and not bad, bad or r)
    entries = {s["text"] for s in got["spans"]}
    c.ok("a text file: what was to be found was", {"shameful", "reckless", "so-called", "slammed"} <= entries, entries)
    c.equal("a text file: the title", got["title"], "Bridge \u2018closed\u2019 again")
    a = {"id": "1", "title": "Caf\u00e9 \U0001f4a5 owners \"slam\" regime", "text": odd}
    for ascii_only in (True, False):
        r = c.run("score", "-", "--format=jsonl", "--spans", "--sentences", stdin=json.dumps(a, ensure_ascii=ascii_only).encode())
        got = rows(r)[0]
        bad = [s for s in got["spans"] if a[s["in"]][s["start"]:s["end"]] != s["text"]]
        c.ok("JSONL: offsets are code points into the field they name", not bad, bad)
        c.ok("JSONL: marks in the title", any(s["in"] == "title" for s in got["spans"]), r)
    bad, n = [], 0
    articles = [json.loads(x) for x in ARTICLES.read_text().splitlines()]
    full = {"SLANT_DATA": str(ROOT)}
    got = rows(c.run("score", ARTICLES, "--format=jsonl", "--spans", "--sentences", env=full))
    for a, g in zip(articles, got):
        for s in g["spans"]:
            n += 1
            if a[s["in"]][s["start"]:s["end"]] != s["text"]:
                bad.append(s)
            if s["layer"] == "furniture" and s["sentence"] is not None and s["sentence"] >= 0:
                bad.append(s)
        starts = [x["start"] for x in g["sentence_rows"]]
        if starts != sorted(starts) or len(starts) != g["sentences"]:
            bad.append(starts)
        if sum(g["voice_words"].values()) != g["words"]:
            bad.append(g["voice_words"])
        for name, m in g["measures"].items():
            if (m["rate"] is None) != ("reason" in m):
                bad.append((name, m))
            if "kinds" in m and name not in ("scare-quote", "agentless", "booster") and sum(m["kinds"].values()) != m["outlet"]:
                bad.append((name, m))
    c.ok("the harbour corpus with the shipped lexicons: spans, sentences, voices and kinds add up", not bad and n > 100, bad[:5])
    c.equal("ids and outlets come through", [(g["id"], g["outlet"]) for g in got], [(a["id"], a["outlet"]) for a in articles])


def formats(c, d):
    head = c.run("score", ARTICLES, "--format=csv").out.splitlines()[0]
    c.equal("csv: the same header whatever comes in", c.run("score", "-", "--format=csv", stdin=b"").out.splitlines()[:1], [head])
    c.ok("csv: the header's first columns", head.startswith(b"id,outlet,title,date,"), head)
    for name in (b"loaded_rate", b"loaded_count", b"hedge_rate", b"error"):
        c.ok(f"csv: there is a column {name.decode()}", name in head.split(b","), head)
    r = c.run("score", "-", "--format=csv", stdin=line("x", id='a,"b"\nc', title="t,t"))
    import csv as reader
    import io
    table = list(reader.DictReader(io.StringIO(r.text, newline="")))
    c.equal("csv: commas and quotes come through, a row stays a line", (table[0]["id"], table[0]["title"]), ('a,"b" c', "t,t"))
    r = c.run("score", ARTICLES, "--long")
    table = list(reader.DictReader(io.StringIO(r.text, newline="")))
    measures = re.findall(r"^(\S+)", c.run("measures").text, re.M)
    c.equal("--long: a row for each article and measure", len(table), 20 * len(measures))
    c.equal("--long: the measures of 'slant measures', in its order", [x["measure"] for x in table[:len(measures)]], measures)
    wide = list(reader.DictReader(io.StringIO(c.run("score", ARTICLES, "--format=csv").text, newline="")))
    by = {(x["id"], x["measure"]): x for x in table}
    bad = [(w["id"], m) for w in wide for m in measures if w[m.replace("-", "_") + "_rate"] != by[w["id"], m]["rate"]]
    c.ok("--long and wide: the same numbers", not bad, bad)
    c.ok("csv: zero rows are kept, dots are decimals", all(re.fullmatch(r"-?\d*(\.\d+)?(e-?\d+)?", x["rate"]) for x in table))
    r = c.run("score", "-", "--long", "--input=jsonl", stdin=b"bad\n" + line("A word.", id="g"))
    c.equal("--long: a broken line is one row", sum(bool(x["error"]) for x in reader.DictReader(io.StringIO(r.text))), 1)
    for fmt in (["--format=jsonl", "--spans", "--sentences"], ["--format=csv"], ["--long"], ["--format=text"]):
        here = c.run("score", ARTICLES, *fmt).out
        for locale in ("de_DE.UTF-8", "tr_TR.UTF-8", "C"):
            r = c.run("score", ARTICLES, *fmt, env={"LC_ALL": locale, "LANG": locale, "TZ": "Asia/Tokyo"})
            c.ok(f"{fmt[0]}: LC_ALL={locale} gives the same bytes", r.out == here)
    r = c.run("score", ARTICLES)
    c.ok("table: a row for each article", all(f"{o}-0{n}" in r.text for o in ("ledger", "wire", "beacon", "tribune") for n in range(1, 6)), r)
    for width in (40, 60, 80, 100, 200):
        r = c.run("score", ARTICLES, f"--width={width}")
        longest = max(r.text.splitlines(), key=len)
        if width >= 80:
            c.ok(f"table: keeps to {width} columns", len(longest) <= width, f"{len(longest)}: {longest}")
        r = c.run("score", ROOT / "corpus/harbour/texts/beacon/01.txt", f"--width={width}")
        longest = max(r.text.splitlines(), key=len)
        if width >= 80:
            c.ok(f"profile: keeps to {width} columns", len(longest) <= width, f"{len(longest)}: {longest}")
        c.equal(f"--width={width}: show ends well", c.run("show", ARTICLES, f"--width={width}").rc, 0)
    r = c.run("show", ARTICLES, "--id=beacon-01", "--html")
    c.ok("show --html: one whole page that fetches nothing",
         r.text.lstrip().lower().startswith("<!doctype html") and r.text.rstrip().endswith("</html>")
         and not re.search(r"<(script|img|link)[^>]+(src|href)=[\"']?https?:", r.text), r)
    evil = line('<script>alert("x")</script> & "so-called" <u>', id="e", title="<script>x</script>", outlet="<i>&", url="javascript:alert(1)")
    r = c.run("show", "-", "--html", stdin=evil)
    c.ok("show --html: the article's own tags stay text", r.rc == 0 and "<script>alert" not in r.text and "<script>x" not in r.text
         and "<u>" not in r.text and 'href="javascript:' not in r.text, r)
    by_id = c.run("show", ARTICLES, "--id=beacon-01").out
    c.ok("show: --id and --record find the same", by_id == c.run("show", ARTICLES, "--record=3").out and by_id)


def colours(c):
    def at_terminal(args, env=None):
        master, slave = pty.openpty()
        child = subprocess.Popen([c.slant, *map(str, args)], stdout=slave, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL,
                                 env={**c.env, **(env or {})})
        os.close(slave)
        out = b""
        while True:
            try:
                more = os.read(master, 1 << 16)
            except OSError:
                break
            if not more:
                break
            out += more
        child.wait()
        os.close(master)
        return out

    show = ["show", ARTICLES, "--id=beacon-01"]
    for args in (show, ["score", ARTICLES], ["score", ROOT / "corpus/harbour/texts/beacon/01.txt"]):
        name = f"{args[0]} {args[1].name}"
        c.ok(f"{name}: no colour into a pipe", b"\x1b" not in c.run(*args).out)
        c.ok(f"{name}: --color=never", b"\x1b" not in at_terminal([*args, "--color=never"]))
        c.ok(f"{name}: NO_COLOR", b"\x1b" not in at_terminal(args, {"NO_COLOR": "1"}))
        c.ok(f"{name}: TERM=dumb", b"\x1b" not in at_terminal(args, {"TERM": "dumb"}))
    c.ok("show: colour at a terminal", b"\x1b[" in at_terminal(show))
    c.ok("show: an empty NO_COLOR says nothing", b"\x1b[" in at_terminal(show, {"NO_COLOR": ""}))
    c.ok("show: --color=always into a pipe", b"\x1b[" in c.run(*show, "--color=always").out)
    c.ok("show: --color=always goes before NO_COLOR", b"\x1b[" in c.run(*show, "--color=always", env={"NO_COLOR": "1"}).out)
    c.equal("--color=blue", c.run(*show, "--color=blue").rc, 2)
    strip = re.sub(rb"\x1b\[[0-9;]*m", b"", c.run(*show, "--color=always").out)
    c.ok("show: colour adds nothing but colour", b"\x1b" not in strip)
    c.ok("progress is for terminals alone", not c.run("score", ARTICLES).err)


def readme(c, d):
    path = ROOT / "README.md"
    if not path.exists():
        c.skip("README", "there is none yet")
        return
    place = d / "readme"
    place.mkdir()
    for name in ("corpus", "lexicons"):
        shutil.copytree(ROOT / name, place / name)
    (place / "build").mkdir()
    (place / "bin").mkdir()
    (place / "bin" / "slant").symlink_to(c.slant)
    (place / "build" / "slant").symlink_to(c.slant)
    for block in re.findall(r"^```sh\n(.*?)^```", path.read_text(), re.M | re.S):
        for command in block.replace("\\\n", " ").splitlines():
            if not command.startswith("slant ") or re.match(r"slant (serve|lsp)\b", command):
                continue
            run = subprocess.run(["bash", "-c", "set -o pipefail; " + command], cwd=place, capture_output=True, timeout=60 * c.slow,
                                 stdin=subprocess.DEVNULL,
                                 env={**c.env, "SLANT_DATA": str(ROOT), "PATH": f"{place}/bin:{os.environ['PATH']}"})
            c.ok(f"README: {command}", run.returncode == 0, f"exit {run.returncode}\n{run.stderr.decode(errors='replace')}")


def main():
    c = Checks(sys.argv[1])
    with tempfile.TemporaryDirectory(prefix="slant-cli-") as temp:
        d = pathlib.Path(temp)
        exit_codes(c, d)
        cannot_write(c, d)
        help_and_version(c)
        as_filter(c, d)
        interactive(c)
        inputs(c, d)
        spans(c, d)
        formats(c, d)
        colours(c)
        readme(c, d)
    c.done()


main()
