"""Instructions carried out on a text: exactly, or not at all and with the reason."""

from registry.law.consolidation import Consolidation, consolidate
from registry.law.consolidation_edit import editable, edited, wording
from registry.law.consolidation_lines import lines_of
from registry.law.instructions_reading import read_instructions
from registry.law.provisions import Provision
from registry.law.reading import read_provisions

TEXT = (
    "为了试验，作如下规定：",
    "第一章　总则",
    "第一条　为了试验，制定本条例。",
    "第二条　省环境保护局主管试验，省环境保护局所属机构承办。",
    "县级环境保护局协助。",
    "第二章　罚则",
    "第三条　有下列情形之一的，处二万元以下罚款：",
    "（一）不试验的；",
    "（二）假试验的；",
    "（三）其他情形。",
    "违反本条例第二条的，从重处罚。",
    "第四条　本条例自公布之日起施行。",
)
ADJUSTED = "此外，对条文顺序作相应调整。"


def done(*orders: str, text: tuple[str, ...] = TEXT) -> Consolidation:
    (amending,) = read_instructions("关于修改《甲条例》的决定", orders)
    return consolidate("甲条例", read_provisions(text), amending.instructions)


def lines(made: Consolidation) -> list[str]:
    return lines_of(made.provisions)


def whys(made: Consolidation) -> list[str]:
    return [outcome.why for outcome in made.unapplied]


def ids(provisions: tuple[Provision, ...]) -> list[str]:
    return [one.eid for root in provisions for one in root.walk()]


def test_an_article_is_worded_anew_and_all_others_stay() -> None:
    made = done("将第四条修改为：“本条例自2021年1月1日起施行。”")
    assert lines(made) == [*TEXT[:-1], "第四条　本条例自2021年1月1日起施行。"]
    assert made.outcomes[0].before == made.outcomes[0].after == ("art-4",)


def test_a_paragraph_and_an_item_are_worded_anew() -> None:
    made = done("将第二条第二款修改为：“市级机构协助。”", "将第三条第二项修改为：“（二）伪造试验的；”")
    assert "市级机构协助。" in lines(made)
    assert "（二）伪造试验的；" in lines(made)
    assert len(lines(made)) == len(TEXT)


def test_the_words_before_the_items_are_worded_anew() -> None:
    made = done("第三条第一款条首部分修改为：“有下列情形之一的，处五万元以下罚款”")
    assert "第三条　有下列情形之一的，处五万元以下罚款：" in lines(made)
    assert made.outcomes[0].cautions


def test_an_added_article_takes_its_number_and_the_later_ones_move() -> None:
    made = done("增加一条，作为第三条：“试验应当公开。”", ADJUSTED)
    assert [line[:3] for line in lines(made) if line.startswith("第") and "条" in line[:3]] == [
        "第一条",
        "第二条",
        "第三条",
        "第四条",
        "第五条",
    ]
    assert made.renumbered == (("第三条", "第四条"), ("第四条", "第五条"))
    assert "art-4-p1-i2" in ids(made.provisions)


def test_an_added_article_without_room_for_it_is_refused_not_squeezed_in() -> None:
    made = done("增加一条，作为第三条：“试验应当公开。”")
    assert lines(made) == list(TEXT)
    assert whys(made) == ["与另一条款序号相同，决定没有载明其后的序号如何调整"]


def test_an_article_added_behind_another_must_stand_there() -> None:
    made = done("在第一条后增加一条，作为第四条：“试验应当公开。”", ADJUSTED)
    assert lines(made) == list(TEXT)
    assert "不在第一条之后" in whys(made)[0]


def test_an_article_with_a_branch_number_moves_nothing() -> None:
    made = done("在第二条后增加一条，作为第二条之一：“试验应当公开。”")
    assert lines(made)[5] == "第二条之一　试验应当公开。"
    assert made.renumbered == ()
    assert "art-2-1-p1" in ids(made.provisions)


def test_an_article_at_the_end_of_a_chapter_is_told() -> None:
    made = done("增加一条，作为第三条：“试验应当公开。”", ADJUSTED)
    assert made.cautions == ("第三条列在章末，请核对它属于哪一章",)


def test_references_to_moved_articles_are_told_and_left_alone() -> None:
    made = done("删去第一条。", ADJUSTED)
    assert [(one.number, one.printed, one.before, one.after) for one in made.references] == [
        ("第二条", "本条例第二条", "第二条", "第一条")
    ]
    assert "违反本条例第二条的，从重处罚。" in lines(made)


