"""Rulings on what stands before and after the text proper."""

from registry.law.provisions import Level, Provision
from registry.law.reading import find, flatten, read_provisions

ARTICLES = "第一条　甲。\n第二条　乙。\n第三条　丙。"


def read(text: str) -> tuple[Provision, ...]:
    return read_provisions(text.splitlines())


def eids(text: str) -> list[str]:
    return [one.eid for _, one in flatten(read(text))]


def tops(text: str) -> list[tuple[Level, str]]:
    return [(one.level, one.eid) for one in read(text)]


def test_an_order_before_the_text_is_set_apart() -> None:
    text = (
        "国务院令\n第706号\n现予公布。\n总理　　某某\n"
        f"2018年11月6日\n某某条例\n（2018年9月6日通过）\n{ARTICLES}"
    )
    assert tops(text) == [
        (Level.PREAMBLE, "cover"),
        (Level.ARTICLE, "art-1"),
        (Level.ARTICLE, "art-2"),
        (Level.ARTICLE, "art-3"),
    ]
    assert read(text)[0].children[-1].body == "（2018年9月6日通过）"


def test_a_covering_notice_leaves_the_ids_to_the_text_it_carries() -> None:
    text = (
        "各市人民政府：\n现将方案印发给你们。\n省政府办公厅\n2019年1月24日\n"
        "（此件公开发布）\n实施方案\n为了改革，制定本方案。\n一、目标\n到2022年完成。"
    )
    assert eids(text)[-4:] == ["cover-p6", "para-1", "h-1", "h-1-p1"]


def test_a_notice_with_rules_of_its_own_keeps_its_ids() -> None:
    text = (
        "一、加强领导，落实责任。\n二、按时报告，不得迟延。\n省政府\n"
        "2019年1月24日\n工作方案\n一、目标\n完成任务。"
    )
    assert tops(text) == [
        (Level.HEADING, "h-1"),
        (Level.HEADING, "h-2"),
        (Level.SIGNATURE, "sig"),
        (Level.ANNEX, "annex-1"),
    ]
    assert find(read(text), "annex-1-h-1") is not None


def test_a_signature_at_the_end_is_set_apart() -> None:
    text = "一、请贯彻执行。\n生态环境部\n国家发展改革委\n二〇一八年八月二十七日\n（此件公开发布）"
    assert [child.body for child in read(text)[-1].children] == [
        "生态环境部",
        "国家发展改革委",
        "二〇一八年八月二十七日",
        "（此件公开发布）",
    ]
    assert read(text)[-1].level is Level.SIGNATURE


def test_names_in_a_list_are_not_drawn_into_the_signature() -> None:
    text = "一、组成人员如下，请遵照执行。\n张某某　某大学教授\n省政府办公厅\n2018年11月20日"
    assert len(read(text)[-1].children) == 2


def test_a_date_inside_the_text_signs_nothing() -> None:
    text = f"{ARTICLES}\n省政府\n2018年11月20日\n第四条　丁。\n第五条　本办法自公布之日起施行。"
    assert all(level is not Level.SIGNATURE for level, _ in tops(text))


def test_an_annex_is_kept_apart_from_the_last_article() -> None:
    provisions = read(f"{ARTICLES}\n附件一\n操作规程\n一、准备\n检查设备。\n附件2：名单\n甲。")
    last, first, second = provisions[-3:]
    assert [one.eid for one in last.walk()] == ["art-3", "art-3-p1"]
    assert (first.level, first.eid, first.number, first.heading) == (
        Level.ANNEX,
        "annex-1",
        "附件一",
        "操作规程",
    )
    assert (second.eid, second.number, second.heading) == ("annex-2", "附件2：", "名单")
    assert [one.eid for one in first.walk()] == ["annex-1", "annex-1-h-1", "annex-1-h-1-p1"]


def test_a_title_broken_over_two_lines_is_joined() -> None:
    assert read(f"{ARTICLES}\n附件\n关于某某县某某村\n地质险情的报告\n情况如下，请审阅。")[-1].heading == (
        "关于某某县某某村　地质险情的报告"
    )


def test_a_list_of_annexes_before_the_signature_is_no_annex() -> None:
    text = (
        "一、请贯彻执行。\n附件：1.甲办法\n2.乙办法\n省政府\n"
        "2019年1月24日\n附件1\n甲办法\n第一条　甲。\n第二条　乙。"
    )
    assert tops(text) == [
        (Level.HEADING, "h-1"),
        (Level.ANNEX, "annexes"),
        (Level.SIGNATURE, "sig"),
        (Level.ANNEX, "annex-1"),
    ]
    assert find(read(text), "annex-1-art-2") is not None


