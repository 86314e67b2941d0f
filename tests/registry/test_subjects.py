"""The two-level list of subjects, entered once."""

from sqlalchemy import func, select

from base.db import Database
from registry.subjects import LIST, seed
from registry.tables import Subject
from registry.works.names import Names


def test_the_list_has_its_twenty_two_subjects_and_is_entered_once(database: Database) -> None:
    with database.transaction() as session:
        assert (seed(session), seed(session)) == (True, False)
        tops = select(func.count()).select_from(Subject).where(Subject.parent_id.is_(None))
        assert session.execute(tops).scalar_one() == len(LIST) == 22


def test_names_with_their_comma_are_found_whole(database: Database) -> None:
    with database.transaction() as session:
        names = Names(session)
        found = names.subject(("城乡建设、环境保护", "环境监测、保护与治理"))
        assert session.get_one(Subject, found).name == "环境监测、保护与治理"
        assert names.subject(("城乡建设、环境保护", "没有的")) == names.subject(("城乡建设、环境保护",))
        assert names.subject(("没有的",)) is None


def test_one_index_number_stands_for_one_document(database: Database) -> None:
    with database.transaction() as session:
        names = Names(session)
        assert names.index_number("000014349/2018-00206", "甲") == "000014349/2018-00206"
        assert names.index_number("000014349/2018-00206", "乙") is None
