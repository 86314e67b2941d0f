"""The check list, one test for each rule: what it finds, and what it lets pass."""

from dataclasses import replace
from typing import Any

import pytest

from interpretations.rules.check_rules import RULES
from interpretations.rules.checklist import Flagged, Gravity, Situation, findings
from interpretations.rules.content import Block, Content, Ref
from interpretations.rules.likeness import Likened, Likeness
from interpretations.rules.terms import Aspect, BlockKind, Form, Layout, Origin

TEXT = frozenset({"art-1", "art-2"})
WORDS = "说给大家听的一段话。"


def told(*aspects: Aspect, refs: tuple[Ref, ...] = (Ref(0, "art-1"),)) -> tuple[Block, ...]:
    return tuple(
        Block(f"b{place}", BlockKind.PASSAGE, aspect.label, WORDS, aspect=aspect, refs=refs)
        for place, aspect in enumerate(aspects, 1)
    )


WHOLE = Content(
    title="解读",
    lead="一句话。",
    blocks=told(Aspect.BACKGROUND, Aspect.PURPOSE, Aspect.MEASURES, Aspect.SCOPE, Aspect.BENEFITS),
    speaker="苏水清",
    contact="水处，0571-28800000",
)


def found(content: Content, **more: Any) -> set[str]:
    return {each.rule.id for each in findings(Situation(content, (TEXT,), **more), RULES)}


def test_what_is_whole_passes() -> None:
    assert found(WHOLE) == set()


@pytest.mark.parametrize(
    ("gone", "rule"),
    [
        (Aspect.BACKGROUND, "I01"),
        (Aspect.PURPOSE, "I02"),
        (Aspect.MEASURES, "I03"),
        (Aspect.SCOPE, "I05"),
        (Aspect.BENEFITS, "I06"),
    ],
)
def test_an_aspect_that_is_not_told_is_missed(gone: Aspect, rule: str) -> None:
    blocks = tuple(block for block in WHOLE.blocks if block.aspect is not gone)
    assert found(replace(WHOLE, blocks=blocks)) == {rule}


def test_a_heading_alone_tells_nothing() -> None:
    bare = replace(WHOLE.blocks[0], words="")
    assert found(replace(WHOLE, blocks=(bare, *WHOLE.blocks[1:]))) == {"I01", "I17"}


def test_a_transcript_tells_by_its_headings() -> None:
    heads = "\n".join(f"## {aspect.label}\n{WORDS}" for aspect in Aspect)
    video = replace(WHOLE, form=Form.VIDEO, blocks=(), transcript=heads, media_url="https://v.example/1")
    assert found(video) == {"I19"}


def test_too_much_of_the_documents_own_words() -> None:
    like = Likeness(70, (Likened("甲", "甲", 100),))
    assert found(WHOLE, likeness=like, limit=60) == {"I04"}
    assert found(WHOLE, likeness=like, limit=70) == set()


def test_differences_are_asked_for_only_where_there_was_a_former_text() -> None:
    assert found(WHOLE, former=True) == {"I07"}
    change = Block("b9", BlockKind.CHANGE, "有效期", "五年", "三年")
    assert found(replace(WHOLE, blocks=(*WHOLE.blocks, change)), former=True) == set()


@pytest.mark.parametrize(
    ("more", "rule"),
    [
        ({"contact": ""}, "I08"),
        ({"contact": "水处"}, "I09"),
        ({"speaker": ""}, "I10"),
        ({"lead": ""}, "I11"),
        ({"lead": "字" * 61}, "I11"),
        ({"picture": 3}, "I14"),
        ({"origin": Origin.EXPERT, "source_url": "https://a.example/"}, "I15"),
        ({"origin": Origin.MEDIA, "credit": "某报"}, "I15"),
    ],
)
def test_a_field_that_is_missing_or_too_long(more: dict[str, Any], rule: str) -> None:
    assert found(replace(WHOLE, **more)) == {rule}


def test_a_lead_of_sixty_characters_is_short_enough() -> None:
    assert found(replace(WHOLE, lead="字" * 60)) == set()


def test_a_recording_comes_with_its_words_and_a_film_with_captions() -> None:
    video = replace(WHOLE, form=Form.VIDEO)
    assert found(video) == {"I12"}
    assert found(replace(video, transcript="全文", media_url="https://v.example/1")) == set()
    uploaded = replace(video, transcript="全文", media=1)
    assert found(uploaded, media_type="video/mp4") == {"I13"}
    assert found(replace(uploaded, captions=2), media_type="video/mp4") == set()
    assert found(replace(uploaded, form=Form.AUDIO), media_type="audio/mpeg") == set()


