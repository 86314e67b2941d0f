"""Every deed that is written down has a name that the auditor can read."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from base.staff import deed_names as staff
from interpretations import deed_names as explaining
from registry.attesting import routes as attesting
from registry.desk import deed_names as desk
from registry.participation import routes as participation
from search import deed_names as searching

PROJECT = Path(__file__).resolve().parents[2]
NAMES = {
    **staff.NAMES,
    **desk.NAMES,
    **attesting.DEED_NAMES,
    **explaining.NAMES,
    **participation.DEED_NAMES,
    **searching.NAMES,
}


def literal_deeds() -> Iterator[tuple[str, str]]:
    """Every deed that the source names in so many words, with its place."""
    for floor in ("base", "registry", "interpretations", "search"):
        for place in PROJECT.glob(f"{floor}/**/*.py"):
            for node in ast.walk(ast.parse(place.read_text("utf-8"))):
                if (
                    isinstance(node, ast.Call)
                    and ast.unparse(node.func) in {"audit.record", "record"}
                    and len(node.args) > 2
                ):
                    for word in ast.walk(node.args[2]):
                        if isinstance(word, ast.Constant) and re.fullmatch(
                            r"[a-z_]+\.[a-z_]+", str(word.value)
                        ):
                            yield str(word.value), f"{place.relative_to(PROJECT)}:{node.lineno}"


def test_every_deed_has_its_name() -> None:
    found = dict(literal_deeds())
    assert {"sign_in.success", "draft.begin", "cleanup.publish"} <= set(found)
    nameless = {deed: place for deed, place in found.items() if deed not in NAMES}
    assert nameless == {}, "name them in deed_names.py of their floor"


def test_no_two_deeds_share_a_name() -> None:
    assert len(set(NAMES.values())) == len(NAMES)