def test_a_removed_article_leaves_its_number_where_nothing_is_said_of_the_others() -> None:
    made = done("删去第二条。")
    assert "第三条　有下列情形之一的，处二万元以下罚款：" in lines(made)
    assert "art-2" not in ids(made.provisions)


def test_paragraphs_are_counted_anew_after_one_is_added() -> None:
    made = done("第二条增加一款，作为第一款：“试验由省统筹。”")
    assert lines(made)[3:6] == ["第二条　试验由省统筹。", TEXT[3].removeprefix("第二条　"), TEXT[4]]
    assert [eid for eid in ids(made.provisions) if eid.startswith("art-2-")] == [
        "art-2-p1",
        "art-2-p2",
        "art-2-p3",
    ]


def test_a_paragraph_is_added_right_behind_another() -> None:
    made = done("第二条第一款后增加一款：“试验由省统筹。”")
    assert lines(made)[3:6] == [TEXT[3], "试验由省统筹。", TEXT[4]]


def test_a_paragraph_of_no_place_is_refused() -> None:
    assert whys(done("第二条增加一款：“试验由省统筹。”", "删去第四条。")) == [
        "决定没有载明增加的款在何处、为第几款"
    ]


def test_items_are_merged() -> None:
    made = done(
        "将第三条第一款第一项、第二项合并，作为第一项，修改为：“（一）不试验、假试验的；”，第三项改为第二项。"
    )
    assert lines(made)[7:9] == ["（一）不试验、假试验的；", "（二）其他情形。"]


def test_items_move_where_the_decision_says_so() -> None:
    made = done("第三条增加一项，作为第三项：“（三）拖延的；”，原第三项改为第四项。")
    assert lines(made)[7:11] == ["（一）不试验的；", "（二）假试验的；", "（三）拖延的；", "（四）其他情形。"]
    assert "art-3-p1-i4" in ids(made.provisions)


def test_an_added_item_whose_number_is_taken_is_refused() -> None:
    made = done("第三条增加一项，作为第三项：“（三）拖延的；”")
    assert lines(made) == list(TEXT)
    assert len(made.unapplied) == 1


def test_words_are_changed_wherever_the_place_has_them_and_that_is_told() -> None:
    made = done("将第二条第一款中的“省环境保护局”修改为“省生态环境厅”。")
    assert lines(made)[3] == "第二条　省生态环境厅主管试验，省生态环境厅所属机构承办。"
    assert made.outcomes[0].cautions == ("第二条第一款中“省环境保护局”有2处，均已修改，请核对",)


def test_words_are_changed_in_the_whole_text() -> None:
    made = done("将本条例中的“环境保护局”统一修改为“生态环境局”。")
    assert not any("环境保护" in line for line in lines(made))


def test_words_that_are_not_there_change_nothing() -> None:
    made = done("将第一条、第二条中的“环境保护局”修改为“生态环境局”。")
    assert lines(made) == list(TEXT)
    assert whys(made) == ["第一条中没有“环境保护局”"]


def test_one_sign_in_two_places_is_open() -> None:
    made = done("将第二条第一款中的“省”修改为“市”。")
    assert whys(made) == ["第二条第一款中“省”有2处，不能确定改哪一处"]


def test_words_of_no_place_that_stand_twice_are_open() -> None:
    made = done("将“环境保护局”修改为“生态环境局”。")
    assert "不能确定" in whys(made)[0]


def test_the_width_of_signs_is_no_difference() -> None:
    made = done("将第一条中的“为了试验,”修改为“为了实验，”。")
    assert lines(made)[2] == "第一条　为了实验，制定本条例。"


def test_struck_words_leave_no_doubled_sign() -> None:
    made = done("删去第二条第一款中的“省环境保护局所属机构承办”。")
    assert lines(made)[3] == "第二条　省环境保护局主管试验。"
    assert "标点" in made.outcomes[0].cautions[0]


def test_words_are_added_behind_others() -> None:
    made = done("在第一条“为了试验”后增加“和推广”。")
    assert lines(made)[2] == "第一条　为了试验和推广，制定本条例。"


def test_words_for_the_beginning_of_a_provision_need_an_end() -> None:
    made = done("第一条开始部分增加规定：“根据宪法”。")
    assert "句末标点" in whys(made)[0]


def test_articles_are_merged() -> None:
    made = done("将第二条和第三条合并修改为：", "“省级机构主管试验。", "违反的，处罚款。”", ADJUSTED)
    assert lines(made)[3:] == [
        "第二条　省级机构主管试验。",
        "违反的，处罚款。",
        "第二章　罚则",
        "第三条　本条例自公布之日起施行。",
    ]


