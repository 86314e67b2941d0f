"""Documents of a small invented province, and indexes of them in temporary folders."""

import importlib.util
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from base.config import Config
from base.db import Database
from base.outbox import post
from registry.law import docnumber
from registry.law.provisions import Level
from registry.law.terms import EventKind, Kind, Publication, Validity
from registry.law.titles import title_key
from registry.searchable import Explained, Findable, Passage, Searchable, Standing, Wording
from registry.tables import Document, EventRow, ProvisionRow, Source, Text
from search.finder import IndexEngine
from search.index import Index
from search.keeping import Keeper
from search.segment import Cut, segmenter

TODAY = date(2026, 11, 23)
RECORDED = {"recorded_at": datetime(2026, 11, 20, tzinfo=UTC), "recorded_by": "tests"}


def passages(*words: str) -> tuple[Passage, ...]:
    return tuple(Passage(f"art-{n}", f"第{n}条", "第一章 总则", text) for n, text in enumerate(words, 1))


def document(key: int, title: str, *words: str, **changes: object) -> Searchable:
    kind = Kind.LOCAL_REGULATION
    given: dict[str, object] = {
        "id": key,
        "address": f"local-regulation/2020/{key}",
        "title": title,
        "kind": kind.value,
        "rank": kind.rank,
        "region": "云岭",
        "year": 2020,
        "issuers": ("云岭省人民代表大会常务委员会",),
        "subject": "",
        "numbers": (),
        "dated_on": date(2020, 1, 1) + timedelta(days=key),
        "standings": (Standing(None, Validity.IN_FORCE),),
        "wordings": (Wording(key, title, None, None, passages(*words)),),
    }
    return Searchable(**(given | changes))  # type: ignore[arg-type]


def explanation(key: int, of: Searchable, title: str, *words: str, **changes: object) -> Searchable:
    """An interpretation of a document, or one of its questions (`content`, with the answer for its words)."""
    content = changes.get("content", Findable.INTERPRETATION)
    headed = tuple(Passage(f"b{n}", "", "", text) for n, text in enumerate(words, 1))
    given: dict[str, object] = {
        "address": f"{key}#b1" if content is Findable.QUESTION else f"{key}",
        "kind": of.kind,
        "rank": of.rank,
        "issuers": of.issuers,
        "standings": of.standings,
        "wordings": (Wording(0, title, None, None, headed),),
        "content": Findable.INTERPRETATION,
        "explains": Explained(of.id, of.title, of.address),
        "form": "文字解读",
        "unit": "水处",
        "dated_on": date(2026, 1, 1),
        "made_on": date(2026, 1, 1),
    }
    return document(key, title, **(given | changes))


@pytest.fixture(scope="session")
def explain() -> Callable[..., Searchable]:
    return explanation


@pytest.fixture(scope="session")
def make() -> Callable[..., Searchable]:
    return document


@pytest.fixture
def library() -> list[Searchable]:
    """A dozen lives: in force, repealed, amended, not yet in force, of other places and kinds."""
    new, old = passages("排放水污染物应当取得排污许可证。", "禁止私设暗管。"), passages("排放废水应当登记。")
    decision = Kind.NORMATIVE_DOCUMENT
    return [
        document(
            1,
            "云岭省水污染防治条例",
            wordings=(
                Wording(11, "云岭省水污染防治条例", None, date(2022, 1, 1), old),
                Wording(12, "云岭省水污染防治条例", date(2022, 1, 1), None, new),
            ),
        ),
        document(2, "云岭省养犬管理条例", "携带犬只出户应当使用犬绳牵领。", "违反规定的，处二百元罚款。"),
        document(3, "临江市养犬管理条例", "遛犬时间由市人民政府规定。", region="云岭"),
        document(
            4,
            "云岭省烟花爆竹管理办法",
            "城市建成区禁止燃放烟花爆竹。",
            standings=(Standing(None, Validity.IN_FORCE), Standing(date(2024, 3, 1), Validity.REPEALED)),
        ),
        document(5, "云岭省禁止燃放烟花爆竹规定", "禁止燃放烟花爆竹。"),
        document(
            6,
            "职工带薪年休假条例",
            "职工连续工作一年以上的，享受带薪年休假。",
            kind=Kind.ADMINISTRATIVE_REGULATION.value,
            rank=Kind.ADMINISTRATIVE_REGULATION.rank,
            region="国家",
            issuers=("国务院",),
            numbers=("国务院令第514号",),
            year=2007,
        ),
        document(
            7,
            "云岭省生态环境厅关于危险废物转移的通知",
            "危险废物转移应当填写转移联单，医疗废物除外。",
            kind=decision.value,
            rank=decision.rank,
            numbers=("云环发〔2021〕16号",),
            issuers=("云岭省生态环境厅", "云岭省交通运输厅"),
            year=2021,
        ),
        document(
            8,
            "云岭省数据条例",
            "公共数据应当共享。",
            standings=(
                Standing(None, Validity.NOT_YET_IN_FORCE),
                Standing(date(2027, 1, 1), Validity.IN_FORCE),
            ),
        ),
        document(9, "临江市电梯安全管理办法", "既有多层住宅增设电梯，应当征求业主意见。"),
    ]


