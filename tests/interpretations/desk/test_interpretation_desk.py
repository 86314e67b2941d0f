"""Writing at the desk: the form, its buttons, saving, what others saved meanwhile."""

from datetime import date
from typing import Any

import pytest

from base.limited import TookTooLong
from base.staff.roles import Role
from interpretations.publishing.editing import content_of
from interpretations.rules.content import Content, Ref
from interpretations.rules.terms import Aspect, BlockKind, Form, Origin
from interpretations.tables import Interpretation
from registry.drafting.editing import Manuscript
from registry.drafting.editing import begin as begin_draft
from registry.law.entry import Entry
from registry.law.terms import Kind

NEW = "/desk/interpretations/new"


def content(desk: Any, key: int) -> Content:
    with desk.home.database.reading() as session:
        return content_of(session.get_one(Interpretation, key))


def press(desk: Any, typed: dict[str, Any], do: str, path: str = NEW, **more: Any) -> dict[str, Any]:
    """The form after one of its buttons."""
    from_page = desk.client.post(path, data=typed | more | {"do": do})
    assert from_page.status_code == 200, from_page.get_data(as_text=True)[:2000]
    fields: dict[str, Any] = desk.fields(from_page.get_data(as_text=True))
    return fields


def test_a_new_form_begins_with_the_headings_required(desk: Any) -> None:
    typed = desk.form(f"{NEW}?work=document-{desk.home.document}")
    headings = [typed[f"b-{place}-heading"] for place in range(5)]
    assert headings == ["政策背景", "出台目的", "主要举措", "适用范围", "惠民利企点"]
    assert typed["title"] == "《澄江省排污许可管理办法》解读"
    assert typed["contact"] == "水生态环境处"


@pytest.mark.parametrize("form", list(Form))
def test_every_form_has_its_page(desk: Any, form: Form) -> None:
    answer = desk.client.get(f"{NEW}?work=document-{desk.home.document}&form={form.value}")
    assert answer.status_code == 200
    assert "第二条" in answer.get_data(as_text=True)


def test_what_was_typed_is_what_is_kept(desk: Any) -> None:
    held = content(desk, desk.save())
    assert (held.form, held.origin, held.lead) == (Form.TEXT, Origin.OWN, "排污之前先领证，到期之前早延续。")
    assert [block.key for block in held.blocks] == ["b1", "b2", "b3", "b4", "b5"]
    assert held.blocks[2].refs == (Ref(0, "art-2"),)
    assert held.blocks[0].aspect is Aspect.BACKGROUND


def test_the_edit_form_shows_what_is_kept_and_the_same_again_changes_nothing(desk: Any) -> None:
    key = desk.save()
    path = f"/desk/interpretations/{key}/edit"
    typed = desk.form(path)
    assert (typed["b-2-refs"], typed["version"]) == ("第二条", "1")
    assert desk.client.post(path, data=typed).status_code == 303
    with desk.home.database.reading() as session:
        assert session.get_one(Interpretation, key).version == 1


def test_blocks_come_go_and_move_without_script_and_nothing_typed_is_lost(desk: Any) -> None:
    typed = desk.write()
    more = press(desk, typed, "add-question")
    assert (more["b-5-kind"], more["b-5-key"], more["b-2-words"]) == ("question", "b6", typed["b-2-words"])
    moved = press(desk, more | {"b-5-heading": "要交钱吗？"}, "up-5")
    assert (moved["b-4-heading"], moved["b-5-heading"]) == ("要交钱吗？", "惠民利企点")
    fewer = press(desk, moved, "remove-0")
    assert fewer["b-0-heading"] == "出台目的"
    assert "b-5-heading" not in fewer
    again = press(desk, fewer, "add-passage")
    assert again["b-5-key"] == "b7", "a key is never given twice"


def test_a_pasted_text_is_split_into_the_blocks_that_wait_for_it(desk: Any) -> None:
    typed = desk.form(f"{NEW}?work=document-{desk.home.document}")
    paste = "# 一看就懂\n## 政策背景\n各地做法不一。\n引条：第二条\n\n问：要交钱吗？\n答：不要。\n"
    split = press(desk, typed, "split", paste=paste)
    assert (split["b-0-words"], split["b-0-refs"], split["b-0-key"]) == ("各地做法不一。", "第二条", "b1")
    assert (split["b-5-kind"], split["b-5-heading"], split["b-5-words"]) == (
        "question",
        "要交钱吗？",
        "不要。",
    )


