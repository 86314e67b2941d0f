"""Rulings on the comparison of two texts of one document."""

import pytest

from registry.law.compare import Change, Pair, compare, words
from registry.law.differences import Op, differences
from registry.law.reading import read_provisions

LONG = {
    "立法": "为了保护和改善环境，防治污染，保障公众健康，根据有关法律，制定本办法。",
    "范围": "本办法适用于本省行政区域内排放污染物的企业事业单位和其他生产经营者。",
    "职责": "县级以上人民政府应当对本行政区域的环境质量负责，采取措施改善环境质量。",
    "罚则": "违反本办法规定，超标排放污染物的，由生态环境主管部门处二万元以下的罚款。",
    "施行": "本办法自二〇二一年八月一日起施行，原暂行规定同时废止。",
}
NUMERALS = "一二三四五六七八九十"


def text(*bodies: str) -> list[str]:
    return [f"第{NUMERALS[at]}条　{body}" for at, body in enumerate(bodies)]


def compared(old: list[str], new: list[str]) -> tuple[Pair, ...]:
    return compare(read_provisions(old), read_provisions(new))


def outcome(pairs: tuple[Pair, ...]) -> list[tuple[str, str, str]]:
    return [(p.change.value, p.old.number if p.old else "", p.new.number if p.new else "") for p in pairs]


def marked(pair: Pair) -> str:
    brackets = {Op.SAME: "{}", Op.DELETED: "[-{}-]", Op.INSERTED: "[+{}+]"}
    return "".join(brackets[segment.op].format(segment.text) for segment in pair.segments)


def test_the_same_text_is_unchanged_throughout() -> None:
    assert {pair.change for pair in compared(text(*LONG.values()), text(*LONG.values()))} == {
        Change.UNCHANGED
    }


def test_an_inserted_article_marks_none_of_those_after_it_as_changed() -> None:
    old = [LONG["立法"], LONG["范围"], LONG["施行"]]
    new = [LONG["立法"], LONG["职责"], LONG["范围"], LONG["施行"]]
    assert outcome(compared(text(*old), text(*new))) == [
        ("unchanged", "第一条", "第一条"),
        ("added", "", "第二条"),
        ("moved", "第二条", "第三条"),
        ("moved", "第三条", "第四条"),
    ]


def test_a_removed_article_stands_after_its_forerunner() -> None:
    old = [LONG["立法"], LONG["职责"], LONG["施行"]]
    assert outcome(compared(text(*old), text(LONG["立法"], LONG["施行"]))) == [
        ("unchanged", "第一条", "第一条"),
        ("removed", "第二条", ""),
        ("moved", "第三条", "第二条"),
    ]


def test_an_article_removed_from_the_front_comes_first() -> None:
    pairs = compared(text(LONG["职责"], LONG["施行"]), text(LONG["施行"]))
    assert [pair.change for pair in pairs] == [Change.REMOVED, Change.MOVED]


def test_a_reworded_and_renumbered_article_is_recognised() -> None:
    new = LONG["罚则"].replace("二万元以下", "二万元以上二十万元以下")
    pairs = compared(text(LONG["立法"], LONG["罚则"]), text(LONG["立法"], LONG["职责"], new))
    changed = pairs[-1]
    assert (changed.change, changed.renumbered) == (Change.CHANGED, True)
    assert marked(changed) == (
        "违反本办法规定，超标排放污染物的，由生态环境主管部门处二万元以[+上二十万元以+]下的罚款。"
    )


def test_an_article_wholly_rewritten_under_its_number_is_removed_and_added() -> None:
    pairs = compared(text(LONG["立法"], "甲乙丙丁戊己庚辛。"), text(LONG["立法"], "子丑寅卯辰巳午未。"))
    assert [pair.change for pair in pairs[1:]] == [Change.REMOVED, Change.ADDED]


def test_the_number_alone_keeps_an_article_that_was_rewritten_in_part() -> None:
    old = "排污单位应当建立台账，记录污染物的排放情况，保存五年。"
    new = "排污单位应当安装监测设备，与主管部门的监控系统联网，并保证其正常运行，记录污染物的排放情况。"
    pairs = compared(text(LONG["立法"], old), text(LONG["立法"], new))
    assert outcome(pairs)[1] == ("changed", "第二条", "第二条")


def test_an_article_that_grew_by_a_paragraph_is_recognised_under_its_new_number() -> None:
    old = text(LONG["立法"], "公司成立后，股东不得抽逃出资。")
    grown = [
        *text(LONG["立法"], LONG["范围"], "公司成立后，股东不得抽逃出资。"),
        "违反前款规定的，股东应当返还出资；造成损失的，负有责任的董事连带赔偿。",
    ]
    assert outcome(compared(old, grown))[-1] == ("changed", "第二条", "第三条")


