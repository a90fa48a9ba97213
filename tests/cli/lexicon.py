"""lexicon: lexicons of one's own, and the commands that look after lexicons."""
import csv
import io
import json
import pathlib
import random
import re
import shutil
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from check import ROOT, SMALL, Checks  # noqa: E402

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


# What is found in the wild, form by form: the file, what becomes of it (pattern: kinds), and what must be told.
MESSY = {
    "old.dic": (b"\xef\xbb\xbf%\r\n1\taffect (Affective)\r\n\t2\t negemo\r\n\t\t3  anger\r\n4 \tsocial/talk, etc\r\n4\tagain\r\n"
                b"5\tsocial/talk, etc\r\n%\r\n\r\nabandon*\t\t1\t2\r\nhate 1 2 3\r\nkind of\t4\r\nlike\t(02 134)125/464\t4\r\n"
                b"friend*  \t 5 \r\nNATO\t4\t99\r\n:)\t1\r\nne*er\t1\r\nlone\r\nd\xc3\xa9j\xc3\xa0 vu\t4\r\ndon\xe2\x80\x99t\t4\r\n911\t4\r\n"
                b"so-called\t1\r\nhate\t4\r\n%\r\n",
                {"abandon*": "affect,affect/negemo", "=hate": "affect,affect/negemo,affect/negemo/anger,social\\/talk\\, etc",
                 "=kind =of": "social\\/talk\\, etc", "=like": "social\\/talk\\, etc", "friend*": "social\\/talk\\, etc",
                 "=NATO": "social\\/talk\\, etc", "=d\u00e9j\u00e0 =vu": "social\\/talk\\, etc", "=don't": "social\\/talk\\, etc",
                 "=911": "social\\/talk\\, etc", "=so-called": "affect"},
                ["old.dic:6:1: the number 4", "old.dic:13:6: '(02 134)125/464'", "old.dic:15:8: no category has the number 99",
                 ":16:4: ':)'", ":17:7: 'ne*er'", ":18:1: 'lone' stands in no category", ":24:1: one more line of %"]),
    "bare.dic": (b"1\tposemo\n2\tnegemo\ngood\t1\nbad\t2\nugly 2\n", {"=good": "posemo", "=bad": "negemo", "=ugly": "negemo"}, ["no line of %"]),
    "numbers.dic": (b"good\t1\nbad\t2\n", {"=good": "1", "=bad": "2"}, ["no line of %"]),
    "new.dicx": (b'Entry,posemo,"neg, emo",posemo\r\n"well, sort of",1,,\r\nhappy,X,,\r\nsad*,,1,\r\nmixed,x,0.5,\r\n"kind of",,1,\r\n'
                 b"none,,,\r\n,,,\r\nextra,1,,,1\r\nhappy,,1,\r\n",
                 {"=happy": "neg\\, emo,posemo", "sad*": "neg\\, emo", "=mixed": "neg\\, emo,posemo", "=kind =of": "neg\\, emo", "=extra": "posemo"},
                 ["two columns are called 'posemo'", ":2:1: 'well, sort of'", ":5:1: 'mixed' has the weight 0.5", ":7:1: 'none'", ":9:1: a mark in column 5"]),
    "nested.yml": ('# a dictionary\nECONOMY:\n  "+STATE+": [accommodation, "age*", \'welfare state\']\n  other/odd:\n    - tax*\n    - law_and_order\n'
                   "    - deeper:\n        - caf\u00e9\n        - {deepest: [no, yes, null, ~]}\nSINGLE: word\nU.S.: [u.s., U.S.A]\n"
                   "ECONOMY:\n  \"+STATE+\": [again, '?']\nempty:\nbad: ['a*b c', 'not * good']\nalias: &a [x1]\nuse: *a\n".encode(),
                   {"=accommodation": "ECONOMY/+STATE+", "age*": "ECONOMY/+STATE+", "=welfare =state": "ECONOMY/+STATE+",
                    "tax*": "ECONOMY/other\\/odd", "=law =and =order": "ECONOMY/other\\/odd", "=caf\u00e9": "ECONOMY/other\\/odd/deeper",
                    "=no": "ECONOMY/other\\/odd/deeper/deepest", "=yes": "ECONOMY/other\\/odd/deeper/deepest", "=word": "SINGLE",
                    "=u.s.": "U.S.", "=U.S.A": "U.S.", "=again": "ECONOMY/+STATE+", "=x1": "alias"},
                   ["nested.yml:9:31: nothing", "'?' left out", ":14:7: nothing", "'a*b c' left out", "'not * good' left out", "*a: what it stands for"]),
    "clues.tff": (b"type=strongsubj len=1 word1=abandoned pos1=adj stemmed1=n priorpolarity=negative\n"
                  b"type=weaksubj len=1 word1=abandon pos1=verb stemmed1=y priorpolarity=negative\r\n"
                  b"type=strongsubj len=1 word1=abuse pos1=noun stemmed1=n m priorpolarity=negative\n"
                  b"type=strongsubj len=1 word1=abuse pos1=verb stemmed1=y priorpolarity=both\n\n"
                  b"type=strongsubj  len=2 word1=well word2=off stemmed1=n priorpolarity=positive colour=red\n"
                  b"type=weaksubj len=1 pos1=adj priorpolarity=neutral\ntype=weaksubj len=1 word1=plain\n",
                  {"=abandoned": "negative,strongsubj", "abandon": "negative,weaksubj", "=abuse": "negative,strongsubj",
                   "abuse": "both,strongsubj", "=well =off": "positive,strongsubj", "=plain": "weaksubj"},
                  [":3:56: 'm' is no key=value", ":6:79: the key 'colour'", ":7:1: there is no word1="]),
    "plain.txt": (b"# a list\n; another remark\ngood\n  very good  # why\n\"quoted phrase\"\nbad*\ngood\nlaw_and_order\n"
                  b"t\xe9l\xe9phone\nscored\t-3\nsorted\thappy\na, b\n***\n",
                  {"=good": "plain", "=very =good": "plain", "=quoted =phrase": "plain", "bad*": "plain", "=law =and =order": "plain",
                   "=t\u00e9l\u00e9phone": "plain", "=scored": "plain", "=sorted": "happy"},
                  ["not UTF-8: read as Windows-1252", ":10:1: 'scored' has the weight -3", "'a, b' left out", "'***' left out"]),
}


