"""Every title of the collection with several dated texts: the change between them, written as a decision
in the words of 立法技术规范 and carried out, gives the later text again, article by article."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from registry.intake.ledger import Row
from registry.intake.opening import Paper, open_paper
from registry.law.compare import Change, compare, words
from registry.law.consolidation import consolidate
from registry.law.consolidation_lines import lines_of
from registry.law.instructions_reading import read_instructions
from registry.law.provisions import Level, Provision

DATED = re.compile(r"[（(](\d{4}-\d{2}-\d{2})[）)]\.md$")
pytestmark = pytest.mark.corpus


def versions(documents: Path) -> Iterator[list[Path]]:
    """The files of each title that has several, oldest first."""
    found: defaultdict[tuple[Path, str], list[tuple[str, Path]]] = defaultdict(list)
    for path in documents.rglob("*.md"):
        if day := DATED.search(path.name):
            found[path.parent, DATED.sub("", path.name)].append((day[1], path))
    for _, dated in sorted(found.items()):
        if len(dated) > 1:
            yield [path for _, path in sorted(dated)]


def provisions(path: Path) -> tuple[Provision, ...]:
    return open_paper(Paper(str(path), path.read_bytes(), Row(0))).provisions


def written(before: tuple[Provision, ...], after: tuple[Provision, ...]) -> Iterator[str]:
    """The decision that makes one text of the other, a line for each paragraph of it."""
    yield "决定对《甲》作如下修改："
    count = 0
    for pair in compare(before, after):
        order = ordered(pair.old, pair.new, pair.change)
        if order and all(one is None or counted(one) for one in (pair.old, pair.new)):
            count += 1
            yield from f"{count}.{order}".split("\n")
    yield "本决定自公布之日起施行。"


def ordered(old: Provision | None, new: Provision | None, change: Change) -> str:
    if old is None:
        return f"增加一条，作为{new.number}：{quoted(new)}" if new else ""
    if new is None:
        return f"删去{old.number}。"
    if change is Change.CHANGED:
        moved = "" if old.number == new.number else f"改为{new.number}，"
        return f"将{old.number}{moved}修改为：{quoted(new)}"
    return "" if old.number == new.number else f"将{old.number}改为{new.number}。"


def counted(provision: Provision) -> bool:
    return provision.level is Level.ARTICLE and provision.eid.startswith("art-")


def quoted(provision: Provision) -> str:
    first, *rest = lines_of([provision])
    return "“" + "\n".join([first.removeprefix(f"{provision.number}\u3000"), *rest]) + "”"


def articles(text: Iterable[Provision]) -> dict[str, str]:
    """The articles by id, NFKC and without spaces."""
    found = (one for root in text for one in root.walk() if counted(one))
    return {one.eid: "".join(unicodedata.normalize("NFKC", words(one)).split()) for one in found}


def test_the_later_text_comes_out_word_for_word(corpus: Path) -> None:
    pairs = identical = 0
    different: list[str] = []
    for paths in versions(corpus / "corpus" / "documents"):
        for before, after in pairwise([provisions(path) for path in paths]):
            read = read_instructions("关于修改《甲》的决定", list(written(before, after)))
            made = consolidate("甲", before, read[0].instructions if read else ())
            published, found = articles(after), articles(made.provisions)
            pairs += 1
            same = [eid for eid in published if found.get(eid) == published[eid]]
            identical += len(same)
            different += [f"{paths[0].name}: {eid}" for eid in published.keys() ^ set(same)]
            different += [f"{paths[0].name}: {outcome.why}" for outcome in made.unapplied]
            assert set(found) <= set(published), paths[0].name
    assert pairs >= 50
    assert identical > 3000
    assert identical / (identical + len(different)) >= 0.995, different[:20]
