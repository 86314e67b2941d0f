import pytest
from hypothesis import given
from hypothesis import strategies as st

from base import spreadsheet
from search.lexicon import exchange
from search.lexicon.entries import Entry, folded_word
from search.lexicon.exchange import HEAD, Held, Plan, plan, row_of
from search.lexicon.limits import faults
from search.lexicon.terms import WordDeed, WordKind, WordState

LEAVE = Held(Entry("年假", ("年休假", "带薪年休假")), "条例用语")
STOPPED = Held(Entry("开除公职", (), WordKind.STOP))
SHORT = Held(Entry("环评法", ("甲省大气、水污染防治条例",), WordKind.ALIAS))
GONE = Held(Entry("社保", ("社会保险",)), "", WordState.WITHDRAWN)
PROPOSED = Held(Entry("吃席", ("宴请",)), "", WordState.PROPOSED)
STANDING = {folded_word(held.entry.word): held for held in (LEAVE, STOPPED, SHORT, GONE, PROPOSED)}


def written(*rows: tuple[str, ...]) -> str:
    leaf = spreadsheet.Leaf("词表", HEAD, rows)
    return spreadsheet.csv_bytes(leaf).decode()


def deeds(*rows: tuple[str, ...]) -> list[tuple[str, WordDeed]]:
    made = plan(written(*rows), STANDING)
    assert made.faults == ()
    return [(step.after.entry.word, step.deed) for step in made.steps]


def test_what_was_taken_away_changes_nothing_when_it_comes_back() -> None:
    made = plan(written(*map(row_of, STANDING.values())), STANDING)
    assert (made.steps, made.faults, made.unchanged) == ((), (), 5)


def test_each_line_says_how_an_entry_shall_stand() -> None:
    assert deeds(("酒驾", "饮酒 醉酒")) == [("酒驾", WordDeed.ADD)]
    assert deeds(("年假", "年休假", "俗称", "", "")) == [("年假", WordDeed.CHANGE)]
    assert deeds(("年假", "年休假、带薪年休假", "俗称", "已撤下", "")) == [("年假", WordDeed.WITHDRAW)]
    assert deeds(("社保", "社会保险", "俗称", "已生效", "")) == [("社保", WordDeed.RESTORE)]
    assert deeds(("吃席", "宴请", "", "", "")) == [("吃席", WordDeed.CONFIRM)]


def test_nothing_is_added_only_to_be_withdrawn_and_no_proposal_is_ruled_on() -> None:
    assert deeds(("酒驾", "饮酒", "", "已撤下"), ("吃席", "宴请", "", "已驳回")) == []


def test_all_faults_are_told_with_their_lines() -> None:
    table = written(
        ("", "甲"), ("酒驾", "饮酒", "别称"), ("吃席", "", "", "有效"), ("酒驾", "饮酒"), ("酒驾", "醉酒")
    )
    said = plan(table, STANDING).faults
    assert [sentence[:6] for sentence in said] == [
        "第 2 行：",
        "第 3 行：",
        "第 4 行：",
        "第 4 行：",
        "第 6 行：",
    ]
    assert said[-1] == "第 6 行：“酒驾”与第 5 行是同一个词语"


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("", "第一行应为列名"),
        ("旧称,现称\n甲,乙", "第一行应为列名"),
        ('词语,对应词语,类型\n"年假', "不是有效的 CSV"),
        ("词语,对应词语,类型\n" + "甲乙,丙丁\n" * 5_001, "最多 5000 行"),
    ],
)
def test_what_is_no_table_of_ours_is_told(source: str, said: str) -> None:
    made = plan(source, {})
    assert made.steps == ()
    assert said in made.faults[0]


def test_a_table_that_makes_the_lexicon_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exchange, "MOST_ENTRIES", 5)
    assert plan(written(("酒驾", "饮酒")), STANDING).faults == ("词表最多 5 条，现有 5 条，表格要新增 1 条",)


CELLS = st.text(alphabet="=+-@年假休\"',；、 \nab1", min_size=2, max_size=12).map(
    lambda text: " ".join(text.split())
)


@given(CELLS, st.lists(CELLS, max_size=4), CELLS)
def test_a_table_comes_back_as_it_went(word: str, formal: list[str], note: str) -> None:
    entry = Entry(
        word.lstrip("'"),
        tuple(
            dict.fromkeys(
                part for one in formal for part in exchange.formal_of(WordKind.LAY, one.lstrip("'"))
            )
        ),
    )
    held = Held(entry, note.lstrip("'"))
    if faults(entry):
        return
    made = plan(written(row_of(held)), {folded_word(entry.word): held})
    assert made == Plan(unchanged=1)


@given(st.text(max_size=200))
def test_whatever_is_sent_gets_an_answer(source: str) -> None:
    made = plan(source, STANDING)
    assert made.faults or made.unchanged >= 0
    assert {step.deed for step in made.steps} <= set(WordDeed)
