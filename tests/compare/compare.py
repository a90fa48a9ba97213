"""compare: outlets held against each other. Expected numbers are R's: three.R prints them."""
import html.parser
import json
import pathlib
import random
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from check import ROOT, Checks  # noqa: E402

HERE = pathlib.Path(__file__).resolve().parent
THREE = HERE / "three.csv"
HARBOUR = ROOT / "corpus" / "harbour" / "articles.jsonl"


def compare(c, path, *args, count="hedges", exposure="words"):
    r = c.run("compare", "--counts", path, "--count", count, "--exposure", exposure, "--format", "json", *args)
    return json.loads(r.out) if r.rc == 0 else r


def near(c, name, have, want, rel=1e-9):
    good = have is not None and abs(have - want) <= rel * abs(want)
    c.ok(name, good, f"wanted {want!r}\ngot    {have!r}")


def write(path, rows, head="id,outlet,words,hedges"):
    path.write_text("\n".join([head] + [",".join(map(str, r)) for r in rows]) + "\n")
    return path


def as_in_r(c):
    got = compare(c, THREE)
    m = got["measures"]["hedges"]
    for outlet, rate, lo, hi in [("East", 3.69810052109598, 2.18991597637376, 6.24496446972187),
                                 ("North", 1.990445859872611, 0.956582982193733, 4.141694756055816),
                                 ("South", 10.56676272814601, 6.21373004111472, 17.96931534104836)]:
        o = m["outlets"][outlet]
        near(c, f"R: rate of {outlet}", o["rate"], rate)
        near(c, f"R: lower end of {outlet}", o["lo"], lo)
        near(c, f"R: upper end of {outlet}", o["hi"], hi)
    c.equal("counts of East", [m["outlets"]["East"][k] for k in ("articles", "with_any", "count", "exposure")],
            [14, 11, 22, 5949])
    near(c, "R: Welch's F of log rates", m["omnibus"]["statistic"], 9.71406911240494)
    near(c, "R: dispersion", m["dispersion"], 1.49346105275776)
    pairs = {(p["a"], p["b"]): p for p in m["pairs"]}
    for key, ratio, lo95, hi95, lo, hi, seen in [
            (("East", "North"), 1.857925701798622, .794001803835469, 4.347456009204725, .638614311605631,
             5.405278038202773, 3.107017),
            (("East", "South"), .349974785678265, .17363979050849, .705381815146563, .145716619585648,
             .840551688330622, 2.574233),
            (("North", "South"), .188368558193399, .0808119538005011, .4390775380020566, .0648592215509947,
             .5470727657124611, 3.066904)]:
        p = pairs[key]
        for name, want in [("ratio", ratio), ("lo_95", lo95), ("hi_95", hi95), ("lo", lo), ("hi", hi)]:
            near(c, f"R: {name} of {key}", p[name], want)
        near(c, f"R: detectable ratio of {key}", p["detectable_ratio"], seen, 1e-6)
    ns = pairs["North", "South"]
    c.ok("a small pair is gone through", ns["exact"] and ns["permutations"] == 184756, ns)
    near(c, "R: exact p of North and South", ns["p"], 466 / 184756)
    for outlet, ratio, p, holm in [("East", .866339999025156, .499454332421044, .499454332421044),
                                   ("North", .46629421089684564, .00727004540694882, .01454009081389764),
                                   ("South", 2.475435472718854779, .000246803478260407, .000740410434781221)]:
        x = next(x for x in m["contrasts"] if x["outlet"] == outlet)
        near(c, f"R: contrast of {outlet}", x["ratio"], ratio)
        near(c, f"R: p of the contrast of {outlet}", x["p"], p, 1e-7)
        near(c, f"R: Holm's p of the contrast of {outlet}", x["p_holm"], holm, 1e-7)
    c.equal("verdicts", [(p["a"], p["b"], p["verdict"]) for p in m["pairs"]],
            [("East", "North", "cannot-tell"), ("East", "South", "lower"), ("North", "South", "lower")])
    # Drawn at random: within five standard errors of what R's t gives is not asked; of going through, it is.
    drawn = compare(c, THREE, "--permutations", "19999")["measures"]["hedges"]["pairs"][2]
    c.ok("--permutations does not take the place of going through", drawn["exact"], drawn)


