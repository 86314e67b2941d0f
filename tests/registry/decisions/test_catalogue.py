"""How a catalogue of major decisions comes about, is adjusted and stays readable."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from base.errors import BadInput, NotFound, WrongStage
from base.outbox import generation
from base.staff.audit import AuditRow
from registry.decisions import catalogues, editions
from registry.decisions.editions import Seen
from registry.decisions.reads.years import read_item, read_year, years
from registry.decisions.rules.terms import ItemChange, ItemState
from registry.decisions.tables import CatalogueEdition, DecisionItem
from registry.drafting.faults import FourEyes, NotReady, Stale

TODAY = date(2026, 3, 2)


def seen(edition: CatalogueEdition) -> Seen:
    return Seen(edition.id, edition.version)


def test_nothing_of_a_catalogue_is_public_before_it_is_published(home: Any) -> None:
    with home.database.transaction() as session:
        edition, _ = home.begun(session)
        editions.consent(session, seen(edition), TODAY, "纪要", by=home.legal)
        editions.submit(session, seen(edition), by=home.legal)
        assert years(session) == ()
        with pytest.raises(NotFound):
            read_year(session, 2026, TODAY)


def test_publication_is_by_other_eyes_than_submitted_it(home: Any) -> None:
    with home.database.transaction() as session:
        edition, _ = home.begun(session)
        editions.consent(session, seen(edition), TODAY, "纪要", by=home.legal)
        editions.submit(session, seen(edition), by=home.legal)
        with pytest.raises(FourEyes):
            editions.publish(session, seen(edition), by=home.legal)


def test_nothing_is_published_before_the_party_committee_agreed(home: Any) -> None:
    with home.database.transaction() as session:
        edition, _ = home.begun(session)
        editions.submit(session, seen(edition), by=home.legal)
        with pytest.raises(NotReady, match="同级党委同意"):
            editions.publish(session, seen(edition), by=home.publisher)
        editions.consent(session, seen(edition), TODAY, "纪要", by=home.legal)
        editions.publish(session, seen(edition), by=home.publisher)


def test_a_consent_does_not_cover_what_was_changed_after_it(home: Any) -> None:
    with home.database.transaction() as session:
        edition, _ = home.begun(session)
        editions.consent(session, seen(edition), TODAY, "纪要", by=home.legal)
        catalogues.add(session, edition.catalogue_id, home.entry("噪声方案"), by=home.legal)
        assert edition.consented_on is None


def test_a_consent_of_tomorrow_is_refused(home: Any) -> None:
    with home.database.transaction() as session:
        edition, _ = home.begun(session)
        with pytest.raises(BadInput, match="还没有到"):
            editions.consent(session, seen(edition), date(2026, 3, 3), "纪要", by=home.legal)


def test_who_publishes_what_was_changed_meanwhile_is_told(home: Any) -> None:
    with home.database.transaction() as session:
        edition, _ = home.begun(session)
        editions.submit(session, seen(edition), by=home.legal)
        before = seen(edition)
        editions.consent(session, before, TODAY, "纪要", by=home.legal)
        with pytest.raises(Stale):
            editions.publish(session, before, by=home.publisher)


def test_what_is_submitted_does_not_change_any_more_until_it_is_sent_back(home: Any) -> None:
    with home.database.transaction() as session:
        edition, (key,) = home.begun(session)
        editions.submit(session, seen(edition), by=home.legal)
        with pytest.raises(WrongStage, match="已经送审"):
            catalogues.change(session, key, 1, home.entry("别的"), by=home.legal)
        editions.send_back(session, seen(edition), "依据不全", by=home.publisher)
        catalogues.change(session, key, 1, home.entry("别的"), by=home.legal)
        assert edition.opinion == "依据不全"


def test_an_empty_catalogue_is_not_submitted(home: Any) -> None:
    with home.database.transaction() as session:
        edition = catalogues.open_year(session, 2026, by=home.legal)
        with pytest.raises(NotReady, match="还没有事项"):
            editions.submit(session, seen(edition), by=home.legal)


def test_a_year_has_one_catalogue(home: Any) -> None:
    with home.database.transaction() as session:
        home.begun(session)
        with pytest.raises(WrongStage):
            catalogues.open_year(session, 2026, by=home.legal)


def test_a_published_catalogue_changes_only_by_an_adjustment_with_its_reason(home: Any) -> None:
    (key,) = home.published()
    with home.database.transaction() as session:
        with pytest.raises(WrongStage, match="开始调整"):
            catalogues.change(session, key, 1, home.entry("别的"), by=home.legal)
        catalogue = session.get_one(DecisionItem, key).catalogue_id
        with pytest.raises(BadInput, match="理由"):
            editions.prepare(session, catalogue, " ", by=home.legal)


def test_until_the_adjustment_is_published_the_public_reads_the_first_edition(home: Any) -> None:
    (key,) = home.published("碳普惠行动方案")
    with home.database.transaction() as session:
        catalogue = session.get_one(DecisionItem, key).catalogue_id
        editions.prepare(session, catalogue, "工作调整", by=home.legal)
        catalogues.change(session, key, 1, home.entry("改了名的方案"), by=home.legal)
        catalogues.add(session, catalogue, home.entry("新增的方案"), by=home.legal)
        held = read_year(session, 2026, TODAY)
        assert [item.line.name for item in held.items] == ["碳普惠行动方案"]
        assert len(held.editions) == 1


def test_an_adjustment_shows_both_texts_and_what_changed(home: Any) -> None:
    first, second = home.published("碳普惠行动方案", "噪声方案")

    def change(session: Any, edition: CatalogueEdition) -> None:
        catalogues.change(session, first, 1, home.entry(planned="2026年第四季度"), by=home.legal)
        catalogues.remove(session, second, 1, "条件尚不成熟", by=home.legal)
        catalogues.add(session, edition.catalogue_id, home.entry("补偿方案"), by=home.legal)

    home.adjusted(change)
    with home.database.reading() as session:
        held = read_year(session, 2026, TODAY)
    assert [edition.reason for edition in held.editions] == ["", "工作调整"]
    assert [line.name for line in held.editions[0].lines] == ["碳普惠行动方案", "噪声方案"]
    assert [(each.name, each.kind) for each in held.newest.changed] == [
        ("碳普惠行动方案", ItemChange.CHANGED),
        ("补偿方案", ItemChange.ADDED),
        ("噪声方案", ItemChange.REMOVED),
    ]
    (gone,) = held.removed
    assert (gone.state, gone.removal, gone.removed_by) == (ItemState.REMOVED, "条件尚不成熟", 2)


def test_an_item_taken_out_before_publication_never_was(home: Any) -> None:
    with home.database.transaction() as session:
        edition, (kept, gone) = home.begun(session, "碳普惠行动方案", "没有公布过的事项")
        catalogues.remove(session, gone, 1, "重复", by=home.legal)
        home.pass_on(session, edition)
        held = read_year(session, 2026, TODAY)
        assert [item.id for item in held.items] == [kept]
        assert held.removed == ()
        with pytest.raises(NotFound):
            read_item(session, 2026, gone, TODAY)


def test_an_adjustment_that_changes_nothing_is_not_submitted(home: Any) -> None:
    (key,) = home.published()
    with home.database.transaction() as session:
        edition = editions.prepare(
            session, session.get_one(DecisionItem, key).catalogue_id, "工作调整", by=home.legal
        )
        with pytest.raises(NotReady, match="没有差别"):
            editions.submit(session, seen(edition), by=home.legal)


def test_an_adjustment_given_up_leaves_everything_as_it_was_published(home: Any) -> None:
    first, second = home.published("碳普惠行动方案", "噪声方案")
    with home.database.transaction() as session:
        catalogue = session.get_one(DecisionItem, first).catalogue_id
        edition = editions.prepare(session, catalogue, "工作调整", by=home.legal)
        catalogues.change(session, first, 1, home.entry("别的", unit_id=home.office), by=home.legal)
        catalogues.remove(session, second, 1, "条件尚不成熟", by=home.legal)
        added = catalogues.add(session, catalogue, home.entry("新增的"), by=home.legal)
        editions.abandon(session, seen(edition), "不再调整", by=home.legal)
        assert [row.id for row in catalogues.listed(session, catalogue)] == [first, second]
        assert session.get_one(DecisionItem, first).unit_id == home.water
        assert added.removed_at is not None
        assert editions.drafted_lines(session, catalogue) == editions.published_lines(session, catalogue)


def test_only_what_the_public_sees_makes_pages_old(home: Any) -> None:
    with home.database.transaction() as session:
        edition, _ = home.begun(session)
    with home.database.reading() as session:
        before = generation(session)
    with home.database.transaction() as session:
        home.pass_on(session, session.get_one(CatalogueEdition, edition.id))
    with home.database.reading() as session:
        assert generation(session) == before + 1


def test_every_deed_is_written_down(home: Any) -> None:
    first, second = home.published("碳普惠行动方案", "噪声方案")
    home.removed(second)
    with home.database.reading() as session:
        deeds = list(session.scalars(select(AuditRow.deed).order_by(AuditRow.id)))
    assert deeds == [
        "decision.open_catalogue",
        "decision.add_item",
        "decision.add_item",
        "decision.consent",
        "decision.submit_edition",
        "decision.publish_edition",
        "decision.prepare_edition",
        "decision.remove_item",
        "decision.consent",
        "decision.submit_edition",
        "decision.publish_edition",
    ]
    assert first
