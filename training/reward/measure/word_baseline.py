"""The trivial baseline of the hand-written pairs: for each rule a bag of words, fitted on the training pairs of that
    rule alone.

What it gets right needs no reading: a word such as "should" or "darling" gives the broken reply away."""

from __future__ import annotations

from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline

from corpora.handwritten import HELDOUT, PAIRS
from corpora.splits import read_jsonl

from .metrics import mean_share, share
from .own_sets import both_sides


def rule_pairs() -> dict:
    """Share of held-out pairs whose kept reply the bag of words puts first, a rule each, and the mean over rules."""
    out, every = {}, []
    for file in sorted((HELDOUT / "pairs").glob("*.jsonl")):
        told = read_jsonl(PAIRS / file.name)
        model = make_pipeline(
            TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, token_pattern=r"[\w']+|[!?]"),
            LogisticRegression(C=10, max_iter=1000),
        )
        model.fit([item["reply"] for item in told], [item["kept"] for item in told])
        pairs = both_sides(read_jsonl(file))
        scores = model.decision_function([pair[kept]["reply"] for pair in pairs for kept in (True, False)])
        hits = list(scores[0::2] > scores[1::2])
        out[file.stem] = share(hits)
        every += hits
    return {"mean": mean_share(out, every), **out}
