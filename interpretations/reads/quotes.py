"""Quoted provisions (所引条文): what a block explains, as it was worded, and how that stands on the day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from interpretations.anchoring import Anchored
from interpretations.rules.terms import AnchorState
from registry.law.days import printed
from registry.law.designations import designation
from registry.reads.dossier import Dossier, Version
from registry.reads.page import reading_day

# Characters that stand beside a paragraph without pushing the next one down.
OPENS = 180


@dataclass(frozen=True, slots=True)
class Quote:
    """A provision beside the block that explains it: its designation and its words as quoted.

    `address` leads to the provision where it still stands in these words, else to the text it was quoted
    from (`edition` names that text, "" for the text of the day). `notice` says in words what became of it
    (解读针对旧版, 所解读条文已失效), "" while it holds; `compare` leads to both texts side by side; `ask` to
    the form to ask about this provision, "" where it does not stand any more.
    """

    label: str
    words: str
    state: AnchorState
    address: str
    edition: str = ""
    compare: str = ""
    ask: str = ""

    @property
    def reliable(self) -> bool:
        """Whether what was explained is what holds."""
        return self.state in {AnchorState.CURRENT, AnchorState.MOVED}

    @property
    def notice(self) -> str:
        """What must be said of it; "" where it holds."""
        return "" if self.reliable else self.state.label

    @property
    def opens(self) -> bool:
        """Whether its words stand open beside the block; a long article would push the rest away."""
        return len(self.words) <= OPENS


# By the key of the block.
Quotes = Mapping[str, tuple[Quote, ...]]


def label_of(anchored: Anchored, title: str) -> str:
    """How the provision is called: 第三条, after its document where there are several, and its number now."""
    number = anchored.number or designation(anchored.eid) or anchored.eid
    now = designation(anchored.standing.eid) if anchored.standing.state is AnchorState.MOVED else ""
    return f"{title}{number}" + (f"（现{now}）" if now else "")


def words_of(anchored: Anchored) -> str:
    """The words quoted, without the number that already stands above them."""
    return anchored.quoted.removeprefix(anchored.number).lstrip() if anchored.number else anchored.quoted


def holding(anchored: Anchored, address: str, title: str = "") -> Quote:
    """The quote of a provision that holds, in the text of the day."""
    eid = anchored.standing.eid
    return Quote(
        label_of(anchored, title),
        words_of(anchored),
        anchored.standing.state,
        f"/documents/{address}#{eid}",
        ask=f"/enquiries/new?document={address}&eid={eid}",
    )


def quote(anchored: Anchored, dossier: Dossier, day: date, title: str = "") -> Quote:
    """The quote of a provision, whatever became of it: with the text it was quoted from, and what is new."""
    if anchored.standing.reliable:
        return holding(anchored, dossier.address, title)
    quoted = next((each for each in dossier.versions if each.text_id == anchored.text_id), None)
    current = dossier.version_on(day)
    label, words, state = label_of(anchored, title), words_of(anchored), anchored.standing.state
    here = f"/documents/{dossier.address}"
    then = reading_day(dossier, quoted) if quoted and quoted != current else None
    if quoted is None or then is None:
        return Quote(label, words, state, f"{here}#{anchored.eid}" if quoted else here)
    now = reading_day(dossier, current) if current else None
    compare = f"{here}/compare/{then}/{now}" if now and state is AnchorState.STALE else ""
    return Quote(label, words, state, f"{here}/{then}#{anchored.eid}", _edition(quoted, then), compare)


def _edition(version: Version, day: date) -> str:
    return f"{printed(version.applies_from or version.dated_on or day)}文本"
