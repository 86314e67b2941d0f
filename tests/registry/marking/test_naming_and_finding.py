"""Which documents a typed title or number means, and how one is found at the desk."""

from collections.abc import Callable
from datetime import date

import pytest

from base.db import Database
from registry.importing.report import Report
from registry.law.terms import Validity
from registry.marking.finding import find
from registry.marking.naming import candidates, of_id

TODAY = date(2026, 11, 23)
ORDER = "浙江省人民政府令第{}号"


@pytest.fixture
def three(bring_in: Callable[..., Report], write_law: Callable[..., str]) -> None:
    """Two namesakes of two provinces, and one that has ended."""
    made = "2001年1月1日 {}人民代表大会常务委员会通过"
    begins = "本条例自2001年5月1日起施行。"
    bring_in(
        {
            "地方性法规/浙江/试验条例(2001-01-01).md": write_law(
                "试验条例", made.format("浙江省"), last=begins
            ),
            "地方性法规/江苏/试验条例(2001-01-01).md": write_law(
                "试验条例", made.format("江苏省"), last=begins
            ),
            "地方性法规/浙江/浙江省检验条例(2001-01-01).md": write_law(
                "浙江省检验条例", made.format("浙江省"), last=f"有效期至2010年12月31日。{begins}"
            ),
        }
    )


@pytest.mark.usefixtures("three")
def test_namesakes_are_all_offered_and_nothing_is_guessed(database: Database) -> None:
    with database.reading() as session:
        found = candidates(session, "《试验条例》", "")
        assert [one.title for one in found] == ["试验条例", "试验条例"]
        assert of_id(session, found[0].id) == found[0]
        assert found[0].act.address == found[0].address
        assert candidates(session, "试验", "") == ()
        assert of_id(session, 987) is None


@pytest.mark.usefixtures("three")
def test_a_number_that_nobody_bears_means_nobody(database: Database) -> None:
    with database.reading() as session:
        assert candidates(session, "试验条例", "国办发〔2099〕1号") == ()


@pytest.mark.usefixtures("three")
def test_words_of_the_title_find_and_a_percent_sign_is_only_a_sign(database: Database) -> None:
    with database.reading() as session:
        assert find(session, "检验", None, 1, TODAY).total == 1
        assert find(session, "《试验条例》", None, 1, TODAY).total == 2
        assert find(session, "%", None, 1, TODAY).total == 0
        assert find(session, "_验条例", None, 1, TODAY).total == 0
        assert find(session, "", None, 1, TODAY).total == 3


@pytest.mark.usefixtures("three")
def test_a_standing_narrows_the_list_and_pages_end(database: Database) -> None:
    with database.reading() as session:
        held = find(session, "", Validity.IN_FORCE, 1, TODAY)
        assert (held.total, held.pages) == (len(held.lines), 1)
        assert all(line.standing is Validity.IN_FORCE for line in held.lines)
        ended = find(session, "检验", Validity.IN_FORCE, 1, TODAY)
        assert ended.total == len(ended.lines)
        beyond = find(session, "", None, 9, TODAY)
        assert (beyond.total, beyond.lines) == (3, ())
