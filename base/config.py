"""Settings: one frozen dataclass, read from environment variables, with safe defaults."""

import os
import re
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from base.errors import BadInput

PORTS = range(1, 65536)
SECRET_KEY = "secret-key"  # noqa: S105  # the name of its file
AUDIT_KEY = "audit-key"
FACTORS = ("off", "optional", "required")
SECURITIES = ("starttls", "tls", "none")
# A matter, and its least length in calendar days, or in working days (w).
PERIOD = re.compile(r"[a-z_]{1,24}=[0-9]{1,3}w?", re.ASCII)
SENDER = re.compile(r"[\w.+-]{1,64}@[\w.-]{1,200}", re.ASCII)


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


def from_environment(environ: Mapping[str, str] = os.environ) -> Config:
    """Read every setting from the environment; raises BadInput naming the variable that is wrong."""
    data = Path(environ.get("REGISTRY_DATA", "var")).absolute()
    site = Site(
        name=environ.get("SITE_NAME", Site.name),
        domain=environ.get("SITE_DOMAIN", Site.domain),
        id_code=environ.get("SITE_ID_CODE", Site.id_code),
        organiser=environ.get("SITE_ORGANISER", Site.organiser),
        contact=environ.get("SITE_CONTACT", Site.contact),
        icp=environ.get("SITE_ICP", Site.icp),
        police=environ.get("SITE_POLICE", Site.police),
    )
    return Config(
        data=data,
        database_url=database_url(environ.get("DATABASE_URL", "")),
        secret_key=environ.get("SECRET_KEY") or "",
        host=environ.get("HOST", Config.host),
        port=whole_number(environ, "PORT", Config.port, PORTS),
        threads=whole_number(environ, "THREADS", Config.threads, range(1, 65)),
        base_url=environ.get("BASE_URL", "").rstrip("/"),
        pdf=environ.get("PDF", "on") != "off",
        import_accepts=environ.get("IMPORT_ACCEPTS") or Config.import_accepts,
        upload_mb=whole_number(environ, "UPLOAD_MB", Config.upload_mb, range(1, 501)),
        organ_code=environ.get("ORGAN_CODE", Config.organ_code).replace("-", "").upper(),
        site=site,
        entry=entry(environ),
        explaining=explaining(environ),
        consulting=consulting(environ),
        mailing=mailing(environ),
    )


def entry(environ: Mapping[str, str]) -> Entry:
    """The rules of signing in; raises BadInput naming the variable that is wrong."""
    factor = environ.get("SECOND_FACTOR") or Entry.second_factor
    if factor not in FACTORS:
        raise BadInput(f"设置 SECOND_FACTOR={factor[:40]} 不对：可选 {'、'.join(FACTORS)}")
    return Entry(
        password_length=whole_number(environ, "PASSWORD_LENGTH", Entry.password_length, range(8, 65)),
        password_classes=whole_number(environ, "PASSWORD_CLASSES", Entry.password_classes, range(1, 5)),
        password_days=whole_number(environ, "PASSWORD_DAYS", Entry.password_days, range(3651)),
        second_factor=factor,
        tries=whole_number(environ, "SIGN_IN_TRIES", Entry.tries, range(1, 101)),
        address_tries=whole_number(environ, "SIGN_IN_ADDRESS_TRIES", Entry.address_tries, range(1, 10_001)),
        lock_minutes=whole_number(environ, "SIGN_IN_LOCK_MINUTES", Entry.lock_minutes, range(1, 1441)),
        idle_minutes=whole_number(environ, "SESSION_IDLE_MINUTES", Entry.idle_minutes, range(1, 1441)),
        session_hours=whole_number(environ, "SESSION_HOURS", Entry.session_hours, range(1, 169)),
        trusted_proxies=whole_number(environ, "TRUSTED_PROXIES", Entry.trusted_proxies, range(11)),
    )


