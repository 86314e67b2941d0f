import gzip
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from base.config import Config
from base.console import Console
from base.db import Database
from base.errors import BadInput
from search.commands import COMMANDS
from search.keeping import Keeper

Run = Callable[..., Result]


@pytest.fixture
def run(config: Config, database: Database, hold_clock: Callable[[date], None]) -> Run:
    hold_clock(date(2026, 11, 23))
    known = {command.name: command for command in COMMANDS}

    def run(name: str, *arguments: object) -> Result:
        return CliRunner().invoke(known[name], [str(one) for one in arguments], obj=Console(config, database))

    return run


def test_search_prints_hits_with_their_standing(run: Run, keeper: Keeper) -> None:
    keeper.catch_up()
    printed = run("search", "禁止燃放").output
    assert "共 1 件" in printed
    assert "【已废止】云岭省烟花爆竹管理规定" in printed
    assert "【现行有效】" in run("search", "禁止燃放", "--on", "2024-02-29").output


def test_search_gives_json(run: Run, keeper: Keeper) -> None:
    keeper.catch_up()
    answer = json.loads(run("search", "犬绳", "--json", "--limit", 1).output)
    assert (answer["on"], answer["total"]) == ("2026-11-23", 1)
    assert answer["hits"][0]["passages"][0]["eid"] == "art-1"


@pytest.mark.usefixtures("shelf")
def test_search_works_without_an_index(run: Run) -> None:
    assert "由数据库直接检索" in run("search", "犬绳").output


def test_the_index_is_caught_up_checked_and_rebuilt(run: Run, keeper: Keeper) -> None:
    assert "4 件" in run("index").output
    assert "已是最新" in run("index").output
    assert "一致" in run("check-index").output
    next(keeper.index.current().glob("*.text.bin")).unlink()
    assert "text.bin 缺失" in str(run("check-index").exception)
    assert "4 件" in run("rebuild-index").output


def lines_in(path: Path, rows: list[dict[str, object]]) -> Path:
    raw = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows).encode()
    path.write_bytes(gzip.compress(raw) if path.suffix == ".gz" else raw)
    return path


def test_known_items_are_counted_by_class(run: Run, keeper: Keeper, tmp_path: Path) -> None:
    keeper.catch_up()
    rows: list[dict[str, object]] = [
        {"query": "养犬管理规定", "class": "title", "expected": ["规范性文件/养犬.md"]},
        {"query": "银河系漫游", "class": "none", "expected": ["规范性文件/烟花.md"]},
    ]
    printed = run("evaluate", "known-item", lines_in(tmp_path / "q.jsonl", rows)).output.split("\n")
    found = {line.split()[0]: line.split()[1:] for line in printed[1:] if line and "要求" not in line}
    assert found["title"] == ["1", "1.000", "1.000", "1.000", "1.0000"]
    assert found["none"] == ["1", "0.000", "0.000", "0.000", "0.0000"]
    assert found["全部"] == ["2", "0.500", "0.500", "0.500", "0.5000"]
    assert "MRR 0.5000，要求不低于 0.97：未达到" in printed


def test_statutes_are_ranked_in_an_index_of_their_own(run: Run, keeper: Keeper, tmp_path: Path) -> None:
    articles: list[dict[str, object]] = [
        {"id": f"民法典#第{n}条", "law": "民法典", "heading": "合同", "text": text}
        for n, text in enumerate(
            ["出租人应当交付租赁物。", "借款人应当返还借款。", "买受人应当支付价款。"], 1
        )
    ]
    questions: list[dict[str, object]] = [
        {"question": "房东不交付租赁物怎么办？", "gold": ["民法典#第1条"]},
        {"question": "借款不返还怎么办？", "gold": ["民法典#第2条", "民法典#第9条"]},
    ]
    printed = run(
        "evaluate",
        "statutes",
        lines_in(tmp_path / "q.jsonl", questions),
        lines_in(tmp_path / "a.jsonl.gz", articles),
    ).output
    assert "问题 2  MRR@10 1.0000  Recall@10 0.7500" in printed
    assert "MRR@10 1.0000，要求不低于 0.47：达到" in printed
    assert "Recall@100 0.7500，要求不低于 0.75：达到" in printed
    assert not keeper.index.folder.exists()


@pytest.mark.parametrize(
    ("raw", "told"),
    [(b"{", "第 1 行"), (b"[]", "JSON 对象"), (b'{"class": "x"}', "expected"), (b"\xff\xfe", "无法读取")],
)
def test_a_faulty_question_file_is_named(
    run: Run, keeper: Keeper, tmp_path: Path, raw: bytes, told: str
) -> None:
    keeper.catch_up()
    (tmp_path / "q.jsonl").write_bytes(raw)
    fault = run("evaluate", "known-item", tmp_path / "q.jsonl").exception
    assert isinstance(fault, BadInput)
    assert "q.jsonl" in fault.sentence
    assert told in fault.sentence
