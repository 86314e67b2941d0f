"""Explanations among documents: who stands first, who is put out by nobody, and how they leave the index."""

from collections.abc import Callable
from datetime import date

import pytest

from registry.law.terms import Validity
from registry.searchable import Findable, Searchable, Standing, key_of
from search.engine import Count, Facet, Hit, Question
from search.finder import IndexEngine
from search.index import Index
from search.ranking import ASKED
from search.snapshot import Snapshot
from search.words import asking_pairs

TODAY = date(2026, 11, 23)
Make = Callable[..., Searchable]


@pytest.fixture
def dogs(library: list[Searchable]) -> Searchable:
    return library[1]


@pytest.fixture
def told(explain: Make, dogs: Searchable) -> list[Searchable]:
    """What explains the regulation on dogs: in words, and two questions."""
    question = {"content": Findable.QUESTION, "form": "简明问答"}
    return [
        explain(
            7, dogs, "《云岭省养犬管理条例》解读", "携带犬只出户应当使用犬绳牵领。", "遛犬不牵绳会被罚款。"
        ),
        explain(7, dogs, "狗证到期了怎么办？", "提前一个月办理年审。", **question),
        explain(7, dogs, "小区里能遛狗吗？", "可以，要牵绳。", address="7#b2", **question),
    ]


@pytest.fixture
def both(index: Index, library: list[Searchable], told: list[Searchable]) -> IndexEngine:
    index.rebuild([*library, *told])
    return IndexEngine(index)


def ask(engine: IndexEngine, text: str, on: date = TODAY, **filters: str) -> list[Hit]:
    chosen = {Facet(name): value for name, value in filters.items()}
    return list(engine.search(Question(text, on, chosen)).hits)


def titles(engine: IndexEngine, text: str, on: date = TODAY, **filters: str) -> list[str]:
    return [hit.plain_title for hit in ask(engine, text, on, **filters)]


@pytest.mark.parametrize(
    "text", ["云岭省养犬管理条例", "养犬管理条例", "犬绳", "携带犬只出户应当使用犬绳牵领"]
)
def test_with_equal_words_the_document_stands_before_what_explains_it(both: IndexEngine, text: str) -> None:
    found = titles(both, text)
    assert found.index("云岭省养犬管理条例") < found.index("《云岭省养犬管理条例》解读")


def test_a_document_is_not_put_behind_by_an_explanation_that_repeats_itself(
    index: Index, library: list[Searchable], explain: Make, dogs: Searchable
) -> None:
    eager = explain(9, dogs, "养犬管理条例", *["犬绳牵领。犬绳牵领。犬绳牵领。犬绳。"] * 5)
    index.rebuild([*library, eager])
    assert titles(IndexEngine(index), "犬绳牵领")[0] == "云岭省养犬管理条例"


@pytest.mark.parametrize(
    "text", ["狗证到期了怎么办", "狗证到期了", "狗证到期怎么办？", "请问狗证到期了怎么处理"]
)
def test_a_question_that_was_answered_stands_at_the_top_with_its_answer(both: IndexEngine, text: str) -> None:
    first = ask(both, text)[0]
    assert (first.content, first.plain_title, first.path) == (
        Findable.QUESTION,
        "狗证到期了怎么办？",
        "/interpretations/7#b1",
    )
    assert "".join(piece.text for piece in first.passages[0].pieces) == "提前一个月办理年审。"
    assert first.explains is not None
    assert first.explains.title == "云岭省养犬管理条例"


def test_words_that_only_ask_make_no_question_alike(both: IndexEngine) -> None:
    assert all(hit.score < ASKED for hit in ask(both, "病了怎么办"))
    assert asking_pairs("病了怎么办") == {"病了"}


def test_the_answer_of_an_ended_document_is_not_lifted(
    index: Index, library: list[Searchable], explain: Make
) -> None:
    ended, holding = library[3], library[4]
    answers = {"content": Findable.QUESTION}
    index.rebuild(
        [
            *library,
            explain(7, ended, "城里能不能放鞭炮？", "可以。", **answers),
            explain(8, holding, "城里能不能放鞭炮？", "不可以。", **answers),
        ]
    )
    found = [hit for hit in ask(IndexEngine(index), "城里能不能放鞭炮") if hit.content is Findable.QUESTION]
    assert [hit.status for hit in found] == [Validity.IN_FORCE, Validity.REPEALED]
    assert found[1].score < found[0].score / 2


