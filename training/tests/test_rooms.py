"""python -m pytest tests/test_rooms.py (from training/). What each package may import of the others."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
BELOW = {
    "shared": set(),
    "corpora": set(),
    "encoder": {"shared"},
    "policy": {"corpora", "shared"},
    "reward": {"corpora", "shared", "encoder"},
    "reader": {"corpora", "shared", "encoder", "reward"},
}
# They draw the candidates of our own policy, as it reads and writes.
MAY_SEE_THE_POLICY = {"reward/questions.py", "reward/state_probe.py"}


@pytest.mark.parametrize("package", BELOW)
def test_a_package_imports_itself_and_those_below_it(package: str) -> None:
    rooms = {path.name for path in ROOT.iterdir() if path.is_dir()}
    for path in (ROOT / package).rglob("*.py"):
        name = str(path.relative_to(ROOT))
        allowed = BELOW[package] | {package} | ({"policy"} if name in MAY_SEE_THE_POLICY else set())
        for node in ast.walk(ast.parse(path.read_text())):
            modules = [one.name for one in node.names] if isinstance(node, ast.Import) else []
            modules += [node.module or ""] if isinstance(node, ast.ImportFrom) and node.level == 0 else []
            seen = {module.split(".")[0] for module in modules} & rooms
            assert seen <= allowed, f"{name} imports {seen - allowed}"
