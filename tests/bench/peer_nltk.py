"""A peer: NLTK's word tokenizer, without cutting sentences first, and its Snowball stemmer."""
import nltk.stem.snowball
import nltk.tokenize

import peer

peer.run(nltk.tokenize.NLTKWordTokenizer().tokenize, nltk.stem.snowball.EnglishStemmer().stem)
