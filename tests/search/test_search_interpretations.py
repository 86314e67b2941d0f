"""Interpretations on every surface of search: found while public, with the standing of their document."""

import json
import re
from datetime import UTC, date, datetime
from html import unescape
from typing import Any

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient

from base import clock, outbox
from base.config import Config
from base.console import Console
from base.db import Database
from interpretations.publishing import due, editing, flow, release
from interpretations.rules.terms import AnchorState
from registry.law.terms import EventKind, Publication, Validity
from registry.searchable import Findable
from registry.tables import Document
from registry.works import shelving
from search import keeping
from search.answering import Answering
from search.commands import COMMANDS
from search.engine import Answer, Facet, Hit, Question
from search.keeping import Keeper

TODAY = date(2026, 11, 23)
LAY, MEASURE = "证到期了怎么办", "投产之前把证办好"


@pytest.fixture
def kept(config: Config, database: Database, home: Any) -> Keeper:
    assert home.database is database
    return Keeper(config, database)


@pytest.fixture
def engine(kept: Keeper) -> Answering:
    return Answering(kept, mends=False)


def ask(engine: Answering, text: str, on: date = TODAY, **filters: str) -> Answer:
    return engine.search(Question(text, on, {Facet(name): value for name, value in filters.items()}))


def told(engine: Answering, text: str, on: date = TODAY) -> list[Hit]:
    return [hit for hit in ask(engine, text, on).hits if hit.explains]


