"""hostile: inputs that mean harm, or that nobody meant. Each must end in time, in bounded memory, with a row.

Inputs are generated into files piece by piece: what this program itself holds would count as the child's memory."""
import gzip
import json
import pathlib
import random
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from check import MEGA, Checks  # noqa: E402

# Pieces that are repeated into one article.
SHAPES = {
    "open quotes": "\u201c",
    "pairs of quotes": "\u201c\u201d",
    "alternating quotes": "\u201ca\u201d ",
    "straight quotes": '"a" ',
    "straight open quotes": ' "a',
    "single quotes": "'a' ",
    "opening single quotes": "\u2018a ",
    "two apostrophes": "''",
    "apostrophes": "'",
    "one word": "a",
    "one word in capitals": "A",
    "hyphens in a word": "a-",
    "dots": ".",
    "dots in a word": "a.",
    "abbreviations": "U.S. ",
    "titles": "Mr. ",
    "questions": "? ! ",
    "brackets": "(",
    "square brackets": "[x ",
    "references": "&amp;",
    "cut references": "&am",
    "numeric references": "&#x41;",
    "so-called": "so-called ",
    "harm": "killed by ",
    "passive": "were shot ",
    "a sentence without a stop": "word and ",
    "capitalised words": "Council Of ",
    "glued words": "thecouncilvotedon ",
    "begun phrases": "pour some very ",
    "one-letter lines": "a\n",
    "one-letter paragraphs": "a\n\n",
    "share buttons": "Share on Facebook\n\n",
    "spaces": " ",
    "line breaks": "\n",
    "carriage returns": "\r\n",
    "no-break spaces": "a\u00a0",
    "zero-width spaces": "a\u200b",
    "soft hyphens": "so\u00adft ",
    "combining marks": "\u0301",
    "long emoji": "\U0001f468\u200d\U0001f469\u200d\U0001f467",
    "said": "\u201ca,\u201d he said. ",
    "ESC": "\x1b[2J\x1b[31m",
    "NUL": "\x00",
    "distinct words": None,  # each word another: nothing can be remembered
    "commas": "a, ",
    "said she said": "she said ",
    "cues": "said ",
    "sources and cues": "Bob said ",
    "sources and cues in insertions": "Bob, who said, ",
    "according": "According to Bob, ",
    "passive cues": "was said by him ",
    "labels": "Bob: ",
    "transcript": "BOB: said.\n\n",
    "urls": "http://a.b/c?d=e&f ",
}


def write(path, pieces):
    with open(path, "wb") as f:
        for piece in pieces:
            f.write(piece)
    return path


