"""The sample interpretations: all public, tied to what they explain, in every state a reader may meet."""

from typing import Any

import pytest
from flask import Flask

from base import clock, holidays
from base.db import Database
from interpretations.anchoring import anchored
from interpretations.rules.terms import AnchorState, Form, Layout
from interpretations.sample import content, files, loading
from interpretations.tables import Interpretation
from registry.sample import loading as documents


@pytest.fixture
def loaded(app: Flask) -> Database:
    database: Database = app.extensions["database"]
    with database.transaction() as session:
        holidays.seed(session)
    documents.load(database, app.extensions["config"].files, clock.today())
    assert loading.load(database) == len(list(files()))
    return database


def test_they_are_loaded_once(loaded: Database) -> None:
    assert loading.load(loaded) == 0


def test_all_are_public_and_every_reference_met_its_article(loaded: Database) -> None:
    with loaded.reading() as session:
        rows = session.query(Interpretation).all()
        assert all(row.published_version == 1 for row in rows)
        laid = anchored(session, clock.today())
    assert len(laid) == sum(len(list(content(held).refs())) for held in files())


def test_a_reader_meets_current_stale_and_ended_explanations(loaded: Database) -> None:
    with loaded.reading() as session:
        states = {each.standing.state for each in anchored(session, clock.today())}
    assert {AnchorState.CURRENT, AnchorState.STALE, AnchorState.ENDED} <= states


def test_every_written_form_and_every_layout_is_shown() -> None:
    made = [content(held) for held in files()]
    assert {each.form for each in made} == set(Form) - {Form.AUDIO, Form.VIDEO}
    assert {each.layout for each in made if each.form is Form.INFOGRAPHIC} == set(Layout)


def test_their_pages_stand(app: Flask, loaded: Database, client: Any) -> None:
    with loaded.reading() as session:
        keys = [row.id for row in session.query(Interpretation)]
    for key in keys:
        assert client.get(f"/interpretations/{key}").status_code == 200