def test_another_form_keeps_what_is_written_and_renews_the_skeleton(desk: Any) -> None:
    typed = desk.form(f"{NEW}?work=document-{desk.home.document}") | {"b-0-words": "各地做法不一。"}
    made = press(desk, typed | {"form": "faq"}, "form")
    assert made["b-0-words"] == "各地做法不一。"
    assert made["title"] == "《澄江省排污许可管理办法》简明问答"
    assert made["b-1-kind"] == "question"


def test_provisions_are_picked_beside_the_form(desk: Any) -> None:
    typed = desk.write()
    picked = press(desk, typed, "pick", **{"pick": ["第一条", "第三条"], "pick-to": "b3"})
    assert picked["b-2-refs"] == "第二条、第一条、第三条"


def test_changes_are_drawn_from_the_comparison_with_the_former_text(desk: Any) -> None:
    desk.home.reword(
        "art-3", "排污许可证有效期为三年；期满需要延续的，应当在届满三十日前提出申请。", date(2026, 11, 21)
    )
    typed = desk.form(f"{NEW}?work=document-{desk.home.document}")
    made = press(desk, typed, "differences")
    places = [
        name[: -len("-kind")] for name, kind in made.items() if kind == "change" and name.endswith("-kind")
    ]
    assert len(places) == 1
    assert "五年" in made[f"{places[0]}-aside"]
    assert "三年" in made[f"{places[0]}-words"]
    assert made[f"{places[0]}-refs"] == "第三条"


def test_a_new_document_has_no_differences_to_draw(desk: Any) -> None:
    answer = desk.client.post(NEW, data=desk.write(do="differences"))
    assert answer.status_code == 422
    assert "没有旧文本可以比对" in answer.get_data(as_text=True)


def test_a_reference_to_an_article_that_does_not_exist_is_a_fault_that_names_it(desk: Any) -> None:
    answer = desk.client.post(NEW, data=desk.write(**{"b-2-refs": "第二条、第三十条", "b-3-refs": "附则"}))
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "第 3 块引条：没有第三十条" in page
    assert "第 4 块引条：“附则”认不出是哪一条" in page
    assert desk.fields(page)["b-2-refs"] == "第二条、第三十条"


def test_all_faults_are_told_at_once_and_what_was_typed_stays(desk: Any) -> None:
    wrong = {
        "title": "",
        "form": "film",
        "source_url": "javascript:x()",
        "b-0-aspect": "joy",
        "b-1-kind": "poem",
    }
    answer = desk.client.post(NEW, data=desk.write(**wrong))
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    for sentence in ("请填写标题", "形式“film”不在", "原文网址应以 http", "要素“joy”不在", "类型“poem”不在"):
        assert sentence in page
    assert desk.fields(page)["b-2-words"] == "没有证就不能排，投产之前把证办好。"


def test_four_hundred_blocks_are_a_clear_fault_and_nothing_is_lost(desk: Any) -> None:
    typed = desk.write()
    for place in range(400):
        typed |= {
            f"b-{place}-kind": "passage",
            f"b-{place}-heading": f"题{place}",
            f"b-{place}-words": "文" * 20,
        }
        typed |= {
            f"b-{place}-key": "",
            f"b-{place}-aspect": "",
            f"b-{place}-aside": "",
            f"b-{place}-refs": "",
        }
    answer = desk.client.post(NEW, data=typed)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "内容块最多 120 块，现有 400 块" in page
    assert desk.fields(page)["b-399-heading"] == "题399"


def test_two_hundred_thousand_characters_are_a_clear_fault_and_nothing_is_lost(desk: Any) -> None:
    answer = desk.client.post(NEW, data=desk.write(**{"b-0-words": "字" * 200_000}))
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "第 1 块内容最多 20000 个字，现有 200000 个" in page
    assert len(desk.fields(page)["b-0-words"]) == 200_000


def test_unknown_and_repeated_fields_are_faults(desk: Any) -> None:
    typed = desk.write(published_at="2020-01-01")
    page = desk.client.post(NEW, data=typed).get_data(as_text=True)
    assert "不认识的字段：published_at" in page
    page = desk.client.post(NEW, data=desk.write(**{"b-0-words": ["甲", "乙"]})).get_data(as_text=True)
    assert "第 1 块填了不止一次" in page