@pytest.mark.parametrize("form", [Form.FAQ, Form.PRESS, Form.CASE, Form.RESPONSE, Form.INFOGRAPHIC])
def test_a_form_needs_what_it_consists_of(form: Form) -> None:
    assert "I16" in found(replace(WHOLE, form=form))


def test_a_layout_needs_its_blocks() -> None:
    points = tuple(replace(block, kind=BlockKind.POINT) for block in WHOLE.blocks)
    drawn = replace(WHOLE, form=Form.INFOGRAPHIC, blocks=points)
    assert found(drawn) == set()
    assert found(replace(drawn, layout=Layout.PROCESS)) == {"I16"}
    assert found(replace(drawn, layout=Layout.PROCESS, picture=1, picture_text="图")) == set()


def test_a_misreading_names_its_provision() -> None:
    block = Block("b1", BlockKind.MISREADING, "网传要交钱", "不收费。", refs=(Ref(0, "art-1"),))
    response = replace(WHOLE, form=Form.RESPONSE, blocks=(block,))
    assert found(response) == set()
    assert found(replace(response, blocks=(replace(block, refs=()),))) == {"I18", "I19"}


def test_an_interpretation_that_names_no_provision_is_told_so() -> None:
    loose = tuple(replace(block, refs=()) for block in WHOLE.blocks)
    assert found(replace(WHOLE, blocks=loose)) == {"I19"}
    # A text without provisions can be named none of.
    assert {each.rule.id for each in findings(Situation(replace(WHOLE, blocks=loose)), RULES)} == set()


def test_a_provision_that_is_not_in_the_text_is_named() -> None:
    blocks = (*WHOLE.blocks[:4], replace(WHOLE.blocks[4], refs=(Ref(0, "art-30"),)))
    situation = Situation(replace(WHOLE, blocks=blocks), (TEXT,))
    (one,) = findings(situation, RULES)
    assert one.rule.id == "I20"
    assert "第三十条" in one.sentence


def test_personal_data_is_found_masked_and_may_be_explained() -> None:
    blocks = (*WHOLE.blocks[:4], replace(WHOLE.blocks[4], words="联系张某 13800138000 办理延续。"))
    (one,) = findings(Situation(replace(WHOLE, blocks=blocks), (TEXT,)), RULES)
    assert (one.rule.id, one.excerpt, one.blocking) == ("I21", "138****8000", False)
    assert "13800138000" not in one.sentence


def test_words_of_the_lists_are_shown_with_what_to_do() -> None:
    assert found(WHOLE, flagged=(Flagged("内部资料", "删去"),)) == {"I22"}


def test_what_experts_wrote_need_not_tell_everything() -> None:
    expert = Content(
        title="专家谈",
        lead="一句话。",
        origin=Origin.EXPERT,
        credit="甘棠",
        source_url="https://a.example/1",
        blocks=(Block("b1", BlockKind.PASSAGE, "", WORDS),),
    )
    assert found(expert) == set()


def test_a_finding_keeps_its_key_in_the_next_version_and_no_two_rules_share_an_id() -> None:
    first = findings(Situation(replace(WHOLE, speaker=""), (TEXT,)), RULES)[0]
    second = findings(Situation(replace(WHOLE, speaker="", lead="另一句。"), (TEXT,)), RULES)[0]
    assert first.key == second.key
    assert len({rule.id for rule in RULES}) == len(RULES)
    assert {rule.gravity for rule in RULES} == set(Gravity)
    assert all(rule.words and rule.source for rule in RULES)


def test_a_selected_answer_is_asked_only_what_one_question_can_tell() -> None:
    question = Block("b1", BlockKind.QUESTION, "多久以前申请？", "六十日以前。")
    one = Content(title="多久以前申请？", form=Form.FAQ, origin=Origin.ENQUIRY, blocks=(question,))
    assert found(one, former=True) == set()
    assert found(replace(one, lead="字" * 61)) == {"I11"}
    assert "I17" in found(replace(one, blocks=(replace(question, words=""),)))
    assert "I20" in found(replace(one, blocks=(replace(question, refs=(Ref(0, "art-9"),)),)))
    assert "I11" in found(replace(one, origin=Origin.EXPERT))
