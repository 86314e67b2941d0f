"""Settings: safe when nothing is set, refused by name when wrong."""

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from base.config import Config, kept_secret
from base.db import Database
from base.environment import from_environment
from base.errors import BadInput


def test_without_any_variable_the_site_listens_on_this_machine_only() -> None:
    config = from_environment({})
    assert (config.host, config.port, config.pdf) == ("127.0.0.1", 8000, True)
    assert config.database == f"sqlite:///{Path('var').absolute()}/registry.sqlite"
    assert config.secret_key == ""


def test_everything_is_under_the_data_folder() -> None:
    config = from_environment({"REGISTRY_DATA": "/srv/registry"})
    assert {config.files.parent, config.index.parent, config.cache.parent} == {Path("/srv/registry")}


def test_every_variable_is_heard() -> None:
    config = from_environment(
        {
            "HOST": "0.0.0.0",  # noqa: S104  # a setting like any other
            "PORT": "80",
            "THREADS": "8",
            "PDF": "off",
            "BASE_URL": "https://example.org/",
            "SECRET_KEY": "given",
            "DATABASE_URL": "postgres://u@h/db",
            "SITE_NAME": "某厅政策文件库",
        }
    )
    assert (config.port, config.threads, config.pdf, config.secret_key) == (80, 8, False, "given")
    assert config.base_url == "https://example.org"
    assert config.database == "postgresql+psycopg://u@h/db"
    assert config.site.name == "某厅政策文件库"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "0"),
        ("PORT", "65536"),
        ("PORT", "eighty"),
        ("PORT", "-1"),
        ("PORT", "٨٠"),
        ("PORT", "9" * 5000),
        ("THREADS", "65"),
        ("DATABASE_URL", "mysql://root:hidden@h/db"),
        ("DATABASE_URL", "sqlite:relative"),
    ],
)
def test_a_wrong_setting_is_named(name: str, value: str) -> None:
    with pytest.raises(BadInput, match=name) as fault:
        from_environment({name: value})
    assert "hidden" not in fault.value.sentence


def test_an_address_of_a_database_that_cannot_be_read_is_named_without_its_password() -> None:
    with pytest.raises(BadInput, match="DATABASE_URL") as fault:
        Database("postgresql+psycopg://u:hidden@h:po:rt/db")
    assert "hidden" not in fault.value.sentence


def test_the_secret_is_made_once_and_readable_by_its_owner_only(tmp_path: Path) -> None:
    first = kept_secret(tmp_path / "var")
    assert len(first) == 64
    assert kept_secret(tmp_path / "var") == first
    place = tmp_path / "var" / "secret-key"
    assert stat.S_IMODE(place.stat().st_mode) == 0o600
    assert [path.name for path in place.parent.iterdir()] == ["secret-key"]


def test_first_starts_at_the_same_moment_agree_on_one_secret(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(kept_secret, [tmp_path] * 8))
    assert len(set(made)) == 1


def test_settings_do_not_change_under_way() -> None:
    with pytest.raises(AttributeError):
        Config().port = 81  # type: ignore[misc]


def test_of_two_first_starts_at_once_the_first_one_s_secret_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = kept_secret(tmp_path)
    with monkeypatch.context() as patch:
        # The other start looked before the first had written.
        patch.setattr(Path, "exists", lambda _place: False)
        assert kept_secret(tmp_path) == first
    assert [place.name for place in tmp_path.iterdir()] == ["secret-key"]