def test_the_same_form_sent_twice_begins_one(desk: Any) -> None:
    typed = desk.write()
    first, second = (desk.client.post(NEW, data=typed).headers["Location"] for _ in range(2))
    assert first == second
    with desk.home.database.reading() as session:
        assert session.query(Interpretation).count() == 1


def test_a_unit_that_did_not_draft_is_refused_with_the_reason_when_it_begins(desk: Any) -> None:
    desk.officer()
    answer = desk.client.get(f"{NEW}?work=document-{desk.home.document}")
    assert answer.status_code == 403
    assert "谁起草、谁解读" in answer.get_data(as_text=True)
    listed = desk.client.get(f"{NEW}?q=排污许可").get_data(as_text=True)
    assert "谁起草、谁解读" in listed
    assert "new?work=" not in listed


def test_what_to_explain_is_found_by_title_or_number(desk: Any) -> None:
    for words in ("排污许可", "排污许可管理办法", ""):
        assert f"new?work=document-{desk.home.document}" in desk.client.get(f"{NEW}?q={words}").get_data(
            as_text=True
        )
    assert "没有标题含“不存在”的文件" in desk.client.get(f"{NEW}?q=不存在").get_data(as_text=True)


@pytest.mark.parametrize("work", ["document-999", "draft-999", "document-x", "elsewhere-1", "document-1e9"])
def test_a_work_that_is_none_is_told(desk: Any, work: str) -> None:
    assert desk.client.get(f"{NEW}?work={work}").status_code in {400, 404}


def test_what_somebody_else_saved_stands_beside_and_nothing_is_lost(desk: Any) -> None:
    key = desk.save()
    path = f"/desk/interpretations/{key}/edit"
    mine = desk.form(path)
    desk.drafter("other")
    assert (
        desk.client.post(path, data=mine | {"lead": "另一句话", "b-0-words": "对方改的"}).status_code == 303
    )
    desk.drafter()
    answer = desk.client.post(path, data=mine | {"b-0-words": "我改的", "b-1-words": "我改的第二块"})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    for words in ("另一句话", "对方改的", "我改的", "我改的第二块", "other"):
        assert words in page
    hidden = desk.hidden(page)
    merged = desk.client.post(f"/desk/interpretations/{key}/merge", data=hidden | {"take": ["lead", "b1"]})
    made = desk.fields(merged.get_data(as_text=True))
    assert (made["lead"], made["b-0-words"], made["b-1-words"]) == ("另一句话", "对方改的", "我改的第二块")
    assert desk.client.post(path, data=made).status_code == 303
    assert content(desk, key).blocks[1].words == "我改的第二块"


def test_what_went_on_meanwhile_is_not_overwritten_and_what_was_typed_is_shown(desk: Any) -> None:
    key = desk.save()
    path = f"/desk/interpretations/{key}/edit"
    typed = desk.form(path)
    assert desk.do(key, "submit") == "已送审"
    answer = desk.client.post(path, data=typed | {"b-0-words": "来不及了"})
    assert answer.status_code == 409
    assert "来不及了" in answer.get_data(as_text=True)


def test_a_former_version_shows_what_changed(desk: Any) -> None:
    key = desk.save()
    path = f"/desk/interpretations/{key}/edit"
    desk.client.post(path, data=desk.form(path) | {"b-1-words": "让企业一次说清、一网通办。"})
    page = desk.client.get(f"/desk/interpretations/{key}/versions/2").get_data(as_text=True)
    assert "<del>" in page
    assert "<ins>" in page
    assert desk.client.get(f"/desk/interpretations/{key}/versions/1").status_code == 200
    assert desk.client.get(f"/desk/interpretations/{key}/versions/9").status_code == 404


def test_the_preview_is_what_the_public_would_read_and_keeps_nothing(desk: Any) -> None:
    page = desk.client.post("/desk/interpretations/preview", data=desk.write()).get_data(as_text=True)
    assert "<strong>各地</strong>" in page
    assert "第二条" in page
    with desk.home.database.reading() as session:
        assert session.query(Interpretation).count() == 0


def test_lists_show_by_stage_and_ones_own(desk: Any) -> None:
    key = desk.save()
    for query in ("", "?progress=draft", "?whose=mine", "?progress=elsewhere"):
        assert f"/desk/interpretations/{key}" in desk.client.get(f"/desk/interpretations{query}").get_data(
            as_text=True
        )
    assert f"interpretations/{key}" not in desk.client.get(
        "/desk/interpretations?progress=submitted"
    ).get_data(as_text=True)
    desk.sit(Role.DRAFTER, desk.home.bureau)
    assert f"interpretations/{key}" not in desk.client.get("/desk/interpretations").get_data(as_text=True)


