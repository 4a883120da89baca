"""Packing of one row for the reward model; the TypeScript service packs the same way.

    row: [CLS] dialogue [SEP] evidence [SEP] reply [SEP]      segments 0 | 1 or 2 | 3 or 4

What a small encoder is slow to learn is told: a token of the evidence that the dialogue has too is in segment 2, a
token of the reply that the evidence lacks in segment 4 (the exact-match feature of Chen et al. 2017, "Reading
Wikipedia to Answer Open-Domain Questions", section 3.2, as a segment). Each [SEP] carries the plain segment of the
text that it ends. Two short forms: `[CLS] dialogue [SEP]` (fact head) and `[CLS] rule text [SEP]` (rule query), both
in segment 0. Limits count content tokens, without [CLS] and [SEP]; of evidence beyond its limit a row shows the
sentences that bear on the last turn and the reply."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from tokenizers import Tokenizer

DIALOGUE_TOKENS = 96
EVIDENCE_TOKENS = 192
PIECE_TOKENS = (8, 64)  # the fewest and the most of a piece of evidence
REPLY_TOKENS = 192
DIALOGUE, EVIDENCE, ASKED_FOR, REPLY, NOT_FOUND = range(5)
SHOWN = {"user": "user", "agent": "agent"}


@dataclass
class Packed:
    input_ids: list[int]
    segment_ids: list[int]
    spans: list[tuple[int, int]] = field(default_factory=list)  # half-open token range of each statement


class Packer:
    def __init__(self, tokenizer_file: str | Path) -> None:
        self.tokenizer = Tokenizer.from_file(str(tokenizer_file))
        self.tokenizer.no_padding()
        self.tokenizer.no_truncation()
        self.cls = self.tokenizer.token_to_id("[CLS]")
        self.sep = self.tokenizer.token_to_id("[SEP]")
        self.ends = set(self.tokenizer.encode(".?!", add_special_tokens=False).ids)
        self.cache: dict[str, list[int]] = {}

    def ids(self, text: str) -> list[int]:
        found = self.cache.get(text)
        if found is None:
            found = self.tokenizer.encode(text, add_special_tokens=False).ids
            self.cache[text] = found
        return found

    def row(self, dialogue: list[dict], evidence_ids: list[int], reply: list[str]) -> Packed:
        tail: list[int] = []
        kept = []
        for statement in reply:
            ids = self.ids(statement)[: REPLY_TOKENS - len(tail)]
            kept.append((len(tail), len(tail) + len(ids)))
            tail += ids
        said = self.ids(render_dialogue(dialogue))[-DIALOGUE_TOKENS:]
        shown = self.selected(evidence_ids, [*self.ids(last_said(dialogue)), *tail])
        head, middle = [self.cls, *said, self.sep], [*shown, self.sep]
        start = len(head) + len(middle)
        asked, found = set(head), set(shown or tail)  # without evidence nothing can be missing from it
        segments = [DIALOGUE] * len(head)
        segments += [*(ASKED_FOR if token in asked else EVIDENCE for token in shown), EVIDENCE]
        segments += [*(REPLY if token in found else NOT_FOUND for token in tail), REPLY]
        return Packed([*head, *middle, *tail, self.sep], segments, [(start + a, start + b) for a, b in kept])

    def pieces(self, ids: list[int]) -> list[list[int]]:
        """Sentences, as far as tokens tell: an end of less than eight tokens is none ("U.S.", "3.5"), a list without
        ends is cut.
        """
        least, most = PIECE_TOKENS
        found: list[list[int]] = [[]]
        for token in ids:
            found[-1].append(token)
            if len(found[-1]) == most or (len(found[-1]) >= least and token in self.ends):
                found.append([])
        return found if found[-1] else found[:-1]

    def selected(self, evidence: list[int], wanted: list[int]) -> list[int]:
        """What a row shows of long evidence: the sentences, in their order, that together hold of what is wanted what
        can be had. Each is the one that adds most when it is chosen (the greedy weighted cover of Chvatal 1979, "A
        Greedy Heuristic for the Set-Covering Problem"); the fewer sentences have a token, the more it counts. The
        start where nothing can be had.
        """
        if len(evidence) <= EVIDENCE_TOKENS:
            return evidence
        pieces, room, chosen = self.pieces(evidence), EVIDENCE_TOKENS, []
        distinct = [list(dict.fromkeys(piece)) for piece in pieces]
        held = Counter(token for piece in distinct for token in piece)
        worth = {token: 1 / held[token] for token in wanted if token in held}
        while worth and (fits := [i for i, piece in enumerate(pieces) if len(piece) <= room]):
            gains = [sum(worth.get(token, 0) for token in distinct[i]) for i in fits]
            if not max(gains):
                break
            best = fits[gains.index(max(gains))]
            chosen.append(best)
            room -= len(pieces[best])
            for token in distinct[best]:
                worth.pop(token, None)
        return [token for i in sorted(chosen) for token in pieces[i]] or evidence[:EVIDENCE_TOKENS]

    def dialogue_row(self, dialogue: list[dict]) -> Packed:
        ids = [self.cls, *self.ids(render_dialogue(dialogue))[-DIALOGUE_TOKENS:], self.sep]
        return Packed(ids, [0] * len(ids))

    def rule_row(self, text: str) -> Packed:
        ids = [self.cls, *self.ids(text)[:DIALOGUE_TOKENS], self.sep]
        return Packed(ids, [0] * len(ids))


def said_turns(dialogue: list[dict]) -> list[dict]:
    """Without the search turns."""
    return [turn for turn in dialogue if turn["participant"] in SHOWN]


def render_dialogue(dialogue: list[dict]) -> str:
    """`user: ...` and `agent: ...` a line"""
    return "\n".join(f"{SHOWN[turn['participant']]}: {turn['text']}" for turn in said_turns(dialogue))


def last_said(dialogue: list[dict]) -> str:
    return "".join(turn["text"] for turn in said_turns(dialogue)[-1:])


def render_evidence(text: str, title: str | None = None) -> str:
    return f"{title}\n{text}" if title else text
