"""Interpretations and questions as JSON (数据接口): the same values that the pages show."""

from collections.abc import Sequence
from datetime import date, datetime

from interpretations.reads.listing import Listed
from interpretations.reads.page import ExplainedDocument, InterpretationPage
from interpretations.reads.questions import Question
from interpretations.reads.quotes import Quote
from interpretations.reads.shown import ShownFile
from interpretations.rules.content import Block
from registry.law.terms import Term
from registry.reads.catalogue import Entry

Json = dict[str, object]


def interpretation(page: InterpretationPage, root: str) -> Json:
    """The interpretation as plain values; `on` is the day that `mark` and the anchors speak of."""
    content = page.content
    return {
        "@id": f"{root}{page.address}",
        "id": page.id,
        "title": content.title,
        "marked_title": page.title,
        "form": term(content.form),
        "origin": term(content.origin),
        "lead": content.lead,
        "unit": page.unit,
        "speaker": content.speaker,
        "contact": content.contact,
        "credit": page.credit,
        "source_url": content.source_url,
        "published_at": moment(page.published_at),
        "renewed_at": moment(page.renewed_at),
        "on": page.day.isoformat(),
        "mark": page.mark,
        "stale": page.stale,
        "documents": [_document(each, root) for each in page.documents],
        "blocks": [_block(block, page, root) for block in content.blocks],
        "transcript": content.transcript,
        "media_url": content.media_url,
        "picture_text": content.picture_text,
        "files": _files(page, root),
        "pdf": f"{root}{page.address}.pdf",
    }


def listed(row: Listed, day: date, root: str) -> Json:
    """One interpretation of a list."""
    return {
        "@id": f"{root}/interpretations/{row.id}",
        "title": row.title,
        "mark": row.mark(day),
        "form": term(row.form),
        "origin": term(row.origin),
        "lead": row.lead,
        "unit": row.unit,
        "published_at": moment(row.published_at),
        "renewed_at": moment(row.renewed_at),
        "documents": [entry(each, day, root) for each in row.documents],
    }


def question(each: Question, day: date, root: str) -> Json:
    """One public question with its answer."""
    return {
        "@id": f"{root}{each.address}",
        "question": each.question,
        "answer": str(each.answer),
        "document": entry(each.document, day, root),
        "provisions": _quotes(each.quotes, root),
        "unit": each.unit,
        "form": term(each.form),
        "origin": term(each.origin),
        "published_at": moment(each.published_at),
        "renewed_at": moment(each.renewed_at),
    }


def entry(each: Entry, day: date, root: str) -> Json:
    """A document that is explained, in a list."""
    return {
        "@id": f"{root}/documents/{each.address}",
        "title": each.title,
        "number": each.number,
        "validity": term(each.standing(day).validity),
    }


def term(member: Term) -> Json:
    """A member of a closed list: its value for programs, its word for people."""
    return {"value": member.value, "label": member.label}


def moment(at: datetime) -> str:
    """A moment in UTC, to the second."""
    return f"{at:%Y-%m-%dT%H:%M:%SZ}"


def _document(each: ExplainedDocument, root: str) -> Json:
    return {
        "@id": f"{root}/documents/{each.dossier.address}",
        "title": each.dossier.title,
        "number": each.dossier.number,
        "validity": term(each.mark.state),
        "mark": each.mark.word,
        "sentence": each.mark.sentence,
    }


def _block(block: Block, page: InterpretationPage, root: str) -> Json:
    return {
        "key": block.key,
        "url": f"{root}{page.address}#{block.key}",
        "kind": term(block.kind),
        "aspect": term(block.aspect) if block.aspect else None,
        "heading": block.heading,
        "words": block.words,
        "aside": block.aside,
        "html": page.rendered.words.get(block.key, ""),
        "provisions": _quotes(page.quotes.get(block.key, ()), root),
    }


def _quotes(quotes: Sequence[Quote], root: str) -> list[Json]:
    return [
        {
            "label": each.label,
            "quoted": each.words,
            "edition": each.edition,
            "state": term(each.state),
            "url": root + each.address,
            "compare": root + each.compare if each.compare else "",
        }
        for each in quotes
    ]


def _files(page: InterpretationPage, root: str) -> Json:
    files = {
        "media": page.files.media,
        "captions": page.files.captions,
        "picture": page.files.picture,
    }
    return {role: _file(file, root) for role, file in files.items() if file}


def _file(file: ShownFile, root: str) -> Json:
    names = ("filename", "media_type", "size", "seconds", "width", "height")
    return {**{name: getattr(file, name) for name in names}, "url": root + file.address}