def drawn_is_right(c, d):
    """Random shuffles beside all of them: two outlets of 10 (gone through), and the same with one measure more that
    shares their articles, as odds (drawn)."""
    rng = random.Random(3)
    for round_ in range(4):
        rows = [[f"x{i}", "AB"[i % 2], w := rng.randint(200, 900), sum(rng.random() < .004 for _ in range(w)) + 1]
                for i in range(20)]
        path = write(d / f"drawn{round_}.csv", rows)
        exact = compare(c, path)["measures"]["hedges"]["pairs"][0]
        odds = compare(c, path, "--share", "--permutations", "20000")["measures"]["hedges"]["pairs"][0]
        se = (exact["p"] * (1 - exact["p"]) / 20000) ** .5
        # Shares this small: the logit is the log rate, to the third digit.
        c.ok(f"drawn shuffles agree with all of them ({round_})", exact["exact"] and not odds["exact"] and
             abs(exact["p"] - odds["p"]) < 6 * se + .01, f"{exact}\n{odds}")


def same_whatever(c, d):
    lines = THREE.read_text().splitlines()
    want = c.run("compare", "--counts", THREE, "--count", "hedges", "--exposure", "words", "--format", "json").out
    shuffled = d / "shuffled.csv"
    body = lines[1:]
    random.Random(5).shuffle(body)
    shuffled.write_text("\n".join(lines[:1] + body) + "\n")
    for name, path, more in [("one thread", THREE, ["--jobs=1"]), ("five threads", THREE, ["--jobs=5"]),
                             ("rows in another order", shuffled, [])]:
        got = c.run("compare", "--counts", path, "--count", "hedges", "--exposure", "words", "--format", "json", *more)
        c.ok(f"same bytes: {name}", got.out == want, got)
    other = c.run("compare", "--counts", THREE, "--count", "hedges", "--exposure", "words", "--format", "json", "--seed=2")
    c.ok("another seed, other shuffles", other.out != want and json.loads(other.out)["seed"] == 2, other)
    for format_ in ("text", "csv", "json"):
        one, five = (c.run("compare", HARBOUR, "--format", format_, f"--jobs={n}").out for n in (1, 5))
        c.ok(f"same bytes: articles, {format_}", one and one == five)


def agree(c, d):
    """Verdict, Holm's p and interval say the same, in every pair and contrast of noisy tables."""
    rng = random.Random(7)
    seen = set()
    for round_ in range(6):
        rows = []
        for o in range(5):
            rate = .004 * (1 + .35 * o * (round_ % 3))
            for i in range(12 + 4 * o):
                w = rng.randint(200, 900)
                rows.append([f"{o}-{i}", f"O{o}", w, min(w, int(rng.gammavariate(2, rate * w / 2)))])
        got = compare(c, write(d / "noisy.csv", rows))
        m = got["measures"]["hedges"]
        for x in m["pairs"] + m["contrasts"]:
            if x["status"] != "ok":
                c.ok("refused: nothing is claimed", x["verdict"] == "cannot-tell" and x["lo"] is None, x)
                continue
            seen.add(x["verdict"])
            want = "higher" if x["lo"] > 1 else "lower" if x["hi"] < 1 else "cannot-tell"
            c.ok("interval and verdict agree", x["verdict"] == want, x)
            c.ok("a claim has Holm's p within bounds",
                 x["verdict"] == "cannot-tell" or (x["p_holm"] <= got["holm_level"] and m["omnibus"]["selected"]), x)
    c.equal("all verdicts occurred", seen, {"higher", "lower", "cannot-tell"})