def text_of(client: FlaskClient, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, response.status
    return unescape(response.get_data(as_text=True))


def tell(home: Any, document: int) -> None:
    """Say that the document changed, as the verbs do."""
    with home.database.transaction() as session:
        outbox.post(session, shelving.TOPIC, [document])


def hide(home: Any) -> None:
    with home.database.transaction() as session:
        session.get_one(Document, home.document).publication = Publication.WITHDRAWN.value
        outbox.post(session, shelving.TOPIC, [home.document])


def withdraw(home: Any, key: int) -> None:
    with home.database.transaction() as session:
        release.withdraw(session, key, "引用数字有误", by=home.officer)


def schedule(home: Any, minute: datetime) -> int:
    with home.database.transaction() as session:
        row = home.begin(session)
        flow.submit(session, row.id, 1, by=home.drafter)
        flow.approve(session, row.id, 1, "同意", by=home.reviewer)
        release.schedule(session, row.id, 1, minute, by=home.reviewer)
        return row.id


# The index follows


def test_the_index_follows_both_topics_and_settles_both(home: Any, kept: Keeper, engine: Answering) -> None:
    kept.rebuild()
    key = home.publish()
    assert not kept.settled()
    assert kept.catch_up() == 3
    assert kept.settled()
    assert kept.check() == ()
    (question,) = [hit for hit in told(engine, LAY) if hit.content is Findable.QUESTION]
    assert (question.path, question.status) == (f"/interpretations/{key}#b4", Validity.IN_FORCE)
    with home.database.reading() as session:
        assert not [message for topic in keeping.TOPICS for message in outbox.pending(session, topic)]


def test_a_change_of_the_document_reaches_what_explains_it(
    home: Any, kept: Keeper, engine: Answering
) -> None:
    home.publish()
    kept.catch_up()
    home.event(EventKind.REPEAL, date(2026, 11, 23))
    tell(home, home.document)
    assert kept.catch_up() == 3
    assert {hit.status for hit in ask(engine, LAY).hits} == {Validity.REPEALED}


def test_an_end_that_is_known_beforehand_comes_at_its_midnight_by_itself(
    home: Any, kept: Keeper, engine: Answering
) -> None:
    home.event(EventKind.REPEAL, date(2027, 1, 1))
    home.publish()
    kept.catch_up()
    before, after = (told(engine, LAY, day)[0].status for day in (date(2026, 12, 31), date(2027, 1, 1)))
    assert (before, after) == (Validity.IN_FORCE, Validity.REPEALED)


def test_a_renewed_version_replaces_the_former_one_with_all_its_questions(
    home: Any, kept: Keeper, engine: Answering
) -> None:
    key = home.publish()
    kept.catch_up()
    with home.database.transaction() as session:
        blocks = tuple(block for block in home.content().blocks if block.key != "b4")
        row = editing.save(session, key, 1, home.content(blocks=blocks), by=home.drafter)
    kept.catch_up()
    assert told(engine, LAY)[0].content is Findable.QUESTION
    with home.database.transaction() as session:
        flow.submit(session, key, row.version, by=home.drafter)
        flow.approve(session, key, row.version, "同意", by=home.reviewer)
        release.publish(session, key, row.version, by=home.reviewer)
    kept.catch_up()
    assert kept.check() == ()
    assert Findable.QUESTION not in {hit.content for hit in told(engine, LAY)}


def test_the_check_names_interpretations_that_the_index_lacks(home: Any, kept: Keeper) -> None:
    kept.rebuild()
    key = home.publish()
    assert kept.check() == ("索引缺少：《《澄江省排污许可管理办法》解读》、《证到期了怎么办？》",)
    kept.catch_up()
    withdraw(home, key)
    (sentence,) = kept.check()
    assert sentence.startswith("索引多出")


# Only what is public


def gone_everywhere(engine: Answering, client: FlaskClient) -> bool:
    """Whether no surface of search shows the interpretation: index, database, page, number of hits."""
    texts = (LAY, MEASURE, "《澄江省排污许可管理办法》解读")
    hits = [*(hit for text in texts for hit in told(engine, text))]
    hits += [hit for text in texts for hit in engine.database.search(Question(text, TODAY)).hits]
    pages = [text_of(client, f"/search?q={text}") for text in texts]
    return not any(hit.explains for hit in hits) and not any("/interpretations/" in page for page in pages)


def test_nothing_of_it_is_found_before_its_minute_and_all_from_it_on(
    home: Any, kept: Keeper, engine: Answering, client: FlaskClient
) -> None:
    minute = datetime(2026, 11, 24, 1, tzinfo=UTC)
    key = schedule(home, minute)
    kept.catch_up()
    clock.set_moment(minute.replace(hour=0, minute=59))
    due.publish_due(home.database)
    assert gone_everywhere(engine, client)
    clock.set_moment(minute)
    # Whoever asks first does what is due.
    page = text_of(client, f"/search?q={LAY}")
    assert f'href="/interpretations/{key}#b4"' in page


@pytest.mark.parametrize("deed", ["withdrawn", "document hidden"])
def test_what_is_no_longer_public_is_found_nowhere(
    home: Any, kept: Keeper, engine: Answering, client: FlaskClient, deed: str
) -> None:
    key = home.publish()
    kept.catch_up()
    assert told(engine, LAY)
    if deed == "withdrawn":
        withdraw(home, key)
    else:
        hide(home)
    # The index has not heard of it yet, and the page shows it no more.
    assert "/interpretations/" not in text_of(client, f"/search?q={LAY}")
    kept.catch_up()
    assert gone_everywhere(engine, client)


def test_on_a_day_before_its_publication_it_is_found_nowhere(
    home: Any, kept: Keeper, engine: Answering, client: FlaskClient
) -> None:
    home.publish()
    kept.catch_up()
    day = date(2026, 11, 22)
    assert told(engine, LAY)
    assert not told(engine, LAY, day)
    assert not [hit for hit in engine.database.search(Question(MEASURE, day)).hits if hit.explains]
    assert "/interpretations/" not in text_of(client, f"/search?q={LAY}&on={day}")


def test_the_number_of_the_document_leads_to_the_document(
    home: Any, kept: Keeper, client: FlaskClient
) -> None:
    home.publish()
    kept.catch_up()
    assert client.get("/search?q=澄环发[2026]9号").location == "/documents/normative-document/2026/900001"


# What explains a former text


def test_a_question_on_an_article_that_changed_says_so_from_that_midnight(
    home: Any, kept: Keeper, engine: Answering
) -> None:
    home.publish()
    home.reword("art-3", "排污许可证有效期为三年。", date(2027, 1, 1))
    kept.catch_up()
    marks = [told(engine, LAY, day)[0].mark for day in (date(2026, 12, 31), date(2027, 1, 1))]
    assert marks == ["", AnchorState.STALE.label]


def test_a_passage_says_so_and_the_whole_that_it_is_a_part(
    home: Any, kept: Keeper, engine: Answering
) -> None:
    home.publish()
    home.reword("art-2", "排污单位应当先取得许可证。", date(2026, 11, 23))
    kept.catch_up()
    (whole,) = [hit for hit in told(engine, MEASURE) if hit.content is Findable.INTERPRETATION]
    assert whole.mark == "部分解读针对旧版"
    assert {one.eid: one.mark for one in whole.passages}["b3"] == "解读针对旧版"


def test_where_the_document_ended_its_mark_says_all(home: Any, kept: Keeper, engine: Answering) -> None:
    home.publish()
    home.event(EventKind.REPEAL, date(2026, 11, 23))
    kept.catch_up()
    assert {(hit.status, hit.mark) for hit in told(engine, LAY)} == {(Validity.REPEALED, "")}


def test_a_question_on_an_article_that_ended_says_so(home: Any, kept: Keeper, engine: Answering) -> None:
    home.publish()
    home.event(EventKind.PARTIAL_REPEAL, date(2026, 11, 23), provisions=["art-3"])
    kept.catch_up()
    assert told(engine, LAY)[0].mark == AnchorState.ENDED.label


# The page


def test_the_page_shows_what_it_is_whose_and_of_which_document(
    home: Any, kept: Keeper, client: FlaskClient
) -> None:
    key = home.publish()
    kept.catch_up()
    page = text_of(client, f"/search?q={MEASURE}")
    hit = page[page.index(f'href="/interpretations/{key}"') :]
    assert "status-in_force" in hit
    for words in ("解读", "文字解读", "水生态环境处", f'href="/interpretations/{key}#b3">先领证，再排污<'):
        assert words in hit
    assert 'href="/documents/normative-document/2026/900001">澄江省排污许可管理办法<' in hit


def test_a_question_is_a_hit_of_its_own_with_its_answer(home: Any, kept: Keeper, client: FlaskClient) -> None:
    key = home.publish()
    kept.catch_up()
    page = text_of(client, f"/search?q={LAY}")
    first = page[page.index('<ol class="rows hits"') :]
    plain = re.sub("<[^>]{0,200}>", "", first)
    assert plain.split()[0] == "证到期了怎么办？"
    assert "到期前两个月来申请延续就行。" in plain
    assert first.index(f"/interpretations/{key}#b4") < first.index("</li>")


def test_the_page_of_an_ended_document_marks_what_explains_it(
    home: Any, kept: Keeper, client: FlaskClient
) -> None:
    key = home.publish()
    home.event(EventKind.REPEAL, date(2026, 11, 23))
    home.reword("art-3", "排污许可证有效期为三年。", date(2027, 1, 1))
    kept.catch_up()
    hit = text_of(client, f"/search?q={LAY}").partition(f'href="/interpretations/{key}#b4"')[2]
    assert hit.index("status-repealed") < hit.index("</li>")
    past = text_of(client, f"/search?q={LAY}&on=2027-01-02&status=repealed")
    assert "/documents/normative-document/2026/900001/2027-01-02" in past


def test_a_stale_answer_is_marked_on_the_page(home: Any, kept: Keeper, client: FlaskClient) -> None:
    home.publish()
    home.reword("art-3", "排污许可证有效期为三年。", date(2026, 11, 23))
    kept.catch_up()
    assert '<span class="stale">解读针对旧版</span>' in text_of(client, f"/search?q={LAY}")


def test_readers_narrow_by_what_it_is(home: Any, kept: Keeper, client: FlaskClient) -> None:
    home.publish()
    kept.catch_up()
    page = text_of(client, "/search?q=排污许可 到期")
    assert re.findall(r'<h2 id="facet-[a-z]+">([^<]+)', page)[0] == "内容"
    address = re.search(r'href="(/search\?[^"]*content=question[^"]*)"', page)
    assert address
    narrowed = text_of(client, address.group(1))
    assert "共 1 件" in narrowed
    assert "证到期了怎么办？" in re.sub("</?mark>", "", narrowed)


def test_what_was_revised_says_so_for_a_day_before(home: Any, kept: Keeper, client: FlaskClient) -> None:
    key = home.publish()
    clock.set_moment(datetime(2026, 12, 1, 4, tzinfo=UTC))
    with home.database.transaction() as session:
        row = editing.save(session, key, 1, home.content(lead="另一句"), by=home.drafter)
        flow.submit(session, key, row.version, by=home.drafter)
        flow.approve(session, key, row.version, "同意", by=home.reviewer)
        release.publish(session, key, row.version, by=home.reviewer)
    kept.catch_up()
    assert "修订后的内容" in text_of(client, f"/search?q={MEASURE}&on=2026-11-25")
    assert "修订后的内容" not in text_of(client, f"/search?q={MEASURE}")


# Without an index, and from the terminal


def test_the_database_answers_with_interpretations_behind_documents(home: Any, engine: Answering) -> None:
    key = home.publish()
    answer = ask(engine, "排污许可")
    assert answer.hits[0].path == "/documents/normative-document/2026/900001"
    assert answer.total == len(answer.hits) == 2
    (question,) = ask(engine, "到期了").hits
    assert (question.path, question.content) == (f"/interpretations/{key}#b4", Findable.QUESTION)
    assert "".join(piece.text for piece in question.passages[0].pieces) == "到期前两个月来申请延续就行。"


def run(home: Any, config: Config, *arguments: str) -> str:
    (command,) = (one for one in COMMANDS if one.name == "search")
    return CliRunner().invoke(command, [*arguments], obj=Console(config, home.database)).output


def test_the_terminal_shows_interpretations_and_gives_them_as_json(
    home: Any, kept: Keeper, config: Config
) -> None:
    key = home.publish()
    home.reword("art-3", "排污许可证有效期为三年。", date(2026, 11, 23))
    kept.catch_up()
    printed = run(home, config, LAY)
    assert "1. 【现行有效】【解读针对旧版】证到期了怎么办？" in printed
    assert f"问答  文字解读  水生态环境处  《澄江省排污许可管理办法》  /interpretations/{key}#b4" in printed
    assert "为什么出台　" not in run(home, config, MEASURE)
    assert "先领证，再排污　" in run(home, config, MEASURE)
    first = json.loads(run(home, config, LAY, "--json"))["hits"][0]
    assert (first["content"], first["path"], first["mark"]) == (
        "question",
        f"/interpretations/{key}#b4",
        "解读针对旧版",
    )
    assert first["explains"]["title"] == "澄江省排污许可管理办法"
    assert (first["unit"], first["content_label"]) == ("水生态环境处", "问答")
