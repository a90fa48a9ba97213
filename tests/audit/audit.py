"""audit: what is found of the changes that were planted in corpus/desk, how often nothing is taken for something, and the
formats, the matching of pairs and odd input."""
import json
import pathlib
import re
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from check import MEGA, ROOT, Checks  # noqa: E402

DESK = ROOT / "corpus" / "desk"
FULL = {"SLANT_DATA": str(ROOT)}
KINDS = ("attribution-dropped cue-changed source-vaguer hedge-dropped hedge-added booster-added loaded-added loaded-dropped "
         "label-swapped quotation-altered scare-quotes-added agent-removed headline-stronger side-cut number-changed").split()
# Recall may not fall below these, overall and for each kind; false alarms may not rise above one in ten pages.
OVERALL, EACH, PAGES_PER_ALARM = 0.90, 0.80, 10


def audits(c, edited):
    r = c.run("audit", DESK / "wire", DESK / edited, "--format=json", env=FULL)
    c.ok(f"corpus/desk/{edited}: audited", r.rc == 0 and not r.err, r)
    return {x["edited"]["id"][:2]: x for x in map(json.loads, r.text.splitlines()) if "changes" in x}


def found(change, plant):
    """The change is of the planted words: they stand in, or hold, its words or its sentence on either side."""
    for name in ("wire", "edited"):
        side, words = change[name], plant[name]
        if side and words and (words in side["text"] or side["text"] in words or
                               words.lower() in side["sentence"]["text"].lower()):
            return True
    return False


def planted(c):
    desks = {desk: audits(c, desk) for desk in ("courier", "standard")}
    total, hits = dict.fromkeys(KINDS, 0), dict.fromkeys(KINDS, 0)
    missed = []
    for line in (DESK / "planted.jsonl").read_text().splitlines():
        p = json.loads(line)
        total[p["kind"]] += 1
        folder = DESK / p["desk"] / f"{p['story']}.txt"
        if p["edited"] not in folder.read_text() or p["wire"] not in (DESK / "wire" / f"{p['story']}.txt").read_text():
            c.ok(f"planted words stand in the files: {line[:100]}", False)
        if any(x["kind"] == p["kind"] and found(x, p) for x in desks[p["desk"]][p["story"]]["changes"]):
            hits[p["kind"]] += 1
        else:
            missed.append(line)
    every, all_hits = sum(total.values()), sum(hits.values())
    c.ok(f"recall of planted changes: {all_hits} of {every}", all_hits >= OVERALL * every, "\n".join(missed))
    for kind in KINDS:
        c.ok(f"recall of {kind}: {hits[kind]} of {total[kind]}", total[kind] and hits[kind] >= EACH * total[kind],
             "\n".join(x for x in missed if kind in x))
    return desks


def neutral(c):
    trims = audits(c, "trim")
    alarms = [(k, x["kind"], x["message"]) for k, a in trims.items() for x in a["changes"]]
    c.ok("neutral edits: false alarms", len(trims) == 20 and len(alarms) * PAGES_PER_ALARM <= len(trims), alarms)
    c.ok("neutral edits: nothing moved or added",
         all(a["summary"]["moved"] == 0 and a["summary"]["added_sentences"] == 0 for a in trims.values()))
    same = c.run("audit", DESK / "wire", DESK / "wire", "--format=json", env=FULL)
    rows = [json.loads(x) for x in same.text.splitlines()][:-1]
    c.ok("a text against itself: all kept, no change",
         len(rows) == 20 and all(not r["changes"] and r["summary"]["kept"] == 1 for r in rows), same.text[:500])


def spans(c, desks):
    """Places are code points of the file, and the text is what stands there."""
    bad = []
    for desk, rows in desks.items():
        for story, a in rows.items():
            files = {"wire": (DESK / "wire" / f"{story}.txt").read_text(),
                     "edited": (DESK / desk / f"{story}.txt").read_text()}
            for x in a["changes"]:
                for name in ("wire", "edited"):
                    for place in [x[name], x[name]["sentence"]] if x[name] else []:
                        if files[name][place["start"]:place["end"]] != place["text"]:
                            bad.append((desk, story, x["kind"], name))
                if x["kind"] not in KINDS or x["severity"] not in ("error", "warning", "suggestion"):
                    bad.append((desk, story, x["kind"], x["severity"]))
            order = [("error", "warning", "suggestion").index(x["severity"]) for x in a["changes"]]
            if order != sorted(order):
                bad.append((desk, story, "order"))
            s = a["summary"]
            if abs(s["kept"] + s["moved"] + s["cut"] - 1) > 0.001:
                bad.append((desk, story, "shares"))
            wire = [w["number"] for p in a["alignment"] for w in p["wire"]]
            edited = [e["number"] for p in a["alignment"] for e in p["edited"]]
            if sorted(wire) != list(range(s["wire_sentences"])) or sorted(edited) != list(range(s["edited_sentences"])):
                bad.append((desk, story, "every sentence stands once in the alignment"))
    c.ok("places, kinds, order, shares, alignment", not bad, bad[:20])