def refusals(c, d):
    def status(name, rows, want):
        got = compare(c, write(d / f"{name}.csv", rows))
        m = got["measures"]["hedges"]
        have = [m["status"]] + [o["status"] for o in m["outlets"].values()] + [p["status"] for p in m["pairs"]]
        c.equal(f"refusals: {name}", have, want)
        return m

    def articles(outlet, counts, words=500):
        return [[f"{outlet}{i}", outlet, words + 10 * (i % 7), y] for i, y in enumerate(counts)]

    many = [3, 1, 4, 1, 5, 2, 6, 0, 3, 2, 4, 3]
    ok, few = "ok", "TOO_FEW_ARTICLES"
    m = status("one article", articles("P", many) + articles("Q", many[::-1]) + articles("R", [9]),
               [ok, ok, ok, few, ok, few, few])
    c.ok("one article: the others are compared", m["omnibus"]["df1"] == 1 and m["omnibus"]["p"] > .5, m["omnibus"])
    c.ok("one article: its rate stands, its interval does not", m["outlets"]["R"]["rate"] == 18 and
         m["outlets"]["R"]["lo"] is None and "reason" in m["outlets"]["R"], m["outlets"]["R"])
    m = status("one without any", articles("P", many) + articles("Q", [0] * 12) + articles("R", many[::-1]),
               [ok, ok, "SEPARATION", ok, "SEPARATION", ok, "SEPARATION"])
    upper = m["dispersion"] * 3.6888794541139363 / m["outlets"]["Q"]["exposure"] * 1000
    near(c, "one without any: a bound", m["outlets"]["Q"]["upper"], upper)
    c.ok("one without any: no lower rate than what was seen", m["outlets"]["Q"]["rate"] == 0, m["outlets"]["Q"])
    m = status("none at all", articles("P", [0] * 12) + articles("Q", [0] * 12), ["NO_EVENTS"] * 4)
    near(c, "none at all: a bound", m["outlets"]["P"]["upper"], 3688.8794541139363 / m["outlets"]["P"]["exposure"])
    status("all alike", [[f"{o}{i}", o, 500, 3] for o in "PQ" for i in range(12)], ["NO_VARIATION"] * 4)
    status("two and two", [["a", "P", 100, 1], ["b", "P", 200, 2], ["c", "Q", 100, 1], ["d", "Q", 200, 2]], [few] * 4)
    status("one outlet", articles("P", many), ["TOO_FEW_OUTLETS", ok])
    status("rare", articles("P", [1, 1, 1, 1] + [0] * 20) + articles("Q", many), [few, few, ok, few])
    m = status("one that does not vary", [[f"P{i}", "P", 500, 3] for i in range(12)] + articles("Q", many),
               [ok, "NO_VARIATION", ok, ok])
    c.ok("one that does not vary: no interval, but a test", m["outlets"]["P"]["lo"] is None and m["pairs"][0]["p"] > 0, m)


def gate(c, d):
    rows = ["m01,P,500,3", "m02,P,,4", "m03,P,620,", "m04,P,0,0", "m05,P,410,NA", "m06,P,300,2", "m07,P,700,6",
            "m08,Q,nan,1", "m09,Q,500,5", "m10,Q,800,9", "m11,,450,2", "m12,Q,450,0", "m13,Q,350,-1", "m14,P,640,1",
            "m15,Q,520,inf", "m16,Q,260,4", "m17,Q,0,3", "m18,P,480,2.5", "m19,P,480,three", "m20,P,480", "m21,P,1,2,3"]
    path = d / "gate.csv"
    path.write_text("\n".join(["article_id,outlet,words,hedges"] + rows) + "\n")
    got = compare(c, path)
    c.equal("the gate: what is left out, and why", {x["id"]: x["reason"] for x in got["excluded"]}, {
        "m02": "words_missing", "m03": "count_missing", "m04": "no_exposure", "m05": "count_missing",
        "m08": "words_not_finite", "m11": "outlet_missing", "m13": "count_negative", "m15": "count_not_finite",
        "m17": "count_without_exposure", "m18": "count_not_integer", "m19": "count_not_a_number",
        "m20": "cells_missing", "m21": "cells_too_many"})
    c.equal("the gate: its line", next(x["line"] for x in got["excluded"] if x["id"] == "m19"), 20)
    o = got["measures"]["hedges"]["outlets"]
    near(c, "the gate: rate of P", o["P"]["rate"], 5.6074766355140184)
    near(c, "the gate: rate of Q", o["Q"]["rate"], 8.9552238805970141)
    c.equal("the gate: articles", (o["P"]["articles"], o["Q"]["articles"]), (4, 4))
    args = ["compare", "--counts", path, "--count", "hedges", "--exposure", "words"]
    r = c.run(*args)
    c.ok("the gate: said on stderr, with the line", r.rc == 0 and b"13 left out" in r.err and b"line 3" in r.err, r)
    c.equal("the gate: --strict", c.run(*args, "--strict").rc, 3)


