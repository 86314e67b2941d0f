"""Whatever a text says: reading never fails, and rests every statement on the text's own words."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from registry.intake.markdown import manuscript
from registry.law.clauses import Statements, read_statements
from registry.law.days import printed
from registry.law.manuscript import Manuscript

PIECES = st.sampled_from(
    [
        *(
            "第一条　",
            "第九条　",
            "一、",
            "本条例",
            "本办法",
            "自",
            "2021年1月1日",
            "2021年2月30日",
            "公布之日",
            "起施行",
        ),
        *(
            "《甲条例》",
            "《关于修改〈乙法〉的决定》",
            "（法释〔2013〕15号）",
            "（",
            "）",
            "《",
            "》",
            "“",
            "”",
        ),
        *(
            "同时废止",
            "不再适用",
            "废止",
            "下列文件",
            "予以废止：",
            "根据",
            "制定",
            "为实施",
            "依照",
            "第三条",
            "、第五条",
        ),
        *(
            "作如下修改：",
            "修改",
            "以下简称",
            "有效期",
            "三年",
            "至",
            "，",
            "。",
            "；",
            "：",
            "\n",
            " ",
            "　",
            "附件：",
            "1．",
        ),
        *("国务院令第5号公布", "会议通过", "某省人民代表大会常务委员会", "第二次修正", "批准的", "施行"),
    ]
)
TEXTS = st.lists(PIECES, max_size=60).map("".join)
DAYS = st.dates(min_value=date(1949, 10, 1), max_value=date(2099, 12, 31))


def evidence(stated: Statements) -> list[str]:
    named = (*stated.repeals, *stated.amends, *stated.suspends, *stated.basis, *stated.cites)
    single = [one.evidence for one in (stated.effective, stated.expiry) if one]
    return [*single, *(one.evidence for one in named), *(step.evidence for step in stated.history)]


@given(title=TEXTS, head=TEXTS, body=TEXTS)
def test_every_statement_is_verbatim_in_the_text(title: str, head: str, body: str) -> None:
    paper = Manuscript((title,), {}, tuple(head.split("\n")), tuple(body.split("\n")))
    words = "\n".join((title, *paper.head, *paper.body))
    assert [said for said in evidence(read_statements(paper)) if said not in words] == []


@given(st.text(max_size=300))
def test_any_source_can_be_taken_apart_and_read(source: str) -> None:
    paper = manuscript(source)
    assert not any("\n" in line for line in (*paper.head, *paper.body))
    read_statements(paper)


@given(TEXTS)
def test_reading_twice_reads_the_same(body: str) -> None:
    paper = Manuscript(("某省湿地保护条例",), {}, (), tuple(body.split("\n")))
    assert read_statements(paper) == read_statements(paper)


@given(DAYS)
def test_any_printed_day_is_the_first_day(day: date) -> None:
    paper = Manuscript(("某省湿地保护条例",), {}, (), (f"第九条　本条例自{printed(day)}起施行。",))
    effective = read_statements(paper).effective
    assert effective
    assert effective.on == day


@given(DAYS, st.integers(min_value=1, max_value=9))
def test_a_term_of_years_ends_the_day_before_its_anniversary(day: date, years: int) -> None:
    clause = f"第九条　本条例自{printed(day)}起施行，有效期{years}年。"
    expiry = read_statements(Manuscript(("某省湿地保护条例",), {}, (), (clause,))).expiry
    assert expiry
    assert expiry.through
    ends = (expiry.through.year, expiry.through.month, expiry.through.day)
    assert (day.year + years - 1, 12, 31) <= ends or day.month > 1 or day.day > 1
    assert ends < (day.year + years, day.month, day.day)
