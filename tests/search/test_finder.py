from collections.abc import Callable
from datetime import date

import pytest

from registry.law.terms import Validity
from registry.searchable import Searchable, Wording
from search.engine import Facet, Hit, Question, Sort
from search.finder import IndexEngine
from search.index import Index

TODAY = date(2026, 11, 23)


def ask(engine: IndexEngine, text: str, on: date = TODAY, **filters: str) -> list[Hit]:
    chosen = {Facet(name): value for name, value in filters.items()}
    return list(engine.search(Question(text, on, chosen, limit=50)).hits)


def titles(hits: list[Hit]) -> list[str]:
    return [hit.plain_title for hit in hits]


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("云岭省水污染防治条例", "云岭省水污染防治条例"),
        ("《云岭省水污染防治条例》", "云岭省水污染防治条例"),
        ("雲嶺省水污染防治條例", "云岭省水污染防治条例"),
        ("云岭省水污染防治条列", "云岭省水污染防治条例"),
        ("云岭 水污染", "云岭省水污染防治条例"),
        ("电梯安全", "临江市电梯安全管理办法"),
        ("年假几天", "职工带薪年休假条例"),
        ("老楼装电梯", "临江市电梯安全管理办法"),
        ("云环发[2021]16号", "云岭省生态环境厅关于危险废物转移的通知"),
        ("云环发 2021 16", "云岭省生态环境厅关于危险废物转移的通知"),
        ("国令第514号", "职工带薪年休假条例"),
    ],
)
def test_a_document_is_found_first(engine: IndexEngine, typed: str, title: str) -> None:
    assert titles(ask(engine, typed))[0] == title


def test_the_wording_of_the_day_answers(engine: IndexEngine) -> None:
    (then,) = ask(engine, "“排放废水应当登记”", date(2021, 12, 31))
    assert then.passages[0].eid == "art-1"
    assert ask(engine, "“排放废水应当登记”", date(2022, 1, 1)) == []


def test_what_is_in_force_stands_before_what_has_ended(engine: IndexEngine) -> None:
    found = ask(engine, "禁止燃放烟花爆竹")
    statuses = [hit.status for hit in found]
    assert Validity.REPEALED in statuses
    assert statuses == sorted(statuses, key=lambda status: status.ended)


def test_an_ended_document_asked_for_by_its_title_stands_first_and_is_marked(engine: IndexEngine) -> None:
    first = ask(engine, "云岭省烟花爆竹管理办法")[0]
    assert (first.plain_title, first.status) == ("云岭省烟花爆竹管理办法", Validity.REPEALED)


def test_an_ended_document_named_among_other_words_stands_with_those_in_force(engine: IndexEngine) -> None:
    assert titles(ask(engine, "云岭省烟花爆竹管理办法 建成区"))[0] == "云岭省烟花爆竹管理办法"


def test_a_number_among_other_words_is_still_understood(engine: IndexEngine) -> None:
    assert titles(ask(engine, "养犬 云环发[2021]16号"))[0] == "云岭省生态环境厅关于危险废物转移的通知"


def test_a_document_repealed_later_is_in_force_on_the_day_asked(engine: IndexEngine) -> None:
    day_before = ask(engine, "云岭省烟花爆竹管理办法", date(2024, 2, 29))[0]
    on_the_day = ask(engine, "云岭省烟花爆竹管理办法", date(2024, 3, 1))[0]
    assert (day_before.status, on_the_day.status) == (Validity.IN_FORCE, Validity.REPEALED)


def test_what_was_made_later_answers_only_who_names_it(index: Index, make: Callable[..., Searchable]) -> None:
    index.rebuild(
        [make(1, "云岭省绿道条例", "绿道应当保持畅通。", made_on=date(2020, 5, 1)), make(2, "养犬条例")]
    )
    engine, before = IndexEngine(index), date(2020, 4, 30)
    assert titles(ask(engine, "绿道畅通", date(2020, 5, 1))) == ["云岭省绿道条例"]
    assert titles(ask(engine, "绿道畅通", before)) == []
    assert titles(ask(engine, "云岭省绿道条例", before)) == ["云岭省绿道条例"]


def test_a_hit_tells_where_its_wording_came_after_the_day(
    index: Index, make: Callable[..., Searchable]
) -> None:
    (passage,) = make(1, "", "绿道应当保持畅通。").wordings[0].passages
    only = Wording(1, "云岭省绿道条例", None, None, (passage,), date(2020, 5, 1))
    index.rebuild([make(1, "云岭省绿道条例", wordings=(only,))])
    (then,) = ask(IndexEngine(index), "绿道畅通", date(2020, 4, 30))
    (now,) = ask(IndexEngine(index), "绿道畅通", date(2020, 5, 1))
    assert (then.text_from, now.text_from) == (date(2020, 5, 1), None)


def test_a_place_prefers_what_holds_there(engine: IndexEngine) -> None:
    assert titles(ask(engine, "临江 养犬"))[0] == "临江市养犬管理条例"


def test_a_phrase_must_stand_as_typed(engine: IndexEngine) -> None:
    assert titles(ask(engine, "“填写转移联单”")) == ["云岭省生态环境厅关于危险废物转移的通知"]
    assert ask(engine, "“转移填写联单”") == []


def test_a_phrase_may_stand_in_the_title(engine: IndexEngine) -> None:
    assert titles(ask(engine, "“电梯安全管理”")) == ["临江市电梯安全管理办法"]


def test_an_excluded_word_takes_its_documents_out(engine: IndexEngine) -> None:
    assert len(ask(engine, "养犬管理")) == 2
    assert titles(ask(engine, "养犬管理 -犬绳")) == ["临江市养犬管理条例"]


