"""python -m pytest tests/test_policy.py (from training/). Rows, rendering, judgements and a training step on a toy
model."""

import random
import re

import numpy as np
import pytest
import torch
from toy_policy import random_base

from corpora import manuals, small_talk
from corpora.answers import abstains, claims, holds, is_sentence, rouge_l, token_f1
from corpora.handwritten import Said, read_careful, read_dialogues, read_docs, read_exchanges, read_intents, read_lines
from corpora.instructions import read_instructions
from corpora.sources import agent, results, snippet, user
from corpora.text import part_of, reads_well, snippet_around, standing_alone, statement_of
from policy import chat, rewrites
from policy.careful import is_bare, rows_of
from policy.data import Distractors, abstentions, docs_rows
from policy.eval_sets import HELD, said_set
from policy.from_graph import adapter
from policy.model import MATRICES, Policy, adapter_state, load_adapter
from policy.pairs import chosen_and_rejected
from policy.prefer import log_likelihoods, pair_loss
from policy.prompt import MODELS
from policy.sft import batches, in_parts, loss_of, shared_length
from policy.standing_instructions import held_instructions
from policy.talk import acknowledged
from reward.questions import unanswered
from shared.average import mean

SENTENCE = "I found nothing in the sources that answers this."


def toy(rank: int = 4) -> Policy:
    torch.manual_seed(1)
    policy = Policy(random_base(np.random.default_rng(1)), rank=rank, max_length=64)
    for name, value in policy.named_parameters():
        if name.endswith(".b"):
            torch.nn.init.normal_(value, std=0.05)
    return policy


def examples(rng: random.Random, count: int) -> list[tuple[list[int], int]]:
    made = []
    for _ in range(count):
        ids = [1, 7, 8, 9, *(rng.randrange(10, 250) for _ in range(rng.randrange(6, 30)))]
        made.append((ids, len(ids) - 3))
    return [(ids + [2], start) for ids, start in made]


def test_a_beginning_that_is_read_once_gives_the_same_loss_and_gradients() -> None:
    policy, rows = toy(), examples(random.Random(2), 5)
    assert shared_length(rows) == 4
    gradients = []
    for shared in (0, 4):
        policy.zero_grad()
        loss = loss_of(policy, rows, 258, shared)
        loss.backward()
        gradients.append((loss.item(), policy.blocks[0].k.b.grad.clone()))
    (first, a), (second, b) = gradients
    assert first == pytest.approx(second, rel=1e-5)
    assert torch.allclose(a, b, rtol=1e-3, atol=1e-3)


def test_parts_of_a_batch_hold_every_row_once_within_the_budget() -> None:
    batch = examples(random.Random(3), 16)
    parts = in_parts(batch, 80)
    assert sorted(map(id, batch)) == sorted(id(row) for part in parts for row in part)
    assert all(len(part) == 1 or max(len(ids) for ids, _ in part) * len(part) <= 80 for part in parts)


def test_a_few_steps_lower_the_loss_and_leave_the_base_alone() -> None:
    policy, rows = toy(), examples(random.Random(4), 16)
    before = policy.blocks[0].q.weight.clone()
    optimizer = torch.optim.AdamW(policy.parameters(), lr=2e-2)
    losses = []
    for batch in batches(rows * 40, random.Random(5), 8):
        optimizer.zero_grad()
        loss = loss_of(policy, batch, 258, 4)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    assert np.mean(losses[-4:]) < 0.8 * np.mean(losses[:4])
    assert torch.equal(before, policy.blocks[0].q.weight)


def test_an_adapter_read_back_is_the_same_model(tmp_path) -> None:
    first, second = toy(), toy()
    torch.save(adapter_state(first), tmp_path / "adapter.pt")
    for value in second.parameters():
        torch.nn.init.zeros_(value)
    load_adapter(second, tmp_path / "adapter.pt")
    ids = torch.arange(20)[None]
    assert torch.allclose(first(ids), second(ids), atol=1e-5)


def test_bf16_products_stay_near_fp32() -> None:
    rows = examples(random.Random(6), 8)
    exact, rough = (loss_of(policy, rows, 258).item() for policy in (toy(), toy().freeze_in(torch.bfloat16)))
    assert rough == pytest.approx(exact, rel=0.02)


