"""The sample documents show every life that a document can have, on whatever day they are loaded."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from base.db import Database
from registry.law.events import Event
from registry.law.terms import Kind, Validity
from registry.law.validity import ended_provisions, validity
from registry.reads.life import lives
from registry.sample import dated, documents, loading
from registry.tables import Document, Text

DAYS = [date(2026, 11, 23), date(2027, 2, 28), date(2028, 12, 31)]
STANDINGS = {
    "澄江省水环境保护条例": Validity.IN_FORCE,
    "澄江省机动车排气污染防治条例": Validity.REPEALED,
    "澄江省环境噪声管理办法": Validity.PARTLY_REPEALED,
    "澄江省排污权有偿使用和交易管理办法（试行）": Validity.EXPIRED,
    "澄江省企业环境信用评价暂行办法": Validity.REPEALED,
    "澄江省企业环境信用评价管理办法": Validity.IN_FORCE,
    "澄江省碳普惠管理办法": Validity.NOT_YET_IN_FORCE,
    "澄江省机动车排放检验机构管理规定": Validity.SUSPENDED,
    "澄江省黄标车提前淘汰补助办法": Validity.LAPSED,
    "澄江省燃煤锅炉改造验收办法": Validity.LAPSED,
    "澄江省环境保护厅关于环评审批告知承诺有关事项的通知": Validity.REPEALED,
    "澄江省生态环境监测机构监督管理办法（试行）": Validity.IN_FORCE,
    "澄江省突发环境事件应急预案管理办法": Validity.IN_FORCE,
}


@pytest.fixture(params=DAYS, ids=str)
def loaded(request: pytest.FixtureRequest, database: Database, tmp_path: Path) -> date:
    loading.load(database, tmp_path / "files", request.param)
    return request.param


def life(database: Database, title: str) -> tuple[Event, ...]:
    with database.reading() as session:
        key = session.execute(select(Document.id).where(Document.title == title)).scalar_one()
        return lives(session, [key]).get(key, ())


@pytest.mark.parametrize("title", STANDINGS)
def test_each_life_stands_as_the_demonstration_needs_it(database: Database, loaded: date, title: str) -> None:
    assert validity(life(database, title), loaded) is STANDINGS[title]


def test_one_document_is_about_to_lapse(database: Database, loaded: date) -> None:
    events = life(database, "澄江省生态环境监测机构监督管理办法（试行）")
    assert validity(events, loaded + timedelta(days=45)) is Validity.IN_FORCE
    assert validity(events, loaded + timedelta(days=46)) is Validity.EXPIRED


def test_only_the_fifth_article_of_the_noise_rules_ended(database: Database, loaded: date) -> None:
    assert ended_provisions(life(database, "澄江省环境噪声管理办法"), loaded) == {"art-5"}


@pytest.mark.usefixtures("loaded")
def test_the_water_regulation_was_amended_twice(database: Database) -> None:
    with database.reading() as session:
        count = select(func.count()).select_from(Text).join(Document)
        assert session.execute(count.where(Document.title == "澄江省水环境保护条例")).scalar_one() == 3


@pytest.mark.usefixtures("loaded")
def test_kinds_go_from_regulation_to_plan(database: Database) -> None:
    with database.reading() as session:
        kinds = set(session.execute(select(Document.kind)).scalars())
    assert kinds >= {
        Kind.LOCAL_REGULATION,
        Kind.LOCAL_GOVERNMENT_RULE,
        Kind.NORMATIVE_DOCUMENT,
        Kind.PLAN,
        Kind.OTHER,
    }


def test_a_registry_that_has_documents_gets_no_samples(
    database: Database, loaded: date, tmp_path: Path
) -> None:
    assert loading.load(database, tmp_path / "files", loaded) == 0


def test_no_relative_day_is_left_unprinted() -> None:
    assert not any("{" in source for source in documents(DAYS[0]).values())


def test_relative_days_are_counted_over_months_and_years() -> None:
    assert dated("{今天+1}", date(2027, 12, 31)) == "2028年1月1日"
    assert dated("{今天-1:年}", date(2028, 1, 1)) == "2027"
