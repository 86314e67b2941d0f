"""Hostile questions: nothing typed breaks search, holds it up, or brings to light what is not public."""

import random
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import date, datetime
from html import unescape
from io import BytesIO
from time import process_time
from typing import Any
from urllib.parse import unquote
from zipfile import ZipFile

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from registry.law.terms import Publication
from registry.searchable import Findable, Searchable
from search import schema
from search.answers import Answerer
from search.engine import Engine, Question, Sort
from search.fallback import DatabaseEngine
from search.finder import IndexEngine
from search.hidden import Hidden
from search.index import Index
from search.keeping import Keeper
from search.lexicon.shipped import shipped
from search.suggesting import suggestions

TODAY = date(2026, 11, 23)
MANY, BATCH, BY_HTTP = 20_000, 2_000, 500
FIELDS = [*schema.PASSAGE_FIELDS, *schema.TITLE_FIELDS, schema.KEY, "title", "id", "status", "publication"]
PIECES = [
    *(f"{name}:" for name in FIELDS),
    *"()[]{}〔〕【】（）《》〈〉“”\"'「」+-*?~^&|!/\\:;,.%_#@$=<>`",
    *("AND", "OR", "NOT", "TO", "SELECT", "--", "/*", "*/", "..", "%00", "{{7*7}}", "${x}", "<script>"),
    *("养犬", "犬绳", "烟花爆竹", "危险废物", "第二条", "第条", "条", "号", "〔2021〕16号", "2021年有效的"),
    *(
        "云环发",
        "16号",
        "yangquan",
        "yq",
        "zh",
        "吗",
        "怎么",
        "谁",
        "2021-02-30",
        "9999年有效的",
        "的",
        "发布的",
    ),
    *(
        "\u200b",
        "\u200d",
        "\u202e",
        "\u202c",
        "\ufeff",
        "\x00",
        "\x07",
        "\x1b[31m",
        "\u2028",
        "\ud800",
        "\udfff",
    ),
    *(
        "😀",
        "👨‍👩‍👧",
        "🇨🇳",
        "é",
        "Ａ",
        "ﬁ",
        "㍿",
        "𠀀",
        "ß",
        "İ",
        "\u0301" * 20,
        "\u3000",
        "\t",
        "\n",
        "一" * 30,
    ),
]


def questions(seed: int, count: int) -> Iterator[str]:
    """Pieces put together at random, most of them short, some of them very long."""
    chance = random.Random(seed)  # noqa: S311 - the same questions every time
    for _ in range(count):
        size = chance.choice((1, 2, 3, 5, 8, 20))
        typed = chance.choice(("", "", " ")).join(chance.choice(PIECES) for _ in range(size))
        yield typed * chance.choice((1,) * 30 + (40, 500))


@pytest.fixture
def indexed(keeper: Keeper) -> IndexEngine:
    keeper.catch_up()
    return IndexEngine(keeper.index)


