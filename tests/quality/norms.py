#!/usr/bin/env python3
"""Where articles lie: the percentiles of every measure over many articles, by kind of outlet and by topic.

    norms.py --slant build/slant --articles FOLDER/outlets/articles.jsonl > lexicons/en/articles.norms

Only numbers leave the articles. A rate that slant does not give (too few words) is in none of them.
"""
import argparse
import collections
import json
import os
import re
import subprocess
import sys

import quality

SHARES = (1, 5, 10, 20, 30, 40, 50, 60, 70, 80, 90, 95, 99)
LEAST = 100  # articles of a topic, and with a rate, for percentiles that mean anything

KINDS = {
    "agency": ("Reuters",),
    "newspaper": ("Christian Science Monitor", "New York Times - News", "The Guardian", "USA TODAY", "Washington Times"),
    "broadcaster": ("BBC News", "CBN", "CNN (Web News)", "Fox News", "Fox Online News", "NPR Online News"),
    "political-press": ("Politico", "The Hill"),
    "magazine": ("National Review", "Newsmax", "Reason", "Salon", "Townhall", "Vox"),
}
KIND_OF = {outlet: kind for kind, outlets in KINDS.items() for outlet in outlets}


def percentile(values, share):
    """By linear interpolation (type 7 of Hyndman & Fan 1996); values are sorted."""
    place = (len(values) - 1) * share / 100
    low = int(place)
    high = min(low + 1, len(values) - 1)
    return values[low] + (place - low) * (values[high] - values[low])


def scores(slant, path):
    command = [slant, "score", "--format", "jsonl", "--no-progress", path]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, encoding="utf-8") as process:
        rows = [json.loads(line) for line in process.stdout]
    if process.returncode != 0 or any("error" in row for row in rows):
        sys.exit(f"norms: {' '.join(command)} did not score every article")
    return rows


def groups_of(article, topics):
    yield "all"
    kind = KIND_OF.get(article["outlet"])
    if kind is None:
        sys.exit(f"norms: of what kind is {article['outlet']}? KINDS does not say")
    yield f"outlet:{kind}"
    if topics[article["topic"]] >= LEAST:
        yield f"topic:{article['topic']}"


def number(value):
    return f"{value:.3f}".rstrip("0").rstrip(".") if value else "0"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--slant", required=True, metavar="PROGRAM")
    parser.add_argument("--articles", required=True, metavar="FILE.jsonl")
    arguments = parser.parse_args()
    os.environ.setdefault("SLANT_DATA", quality.ROOT)
    articles = quality.read_jsonl(arguments.articles)
    topics = collections.Counter(article["topic"] for article in articles)
    rates = collections.defaultdict(list)
    order = {}
    for article, row in zip(articles, scores(arguments.slant, arguments.articles)):
        for name, measure in row["measures"].items():
            order.setdefault(name, len(order))
            for group in groups_of(article, topics):
                if measure["rate"] is not None:
                    rates[name, group].append(measure["rate"])
    years = sorted(re.match(r"20\d\d(?=-)", article["date"] or "").group()
                   for article in articles if re.match(r"20\d\d-", article["date"] or ""))
    print("# Percentiles of the measures over news articles of", len({a["outlet"] for a in articles}),
          "outlets, up to 150 of each: made by tests/quality/norms.py (make norms).")
    print("# Dates where they are given:", len(years), "of", len(articles), "articles. Groups: 'all' is what slant compares with;")
    for kind, outlets in KINDS.items():
        print(f"#   outlet:{kind}: {', '.join(outlets)}")
    print(f"#   topic:…: topics with {LEAST} articles or more, as the collection names them")
    print(f"about\t{len(articles):,} articles on US affairs, {years[0]}–{years[-1]}")
    print("measure", "group", "articles", *(f"p{share}" for share in SHARES), sep="\t")
    for (name, group), values in sorted(rates.items(), key=lambda item: (order[item[0][0]], item[0][1])):
        if len(values) >= LEAST:
            values.sort()
            print(name, group, len(values), *(number(percentile(values, share)) for share in SHARES), sep="\t")


if __name__ == "__main__":
    main()