def csv_files(c, d):
    lines = THREE.read_text().splitlines()
    want = compare(c, THREE)
    for name, data in [
            ("byte order mark, CR LF", "\ufeff" + "\r\n".join(lines) + "\r\n"),
            ("no line end", "\n".join(lines)),
            ("semicolons", "\n".join(lines).replace(",", ";")),
            ("tabs", "\n".join(lines).replace(",", "\t")),
            ("empty lines", "\n\n".join(lines) + "\n\n\n"),
            ("quoted", "\n".join(",".join(f'"{x}"' for x in line.split(",")) for line in lines))]:
        path = d / "variant.csv"
        path.write_bytes(data.encode())
        got = compare(c, path)
        c.ok(f"csv: {name}", not isinstance(got, dict) or got == want, got)
        c.ok(f"csv: {name}: read at all", isinstance(got, dict), got)
    odd = d / "odd.csv"
    odd.write_text('id,outlet,words,hedges\n' + "".join(
        f'{i},"The ""Post"", North\nand South",{400 + i},{i % 4}\n{i}b,\U0001f4f0,{500 + i},{i % 3}\n' for i in range(12)))
    got = compare(c, odd)
    c.equal("csv: names with commas, quotation marks, line breaks, beyond the BMP",
            sorted(got["measures"]["hedges"]["outlets"]), ['The "Post", North\nand South', "\U0001f4f0"])
    base = ["--count", "hedges", "--exposure", "words"]
    for name, data, args, words in [
            ("an open quotation mark", 'id,outlet,words,hedges\n1,"A,2,3\n', base, b"line 2"),
            ("no such column", "id,outlet,words\n1,A,2\n", base, b"no column 'hedges'"),
            ("no outlet column", "id,paper,words,hedges\n1,A,2,3\n", base, b"no column 'outlet'"),
            ("nothing in it", "", base, b"nothing"),
            ("no usable row", "id,outlet,words,hedges\n1,A,x,3\n", base, b"words_not_a_number"),
            ("a column twice", "id,outlet,words,hedges,hedges\n1,A,2,3,4\n", base, b"two columns"),
            ("no --exposure", "id,outlet,words,hedges\n1,A,2,3\n", ["--count", "hedges"], b"--exposure"),
            ("no --count", "id,outlet,words,hedges\n1,A,2,3\n", ["--exposure", "words"], b"--count"),
            ("articles too", "id,outlet,words,hedges\n1,A,2,3\n", base + [str(HARBOUR)], b"one too many"),
            ("no such baseline", THREE.read_text(), base + ["--baseline", "Nobody"], b"no outlet 'Nobody'")]:
        path = d / "bad.csv"
        path.write_text(data)
        r = c.run("compare", "--counts", path, *args)
        c.ok(f"csv: {name}: exit 2 and why", r.rc == 2 and words in r.err and not r.out, r)
    c.equal("csv: a file that is not there", c.run("compare", "--counts", d / "nope.csv", *base).rc, 2)
    c.equal("--by another column", list(compare(c, THREE, "--by", "id")["measures"]["hedges"]["outlets"])[:2], ["a01", "a02"])
    two = compare(c, THREE, count="hedges,words")
    c.equal("two columns of counts", list(two["measures"]), ["hedges", "words"])
    shares = compare(c, THREE, "--share")
    c.equal("--share: odds", shares["measures"]["hedges"]["effect"], "odds-ratio")