def pair(c, wire, edited, *args, **kw):
    with tempfile.TemporaryDirectory() as d:
        d = pathlib.Path(d)
        for name, text in (("w.txt", wire), ("e.txt", edited)):
            (d / name).write_bytes(text if isinstance(text, bytes) else text.encode())
        r = c.run("audit", d / "w.txt", d / "e.txt", *args, env=FULL, **kw)
    return r


def one(c, wire, edited):
    r = pair(c, wire, edited, "--format=json")
    return json.loads(r.text) if r.rc == 0 else {"changes": [], "alignment": [], "trouble": str(r)}


WIRE = ("The council may close the old library on Mill Street next year, the mayor, Ada Lund, said on Monday. "
        "The library was built in 1902 and holds 40,000 books. Readers collected 2,300 names against the plan. "
        "\"Nobody asked us before the decision was made in that room,\" said Jan Orme, who speaks for the readers. "
        "The roof has leaked since the spring storm and would cost half a million crowns.\n")


def alignment(c):
    moved = ("Readers collected 2,300 names against the plan. The council may close the old library on Mill Street next "
             "year, the mayor, Ada Lund, said on Monday. The library was built in 1902 and holds 40,000 books. \"Nobody asked "
             "us before the decision was made in that room,\" said Jan Orme, who speaks for the readers. The roof has leaked "
             "since the spring storm and would cost half a million crowns.\n")
    a = one(c, WIRE, moved)
    got = [(p["relation"], p["moved"], [x["number"] for x in p["wire"]]) for p in a["alignment"]]
    c.ok("moved: the one sentence that changed its place", ("same", True, [2]) in got and
         sum(x[1] for x in got) == 1 and not a["changes"], a)
    split = WIRE.replace("built in 1902 and holds 40,000 books", "built in 1902. The library holds 40,000 books")
    got = [(p["relation"], len(p["wire"]), len(p["edited"])) for p in one(c, WIRE, split)["alignment"]]
    c.ok("split: one of the wire's, two of the edit's", ("split", 1, 2) in got and len(got) == 5, got)
    got = [(p["relation"], len(p["wire"]), len(p["edited"])) for p in one(c, split, WIRE)["alignment"]]
    c.ok("merged: two of the wire's, one of the edit's", ("merged", 2, 1) in got and len(got) == 5, got)
    got = [p["relation"] for p in one(c, WIRE, WIRE.replace("Readers collected 2,300 names against the plan. ", ""))["alignment"]]
    c.equal("cut: one sentence, where it stood", got, ["same", "same", "cut", "same", "same"])
    moved_hedge = WIRE.replace("The council may close the old library on Mill Street next year, the mayor, Ada Lund, said on Monday.",
                               "The mayor, Ada Lund, said on Monday the council may close the old library on Mill Street next year.")
    c.equal("a hedge, a source, a clause that moved are no changes", one(c, WIRE, moved_hedge)["changes"], [])


