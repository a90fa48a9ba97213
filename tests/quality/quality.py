#!/usr/bin/env python3
"""How well slant finds what people marked: precision, recall and the like on labelled data.

    quality.py --slant build/slant --data FOLDER [--held-out FILE] [--parts STEM] [--golden FILE] [--accept]
    quality.py --slant build/slant --sample LAYER[.KIND] N SEED ARTICLES.jsonl

The labelled data are other people's texts and are not part of this project: FOLDER holds those that you have, and a
set that is missing is left out. Marks count in every voice, and no weight is fitted to the data, but three: the threshold
of the MCC and of rows called "by subjectivity", which is chosen in nine tenths of the sentences and measured in the
tenth; the weights of subjectivity; and those of cues. On the sets that they were fitted to, the chances are of FILE
(fit.c makes it), each by the fit that had not seen the sentence, and the attributions are by the weights STEM.0 …
STEM.9 (fit_cues.c makes them): article i by STEM.(i modulo 10), which had not seen it. The event triplets were not
fitted to.

The golden file keeps the numbers. A difference is shown, and is exit status 1; --accept takes the new numbers as right.
"""
import argparse
import difflib
import json
import math
import os
import random
import re
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))

LOADING = ("loaded", "insinuation", "opinion")  # the layers that speak for a slanted sentence
WORD = re.compile(r"[^\W_]+(?:['’\-][^\W_]+)*")
QUOTES = "\"'“”‘’«»„`"


# ---- running slant ----