def asked(engine: Engine, typed: str) -> None:
    answer = engine.search(Question(typed, TODAY, sort=Sort.NEWEST if len(typed) % 2 else Sort.RELEVANCE))
    assert answer.total >= len(answer.hits)
    engine.by_number(typed)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize("seed", range(MANY // BATCH))
def test_no_question_raises_and_none_takes_a_second(
    indexed: IndexEngine, seed: int, within: Callable[[float], AbstractContextManager[None]]
) -> None:
    slowest, longest = "", 0.0
    for typed in questions(seed, BATCH):
        since = process_time()
        asked(indexed, typed)
        took = process_time() - since
        if took > longest:
            slowest, longest = typed, took
    with within(1.0):
        asked(indexed, slowest)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_ten_megabytes_are_a_question_like_others(
    indexed: IndexEngine, within: Callable[[float], AbstractContextManager[None]]
) -> None:
    for piece in ("“", "养犬", "第一条", "\u200b", "a", "(", "二〇"):
        with within(1.0):
            asked(indexed, piece * (10_000_000 // len(piece)))


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_answers_and_suggestions_take_anything(indexed: IndexEngine) -> None:
    answerer, lexicon = Answerer(indexed), shipped()
    for typed in questions(77, 1_000):
        answerer.reply(Question(typed, TODAY, open_day=True))
        suggestions(indexed.opened(), lexicon, Question(typed, TODAY))


def test_the_database_takes_anything_while_there_is_no_index(keeper: Keeper) -> None:
    engine = DatabaseEngine(keeper.database)
    for typed in questions(99, 400):
        if "\ud800" not in typed and "\udfff" not in typed:
            asked(engine, typed)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    "path", ["/search", "/search.json", "/answers.json", "/search/suggest", "/search/data.feed"]
)
def test_no_address_answers_with_a_fault_of_ours(keeper: Keeper, client: FlaskClient, path: str) -> None:
    keeper.catch_up()
    for typed in questions(len(path), BY_HTTP // 5):
        sent = typed.encode("utf-8", "surrogatepass")[:4_000]
        response = client.get(path, query_string={"q": sent.decode("utf-8", "replace")})
        # Control characters are refused before search hears of them.
        assert response.status_code in {200, 303, 400}, typed


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    "query",
    [
        "page=0",
        "page=-1",
        "page=10**9",
        "page=1e9",
        "sort=x",
        "on=2026-02-30",
        "on=x",
        "size=-1",
        "from=2026-01-01&to=2025-01-01",
    ],
)
def test_what_is_asked_wrongly_is_told(keeper: Keeper, client: FlaskClient, query: str) -> None:
    keeper.catch_up()
    response = client.get(f"/search.json?q=养犬&{query}")
    assert response.status_code in {400, 422}


# What is not public

HIDDEN = [Publication.DRAFT, Publication.UNDER_REVIEW, Publication.SCHEDULED, Publication.WITHDRAWN]
TITLE, WORDS = "云岭省琥珀金丝雀饲养规定", "饲养琥珀金丝雀应当登记造册。"
# What is typed, and echoed; the rest of the canary must come from the collection.
TYPED = (
    "琥珀",
    "hupojin",
    "云岭琥珀",
    "琥珀应当登记吗？",
    "琥王白规定",
    "云雀发〔2026〕7",
    "云岭省琥珀金丝饲养规定第一条",
)
LEAKS = ("云岭省琥珀金丝雀", "登记造册", "云雀发〔2026〕77号")


@pytest.fixture(params=HIDDEN)
def hidden(request: pytest.FixtureRequest, shelf: Any) -> int:
    """A document in each state that the public must not know of."""
    key = int(shelf.put(TITLE, WORDS, number="云雀发〔2026〕77号"))
    shelf.change(key, publication=request.param.value)
    return key


def surfaces(app: Flask) -> list[str]:
    """Every address without parts to fill in that answers a question, whatever is added."""
    return sorted(
        rule.rule
        for rule in app.url_map.iter_rules()
        if not rule.arguments
        and "GET" in (rule.methods or ())
        and rule.rule.startswith(
            ("/search", "/answers", "/documents", "/faq", "/interpretations", "/check", "/snapshots")
        )
    )


def told_by(response: TestResponse) -> str:
    """Everything that an answer tells, its address and the sheets of a workbook too."""
    body = response.get_data()
    if body.startswith(b"PK"):
        with ZipFile(BytesIO(body)) as book:
            body = b"\n".join(book.read(name) for name in book.namelist())
    return unescape(body.decode("utf-8", "replace")) + unquote(response.headers.get("Location", ""))


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize("state", ["caught up", "behind", "without an index"])
def test_no_surface_tells_of_what_is_hidden(
    app: Flask,
    client: FlaskClient,
    keeper: Keeper,
    hidden: int,
    state: str,
    hold_clock: Callable[[datetime], None],
) -> None:
    del hidden
    if state == "caught up":
        keeper.catch_up()
    for path in surfaces(app):
        for typed in TYPED:
            response = client.get(path, query_string={"q": typed})
            for leak in LEAKS:
                assert leak not in told_by(response), (path, typed)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_an_index_that_is_behind_tells_nothing_of_what_was_withdrawn(
    app: Flask, client: FlaskClient, keeper: Keeper, shelf: Any
) -> None:
    key = shelf.put(TITLE, WORDS, number="云雀发〔2026〕77号")
    keeper.catch_up()
    asked = {"q": "琥珀金丝雀"}
    before = client.get("/search.json", query_string=asked).get_json()
    assert before["totalItems"] == 1
    shelf.withdraw(key)
    after = client.get("/search.json", query_string=asked).get_json()
    assert (after["totalItems"], after["member"]) == (0, [])
    assert not any(after["facets"].values())
    for path in surfaces(app):
        for typed in TYPED:
            told = told_by(client.get(path, query_string={"q": typed}))
            assert not [leak for leak in LEAKS if leak in told], (path, typed)


def test_what_explains_a_hidden_document_is_hidden_with_it(
    engine: IndexEngine, library: list[Searchable], index: Index, explain: Callable[..., Searchable]
) -> None:
    told = explain(30, library[1], "遛狗不牵绳会被罚款吗？", "会。", content=Findable.QUESTION)
    index.update(frozenset({told.key}), lambda _keys: [told])
    question = Question("遛狗不牵绳会被罚款吗？", TODAY)
    assert {hit.id for hit in engine.search(question).hits} >= {2, 30}
    for hidden, gone in ((Hidden(documents={2}), {2, 30}), (Hidden(interpretations={30}), {30})):
        found = engine.search(replace(question, hidden=hidden))
        assert not gone & {hit.id for hit in found.hits}
        assert found.total == len(found.hits)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_planted_leak_is_found(app: Flask, client: FlaskClient, keeper: Keeper, shelf: Any) -> None:
    """The guard itself: a public canary is seen by it on every surface that searches."""
    shelf.put(TITLE, WORDS, number="云雀发〔2026〕77号")
    keeper.catch_up()
    seen = set()
    for path in surfaces(app):
        for typed in TYPED:
            told = told_by(client.get(path, query_string={"q": typed}))
            if any(leak in told for leak in LEAKS):
                seen.add(path)
    forms = {"/search", "/search.json", "/search.csv", "/search.xlsx", "/search/data.feed"}
    assert seen >= forms | {"/search/suggest", "/answers", "/answers.json"}