@pytest.fixture(scope="session")
def cut(tmp_path_factory: pytest.TempPathFactory) -> Cut:
    return segmenter(tmp_path_factory.mktemp("jieba"))


@pytest.fixture
def index(tmp_path: Path, library: list[Searchable], cut: Cut) -> Index:
    made = Index(tmp_path / "index", cut)
    made.rebuild(library)
    return made


@pytest.fixture
def engine(index: Index) -> IndexEngine:
    return IndexEngine(index)


# The same in a real database


class Shelf:
    """Puts documents into the database as the verbs do: rows and an outbox row in one transaction."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def put(
        self, title: str, *words: str, number: str = "", repealed: date | None = None, path: str = ""
    ) -> int:
        """One document in force since 2020, with an article for each of the words."""
        with self.database.transaction() as session:
            made = Document(
                address=f"normative-document/2020/{abs(hash(title)) % 10**8}",
                title=title,
                title_key=title_key(title),
                kind=Kind.NORMATIVE_DOCUMENT,
                document_number=number,
                number_key=docnumber.key(number) if number else "",
                year=2020,
                **RECORDED,
            )
            session.add(made)
            session.flush()
            text = Text(document_id=made.id, position=0, title=title, fingerprint=title[:60], **RECORDED)
            session.add(text)
            session.flush()
            session.add_all(provisions(text.id, words))
            session.add_all(events(made.id, repealed))
            if path:
                moment = RECORDED["recorded_at"]
                session.add(
                    Source(path=path, text_id=text.id, sha256="", found={}, reading="", recorded_at=moment)
                )
            post(session, "document", [made.id])
            return made.id

    def change(self, key: int, **fields: object) -> None:
        """Change columns of a document, or nothing, and say so."""
        with self.database.transaction() as session:
            found = session.get_one(Document, key)
            for name, value in fields.items():
                setattr(found, name, value)
            post(session, "document", [key])

    def withdraw(self, key: int) -> None:
        self.change(key, publication=Publication.WITHDRAWN.value)


def provisions(text: int, words: tuple[str, ...]) -> list[ProvisionRow]:
    return [
        ProvisionRow(
            text_id=text,
            position=n,
            depth=0,
            level=Level.ARTICLE,
            eid=f"art-{n}",
            number=f"第{n}条",
            body=body,
        )
        for n, body in enumerate(words, 1)
    ]


def events(document: int, repealed: date | None) -> list[EventRow]:
    days = {EventKind.COMMENCEMENT: date(2020, 1, 1), EventKind.REPEAL: repealed}
    return [
        EventRow(document_id=document, kind=kind, on=day, provisions=[], **RECORDED)
        for kind, day in days.items()
        if day
    ]


@pytest.fixture
def shelf(database: Database) -> Shelf:
    """A database with four documents, none of them indexed yet."""
    made = Shelf(database)
    made.put("云岭省养犬管理规定", "携带犬只出户应当使用犬绳牵领。", path="规范性文件/养犬.md")
    made.put(
        "云岭省烟花爆竹管理规定", "禁止燃放烟花爆竹。", repealed=date(2024, 3, 1), path="规范性文件/烟花.md"
    )
    made.put("关于危险废物转移的通知", "转移危险废物应当填写转移联单。", number="云环发〔2021〕16号")
    made.put("关于百分之百达标的通知", "达标率为100%。", number="云环发〔2021〕17号")
    return made


@pytest.fixture
def keeper(config: Config, database: Database, shelf: Shelf) -> Keeper:
    assert shelf.database is database
    return Keeper(config, database)


# With interpretations


@cache
def department() -> ModuleType:
    """The department of the tests of interpretations."""
    place = Path(__file__).parent.parent / "interpretations" / "conftest.py"
    spec = importlib.util.spec_from_file_location("furnished_department", place)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def home(database: Database, hold_clock: Callable[[datetime], None]) -> Any:
    """The department at noon of its day, with one document in force and nothing explained yet."""
    hold_clock(department().NOON)
    return department().furnish(database)
