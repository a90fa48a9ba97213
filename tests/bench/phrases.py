"""The plain words and phrases of the lexicons, for programs that know no patterns."""
import glob
import os
import re

PLAIN = re.compile(r"[\w' =-]+")  # no exception (!), alternatives, word set (@), gap (~), prefix (*)


def from_lexicons(folder):
    """(phrases, patterns): the plain phrases of every layer, sorted, and how many patterns there are in all."""
    phrases, patterns = set(), 0
    for path in glob.glob(os.path.join(folder, "*", "*.tsv")):
        with open(path, encoding="utf-8") as lines:
            cells = (line.split("\t")[0] for line in lines if not line.startswith("#"))
            if next(cells, "") != "pattern":
                continue  # another table
            for pattern in cells:
                patterns += 1
                if PLAIN.fullmatch(pattern):
                    phrases.add(pattern.replace("=", "").lower())
    return sorted(phrases), patterns