def entries(path):
    rows = [x.split("\t") for x in path.read_text().splitlines() if not x.startswith("#")]
    assert rows[0] == HEADER.rstrip("\n").split("\t"), rows[0]
    return rows[1:]


def imports(c, d):
    text = article(d, f"{FILLER} They hated it and abandoned a friendly NATO. Happy, sad or mixed? It is so-called law and order, good and bad.")
    for name, (data, want, told) in MESSY.items():
        stem = name.split(".")[0]
        source = d / name
        source.write_bytes(data)
        first = d / f"first-{stem}"
        r = c.run("lexicon", "import", source, "--to", first)
        if not c.ok(f"import {name}: done", r.rc == 0 and not r.out, r):
            continue
        got = entries(first / f"{stem}.tsv")
        c.equal(f"import {name}: patterns and kinds", {x[0]: x[1] for x in got}, want)
        c.ok(f"import {name}: in order, each once", [x[0].encode() for x in got] == sorted({x[0].encode() for x in got}), got)
        for words in told:
            c.ok(f"import {name}: told: {words}", words in r.words, r)
        scored = c.run("score", text, "--format=jsonl", "--no-default-lexicons", "-l", first)
        c.ok(f"import {name}: --lexicons loads it", scored.rc == 0 and stem in json.loads(scored.out)["measures"], scored)
        c.ok(f"import {name}: again, the file is there: refused", c.run("lexicon", "import", source, "--to", first).rc == 74)
        c.ok(f"import {name}: --force writes over it", c.run("lexicon", "import", source, "--to", first, "--force").rc == 0)
        for form in ("dic", "dicx", "yaml", "txt"):
            out = d / f"out-{stem}-{form}"
            r = c.run("lexicon", "export", "--as", form, "-l", first, "--to", out)
            c.ok(f"{name} → {form}: done", r.rc == 0, r)
            made = next(out.iterdir())
            second = d / f"second-{stem}-{form}"
            r = c.run("lexicon", "import", made, "--to", second)
            c.ok(f"{name} → {form} → ours: nothing odd", r.rc == 0 and r.words.endswith(" entries; 0 odd things told\n"), r)
            again = entries(second / f"{stem}.tsv")
            same = [(p, k) for p, k, *_ in got]
            if name == "clues.tff":  # entries by stem come back as their forms
                c.ok(f"{name} → {form}: forms of a stem", ("=abandons" in {x[0] for x in again}) and "regular forms" in c.run(
                    "lexicon", "export", "--as", form, "-l", first, "--to", out, "--force").words)
            elif form == "txt":
                c.equal(f"{name} → txt → ours: the same patterns", [x[0] for x in again], [p for p, k in same])
            elif form == "dicx":  # a table has no categories within categories: a/b is one name
                c.equal(f"{name} → dicx → ours: the same", [(x[0], sorted(x[1].replace("\\/", "/").split(","))) for x in again],
                        [(p, sorted(k.replace("\\/", "/").split(","))) for p, k in same])
            else:
                c.equal(f"{name} → {form} → ours: the same", [(x[0], x[1]) for x in again], same)
            if name != "clues.tff":
                third = c.run("score", text, "--format=jsonl", "--no-default-lexicons", "-l", second)
                count = [json.loads(x.out)["measures"][stem]["count"] for x in (scored, third)]
                c.equal(f"{name} → {form} → ours: counts the same", count[1], count[0])
    r = c.run("lexicon", "import", d / "old.dic")
    c.ok("import without --to: to standard output", r.out.startswith(b"# Imported by slant from old.dic.\npattern\t"), r)
    r = c.run("lexicon", "import", d / "old.dic", d / "plain.txt", "--layer", "Both Of Them", "--kind", "mine")
    c.ok("import: --layer and --kind", "both-of-them.tsv: " in r.words and {x.split("\t")[1] for x in r.text.splitlines()[2:]} == {"mine"}, r)
    r = c.run("lexicon", "import", d / "plain.txt", "--layer", "loaded", "--kind", "label", "--to", d / "into")
    c.ok("import into a layer of ours", r.rc == 0 and c.run("score", text, "-l", d / "into").rc == 0, r)
    for name, args in (("a layer of ours without a kind", [d / "plain.txt", "--layer", "loaded"]), ("cues", [d / "plain.txt", "--layer=cues", "--kind=verb"]),
                       ("nothing", []), ("what is not there", [d / "nope.dic"]), ("an unknown form", [d / "plain.txt", "--from=doc"])):
        r = c.run("lexicon", "import", *args)
        c.ok(f"import {name}: exit 2, with words", r.rc == 2 and r.err and not r.out, r)
    broken = d / "broken.yml"
    broken.write_text("a: [b\nc: d\n")
    r = c.run("lexicon", "import", broken)
    c.ok("import damaged YAML: exit 2 and its place", r.rc == 2 and "line 2" in r.words and "YAML" in r.words, r)
    c.ok("import --from goes before the name", b"=1\t" in c.run("lexicon", "import", "--from=txt", d / "bare.dic").out)


