"""Share cards (分享卡片): what a link to a document looks like in a chat, with its mark."""

import hashlib
from dataclasses import asdict

from flask import Response, current_app, request

from base import clock, typeset, web
from base.diskcache import DiskCache
from base.errors import Unavailable
from registry.reads.dossier import Dossier
from registry.renditions.copies import making
from registry.renditions.copies.card import Card
from registry.renditions.standing import Mark, mark_of
from registry.views import badges, shelf

ROOM = 128 * 2**20


def card(address: str) -> Response:
    """The card of the document as it stands today, as PNG; raises Unavailable where there is no font."""
    if reason := typeset.available():
        raise Unavailable(reason)
    dossier = shelf.dossier(address)
    mark = mark_of(dossier, clock.today())
    shown = card_of(dossier, mark)
    name = key(shown)
    made = pictures().get(name, lambda: making.ask({"work": "card", "card": asdict(shown)}))
    answer = Response(made, mimetype="image/png")
    answer.headers.update(badges.OPEN)
    answer.headers["X-Validity"] = mark.header
    answer.set_etag(name)
    answer.cache_control.public = True
    answer.cache_control.max_age = badges.lasting(clock.now())
    answer.make_conditional(request)
    return answer


def card_of(dossier: Dossier, mark: Mark) -> Card:
    """What the card says."""
    return Card(
        word=mark.limit or mark.state.label,
        warns=bool(mark.limit),
        title=dossier.title,
        number=dossier.number,
        sentence=mark.sentence,
        site=web.config().site.name,
    )


def key(card: Card) -> str:
    """What tells this card from every other: all it says, and the fonts."""
    return hashlib.sha256(f"{typeset.means().fingerprint}\n{card!r}".encode()).hexdigest()


def pictures() -> DiskCache:
    """The cards drawn before, of this application."""
    kept: DiskCache = current_app.extensions.setdefault(
        "cards", DiskCache(web.config().cache / "cards", ROOM)
    )
    return kept
