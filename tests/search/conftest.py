"""Documents of a small invented province, and indexes of them in temporary folders."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from registry.law.terms import Kind, Validity
from registry.searchable import Passage, Searchable, Standing, Wording
from search.finder import IndexEngine
from search.index import Index
from search.segment import Cut, segmenter

TODAY = date(2026, 11, 23)


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


@pytest.fixture
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
