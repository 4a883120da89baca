"""python -m pytest tests/test_reward.py (from training/). Packing, pooling and batching with a toy tokenizer and a
toy model."""

import random
from pathlib import Path

import numpy as np
import onnxruntime as ort
import pytest
import torch
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

from corpora.handwritten import Said
from encoder.export_onnx import Shape, word_table
from reward.batches import batches, collate, located, pack, padded
from reward.export_onnx import build
from reward.from_graph import tensors, weights
from reward.losses import chosen_rules, distilled, losses, places, read, total
from reward.measure.metrics import auc, calibration_error
from reward.model import RewardModel, pool_statements
from reward.render import DIALOGUE_TOKENS, EVIDENCE_TOKENS, REPLY_TOKENS, Packer, render_dialogue
from reward.state_probe import Compared, fit
from reward.tasks.claims import pieces
from reward.tasks.common import ALL_RULES, Group, Row, talk, user
from reward.tasks.corrupt import corrupt, new_number
from reward.tasks.fused import fused, moved, shortened
from reward.tasks.own_samples import in_order
from reward.tasks.spoken import group
from shared.onnx_int8 import GraphBuilder
from shared.sessions import session_options


@pytest.fixture
def packer(tmp_path: Path) -> Packer:
    words = ["[PAD]", "[CLS]", "[SEP]", "[UNK]", "user", "agent", ":", ".", *(f"w{i}" for i in range(400))]
    tokenizer = Tokenizer(models.WordLevel({w: i for i, w in enumerate(words)}, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.Lowercase()
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.save(str(tmp_path / "tokenizer.json"))
    return Packer(tmp_path / "tokenizer.json")


def toy(buckets: int = 0) -> RewardModel:
    torch.manual_seed(1)
    return RewardModel(vocab=408, width=48, layers=2, heads=4, inner=64, buckets=buckets).eval()


def words(first: int, last: int) -> str:
    return " ".join(f"w{i}" for i in range(first, last))


def test_a_row_holds_dialogue_evidence_and_reply_in_segments(packer: Packer) -> None:
    row = packer.row(user("w1 w2"), packer.ids("w3"), ["w4 .", "w5"])
    assert [packer.tokenizer.id_to_token(i) for i in row.input_ids] == [
        "[CLS]",
        "user",
        ":",
        "w1",
        "w2",
        "[SEP]",
        "w3",
        "[SEP]",
        "w4",
        ".",
        "w5",
        "[SEP]",
    ]
    assert row.segment_ids == [0] * 6 + [1] * 2 + [4, 4, 4, 3], "nothing of the reply is in the evidence"
    assert row.spans == [(8, 10), (10, 11)]


def test_shared_tokens_are_told_by_their_segments(packer: Packer) -> None:
    row = packer.row(user("w1 w2"), packer.ids("w2 w3 w4"), ["w3 w5"])
    assert row.segment_ids == [0] * 6 + [2, 1, 1, 1] + [3, 4, 3]
    assert packer.row(user("w1"), [], ["w3 w5"]).segment_ids[-3:] == [3, 3, 3], (
        "without evidence nothing is missing from it"
    )


def test_search_turns_are_left_out() -> None:
    dialogue = [
        *talk("a", "b", "c"),
        {"participant": "search-query", "text": "q"},
        {"participant": "search-results", "text": "r"},
    ]
    assert render_dialogue(dialogue) == "user: a\nagent: b\nuser: c"


def test_a_long_dialogue_keeps_its_end_and_a_long_reply_its_start(packer: Packer) -> None:
    row = packer.row(user(words(0, 150)), [], [words(0, 150), words(150, 250), "w1"])
    assert row.input_ids[DIALOGUE_TOKENS] == packer.ids("w149")[0]
    assert len(row.input_ids) == 1 + DIALOGUE_TOKENS + 1 + 1 + REPLY_TOKENS + 1
    assert row.spans[2][0] == row.spans[2][1], "a statement that was cut off has an empty range"


def test_of_long_evidence_a_row_shows_what_bears_on_the_reply(packer: Packer) -> None:
    sentence = lambda first: f"{words(first, first + 10)} ."
    evidence = packer.ids(" ".join(sentence(10 * i) for i in range(30)))
    assert len(packer.row(user("w300"), evidence[:EVIDENCE_TOKENS], ["w9"]).input_ids) == EVIDENCE_TOKENS + 8, (
        "what fits is shown as it is"
    )
    row = packer.row(user("w301"), evidence, ["w155 w23 w28", "w301"])
    shown = row.input_ids[5 : row.spans[0][0] - 1]
    assert shown == packer.ids(f"{sentence(20)} {sentence(150)}"), (
        "both sentences that the reply is made of, in the order of the source"
    )


def test_a_row_scores_the_same_alone_and_in_a_batch(packer: Packer) -> None:
    model = toy()
    rows = [
        packer.row(user("w1"), [], ["w2"]),
        packer.row(user(words(0, 40)), packer.ids(words(3, 9)), ["w2 w3", "w7"]),
    ]
    queries = torch.randn(3, 48)
    alone = [model.rule_logits(model.encode(*part), part[1], queries)[0] for part in (padded([row]) for row in rows)]
    ids, mask, segments = padded(rows)
    states = model.encode(ids, mask, segments)
    assert torch.allclose(torch.stack(alone), model.rule_logits(states, mask, queries), atol=1e-5)
    assert torch.allclose(
        model.preferences(states, mask, segments)[0],
        model.preferences(model.encode(*padded(rows[:1])), *padded(rows[:1])[1:])[0],
        atol=1e-5,
    )


def test_a_statement_is_the_mean_of_its_tokens() -> None:
    logits = torch.tensor([[0.0, 1.0, 3.0, 5.0], [2.0, 2.0, 4.0, 0.0]])
    pooled = pool_statements(logits, [[(1, 3), (3, 4)], [(0, 3)]])
    assert pooled[0].tolist() == [2.0, 5.0] and pooled[1].tolist() == pytest.approx([8 / 3])


def test_a_step_learns_from_every_head_and_leaves_the_words_alone(packer: Packer) -> None:
    groups = [
        Group(
            "a",
            [
                Row(user("w1"), ["w2", "w3"], "w2 w9", {"no-body": 1, "no-threats": 0}, [1, 0], [1, None]),
                Row(user("w1"), ["w8"], "w2"),
            ],
            [(0, 1)],
            answer="w9",
        ),
        Group("b", [Row(user("w5"), [])], fact=2),
    ]
    model, locate = toy(), torch.nn.Linear(48, 1)
    batch = collate([(g, pack(g, packer)) for g in groups], {rule: 1.0 for rule in ALL_RULES}, packer)
    asked = chosen_rules(batch, random.Random(1))
    parts = losses(read(model, packer, batch, ["w1 w2"] * len(asked), locate), batch, asked)
    total(parts).backward()
    assert (
        set(parts) == {"rules", "preference", "support", "checkable", "fact", "answer"}
        and locate.weight.grad is not None
    )
    assert model.words.weight.grad is None
    assert all(p.grad is not None for n, p in model.named_parameters() if n != "words.weight")


def test_what_answers_is_looked_for_in_the_evidence_alone(packer: Packer) -> None:
    row = packer.row(user("w7 w8"), packer.ids("w1 w7 w8 w2"), ["w7 w8"])
    assert [row.input_ids[i] for i in range(*located(row, packer.ids("w7 w8")))] == packer.ids("w7") and located(
        row, packer.ids("w7 w8")
    )[0] == 7
    assert located(row, packer.ids("w2 w7")) is None, "what does not stand there in one piece is not learnt from"
    assert located(row, []) == (0, 0)
    batch = collate([(Group("a", [Row(user("w7"), ["w1"], "w1 w7 w8")], answer="w7 w8"), [row])], {}, packer)
    chances = places(torch.nn.Linear(48, 1), torch.randn(1, len(row.input_ids), 48), batch).exp()[0]
    outside = [i for i, segment in enumerate(row.segment_ids) if i and segment not in (1, 2)]
    assert chances[outside].sum() < 1e-6 and chances.sum().item() == pytest.approx(1)


def test_a_teacher_teaches_what_no_label_tells(packer: Packer) -> None:
    group = Group(
        "a",
        [
            Row(user("w1"), ["w2 w3"], "w2 w9", {"no-body": 1}, [1], [1]),
            Row(user("w1"), ["w8"], "w2", {}, [None], [None]),
        ],
        [(0, 1)],
    )
    batch = collate([(group, pack(group, packer))], {rule: 1.0 for rule in ALL_RULES}, packer)
    torch.manual_seed(1)
    model, teacher, asked = toy(), toy(), ["w4", "w5 w6"]
    with torch.no_grad():
        teacher.tokens.weight.normal_()
        teacher.rule_out.weight.normal_()
        taught = read(teacher, packer, batch, asked)
    gap = lambda: sum(
        (ours.sigmoid() - theirs.sigmoid()).abs().mean().item()
        for ours, theirs in zip(told(read(model, packer, batch, asked)), told(taught))
    )
    told = lambda said: (said.rules, said.tokens[:, -4:, 0], said.preference)
    before, steps = gap(), torch.optim.AdamW((p for p in model.parameters() if p.requires_grad), lr=3e-3)
    for _ in range(60):
        steps.zero_grad()
        total(distilled(read(model, packer, batch, asked), taught, batch)).backward()
        steps.step()
    assert gap() < before / 2


def test_batches_hold_every_group_once_and_keep_to_their_budget(packer: Packer) -> None:
    rng = random.Random(3)
    groups = [Group(str(i), [Row(user(words(0, rng.randint(1, 60))), ["w1"])] * rng.randint(1, 3)) for i in range(80)]
    made = list(batches(groups, packer, {}, rng, budget=512, most_rows=12))
    assert sorted(g.key for b in made for g, _ in b) == sorted(g.key for g in groups)
    for batch in made:
        rows = [row for _, packed in batch for row in packed]
        assert len(rows) <= 12 and max(len(r.input_ids) for r in rows) * len(rows) <= 512


def test_a_corrupted_sentence_differs_from_the_true_one() -> None:
    rng = random.Random(2)
    text = "The limit is 1048576 bytes and was set by Ada Lovelace in 1843."
    for _ in range(20):
        assert corrupt(text, ["Grace Hopper"], rng) not in (None, text)
    assert new_number("no digits here", [], rng) is None


def test_sentences_are_shortened_and_fused_as_summaries_do() -> None:
    first = "The Lincoln Tunnel, which carries 120,000 vehicles a day, is the busiest tunnel in the world (by far)."
    assert "The Lincoln Tunnel is the busiest tunnel in the world." in {
        shortened(first, random.Random(seed)) for seed in range(40)
    }
    other = "The Holland Tunnel was opened to the traffic of New Jersey in 1927."
    assert shortened(other, random.Random(1)) == other, "it has no aside"
    assert fused("The Lincoln Tunnel is the busiest in the world.", other) is None, (
        "they share a word, so it may be the same thing"
    )
    assert (
        fused("Manhattan Island is linked to New York by tunnels.", other)
        == "Manhattan Island was opened to the traffic of New Jersey in 1927."
    )
    assert fused("It is linked to New York by tunnels.", other) is None, "it may be the tunnel"
    assert moved("In 1931 it was closed.", [other], random.Random(1)) == "In 1927 it was closed."
    assert moved("In May it was closed.", ["It was opened again in June."], random.Random(1)) is None


def test_a_claim_is_cut_where_its_support_begins_and_ends() -> None:
    tokens = ["It", "holds", "260", ",", "000", "books", "."]
    assert pieces("It holds 260,000 books.", tokens, [False, False, True, True, True, False, False]) == [
        ("It holds", 1),
        ("260,000", 0),
        ("books.", 1),
    ]
    assert pieces("It holds books.", ["It", "holds", "books", "."], [True, True, True, False]) == [
        ("It holds books", 0)
    ], "a full stop claims nothing"


def test_auc_counts_ties_half() -> None:
    labels = torch.tensor([1, 0, 1, 0]).numpy()
    assert auc(labels, torch.tensor([0.9, 0.1, 0.8, 0.2]).numpy()) == 1.0
    assert auc(labels, torch.zeros(4).numpy()) == 0.5
    assert calibration_error(labels, torch.full((4,), 0.5).numpy()) == 0.0


def exported(model: RewardModel, folder: Path, whole_products: bool = True) -> dict[str, np.ndarray]:
    state = {name: value.numpy() for name, value in model.state_dict().items()}
    g = GraphBuilder("reward", folder, {"weights": "reward.bin"}, whole_products)
    table, scale = word_table(state["words.weight"])
    words = g.weight("words", table, "weights"), g.weight("words.scale", scale, "weights")
    build(g, state, words, Shape(layers=2, width=48, heads=4))
    g.save("reward.onnx")
    return state


@pytest.mark.parametrize("buckets", [0, 32])
def test_the_graph_reads_back_to_the_weights_that_it_was_made_of(buckets: int, tmp_path: Path) -> None:
    """Training goes on from the graph, so what from_graph gives has to be the same model, int8's rounding apart."""
    state = exported(toy(buckets), tmp_path)
    if buckets:
        state["relative.weight"][buckets // 2] = 0  # no pair of places falls there
    for name, value in weights(tensors(tmp_path), 2, 48).items():
        assert abs(value - state[name]).max() <= abs(state[name]).max() / 127 / 1.9, name


@pytest.mark.parametrize(("whole_products", "within"), [(True, 0.03), (False, 0.01)])
def test_relative_places_are_the_same_in_the_graph(
    whole_products: bool, within: float, packer: Packer, tmp_path: Path
) -> None:
    model = toy(buckets=32)
    model.relative.weight.data *= 3
    exported(model, tmp_path, whole_products)
    rows = [
        packer.row(user(words(0, 40)), packer.ids(words(3, 90)), ["w2 w3", "w7"]),
        packer.row(user("w1"), [], ["w2"]),
    ]
    ids, mask, segments = padded(rows)
    with torch.no_grad():
        states = model.encode(ids, mask, segments)
        expected = model.tokens(states)[0, :, 0].numpy()
        flat = model.relative.weight.clone()
        model.relative.weight.zero_()
        assert abs(model.tokens(model.encode(ids, mask, segments))[0, :, 0].numpy() - expected).max() > 5 * within, (
            "they matter here"
        )
        model.relative.weight.copy_(flat)
    session = ort.InferenceSession(str(tmp_path / "reward.onnx"), session_options())
    feed = {"input_ids": ids, "attention_mask": mask, "segment_ids": segments}
    got = session.run(
        ["support_logits"], {**{k: v.numpy() for k, v in feed.items()}, "rule_queries": np.zeros((1, 48), np.float32)}
    )[0]
    assert abs(got[0] - expected).max() < within


def test_a_head_over_states_finds_the_direction_that_is_better() -> None:
    rng = np.random.default_rng(3)
    groups = [Compared(states, (states[:, 2] > 0).astype(float), np.zeros(4)) for states in rng.normal(size=(60, 4, 6))]
    weights = fit([g.states for g in groups[:40]], [g.worth for g in groups[:40]])
    assert np.argmax(abs(weights)) == 2 and weights[2] > 0
    values = [(g.states @ weights, in_order(g.worth)) for g in groups[40:]]
    assert np.mean([v[a] > v[b] for v, pairs in values for a, b in pairs]) > 0.9


def test_a_head_beside_the_reward_leaves_it_its_weight() -> None:
    rng = np.random.default_rng(5)
    preferences = rng.normal(size=(40, 4))
    groups = [Compared(rng.normal(size=(4, 6)), (own > 0).astype(float), own) for own in preferences]
    held, free = (fit([g.joined() for g in groups], [g.worth for g in groups], free) for free in (0, 2))
    share = lambda weights: abs(weights[-1]) / abs(weights).sum()
    assert np.argmax(abs(free)) == 6 and share(free) > share(held)


def test_what_the_policy_says_amiss_comes_after_what_fits() -> None:
    crisis = Said("crisis", ["I want to die."], ["Please call a crisis line now."])
    learnt = [
        ("crisis", crisis.replies[0]),
        ("distress", "That sounds hard, and I am sorry."),
        ("talk 6", "Goodbye! Ask me again."),
        ("talk 7", "You are welcome."),
        ("unknown", "I do not know that."),
    ]
    drawn = ["Please call a crisis line.", "Goodbye! Ask me.", "That sounds hard, and I am sorry.", "My cat is green."]
    made = group(crisis, "I want to die.", drawn, learnt, random.Random(1), 2)
    first_worse = min(worse for _, worse in made.better)
    said = [" ".join(row.reply) for row in made.rows]
    assert set(said[:first_worse]) == {"Please call a crisis line now.", "Please call a crisis line."}
    assert "Goodbye! Ask me." in said[first_worse:] and len(said) - first_worse == 2
    # What passes for a fitting reply, and what is like nothing learnt, is not compared.
    assert not {"That sounds hard, and I am sorry.", "My cat is green."} & set(said)
