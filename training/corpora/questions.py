"""Holds written question rows against their documents.

    python -m corpora.questions written/questions/NAME.jsonl written/documents

DOCUMENTS is the folder that a row's `set` lies in: DOCUMENTS/<set>/<file>. Prints each fault and the counts by kind;
exit code 1 where a row is at fault. `written/questions/README.md` says what a row holds.
"""

import argparse
import json
import re
import sys
from collections import Counter
from pathlib import Path

KINDS = ("fact", "how-to", "list", "compare", "yes-no", "why", "two-places", "unanswerable", "vague", "typo")
DECLINING = ("I found nothing about this in the documents.", "The documents do not answer this question.")
FIELDS = {
    "id",
    "set",
    "question",
    "kind",
    "gold",
    "must",
    "not",
    "answer",
    "passage",
    "near",
    "contradicted",
    "context",
    "paraphrases",
}


def passes(row: dict, text: str) -> bool:
    """Whether `text` is a right reply to the row, as its patterns say."""
    return all(re.search(one, text, re.I) for one in row["must"]) and not any(
        re.search(one, text, re.I) for one in row.get("not", [])
    )


def words_outside_code(text: str) -> int:
    return len(
        re.findall(r"[^\W_][\w'’.-]*", re.sub(r"`[^`]*`", " x ", re.sub(r"```.*?(```|$)", " ", text, flags=re.S)))
    )


def faults_of(row: dict, documents: Path) -> list[str]:
    missing = {"id", "set", "question", "kind", "gold", "must", "answer"} - row.keys()
    if missing or row.keys() - FIELDS:
        return [f"fields missing {sorted(missing)} or unknown {sorted(row.keys() - FIELDS)}"]
    faults = [] if row["kind"] in KINDS else [f"kind {row['kind']}"]
    for file in row["gold"]:
        if not (documents / row["set"] / file).is_file():
            faults.append(f"no file {file}")
    unanswerable = row["kind"] == "unanswerable"
    if unanswerable != (not row["gold"]) or unanswerable != (not row["must"]):
        faults.append("unanswerable rows, and only these, have no gold and no must")
    if unanswerable:
        return faults
    if not passes(row, row["answer"]):
        faults.append("its own answer does not pass")
    if passes(row, row["question"]):
        faults.append("the question given back passes")
    if words_outside_code(row["answer"]) > 60:
        faults.append("the answer has more than 60 words outside code")
    faults += [f"a reply that declines passes: {text}" for text in DECLINING if passes(row, text)]
    faults += [f"a paraphrase does not pass: {text}" for text in row.get("paraphrases", []) if not passes(row, text)]
    if "contradicted" in row and row["contradicted"].strip() == row["answer"].strip():
        faults.append("the contradicted answer is the answer")
    if len(row.get("near", [])) != 2 or "contradicted" not in row or "passage" not in row:
        faults.append("answerable rows have a passage, two near questions and a contradicted answer")
        return faults
    file, first, last = row["passage"]["file"], *row["passage"]["lines"]
    path = documents / row["set"] / file
    if (
        file not in row["gold"]
        or not path.is_file()
        or not 1 <= first <= last <= len(path.read_text("utf-8").splitlines())
    ):
        faults.append("the passage is no lines of a gold file")
    elif last - first > 60:
        faults.append("the passage has more than 60 lines")
    return faults


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rows", type=Path)
    parser.add_argument("documents", type=Path)
    args = parser.parse_args()
    counts: Counter[str] = Counter()
    found, ids, asked, files = 0, set(), set(), Counter()
    for number, line in enumerate(args.rows.read_text("utf-8").splitlines(), 1):
        try:
            row = json.loads(line)
        except ValueError as error:
            print(f"line {number}: {error}")
            found += 1
            continue
        faults = faults_of(row, args.documents)
        question = (row.get("set"), json.dumps(row.get("context", [])), row.get("question", "").lower())
        faults += ["the id stands twice"] * (row.get("id") in ids) + ["the question stands twice"] * (question in asked)
        ids.add(row.get("id"))
        asked.add(question)
        files.update(row.get("gold", []))
        counts[row.get("kind", "")] += 1
        for fault in faults:
            print(f"{row.get('id', f'line {number}')}: {fault}")
        found += len(faults)
    verdict = "clean" if found == 0 else f"{found} faults"
    print(f"{sum(counts.values())} rows {dict(counts)}, {len(files)} files: {verdict}")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