def test_articles_that_start_anew_begin_an_annex_with_its_title() -> None:
    text = f"{ARTICLES}\n某某规定\n（1981年9月10日发布）\n## 第一章　总则\n第一条　丁。\n第二条　戊。"
    annex = read(text)[-1]
    assert (annex.eid, annex.heading) == ("annex-1", "某某规定　（1981年9月10日发布）")
    assert [child.eid for child in annex.children] == ["annex-1-chp-1"]
    assert find(read(text), "art-3-p2") is None


def test_a_sentence_about_an_annex_begins_none() -> None:
    text = "第一条　甲。\n附件三所列全国性法律，由本区公布。\n附录与本条例具有同等效力。\n第二条　乙。"
    assert eids(text) == ["art-1", "art-1-p1", "art-1-p2", "art-1-p3", "art-2", "art-2-p1"]


def test_a_table_of_contents_makes_no_chapters() -> None:
    text = "目　录\n第一章　总则\n第二章　附则\n第一章　总则\n第一条　甲。\n第二章　附则\n第二条　乙。"
    assert tops(text) == [(Level.PREAMBLE, "contents"), (Level.CHAPTER, "chp-1"), (Level.CHAPTER, "chp-2")]
    assert [child.body for child in read(text)[0].children] == ["目录", "第一章　总则", "第二章　附则"]


def test_a_table_of_contents_needs_no_title() -> None:
    text = (
        "第一编　总则\n第一章　甲\n第二编　分则\n第一章　乙\n第一编　总则\n"
        "第一章　甲\n第一条　丙。\n第二编　分则\n第一章　乙\n第二条　丁。"
    )
    assert [eid for _, eid in tops(text)] == ["contents", "part-1", "part-2"]


def test_a_table_of_contents_before_a_preamble_is_seen() -> None:
    text = (
        "目录\n第一章　总则\n第二章　附则\n为了保护环境，根据法律，制定本法。\n"
        "第一章　总则\n第一条　甲。\n第二章　附则\n第二条　乙。"
    )
    assert [eid for _, eid in tops(text)] == ["contents", "preamble", "chp-1", "chp-2"]


def test_a_table_of_contents_is_seen_where_the_text_lost_its_first_headings() -> None:
    text = (
        "## 第一章　甲\n## 第二章　乙\n## 第三章　丙\n第一条　丁。\n第二条　戊。\n## 第三章　丙\n第三条　己。"
    )
    assert [eid for _, eid in tops(text)] == ["contents", "art-1", "art-2", "chp-3"]


def test_an_outline_with_decimals_has_its_contents_set_apart() -> None:
    text = (
        "目录\n1　总则\n1.1　目的\n2　附则\n"
        "1　总则\n1.1　目的\n制定本预案，明确职责。\n2　附则\n自印发之日起实施。"
    )
    assert [eid for _, eid in tops(text)] == ["contents", "h-1", "h-2"]


def test_chapters_in_a_row_are_chapters_when_nothing_repeats_them() -> None:
    text = (
        "第一编　总则\n第一章　甲\n第一节　乙\n第一条　丙。\n"
        "第二编　分则\n第一章　丁\n第一节　戊\n第二条　己。"
    )
    assert [eid for _, eid in tops(text)] == ["part-1", "part-2"]


def test_one_quoted_article_makes_no_text_with_articles() -> None:
    assert eids("一、修改如下。\n第六条　内容。\n二、其他不变。") == ["h-1", "h-1-p1", "h-2"]


def test_numbered_headings_listed_before_the_text_are_its_contents() -> None:
    listed = "一、管辖\n二、回避\n三、证据\n为正确审理，制定本解释。\n"
    text = listed + "## 一、管辖\n第一条　甲。\n## 二、回避\n第二条　乙。\n## 三、证据\n第三条　丙。"
    assert [eid for _, eid in tops(text)] == ["contents", "preamble", "h-1", "h-2", "h-3"]


def test_short_items_are_no_contents_because_numbers_come_again() -> None:
    assert "contents" not in eids("一、甲\n二、乙\n三、丙\n内容，如下。\n一、丁\n二、戊\n三、己")


def test_a_figure_named_after_a_space_is_an_annex() -> None:
    assert tops(f"{ARTICLES}\n附图 标志式样\n肩章")[-1] == (Level.ANNEX, "annex-1")
