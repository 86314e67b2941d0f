"""One file read: what is doubtful about it is said, never silently corrected."""

from collections.abc import Callable
from datetime import date

import pytest

from base.errors import BadInput
from registry.importing.codes import LABELS
from registry.intake.ledger import Row
from registry.intake.opening import Paper, open_paper
from registry.intake.parsed import Parsed
from registry.law.terms import Genre, Kind

MADE = "2001年1月1日 全国人民代表大会常务委员会通过"
IN_MAY = "本法自2001年5月1日起施行。"


def opened(source: str | bytes, path: str = "法律/试验法(2001-01-01).md", **row: str) -> Parsed:
    raw = source if isinstance(source, bytes) else source.encode()
    return open_paper(Paper(path, raw, Row(2, row)))


def doubts(parsed: Parsed) -> list[str]:
    codes = [doubt.code for doubt in parsed.doubts]
    assert set(codes) <= set(LABELS), "every doubt has its name in the summary"
    return codes


def test_an_ordinary_file_raises_no_doubt(write_law: Callable) -> None:
    parsed = opened(write_law("试验法", MADE, last=IN_MAY))
    assert doubts(parsed) == []
    assert (parsed.title, parsed.kind, parsed.dated_on) == ("试验法", Kind.LAW, date(2001, 1, 1))
    assert parsed.statements.effective.on == date(2001, 5, 1)


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"", "空"),
        (b"  \n ", "空"),
        (b"\x00\x01\x02PDF", "二进制"),
        ("試驗法施行細則".encode("big5") * 20, "GB18030"),
    ],
)
def test_what_is_no_text_is_refused_by_name(raw: bytes, said: str) -> None:
    with pytest.raises(BadInput, match="法律/试验法") as fault:
        opened(raw)
    assert said in fault.value.sentence


def test_gb18030_is_recognised_and_reported(write_law: Callable) -> None:
    parsed = opened(write_law("试验法", MADE, last=IN_MAY).encode("gb18030"))
    assert (parsed.title, doubts(parsed)) == ("试验法", ["encoding"])


def test_without_a_title_the_file_name_is_assumed() -> None:
    parsed = opened("<!-- INFO END -->\n\n第一条 制定本法。\n\n第二条 本法自2001年5月1日起施行。\n")
    assert (parsed.title, doubts(parsed)) == ("试验法", ["no-title"])


def test_of_two_titles_the_first_stands(write_law: Callable) -> None:
    parsed = opened("# 试验法\n\n" + write_law("检验法", MADE, last=IN_MAY))
    assert parsed.title == "试验法"
    assert "two-titles" in doubts(parsed)


def test_a_title_unlike_the_file_name_is_reported(write_law: Callable) -> None:
    assert doubts(opened(write_law("检验法", MADE, last=IN_MAY))) == ["title-differs"]


def test_the_state_s_name_before_a_title_is_no_difference(write_law: Callable) -> None:
    parsed = opened(write_law("中华人民共和国试验法", MADE, last=IN_MAY), title="试验法")
    assert (parsed.title, doubts(parsed)) == ("中华人民共和国试验法", [])


@pytest.mark.parametrize("day", ["2001年2月30日", "2001年3月1月"])
def test_a_day_that_no_calendar_has_is_reported_and_founds_nothing(write_law: Callable, day: str) -> None:
    parsed = opened(write_law("试验法", MADE, last=f"本法自{day}起施行。"))
    assert "impossible-date" in doubts(parsed)
    assert parsed.statements.effective is None or parsed.statements.effective.on is None


def test_effect_before_the_making_is_reported_as_printed(write_law: Callable) -> None:
    parsed = opened(write_law("试验法", MADE, last="本法自2000年5月1日起施行。"))
    assert doubts(parsed) == ["effect-before-publication"]
    assert parsed.statements.effective.on == date(2000, 5, 1)


def test_an_amended_text_may_well_be_older_than_its_amendment(write_law: Callable) -> None:
    amended = "2018年10月26日 全国人民代表大会常务委员会《关于修改〈试验法〉的决定》修正"
    parsed = opened(write_law("试验法", MADE, amended, last=IN_MAY), path="法律/试验法(2018-10-26).md")
    assert doubts(parsed) == []