def test_filters_narrow_and_counts_tell_what_each_would_leave(engine: IndexEngine) -> None:
    answer = engine.search(Question("禁止燃放烟花爆竹", TODAY))
    counts = {count.value: count.count for count in answer.facets[Facet.STATUS]}
    for value, count in counts.items():
        assert len(ask(engine, "禁止燃放烟花爆竹", status=value)) == count
    assert sum(counts.values()) == answer.total


def test_a_filter_leaves_its_own_alternatives_to_be_seen(engine: IndexEngine) -> None:
    question = Question("禁止燃放烟花爆竹", TODAY, {Facet.STATUS: Validity.REPEALED.value})
    assert len(engine.search(question).facets[Facet.STATUS]) == 2


def test_a_document_of_two_issuers_counts_for_each(engine: IndexEngine) -> None:
    assert len(ask(engine, "危险废物转移", issuer="云岭省交通运输厅")) == 1
    assert len(ask(engine, "危险废物转移", issuer="云岭省生态环境厅")) == 1


def test_an_unknown_filter_value_leaves_nothing(engine: IndexEngine) -> None:
    assert ask(engine, "条例", kind="no-such-kind") == []


def test_hits_can_be_sorted_by_day(engine: IndexEngine) -> None:
    def days(sort: Sort) -> list[date | None]:
        return [hit.dated_on for hit in engine.search(Question("条例", TODAY, sort=sort)).hits]

    assert days(Sort.NEWEST) == sorted(days(Sort.NEWEST), reverse=True)
    assert days(Sort.OLDEST) == days(Sort.NEWEST)[::-1] != []


def test_pages_of_hits_join_to_the_whole(engine: IndexEngine) -> None:
    whole = ask(engine, "条例")
    pages = [
        engine.search(Question("条例", TODAY, offset=n, limit=2)).hits for n in range(0, len(whole) + 2, 2)
    ]
    assert [hit for page in pages for hit in page] == whole


def test_the_best_passage_is_shown_with_its_words_marked(engine: IndexEngine) -> None:
    passage = ask(engine, "禁止私设暗管")[0].passages[0]
    assert (passage.eid, passage.number) == ("art-2", "第2条")
    assert "暗管" in "".join(piece.text for piece in passage.pieces if piece.marked)


@pytest.mark.parametrize(
    "strange",
    [
        "*",
        "body:条例",
        "(((",
        "“”",
        "-",
        "\x00",
        "　",
        "！？",
        "a" * 5000,
        "条例 " * 3000,
        "“" * 300,
        "-条例",
        "𠮷",
        "NOT AND OR",
    ],
)
def test_a_strange_question_gets_an_answer(engine: IndexEngine, strange: str) -> None:
    answer = engine.search(Question(strange, TODAY))
    assert answer.total >= len(answer.hits)


def test_an_empty_question_is_told_what_to_type(engine: IndexEngine) -> None:
    answer = engine.search(Question("！？", TODAY))
    assert (answer.total, answer.notices) == (0, ("请输入文号、标题或词语。",))


def test_a_cut_question_says_so(engine: IndexEngine) -> None:
    assert "只用了前" in engine.search(Question("养犬" * 200, TODAY)).notices[0]


def test_a_number_leads_to_its_document(engine: IndexEngine) -> None:
    found = engine.by_number("云环发(2021)16号")
    assert found is not None
    assert found.exact == ("local-regulation/2020/7",)


def test_a_number_nearly_right_is_suggested(engine: IndexEngine) -> None:
    found = engine.by_number("云环发〔2021〕17号")
    assert found is not None
    assert (found.exact, [address for address, _number in found.near]) == ((), ["local-regulation/2020/7"])


def test_words_are_no_number(engine: IndexEngine) -> None:
    assert engine.by_number("养犬管理条例") is None


def test_a_document_without_passages_is_found_by_its_title(
    engine: IndexEngine, make: Callable[..., Searchable]
) -> None:
    engine.index.update(frozenset({"document:40"}), lambda _ids: [make(40, "云岭省档案条例", wordings=())])
    assert titles(ask(engine, "档案条例")) == ["云岭省档案条例"]


def test_an_empty_index_finds_nothing(engine: IndexEngine) -> None:
    engine.index.rebuild([])
    assert engine.search(Question("条例", TODAY)).total == 0


def test_by_effect_what_applies_last_stands_first(engine: IndexEngine) -> None:
    found = engine.search(Question("云岭省条例", date(2027, 6, 1), sort=Sort.EFFECTIVE))
    assert found.hits[0].plain_title == "云岭省数据条例"


def test_what_bears_no_day_of_the_span_is_no_hit(engine: IndexEngine) -> None:
    first = date(2020, 1, 3)
    found = engine.search(Question("养犬", TODAY, dated_from=first, dated_through=first))
    assert titles(list(found.hits)) == ["云岭省养犬管理条例"]


@pytest.mark.parametrize(
    ("asked", "first"),
    [
        ("临江 遛狗", "云岭省养犬管理条例"),
        ("云岭省 电梯", "临江市电梯安全管理办法"),
        ("东海市养犬", "东海市犬只管理办法"),
    ],
)
def test_a_place_in_a_title_does_not_swamp_the_matter(
    index: Index, make: Callable[..., Searchable], asked: str, first: str
) -> None:
    others = (
        make(31, "临江市临江公园条例", "临江公园由临江市人民政府管理。"),
        make(32, "云岭省省会条例", "云岭省省会设在临江市。"),
        make(33, "东海市犬只管理办法", "养犬应当登记。", region="东海"),
    )
    index.update(frozenset(f"document:{one.id}" for one in others), lambda _keys: others)
    assert titles(ask(IndexEngine(index), asked))[0] == first
