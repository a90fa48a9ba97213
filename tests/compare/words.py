"""words: which words and phrases set an outlet apart."""
import json
import math
import pathlib
import random
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from check import Checks  # noqa: E402

COMMON = [f"w{chr(97 + i // 26)}{chr(97 + i % 26)}x" for i in range(120)]


def corpus(seed, planted=True, n=30):
    """Three outlets that draw their words from one list; North says 'zebra' twice as often, South never says 'quince',
    one article of East says 'lemur' forty times, and West Wind is a phrase of North's."""
    rng = random.Random(seed)
    weights = [1 / (i + 1) for i in range(len(COMMON))]
    out = []
    for i in range(3 * n):
        outlet = ("North", "South", "East")[i % 3]
        words = rng.choices(COMMON, weights, k=rng.randint(150, 400))
        if planted:
            words += ["zebra"] * (4 if outlet == "North" else 2)
            words += [] if outlet == "South" else ["quince"] * rng.randint(1, 3)
            if outlet == "East":
                words += ["lemur"] * (40 if i < 3 else 1 if i % 2 else 0)
        rng.shuffle(words)
        words = words[:40] + (["west", "wind"] * 2 if planted and outlet == "North" else ["west", "over", "wind"]) + words[40:]
        text = ". ".join(" ".join(words[k:k + 12]).capitalize() for k in range(0, len(words), 12)) + "."
        out.append({"id": f"{outlet}-{i}", "outlet": outlet, "text": text + ' "Zebra zebra zebra," said Ann.'})
    return out


def write(path, articles):
    path.write_text("".join(json.dumps(a) + "\n" for a in articles))
    return path


def words(c, *args):
    r = c.run("words", "--format", "json", *args)
    return json.loads(r.out) if r.rc == 0 else r


def term(got, outlet, name):
    return next((t for t in got["outlets"][outlet]["terms"] if t["term"] == name), None)


def planted(c, d):
    articles = corpus(1)
    got = words(c, write(d / "a.jsonl", articles), "--top", "400")
    zebra = term(got, "North", "zebra")
    c.ok("a word used twice as often is claimed", zebra and zebra["claimed"] and zebra["zeta"] > 0 and
         1.5 < zebra["ratio"] < 2.7 and zebra["lo"] > 1, zebra)
    c.equal("its counts: in the outlet's own voice", (zebra["count"], zebra["articles"]), (120, 30))
    loud = term(words(c, d / "a.jsonl", "--top", "400", "--any-voice"), "North", "zebra")
    c.equal("--any-voice: quoted words as well", loud["count"], 210)
    own = [a for a in articles if a["outlet"] == "North"]
    total = got["outlets"]["North"]["words"]
    near = abs(zebra["rate"] - 1000 * 120 / total) < 1e-9
    c.ok("its rate is per 1,000 words", near and got["outlets"]["North"]["articles"] == len(own), (zebra, total))
    quince = term(got, "South", "quince")
    c.ok("a word never used has no ratio and is not claimed by the test", quince is None or
         (quince["status"] == "SEPARATION" and quince["ratio"] is None and not quince["claimed"]), quince)
    lemur = term(got, "East", "lemur")
    c.ok("forty in one article are no claim", lemur is None or not lemur["claimed"], lemur)
    c.ok("and DP says that they are clumped", lemur is not None and lemur["dp"] > .7 > .5 > zebra["dp"], (lemur, zebra))
    phrase = term(got, "North", "west wind")
    c.ok("a phrase", phrase and phrase["words"] == 2 and phrase["count"] == 60, phrase)
    e = zebra["example"]
    c.ok("an example in its sentence", e["marked"].lower() == "zebra" and e["marked"] in e["sentence"] and
         e["id"].startswith("North"), e)
    c.ok("claimed ones first", all(a["claimed"] >= b["claimed"] for o in got["outlets"].values()
                                   for a, b in zip(o["terms"], o["terms"][1:])))


def by_hand(c, d):
    """The article-level test, from its formula: y of all articles of a side, those without the word too."""
    articles = corpus(5)
    got = words(c, write(d / "h.jsonl", articles), "--top", "400", "--any-voice")
    t = term(got, "North", "zebra")
    sides = {True: [], False: []}
    for a in articles:
        tokens = [x.strip('.,"').lower() for x in a["text"].split()]
        sides[a["outlet"] == "North"].append((tokens.count("zebra"), len(tokens)))

    def lin(rows):
        n, y, w = len(rows), sum(r[0] for r in rows), sum(r[1] for r in rows)
        rate = y / w
        return rate, n / (n - 1) * sum((a - rate * b) ** 2 for a, b in rows) / w ** 2 / rate ** 2

    (ra, va), (rb, vb) = lin(sides[True]), lin(sides[False])
    c.ok("ratio by hand", abs(t["ratio"] - ra / rb) < 1e-9, (t["ratio"], ra / rb))
    half = (math.log(t["hi"]) - math.log(t["lo"])) / 2
    c.ok("interval by hand: t of some 60 to 90 degrees of freedom", 1.97 < half / math.sqrt(va + vb) < 2.01,
         half / math.sqrt(va + vb))


def nothing(c, d):
    claimed = 0
    for seed in range(8):
        got = words(c, write(d / "n.jsonl", corpus(100 + seed, planted=False)))
        claimed += sum(o["claimed"] for o in got["outlets"].values())
    c.ok("no difference, few claims: 24 outlets, three at most", claimed <= 3, claimed)


def edges(c, d):
    path = write(d / "e.jsonl", corpus(2))
    for format_ in ("text", "csv", "json"):
        one, four = (c.run("words", path, "--format", format_, f"--jobs={n}").out for n in (1, 4))
        c.ok(f"same bytes for any threads: {format_}", one and one == four)
    piped = c.run("words", stdin=path.read_bytes())
    c.ok("standard input: no examples, and says so", piped.rc == 0 and b"read once only" in piped.out, piped)
    few = words(c, write(d / "f.jsonl", corpus(3, n=5)))
    c.equal("five articles each: nothing is claimed", {(o["status"], o["claimed"]) for o in few["outlets"].values()},
            {("TOO_FEW_ARTICLES", 0)})
    alone = words(c, write(d / "g.jsonl", [a for a in corpus(4) if a["outlet"] == "North"]))
    c.equal("one outlet: nothing is claimed", [o["claimed"] for o in alone["outlets"].values()], [0])
    bad = d / "bad.jsonl"
    bad.write_text('no json\n{"text":"No outlet here."}\n' + path.read_text())
    r = c.run("words", bad)
    c.ok("bad articles are counted on stderr", r.rc == 0 and b"2 left out" in r.err, r)
    c.equal("--strict", c.run("words", bad, "--strict").rc, 3)
    c.equal("no article: exit 2", c.run("words", stdin=b"").rc, 2)
    c.equal("html: there is none", c.run("words", path, "--format", "html").rc, 2)


def main():
    c = Checks(sys.argv[1])
    with tempfile.TemporaryDirectory(prefix="slant-words-") as temp:
        d = pathlib.Path(temp)
        planted(c, d)
        by_hand(c, d)
        nothing(c, d)
        edges(c, d)
    c.done()


main()