def read_jsonl(path):
    with open(path, encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def read_held_out(paths):
    """The chances of each set, in the order of its rows."""
    chances = {}
    for path in paths:
        with open(path, encoding="utf-8") as lines:
            next(lines)
            for line in lines:
                name, _, _, chance = line.split("\t")
                chances.setdefault(name + ".jsonl", []).append(float(chance))
    return chances


def score(slant, texts, data=None):
    """slant's row for each text, in order. data: another folder than SLANT_DATA."""
    environment = {**os.environ, "SLANT_DATA": data} if data else None
    with tempfile.TemporaryFile("w+", encoding="utf-8") as given:
        for i, text in enumerate(texts):
            given.write(json.dumps({"id": str(i), "text": text}, ensure_ascii=False) + "\n")
        given.seek(0)
        command = [slant, "score", "--format", "jsonl", "--input", "jsonl", "--spans", "--sentences",
                   "--min-exposure", "0", "--no-progress", "-"]
        with subprocess.Popen(command, stdin=given, stdout=subprocess.PIPE, text=True, encoding="utf-8",
                              env=environment) as process:
            rows = [json.loads(line) for line in process.stdout]
    if process.returncode != 0:
        sys.exit(f"quality: {' '.join(command)} ended with status {process.returncode}")
    if [row["id"] for row in rows] != [str(i) for i in range(len(texts))]:
        sys.exit(f"quality: {len(texts)} texts went in, {len(rows)} rows came out, or not in order")
    failed = sum("error" in row for row in rows)
    if failed:
        print(f"quality: {failed} texts were not scored", file=sys.stderr)
    return rows


def with_weights(folder, weights):
    """Makes folder a copy of the data folder, but with these weights of cues."""
    shipped, copy = (os.path.join(data, "lexicons", "en") for data in (os.environ["SLANT_DATA"], folder))
    os.makedirs(copy)
    for name in os.listdir(shipped):
        source = weights if name == "cues.weights" else os.path.join(shipped, name)
        os.symlink(os.path.abspath(source), os.path.join(copy, name))


def score_parts(slant, texts, stem, parts=10):
    """slant's row for each text, in order, by the cues' weights that had not seen it."""
    rows = [None] * len(texts)
    for part in range(parts):
        with tempfile.TemporaryDirectory() as folder:
            with_weights(folder, f"{stem}.{part}")
            rows[part::parts] = score(slant, texts[part::parts], folder)
    return rows


def marks(row, layers):
    """(start, end) of the marks of these layers in the text."""
    return [(s["start"], s["end"]) for s in row.get("spans", ()) if s["layer"] in layers and s["in"] == "text"]


def density(row, layers):
    """Marks of these layers for each word."""
    return len(marks(row, layers)) / row["words"] if row.get("words") else 0.0


# ---- arithmetic ----

def ratio(part, whole):
    return part / whole if whole else 0.0


def f1(precision, recall):
    return ratio(2 * precision * recall, precision + recall)


def prf(hits, found, wanted, hits_of_wanted=None):
    """P, R and F1. hits_of_wanted: how many of the wanted were met, where that is another count than hits."""
    precision = ratio(hits, found)
    recall = ratio(hits if hits_of_wanted is None else hits_of_wanted, wanted)
    return {"P": precision, "R": recall, "F1": f1(precision, recall)}


def prf_of_flags(predicted, gold):
    return prf(sum(p and g for p, g in zip(predicted, gold)), sum(predicted), sum(gold))


def auc(values, gold):
    """The chance that a positive has a higher value than a negative; half for a tie."""
    order = sorted(zip(values, gold))
    positives = sum(gold)
    negatives = len(gold) - positives
    below = wins = 0.0
    at = 0
    while at < len(order):
        end = at
        while end < len(order) and order[end][0] == order[at][0]:
            end += 1
        up = sum(g for _, g in order[at:end])
        down = end - at - up
        wins += up * (below + down / 2)
        below += down
        at = end
    return ratio(wins, positives * negatives)


def mcc(tp, fp, fn, tn):
    """Matthews' correlation of two yes-or-no columns."""
    return ratio(tp * tn - fp * fn, math.sqrt((tp + fp) * (tp + fn) * (tn + fp) * (tn + fn)))


def best_threshold(pairs):
    """The value above which to say yes, for the highest MCC of (value, gold)."""
    pairs = sorted(pairs, reverse=True)
    positives = sum(g for _, g in pairs)
    negatives = len(pairs) - positives
    best, threshold, tp, fp = -2.0, 0.0, 0, 0
    for i, (value, gold) in enumerate(pairs):
        tp += gold
        fp += 1 - gold
        below = pairs[i + 1][0] if i + 1 < len(pairs) else value - 1
        if below != value:
            here = mcc(tp, fp, positives - tp, negatives - fp)
            if here > best:
                best, threshold = here, (value + below) / 2
    return threshold


def cross_validated_flags(values, gold, folds=10, seed=1):
    """(value above the threshold of the other folds, gold) for each, in some order."""
    pairs = list(zip(values, gold))
    random.Random(seed).shuffle(pairs)
    for fold in range(folds):
        threshold = best_threshold([p for i, p in enumerate(pairs) if i % folds != fold])
        for value, g in pairs[fold::folds]:
            yield value > threshold, g


def cross_validated_mcc(values, gold):
    tp = fp = fn = tn = 0
    for yes, g in cross_validated_flags(values, gold):
        tp += yes and g
        fp += yes and not g
        fn += not yes and g
        tn += not yes and not g
    return mcc(tp, fp, fn, tn)


def pearson(xs, ys):
    mx, my = sum(xs) / len(xs), sum(ys) / len(ys)
    covariance = sum((x - mx) * (y - my) for x, y in zip(xs, ys))
    return ratio(covariance, math.sqrt(sum((x - mx) ** 2 for x in xs) * sum((y - my) ** 2 for y in ys)))


def ranks(values):
    """From 1; those that are equal share their mean rank."""
    return [sum(v < value for v in values) + (sum(v == value for v in values) + 1) / 2 for value in values]


# ---- spans ----

def meet(a, b):
    return a[0] < b[1] and b[0] < a[1]


def touched(spans, others):
    """How many of the spans meet one of the others."""
    return sum(any(meet(span, other) for other in others) for span in spans)


def covered(spans, length):
    """A byte for each code point: 1 where a span lies."""
    cover = bytearray(length)
    for start, end in spans:
        cover[start:end] = b"\1" * (min(end, length) - start)
    return cover


def place(span):
    return span["start"], span["end"]


def lines_of(text):
    """(start, end) of each line that is not blank."""
    return [m.span() for m in re.finditer(r"[^\n]+", text) if m.group().strip()]


# ---- the sets: each gives rows of (name, count, {measure: value}) ----

def sentence_ends(slant, rows, _held_out):
    """Ends of sentences inside paragraphs, by genre; the end of the paragraph itself does not count."""
    counts = {}
    for row, got in zip(rows, score(slant, [r["text"] for r in rows])):
        text = row["text"]

        def inner(ends):
            return {len(text[:end].rstrip()) for end in ends} - {len(text.rstrip())}

        gold = inner(row["ends"])
        found = inner(s["end"] for s in got.get("sentence_rows", ()))
        for genre in (row["genre"], "all genres"):
            c = counts.setdefault(genre, [0, 0, 0])
            c[0] += len(gold & found)
            c[1] += len(found)
            c[2] += len(gold)
    for genre in sorted(counts, key=lambda g: (g == "all genres", g)):
        yield genre, counts[genre][2], prf(*counts[genre])


def hedged_sentences(slant, rows, _held_out):
    got = score(slant, [r["sentence"] for r in rows])
    predicted = [int(bool(marks(g, ("hedge",)))) for g in got]
    gold = [r["label"] for r in rows]
    values = prf_of_flags(predicted, gold)
    values["accuracy"] = ratio(sum(p == g for p, g in zip(predicted, gold)), len(gold))
    yield "has a hedge", len(gold), values


def certainty(slant, rows, _held_out):
    got = score(slant, [r["sentence"] for r in rows])
    scores = [r["score"] for r in rows]
    hedges = [density(g, ("hedge",)) for g in got]
    net = [h - density(g, ("booster",)) for h, g in zip(hedges, got)]
    yield "hedges a word", len(rows), {"Pearson": pearson(hedges, scores)}
    yield "hedges less boosters", len(rows), {"Pearson": pearson(net, scores)}


def biased_sentences(slant, rows, held_out):
    got = score(slant, [r["sentence"] for r in rows])
    gold = [r["label"] for r in rows]
    values = [density(g, LOADING) for g in got]
    yield "sentence is biased", len(rows), {"AUC": auc(values, gold), "MCC": cross_validated_mcc(values, gold)}
    if held_out:
        fitted = {"AUC": auc(held_out, gold), "MCC": cross_validated_mcc(held_out, gold)}
        yield "the same, by subjectivity", len(rows), fitted
    hits = found = wanted = hits_of_wanted = 0
    for row, g in zip(rows, got):
        spans = [place(s) for s in row["spans"]]
        if spans:
            ours = marks(g, LOADING)
            hits += touched(ours, spans)
            found += len(ours)
            wanted += len(spans)
            hits_of_wanted += touched(spans, ours)
    yield "biased words", wanted, prf(hits, found, wanted, hits_of_wanted)


def events(slant, rows, _held_out):
    """Sentences with lexical bias. One that has informational bias only is neither right nor wrong."""
    gold, predicted, values, chances = [], [], [], []
    for row, got in zip(rows, score(slant, [r["text"] for r in rows])):
        ours = marks(got, LOADING)
        rated = [(place(s), s.get("subjectivity", 0)) for s in got.get("sentence_rows", ())]
        bias = {kind: [place(s) for s in row["spans"] if s["bias"] == kind] for kind in ("lex", "inf")}
        for sentence in map(place, row["sentences"]):
            lexical = touched([sentence], bias["lex"])
            words = len(WORD.findall(row["text"][slice(*sentence)]))
            if words and (lexical or not touched([sentence], bias["inf"])):
                inside = touched(ours, [sentence])
                gold.append(lexical)
                predicted.append(int(inside > 0))
                values.append(inside / words)
                chances.append(max((chance for where, chance in rated if meet(where, sentence)), default=0))
    yield "sentence has lexical bias", len(gold), {**prf_of_flags(predicted, gold), "AUC": auc(values, gold)}
    if any(chances):
        fitted = prf_of_flags(*zip(*cross_validated_flags(chances, gold)))
        yield "the same, by subjectivity", len(gold), {**fitted, "AUC": auc(chances, gold)}


def propaganda(slant, rows, held_out):
    hits = found = wanted = 0
    gold, values = [], []
    for row, got in zip(rows, score(slant, [r["text"] for r in rows])):
        text = row["text"]
        ours = marks(got, LOADING)
        spans = [place(s) for s in row["spans"] if s["label"] == "Loaded_Language"]
        ours_at, gold_at = covered(marks(got, ("loaded",)), len(text)), covered(spans, len(text))
        for start, end in lines_of(text):  # one sentence a line
            words = [m.span() for m in WORD.finditer(text, start, end)]
            if not words:
                continue
            p = [any(ours_at[a:b]) for a, b in words]
            g = [any(gold_at[a:b]) for a, b in words]
            hits += sum(x and y for x, y in zip(p, g))
            found += sum(p)
            wanted += sum(g)
            gold.append(int(any(g)))
            values.append(touched(ours, [(start, end)]) / len(words))
    yield "loaded words", wanted, prf(hits, found, wanted)
    yield "sentence has loaded words", len(gold), {"AUC": auc(values, gold)}
    if held_out:
        yield "the same, by subjectivity", len(gold), {"AUC": auc(held_out, gold)}


def is_direct(text):
    """Does it stand in quotation marks as a whole?"""
    return len(text) > 2 and text[0] in QUOTES and text[-1] in QUOTES


def overlap(found, wanted):
    """Counts for prf(): found are spans; of the wanted each is a list of pieces, met when any piece is."""
    pieces = [piece for one in wanted for piece in one]
    return touched(found, pieces), len(found), len(wanted), sum(touched(one, found) > 0 for one in wanted)


def common(a, b):
    """Characters that both cover."""
    return (int.from_bytes(a, "big") & int.from_bytes(b, "big")).to_bytes(len(a), "big").count(1)


def add(sums, counts):
    sums[:] = [x + y for x, y in zip(sums, counts)]


def attributions(slant, rows, stem):
    sums = {"cue": [0] * 4, "source": [0] * 4, "content": [0] * 3, "direct": [0] * 4}
    outlets = {}
    for row, got in zip(rows, score_parts(slant, [r["text"] for r in rows], stem)):
        text, gold = row["text"], row["attributions"]
        ours = [a for a in got.get("attributions", ()) if a["in"] == "text"]
        for what in ("cue", "source"):
            found = [place(a[what]) for a in ours if what in a]
            add(sums[what], overlap(found, [[place(s) for s in a[what]] for a in gold if a[what]]))
        gold_content = [place(s) for a in gold for s in a["content"]]
        gold_at = covered(gold_content, len(text))
        ours_at = covered([place(s) for a in ours for s in a["content"]], len(text))
        add(sums["content"], (common(ours_at, gold_at), ours_at.count(1), gold_at.count(1)))
        add(sums["direct"], direct_words(text, got, gold_content, gold_at))
        add(outlets.setdefault(row["outlet"], [0] * 3), (len(gold), len(ours), got.get("words", 0)))
    yield "cues", sums["cue"][2], prf(*sums["cue"])
    yield "sources", sums["source"][2], prf(*sums["source"])
    yield "content, by characters", sums["content"][2], prf(*sums["content"])
    yield "words in direct quotation", sums["direct"][2], prf(*sums["direct"])
    for outlet, (wanted, found, _) in sorted(outlets.items()):
        yield f"found, {outlet}", wanted, {"ratio": ratio(found, wanted)}
    people, slants = ([ratio(c[k], c[2]) for c in outlets.values()] for k in (0, 1))
    yield "density, over outlets", len(outlets), {"Spearman": pearson(ranks(people), ranks(slants))}


def direct_words(text, got, gold_content, gold_at):
    """Words: slant's quoted that lie in content, slant's quoted, those in direct quotation, those of them quoted."""
    voices = [v for v in got.get("voices", ()) if v["in"] == "text"]
    quoted = covered([place(v) for v in voices if v["voice"] == "quoted"], len(text))
    direct_at = covered([s for s in gold_content if is_direct(text[slice(*s)])], len(text))
    words = [m.start() for m in WORD.finditer(text)]
    return (sum(quoted[at] and gold_at[at] for at in words), sum(quoted[at] for at in words),
            sum(direct_at[at] for at in words), sum(direct_at[at] and quoted[at] for at in words))


SETS = (
    ("sentences/paragraphs.jsonl", sentence_ends),
    ("hedges/sentences.jsonl", hedged_sentences),
    ("hedges/certainty.jsonl", certainty),
    ("loaded/sentences.jsonl", biased_sentences),
    ("loaded/event_triplets.jsonl", events),
    ("loaded/propaganda_articles.jsonl", propaganda),
    ("attribution/train.jsonl", attributions),
)

LEGEND = """\
n: what there is to find (ends, cues, words, characters) or to judge (sentences). Marks in every voice.
Sentences are judged by loaded, insinuation and opinion marks: any (P, R, F1) or how many a word (AUC, MCC); so are
biased words; "loaded words" by loaded marks alone, since a rhetorical question marks a whole sentence.
Direct quotation: R of the words in gold content that stands in quotation marks; P of slant's quoted words that lie in
any gold content.
Attributions: by weights that had not seen the article. A source or cue is right when it overlaps one that people marked;
ratio: how many attributions slant finds for each that people marked; density: attributions for each word."""


# ---- the table and the golden file ----

COLUMNS = ("P", "R", "F1", "AUC", "MCC", "Pearson", "Spearman", "accuracy", "ratio")


def show(table):
    print(f"{'':<28}{'n':>9}" + "".join(f"{c:>10}" for c in COLUMNS))
    last = None
    for path, name, count, values in table:
        if path != last:
            print(path.rsplit(".", 1)[0])
        last = path
        cells = "".join(f"{values[c]:10.3f}" if c in values else " " * 10 for c in COLUMNS)
        print(f"  {name:<26}{count:>9,}{cells}".rstrip())


def as_lines(table):
    return [f"{path}  {name}  {measure}  {values[measure]:.3f}"
            for path, name, _, values in table for measure in COLUMNS if measure in values]


def compare(table, golden, accept):
    """Returns the exit status."""
    lines = as_lines(table)
    measured = {path for path, *_ in table}
    kept = []
    if os.path.exists(golden):
        with open(golden, encoding="utf-8") as file:
            kept = file.read().splitlines()
    elif not accept:
        print(f"\nThere is no {os.path.basename(golden)} to compare with: --accept writes it.")
        return 0
    before = [line for line in kept if line.split("  ")[0] in measured]
    if accept:
        others = [line for line in kept if line.split("  ")[0] not in measured]
        order = {path: i for i, (path, _) in enumerate(SETS)}
        both = sorted(lines + others, key=lambda line: order.get(line.split("  ")[0], len(order)))
        with open(golden, "w", encoding="utf-8") as file:
            file.writelines(line + "\n" for line in both)
    if before == lines:
        print("\nThe same as the golden file.")
        return 0
    if before:
        print()
        for line in difflib.unified_diff(before, lines, "golden", "now", lineterm="", n=0):
            if not line.startswith("@@"):
                print(line)
    if accept:
        print(f"\n{os.path.basename(golden)} has the numbers of now.")
        return 0
    print("\nThe numbers differ from the golden file: --accept takes them as right.")
    return 1


# ---- reading marks by hand ----

def sample(slant, layer, number, seed, path):
    """Random marks of a layer, each in its sentence, to be read and judged."""
    layer, _, kind = layer.partition(".")
    articles = [a for a in read_jsonl(path) if a.get("text")]
    got = score(slant, [a["text"] for a in articles])
    found = [(a, g, s) for a, g in zip(articles, got) for s in g.get("spans", ())
             if s["layer"] == layer and (not kind or s.get("kind") == kind) and s["in"] == "text"]
    print(f"{len(found):,} marks of {layer}{'.' * bool(kind)}{kind} in {len(articles):,} articles")
    for number, (article, g, s) in enumerate(random.Random(seed).sample(found, min(number, len(found))), 1):
        text = article["text"]
        sentence = g["sentence_rows"][s["sentence"]] if s.get("sentence") is not None else \
            {"start": max(0, s["start"] - 100), "end": s["end"] + 100}
        start, end = min(sentence["start"], s["start"]), max(sentence["end"], s["end"])
        shown = f"{text[start:s['start']]}[[{text[s['start']:s['end']]}]]{text[s['end']:end]}"
        stance = f" · {s['stance']}" if s.get("stance") else ""
        print(f"\n{number}. {s.get('kind', s['layer'])}{stance} · {s['voice']} · {s.get('entry', '')}")
        print(f"   {article.get('outlet', '')} · {article.get('id', '')} · at {s['start']}")
        print(f"   {' '.join(shown.split())}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--slant", required=True, metavar="PROGRAM")
    parser.add_argument("--data", default="", metavar="FOLDER", help="the labelled sets")
    parser.add_argument("--held-out", action="append", default=[], metavar="FILE", help="chances by tests/quality/fit.c")
    parser.add_argument("--parts", metavar="STEM", help="weights of cues by tests/quality/fit_cues.c")
    parser.add_argument("--golden", default=os.path.join(HERE, "golden.txt"), metavar="FILE")
    parser.add_argument("--accept", action="store_true", help="take the numbers of now as right")
    parser.add_argument("--sample", nargs=4, metavar=("LAYER", "N", "SEED", "ARTICLES.jsonl"))
    arguments = parser.parse_args()
    if not os.access(arguments.slant, os.X_OK):
        parser.error(f"{arguments.slant} is not a program")
    os.environ.setdefault("SLANT_DATA", ROOT)  # the lexicons of this tree, wherever the program was built

    if arguments.sample:
        layer, number, seed, path = arguments.sample
        sample(arguments.slant, layer, int(number), int(seed), path)
        return 0
    if not os.path.isdir(arguments.data):
        print("quality: name the folder of labelled data: make quality DATA=FOLDER", file=sys.stderr)
        return 2
    held_out = read_held_out(arguments.held_out)
    table = []
    for path, measure in SETS:
        whole = os.path.join(arguments.data, path)
        if not os.path.exists(whole):
            print(f"{path} is not there: left out", file=sys.stderr)
            continue
        if measure is attributions and not arguments.parts:
            print(f"{path} needs --parts: left out", file=sys.stderr)
            continue
        fitted = arguments.parts if measure is attributions else held_out.get(path)
        table += [(path, *row) for row in measure(arguments.slant, read_jsonl(whole), fitted)]
    if not table:
        print(f"quality: {arguments.data} has none of the sets", file=sys.stderr)
        return 2
    show(table)
    print("\n" + LEGEND)
    return compare(table, arguments.golden, arguments.accept)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(141)
