"""Files of a notice: kept once, taken off before the notice is submitted, never after."""

import pytest

from base import files
from base.errors import BadInput, NotFound, WrongStage
from registry.consultations import attaching, flow, notices
from registry.drafting.faults import Stale
from registry.intake.uploads import ATTACHMENTS, Upload, accept
from tests.registry.consultations.conftest import Forum


def upload(words: str = "依据", name: str = "依据.txt") -> Upload:
    return accept(words.encode(), name, ATTACHMENTS)


def attach(forum: Forum, key: int, version: int, what: Upload) -> int:
    with forum.database.transaction() as session:
        return attaching.attach(session, key, version, what, forum.config.files, by=forum.drafter).id


def test_a_file_is_kept_by_its_bytes(forum: Forum) -> None:
    key = forum.begin()
    number = attach(forum, key, 1, upload())
    with forum.database.reading() as session:
        row = attaching.file_of(session, key, number)
        assert files.read(forum.config.files, row.sha256) == "依据".encode()
        assert notices.get(session, key).version == 2
        assert row.public


def test_the_same_bytes_are_not_attached_twice(forum: Forum) -> None:
    key = forum.begin()
    attach(forum, key, 1, upload())
    with pytest.raises(BadInput, match="已经上传过"):
        attach(forum, key, 2, upload(name="又一份.txt"))


def test_a_file_that_is_taken_off_is_gone_from_the_notice(forum: Forum) -> None:
    key = forum.begin()
    number = attach(forum, key, 1, upload())
    with forum.database.transaction() as session:
        attaching.detach(session, key, 2, number, by=forum.drafter)
    with forum.database.reading() as session:
        assert attaching.files_of(session, key) == []
    with pytest.raises(NotFound, match="已经撤下"), forum.database.transaction() as session:
        attaching.detach(session, key, 3, number, by=forum.drafter)


def test_a_file_of_another_notice_is_not_found(forum: Forum) -> None:
    mine, other = forum.begin("t1"), forum.begin("t2")
    number = attach(forum, mine, 1, upload())
    with pytest.raises(NotFound), forum.database.reading() as session:
        attaching.file_of(session, other, number)


def test_what_the_office_was_asked_to_look_at_gets_no_other_files(forum: Forum) -> None:
    key = forum.begin()
    with forum.database.transaction() as session:
        flow.submit(session, key, 1, forum.config.consulting, by=forum.drafter)
    with pytest.raises(WrongStage, match="已送审"):
        attach(forum, key, 1, upload())


def test_a_file_for_a_version_that_is_gone_is_refused(forum: Forum) -> None:
    key = forum.begin()
    attach(forum, key, 1, upload())
    with pytest.raises(Stale):
        attach(forum, key, 1, upload("其他", "其他.txt"))


def test_there_is_an_end_to_files(forum: Forum) -> None:
    key = forum.begin()
    for number in range(attaching.MOST_FILES):
        attach(forum, key, number + 1, upload(f"第 {number} 份", f"{number}.txt"))
    with pytest.raises(BadInput, match="最多 40 个"):
        attach(forum, key, attaching.MOST_FILES + 1, upload("其他", "其他.txt"))