def baseline(c):
    got = compare(c, THREE, "--baseline", "North")
    x = {x["outlet"]: x for x in got["measures"]["hedges"]["contrasts"]}
    near(c, "--baseline: East against North", x["East"]["ratio"], 1.857925701798622)
    near(c, "--baseline: its interval alone", x["East"]["lo_95"], .794001803835469)
    c.ok("--baseline: not against itself", x["North"]["p"] is None and x["North"]["against"] == "North", x["North"])


def articles(c):
    r = c.run("compare", HARBOUR, "--format", "json", env={"SLANT_DATA": str(ROOT)})
    got = json.loads(r.out)
    rates = {k: {o: v["rate"] for o, v in m["outlets"].items()} for k, m in got["measures"].items()}
    ledger, wire, beacon, tribune = "The Ledger", "Harbour Wire", "The Daily Beacon", "The Tribune of Labour"
    for name, good in [("the Ledger hedges most", max(rates["hedge"], key=rates["hedge"].get) == ledger),
                       ("the Beacon is most certain", max(rates["booster"], key=rates["booster"].get) == beacon),
                       ("the Tribune has most opinion", max(rates["opinion"], key=rates["opinion"].get) == tribune),
                       ("the Tribune has most scare quotes",
                        max(rates["scare-quote"], key=rates["scare-quote"].get) == tribune),
                       ("the popular papers are loaded, the others are not",
                        min(rates["loaded"][beacon], rates["loaded"][tribune]) >
                        2 * max(rates["loaded"][ledger], rates["loaded"][wire]))]:
        c.ok(f"harbour: {name}", good, rates)
    c.ok("harbour: five articles each: nothing is claimed", got["measures_selected"] == 0 and all(
        m["status"] in ("TOO_FEW_ARTICLES", "NO_EVENTS") for m in got["measures"].values()), got)
    c.ok("a gap between headline and body is no rate: not compared", "headline-gap" not in got["measures"])
    example = got["measures"]["loaded"]["outlets"][beacon]["examples"][0]
    c.ok("examples: the mark stands in its sentence", example["marked"] in example["sentence"] and
         example["id"].startswith("beacon"), example)
    text = c.run("compare", HARBOUR, "-m", "loaded", env={"SLANT_DATA": str(ROOT)})
    c.ok("text: says first that it cannot be told", b"Cannot be compared" in text.out.split(b"\n\n")[1], text)
    c.equal("an unknown measure", c.run("compare", HARBOUR, "-m", "nope").rc, 2)
    by = json.loads(c.run("compare", HARBOUR, "--by", "story", "--format", "json").out)
    c.equal("--by story", len(by["measures"]["loaded"]["outlets"]), 5)
    mixed = HARBOUR.read_bytes().splitlines()[:2] + [b"no json", b'{"id":"lost","text":"No outlet."}']
    r = c.run("compare", "--format", "json", stdin=b"\n".join(mixed) + b"\n")
    c.equal("articles left out", [x["reason"] for x in json.loads(r.out)["excluded"] if "measure" not in x],
            ["bad-json", "outlet_missing"])
    c.equal("no article at all", c.run("compare", stdin=b"").rc, 2)


def adjusted(c):
    path = ROOT / "tests" / "numbers" / "reference" / "data" / "articles.csv"
    got = compare(c, path, "--adjust", "genre", count="loaded")["measures"]["loaded"]
    a = got["adjusted"]
    c.equal("--adjust: strata", (a["strata"], a["status"]), (4, "ok"))
    c.ok("--adjust: crude is the rate", all(abs(a["outlets"][o]["crude"] - got["outlets"][o]["rate"]) < 1e-9
                                            for o in ("Alpha", "Beta", "Gamma")), a)
    c.ok("--adjust: Beta has more opinion, and comes down", a["outlets"]["Beta"]["adjusted"] < 2.5 <
         a["outlets"]["Beta"]["crude"] and a["outlets"]["Alpha"]["adjusted"] > a["outlets"]["Alpha"]["crude"], a)
    c.ok("--adjust: an interval around it", a["outlets"]["Beta"]["lo"] < a["outlets"]["Beta"]["adjusted"] <
         a["outlets"]["Beta"]["hi"], a)
    c.ok("--adjust: an outlet of few articles is refused", a["outlets"]["Zeta"]["status"] == "TOO_FEW_ARTICLES" and
         a["outlets"]["Zeta"]["adjusted"] is None, a)
    c.ok("--adjust: not asked for, not there", "adjusted" not in compare(c, path, count="loaded")["measures"]["loaded"])
    r = c.run("compare", HARBOUR, "--adjust", "mood")
    c.ok("--adjust by what articles do not have", r.rc == 2 and b"topic and month" in r.err, r)