def test_documents_are_the_same_hits_with_explanations_as_without(
    index: Index, library: list[Searchable], told: list[Searchable]
) -> None:
    texts = ["犬绳", "遛狗", "养犬管理", "狗证到期了怎么办", "禁止燃放", "危险废物转移联单", "罚款"]
    without = {text: set(titles(IndexEngine(index), text)) for text in texts}
    index.rebuild([*library, *told])
    with_them = IndexEngine(index)
    for text in texts:
        assert set(titles(with_them, text, content="document")) == without[text], text


def test_a_question_is_read_in_the_light_of_its_document(
    index: Index, library: list[Searchable], explain: Make
) -> None:
    index.rebuild(
        [
            *library,
            explain(7, library[8], "证件到期怎么办？", "来换。", content=Findable.QUESTION),
            explain(8, library[1], "证件到期怎么办？", "来换。", content=Findable.QUESTION),
        ]
    )
    first = next(
        hit for hit in ask(IndexEngine(index), "养犬证件到期怎么办") if hit.content is Findable.QUESTION
    )
    assert first.id == 8


def test_before_it_was_published_an_explanation_did_not_exist(both: IndexEngine) -> None:
    day = date(2025, 12, 31)
    texts = ["养犬管理条例", "狗证到期了怎么办", "《云岭省养犬管理条例》解读", "“牵绳”"]
    assert not [hit for text in texts for hit in ask(both, text, day) if hit.explains]
    assert all(any(hit.explains for hit in ask(both, text, date(2026, 1, 1))) for text in texts)


def test_readers_narrow_to_documents_explanations_or_questions(both: IndexEngine) -> None:
    counts = both.search(Question("养犬管理条例 牵绳", TODAY)).facets[Facet.CONTENT]
    assert {count.value for count in counts} <= set(Findable)
    for value in (one.value for one in Findable):
        found = ask(both, "犬绳", content=value)
        assert {hit.content.value for hit in found} <= {value}
    assert Count("interpretation", 1) in both.search(Question("犬绳", TODAY)).facets[Facet.CONTENT]


def test_an_explanation_has_the_status_of_its_document_on_every_day(
    index: Index, library: list[Searchable], explain: Make
) -> None:
    begins = (Standing(None, Validity.IN_FORCE), Standing(date(2026, 11, 1), Validity.REPEALED))
    of = library[3]
    index.rebuild(
        [*library, explain(7, of, "《云岭省烟花爆竹管理办法》解读", "为什么禁放。", standings=begins)]
    )
    engine = IndexEngine(index)

    def status(day: date) -> Validity:
        return ask(engine, "为什么禁放", day, content="interpretation")[0].status

    assert (status(date(2026, 10, 31)), status(date(2026, 11, 1))) == (Validity.IN_FORCE, Validity.REPEALED)
    assert ask(engine, "为什么禁放", date(2026, 11, 1), status="repealed")


def test_its_place_is_the_documents(both: IndexEngine) -> None:
    snapshot = both.opened().snapshot
    places = {record["title"]: snapshot.places.of(number) for number, record in enumerate(snapshot.records)}
    assert places["狗证到期了怎么办？"] == places["云岭省养犬管理条例"] == "云岭省"


def test_a_document_and_an_interpretation_with_one_number_are_two(
    index: Index, library: list[Searchable], told: list[Searchable]
) -> None:
    index.rebuild([*library, *told])
    index.update(frozenset({key_of("document", 7)}), lambda _keys: [])
    engine = IndexEngine(index)
    assert "云岭省生态环境厅关于危险废物转移的通知" not in titles(engine, "危险废物转移联单")
    assert "狗证到期了怎么办？" in titles(engine, "狗证到期了怎么办")


def test_a_question_that_is_no_longer_asked_leaves_with_the_former_version(
    index: Index, library: list[Searchable], told: list[Searchable]
) -> None:
    index.rebuild([*library, *told])
    index.update(frozenset({"interpretation:7"}), lambda _keys: told[:2])
    snapshot = Snapshot(index.current())
    assert int(snapshot.live_documents.sum()) == len(library) + 2
    assert "小区里能遛狗吗？" not in titles(IndexEngine(index), "小区里能遛狗吗")
    index.update(frozenset({"interpretation:7"}), lambda _keys: [])
    assert not len(Snapshot(index.current()).explanations.numbers)


def test_what_explains_a_document_that_left_is_still_ranked(
    index: Index, library: list[Searchable], told: list[Searchable]
) -> None:
    index.rebuild([*library, *told])
    index.update(frozenset({"document:2"}), lambda _keys: [])
    assert titles(IndexEngine(index), "狗证到期了怎么办")[0] == "狗证到期了怎么办？"
