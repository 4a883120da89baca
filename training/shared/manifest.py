"""python manifest.py --models ../models

Checks models/manifest.json against the files; the export scripts write their entries through add_entry.
"""

import argparse
import hashlib
import json
from pathlib import Path
from typing import Any


def file_record(models: Path, path: str) -> dict[str, Any]:
    content = (models / path).read_bytes()
    return {"path": path, "bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}


def read_manifest(models: Path) -> dict[str, Any]:
    path = models / "manifest.json"
    return json.loads(path.read_text()) if path.exists() else {"models": []}


def add_entry(models: Path, entry: dict[str, Any], files: list[str]) -> None:
    """Puts entry in the place of the one with the same id; files are paths relative to models, recorded with their
    hashes.
    """
    others = [model for model in read_manifest(models)["models"] if model["id"] != entry["id"]]
    made = {**entry, "files": [file_record(models, path) for path in files]}
    ordered = sorted([*others, made], key=lambda model: model["id"])
    (models / "manifest.json").write_text(json.dumps({"models": ordered}, indent=2, ensure_ascii=False) + "\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--models", type=Path, default=Path("../models"))
    arguments = parser.parse_args()
    wrong = [
        record["path"]
        for model in read_manifest(arguments.models)["models"]
        for record in model["files"]
        if record != file_record(arguments.models, record["path"])
    ]
    assert not wrong, f"these files differ from the manifest: {wrong}"
    print(json.dumps({"models": [model["id"] for model in read_manifest(arguments.models)["models"]]}))


if __name__ == "__main__":
    main()