def on_a_map(c, d):
    rng = random.Random(4)
    rows = []
    for o in range(6): # one to three are loud in all four, four to six are not
        for i in range(14):
            w = rng.randint(400, 900)
            rows.append([f"{o}-{i}", f"O{o}", w] + [1 + int(w * (.03 if o < 3 else .005) * rng.uniform(.7, 1.3))
                                                     for _ in range(4)])
    path = write(d / "map.csv", rows, "id,outlet,words,a,b,c,d")
    got = compare(c, path, count="a,b,c,d")["map"]
    x = [got["outlets"][f"O{o}"][0] for o in range(6)]
    c.ok("map: two camps on two sides", got["status"] == "ok" and got["share"][0] > .9 and
         max(x[:3]) * min(x[3:]) < 0 and len({v > 0 for v in x[:3]}) == 1, got)
    few = compare(c, write(d / "few.csv", rows[:42], "id,outlet,words,a,b,c,d"), count="a,b,c,d")["map"]
    c.equal("map: refused below five outlets", (few["status"], few["outlets"]["O1"]), ("TOO_FEW_OUTLETS", [None, None]))
    page_ = c.run("compare", "--counts", path, "--count", "a,b,c,d", "--exposure", "words", "--format", "html")
    c.ok("map: on the page", b"Map of the outlets" in page_.out, page_)


def stories(c, d):
    path = ROOT / "tests" / "numbers" / "reference" / "data" / "stories.csv"
    got = compare(c, path, "--story", "story_id")["measures"]["hedges"]["same_story"]
    c.equal("stories: those with any, of 60", (got["stories"], got["informative"]), (60, 57))
    x = {x["outlet"]: x for x in got["contrasts"]}
    for outlet, coef in [("Beta", -.013943119581938054), ("Gamma", -.14909674084363453), ("Delta", .1145196908964294),
                         ("Epsilon", .13823083101103192)]: # R: conditional Poisson, Alpha as the reference
        near(c, f"stories: {outlet} against Alpha", x[outlet]["ratio"] / x["Alpha"]["ratio"], 2.718281828459045 ** coef, 1e-8)
    c.ok("stories: no difference, none claimed", got["p"] > .05 and {y["verdict"] for y in x.values()} == {"cannot-tell"}, got)
    plain = compare(c, path)["measures"]["hedges"]["same_story"]
    c.equal("stories: none without the column", (plain["stories"], plain["status"], plain["p"]), (0, "TOO_FEW_UNITS", None))

    env = {"SLANT_DATA": str(ROOT)}
    articles_ = [json.loads(x) for x in HARBOUR.read_text().splitlines()]
    got = json.loads(c.run("compare", HARBOUR, "--format", "json", env=env).out)["measures"]
    chosen = {k for k, m in got.items() if m["same_story"]["selected"]}
    c.ok("harbour, same stories: what was written in comes out", {"hedge", "booster", "loaded", "scare-quote", "opinion"} <= chosen, chosen)
    c.ok("harbour, same stories: what was not does not", not {"frame-diplomacy", "insinuation"} & chosen, chosen)
    c.ok("harbour, same stories: five are too few for errors by story", all(
        x["verdict"] == "cannot-tell" for m in got.values() for x in m["same_story"]["contrasts"]))
    bare = d / "bare.jsonl"
    bare.write_text("".join(json.dumps({k: v for k, v in a.items() if k != "story"}) + "\n" for a in articles_))
    found = json.loads(c.run("compare", bare, "--match", "--format", "json", "-m", "loaded", env=env).out)
    s = found["measures"]["loaded"]["same_story"]
    c.ok("--match: the five events are found again", s["stories"] == 5 and s["articles"] == 20, s)
    alone = json.loads(c.run("compare", bare, "--format", "json", "-m", "loaded", env=env).out)
    c.equal("without --match: no stories", alone["measures"]["loaded"]["same_story"]["stories"], 0)

    copies = d / "copies.jsonl"
    wire = next(a for a in articles_ if a["id"] == "wire-01")
    copy = dict(wire, id="copy", outlet="The Ledger", date="2099-01-01", text=wire["text"] + "\n\nOne line more.")
    copies.write_text("".join(json.dumps(a) + "\n" for a in [copy] + articles_))
    once = json.loads(c.run("compare", copies, "--format", "json", "-m", "loaded", env=env).out)
    c.equal("wire copy counts once, for the first", [(x["id"], x["reason"], x["found"]) for x in once["excluded"]],
            [("copy", "same_text", "wire-01")])
    twice = json.loads(c.run("compare", copies, "--keep-copies", "--format", "json", "-m", "loaded", env=env).out)
    c.equal("--keep-copies", (once["articles"], twice["articles"]), (20, 21))


