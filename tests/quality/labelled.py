#!/usr/bin/env python3
"""Labelled sets → rows of text that the weights of a fitted measure are fitted to: tests/quality/fit.c, fit_cues.c read them.

    labelled.py subjectivity|cues FOLDER > ROWS.tsv

A row of subjectivity: set, group, outlet, label, text. What belongs together (one article) has one group and goes into one part of a
cross-validation. The outlet is for the fit alone: what only tells outlets apart is taken out of the weights.
A row of cues: the number of an article, its text (new lines as \\n), and the cues marked in it, "12-16 30-34+40-42" in code points:
the second has two pieces.
"""
import sys

import quality

# The techniques of propaganda_articles.jsonl in which words do the work.
WORDED = ("Loaded_Language", "Name_Calling,Labeling", "Exaggeration,Minimisation", "Doubt")


def sentences(rows):
    for row in rows:
        yield row["id"], row.get("outlet", ""), row["label"], row["sentence"]


def propaganda(rows):
    for row in rows:
        spans = [quality.place(s) for s in row["spans"] if s["label"] in WORDED]
        for start, end in quality.lines_of(row["text"]):
            if quality.WORD.search(row["text"], start, end):
                label = int(quality.touched([(start, end)], spans) > 0)
                yield row["id"], "", label, row["text"][start:end]


def print_cues(folder):
    print("number", "text", "cues", sep="\t")
    for number, row in enumerate(quality.read_jsonl(f"{folder}/attribution/train.jsonl")):
        text = row["text"].replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t")
        cues = ("+".join(f"{s['start']}-{s['end']}" for s in a["cue"]) for a in row["attributions"] if a["cue"])
        print(number, text, " ".join(cues), sep="\t")


SETS = {"subjectivity": (("loaded/sentences", sentences), ("loaded/propaganda_articles", propaganda))}


def main():
    if len(sys.argv) != 3 or sys.argv[1] not in (*SETS, "cues"):
        sys.exit(__doc__)
    if sys.argv[1] == "cues":
        print_cues(sys.argv[2])
        return
    print("set", "group", "outlet", "label", "text", sep="\t")
    for name, rows in SETS[sys.argv[1]]:
        for row in rows(quality.read_jsonl(f"{sys.argv[2]}/{name}.jsonl")):
            print(name, *(" ".join(str(cell).split()) for cell in row), sep="\t")


if __name__ == "__main__":
    main()