@pytest.mark.parametrize(("sign", "code"), [("\ue010", "private-use"), ("\u200b", "zero-width")])
def test_odd_characters_are_kept_and_reported(write_law: Callable, sign: str, code: str) -> None:
    parsed = opened(write_law("试验法", MADE, last=IN_MAY, articles=f"第一条 高2{sign}5米。\n\n第二条 无。"))
    assert doubts(parsed) == [code]
    assert any(sign in provision.text for provision in parsed.provisions)


def test_skipped_article_numbers_are_reported(write_law: Callable) -> None:
    assert doubts(opened(write_law("试验法", MADE, last=IN_MAY, articles="第一条 无。"))) == ["article-gap"]


def test_a_history_that_breaks_off_is_reported(write_law: Callable) -> None:
    parsed = opened(
        write_law("试验法", MADE, "2005年1月1日 根据2005年1月1日全国人民代表大会常务委员会关于", last=IN_MAY)
    )
    assert "history-cut-off" in doubts(parsed)


def test_a_file_much_younger_than_its_history_is_reported(write_law: Callable) -> None:
    parsed = opened(write_law("试验法", MADE, last=IN_MAY), path="法律/试验法(2018-10-26).md")
    assert doubts(parsed) == ["history-short"]


def test_a_text_that_names_no_day_of_effect_gets_none(write_law: Callable) -> None:
    assert doubts(opened(write_law("试验法", MADE, last="本法由国务院解释。"))) == ["no-effect"]
    assert "effect-without-day" in doubts(opened(write_law("试验法", MADE, last="本法自批准之日起施行。")))


def test_from_issue_counts_from_the_day_the_document_bears() -> None:
    days = "成文日期: 2021年3月1日\n发布日期: 2021年3月5日"
    fields = f"---\n发文机关: 浙江省生态环境厅\n{days}\n种类: 行政规范性文件\n---\n\n"
    parsed = opened(f"{fields}# 试验办法\n\n第一条 无。\n\n第二条 本办法自印发之日起施行。\n", path="a.md")
    assert parsed.statements.effective.on == date(2021, 3, 1)
    assert (parsed.published_on, parsed.web_posted_on) == (date(2021, 3, 5), None)


def test_the_day_of_a_web_posting_is_no_day_of_publication() -> None:
    fields = "---\n成文日期: 1981年5月11日\n发布日期: 2018年10月29日\n来源: https://www.gov.cn/a.htm\n---\n\n"
    parsed = opened(f"{fields}# 国务院关于试验的通知\n\n各省：\n", path="规范性文件/a.md")
    assert (parsed.published_on, parsed.web_posted_on) == (None, date(2018, 10, 29))
    assert (parsed.region, parsed.genre) == ("国家", Genre.NOTICE)


def test_a_rule_by_government_order_filed_as_regulation_is_reported(write_law: Callable) -> None:
    history = "2019年8月2日 浙江省人民政府令第378号公布"
    parsed = opened(
        write_law("浙江省试验办法", history, last="本办法自2019年10月1日起施行。"),
        path="地方性法规/浙江/浙江省试验办法(2019-08-02).md",
    )
    assert (parsed.kind, doubts(parsed)) == (Kind.LOCAL_REGULATION, ["kind-contradicts"])


def test_the_order_that_promulgates_is_no_part_of_the_wording() -> None:
    body = "第一条 为了试验，制定本条例。\n\n第二条 本条例自2019年3月1日起施行。\n"
    order = "中华人民共和国国务院令\n\n第706号\n\n现公布《试验条例》，自2019年3月1日起施行。\n\n"
    order += "总理　某某\n\n2018年11月6日\n\n"
    bare = opened(f"# 试验条例\n\n<!-- INFO END -->\n\n{body}", path="行政法规/试验条例.md")
    full = opened(f"# 试验条例\n\n{order}试验条例\n\n{body}", path="规范性文件/国务院/试验条例.md")
    assert bare.fingerprint == full.fingerprint