def test_what_experts_wrote_is_attached_with_credit_and_address(desk: Any) -> None:
    key = desk.save(origin="expert")
    assert "没有写明作者或者出处单位" in desk.page(key)
    path = f"/desk/interpretations/{key}/edit"
    more = {"credit": "甘棠，澄江大学", "source_url": "https://expert.example/1"}
    assert desk.client.post(path, data=desk.form(path) | more).status_code == 303
    assert desk.do(key, "submit", version="2") == "已送审"
    held = content(desk, key)
    assert (held.origin, held.credit, held.blocks[0].kind) == (
        Origin.EXPERT,
        "甘棠，澄江大学",
        BlockKind.PASSAGE,
    )


def test_several_documents_are_explained_together_and_told_apart(desk: Any) -> None:
    home = desk.home
    with home.database.transaction() as session:
        entry = Entry(title="澄江省排污许可实施细则", kind=Kind.NORMATIVE_DOCUMENT, unit_id=home.water)
        draft = begin_draft(session, "d9", Manuscript(entry, "第一条 细则如下。"), by=home.drafter).id
    listed = desk.client.get(NEW).get_data(as_text=True)
    assert f'name="work" value="draft-{draft}"' in listed
    page = desk.client.get(f"{NEW}?work=document-{home.document}&work=draft-{draft}").get_data(as_text=True)
    assert "文件2第一条" in page
    typed = desk.fields(page) | {"work": [f"document-{home.document}", f"draft-{draft}"]}
    answer = desk.client.post(
        NEW, data=typed | {"b-0-words": "两份一起讲。", "b-0-refs": "第二条、文件2第一条"}
    )
    assert answer.status_code == 303
    held = content(desk, int(answer.headers["Location"].rsplit("/", 1)[1]))
    assert held.blocks[0].refs == (Ref(0, "art-2"), Ref(1, "art-1"))
    twice = desk.client.get(f"{NEW}?" + "&".join(f"work=document-{number}" for number in range(1, 13)))
    assert twice.status_code == 400


def test_a_text_that_cannot_be_converted_in_its_time_is_not_lost(
    desk: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed = desk.write(**{"b-0-words": "写了很久的一段"})

    def refuse(_content: Content, _former: object = None) -> None:
        raise TookTooLong("转换文本格式用时过长，已中止；请缩短内容后再试。")

    monkeypatch.setattr("interpretations.publishing.editing.rendered", refuse)
    monkeypatch.setattr("interpretations.desk.interpretation_sheet.rendered", refuse)
    answer = desk.client.post(NEW, data=typed)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 503
    assert "用时过长" in page
    assert desk.fields(page)["b-0-words"] == "写了很久的一段"


def test_a_question_from_below_begins_questions_and_answers(desk: Any) -> None:
    path = f"{NEW}?work=document-{desk.home.document}"
    typed = desk.form(f"{path}&question=停产期间还要%0A延续吗？")
    assert (typed["form"], typed["b-0-kind"]) == ("faq", "question")
    assert typed["b-0-heading"] == "停产期间还要 延续吗？"
    assert typed["title"] == "《澄江省排污许可管理办法》简明问答"
    assert typed["b-1-aspect"] == "background", "what every interpretation must say follows"
    answer = desk.client.post(NEW, data=typed | {"b-0-words": "停产不影响有效期，照样要延续。"})
    assert content(desk, int(answer.headers["Location"].rsplit("/", 1)[1])).blocks[0].words.startswith("停产")


@pytest.mark.parametrize("question", ["", "%20", "&question=x"])
def test_no_question_is_no_question(desk: Any, question: str) -> None:
    typed = desk.form(f"{NEW}?work=document-{desk.home.document}&form=text&question={question}")
    assert (typed["form"], typed["b-0-heading"]) == ("text", "政策背景")


def test_a_question_too_long_or_hostile_is_only_words(desk: Any) -> None:
    path = f"{NEW}?work=document-{desk.home.document}&question="
    assert len(desk.form(path + "问" * 900)["b-0-heading"]) == 400
    assert desk.form(path + "%3Cscript%3E%22")["b-0-heading"] == '<script>"'