def repeated(piece, size):
    """size bytes of piece, in handfuls."""
    data = piece.encode() if isinstance(piece, str) else piece
    hand = data * max(1, 65536 // len(data))
    whole, rest = divmod(size, len(hand))
    for _ in range(whole):
        yield hand
    yield hand[:rest - rest % len(data)]


def shape(name, size):
    if SHAPES[name] is not None:
        yield from repeated(SHAPES[name], size)
        return
    rng, left = random.Random(7), size
    while left > 0:
        hand = " ".join("".join(rng.choices("abcdeilnorst", k=9)) for _ in range(1000)).encode() + b". "
        yield hand[:left]
        left -= len(hand)


def as_json(pieces, before=b'{"id":"j","text":"', after=b'"}\n'):
    yield before
    for piece in pieces:
        yield json.dumps(piece.decode()).encode()[1:-1]
    yield after


def score(c, name, path, seconds=5.0, memory=1 << 30, args=(), records=1, errors=0):
    """One run: it must end well and in time, and give a row for each record."""
    r = c.run("score", path, "--format=jsonl", "--no-progress", *args, timeout=seconds, memory=memory)
    if not c.ok(f"{name}: ends well", r.rc == 0 and not r.late, r):
        return None
    lines = r.out.splitlines()
    c.equal(f"{name}: rows", len(lines), records)
    try:
        got = [json.loads(x) for x in (lines if len(lines) < 1000 else lines[:500] + lines[-500:])]
    except ValueError as trouble:
        c.ok(f"{name}: the rows are JSON", False, trouble)
        return None
    if errors is not None and len(lines) < 1000:
        c.equal(f"{name}: error rows", sum("error" in x for x in got), errors)
    for g in got:
        if "voice_words" in g and sum(g["voice_words"].values()) != g["words"]:
            c.ok(f"{name}: every word has one voice", False, g["voice_words"])
    return got[0] if got else None


def shapes(c, d):
    """Each shape at half a megabyte and at one: twice the input may not cost more than three times the CPU."""
    unit, late = MEGA // 4 if c.sanitized else MEGA, 0
    empty = write(d / "empty.txt", [b"x"])
    start = min(c.run("score", empty, "--format=jsonl", "--jobs=1").cpu for _ in range(3))
    for name in SHAPES:
        cost = []
        if late == 5:
            c.ok("the other shapes: not tried, too many ran out of time", False)
            return
        for size in (unit // 2, unit):
            path = write(d / "shape.txt", shape(name, size))
            best = None
            for _ in range(2):  # a second try where the first looked slow: the machine may have been busy
                r = c.run("score", path, "--format=jsonl", "--spans", "--sentences", "--jobs=1", "--no-progress", timeout=5,
                          memory=3 << 30)
                best = r if best is None or r.cpu < best.cpu else best
                if not cost or r.cpu - start <= 3 * cost[0] + 0.05 * c.slow:
                    break
            if r.rc != 0 or r.late or r.out.count(b"\n") != 1:
                c.ok(f"{name}, {size} bytes: ends well with a row", False, r)
                late += r.late
                break
            cost.append(max(best.cpu - start, 0.0))
        else:
            c.ok(f"{name}: in linear time", cost[1] <= 3 * cost[0] + 0.05 * c.slow,
                 f"{unit // 2} bytes: {cost[0]:.3f} s of CPU, {unit}: {cost[1]:.3f} s")
            c.ok(f"{name}: under a second a megabyte", cost[1] <= unit / MEGA * c.slow, f"{cost[1]:.3f} s of CPU")
            c.ok(f"{name}: under 600 bytes of memory a byte", c.sanitized or best.rss <= 600 * unit, f"{best.rss / MEGA:.0f} MB")
    for name in SHAPES:
        path = write(d / "shape.jsonl", as_json(shape(name, 60000)))
        score(c, f"{name}, as JSONL", path, args=["--spans"])


def big(c, d):
    size = 50 * MEGA
    text = write(d / "line.txt", repeated("word ", size))
    line = write(d / "line.jsonl", as_json(repeated("word ", size)))
    got = score(c, "a 50 MB line of text, over the cap", text, 10, 512 * MEGA, errors=1)
    c.ok("a 50 MB line of text: says so", got and "error" in got and got["error"]["code"], got)
    got = score(c, "a 50 MB line of JSONL, over the cap", line, 10, 512 * MEGA, errors=1)
    c.ok("a 50 MB line of JSONL: says so", got and "error" in got and got["error"]["code"], got)
    with open(line, "ab") as f:
        f.write(b'{"id":"after","text":"One word more."}\n')
    score(c, "a good line behind a 50 MB one", line, 10, 512 * MEGA, records=2, errors=1)
    memory = 8 << 30
    score(c, "a 50 MB line of text, allowed", text, 30, memory, ["--max-record=64M"])
    score(c, "a 50 MB line of JSONL, allowed", line, 30, memory, ["--max-record=64M"], records=2)
    line.unlink()
    text.unlink()
    for name, piece, size in (("a million open quotes", "\u201c", 3_000_000), ("a million quotes, alternating", "\u201ca\u201d ", 4_000_000),
                              ("a 10 MB word", "a", 10 * MEGA), ("2 MB of dots", ".", 2 * MEGA), ("2 MB of apostrophes", "'", 2 * MEGA),
                              ("2 MB of brackets", "(", 2 * MEGA)):
        score(c, name, write(d / "big.txt", repeated(piece, size)), 15, 4 << 30, ["--spans"])
    for piece in ("so-called ", "Mr. ", "\u201c\u201d", "''", "a-", "U.S. ", "? ! ", "killed by ", "\x1b[31m"):
        name = f"100,000 times {piece!r}"
        score(c, name, write(d / "big.txt", repeated(piece, 100_000 * len(piece.encode()))), 10, 2 << 30, ["--spans", "--sentences"])
    score(c, "a sentence of 200,000 words", write(d / "big.txt", repeated("word and ", 900_000)), 10, 2 << 30, ["--sentences"])


def many(c, d):
    """Rows that are small and many: memory must not grow with their number."""
    used = {}
    for n in (100_000, 300_000):
        path = write(d / "many.jsonl", repeated(b'{"text":"a"}\n', 13 * n))
        out = d / "out.jsonl"
        r = c.run("score", path, "--format=jsonl", "--no-progress", "--jobs=2", timeout=20, memory=1 << 30, out_file=out)
        used[n] = r.rss
        with open(out, "rb") as f:
            rows = sum(1 for _ in f)
        c.ok(f"{n} one-word articles", r.rc == 0 and rows == n, f"{rows} rows\n{r}")
    c.ok("memory does not grow with the number of articles", c.sanitized or used[300_000] < 1.2 * used[100_000] + 8 * MEGA, used)
    path = write(d / "many.jsonl", repeated(b"\n", 200_000))
    score(c, "200,000 empty lines", path, 10, records=200_000, errors=None)
    path = write(d / "many.jsonl", repeated(b"no json\n", 800_000))
    score(c, "100,000 broken lines", path, 10, records=100_000, errors=None, args=["--input=jsonl"])
    path = write(d / "many.txt", repeated(b"\n", 200_000))
    score(c, "a text of 200,000 empty lines", path, 5, errors=None)
    # A stream: 60 MB of articles of ordinary size pass through, in what one block needs.
    article = json.dumps({"text": "The vote was late, she said. It was a shameful day. " * 40}).encode() + b"\n"
    path = write(d / "many.jsonl", repeated(article, 30_000 * len(article)))
    r = c.run("score", path, "--format=csv", "--no-progress", "--jobs=2", timeout=30, memory=1 << 30, out_file=d / "out.csv")
    c.ok("60 MB of articles: ends well", r.rc == 0, r)
    c.ok("60 MB of articles: under 100 MB of memory", c.sanitized or r.rss < 100 * MEGA, f"{r.rss / MEGA:.0f} MB")
    r = c.run("score", path, "--format=text", "--no-progress", "--jobs=2", timeout=30, memory=1 << 30, out_file=d / "out.txt")
    c.ok("60 MB of articles as a table: under 100 MB of memory", c.sanitized or (r.rc == 0 and r.rss < 100 * MEGA), f"{r.rc} {r.rss / MEGA:.0f} MB")
    for name in ("many.jsonl", "out.jsonl", "out.csv", "out.txt"):
        (d / name).unlink()


def bytes_of_any_kind(c, d):
    rng = random.Random(11)
    for kind, data in (("garbage", rng.randbytes(MEGA if c.sanitized else 4 * MEGA)),
                       ("garbage without line breaks", rng.randbytes(MEGA).replace(b"\n", b"x").replace(b"\r", b"y")),
                       ("every byte", bytes(range(256)) * 40),
                       ("UTF-16", "The vote was \u201clate\u201d.\n".encode("utf-16") * 1000),
                       ("bytes that never stand in UTF-8", b"\xff\xfe\xc0\xaf\xf5\x80" * 20000),
                       ("a run of continuation bytes", b"\x80" * (MEGA // 2)),
                       ("beginnings of long sequences", b"\xf0\x9f" * 200000)):
        path = write(d / "odd.txt", [data])
        score(c, f"{kind} as text", path, 10, errors=None)
        r = c.run("show", path, timeout=20)
        c.ok(f"{kind}: show ends well", r.rc in (0, 2) and not r.late, r)
        c.ok(f"{kind}: show prints UTF-8 without controls", clean(r.out), r)
        path = write(d / "odd.jsonl", [data])
        r = c.run("score", path, "--format=jsonl", "--input=jsonl", timeout=10, memory=1 << 30)
        c.ok(f"{kind} as JSONL: ends well", r.rc == 0, r)
        c.ok(f"{kind} as JSONL: UTF-8 comes out", valid(r.out), r)
        for ending in ("gz", "zst"):
            r = c.run("score", write(d / f"odd.txt.{ending}", [data]), "--format=jsonl", timeout=10, memory=1 << 30)
            c.ok(f"{kind} as .{ending}: ends well with a row", r.rc == 0 and r.out.count(b"\n") == 1, r)
    score(c, "an empty text", write(d / "none.txt", []), errors=None)
    score(c, "an empty JSONL", write(d / "none.jsonl", []), records=0)
    r = c.run("show", d / "none.txt")
    c.ok("show of an empty text ends", r.rc in (0, 2), r)
    for name in ("none.txt.gz", "none.jsonl.zst"):
        r = c.run("score", write(d / name, []), "--format=jsonl")
        c.ok(f"{name}, empty: ends well", r.rc == 0, r)
    every = "".join(chr(i) for i in range(0x110000) if not 0xd800 <= i < 0xe000)
    path = write(d / "every.txt", [every.encode()])
    score(c, "every code point, as text", path, 20, 3 << 30, ["--spans", "--sentences"])
    with open(d / "every.jsonl", "w") as f:
        json.dump({"id": "e", "title": every[:3000], "text": every}, f)
    score(c, "every code point, as JSON escapes", d / "every.jsonl", 20, 3 << 30, ["--spans"])
    r = c.run("show", path, timeout=20)
    c.ok("every code point: show prints no control", r.rc == 0 and clean(r.out), r)
    lone = b'{"id":"\\ud800","title":"a\\udc00b","text":"x \\ud83d y \\ude00 z \\ud83d\\ude00 \\ud83d"}\n'
    r = c.run("score", "-", "--format=jsonl", "--spans", stdin=lone)
    c.ok("lone surrogates: ends well, UTF-8 comes out", r.rc == 0 and valid(r.out) and len(r.out.splitlines()) == 1, r)
    path = write(d / "cut.txt", ["The caf\u00e9".encode()[:-1]])
    score(c, "a text cut in the middle of a letter", path)
    path = write(d / "cut.jsonl", [b'{"text":"whole"}\n{"text":"caf\xc3'])
    score(c, "JSONL cut in the middle of a letter", path, records=2, errors=1)
    packed = gzip.compress(b'{"text":"%s"}\n' % (b"The vote was late. " * 50) * 400, mtime=0)
    for n in (5, 11, len(packed) // 2, len(packed) - 9, len(packed) - 1):
        path = write(d / "cut.jsonl.gz", [packed[:n]])
        r = c.run("score", path, "--format=jsonl")
        c.ok(f"gzip cut at {n}: an error row, exit 0", r.rc == 0 and b'"error"' in r.out.splitlines()[-1], r)
        c.equal(f"gzip cut at {n}: --strict", c.run("score", path, "--format=jsonl", "--strict").rc, 3)
    # A small file that grows a thousandfold: the cap holds for what comes out.
    path = d / "bomb.txt.gz"
    with gzip.open(path, "wb") as f:
        for _ in range(200):
            f.write(b"a " * (MEGA // 2))
    score(c, "a 200 MB text in 200 kB of gzip", path, 15, 512 * MEGA, errors=1)
    (d / "bomb.jsonl.gz").write_bytes(path.read_bytes())
    score(c, "a 200 MB line in 200 kB of gzip", d / "bomb.jsonl.gz", 15, 512 * MEGA, errors=1, args=["--input=jsonl"])


def json_of_any_kind(c, d):
    deep = 100_000
    for name, text, errors in (
            ("arrays 100,000 deep, unclosed", b'{"x":' + b"[" * deep, 1),
            ("arrays 100,000 deep", b'{"x":' + b"[" * deep + b"]" * deep + b',"text":"a"}', None),
            ("objects 100,000 deep", b'{"x":' + b'{"a":' * deep + b"1" + b"}" * deep + b',"text":"a"}', None),
            ("100,000 keys", b"{" + b",".join(b'"k%d":%d' % (i, i) for i in range(deep)) + b',"text":"a"}', 0),
            ("a million keys with an escape", b"{" + b'"\\n":1,' * 1_000_000 + b'"text":"a"}', 0),
            ("a million empty bylines", b"{" + b'"byline":[],' * 1_000_000 + b'"text":"a"}', 0),
            ("the same key 100,000 times", b"{" + b'"text":"a",' * deep + b'"text":"b"}', None),
            ("a number of 100,000 digits", b'{"text":"a","n":' + b"9" * deep + b"}", 0),
            ("a key of 1 MB", b'{"' + b"k" * MEGA + b'":1,"text":"a"}', 0),
            ("an id of 1 MB", b'{"id":"' + b"k" * MEGA + b'","text":"a"}', None),
            ("a title of 1 MB", b'{"title":"' + b"Kill it. " * (MEGA // 9) + b'","text":"a"}', None),
            ("an outlet of 1 MB", b'{"outlet":"' + b"k" * MEGA + b'","text":"a"}', None),
            ("escapes alone", b'{"text":"' + b"\\u0041" * deep + b'"}', 0),
            ("a cut escape", b'{"text":"\\u00', 1),
            ("a NUL by escape", b'{"text":"a\\u0000b"}', 0),
            ("a NUL in the line", b'{"text":"a\x00b"}', None),
            ("text behind the object", b'{"text":"a"} x', 1),
            ("two objects in a line", b'{"text":"a"}{"text":"b"}', 1),
            ("a wrong word", b'{"text":nul}', 1),
            ("a lone quote", b'"', 1)):
        path = write(d / "j.jsonl", [text, b"\n"])
        score(c, name, path, 5, 1 << 30, ["--spans", "--input=jsonl"], errors=errors)
    for fmt in ("text", "csv"):
        path = write(d / "j.jsonl", [b'{"id":"' + b"k" * MEGA + b'","outlet":"' + b"o" * MEGA + b'","title":"' + b"t " * MEGA + b'","text":"a"}\n'] * 2)
        r = c.run("score", path, f"--format={fmt}", timeout=5)
        c.ok(f"names of 1 MB, as {fmt}", r.rc == 0, r)


def valid(data):
    try:
        data.decode()
        return True
    except UnicodeDecodeError:
        return False


def clean(data):
    """UTF-8 with no control but the line break: nothing of an article may drive a terminal."""
    if not valid(data):
        return False
    return not any((ord(x) < 32 and x not in "\n\t") or 0x7f <= ord(x) < 0xa0 for x in data.decode())


def terminal(c, d):
    evil = "\x1b]0;owned\x07 \x1b[2J \x9b31m \x08\x08 \x7f \u202e abc \r over. It was \x1b[31mshameful\x1b[0m, she said. "
    fields = {"id": evil, "title": "Shameful " + evil, "outlet": evil, "byline": evil, "date": evil, "url": evil, "story": evil}
    path = d / "evil.jsonl"
    path.write_text(json.dumps({**fields, "text": evil * 20}) + "\n" + json.dumps({**fields, "text": evil * 30}) + "\n")
    text = write(d / "evil\x1b[31m.txt", [(evil * 20).encode()])
    for args in (["show", path], ["show", text], ["score", text], ["score", path], ["show", path, "--html"], ["score", path, "--format=jsonl", "--spans"]):
        r = c.run(*args)
        # JSON Lines are data, not for the eye: there it is enough that JSON is kept to.
        good = not any(x < 32 and x != 10 for x in r.out) if "--format=jsonl" in args else clean(r.out)
        c.ok(f"ESC in an article: {args[0]} {' '.join(map(str, args[2:]))} of {args[1].suffix} prints no control", r.rc == 0 and good, r)
        if args[0] == "show" and "--html" not in args:
            r = c.run(*args, "--color=always")
            import re
            rest = re.sub(rb"\x1b\[[0-9;]*m", b"", r.out)
            c.ok(f"ESC in an article: {args[0]} --color=always: colours alone", r.rc == 0 and clean(rest) and b"owned\x07" not in rest, r)
    r = c.run("score", d / "no\x1b[31mfile.txt")
    c.ok("ESC in the name of a file that is not there: not in the message", r.rc == 2 and clean(r.err), r)
    (d / "bad").mkdir()
    write(d / "bad" / "x\x1b[31m.jsonl", [b"no json\n"])
    r = c.run("score", d / "bad", "--input=jsonl")
    c.ok("ESC in a file's name: not in the message", r.rc == 0 and clean(r.err) and clean(r.out), r)


def main():
    c = Checks(sys.argv[1])
    with tempfile.TemporaryDirectory(prefix="slant-hostile-") as temp:
        d = pathlib.Path(temp)
        for part in (terminal, json_of_any_kind, bytes_of_any_kind, many, big, shapes):
            began = time.monotonic()
            part(c, d)
            if "-v" in sys.argv:
                print(f"{part.__name__}: {time.monotonic() - began:.1f} s")
    c.done()


main()