def test_a_new_number_with_changes_inside() -> None:
    made = done("一、删去第一条。", "二、第二条改为第一条，并将第二款中的“县级”修改为“市级”。", ADJUSTED)
    assert lines(made)[2:4] == [f"第一条　{TEXT[3].removeprefix('第二条　')}", "市级环境保护局协助。"]


def test_numbers_said_one_by_one_need_no_general_word() -> None:
    made = done(
        "一、增加一条，作为第二条：“甲。”",
        "二、原第二条作为第三条。",
        "三、原第三条作为第四条。",
        "四、原第四条作为第五条。",
    )
    assert whys(made) == []
    assert lines(made)[-1] == "第五条　本条例自公布之日起施行。"


def test_the_preamble_is_worded_anew() -> None:
    assert lines(done("将引言修改为：“为了推广，作如下规定：”"))[0] == "为了推广，作如下规定："


def test_a_chapter_is_named_anew_and_another_removed_with_its_articles() -> None:
    assert lines(done("将第二章章名修改为：“法律责任”"))[5] == "第二章　法律责任"
    made = done("删去第二章。")
    assert lines(made) == list(TEXT[:5])


def test_a_chapter_is_added_with_its_articles() -> None:
    made = done(
        "增加一章，作为第二章：“第二章　公开", "第三条　试验应当公开。", "第四条　公开不收费。”", ADJUSTED
    )
    assert lines(made)[5:9] == [
        "第二章　公开",
        "第三条　试验应当公开。",
        "第四条　公开不收费。",
        "第三章　罚则",
    ]
    assert lines(made)[-1].startswith("第六条")


def test_a_new_name_is_given_back() -> None:
    assert done("将名称修改为：“甲办法”").title == "甲办法"
    assert done("将名称中的“甲”修改为“乙”。").title == "乙条例"


def test_a_provision_that_is_not_there() -> None:
    made = done(
        "将第九条修改为：“甲。”", "删去第二条第五款。", "删去第三条第一款第七项。", "将第四条修改为：“乙。”"
    )
    assert whys(made) == [
        "修改前的正文没有第九条",
        "修改前的正文没有第二条第五款",
        "修改前的正文没有第三条第一款第（七）项",
    ]
    assert lines(made)[-1] == "第四条　乙。"


def test_places_are_those_of_the_text_before_whatever_was_done_already() -> None:
    made = done("一、删去第一条。", "二、将第二条第二款修改为：“甲。”", "三、将第三条改为第二条。", ADJUSTED)
    assert whys(made) == []
    assert lines(made)[2:4] == [f"第一条　{TEXT[3].removeprefix('第二条　')}", "甲。"]


def test_a_removed_provision_cannot_be_changed() -> None:
    assert whys(done("删去第二条。", "将第二条修改为：“甲。”")) == ["第二条已被本决定删去"]


def test_tables_of_a_text_stay_where_they_are() -> None:
    text = ("第一条　标准如下：", "| 类别 | 限值 |\n| 甲 | 1 |", "前款标准从严。", "第二条　甲。")
    made = done("第一条增加一款，作为第三款：“标准定期修订。”", text=text)
    assert lines(made)[:4] == [*text[:3], "标准定期修订。"]


def test_new_wording_that_fits_another_article_better_is_told() -> None:
    made = done("将第一条修改为：“本条例自公布之日起施行。”")
    assert made.outcomes[0].applied
    assert made.cautions[0].startswith("第一条的新文字与原第一条不相近，却与原第四条相近")
    assert done("将第一条修改为：“为了试验和推广，制定本条例。”").cautions == ()


# Words changed by hand


def test_an_article_is_changed_by_hand_under_its_number() -> None:
    provisions = read_provisions(TEXT)
    words = wording(editable(provisions)["art-2"])
    assert words == "省环境保护局主管试验，省环境保护局所属机构承办。\n县级环境保护局协助。"
    assert edited(provisions, {"art-2": words}) == provisions
    after = edited(provisions, {"art-2": "甲：\n（一）乙；\n（二）丙。"})
    assert [one.eid for one in editable(after)["art-2"].walk()] == [
        "art-2",
        "art-2-p1",
        "art-2-p1-i1",
        "art-2-p1-i2",
    ]


def test_the_preamble_is_changed_by_hand() -> None:
    provisions = edited(read_provisions(TEXT), {"preamble": "为了实验：\n如下。"})
    assert lines_of(provisions)[:2] == ["为了实验：", "如下。"]
