"""What makes two files texts of one work: title, region, and for loose kinds the issuer."""

from hashlib import sha256

from registry.intake.kinds import region_of
from registry.intake.parsed import Parsed
from registry.law.docnumber import parse
from registry.law.terms import Kind
from registry.law.titles import title_key

# Of these many departments issue namesakes (2021年政务公开实施方案); a law or a rule names its maker
# or stands alone in its place, and so does what bears its province's name.
LOOSE = frozenset({Kind.NORMATIVE_DOCUMENT, Kind.PLAN, Kind.OTHER})
PLACES = 1_000_000
# The width of its column: a title's key, a region, and as much as fits of the issuer's.
LONGEST_KEY = 600


def work_key(parsed: Parsed) -> str:
    """The key under which all texts of a work meet, whatever the order in which they arrive.

    The kind is no part of it: one source files an order's text under the laws, another under the
    documents of the office. The issuer is, where nothing else tells namesakes apart.
    """
    title = title_key(parsed.title)
    issuer = parsed.issuers[0] if parsed.issuers else ""
    named = not issuer or region_of(parsed.title) or title_key(issuer) in title
    named = named or Kind(parsed.kind) not in LOOSE or ordered(parsed)
    return "|".join((title, parsed.region, "" if named else title_key(issuer)))[:LONGEST_KEY]


def ordered(parsed: Parsed) -> bool:
    """Whether the document was promulgated by an order (令) or is a judicial interpretation (法释)."""
    if parsed.order_number:
        return True
    number = parse(parsed.document_number) if parsed.document_number else None
    return bool(number and number.organ.endswith("释"))


def serial(key: str, attempt: int = 0) -> int:
    """The number in a work's address; another for each attempt, should one be taken.

    It depends on the work alone, so that a registry built again from the same files, in any order,
    keeps every address.

    >>> serial("水法|国家|") == serial("水法|国家|"), serial("水法|国家|") == serial("水法|国家|", 1)
    (True, False)
    """
    salted = f"{key}|{attempt}" if attempt else key
    return int.from_bytes(sha256(salted.encode()).digest()[:8]) % PLACES