def explaining(environ: Mapping[str, str]) -> Explaining:
    """The promises of interpretations and enquiries; raises BadInput naming the variable that is wrong."""
    days = range(1, 61)
    first = whole_number(environ, "ANSWER_DAYS", Explaining.answer_days[0], days)
    last = whole_number(environ, "ANSWER_DAYS_LAST", Explaining.answer_days[1], days)
    if last < first:
        raise BadInput(f"设置 ANSWER_DAYS_LAST={last} 不对：不能少于 ANSWER_DAYS={first}")
    return Explaining(
        kinds=environ.get("INTERPRETATION_KINDS", Explaining.kinds),
        days=whole_number(environ, "INTERPRETATION_DAYS", Explaining.days, days),
        since=day_or_none(environ, "INTERPRETATION_SINCE", Explaining.since),
        likeness=whole_number(environ, "INTERPRETATION_LIKENESS", Explaining.likeness, range(1, 101)),
        answer_days=(first, last),
        check_replies=environ.get("CHECK_REPLIES", "off") == "on",
        retention_days=whole_number(
            environ, "ENQUIRY_RETENTION_DAYS", Explaining.retention_days, range(1, 3651)
        ),
        enquiry_rate=whole_number(environ, "ENQUIRY_RATE", Explaining.enquiry_rate, range(1, 1001)),
    )


def consulting(environ: Mapping[str, str]) -> Consulting:
    """How consultations are held; raises BadInput naming the variable that is wrong."""
    days = environ.get("CONSULTATION_DAYS") or Consulting.days
    for part in days.split(","):
        if not PERIOD.fullmatch(part.strip()):
            raise BadInput(f"设置 CONSULTATION_DAYS 中的“{part[:40]}”不对：应形如 rule=30 或 plan=7w")
    return Consulting(
        days=days,
        outcome_days=whole_number(environ, "OUTCOME_DAYS", Consulting.outcome_days, range(1, 366)),
        retention_days=whole_number(
            environ, "COMMENT_RETENTION_DAYS", Consulting.retention_days, range(1, 3651)
        ),
        comment_rate=whole_number(environ, "COMMENT_RATE", Consulting.comment_rate, range(1, 10_001)),
    )


def day_or_none(environ: Mapping[str, str], name: str, default: str) -> str:
    """The day in the variable `name` as it is written (2021-01-01), or ""; raises BadInput otherwise."""
    raw = environ.get(name, default)
    try:
        return date.fromisoformat(raw).isoformat() if raw else ""
    except ValueError:
        raise BadInput(f"设置 {name}={raw[:40]} 不对：应形如 2021-01-01") from None


def mailing(environ: Mapping[str, str]) -> Mailing:
    """How letters leave; raises BadInput naming the variable that is wrong."""
    security = environ.get("SMTP_SECURITY") or Mailing.security
    if security not in SECURITIES:
        raise BadInput(f"设置 SMTP_SECURITY={security[:40]} 不对：可选 {'、'.join(SECURITIES)}")
    sender = environ.get("SMTP_SENDER", Mailing.sender)
    if sender and not SENDER.fullmatch(sender):
        raise BadInput(f"设置 SMTP_SENDER={sender[:40]} 不对：应为邮箱地址，如 no-reply@example.gov.cn")
    return Mailing(
        host=environ.get("SMTP_HOST", Mailing.host),
        port=whole_number(environ, "SMTP_PORT", Mailing.port, PORTS),
        user=environ.get("SMTP_USER", Mailing.user),
        password=environ.get("SMTP_PASSWORD", Mailing.password),
        security=security,
        sender=sender,
    )


def whole_number(environ: Mapping[str, str], name: str, default: int, allowed: range) -> int:
    """The whole number in the variable `name`, within `allowed`; raises BadInput otherwise."""
    raw = environ.get(name, "")
    if not raw:
        return default
    if not (raw.isascii() and raw.isdigit() and len(raw) < 10 and int(raw) in allowed):  # noqa: PLR2004  # fits 32 bits
        raise BadInput(f"设置 {name}={raw[:40]} 不对：应为 {allowed.start} 至 {allowed.stop - 1} 之间的整数")
    return int(raw)


def database_url(raw: str) -> str:
    """The database address with the driver we ship; raises BadInput for any other database.

    >>> database_url("postgresql://u@h/db")
    'postgresql+psycopg://u@h/db'
    """
    if not raw or raw.startswith(("sqlite:///", "postgresql+psycopg://")):
        return raw
    for scheme in ("postgresql://", "postgres://"):
        if raw.startswith(scheme):
            return "postgresql+psycopg://" + raw.removeprefix(scheme)
    # The address may hold a password: only its first word is shown.
    raise BadInput(
        f"设置 DATABASE_URL（{raw.split(':', 1)[0][:20]}:…）不对：应以 sqlite:/// 或 postgresql:// 开头"
    )


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
