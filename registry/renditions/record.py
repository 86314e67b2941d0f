"""A document as JSON (数据接口): the same values that the page shows."""

from datetime import date, datetime

from registry.law.events import Event
from registry.law.provisions import Provision
from registry.reads.dossier import FileLink, Link, Version
from registry.reads.explanations import NONE, Explanation, Explanations
from registry.reads.origins import UNKNOWN, Origin, Origins
from registry.reads.page import DocumentPage, Edition
from registry.renditions.standing import mark_of

Json = dict[str, object]


# What stands in the record as it stands in the dossier.
PLAIN = (
    "address", "title", "genre", "region", "document_number", "order_number", "unified_number",
    "index_number", "drafting_unit", "subject", "summary", "adopted_on", "approved_on",
    "signed_on", "published_on", "posted_at", "source_url", "status_in_source",
)  # fmt: skip


def record(
    page: DocumentPage,
    provisions: tuple[Provision, ...],
    root: str,
    explained: Explanations = NONE,
    origins: Origins = UNKNOWN,
) -> Json:
    """The document as plain values; `on` is the day that `validity`, `sentence` and the text speak of."""
    dossier = page.dossier
    return {
        "@id": f"{root}/documents/{dossier.address}",
        **{name: _plain(getattr(dossier, name)) for name in PLAIN},
        "kind": {"value": dossier.kind.value, "label": dossier.kind.label, "rank": dossier.kind.rank},
        "issuers": list(dossier.issuers),
        "in_force_from": _plain(dossier.in_force_from),
        **_standing(page),
        "events": [_event(event, root) for event in dossier.events],
        "versions": [_edition(edition) for edition in page.editions],
        "relations": [_link(link, root) for link in dossier.links],
        "files": [_file(file, root) for file in dossier.files],
        "interpretations": [_explanation(each, root) for each in explained.of],
        "explained_provisions": _notes(explained, root),
        "origins": _origins(origins, root),
        "change_history": _changes(page),
        "text": _version(page.version),
        "provisions": [_provision(provision) for provision in provisions],
    }


def _standing(page: DocumentPage) -> Json:
    return {
        "on": page.day.isoformat(),
        "validity": {"value": page.standing.value, "label": page.standing.label},
        "sentence": page.sentence,
        "today": _today(page),
        "text_notice": page.text_notice,
        "struck": dict(page.struck),
        "spans": [
            {"validity": span.validity.value, "since": _plain(span.since), "until": _plain(span.until)}
            for span in page.spans
        ],
    }


def _today(page: DocumentPage) -> Json:
    """How it stands today, whatever day was asked for."""
    mark = mark_of(page.dossier, page.today)
    validity = {"value": mark.state.value, "label": mark.state.label}
    return {"on": page.today.isoformat(), "validity": validity, "sentence": mark.sentence}


def _changes(page: DocumentPage) -> list[Json]:
    """What the office did to the record since it stands here, oldest first (as GOV.UK's change_history)."""
    first: Json = {"note": "发布", "public_timestamp": _plain(page.dossier.posted_at)}
    mended: list[Json] = [
        {
            "note": each.note,
            "public_timestamp": _plain(each.at),
            "field": each.label,
            "before": each.before,
            "after": each.after,
        }
        for each in page.dossier.corrections
    ]
    return [first, *mended]


def _explanation(each: Explanation, root: str) -> Json:
    return {
        "@id": f"{root}{each.address}",
        "title": each.title,
        "form": each.form,
        "origin": each.origin,
        "unit": each.unit,
        "lead": each.lead,
        "published_at": _plain(each.published_at),
        "stale": each.stale,
    }


def _notes(explained: Explanations, root: str) -> list[Json]:
    """What explains each provision of the text shown."""
    return [
        {
            "eid": eid,
            "form": note.label,
            "words": note.words,
            "url": f"{root}{note.address}",
            "stale": note.stale,
        }
        for eid, notes in explained.notes.items()
        for note in notes
    ]


def _origins(origins: Origins, root: str) -> Json | None:
    """Where each passage of the text shown came from; None where no draft of it was put to the public."""
    if not origins.address:
        return None
    found = [_origin(each, root) for each in origins.notes.values()]
    return {"url": f"{root}{origins.address}", "provisions": found}


def _origin(each: Origin, root: str) -> Json:
    return {
        "eid": each.eid,
        "words": each.words,
        "url": f"{root}{each.address}",
        "descent": each.descent,
        "draft_eid": each.draft,
        "consultation": f"{root}{each.consultation}" if each.consultation else None,
        "comments": {
            "received": each.received,
            "adopted": each.adopted,
            "partly": each.partly,
            "not_adopted": each.not_adopted,
        },
    }


def _file(file: FileLink, root: str) -> Json:
    names = ("filename", "role", "media_type", "size", "sha256")
    return {**{name: getattr(file, name) for name in names}, "url": f"{root}/files/{file.id}"}


def _event(event: Event, root: str) -> Json:
    act = event.act
    cause = {"title": act.title, "number": act.number, "url": _url(root, act.address)} if act else None
    return {
        "kind": event.kind.value,
        "label": event.kind.label,
        "on": _plain(event.on),
        "provisions": list(event.provisions),
        "area": event.area,
        "act": cause,
        "evidence": event.evidence,
        "rule": event.rule,
    }


def _edition(edition: Edition) -> Json:
    return {**(_version(edition.version) or {}), "read_on": _plain(edition.day), "current": edition.current}


def _version(version: Version | None) -> Json | None:
    if version is None:
        return None
    tile = version.tile
    return {
        "title": version.title,
        "note": version.note,
        "dated_on": _plain(version.dated_on),
        "applies_from": _plain(version.applies_from),
        "since": _plain(tile.since) if tile else None,
        "until": _plain(tile.until) if tile else None,
    }


def _link(link: Link, root: str) -> Json:
    return {
        "kind": link.kind.value,
        "direction": "outward" if link.outward else "inward",
        "title": link.title,
        "number": link.number,
        "url": _url(root, link.address),
        "provisions": list(link.provisions),
        "evidence": link.evidence,
    }


def _provision(node: Provision) -> Json:
    own: Json = {"level": node.level.value, "eid": node.eid}
    own |= {name: getattr(node, name) for name in ("number", "heading", "body") if getattr(node, name)}
    return own | ({"children": [_provision(child) for child in node.children]} if node.children else {})


def _url(root: str, address: str) -> str | None:
    return f"{root}/documents/{address}" if address else None


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, (date, datetime)) else value
