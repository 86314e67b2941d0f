"""What reading gives on real documents."""

import re
from collections import Counter
from pathlib import Path

import pytest

from registry.intake.markdown import manuscript
from registry.law.compare import Change, compare
from registry.law.provisions import Level, Provision
from registry.law.reading import flatten, gaps, read_provisions

pytestmark = pytest.mark.corpus

MARKUP = re.compile(r"[\s\u200b-\u200d\u2060\ufeff#*]")
# Every so manieth document: the whole collection reads the same in minutes less.
STRIDE = 5


def body(file: Path) -> tuple[str, ...]:
    return manuscript(file.read_text("utf-8-sig")).body


def named(corpus: Path, name: str) -> tuple[Provision, ...]:
    return read_provisions(body(next((corpus / "corpus" / "documents").rglob(f"{name}.md"))))


def articles(provisions: tuple[Provision, ...]) -> list[str]:
    return [one.eid for _, one in flatten(provisions) if one.level is Level.ARTICLE]


def test_real_documents_lose_nothing_and_repeat_nothing(corpus: Path) -> None:
    for file in sorted((corpus / "corpus" / "documents").rglob("*.md"))[::STRIDE]:
        lines = body(file)
        found = flatten(read_provisions(lines))
        read = "".join(one.number + one.heading + one.body for _, one in found)
        assert MARKUP.sub("", read) == MARKUP.sub("", "".join(lines)), file.name
        assert max(Counter(one.eid for _, one in found).values(), default=1) == 1, file.name


@pytest.mark.parametrize(
    ("name", "count", "divisions"),
    [
        ("宪法", 143, {"chp-1", "chp-4", "sec-3-8"}),
        ("土地管理法实施条例(2021-07-02)", 67, {"chp-1", "chp-7"}),
        ("生态环境法典(2026)", 1242, {"part-1", "part-2-sub-1", "part-5"}),
    ],
)
def test_whole_codes_are_read(corpus: Path, name: str, count: int, divisions: set[str]) -> None:
    provisions = named(corpus, name)
    eids = {one.eid for _, one in flatten(provisions)}
    assert len([eid for eid in articles(provisions) if re.fullmatch(r"art-\d+", eid)]) == count
    assert divisions <= eids
    assert gaps(provisions) == ()


def test_inserted_articles_of_the_criminal_law_have_ids_of_their_own(corpus: Path) -> None:
    found = set(articles(named(corpus, "刑法")))
    assert {"art-120", "art-120-1", "art-120-6", "art-452"} <= found


def test_a_skipped_number_is_named(corpus: Path) -> None:
    assert gaps(named(corpus, "烟台市森林防火条例(2016-09-23)")) == ("第三条",)


def test_a_revised_law_is_compared_article_by_article(corpus: Path) -> None:
    old, new = (named(corpus, f"行政复议法({day})") for day in ("2017-09-01", "2023-09-01"))
    pairs = compare(old, new)
    renumbered = {(p.old.number, p.new.number) for p in pairs if p.old and p.new and p.renumbered}
    assert ("第五条", "第十条") in renumbered
    assert Counter(pair.change for pair in pairs)[Change.ADDED] > 20
