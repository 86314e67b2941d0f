"""A folder imported: fates, transactions, rehearsals, what is kept."""

from collections.abc import Callable
from pathlib import Path

from sqlalchemy import func, select, update

from base import files, outbox
from base.config import Config
from base.db import Database
from registry.tables import Attachment, Document, EventRow, Source, Text
from registry.works.shapes import Fate

MADE = "2001年1月1日 全国人民代表大会常务委员会通过"
PATH = "法律/试验法(2001-01-01).md"
IN_MAY = "本法自2001年5月1日起施行。"


def count(database: Database, model: type) -> int:
    with database.reading() as session:
        return session.execute(select(func.count()).select_from(model)).scalar_one()


def test_the_bytes_are_kept_as_they_came(
    bring_in: Callable, write_law: Callable, database: Database, config: Config
) -> None:
    raw = write_law("试验法", MADE, last=IN_MAY).encode("gb18030")
    bring_in({PATH: raw})
    with database.reading() as session:
        kept = session.execute(select(Attachment)).scalar_one()
        source = session.get_one(Source, PATH)
        assert (kept.role, kept.filename, kept.size) == ("原件", "试验法(2001-01-01).md", len(raw))
        assert files.read(config.files, kept.sha256) == raw
        assert source.sha256 == kept.sha256


def test_same_path_with_other_bytes_is_updated(
    bring_in: Callable, write_law: Callable, database: Database
) -> None:
    bring_in({PATH: write_law("试验法", MADE, last=IN_MAY)})
    report = bring_in({PATH: write_law("试验法", MADE, last="本法自2002年5月1日起施行。")})
    assert report.fates == {Fate.UPDATED: 1}
    with database.reading() as session:
        standing = select(func.count()).select_from(Text).where(Text.withdrawn_at.is_(None))
        assert session.execute(standing).scalar_one() == 1
    assert count(database, Document) == 1


def test_a_wording_that_comes_back_stands_again(
    bring_in: Callable, write_law: Callable, registry_state: Callable
) -> None:
    first, second = write_law("试验法", MADE, last=IN_MAY), write_law("试验法", MADE, last="本法已经改动。")
    bring_in({PATH: first})
    before = registry_state()["texts"][0][:-2]
    bring_in({PATH: second})
    bring_in({PATH: first})
    (again,) = registry_state()["texts"]
    assert again[: len(before)] == before


def test_a_repeal_that_a_text_states_again_stands_again(
    bring_in: Callable, write_law: Callable, life_of: Callable
) -> None:
    repealing = write_law("新法", "2011年1月1日 通过", last="本法自2011年5月1日起施行。《试验法》同时废止。")
    silent = write_law("新法", "2011年1月1日 通过", last="本法自2011年5月1日起施行。")
    bring_in({PATH: write_law("试验法", MADE, last=IN_MAY), "法律/新法(2011-01-01).md": repealing})
    stated = life_of("试验法")
    bring_in({"法律/新法(2011-01-01).md": silent})
    assert [event.kind.value for event in life_of("试验法")] == ["commencement"]
    bring_in({"法律/新法(2011-01-01).md": repealing})
    assert life_of("试验法") == stated
    assert [event.kind.value for event in stated] == ["commencement", "repeal"]


def test_a_document_whose_only_file_speaks_of_another_is_withdrawn_with_its_reason(
    bring_in: Callable, write_law: Callable, document_of: Callable[[str], Document]
) -> None:
    bring_in(
        {
            PATH: write_law("试验法", MADE),
            "法律/检验法.md": write_law("检验法", MADE, articles="第一条 甲。\n\n第二条 乙。"),
        }
    )
    bring_in({PATH: write_law("检验法", MADE, articles="第一条 甲。\n\n第二条 乙。")})
    gone = document_of("试验法")
    assert (gone.publication, "来源文件" in gone.withdrawal_reason) == ("withdrawn", True)
    bring_in({PATH: write_law("试验法", MADE)})
    assert document_of("试验法").publication == "published"