def test_parts_of_the_data_never_change() -> None:
    assert [part_of(f"question {i}") for i in range(12)].count("dev") == [
        part_of(f"question {i}") for i in range(12)
    ].count("dev")
    assert 0.05 < sum(part_of(str(i)) == "dev" for i in range(2000)) / 2000 < 0.15


def test_a_snippet_is_whole_sentences_within_its_limit() -> None:
    text = " ".join(f"Sentence number {i} stands here and says little." for i in range(40))
    at = text.index("number 20")
    cut = snippet_around(text, at, at + 5)
    assert cut is not None and len(cut) <= 500 and "number 20" in cut and cut[0] == "S" and cut[-1] == "."


def test_statements_are_made_where_the_question_allows_it() -> None:
    assert statement_of("Who founded the Red Cross?", "Henry Dunant") == "Henry Dunant founded the Red Cross."
    assert statement_of("How many people live there?", "40") is None
    assert not reads_well("a heading without an end")


def test_a_sentence_taken_out_of_a_passage_loses_what_tied_it_to_the_one_before() -> None:
    assert standing_alone("However, it was closed again.") == "It was closed again."
    assert standing_alone("Still life paintings hung there.") == "Still life paintings hung there."
    assert reads_well("He was born in Graz in 1856.")


def test_distractors_and_abstentions_hold_no_answer() -> None:
    items = [
        {
            "title": f"t{i % 3}",
            "text": f"text {i} about gold{i}",
            "question": f"What is number {i}?",
            "answer": f"gold{i}",
            "answers": [f"gold{i}"],
        }
        for i in range(30)
    ]
    rng = random.Random(7)
    for row in abstentions(items, Distractors(items, rng), rng, SENTENCE, 20, 10):
        answer = "gold" + row["turns"][0]["text"].rstrip("?").split()[-1]
        assert row["turns"][-1]["text"] == SENTENCE
        assert all(f"{answer} " not in f"{e['text']} " for e in row["turns"][1]["evidence"])


def test_handwritten_files_read_well() -> None:
    for name in ("rules", "facts", "dialogues"):
        for row in read_dialogues(name):
            assert row["turns"][-1]["participant"] == "agent"
            assert claims(row["turns"][-1]["text"]) is None, row["turns"][-1]["text"]
    assert all(row["turns"][-1]["participant"] == "search-query" for row in read_dialogues("queries"))
    for intent, replies in read_intents().items():
        assert replies and all(claims(reply) is None for reply in replies), intent
    for doc in [*read_docs("docs"), *read_docs("docs-markdown")]:
        assert len(doc["text"]) <= 500 and doc["reply"].endswith((".", "`.")), doc
    trained = {doc["text"] for name in ("docs", "docs-markdown") for doc in read_docs(name)}
    assert not trained & {doc["text"] for doc in read_docs("heldout-docs")}


@pytest.mark.parametrize("name", ["talk", "careful"])
def test_what_is_said_to_measure_is_in_no_training_row(name: str) -> None:
    plain = lambda text: re.sub(r"\W+", " ", text).lower().strip()
    careful_rows = rows_of(read_careful(), random.Random(3), 2)
    trained = {
        plain(row["turns"][0]["text"])
        for row in [*read_exchanges("talk"), *careful_rows, *read_dialogues("rules"), *read_dialogues("dialogues")]
    }
    measured = [plain(row["turns"][0]["text"]) for row in said_set(name)]
    assert len(set(measured)) == len(measured) > 40 and not trained & set(measured)
    for row in [*careful_rows, *read_exchanges("talk")]:
        assert claims(row["turns"][-1]["text"]) is None, row


def test_an_instruction_is_kept_from_its_first_reply_on() -> None:
    words = [word for kind, lines in read_instructions().items() if kind.endswith(" words") for word in lines]
    for row in acknowledged(random.Random(3), 40):
        asked, reply = (turn["text"] for turn in row["turns"])
        own = [word for word in words if word in asked]
        assert not own or any(word in reply for word in own), row


def test_documentation_rows_abstain_on_other_snippets_only() -> None:
    texts = {
        (doc["question"].lower().rstrip("?"), doc["text"])
        for name in ("docs", "docs-markdown")
        for doc in read_docs(name)
    }
    for row in docs_rows(random.Random(8), SENTENCE):
        question, evidence = row["turns"][0]["text"].lower().rstrip("?"), row["turns"][1]["evidence"]
        own = any((question, e["text"]) in texts for e in evidence)
        assert own == (row["turns"][-1]["text"] != SENTENCE)


