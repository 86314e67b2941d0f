"""Interpretations as schema.org (结构化数据): articles, questions, recordings, each `about` its documents."""

import json
from collections.abc import Mapping, Sequence

from markupsafe import Markup

from interpretations.reads.page import ExplainedDocument, InterpretationPage
from interpretations.reads.questions import Question
from interpretations.reads.shown import ShownFile
from interpretations.rules.terms import Form
from registry.reads.catalogue import Entry
from registry.renditions.jsonld import FORCE

TYPES = {Form.FAQ: "FAQPage", Form.VIDEO: "VideoObject", Form.AUDIO: "AudioObject"}
Node = dict[str, object]


def interpretation(page: InterpretationPage, root: str) -> Node:
    """The interpretation as JSON-LD, empty fields left out; `root` is the site's address without a slash."""
    content, here = page.content, f"{root}{page.address}"
    kind = TYPES.get(content.form, "Article")
    node: Node = {
        "@context": "https://schema.org",
        "@type": kind,
        "@id": here,
        "url": here,
        "name": page.title,
        "headline": page.title,
        "description": content.lead or content.title,
        "genre": content.form.label,
        "datePublished": page.published_at.isoformat(),
        "dateModified": page.renewed_at.isoformat(),
        "inLanguage": "zh-CN",
        "author": {"@type": "Organization", "name": content.credit or page.unit},
        "publisher": {"@type": "GovernmentOrganization", "name": page.organ},
        "about": [_legislation(each, root) for each in page.documents],
        "isAccessibleForFree": True,
        **_medium(page, kind, root),
    }
    if kind == "FAQPage":
        node["mainEntity"] = [
            _answered(block.heading, page.rendered.words.get(block.key, ""), f"{here}#{block.key}")
            for block in page.questions
        ]
    return {name: value for name, value in node.items() if value}


def questions(asked: Sequence[Question], root: str) -> Node:
    """The questions of a page as JSON-LD."""
    return {
        "@context": "https://schema.org",
        "@type": "FAQPage",
        "url": f"{root}/faq",
        "inLanguage": "zh-CN",
        "mainEntity": [
            {
                **_answered(each.question, str(each.answer), f"{root}{each.address}"),
                "about": _entry(each.document, root),
            }
            for each in asked
        ],
    }


def script(node: Mapping[str, object]) -> Markup:
    """JSON-LD as the content of a script element, which nothing in it can close."""
    words = json.dumps(node, ensure_ascii=False)
    for sign in "<>&\u2028\u2029":
        words = words.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(words)  # noqa: S704  # every sign that means anything in HTML has just been escaped


def _answered(question: str, answer: str, address: str) -> Node:
    return {
        "@type": "Question",
        "@id": address,
        "url": address,
        "name": question,
        "acceptedAnswer": {"@type": "Answer", "text": answer, "url": address},
    }


def _legislation(each: ExplainedDocument, root: str) -> Node:
    dossier, force = each.dossier, FORCE.get(each.mark.state)
    node: Node = {
        "@type": "Legislation",
        "@id": f"{root}/documents/{dossier.address}",
        "url": f"{root}/documents/{dossier.address}",
        "name": each.mark.titled(dossier.title),
        "legislationIdentifier": dossier.number,
        "legislationLegalForce": f"https://schema.org/{force}" if force else "",
    }
    return {name: value for name, value in node.items() if value}


def _entry(entry: Entry, root: str) -> Node:
    address = f"{root}/documents/{entry.address}"
    return {"@type": "Legislation", "@id": address, "url": address, "name": entry.title}


def _medium(page: InterpretationPage, kind: str, root: str) -> Node:
    """What a recording owes: where it is, since when, how long, and what is said in it."""
    if kind not in {"VideoObject", "AudioObject"}:
        return {}
    media = page.files.media
    return {
        "uploadDate": page.published_at.isoformat(),
        "contentUrl": f"{root}{media.address}" if media else page.content.media_url,
        "encodingFormat": media.media_type if media else "",
        "duration": _duration(media),
        "transcript": page.content.transcript,
        "caption": _caption(page.files.captions, root),
    }


def _caption(captions: ShownFile | None, root: str) -> Node:
    if captions is None:
        return {}
    return {
        "@type": "MediaObject",
        "contentUrl": f"{root}{captions.address}",
        "encodingFormat": captions.media_type,
    }


def _duration(media: ShownFile | None) -> str:
    if media is None or not media.seconds:
        return ""
    minutes, seconds = divmod(media.seconds, 60)
    return f"PT{minutes}M{seconds}S"
