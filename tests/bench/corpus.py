#!/usr/bin/env python3
"""Writes a corpus of the size wanted.

    corpus.py OUT MEGABYTES --root FOLDER    the articles of FOLDER/corpus/*/articles.jsonl over and over; in each copy
                                             every name and number is another, so that the vocabulary grows as it does
                                             in real text
    corpus.py OUT MEGABYTES --data FILE      the lines of FILE, over and over if they are too few

The same arguments give the same bytes. A megabyte is 1,000,000 bytes.
"""
import argparse
import glob
import itertools
import json
import os
import random
import re

NAME = re.compile(r"(?<=[a-z,;] )[A-Z][a-zà-ÿ]{3,}\b")  # capitalised within a sentence
NUMBER = r"\d{2,5}"
SLOT = re.compile("\ue000(\\d+)\ue001")
FIELDS = ("title", "text", "byline")

# Heaps' law, through two points measured on news: 30,000 different words in 5 MB, 146,000 in 225 MB.
HEAPS_K, HEAPS_B = 43, 0.425

ONSETS = "b br c ch d dr f g gr h k l m n p r s sh st t tr v w z".split() + [""]
VOWELS = ["a", "e", "i", "o", "u", "ai", "ea", "ou", "á", "ö"]
VOWEL_WEIGHTS = [20, 20, 16, 16, 9, 4, 4, 4, .4, .4]
CODAS = ["", "", "", "n", "r", "l", "s", "m", "ck", "nd", "rt", "st"]
ENDINGS = ["", "", "son", "ton", "ley", "man", "ing", "ska", "ova", "ford", "berg", "ers"]


class Names:
    """A growing stock: a new name when the vocabulary is behind Heaps' law, else an old one, an early one more often."""

    def __init__(self, dice):
        self.dice = dice
        self.stock = []
        self.taken = set()

    def new(self):
        dice = self.dice
        while True:
            syllables = "".join(dice.choice(ONSETS) + dice.choices(VOWELS, VOWEL_WEIGHTS)[0] + dice.choice(CODAS)
                                for _ in range(dice.choice((1, 2, 2, 3))))
            name = (syllables + dice.choice(ENDINGS)).capitalize()
            if name not in self.taken:
                self.taken.add(name)
                self.stock.append(name)
                return name

    def draw(self, written):
        if len(self.stock) <= HEAPS_K * written ** HEAPS_B:
            return self.new()
        return self.stock[int(len(self.stock) * self.dice.random() ** 3)]


def template(article, commons):
    """The JSON line of an article, cut at its slots: text, slot, text, slot, … text; and each slot's word."""
    slots = {}

    def slot(match):
        return f"\ue000{slots.setdefault(match.group(), len(slots))}\ue001"

    article = dict(article)
    names = set(NAME.findall(article["text"])) - commons
    every = re.compile(r"\b(?:" + "|".join(sorted(map(re.escape, names)) + [NUMBER]) + r")\b")
    for field in FIELDS:
        if isinstance(article.get(field), str):
            article[field] = every.sub(slot, article[field])
    article.pop("url", None)
    pieces = SLOT.split(json.dumps(article, ensure_ascii=False))
    pieces[1::2] = map(int, pieces[1::2])
    return pieces, list(slots)


def varied(root, dice):
    """Lines without end."""
    articles = []
    for path in sorted(glob.glob(os.path.join(root, "corpus", "*", "articles.jsonl"))):
        with open(path, encoding="utf-8") as lines:
            articles += [json.loads(line) for line in lines]
    # A word that is also written small is no name; nor are days and months.
    commons = {w.capitalize() for a in articles for w in re.findall(r"\b[a-zà-ÿ]+\b", a["text"])}
    commons.update("Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June "
                   "July August September October November December".split())
    templates = [template(article, commons) for article in articles]
    names = Names(dice)
    written = 0
    for pieces, slots in itertools.cycle(templates):
        words = [str(dice.randrange(10 ** len(w))) if w.isdigit() else names.draw(written) for w in slots]
        filled = pieces[:]
        filled[1::2] = [words[i] for i in pieces[1::2]]
        line = ("".join(filled) + "\n").encode()
        written += len(line)
        yield line


def repeated(path):
    """Lines without end."""
    while True:
        empty = True
        with open(path, "rb") as lines:
            for line in lines:
                empty = False
                yield line if line.endswith(b"\n") else line + b"\n"
        if empty:
            raise SystemExit(f"bench: {path} is empty")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out")
    parser.add_argument("megabytes", type=float)
    parser.add_argument("--root")
    parser.add_argument("--data")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    lines = repeated(arguments.data) if arguments.data else varied(arguments.root, random.Random(arguments.seed))
    left = arguments.megabytes * 1e6
    with open(arguments.out, "wb") as out:
        for line in lines:
            if left <= 0:
                break
            out.write(line)
            left -= len(line)


if __name__ == "__main__":
    main()