def test_an_injected_order_changes_the_snippet_and_not_the_reply() -> None:
    row = {"source": "x", "turns": [user("Who?"), results([snippet("Ann wrote it.")]), agent("Ann wrote it.")]}
    made = chat.injected([row] * 30, random.Random(9))
    assert all(
        m["turns"][-1] == row["turns"][-1]
        and any(o in m["turns"][1]["evidence"][0]["text"] for o in read_lines("injections"))
        for m in made
    )
    assert row["turns"][1]["evidence"][0]["text"] == "Ann wrote it."


@pytest.mark.parametrize("farthest", [2, 19])
def test_an_instruction_of_the_first_turn_is_kept_in_every_reply(farthest: int) -> None:
    rows = [
        {
            "source": "squad",
            "turns": [user(f"Who is {i}?"), results([snippet("A b.")]), agent("The man was seen there.")],
        }
        for i in range(30)
    ]
    words = {kind.split()[0]: lines for kind, lines in read_instructions().items() if kind.endswith(" words")}
    longest = 0
    for row in held_instructions(rows, random.Random(10), 60, farthest):
        said = [t["text"] for t in row["turns"] if t["participant"] == "agent"]
        longest = max(longest, len(said))
        word = next(
            (
                w
                for kind in words
                for w in words[kind]
                if w in row["turns"][0]["text"] and all(w in one for one in said)
            ),
            None,
        )
        short = any(line in row["turns"][0]["text"] for line in read_instructions()["short"])
        assert word or short, row
        assert [t["participant"] for t in row["turns"][:-2]].count("search-results") == 0
    assert longest > farthest


def test_what_is_measured_of_instructions_is_in_no_training_row() -> None:
    written = " ".join(line for lines in read_instructions().values() for line in lines)
    for instruction in list(HELD)[5:]:
        word = re.search(r'"(.+?)[,."]|Call me (\w+)', instruction)
        assert (word[1] or word[2]) not in written and instruction.split('"')[0] not in written


def test_a_rewrite_that_leans_on_earlier_turns_is_left_out() -> None:
    history = [user("Tell me about otters."), agent("Otters swim.")]
    assert rewrites.row("x", history, "What do they eat?", "What do they eat?") is None
    assert rewrites.row("x", history, "What do they eat?", "What do otters eat?") is not None


@pytest.mark.parametrize(
    "reply",
    [
        "I love long walks.",
        "My wife is a nurse.",
        "I have booked the table.",
        "The alarm has been set.",
        "I grew up in Leeds.",
        "I am a human.",
    ],
)
def test_claims_that_no_program_can_make_are_found(reply: str) -> None:
    assert claims(reply) is not None


@pytest.mark.parametrize(
    "reply",
    [
        "I cannot book a table, but I can look one up.",
        "I am an AI, so I have no family.",
        "No, I am not a human.",
        "The door has been painted.",
        "Set the alarm yourself.",
    ],
)
def test_denials_and_facts_are_no_claims(reply: str) -> None:
    assert claims(reply) is None


def test_figures_of_replies() -> None:
    assert holds("It was built in the 1920s by Ann Lee.", ["ann lee"]) and not holds("It was Annlee.", ["ann lee"])
    assert abstains(SENTENCE) and not abstains("The bridge is 40 metres long.")
    assert is_sentence("The bridge is 40 metres long.") and not is_sentence("40 metres")
    assert token_f1("the red cat", "a red cat") == 1 and token_f1("dog", "cat") == 0
    assert rouge_l("one two three", "one three") == pytest.approx(0.8)


def test_manuals_are_answered_from_their_snippet_or_not_at_all() -> None:
    rows = manuals.manuals(random.Random(11), 300, SENTENCE)
    assert 0.1 < sum(row["turns"][-1]["text"] == SENTENCE for row in rows) / 300 < 0.3
    for row in rows:
        asked, text, reply = row["turns"][0]["text"], row["turns"][1]["evidence"][0]["text"], row["turns"][-1]["text"]
        assert len(text) <= 500 and reply[-1] in ".;"
        named = (
            [name for name, *_ in manuals.OPTIONS if name in reply]
            + [key for key in manuals.KEYS if key in reply]
            + re.findall(r"[A-Z]+_[A-Z_]+", reply)
        )
        assert all(name in text + row["turns"][1]["evidence"][0]["title"] for name in named), (asked, text, reply)


