"""A document as schema.org/Legislation (结构化数据), for search engines and other programs."""

import json
from datetime import date

from markupsafe import Markup

from registry.law.terms import RelationKind, Validity
from registry.reads.dossier import Dossier
from registry.reads.explanations import NONE, Explanation, Explanations
from registry.reads.page import DocumentPage

FORCE = {
    Validity.IN_FORCE: "InForce",
    Validity.PARTLY_REPEALED: "PartiallyInForce",
    Validity.NOT_YET_IN_FORCE: "NotInForce",
    Validity.SUSPENDED: "NotInForce",
    Validity.EXPIRED: "NotInForce",
    Validity.LAPSED: "NotInForce",
    Validity.REPEALED: "NotInForce",
    Validity.ANNULLED: "NotInForce",
}
RELATIONS = {
    RelationKind.AMENDS: "legislationAmends",
    RelationKind.REPEALS: "legislationRepeals",
    RelationKind.BASIS: "isBasedOn",
    RelationKind.CITES: "citation",
}


def legislation(page: DocumentPage, root: str, explained: Explanations = NONE) -> dict[str, object]:
    """The document as JSON-LD, empty fields left out; `root` is the site's address without a slash.

    A document whose first day is unknown gets no `legislationLegalForce`: nothing is guessed.
    """
    dossier = page.dossier
    here = f"{root}/documents/{dossier.address}"
    fields: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "Legislation",
        "@id": here,
        "url": here,
        "name": dossier.title,
        "legislationIdentifier": dossier.number,
        "legislationType": dossier.kind.label,
        "legislationDate": _iso(dossier.signed_on or dossier.adopted_on),
        "datePublished": _iso(dossier.published_on),
        "legislationDateVersion": _iso(page.version.dated_on if page.version else None),
        "temporalCoverage": coverage(page),
        "legislationLegalForce": _force(page.standing),
        "legislationPassedBy": [{"@type": "Organization", "name": name} for name in dossier.issuers],
        "legislationResponsible": dossier.drafting_unit,
        "legislationJurisdiction": dossier.region,
        "inLanguage": "zh-CN",
        "abstract": dossier.summary,
        **_related(dossier, root),
        "subjectOf": [_explanation(each, root) for each in explained.of],
        "encoding": [
            _encoding(here, *form) for form in (("json", "application/json"), ("txt", "text/plain"))
        ],
    }
    return {name: value for name, value in fields.items() if value}


def script(page: DocumentPage, root: str, explained: Explanations = NONE) -> Markup:
    """The JSON-LD as the content of a script element, which nothing in it can close."""
    words = json.dumps(legislation(page, root, explained), ensure_ascii=False)
    for sign in "<>&\u2028\u2029":
        words = words.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(words)  # noqa: S704  # every sign that means anything in HTML has just been escaped


def coverage(page: DocumentPage) -> str:
    """The days of validity as an ISO 8601 interval, its last day included: 2019-10-01/2021-07-31 or /.. ."""
    since = page.dossier.in_force_from
    if since is None:
        return ""
    ends = [span.since for span in page.spans if span.validity.ended and span.since]
    return f"{since.isoformat()}/{_last_day(ends[0]) if ends else '..'}"


def _last_day(until: date) -> str:
    return date.fromordinal(until.toordinal() - 1).isoformat()


def _force(standing: Validity) -> str:
    return f"https://schema.org/{FORCE[standing]}" if standing in FORCE else ""


def _related(dossier: Dossier, root: str) -> dict[str, object]:
    found: dict[str, list[dict[str, str]]] = {}
    for link in dossier.links:
        if link.outward and link.kind in RELATIONS:
            end = {"@type": "Legislation", "name": link.title, "legislationIdentifier": link.number}
            end["@id"] = f"{root}/documents/{link.address}" if link.address else ""
            found.setdefault(RELATIONS[link.kind], []).append({k: v for k, v in end.items() if v})
    return dict(found)


def _explanation(each: Explanation, root: str) -> dict[str, object]:
    return {
        "@type": "Article",
        "@id": f"{root}{each.address}",
        "url": f"{root}{each.address}",
        "headline": each.title,
        "genre": each.form,
        "datePublished": each.published_at.isoformat(),
        "author": {"@type": "Organization", "name": each.unit},
    }


def _encoding(here: str, ending: str, media_type: str) -> dict[str, str]:
    return {"@type": "MediaObject", "contentUrl": f"{here}.{ending}", "encodingFormat": media_type}


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
