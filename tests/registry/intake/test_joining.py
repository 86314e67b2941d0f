"""How files become works: versions in order, copies, namesakes, and the same state in any order."""

import random
from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import func, select

from base import outbox
from base.db import Database
from registry.law.events import Event
from registry.law.terms import EventKind
from registry.tables import Document, Source, Text
from registry.works.shapes import Fate

MADE = "1999年4月29日 浙江省第九届人民代表大会常务委员会第十二次会议通过"
AMENDED = (
    "2017年9月30日 浙江省第十二届人民代表大会常务委员会第四十四次会议《关于修改〈浙江省试验条例〉的决定》修正"
)
REVISED = "2023年11月24日 浙江省第十四届人民代表大会常务委员会第六次会议修订"
TITLE = "浙江省试验条例"


@pytest.fixture
def three_versions(write_law: Callable[..., str]) -> dict[str, str]:
    """One regulation: as made, as amended, as wholly revised."""
    second = "第一条 为了试验，制定本条例。\n\n第二条 县级以上人民政府应当予以支持。"
    third = "第一条 为了规范试验，制定本条例。\n\n第二条 县级以上人民政府应当保障。"
    return {
        f"地方性法规/浙江/{TITLE}(1999-04-29).md": write_law(
            TITLE, MADE, last="本条例自1999年7月1日起施行。"
        ),
        f"地方性法规/浙江/{TITLE}(2017-09-30).md": write_law(
            TITLE, MADE, AMENDED, articles=second, last="本条例自1999年7月1日起施行。"
        ),
        f"地方性法规/浙江/{TITLE}(2023-11-24).md": write_law(
            TITLE, MADE, AMENDED, REVISED, articles=third, last="本条例自2024年3月1日起施行。"
        ),
    }


def versions(database: Database) -> list[tuple[int, date | None, date | None]]:
    with database.reading() as session:
        rows = session.execute(
            select(Text.position, Text.dated_on, Text.applies_from)
            .where(Text.withdrawn_at.is_(None))
            .order_by(Text.position)
        )
        return [tuple(row) for row in rows]


def test_files_of_one_title_become_versions_of_one_document_in_order(
    bring_in: Callable, three_versions: dict[str, str], database: Database
) -> None:
    report = bring_in(three_versions)

    assert report.fates == {Fate.NEW: 1, Fate.JOINED: 2}
    assert versions(database) == [
        (1, date(1999, 4, 29), None),
        (2, date(2017, 9, 30), date(2017, 9, 30)),
        (3, date(2023, 11, 24), date(2024, 3, 1)),
    ]


def test_document_commences_when_its_earliest_version_says(
    bring_in: Callable, three_versions: dict[str, str], life_of: Callable[[str], list[Event]]
) -> None:
    bring_in(three_versions)

    assert [(event.kind, event.on, event.rule) for event in life_of(TITLE)] == [
        (EventKind.COMMENCEMENT, date(1999, 7, 1), "fixed"),
        (EventKind.AMENDMENT, date(2017, 9, 30), "header"),
        (EventKind.AMENDMENT, date(2024, 3, 1), "fixed"),
    ]


def test_versions_that_arrive_in_another_order_give_the_same_document(
    bring_in: Callable,
    three_versions: dict[str, str],
    registry_state: Callable,
    database: Database,
) -> None:
    for path in reversed(three_versions):
        bring_in({path: three_versions[path]})

    assert [position for position, _, _ in versions(database)] == [1, 2, 3]
    assert [kind for _, _, kind, *_ in registry_state()["events"]].count("commencement") == 1


def test_same_wording_twice_is_one_text_with_two_sources(
    bring_in: Callable, three_versions: dict[str, str], database: Database
) -> None:
    path, source = next(iter(three_versions.items()))
    bring_in({path: source, f"地方性法规/浙江/另存/{TITLE}.md": source.replace("第一条 为", "第一条　为")})

    assert len(versions(database)) == 1
    with database.reading() as session:
        assert session.execute(select(func.count()).select_from(Source)).scalar_one() == 2


def test_copy_of_the_same_day_is_kept_but_is_no_version(
    bring_in: Callable, three_versions: dict[str, str], database: Database, codes: Callable
) -> None:
    path, source = next(iter(three_versions.items()))
    other = source.replace("予以支持", "给予支持")
    report = bring_in({path: source, f"汇编/浙江/{TITLE}(1999-04-29).md": other})

    assert "same-day-copy" in codes(report)
    assert len(versions(database)) == 1
    with database.reading() as session:
        copy = session.execute(select(Text).where(Text.copy_of_id.is_not(None))).scalar_one()
        assert copy.position < 0


def test_file_without_a_day_is_no_version_among_dated_ones(
    bring_in: Callable,
    three_versions: dict[str, str],
    write_law: Callable,
    database: Database,
    codes: Callable,
) -> None:
    undated = write_law(TITLE, articles="第一条 全新的文字。", last="本条例自公布之日起施行。")
    report = bring_in(three_versions | {f"地方性法规/浙江/{TITLE}.md": undated})

    assert "version-without-day" in codes(report)
    assert len(versions(database)) == 3