def damaged(c, d):
    """Lists with bytes put in, changed and left out: odd, never fatal; what comes out is a lexicon."""
    chance = random.Random(5)
    wrong = []
    for name, (data, _, _) in MESSY.items():
        for _ in range(8):
            odd = bytearray(data)
            for _ in range(chance.randint(1, 12)):
                at = chance.randrange(len(odd))
                if chance.random() < 0.6:
                    odd[at:at + 1] = bytes(chance.choice(b"\t\n\r%\"*(),:/[]{}&?- \x00\xff\xc3a1") for _ in range(chance.randint(1, 4)))
                else:
                    del odd[at:at + min(chance.randint(1, 20), len(odd) - 1)]
            source, made = d / f"damaged-{name}", d / "damaged.tsv"
            source.write_bytes(odd)
            form = chance.choice([[], [], ["--from=dic"], ["--from=dicx"], ["--from=yaml"], ["--from=tff"], ["--from=txt"]])
            r = c.run("lexicon", "import", source, *form)
            if r.rc == 0:
                made.write_bytes(r.out)
                r = c.run("lexicon", "export", "--as", chance.choice(["dic", "dicx", "yaml", "txt"]), made)
            if r.rc not in (0, 2) or (r.rc == 2 and not r.err):
                wrong.append((name, form, bytes(odd), str(r)))
    c.ok("damaged lists", not wrong, wrong[:1])