def without_one_term(c, d):
    """East hedges more by one word alone; West's and North's hedges are many. What is said to remain is what a count
    without the word gives."""
    rng = random.Random(11)
    words = ["perhaps", "possibly", "maybe", "presumably"]
    lines, bare = [], []
    for outlet in ("East", "North", "West"):
        for i in range(30):
            n = rng.randint(20, 30)
            text = ["The council met on Monday in the hall by the harbour beside it."] * n
            others = rng.randint(1, 3)
            for _ in range(others):
                text.append(f"The road is {rng.choice(words)} closed.")
            probably = rng.randint(3, 6) if outlet == "East" else rng.randint(0, 1)
            text += ["The bridge is probably closed."] * probably
            rng.shuffle(text)
            lines.append(json.dumps({"id": f"{outlet}-{i}", "outlet": outlet, "text": " ".join(text)}))
            bare.append([f"{outlet}-{i}", outlet, 13 * n + 5 * (others + probably), others])
    path = d / "one-term.jsonl"
    path.write_text("\n".join(lines) + "\n")
    args = [path, "-m", "hedge", "--keep-copies"]
    env = {"SLANT_DATA": str(ROOT)}
    r = c.run("compare", *args, "--format", "json", env=env)
    m = json.loads(r.out)["measures"]["hedge"]
    got = m["robustness"]["terms"]
    worst = got["worst"][0]
    claims = sum(x["verdict"] != "cannot-tell" for x in m["contrasts"] + m["pairs"])
    c.ok("one term: all that is claimed falls without it", (worst["left_out"], worst["falls"], got["claims"]) ==
         ("=probably", claims, claims) and claims >= 3 and got["hanging"] == claims and
         got["tried"] == 5 and got["toppled"] == 1, got)
    without = compare(c, write(d / "one-term.csv", bare))["measures"]["hedges"]
    pair = [(x["a"], x["b"]) for x in without["pairs"]]
    want = (without["pairs"][pair.index((worst["a"], worst["against"]))] if worst["against"] != "mean of outlets" else
            next(x for x in without["contrasts"] if x["outlet"] == worst["a"]))
    near(c, "one term: the ratio without it", worst["ratio_without"], want["ratio"])
    c.ok("one term: its interval holds 1", worst["lo_without"] < 1 < worst["hi_without"], worst)
    c.equal("one term: no stories, none tried", m["robustness"]["stories"], None)
    for format_ in ("text", "html"):
        out = " ".join(c.run("compare", *args, "--format", format_, env=env).text.split())
        c.ok(f"one term: {format_} says so", f"{claims} of {claims} differences (pairs, and outlets against the mean) hang on one term. Without “probably”" in out, out)
    many = c.run("compare", *args, "--format", "json", "--jobs=5", env=env)
    c.ok("one term: same bytes", many.out == r.out)