def test_namesakes_of_two_departments_stay_two_documents(bring_in: Callable, database: Database) -> None:
    def notice(issuer: str, number: str) -> str:
        return (
            f"---\n发文机关: {issuer}\n发文字号: {number}\n成文日期: 2021年3月1日\n---\n\n"
            "# 2021年政务公开实施方案\n\n一、做好政务公开。\n"
        )

    bring_in(
        {
            "规范性文件/甲/方案.md": notice("浙江省生态环境厅", "浙环发〔2021〕1号"),
            "规范性文件/乙/方案.md": notice("浙江省水利厅", "浙水办〔2021〕2号"),
        }
    )

    with database.reading() as session:
        numbers = session.execute(
            select(Document.document_number).order_by(Document.document_number)
        ).scalars()
        assert list(numbers) == ["浙水办〔2021〕2号", "浙环发〔2021〕1号"]


def test_new_law_of_the_old_name_does_not_repeal_itself(
    bring_in: Callable, write_law: Callable, life_of: Callable[[str], list[Event]], registry_state: Callable
) -> None:
    old = "1999年4月29日浙江省人民代表大会常务委员会通过的《浙江省试验条例》"
    last = f"本条例自2020年1月1日起施行。{old}同时废止。"
    bring_in({f"地方性法规/浙江/{TITLE}(2019-11-29).md": write_law(TITLE, last=last)})

    assert [event.kind for event in life_of(TITLE)] == [EventKind.COMMENCEMENT]
    assert [relation[0] for relation in registry_state()["relations"]] == ["replaces"]


@pytest.fixture
def entangled(three_versions: dict[str, str], write_law: Callable[..., str]) -> dict[str, str]:
    """Documents that repeal, rest on and cite each other, and namesakes in two provinces."""
    trial = "第一条 根据《浙江省试验条例》，制定本办法。\n\n第二条 依照《中华人民共和国试验法》第二条办理。"
    return three_versions | {
        "法律/试验法(2001-01-01).md": write_law(
            "中华人民共和国试验法",
            "2001年1月1日 全国人民代表大会常务委员会通过",
            last="本法自2001年5月1日起施行。",
        ),
        "地方性法规/浙江/浙江省试验办法(2005-06-01).md": write_law(
            "浙江省试验办法", "2005年6月1日 浙江省人民代表大会常务委员会通过", articles=trial
        ),
        "地方性法规/浙江/浙江省试验监督条例(2020-05-15).md": write_law(
            "浙江省试验监督条例",
            "2020年5月15日 浙江省人民代表大会常务委员会通过",
            last="本条例自2020年9月1日起施行。《浙江省试验办法》同时废止。",
        ),
        "地方性法规/山东/试验规则(2003-03-01).md": write_law(
            "试验规则", "2003年3月1日 山东省人民代表大会常务委员会通过"
        ),
        "地方性法规/河南/试验规则(2004-03-01).md": write_law(
            "试验规则", "2004年3月1日 河南省人民代表大会常务委员会通过"
        ),
        "地方性法规/河南/河南省试验条例(2010-03-01).md": write_law(
            "河南省试验条例",
            "2010年3月1日 河南省人民代表大会常务委员会通过",
            last="本条例自2010年5月1日起施行。《试验规则》同时废止。",
        ),
    }


def test_repeal_reaches_the_document_of_its_own_province(
    bring_in: Callable, entangled: dict[str, str], registry_state: Callable
) -> None:
    bring_in(entangled)

    repealed = [event[:4] for event in registry_state()["events"] if event[2] == "repeal"]
    assert repealed == [
        ("浙江省试验办法", "浙江", "repeal", "2020-09-01"),
        ("试验规则", "河南", "repeal", "2010-05-01"),
    ]


@pytest.mark.parametrize("seed", range(4))
def test_order_of_arrival_does_not_matter(
    bring_in: Callable,
    entangled: dict[str, str],
    registry_state: Callable,
    database: Database,
    seed: int,
) -> None:
    bring_in(entangled)
    at_once = registry_state(addresses=False)
    with database.transaction() as session:
        # The audit trail refuses to be emptied; nothing in it says what a document is.
        tables = [table for table in Document.metadata.sorted_tables if table.name != "audit"]
        for table in reversed(tables):
            session.execute(table.delete())

    paths = list(entangled)
    random.Random(seed).shuffle(paths)  # noqa: S311  # a repeatable order, no secret
    for start in range(0, len(paths), 4):
        bring_in({path: entangled[path] for path in paths[start : start + 4]})
    # The files of earlier parts lie in the folder still; what they are is known.
    assert registry_state(addresses=False) == at_once


def test_second_import_changes_nothing(
    bring_in: Callable, entangled: dict[str, str], registry_state: Callable, database: Database
) -> None:
    bring_in(entangled)
    before = registry_state()
    with database.reading() as session:
        generation = outbox.generation(session)

    report = bring_in(entangled)

    assert report.fates == {Fate.UNCHANGED: len(entangled)}
    assert registry_state() == before
    with database.reading() as session:
        assert outbox.generation(session) == generation