def formats(c):
    wire, edited = DESK / "wire" / "14.txt", DESK / "courier" / "14.txt"
    r = c.run("audit", wire, edited, "--format=rdjsonl", env=FULL)
    rows = [json.loads(x) for x in r.text.splitlines()]
    bad = []
    for row in rows:
        for loc in [row["location"]] + [x["location"] for x in row.get("relatedLocations", [])]:
            lines = pathlib.Path(loc["path"]).read_bytes().split(b"\n")
            s, e = loc["range"]["start"], loc["range"]["end"]
            if s["line"] != e["line"] or not 1 <= s["column"] < e["column"] <= len(lines[s["line"] - 1]) + 1:
                bad.append(loc)
        if row["severity"] not in ("ERROR", "WARNING", "INFO") or not row["code"]["value"].startswith("audit."):
            bad.append(row)
    c.ok("rdjsonl: read back, places within the files' lines", rows and not bad, bad or r)
    related = [x for x in rows if x.get("relatedLocations")]
    c.ok("rdjsonl: the wire's sentence is the related location",
         related and all(x["relatedLocations"][0]["location"]["path"] == str(wire) for x in related), related[:1])
    r = c.run("audit", wire, edited, "--format=html", env=FULL)
    page = r.text
    ids, links = set(re.findall(r' id="(\w+)"', page)), set(re.findall(r'href="#(\w+)"', page))
    c.ok("html: one page, no script, nothing from elsewhere",
         page.startswith("<!DOCTYPE html>") and "<script" not in page and not re.search(r'(src|href)="?https?:', page), page[:300])
    c.ok("html: every link of a change leads somewhere", links and links <= ids, sorted(links - ids))
    evil = pair(c, WIRE, WIRE.replace("Jan Orme", "<script>alert(1)</script>"), "--format=html")
    c.ok("html: markup in an article stays text", "<script" not in evil.text and "&lt;script&gt;" in evil.text, evil)
    for width in (60, 80, 120, 160):
        r = c.run("audit", wire, edited, f"--width={width}", env=FULL)
        c.ok(f"text: {width} columns are kept to", max(map(len, r.text.splitlines())) <= width,
             max(r.text.splitlines(), key=len))
    c.ok("text: what matters first", "1 attribution dropped" in r.text.splitlines()[3] and "│" in r.text, r)
    c.ok("text: colours when asked for", "\x1b[" in c.run("audit", wire, edited, "--color=always", env=FULL).text)
    c.ok("text: none otherwise", "\x1b[" not in r.text)
    for level, rc in (("error", 1), ("suggestion", 1)):
        c.equal(f"--fail-level {level}: exit", c.run("audit", wire, edited, "--fail-level", level, env=FULL).rc, rc)
    c.equal("--fail-level: exit 0 when nothing is as bad", c.run("audit", wire, wire, "--fail-level=suggestion", env=FULL).rc, 0)
    with open("/dev/full", "wb") as full:
        c.equal("the output cannot be written", c.run("audit", wire, edited, stdout=full, env=FULL).rc, 74)


def many(c, d):
    wires, edits = d / "wires.jsonl", d / "edits.jsonl"
    def article(folder, name, **more):
        title, _, text = (DESK / folder / f"{name}.txt").read_text().partition("\n\n")
        return {"title": title, "text": text, **more}
    stories = ["01", "02", "03"]
    wires.write_text("".join(json.dumps(article("wire", s, id=f"w{s}", story=f"s{s}")) + "\n" for s in stories))
    edits.write_text(json.dumps(article("courier", "03", id="x", outlet="Courier")) + "\n" +
                     json.dumps(article("standard", "01", id="w01", outlet="Standard")) + "\n" +
                     json.dumps(article("courier", "02", id="y", story="s02", outlet="Courier")) + "\n" +
                     json.dumps({"id": "z", "text": "A text about something that no wire ever told anybody, anywhere."}) + "\n")
    r = c.run("audit", wires, edits, "--format=json", env=FULL)
    rows = [json.loads(x) for x in r.text.splitlines()]
    c.equal("matched by words, id, story", [x.get("wire", {}).get("id") for x in rows[:3]], ["w03", "w01", "w02"])
    c.ok("an edit without a wire copy is a row", rows[3].get("error", {}).get("code") == "no-wire" and "1 of 4" in r.words, r)
    outlets = {o["name"]: o["pairs"] for o in rows[4]["totals"]["outlets"]}
    c.equal("totals by outlet", outlets, {"Courier": 2, "Standard": 1})
    lines = [{"id": "p1", "editor": "mk", "wire": article("wire", "04"), "edited": article("courier", "04", outlet="Courier")},
             {"wire": str(DESK / "wire" / "05.txt"), "edited": article("standard", "05", id="p2", editor="jo")},
             {"wire": "sub/w.txt", "edited": "sub/e.txt"},
             {"a": "1", "b": "2", "title_a": "T", "title_b": "T", "text_a": article("wire", "06")["text"],
              "text_b": article("courier", "06")["text"], "outlet_a": "HW", "outlet_b": "Courier"},
             {"wire": article("wire", "04")}, {"wire": 5, "edited": {"text": "x"}}, {"wire": "nope.txt", "edited": {"text": "x"}}]
    (d / "sub").mkdir()
    (d / "sub" / "w.txt").write_text(WIRE)
    (d / "sub" / "e.txt").write_text(WIRE.replace("may close", "will close"))
    pairs = d / "pairs.jsonl"
    pairs.write_text("".join(json.dumps(x) + "\n" for x in lines) + "no json\n\n")
    r = c.run("audit", "--pairs", pairs, "--format=json", env=FULL)
    rows = [json.loads(x) for x in r.text.splitlines()]
    c.equal("--pairs: a row each, in order", ["error" if "error" in x else "ok" for x in rows[:-1]], ["ok"] * 4 + ["error"] * 5)
    c.equal("--pairs: id and editor", [(x.get("id"), x.get("editor")) for x in rows[:2]], [("p1", "mk"), ("p2", "jo")])
    c.equal("--pairs: paths from the file's folder", [x["kind"] for x in rows[2]["changes"]], ["hedge-dropped"])
    c.ok("--pairs: bad lines tell their place", rows[4]["error"]["line"] == 5 and rows[7]["error"]["line"] == 8, rows[4:8])
    c.equal("--pairs: totals by editor", [e["name"] for e in rows[-1]["totals"]["editors"]], ["mk", "jo"])
    c.equal("--pairs --strict: exit 3", c.run("audit", "--pairs", pairs, "--strict", env=FULL).rc, 3)
    big = d / "big.jsonl"
    big.write_text("".join(json.dumps(x) + "\n" for x in lines[:2] * 60 + lines[4:6]))
    outs = [c.run("audit", "--pairs", big, f"--format={f}", f"--jobs={j}", env=FULL).out for f in ("json", "text", "rdjsonl") for j in (1, 3)]
    c.ok("the same bytes for any number of threads", outs[0] == outs[1] and outs[2] == outs[3] and outs[4] == outs[5])
    for name, args in (("one path", [wires]), ("three paths", [wires, edits, pairs]), ("no path", []),
                       ("--pairs and paths", ["--pairs", pairs, wires, edits]), ("a page of many", ["--format=html", wires, edits]),
                       ("a path that is not there", [wires, d / "nope"]), ("an unknown format", ["--format=csv", wires, edits])):
        c.equal(f"usage: {name}", c.run("audit", *args, env=FULL).rc, 2)


