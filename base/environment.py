"""Reading the settings (读取设置) from environment variables; whatever is wrong is named."""

import os
import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from base.config import Config, Consulting, Entry, Explaining, Mailing, Searching, Site
from base.errors import BadInput

PORTS = range(1, 65536)
FACTORS = ("off", "optional", "required")
SECURITIES = ("starttls", "tls", "none")
# A matter, and its least length in calendar days, or in working days (w).
PERIOD = re.compile(r"[a-z_]{1,24}=[0-9]{1,3}w?", re.ASCII)
SENDER = re.compile(r"[\w.+-]{1,64}@[\w.-]{1,200}", re.ASCII)


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
        searching=Searching(
            kinds=environ.get("SEARCH_KINDS", Searching.kinds),
            statuses=environ.get("SEARCH_STATUSES", Searching.statuses),
            places=environ.get("SEARCH_PLACES", Searching.places),
            home=environ.get("SEARCH_HOME", Searching.home).strip(),
            at_home=environ.get("SEARCH_AT_HOME", Searching.at_home),
            breadth=whole_number(environ, "SEARCH_BREADTH", Searching.breadth, range(51)),
        ),
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
