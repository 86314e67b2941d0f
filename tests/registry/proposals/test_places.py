"""Where a sentence stands in the text as shown: exactly there, whatever the layout."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.intake.ledger import Row
from registry.intake.opening import Paper, open_paper
from registry.law.reading import flatten
from registry.proposals.proposing import located
from registry.proposals.review import lit
from registry.proposals.shown import ShownText, left_out, shown
from registry.proposals.stating import said

WORDS = st.text(alphabet="甲乙丙《》，。 \u3000\n#*", max_size=60)


@given(before=WORDS, sentence=WORDS, behind=WORDS)
def test_a_sentence_is_found_where_it_stands_layout_aside(before: str, sentence: str, behind: str) -> None:
    text = ShownText(before + sentence + behind)
    found = text.find(sentence)
    plain = "".join(sign for sign in sentence if not left_out(sign))
    if not plain:
        assert found is None
        return
    assert found is not None
    start, end = found
    assert "".join(sign for sign in text.text[start:end] if not left_out(sign)) == plain
    assert not left_out(text.text[start])
    assert not left_out(text.text[end - 1])


@given(WORDS, st.integers(0, 60), st.integers(0, 60))
def test_lines_lose_no_character_and_light_only_the_sentence(text: str, one: int, other: int) -> None:
    start, end = sorted((min(one, len(text)), min(other, len(text))))
    lines = lit(text, start, end)
    assert ["".join(words for words, _ in line) for line in lines] == [
        line for line in text.split("\n") if line.strip()
    ]
    dark = "".join(line for line in text.split("\n") if line.strip())
    light = "".join(words for line in lines for words, within in line if within)
    assert light in dark
    assert len(light) <= end - start


def test_the_last_of_two_alike_is_the_closing_article() -> None:
    text = ShownText("第一条 自印发之日起施行。\n第九条 自印发之日起施行。")
    assert text.find("自印发之日起施行。") == (4, 13)
    assert text.find("自印发之日起施行。", last=True) == (18, 27)


def test_an_article_number_runs_into_its_first_paragraph() -> None:
    rows = [("第一章", "总则", ""), ("第一条", "", ""), ("", "", "为了试验。"), ("（一）", "", "甲；")]
    assert (
        shown("2020年1月1日公布\n", rows)
        == "2020年1月1日公布\n第一章\u3000总则\n第一条\u3000为了试验。\n（一）\u3000甲；"
    )


@pytest.mark.corpus
def test_every_sentence_of_the_corpus_is_where_it_is_said_to_be(corpus: Path) -> None:
    root = corpus / "corpus" / "documents"
    # Every seventh file; all of them were looked at when this was written: no sentence was missed.
    missing = [
        (place.name, one.evidence[:60])
        for place in sorted(root.rglob("*.md"))[::7]
        for one in misplaced(place, root)
    ]
    assert missing == []


def misplaced(place: Path, root: Path) -> list[object]:
    parsed = open_paper(Paper(str(place.relative_to(root)), place.read_bytes(), Row(0)))
    flat = ((one.number, one.heading, one.body) for _, one in flatten(parsed.provisions))
    text = ShownText(shown(parsed.note, flat))
    spoken = [one for one in said(parsed.statements) if one.evidence and one.evidence != parsed.title]
    return [one for one in spoken if not holds(text, located(one, text))]


def holds(text: ShownText, found: tuple[str, int, int]) -> bool:
    sentence, start, end = found
    return end > start and text.text[start:end] == sentence