def test_the_right_sample_is_chosen_and_a_wrong_one_rejected() -> None:
    row = {
        "answerable": True,
        "answers": ["1912"],
        "replies": ["It sank in the year 1912.", "It sank in the year 1911.", SENTENCE],
    }
    for seed in range(8):
        chosen, rejected = chosen_and_rejected(row, random.Random(seed))
        assert chosen == "It sank in the year 1912." and rejected in row["replies"][1:]
    assert chosen_and_rejected({**row, "replies": [SENTENCE]}, random.Random(0)) is None
    assert chosen_and_rejected({**row, "replies": [SENTENCE]}, random.Random(0), "It went down in 1912.") == (
        "It went down in 1912.",
        SENTENCE,
    )
    assert chosen_and_rejected({**row, "answerable": False}, random.Random(0))[0] == SENTENCE


def test_documentation_that_does_not_answer_is_asked_of_one_snippet_and_right_is_only_the_abstention() -> None:
    rows = unanswered(60, random.Random(5))
    assert {row["title"].split(" > ")[0] for row in rows} & set(manuals.TOOLS)
    for row in rows:
        assert row["turns"] == [user(row["question"]), results([row["evidence"]])] and not row["answerable"]
        assert chosen_and_rejected({**row, "replies": ["It is 3."]}, random.Random(1), row["gold"]) == (
            SENTENCE,
            "It is 3.",
        )


def test_a_mean_takes_shares_of_whatever_sum() -> None:
    one, other = {"a": torch.tensor([1.0, 3.0])}, {"a": torch.tensor([5.0, 7.0])}
    assert mean([one, other])["a"].tolist() == [3.0, 5.0] and mean([one, other], [3, 1])["a"].tolist() == [2.0, 4.0]


def test_a_bare_row_ends_in_a_reply_that_no_evidence_stands_before() -> None:
    asked = [user("When did it sink?")]
    assert is_bare({"turns": [*asked, agent("I do not know.")]})
    assert not is_bare({"turns": [*asked, results([snippet("It sank.")]), agent("It sank.")]}) and not is_bare(
        {"turns": [*asked, {"participant": "search-query", "text": "sank"}]}
    )


def test_what_fits_is_chosen_above_what_the_policy_said_to_something_else() -> None:
    one = Said("farewell", ["They will find me in the morning."], ["Please call a crisis line now."])
    learnt = [("farewell", one.replies[0]), ("news", "That is good news, congratulations!")]
    good, bad = small_talk.judged(
        one, ["That is good news, congratulations!", "Please call a crisis line now.", "The moon is far."], learnt
    )
    assert (good, bad) == ({"Please call a crisis line now."}, {"That is good news, congratulations!"})


def test_a_step_on_a_pair_raises_the_chosen_reply_over_the_rejected_one() -> None:
    policy, pair = toy(), (([1, 7, 8, 9, 20, 21, 2], 4), ([1, 7, 8, 9, 30, 2], 4))
    of_both = lambda: [one.item() for one in log_likelihoods(policy, pair)]
    reference = of_both()
    optimizer = torch.optim.AdamW(policy.parameters(), lr=1e-2)
    for _ in range(3):
        optimizer.zero_grad()
        pair_loss(policy, pair, reference)[0].backward()
        optimizer.step()
    chosen, rejected = of_both()
    assert chosen - rejected > reference[0] - reference[1]


def test_the_further_apart_two_replies_are_the_more_a_step_parts_them() -> None:
    def push(gap: float) -> float:
        policy, pair = toy(), (([1, 7, 8, 9, 20, 21, 2], 4), ([1, 7, 8, 9, 30, 2], 4))
        loss, margin = pair_loss(policy, pair, [one.item() for one in log_likelihoods(policy, pair)], gap)
        assert margin == pytest.approx(0, abs=1e-4)
        loss.backward()
        return loss.item()

    assert push(0.0) < push(0.5) < push(2.0)


def test_the_shipped_adapter_reads_back_to_the_names_it_was_trained_under() -> None:
    state = adapter(MODELS / "policy")
    assert state.keys() == {f"{layer}.{name}.{half}" for layer in range(30) for name in MATRICES for half in "ab"}
    for layer in range(30):
        for name in MATRICES:
            a, b = state[f"{layer}.{name}.a"], state[f"{layer}.{name}.b"]
            assert a.shape[0] == b.shape[1] == 16 and 0 < (b @ a).abs().max() < 10
