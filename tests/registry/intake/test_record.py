"""What is kept beside a source comes back as it was."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from registry.intake.parsed import Doubt, Parsed
from registry.intake.record import recall, record
from registry.law.statements import Amended, Effective, EffectRule, Named, Statements

words = st.text(max_size=20)
days = st.none() | st.dates(date(1900, 1, 1), date(2200, 1, 1))
named = st.builds(
    Named, title=words, number=words, articles=st.lists(words, max_size=2).map(tuple), on=days, evidence=words
)
statements = st.builds(
    Statements,
    issuer=st.lists(words, max_size=2).map(tuple),
    effective=st.none() | st.builds(Effective, on=days, rule=st.sampled_from(EffectRule), evidence=words),
    history=st.lists(
        st.builds(Amended, on=st.dates(date(1900, 1, 1)), verb=words, body=words, evidence=words), max_size=2
    ).map(tuple),
    repeals=st.lists(named, max_size=2).map(tuple),
)
readings = st.builds(
    Parsed,
    path=words,
    sha256=words,
    title=words,
    provisions=st.just(()),
    statements=statements,
    subject=st.lists(words, max_size=2).map(tuple),
    dated_on=days,
    size=st.integers(0, 9),
    doubts=st.lists(st.builds(Doubt, words, words, words, words), max_size=2).map(tuple),
)


@given(readings)
def test_a_reading_comes_back_as_it_was(parsed: Parsed) -> None:
    assert recall(record(parsed)) == parsed


def test_what_holds_its_default_takes_no_room() -> None:
    assert set(record(Parsed("a.md", "00", "甲", (), Statements()))) == {
        "path",
        "sha256",
        "title",
        "provisions",
        "statements",
    }