def exports(c, d):
    mine = folder(d, "export", house="pattern\tkind\tplainer\n!slam dunk\tpraise\t\n(big|great) =win*\tpraise\t\n@num dead\tharm\t\n"
                                     "pour ~2 water\tharm\t\nregime\tlabel\tgovernment\nslam\tharm,label\tcriticise\nso-called\tlabel\t\n")
    r = c.run("lexicon", "export", "--as=yaml", mine)
    for words in ("1 exceptions", "1 phrases with a gap", "1 phrases with a word set", "regular forms", "guard"):
        c.ok(f"export: says what is lost: {words}", words in r.words, r)
    c.ok("export: forms by stem, alternatives, prefixes", all(f'- "{x}"' in r.text for x in ("slam", "slams", "slammed", "slamming", "great win*", "so-called")), r)
    c.ok("export: no form with another stem", "slamly" not in r.text and '"slame' not in r.text and "regimeed" not in r.text, r)
    shipped = c.run("lexicon", "export", "--as=txt", "--layer=booster").out.splitlines()
    c.ok("export: the shipped lexicons too", b"clearly" in shipped and b"of course" in shipped, shipped)
    r = c.run("lexicon", "export", "--as=dic")
    c.ok("export: several layers in one: the layer is a category", b"\tloaded\n\t" in r.out and b"\thedge\n\t" in r.out, r)
    out = d / "vale"
    r = c.run("lexicon", "export", "--as=vale", mine, "--to", out)
    files = sorted(str(x.relative_to(out)) for x in out.rglob("*.*") if x.is_file())
    c.equal("export to Vale: a package", files, [".vale.ini", "styles/slant/house-harm_label-plainer.yml",
                                                 "styles/slant/house-label-plainer.yml", "styles/slant/house-label.yml", "styles/slant/house-praise.yml"])
    rule = (out / "styles/slant/house-label-plainer.yml").read_text()
    c.ok("export to Vale: a swap", rule.startswith("extends: substitution\nmessage: ") and '  "regimes": "government"\n' in rule, rule)
    c.equal("export to Vale without --to", c.run("lexicon", "export", "--as=vale", mine).rc, 2)
    c.equal("export without --as", c.run("lexicon", "export", mine).rc, 2)
    c.equal("export as nothing known", c.run("lexicon", "export", mine, "--as=doc").rc, 2)


def lists(c, d):
    mine = folder(d, "list", house="pattern\tkind\twhy\nslam\tharm,label\tit heats up\nregime\tlabel\tjudges\n")
    rows_of = lambda *a: json.loads(c.run("lexicon", "list", "--format=json", *a).out)  # noqa: E731
    c.equal("list: with --lexicons theirs alone", [x["pattern"] for x in rows_of("-l", mine)], ["slam", "regime"])
    row = rows_of(mine)[0]
    c.equal("list: what a row tells", (row["layer"], row["kind"], row["why"], row["line"], row["file"]), ("house", "harm,label", "it heats up", 2, f"{mine}/house.tsv"))
    c.equal("list --kind", [x["pattern"] for x in rows_of(mine, "--kind=harm")], ["slam"])
    c.equal("list --grep", [x["pattern"] for x in rows_of(mine, "--grep=HEATS")], ["slam"])
    c.equal("list --layer", {x["layer"] for x in rows_of("--layer=booster")}, {"booster"})
    c.equal("list --layer by its file's name", rows_of("--layer=boosters"), rows_of("--layer=booster"))
    c.equal("list: nothing", rows_of("--layer=nope"), [])
    table = [x.split("\t") for x in c.run("lexicon", "list", "--format=tsv").text.splitlines()]
    c.ok("list tsv: a table", len({len(x) for x in table}) == 1 and table[0][:3] == ["layer", "pattern", "kind"] and len(table) > 10, table[:2])
    c.equal("list jsonl: as many", len(c.run("lexicon", "list", "--format=jsonl").text.splitlines()), len(table) - 1)
    r = c.run("lexicon", "list", mine)
    c.ok("list text", "regime  (house: label)  judges" in r.text, r)
    c.equal("list: an unknown format", c.run("lexicon", "list", "--format=xml").rc, 2)
    c.equal("list: a single file", c.run("lexicon", "list", mine / "house.tsv", "--format=jsonl").text.count("\n"), 2)


