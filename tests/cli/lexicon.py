"""lexicon: lexicons of one's own, and the commands that look after lexicons."""
import csv
import io
import json
import pathlib
import shutil
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from check import SMALL, Checks  # noqa: E402

HEADER = "pattern\tkind\tstance\tplainer\tyes\tno\twhy\tsource\n"
FILLER = "The bridge over the river was shut for a week while the council mended it. " * 8


def folder(d, name, **files):
    """A folder of lexicons: name of a file without .tsv → its rows."""
    place = d / name
    place.mkdir()
    for stem, rows in files.items():
        (place / f"{stem.replace('_', '-')}.tsv").write_text(rows)
    return place


def article(d, text):
    path = d / "article.jsonl"
    path.write_text(json.dumps({"id": "a", "text": text}) + "\n")
    return path


def own_layers(c, d):
    mine = folder(d, "own", house="pattern\tkind\twhy\nstrike\tlabour\twe say walkout\nScab\tlabour\t\nferry\t\t\n",
                  loaded=HEADER + "shut\tlabel\t\tclosed\t\t\ta test\tus\n")
    text = article(d, f'{FILLER} The strike hit the ferry. "This strike is over," she said. The scab and the ferry left.')
    r = c.run("score", text, "--format=jsonl", "--spans", "-l", mine)
    got = json.loads(r.out)
    house = got["measures"]["house"]
    c.equal("a layer of one's own: marks by voice and kind", (house["outlet"], house["quoted"], house["kinds"]),
            (4, 1, {"house": 2, "labour": 2}))
    c.equal("a layer of one's own: a rate", house["rate"], round(4000 / house["exposure"], 3))
    c.equal("a layer of one's own: its name in the spans", sum(s["layer"] == "house" and s["lexicon"] == "en/house" for s in got["spans"]), 5)
    c.equal("a file with one of our names counts there", got["measures"]["loaded"]["kinds"]["label"], 8)
    head, row = csv.reader(io.StringIO(c.run("score", text, "--format=csv", "-l", mine).text))
    c.equal("csv: a column for it", row[head.index("house_count")], "4")
    c.ok("csv: an error row is as long", len(next(csv.reader(io.StringIO(
        c.run("score", "-", "--input=jsonl", "--format=csv", "-l", mine, stdin=b"x\n").text.splitlines()[1])))) == len(head))
    r = c.run("show", text, "-l", mine)
    c.ok("show: marked, with its reason", "strike›ˣ" in r.text and "X  strike (labour): we say walkout" in r.text, r)
    c.ok("show --html: marked", b'<mark class="custom"' in c.run("show", "--html", text, "-l", mine).out)
    c.equal("--fail-on its measure", c.run("score", text, "-l", mine, "--fail-on=house>1").rc, 1)
    c.equal("--fail-on it, when it is not there", c.run("score", text, "--fail-on=house>1").rc, 2)
    c.ok("measures: lists it with --lexicons", c.run("measures", "-l", mine).text.count("\nhouse ") == 1)
    alone = json.loads(c.run("score", text, "--format=jsonl", "--no-default-lexicons", "-l", mine).out)
    c.equal("--no-default-lexicons leaves ours out", (alone["measures"]["hedge"]["count"], alone["measures"]["house"]["count"]), (0, 4))
    other = folder(d, "other", zeal="pattern\nferry\n", house="pattern\nbridge\n")
    both = [c.run("score", text, "--format=jsonl", "--spans", "-l", x, "-l", y) for x, y in ((mine, other), (other, mine))]
    c.ok("two folders: the same in either order", both[0].out == both[1].out and both[0].rc == 0, both[0])
    c.equal("two folders: one layer, two files", json.loads(both[0].out)["measures"]["house"]["count"], 12)
    off = folder(d, "off", loaded="pattern\tkind\n!shut\tlabel\n")
    c.equal("an exception of one's own switches an entry off",
            json.loads(c.run("score", text, "--format=jsonl", "-l", mine, "-l", off).out)["measures"]["loaded"]["count"], 0)
    for name, file, words in (("a measure's name", "headline_gap", b"headline-gap"), ("a name with a space", "my words", b"letters")):
        bad = folder(d, name.replace(" ", "-"))
        (bad / f"{file}.tsv").write_text("pattern\nferry\n")
        r = c.run("score", text, "-l", bad)
        c.ok(f"{name}: refused, exit 2", r.rc == 2 and words in r.err and not r.out, r)
    for name, rows, words in (("no header", "ferry\tx\n", b"line 1"), ("a bad pattern", "pattern\nok\na (b\n", b"line 3")):
        r = c.run("score", text, "-l", folder(d, name.replace(" ", "-"), house=rows))
        c.ok(f"{name}: refused with its place", r.rc == 2 and words in r.err and b"house.tsv" in r.err, r)


