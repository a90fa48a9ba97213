"""What the Python peers share: the same counts that slant makes of plain phrases, article by article.

A peer hands in how to cut a text into words and how to stem one. Stems are remembered, phrases stand in a tree of
stems, and the longest match wins: the shortest fast way that a person would write it in Python.
"""
import json
import sys

END = ""


def text_of(article):
    return next((article[name] for name in ("text", "body", "content", "maintext") if article.get(name)), "")


def tree_of(phrases, tokens, stem):
    root = {}
    for phrase in phrases:
        node = root
        for word in tokens(phrase):
            node = node.setdefault(stem(word), {})
        node[END] = phrase
    return root


def count(words, root):
    counts = {}
    at, n = 0, len(words)
    while at < n:
        node, found, next_at, here = root, None, at + 1, at
        while here < n and (node := node.get(words[here])) is not None:
            here += 1
            if END in node:
                found, next_at = node[END], here
        if found is not None:
            counts[found] = counts.get(found, 0) + 1
        at = next_at
    return counts


def run(tokens, stem):
    """PROGRAM PHRASES ARTICLES.jsonl: a JSON line of counts for each article."""
    stems = {}

    def remembered(word):
        known = stems.get(word)
        if known is None:
            known = stems[word] = stem(word)
        return known

    with open(sys.argv[1], encoding="utf-8") as lines:
        root = tree_of((line.rstrip("\n") for line in lines), tokens, remembered)
    with open(sys.argv[2], encoding="utf-8") as lines:
        for line in lines:
            article = json.loads(line)
            words = [remembered(word) for word in tokens(text_of(article).lower())]
            print(json.dumps({"id": article.get("id"), "words": len(words), "counts": count(words, root)}))
