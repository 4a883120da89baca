"""Which side of a split a row is on, and readers of the files that data sets come in."""

import csv
import hashlib
import json
import random
import re
from pathlib import Path

csv.field_size_limit(2**31)


def bucket(key: str, buckets: int = 100) -> int:
    return int(hashlib.sha256(key.encode()).hexdigest()[:8], 16) % buckets


def is_dev(key: str, percent: int = 6) -> bool:
    return bucket(key) < percent


def sentences(text: str) -> list[str]:
    parts = re.split(r'(?<=[.!?])["\')\]]?\s+(?=[A-Z0-9"\'(\[`])', text.strip())
    return [p.strip() for p in parts if p and p.strip()]


def read_json(path: Path) -> list | dict:
    return json.loads(path.read_text(encoding="utf-8"))


def read_jsonl(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]


def write_jsonl(path: Path, rows: list[dict]) -> None:
    path.write_text("".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows), encoding="utf-8")


def read_csv(path: Path, delimiter: str = ",") -> list[dict]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        quoting = csv.QUOTE_NONE if delimiter == "\t" else csv.QUOTE_MINIMAL
        return list(csv.DictReader(file, delimiter=delimiter, quoting=quoting))


def sample(items: list, count: int, rng: random.Random) -> list:
    return rng.sample(items, count) if len(items) > count else items