def compiled(c, d):
    """The compiled patterns stand for the files as they are, or are passed over: never a third thing."""
    data = d / "data"
    shutil.copytree(SMALL / "lexicons", data / "lexicons")
    hedges, made = data / "lexicons" / "en" / "hedges.tsv", data / "lexicons" / "en" / "compiled"
    made.unlink(missing_ok=True)
    text = article(d, f"{FILLER} It may perhaps rain, the council reportedly said. An unheard zorp came.")
    env = {"SLANT_DATA": str(data)}

    def score(*options):
        return c.run("score", text, "--format=jsonl", "--spans", *options, env=env).out

    def is_used():
        return c.run("--version", env=env).text.splitlines()[-1].endswith("compiled beforehand")

    plain = score()
    c.ok("without a compiled file", plain.count(b'"layer":') > 0 and not is_used(), plain)
    r = c.run("lexicon", "compile", made, env=env)
    c.ok("lexicon compile", r.rc == 0 and not r.out and not r.err and made.stat().st_size > 1000, r)
    whole = made.read_bytes()
    c.ok("compiled: used, the same result", is_used() and score() == plain)
    c.run("lexicon", "compile", made, env=env)
    c.equal("compiled again from itself: the same bytes", made.read_bytes(), whole)
    again = c.run("lexicon", "test", env=env)
    c.ok("compiled: every entry is still found", again.rc == 0 and b" 0 failed" in again.out, again)
    for name, damaged in (("a byte in the middle", whole[:len(whole) // 2] + bytes([whole[len(whole) // 2] ^ 1]) + whole[len(whole) // 2 + 1:]),
                          ("its last byte", whole[:-1] + bytes([whole[-1] ^ 128])), ("a byte of its head", b"x" + whole[1:]), ("a set in its head", whole[:40] + bytes([whole[40] ^ 1]) + whole[41:]),
                          ("a size in its head", whole[:200] + b"\xff" * 40 + whole[240:]),
                          ("half of it", whole[:len(whole) // 2]), ("more of it", whole + b"\0" * 64), ("nothing", b"")):
        made.write_bytes(damaged)
        c.ok(f"compiled, damaged ({name}): passed over", not is_used() and score() == plain)
    made.write_bytes(whole)
    mine = folder(d, "zorps", hedges=HEADER + "zorp\tepistemic\t\t\t\t\ta test\tus\n")
    c.ok("compiled: other lexicons besides, their patterns count", score("-l", mine).count(b'"layer":') == plain.count(b'"layer":') + 1)
    rows = hedges.read_text()
    hedges.write_text(rows + "zorp\tepistemic\t\t\t\t\ta test\tus\n")
    c.ok("a lexicon edited: read again", not is_used() and score().count(b'"layer":') == plain.count(b'"layer":') + 1)
    hedges.write_text(rows)
    c.ok("and edited back: used again", is_used() and score() == plain)
    with open(data / "lexicons" / "en" / "stems.tsv", "a", encoding="utf-8") as stems:
        stems.write("zorps\tzorp\ta test\n")
    c.ok("the stems edited: read again", not is_used() and score() == plain)
    r = c.run("lexicon", "compile", d / "no" / "such" / "folder", env=env)
    c.ok("lexicon compile: what cannot be written is said", r.rc == 74 and b"cannot be written" in r.err, r)
    c.equal("lexicon compile without a file", c.run("lexicon", "compile", env=env).rc, 2)


def main():
    c = Checks(sys.argv[1])
    with tempfile.TemporaryDirectory(prefix="slant-lexicon-") as temp:
        d = pathlib.Path(temp)
        own_layers(c, d)
        compiled(c, d)
    c.done()


main()