def test_the_outbox_names_every_document_whose_look_changed(
    bring_in: Callable, write_law: Callable, database: Database, document_of: Callable[[str], Document]
) -> None:
    bring_in({PATH: write_law("试验法", MADE, last=IN_MAY)})
    with database.transaction() as session:
        outbox.settle(session, outbox.pending(session, "document"))
    repealing = write_law("新法", "2011年1月1日 通过", last="本法自2011年5月1日起施行。《试验法》同时废止。")
    bring_in({"法律/新法(2011-01-01).md": repealing})
    with database.reading() as session:
        told = {message.key for message in outbox.pending(session, "document")}
    assert told == {document_of("试验法").id, document_of("新法").id}


def test_a_rehearsal_tells_the_same_and_writes_nothing(
    bring_in: Callable, write_law: Callable, database: Database, config: Config
) -> None:
    papers = {PATH: write_law("试验法", MADE, last=IN_MAY), "法律/空.md": "", "法律/图.png": b"\x89PNG"}
    rehearsed = bring_in(papers, dry_run=True)
    assert (count(database, Document), count(database, outbox.OutboxRow)) == (0, 0)
    assert not config.files.exists()
    assert bring_in(papers).fates == rehearsed.fates == {Fate.NEW: 1, Fate.REFUSED: 2}


def test_what_is_refused_is_named_with_its_reason_and_hidden_files_are_left_alone(
    bring_in: Callable, write_law: Callable
) -> None:
    report = bring_in(
        {
            ".git/config": "x",
            "法律/大.md": b"\xe6\xb3\x95" * 7_500_000,
            "法律/空.md": "",
            PATH: write_law("试验法", MADE),
        }
    )
    refused = {path: doubt.wrong for path, doubt in report.lines if doubt.code == "refused"}
    assert set(refused) == {"法律/大.md", "法律/空.md"}
    assert "20 MB" in refused["法律/大.md"]
    assert "空" in refused["法律/空.md"]


def test_a_second_report_is_as_full_as_the_first(bring_in: Callable, write_law: Callable) -> None:
    papers = {
        PATH: write_law("试验法", MADE, last="本法自2000年5月1日起施行。"),
        "汇编/试验法(2001-01-01).md": write_law("试验法", MADE, last="本法自二〇〇〇年五月一日起施行。"),
        "法律/新法(1999-01-01).md": write_law("新法", "1999年1月1日 通过", last="《试验法》同时废止。"),
    }
    ledger = f"path,kind,status_in_source\n{PATH},法律,已废止\n汇编/试验法(2001-01-01).md,法律,\n"
    first, second = bring_in(papers, ledger), bring_in(papers, ledger)
    assert second.fates == {Fate.UNCHANGED: 3}
    assert sorted(second.lines, key=repr) == sorted(first.lines, key=repr)
    assert {"same-day-copy", "status-differs", "target-made-later"} <= set(second.by_code)


def test_many_files_are_read_by_several_processes_in_their_order(
    bring_in: Callable, write_law: Callable, database: Database, folder: Path
) -> None:
    papers = {
        f"法律/{place:03}号法.md": write_law(f"第{place}号法", MADE, last=IN_MAY) for place in range(70)
    }
    assert bring_in(papers).fates == {Fate.NEW: 70}
    with database.reading() as session:
        rows = session.execute(select(Document.title).order_by(Document.id)).scalars().all()
    assert len(rows) == len(list(folder.rglob("*.md"))) == 70


def test_rules_that_changed_are_applied_to_files_that_read_as_before(
    bring_in: Callable, write_law: Callable, database: Database
) -> None:
    paper = {PATH: write_law("试验法", MADE, last=IN_MAY)}
    bring_in(paper)
    with database.transaction() as session:
        session.execute(update(EventRow).values(rule="of another version"))
        session.execute(update(Source).values(reading="of another version"))
    assert bring_in(paper).fates == {Fate.UNCHANGED: 1}
    with database.reading() as session:
        rules = select(EventRow.rule).where(EventRow.withdrawn_at.is_(None))
        assert session.execute(rules).scalars().all() == ["fixed"]