def without_one_story(c, d):
    rng = random.Random(12)

    def rows(heavy, even):
        """40 stories told by A and B; B has `even` times as many, and in the one story s0 `heavy` marks an article."""
        for i in range(40):
            w = 500
            yield [f"a{i}", "A", f"s{i}", w, rng.randint(2, 6)]
            yield [f"b{i}", "B", f"s{i}", w, heavy if i == 0 else round(rng.randint(2, 6) * even)]
    head = "id,outlet,story,words,hedges"
    steady = compare(c, write(d / "steady.csv", rows(12, 3), head), "--story", "story")["measures"]["hedges"]
    got = steady["robustness"]
    c.equal("one story: a wide difference stands", got, {"terms": None, "stories": {"claims": 1, "hanging": 0, "tried": 40, "toppled": 0, "worst": []}})
    # A difference that is just seen: the first of growing ones.
    for step in range(60):
        table = list(rows(14, 1 + .02 * step))
        path = write(d / "leaning.csv", table, head)
        m = compare(c, path, "--story", "story")["measures"]["hedges"]
        got = m["robustness"]["stories"]
        if got["toppled"] > 0:
            break
    worst = got["worst"][0]
    c.ok("one story: a difference just seen hangs on one", m["pairs"][0]["verdict"] == "lower" and got["tried"] == 40 and
         worst["falls"] == 1 and worst["hi_without"] >= 1, m["robustness"])
    left = write(d / "left.csv", [x for x in table if x[2] != worst["left_out"]], head)
    near(c, "one story: the ratio without it", worst["ratio_without"],
         compare(c, left, "--story", "story")["measures"]["hedges"]["pairs"][0]["ratio"])
    text = " ".join(c.run("compare", "--counts", path, "--count", "hedges", "--exposure", "words", "--story", "story").text.split())
    c.ok("one story: the text says so", "1 of 1 differences (pairs) hangs on one story. Without “s" in text, text)


class Page(html.parser.HTMLParser):
    """Ids, where links lead, and what must not be there."""

    def __init__(self):
        super().__init__()
        self.ids, self.links, self.tags, self.remote = [], [], set(), []

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        for name, value in attrs:
            if name == "id":
                self.ids.append(value)
            if name == "href":
                self.links.append(value)
            if name in ("src", "srcset", "action") or name.startswith("on"):
                self.remote.append((tag, name, value))


def page(c):
    for name, args in [("articles", [HARBOUR]), ("counts", ["--counts", THREE, "--count", "hedges", "--exposure", "words"])]:
        r = c.run("compare", *args, "--format", "html", env={"SLANT_DATA": str(ROOT)})
        p = Page()
        p.feed(r.text)
        c.ok(f"html: {name}: no script, nothing from elsewhere", r.rc == 0 and not p.remote and "script" not in p.tags and
             "link" not in p.tags, p.remote)
        c.equal(f"html: {name}: ids are unique", len(p.ids), len(set(p.ids)))
        c.equal(f"html: {name}: links lead somewhere", [x for x in p.links if x[1:] not in p.ids or x[0] != "#"], [])
        c.ok(f"html: {name}: a figure, a sentence before it", 0 < r.text.find("<section") < r.text.find("<svg height", r.text.find("<section")))
    odd = '<img src=x onerror="alert(1)">&amp;'
    line = json.dumps({"id": odd, "outlet": odd, "text": "It was a shameful <b>decision</b>. " * 40})
    r = c.run("compare", "--format", "html", stdin=line.encode() + b"\n", env={"SLANT_DATA": str(ROOT)})
    p = Page()
    p.feed(r.text)
    c.ok("html: what comes from an article stays text", r.rc == 0 and "img" not in p.tags and "b" in p.tags and
         "&lt;img src=x" in r.text, r)


def main():
    c = Checks(sys.argv[1])
    with tempfile.TemporaryDirectory(prefix="slant-compare-") as temp:
        d = pathlib.Path(temp)
        as_in_r(c)
        drawn_is_right(c, d)
        same_whatever(c, d)
        agree(c, d)
        refusals(c, d)
        gate(c, d)
        csv_files(c, d)
        baseline(c)
        articles(c)
        adjusted(c)
        on_a_map(c, d)
        stories(c, d)
        without_one_term(c, d)
        without_one_story(c, d)
        page(c)
    c.done()


main()