def checks(c, d):
    full = {"SLANT_DATA": str(ROOT)}
    r = c.run("lexicon", "check", env=full)
    c.ok("check: the shipped lexicons have no errors", r.rc == 0 and " error: " not in r.text and "0 errors" in r.words, r)
    good = folder(d, "good", house="pattern\tkind\twhy\nferry\tplace\tours\nscab\tlabel\tours\n")
    r = c.run("lexicon", "check", good)
    c.ok("check: nothing wrong: exit 0, nothing said of ours", r.rc == 0 and " error: " not in r.text and "warning: there is no column why, or none source" in r.text, r)
    loaded = (HEADER + "brutal\tevaluative\t\tsevere\tIt was brutal.\t\tjudges\tus\n"          # 2
              "slam\temotive\t\tcriticise\t\t\theats up\tus\n"                             # 3
              "!grand slam\temotive\t\t\t\t\ta tennis word\tus\n"                          # 4: order, no sentence
              "slammed\temotive\t\t\t\t\theats up\tus\n"                                   # 5: duplicate of 3
              "thug\tlabel\t\t\t\t\tnames\tus\n"                                           # 6
              "thugs\tevaluative\t\t\t\t\tnames\tus\n"                                     # 7: another kind than 6; catches thuggery? no
              "vile\tevaluative\t\t\t\t\t\tus\n"                                            # 8: no why
              "vile (a\tevaluative\t\t\t\t\tx\tus\n"                                       # 9: pattern
              "wicked\tepistemic\t\t\t\t\tx\tus\n"                                         # 10: kind
              "yob\tlabel\t\t\t\t\tx\t\n"                                                  # 11: no source
              "zany\tlabel\t\t\t\t\tx\tus\tmore\n")                                       # 12: cells
    other = (HEADER + "!scab\tlabel\t\t\t\tThe scab fell off.\ta wound\tus\n!scab @end\tlabel\t\t\t\tHe picked a scab.\ta wound\tus\n"
             "organ\tlabel\t\t\t\t\tx\tus\nscab\tlabel\t\t\t\t\tx\tus\n")
    bad = folder(d, "bad", loaded=loaded, house=other)
    r = c.run("lexicon", "check", bad)
    found = set(re.findall(r"^[^:]*/(\w+\.tsv):(\d+):(\d+): (error|warning|suggestion): .* \[([a-z-]+)\]$", r.text, re.M))
    for want in [("loaded.tsv", "4", "1", "error", "order"), ("loaded.tsv", "5", "1", "error", "duplicate"), ("loaded.tsv", "7", "1", "error", "conflict"),
                 ("loaded.tsv", "8", "21", "error", "no-why"), ("loaded.tsv", "9", "1", "error", "pattern"), ("loaded.tsv", "10", "8", "error", "kind"),
                 ("loaded.tsv", "11", "17", "warning", "no-source"), ("loaded.tsv", "12", "1", "error", "cells"),
                 ("house.tsv", "5", "1", "error", "conflict"), ("house.tsv", "4", "1", "warning", "common-word"),
                 ("house.tsv", "5", "14", "warning", "no-sentence")]:
        c.ok(f"check: {want[0]}:{want[1]}: {want[4]}", want in found, r)
    c.ok("check: both places of a duplicate", re.search(r"loaded\.tsv:5:1: error: 'slammed' is the same phrase as 'slam', \S+/loaded\.tsv:3,", r.text), r)
    c.ok("check: both places of a conflict", re.search(r"loaded\.tsv:7:1: error: 'thugs' \(evaluative\) and 'thug' \(label\), \S+/loaded\.tsv:6,", r.text), r)
    c.ok("check: the word that a stem catches", "'organ' catches 'organic'" in r.text, r)
    c.equal("check: exit 1 when there are errors", r.rc, 1)
    c.ok("check: nothing of the shipped ones is told", all(x.startswith(str(bad)) for x in r.text.splitlines()), r)
    data = json.loads(c.run("lexicon", "check", "-l", bad, "--format=json").out)
    c.ok("check --format json: the same", len(data) == len(r.text.splitlines()) and {x["rule"] for x in data} == {x[4] for x in found}
         and all(x["path"] and x["line"] > 0 and x["column"] > 0 and x["message"] for x in data), data[:3])
    c.equal("check --format jsonl: the same", [json.loads(x) for x in c.run("lexicon", "check", bad, "--format=jsonl").text.splitlines()], data)
    known = folder(d, "known", boosters=HEADER + "!clearly\tbooster\t\t\t\tShe saw it clearly.\tof sight\tus\nof course\tbooster\t\t\t\t\tx\tus\n")
    r = c.run("lexicon", "check", known)
    c.ok("check: what is shipped already", re.search(r":3:1: warning: 'of course' is in the shipped lexicons already: 'of course', \S+/boosters.tsv:\d+ \[shipped\]", r.text), r)
    c.ok("check: switching an entry of ours off is no conflict", "clearly" not in r.text and r.rc == 0, r)
    text = article(d, f"{FILLER} Clearly the scab is vile. " * 30)
    r = c.run("lexicon", "check", "--corpus", text, "--lexicons", bad)
    c.ok("check --corpus: entries that never fire", "'yob' is found in none of 1 articles [never-fires]" in r.text and "'brutal' is found in none" in r.text, r)
    r = c.run("lexicon", "check", "--corpus", text, text, "--lexicons", folder(d, "often", house="pattern\nbridge\nzorp\n"))
    c.ok("check --corpus: entries that fire all too often, several paths", "'bridge' is found 480 times" in r.text and "tried on 2 articles" in r.words, r)
    for name, args, rc in (("a format that is none", ["--format=xml"], 2), ("a folder that is not there", [d / "nope"], 2), ("articles that are not there", ["--corpus", d / "nope"], 2)):
        r = c.run("lexicon", "check", *args)
        c.ok(f"check: {name}", r.rc == rc and r.err and not r.out, r)
    for name, data, want in (("not UTF-8", b"pattern\twhy\nok\tx\nb\xe9\tx\n", ":3:2: error: not UTF-8 [encoding]"), ("empty", b"", "error: the file is empty"),
                             ("a spreadsheet's", b'\xef\xbb\xbfpattern\tkind\tmine\r\n ok\t"a, b"\r\n', "[bom]"), ("NUL", b"pattern\na\0b\n", ":2:2: error: a NUL byte")):
        odd = folder(d, f"odd-{name}".replace(" ", "-").replace("'", ""))
        (odd / "house.tsv").write_bytes(data)
        r = c.run("lexicon", "check", odd)
        c.ok(f"check: {name}", want in r.text and r.rc in (0, 1), r)
        if name == "a spreadsheet's":
            c.ok("check: quoted cells, spaces, short rows, columns of one's own",
                 all(x in r.text for x in ("[quoted-cell]", "[spaces]", "[short-row]", "[unknown-column]")), r)


