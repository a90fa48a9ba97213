"""A peer: re and PyStemmer (libstemmer from Python)."""
import re

import peer
import Stemmer

peer.run(re.compile(r"[^\W_]+(?:['’-][^\W_]+)*").findall, Stemmer.Stemmer("english").stemWord)
