"""Settings (设置): one frozen dataclass with safe defaults; `base.environment` reads it."""

import os
import secrets
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

SECRET_KEY = "secret-key"  # noqa: S105  # the name of its file
AUDIT_KEY = "audit-key"


@dataclass(frozen=True)
class Site:
    """What the pages say of themselves: the `<meta>` tags and the footer of a government site."""

    name: str = "政策文件库"
    domain: str = "localhost"
    id_code: str = ""
    organiser: str = "（示例）省级部门"
    contact: str = ""
    icp: str = ""
    police: str = ""


@dataclass(frozen=True)
class Entry:
    """The rules of signing in (登录规则); the defaults are what assessors of GB/T 22239-2019 ask for.

    `password_days` 0 lets passwords live for ever. `tries` failures of one account, or `address_tries` from
    one network address, close the door for `lock_minutes`.
    """

    password_length: int = 8
    password_classes: int = 3
    password_days: int = 90
    second_factor: str = "optional"
    tries: int = 5
    address_tries: int = 20
    lock_minutes: int = 30
    idle_minutes: int = 30
    session_hours: int = 12
    trusted_proxies: int = 0


@dataclass(frozen=True)
class Explaining:
    """What the department promises of interpretations and enquiries (解读与咨询), in working days.

    `kinds` are the kinds of documents that owe an interpretation, as interpretations/rules/duty.py names
    them; documents published before `since` owe none ("": all do), by default those from before the rule
    that asks for it (国办发〔2016〕80号). `likeness` is the part of its sentences, in percent, that an
    interpretation may share with its document. `answer_days` are the two clocks of an enquiry.
    `check_replies` sends every reply past the legal division. `retention_days` after an enquiry is closed,
    who asked is forgotten. `enquiry_rate` is how many one address may send a day.
    """

    kinds: str = "departmental_rule,local_government_rule,normative_document"
    days: int = 3
    since: str = "2016-11-10"
    likeness: int = 60
    answer_days: tuple[int, int] = (1, 3)
    check_replies: bool = False
    retention_days: int = 180
    enquiry_rate: int = 20


@dataclass(frozen=True)
class Consulting:
    """How consultations are held (征求意见).

    `days` are the least lengths by matter: `rule=30` calendar days, `normative_document=7w` working days;
    shorter ones need their reason. `outcome_days` after the end (calendar days) the outcome is due.
    `retention_days` after the outcome is published, who commented is forgotten; `comment_rate` is how many
    comments one network address may send a day.
    """

    days: str = "local_regulation=30,rule=30,major_decision=30,normative_document=7w,plan=7w,other=7w"
    outcome_days: int = 30
    retention_days: int = 180
    comment_rate: int = 50


@dataclass(frozen=True)
class Mailing:
    """How letters leave (邮件): without `host` none is sent, and nobody is offered any.

    `security` is `starttls`, `tls` or `none`.
    """

    host: str = ""
    port: int = 25
    user: str = ""
    password: str = ""
    security: str = "starttls"
    sender: str = ""


@dataclass(frozen=True)
class Searching:
    """What search prefers beside the words (检索偏好), in percent; read by search/preferences.py.

    `kinds`, `statuses`, `places` and `at_home` are lists such as `plan=80`; what is not named counts in full.
    `home` is the place the office is of, such as 浙江省; empty for none.
    `breadth` is how much the articles of comprehensive documents are preferred, in hundredths of a power.
    """

    kinds: str = (
        "judicial_interpretation=97,administrative_regulation=95,supervisory_regulation=95,"
        "local_regulation=95,autonomous_regulation=95,special_zone_regulation=95,departmental_rule=95,"
        "local_government_rule=95,normative_document=95,plan=95,other=95"
    )
    statuses: str = "not_yet_in_force=95,suspended=95"
    places: str = "same=100,above=85,below=85,country=70,elsewhere=35"
    home: str = ""
    at_home: str = "elsewhere=60"
    breadth: int = 7


@dataclass(frozen=True)
class Config:
    """Everything that can be set, each with the variable that sets it (docs/settings.md)."""

    data: Path = Path("var")
    database_url: str = ""
    secret_key: str = ""
    host: str = "127.0.0.1"
    port: int = 8000
    threads: int = 4
    base_url: str = ""
    pdf: bool = True
    # Read by registry/proposals/holding.py, which knows the classes.
    import_accepts: str = "all"
    upload_mb: int = 50
    organ_code: str = ""
    site: Site = field(default_factory=Site)
    entry: Entry = field(default_factory=Entry)
    explaining: Explaining = field(default_factory=Explaining)
    consulting: Consulting = field(default_factory=Consulting)
    mailing: Mailing = field(default_factory=Mailing)
    searching: Searching = field(default_factory=Searching)

    @property
    def https(self) -> bool:
        """Whether the public address says that readers come by https."""
        return self.base_url.startswith("https://")

    @property
    def on_loopback(self) -> bool:
        """Whether nobody but this machine can reach the site directly."""
        return self.host in {"127.0.0.1", "::1", "localhost"}

    @property
    def database(self) -> str:
        """The SQLAlchemy address of the database; SQLite in the data folder unless set."""
        return self.database_url or f"sqlite:///{self.data / 'registry.sqlite'}"

    @property
    def files(self) -> Path:
        """The content-addressed store of original files."""
        return self.data / "files"

    @property
    def index(self) -> Path:
        """The full-text index; disposable, rebuilt when unreadable."""
        return self.data / "index"

    @property
    def cache(self) -> Path:
        """Renditions that can be made again at any time."""
        return self.data / "cache"


def kept_secret(data: Path, name: str = SECRET_KEY) -> str:
    """A secret of this installation, made at the first start and kept in the data folder (0600)."""
    place = data / name
    if not place.exists():
        data.mkdir(parents=True, exist_ok=True)
        # Whole under another name, then linked: of two first starts one wins, and no reader meets half a key.
        # Its name is its maker's alone: threads of one process start together, too.
        beside = data / f".{name}-{secrets.token_hex(8)}"
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_hex(32) + "\n")
        with suppress(FileExistsError):
            place.hardlink_to(beside)
        beside.unlink()
    return place.read_text("ascii").strip()