def test_changed_items_are_marked_line_by_line() -> None:
    old = ["第一条　下列行为应当处罚：", "（一）超标排放；", "（二）偷排。"]
    new = ["第一条　下列行为应当处罚：", "（一）超标排放；", "（二）无证排放；", "（三）偷排。"]
    pair = compared(old, new)[0]
    assert pair.change is Change.CHANGED
    assert "".join(s.text for s in pair.segments if s.op is Op.DELETED) in {"", "二"}
    assert "无证排放" in "".join(s.text for s in pair.segments if s.op is Op.INSERTED)


def test_the_width_of_signs_is_no_change_of_wording() -> None:
    pairs = compared(["第一条　情形：", "（一）甲；"], ["第一条　情形:", "(一)甲;"])
    assert [pair.change for pair in pairs] == [Change.UNCHANGED]


def test_chapter_headings_are_compared_without_their_articles() -> None:
    old = ["第一章　总则", *text(LONG["立法"], LONG["范围"])]
    new = ["第一章　一般规定", *text(LONG["立法"], LONG["范围"])]
    chapter, *articles = compared(old, new)
    assert chapter.change is not Change.UNCHANGED
    assert chapter.old is not None
    assert chapter.old.children == ()
    assert {pair.change for pair in articles if pair.new and pair.new.number.endswith("条")} == {
        Change.UNCHANGED
    }


def test_texts_without_articles_are_aligned_by_paragraph() -> None:
    old = ["各市人民政府：", LONG["立法"], LONG["职责"]]
    new = ["各市人民政府：", LONG["范围"], LONG["立法"], LONG["职责"].replace("环境质量", "生态环境质量")]
    assert [pair.change for pair in compared(old, new)] == [
        Change.UNCHANGED,
        Change.ADDED,
        Change.UNCHANGED,
        Change.CHANGED,
    ]


def test_a_paragraph_without_a_number_moves_when_its_neighbours_change() -> None:
    old = [LONG["立法"], LONG["范围"], LONG["职责"]]
    new = [LONG["职责"], LONG["立法"], LONG["范围"]]
    assert [pair.change for pair in compared(old, new)] == [Change.MOVED, Change.UNCHANGED, Change.UNCHANGED]


def test_an_article_is_never_taken_for_a_chapter() -> None:
    pairs = compared(["第一章　环境保护与监督管理", "第一条　甲。"], ["第一条　环境保护与监督管理"])
    assert all(not (p.old and p.new and p.old.level is not p.new.level) for p in pairs)


def test_against_nothing_all_is_added() -> None:
    pairs = compared([], text(LONG["立法"]))
    assert [(p.change, p.segments[0].op) for p in pairs] == [(Change.ADDED, Op.INSERTED)]
    assert compared([], []) == ()


def test_the_words_of_an_article_leave_its_own_number_out() -> None:
    article = read_provisions(["第一条　情形：", "（一）甲；", "（二）乙。", "另一款。"])[0]
    assert words(article) == "情形：\n（一）　甲；\n（二）　乙。\n另一款。"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("处二万元罚款", "处五万元罚款", ["处", "-二", "+五", "万元罚款"]),
        ("甲方应当履行，乙方配合。", "甲方应当履行。", ["甲方应当履行", "-，乙方配合", "。"]),
        ("", "新增", ["+新增"]),
        ("删去", "", ["-删去"]),
        ("", "", []),
        ("前款所称的机关", "本条规定之部门", ["-前款所称的机关", "+本条规定之部门"]),
    ],
)
def test_changes_are_marked_as_a_person_would(old: str, new: str, expected: list[str]) -> None:
    signs = {Op.SAME: "", Op.DELETED: "-", Op.INSERTED: "+"}
    assert [signs[segment.op] + segment.text for segment in differences(old, new)] == expected


def test_a_stray_common_character_between_two_edits_is_given_up() -> None:
    segments = differences("由环境保护的行政主管部门负责", "由生态环境的有关监督机构负责")
    assert all(len(s.text) > 1 or s.text == "由" for s in segments if s.op is Op.SAME)


@pytest.mark.parametrize(
    ("old", "new", "inserted"),
    [
        ("各级河长负责组织", "各级河长、湖长负责组织", "、湖长"),
        ("（二）垂钓；\n（三）其他活动。", "（二）垂钓；\n（三）施肥；\n（四）其他活动。", "施肥；\n（四）"),
    ],
)
def test_an_addition_stands_where_the_drafter_put_it(old: str, new: str, inserted: str) -> None:
    assert [run.text for run in differences(old, new) if run.op is Op.INSERTED] == [inserted]
    assert [run.text for run in differences(new, old) if run.op is Op.DELETED] == [inserted]