def odd(c):
    lorem = "".join(f"Sentence number {i} tells of harbour {i % 97} and of crane {i % 89} in the year {i}. " for i in range(40))
    for name, wire, edited in (
            ("both empty", "", ""), ("an empty wire", "", WIRE), ("an empty edit", WIRE, ""), ("only spaces", " \n\n ", "\t"),
            ("invalid bytes", b"\xff\xfe\x80 broken \xc3( bytes.", b"\xff broken \x80\x80 bytes!"),
            ("control bytes", WIRE, WIRE.replace("library", "lib\x1b[31mrary\x00")),
            ("a title alone", "Council closes library", "Council may close library"),
            ("nothing but quotes", "\"\"\"\"\"\" " * 50, "'''''' " * 50), ("one word many times", "ho " * 3000, "ho " * 2000),
            ("no words", "... --- ...", "???"), ("a text and its half", lorem, lorem[:len(lorem) // 2])):
        for fmt in ("text", "json", "html", "rdjsonl"):
            r = pair(c, wire, edited, f"--format={fmt}")
            if "empty" in name:
                c.ok(f"{name}: {fmt}: said which file", r.rc == 2 and b"the file is empty" in r.err, r)
                continue
            c.ok(f"{name}: {fmt}", r.rc == 0 and not r.late, r)
            if fmt == "text":
                c.ok(f"{name}: nothing in it steers a terminal", not re.search(rb"[\x00-\x09\x0b-\x1f]", r.out), r)
            if fmt == "json" and r.rc == 0:
                json.loads(r.text)
    strangers = one(c, WIRE, lorem)
    c.ok("two texts that share nothing: said, and no changes told",
         strangers["notes"] and strangers["notes"][0]["code"] == "strangers" and not strangers["changes"], strangers)
    c.ok("the same in words", "hardly share anything" in " ".join(pair(c, WIRE, lorem).text.split()))
    long = "word " * 5000 + "end."
    got = one(c, long + " " + WIRE, long + " " + WIRE.replace("may", "will"))
    c.ok("an overlong sentence: capped, said, the rest compared", got["notes"][0]["code"] == "capped" and
         [x["kind"] for x in got["changes"]] == ["hedge-dropped"], str(got)[:600])
    text = "".join(f"On day {i} the harbour {i % 977} of town {i % 1013} {'may' if i % 3 else 'will'} close, mayor {i * 7 % 499} "
                   f"said about crane {i % 353}. " for i in range(140000))[:15 * MEGA]
    r = pair(c, text, text.replace("may", "might").replace("said", "claimed"), "--format=json", timeout=60, memory=3 << 30)
    c.ok("15 MB against 15 MB: done in reasonable time", r.rc == 0 and r.cpu < 40 * c.slow, f"{r.cpu} s, {r}"[:600])
    r = pair(c, "x" * 15 * MEGA, "y " * 7 * MEGA, "--format=json", timeout=60)
    c.ok("one word of 15 MB against seven million words", r.rc == 0 and r.cpu < 40 * c.slow, f"{r.cpu} s, {r}"[:600])


def main():
    c = Checks(sys.argv[1])
    desks = planted(c)
    neutral(c)
    spans(c, desks)
    alignment(c)
    formats(c)
    with tempfile.TemporaryDirectory() as d:
        many(c, pathlib.Path(d))
    odd(c)
    c.done()


main()