def why(c, d):
    mine = folder(d, "why", house=HEADER + "!grand slam\tlabel\t\t\t\t\ttennis\tus\nslam\tlabel\t\tcriticise\t\t\theats up\tus\nslam the door\tlabel\t\t\t\t\tlonger\tus\n")
    ask = lambda *a: json.loads(c.run("lexicon", "why", "--format=json", "--no-default-lexicons", "-l", mine, *a).out)  # noqa: E731
    one = ask("They slammed it")[0]
    c.equal("why: how it was read", [(x["text"], x["folded"], x["stem"]) for x in one["words"]][:2], [("They", "they", "they"), ("slammed", "slammed", "slam")])
    hit = one["matches"][0]
    c.equal("why: what matches", (hit["text"], hit["fate"], hit["pattern"], hit["line"], hit["why"], hit["plainer"]), ("slammed", "counts", "slam", 3, "heats up", "criticise"))
    two = {x["pattern"]: x for x in ask("a grand slam")[0]["matches"]}
    c.equal("why: shadowed by an exception", (two["slam"]["fate"], two["slam"]["shadowed_by"]["pattern"], two["!grand slam"]["fate"]), ("shadowed", "!grand slam", "exception"))
    three = {x["pattern"]: x for x in ask("slamming the door")[0]["matches"]}
    c.equal("why: shadowed by a longer one", (three["slam"]["shadowed_by"]["pattern"], three["slam the door"]["fate"]), ("slam the door", "counts"))
    four = ask("a door to a slum", "blorp")
    c.equal("why: nothing, and what is near", ([x["matches"] for x in four], [x["pattern"] for x in four[0]["near"]], four[1]["near"]), ([[], []], ["slam the door"], []))
    c.equal("why: a name", ask("He met Slam there")[0]["matches"][0]["fate"], "name")
    r = c.run("lexicon", "why", "not clearly", "policies")
    c.ok("why: a negation; the stems' exceptions", "does not count: it stands behind a negation" in r.text and "policies: stem polici" in r.text
         or "stems.tsv: " in r.text, r)
    c.ok("why: the shipped entries, with their places", re.search(r"clearly  ←  =clearly  \(booster\)\n      \S+/boosters.tsv:\d+\n", r.text), r)
    r = c.run("lexicon", "why", "policy")
    c.ok("why: a stem of its own", "policy: stem policy (stems.tsv: the stemmer joins it with police)" in r.text, r)
    c.equal("why: without words", c.run("lexicon", "why").rc, 2)


def main():
    c = Checks(sys.argv[1])
    with tempfile.TemporaryDirectory(prefix="slant-lexicon-") as temp:
        d = pathlib.Path(temp)
        own_layers(c, d)
        compiled(c, d)
        imports(c, d)
        damaged(c, d)
        exports(c, d)
        lists(c, d)
        checks(c, d)
        why(c, d)
    c.done()


main()
