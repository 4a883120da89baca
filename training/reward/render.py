"""Packing of one row for the reward model; the TypeScript service packs the same way.

    row: [CLS] dialogue [SEP] evidence [SEP] reply [SEP]      segments 0 | 1 or 2 | 3 or 4

What a small encoder is slow to learn is told: a token of the evidence that the dialogue has too is in segment 2, a token of
the reply that the evidence lacks in segment 4 (the exact-match feature of Chen et al. 2017, "Reading Wikipedia to Answer
Open-Domain Questions", section 3.2, as a segment). Each [SEP] carries the plain segment of the text that it ends. Two short
forms: `[CLS] dialogue [SEP]` (fact head) and `[CLS] rule text [SEP]` (rule query), both in segment 0. Limits count content
tokens, without [CLS] and [SEP].
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from tokenizers import Tokenizer

DIALOGUE_TOKENS = 96
EVIDENCE_TOKENS = 192
WINDOW_STRIDE = 144
REPLY_TOKENS = 192
DIALOGUE, EVIDENCE, ASKED_FOR, REPLY, NOT_FOUND = range(5)
SHOWN = {'user': 'user', 'agent': 'agent'}


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
        self.cls = self.tokenizer.token_to_id('[CLS]')
        self.sep = self.tokenizer.token_to_id('[SEP]')
        self.cache: dict[str, list[int]] = {}

    def ids(self, text: str) -> list[int]:
        found = self.cache.get(text)
        if found is None:
            found = self.tokenizer.encode(text, add_special_tokens=False).ids
            self.cache[text] = found
        return found

    def row(self, dialogue: list[dict], evidence_ids: list[int], reply: list[str]) -> Packed:
        said, shown = self.ids(render_dialogue(dialogue))[-DIALOGUE_TOKENS:], evidence_ids[:EVIDENCE_TOKENS]
        head, middle = [self.cls, *said, self.sep], [*shown, self.sep]
        tail: list[int] = []
        spans = []
        start = len(head) + len(middle)
        for statement in reply:
            kept = self.ids(statement)[: REPLY_TOKENS - len(tail)]
            spans.append((start + len(tail), start + len(tail) + len(kept)))
            tail += kept
        asked, found = set(head), set(shown or tail)  # without evidence nothing can be missing from it
        segments = [DIALOGUE] * len(head)
        segments += [*(ASKED_FOR if token in asked else EVIDENCE for token in shown), EVIDENCE]
        segments += [*(REPLY if token in found else NOT_FOUND for token in tail), REPLY]
        return Packed([*head, *middle, *tail, self.sep], segments, spans)

    def windows(self, evidence: str) -> list[list[int]]:
        """Token windows over the evidence, overlapping by a quarter; one empty window for no evidence."""
        ids = self.ids(evidence)
        if len(ids) <= EVIDENCE_TOKENS:
            return [ids]
        starts = range(0, len(ids) - EVIDENCE_TOKENS + WINDOW_STRIDE, WINDOW_STRIDE)
        return [ids[s : s + EVIDENCE_TOKENS] for s in starts]

    def rows(self, dialogue: list[dict], evidence: str, reply: list[str]) -> list[Packed]:
        return [self.row(dialogue, window, reply) for window in self.windows(evidence)]

    def dialogue_row(self, dialogue: list[dict]) -> Packed:
        ids = [self.cls, *self.ids(render_dialogue(dialogue))[-DIALOGUE_TOKENS:], self.sep]
        return Packed(ids, [0] * len(ids))

    def rule_row(self, text: str) -> Packed:
        ids = [self.cls, *self.ids(text)[:DIALOGUE_TOKENS], self.sep]
        return Packed(ids, [0] * len(ids))


def render_dialogue(dialogue: list[dict]) -> str:
    """`user: ...` and `agent: ...` a line; search turns are left out."""
    shown = [turn for turn in dialogue if turn['participant'] in SHOWN]
    return '\n'.join(f"{SHOWN[turn['participant']]}: {turn['text']}" for turn in shown)


def render_evidence(text: str, title: str | None = None) -> str:
    return f'{title}\n{text}' if title else text
