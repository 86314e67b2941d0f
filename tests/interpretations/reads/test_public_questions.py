"""Rulings on public questions: found singly, and only while what they explain is what holds."""

from datetime import date
from typing import Any

import pytest

from base.errors import BadInput
from interpretations.publishing import release
from interpretations.reads.listing import read_listed
from interpretations.reads.questions import Asked, Found, find, read_questions
from interpretations.rules.content import Block, Ref
from interpretations.rules.terms import BlockKind, Form, Origin
from registry.law.terms import EventKind
from registry.reads.catalogue import read_catalogue
from registry.tables import Document

EVE, DAY = date(2026, 12, 31), date(2027, 1, 1)


def ask(home: Any, day: date, q: str = "", **more: Any) -> Found:
    with home.database.reading() as session:
        listed = read_listed(session, read_catalogue(session))
        return find(read_questions(session, day, listed), Asked.read(q, **more), day)


def asked(found: Found) -> list[str]:
    return [each.question for each in found.questions]


def test_every_question_of_a_public_interpretation_is_found_singly(home: Any) -> None:
    key = home.publish()
    found = ask(home, EVE)
    assert asked(found) == ["证到期了怎么办？"]
    question = found.questions[0]
    assert question.address == f"/interpretations/{key}#b4"
    assert [(each.label, each.words) for each in question.quotes] == [
        ("第三条", "排污许可证有效期为五年；期满需要延续的，应当在届满六十日前提出申请。")
    ]
    assert found.groups[0].document.title == "澄江省排污许可管理办法"


def test_a_question_leaves_at_the_midnight_from_which_its_article_reads_otherwise(home: Any) -> None:
    home.publish()
    home.reword("art-3", "排污许可证有效期为三年。", DAY)
    assert (ask(home, EVE).total, ask(home, EVE).checking) == (1, 0)
    after = ask(home, DAY)
    assert (after.total, after.checking, after.ended) == (0, 1, 0)


def test_a_question_leaves_with_its_document_and_is_not_being_checked(home: Any) -> None:
    home.publish()
    home.event(EventKind.REPEAL, DAY)
    after = ask(home, DAY)
    assert (ask(home, EVE).total, after.total, after.checking, after.ended) == (1, 0, 0, 1)


def test_a_question_without_a_provision_leaves_with_its_document_too(home: Any) -> None:
    home.publish(home.content(blocks=(Block("q", BlockKind.QUESTION, "管谁？", "管排污单位。"),)))
    home.event(EventKind.REPEAL, DAY)
    assert (ask(home, EVE).total, ask(home, DAY).total, ask(home, DAY).ended) == (1, 0, 1)


def test_a_change_elsewhere_leaves_the_question_where_it_is(home: Any) -> None:
    home.publish()
    home.reword("art-2", "排污单位应当持证排污。", DAY)
    assert (ask(home, DAY).total, ask(home, DAY).checking) == (1, 0)


def test_all_the_words_must_be_there(home: Any) -> None:
    home.publish()
    assert ask(home, EVE, "到期 延续").total == 1
    assert ask(home, EVE, "到期 处罚").total == 0
    assert ask(home, EVE, "").total == 1


def test_latin_words_are_found_in_either_case(home: Any) -> None:
    home.publish(home.content(blocks=(Block("q", BlockKind.QUESTION, "VOCs 算不算？", "算。"),)))
    assert ask(home, EVE, "vocs").total == 1


def test_a_search_bears_a_hundred_characters_and_eight_words() -> None:
    assert len(Asked.read("一 二 三 四 五 六 七 八").words) == 8
    with pytest.raises(BadInput, match="最多 8 个词语，现有 9 个"):
        Asked.read("一 二 三 四 五 六 七 八 九")
    with pytest.raises(BadInput, match="最多 100 个字"):
        Asked.read("问" * 101)


def test_what_experts_and_others_answer_is_not_the_departments_answer(home: Any) -> None:
    home.publish(home.content(origin=Origin.EXPERT, credit="林教授"))
    assert ask(home, EVE).total == 0


def test_an_answered_enquiry_is_a_public_question(home: Any) -> None:
    home.publish(home.content(origin=Origin.ENQUIRY, form=Form.FAQ))
    assert asked(ask(home, EVE)) == ["证到期了怎么办？"]


def test_questions_of_one_document_stand_together(home: Any) -> None:
    home.publish(sent="t1")
    home.publish(sent="t2")
    found = ask(home, EVE)
    assert [len(group.questions) for group in found.groups] == [2]
    assert [number for _entry, number in found.documents] == [2]


def test_a_question_may_be_asked_for_by_its_document(home: Any) -> None:
    home.publish()
    address = "normative-document/2026/900001"
    assert ask(home, EVE, document=address).total == 1
    assert ask(home, EVE, document="law/1900/1").total == 0


def test_a_page_holds_what_it_holds_and_the_last_one_ends_the_list(home: Any) -> None:
    many = tuple(Block(f"q{place}", BlockKind.QUESTION, f"第{place}问", "答。") for place in range(35))
    home.publish(home.content(blocks=many))
    first, last = ask(home, EVE), ask(home, EVE, page=9)
    assert (len(first.questions), len(last.questions), last.page, last.pages) == (30, 5, 2, 2)


def test_nothing_is_told_of_a_question_before_it_is_public(home: Any) -> None:
    with home.database.transaction() as session:
        home.begin(session)
    assert ask(home, EVE).total == 0


def test_a_withdrawn_interpretation_takes_its_questions_along(home: Any) -> None:
    key = home.publish()
    with home.database.transaction() as session:
        release.withdraw(session, key, "数字有误", by=home.officer)
    found = ask(home, EVE)
    assert (found.total, found.checking, found.ended) == (0, 0, 0)


def test_a_hidden_document_takes_its_questions_along(home: Any) -> None:
    home.publish()
    with home.database.transaction() as session:
        session.get_one(Document, home.document).publication = "withdrawn"
    assert ask(home, EVE).total == 0


def test_a_question_that_explains_two_articles_needs_both(home: Any) -> None:
    both = Block("q", BlockKind.QUESTION, "何时领、管几年？", "答。", refs=(Ref(0, "art-2"), Ref(0, "art-3")))
    home.publish(home.content(blocks=(both,)))
    home.event(EventKind.PARTIAL_REPEAL, DAY, provisions=["art-2"])
    assert (ask(home, EVE).total, ask(home, DAY).total, ask(home, DAY).ended) == (1, 0, 1)
