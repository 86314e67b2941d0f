"""Real decisions carried out, held against the consolidated texts that were really published.

No title of the collection comes with the text before, the decision and the text after. So the text before
is rebuilt from the one after: wherever the decision puts words, a blank stands instead, what it adds is
taken out, what it removes is put back as a blank. Carrying out the decision must then give the published
text: every word it touches can only come from the decision, in the right place and with the right number.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest

from registry.intake.ledger import Row
from registry.intake.opening import Paper, open_paper
from registry.intake.parsed import Parsed
from registry.law.compare import words
from registry.law.consolidation import consolidate
from registry.law.consolidation_layout import Entry, Number, lay_out
from registry.law.consolidation_lines import lines_of
from registry.law.days import days_in
from registry.law.instructions import Alteration, Amending, Instruction, Place, Whole, article_number
from registry.law.instructions_reading import read_instructions
from registry.law.provisions import Level, Provision
from registry.law.reading import read_provisions
from registry.law.titles import title_key

pytestmark = pytest.mark.corpus


def opened(path: Path) -> Parsed:
    return open_paper(Paper(str(path), path.read_bytes(), Row(0)))


def articles(provisions: Iterable[Provision]) -> dict[Number, Provision]:
    found = (one for root in provisions for one in root.walk())
    return {
        tuple(map(int, one.eid.removeprefix("art-").split("-"))): one
        for one in found
        if one.level is Level.ARTICLE and re.fullmatch(r"art-\d+(-\d+)*", one.eid)
    }


def bare(provision: Provision) -> str:
    """The words as they are held to be identical: NFKC, without spaces, quotation marks of one kind."""
    told = unicodedata.normalize("NFKC", words(provision)).translate(str.maketrans("‘’", "“”"))
    return "".join(told.split())


@dataclass
class Rewound:
    """The text before, rebuilt, and which articles of the text after the decision touches."""

    lines: list[str] = field(default_factory=list)
    touched: set[Number] = field(default_factory=set)


def rewound(after: Sequence[Provision], instructions: Sequence[Instruction]) -> Rewound:
    """The text after with the instructions undone; blanks stand where their words would stand."""
    present = articles(after)
    gone = {place.article for one in instructions for place in removed(one)}
    added = {place.article for one in instructions if one.unit == "条" for place in one.becomes}
    given = {
        place.article: becomes.article
        for one in instructions
        for place, becomes in zip(one.places, one.becomes, strict=False)
        if one.alteration in {Alteration.RENUMBER, Alteration.MERGE}
        and not place.paragraph
        and not place.item
    }
    shift = any(one.alteration is Alteration.SHIFT for one in instructions)
    order = before_and_after(present, gone, added, given, shift=shift)
    found = Rewound(touched=set(added))
    preamble = [one for root in after for one in root.walk() if one.eid == "preamble"]
    if any(place.whole is Whole.PREAMBLE for one in instructions for place in one.places):
        found.lines += ["〔原引言〕。"]
    else:
        found.lines += lines_of(preamble)
    for before in sorted(order | dict.fromkeys(gone, ())):
        now = present.get(order.get(before, ()))
        own = [
            one
            for one in instructions
            if any(place.article == before for place in (*one.places, *one.becomes))
        ]
        if now is None:
            found.lines.append(f"{article_number(before)}\u3000〔原条文〕。")
            continue
        if any(before == place.article for one in own for place in one.places):
            found.touched.add(order[before])
        found.lines += undone(now, before, [one for one in own if before in {p.article for p in one.places}])
    return found


def removed(one: Instruction) -> Sequence[Place]:
    if one.alteration is Alteration.REMOVE:
        return [place for place in one.places if place.article and not place.paragraph and not place.item]
    return one.places[1:] if one.alteration is Alteration.MERGE else ()


def before_and_after(
    present: dict[Number, Provision],
    gone: set[Number],
    added: set[Number],
    given: dict[Number, Number],
    *,
    shift: bool,
) -> dict[Number, Number]:
    """The numbers of the text before with those that their articles bear after."""
    if not shift:
        moved = {after: before for before, after in given.items()}
        return {moved.get(number, number): number for number in present if number not in added}
    whole = [number for number in present if len(number) == 1]
    count = len(whole) - len(added) + len(gone)
    entries = [Entry(k, (k,), given.get((k,))) for k in range(1, count + 1) if (k,) not in gone]
    entries += [Entry(count + k, None, number) for k, number in enumerate(sorted(added), 1)]
    layout = lay_out(entries, shift=True)
    return {(key,): number for key, number in layout.order if key <= count}


def undone(now: Provision, before: Number, own: Sequence[Instruction]) -> list[str]:
    """One article as it may have stood before: blanks for what the decision words."""
    if any(whole_article(one, before) for one in own):
        return [f"{article_number(before)}\u3000〔原条文〕。"]
    paragraphs: list[list[str]] = [lines_of([child]) for child in now.children]
    paragraphs = without_changes(paragraphs, own)
    told = [line for one in paragraphs for line in one]
    for one in own:
        if one.alteration is Alteration.REWORD and len(one.old) == len(one.new) == 1:
            told = [line.replace(one.new[0][0], one.old[0][0]) for line in told]
    return [f"{article_number(before)}\u3000{told[0]}", *told[1:]] if told else [article_number(before)]


def whole_article(one: Instruction, before: Number) -> bool:
    wholly = any(place.article == before and not place.paragraph and not place.item for place in one.places)
    worded = one.alteration in {Alteration.REPLACE, Alteration.MERGE} or (
        one.alteration is Alteration.RENUMBER and bool(one.new)
    )
    return wholly and worded and not any(place.detail for place in one.places)


def without_changes(paragraphs: list[list[str]], own: Sequence[Instruction]) -> list[list[str]]:
    """Paragraphs with added ones taken out, removed ones and replaced ones blank."""
    added = {
        p.paragraph
        for one in own
        if one.unit == "款" and one.alteration is Alteration.ADD
        for p in one.becomes
    }
    given = {
        place.paragraph: becomes.paragraph
        for one in own
        if one.alteration is Alteration.RENUMBER
        for place, becomes in zip(one.places, one.becomes, strict=False)
        if place.paragraph and not place.item
    }
    gone = {
        place.paragraph
        for one in own
        if one.alteration is Alteration.REMOVE
        for place in one.places
        if place.paragraph and not place.item
    }
    count = len(paragraphs) - len(added) + len(gone)
    entries = [
        Entry(k, (k,), (given[k],) if k in given else None) for k in range(1, count + 1) if k not in gone
    ] + [Entry(count + k, None, (number,)) for k, number in enumerate(sorted(added), 1)]
    layout = lay_out(entries, shift=True)
    now = {key: paragraphs[number[0] - 1] for key, number in layout.order if number[0] <= len(paragraphs)}
    return [blanked(now.get(k), k, own) for k in range(1, count + 1)]


def blanked(lines: list[str] | None, paragraph: int, own: Sequence[Instruction]) -> list[str]:
    if lines is None:
        return ["〔原款〕。"]
    found = list(lines)
    for one in own:
        for place in one.places:
            if (
                place.paragraph == paragraph
                and not place.item
                and one.new
                and one.alteration in {Alteration.REPLACE, Alteration.RENUMBER}
            ):
                return ["〔原款〕。"]
            if place.item and place.paragraph in {0, paragraph} and one.alteration is Alteration.REPLACE:
                found = [blank_item(line, place.item) for line in found]
        if one.unit == "项" and one.alteration is Alteration.ADD:
            numbers = {place.item for place in one.becomes}
            found = [line for line in found if item_of(line) not in numbers]
    return found


def item_of(line: str) -> int:
    read = read_provisions(["第一条\u3000下列：", line])
    item = [one for one in read[0].walk() if one.level is Level.ITEM]
    return int(re.sub(r".*i", "", item[0].eid)) if item else 0


def blank_item(line: str, number: int) -> str:
    return (
        re.sub(r"^(（[一二三四五六七八九十]+）|\d+\.).*$", r"\1〔原项〕；", line)
        if item_of(line) == number
        else line
    )


@dataclass
class Score:
    """What came of the decisions against the published texts."""

    identical: int = 0
    different: list[str] = field(default_factory=list)
    untouched: int = 0
    applied: int = 0
    unapplied: list[str] = field(default_factory=list)
    kinds: Counter[str] = field(default_factory=Counter)
    titles: int = 0

    def count(self, title: str, after: Sequence[Provision], amendings: Sequence[Amending]) -> None:
        """Undo the decisions from the last to the first, carry them out again, and compare."""
        text, touched = list(after), set[Number]()
        for amending in reversed(amendings):
            back = rewound(text, amending.instructions)
            touched |= back.touched
            text = list(read_provisions(back.lines))
        for amending in amendings:
            done = consolidate(title, text, amending.instructions)
            text = list(done.provisions)
            for outcome in done.outcomes:
                self.kinds[outcome.instruction.alteration.label] += 1
                self.applied += outcome.applied
                if not outcome.applied:
                    said = outcome.instruction.sentence.replace("\n", " ")[:50]
                    self.unapplied.append(f"{title[:30]} | {outcome.why} | {said}")
        self.titles += 1
        self._compare(title, articles(after), articles(text), touched)

    def _compare(
        self,
        title: str,
        published: dict[Number, Provision],
        made: dict[Number, Provision],
        touched: set[Number],
    ) -> None:
        for number, provision in published.items():
            same = number in made and bare(made[number]) == bare(provision)
            if number not in touched and same:
                self.untouched += 1
            elif same:
                self.identical += 1
            else:
                self.different.append(f"{title[:40]} | {article_number(number)}")


def decisions(documents: Path) -> Iterator[Parsed]:
    """The amending decisions of the collection, oldest first."""
    paths = [path for path in documents.rglob("*.md") if re.search(r"修改《|修正案", path.name)]
    return iter(sorted(map(opened, paths), key=lambda one: (str(one.adopted_on), one.path)))


def score(documents: Path) -> Score:
    """Every decision whose target stands in the collection in the wording after it."""
    known: dict[str, Path] = {}
    for path in sorted(documents.rglob("*.md")):
        known.setdefault(title_key(path.read_text("utf-8").partition("\n")[0].lstrip("# ")), path)
    meant: dict[str, list[Amending]] = {}
    decided: dict[str, list[date]] = {}
    for decision in decisions(documents):
        for amending in read_instructions(decision.title, lines_of(decision.provisions)):
            key = title_key(amending.title)
            meant.setdefault(key, []).append(amending)
            decided.setdefault(key, []).append(decision.adopted_on or date.min)
    found = Score()
    for key, amendings in meant.items():
        path = next(
            (known[name] for name in (key, title_key(f"最高人民法院{amendings[0].title}")) if name in known),
            None,
        )
        if path is not None and not path.name.startswith("宪法"):
            text = opened(path)
            if settled(text, decided[key]):
                found.count(text.title, text.provisions, amendings)
    return found


def settled(text: Parsed, decided: Sequence[date]) -> bool:
    """Whether the text is one after the decisions: its head tells of that day or of a later one."""
    told = [found.day for found in days_in(text.note) if found.day] + [text.dated_on or date.min]
    return max(told) >= max(decided)


def test_published_consolidations_come_out_of_the_decisions_word_for_word(corpus: Path) -> None:
    found = score(corpus / "corpus" / "documents")
    touched = found.identical + len(found.different)
    assert found.titles
    assert found.identical / touched >= 0.98, found.different
    assert found.applied / (found.applied + len(found.unapplied)) >= 0.97, found.unapplied


def test_what_a_decision_does_not_touch_stays_as_it_is(corpus: Path) -> None:
    found = score(corpus / "corpus" / "documents")
    touched = found.identical + len(found.different)
    assert found.untouched > touched
