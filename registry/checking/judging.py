"""Judging (核对判断): how a cited instrument and its articles stand on the day, and what to write instead."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from registry.checking.pairing import bears, mismatches, named, unproven
from registry.checking.reads.cited import Instrument, Successor
from registry.checking.rules.choosing import Chosen
from registry.checking.rules.citations import Citation
from registry.checking.rules.provided import Nodes, article_of, nearest, nodes_of
from registry.checking.rules.terms import Heed, Outcome
from registry.law.compare import compare, words
from registry.law.days import printed
from registry.law.designations import designation, eid_of
from registry.law.markers import called
from registry.law.provisions import Provision
from registry.reads.catalogue import Catalogue
from registry.renditions.citation import citation as printed_citation
from registry.renditions.standing import Mark, mark_of

LONGEST_QUOTE = 300
# Comparing two versions of a code takes a tenth of a second.
MOST_COMPARED = 40


@dataclass(frozen=True, slots=True)
class ArticleFound:
    """A cited provision on the day: its words, whether it changed since the other day, what became of it.

    `eid` is "" where the text of the day has no such provision; `now` the number it bears today where that
    is another one.
    """

    designation: str
    eid: str
    quote: str
    changed: bool = False
    now: str = ""
    ended: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is to be said of one citation."""

    citation: Citation
    outcome: Outcome
    heed: Heed
    documents: tuple[Instrument, ...]
    mark: Mark | None
    articles: tuple[ArticleFound, ...]
    remarks: tuple[str, ...]
    corrected: str
    successors: tuple[Successor, ...]
    # The days of the two texts to compare, where the text is another one today.
    compared: tuple[date, date] | None

    @property
    def identity(self) -> object:
        """What makes two citations one row of the table."""
        cited = self.citation
        if len(self.documents) == 1 and self.outcome is Outcome.FOUND:
            return self.documents[0].entry.id, cited.designations, self.remarks
        return cited.title or cited.number or cited.printed, cited.designations


@dataclass
class Judge:
    """Judges citations as of a day; texts are read between asking which are needed and judging."""

    on: date
    since: date | None
    instruments: Mapping[int, Instrument]
    catalogue: Catalogue
    wordings: Mapping[int, tuple[Provision, ...]] = field(default_factory=dict)
    _nodes: dict[int, Nodes] = field(default_factory=dict)
    _moves: dict[tuple[int, int], dict[str, str]] = field(default_factory=dict)
    _marks: dict[int, Mark] = field(default_factory=dict)

    def texts_needed(self, found: Iterable[tuple[Citation, Chosen]]) -> set[int]:
        """The texts in which articles are cited, of the day and of the other day."""
        return {
            version.text_id
            for citation, chosen in found
            if citation.pointed and (chosen.outcome is Outcome.FOUND or chosen.namesakes)
            for place in chosen.places
            if place in self.instruments
            for day in (self.on, self.since or self.on)
            if (version := self.instruments[place].version_on(day))
        }

    def narrowed(self, citation: Citation, chosen: Chosen) -> Chosen:
        """Of several instruments of one name the only one that has the articles, as parts of a code do."""
        if not chosen.namesakes or not citation.pointed:
            return chosen
        having = [place for place in chosen.places if self._has(place, citation.designations)]
        return replace(chosen, outcome=Outcome.FOUND, places=tuple(having)) if len(having) == 1 else chosen

    def _has(self, place: int, names: Iterable[str]) -> bool:
        document = self.instruments.get(place)
        version = document.version_on(self.on) if document else None
        nodes = self._nodes_of(version.text_id) if version else {}
        return all(nearest(eid_of(name) or "", nodes) for name in names)

    def verdict(self, citation: Citation, chosen: Chosen) -> Verdict:
        """What is to be said of a citation that means these instruments."""
        chosen = self.narrowed(citation, chosen)
        documents = tuple(self.instruments[place] for place in chosen.places if place in self.instruments)
        single = documents[0] if len(documents) == 1 else None
        if single is None or chosen.outcome is not Outcome.FOUND:
            heed = _HEEDS.get(chosen.outcome, Heed.DOUBTFUL)
            mark = self._mark(single) if single else None
            wrong = bool(single and citation.number and citation.title)
            remarks = (
                (f"文号{citation.number}是{named(single)}的文号，与所写名称不同",)
                if wrong and single and bears(single, citation.number)
                else ()
            )
            corrected = self._written(single, citation, ()) if single else ""
            return Verdict(
                citation,
                chosen.outcome,
                Heed.WRONG_PAIR if remarks else heed,
                documents,
                mark,
                (),
                remarks,
                corrected,
                (),
                None,
            )
        return self._single(citation, chosen, single)

    def _single(self, citation: Citation, chosen: Chosen, document: Instrument) -> Verdict:
        mark, articles = self._mark(document), self._articles(citation, document)
        owners = [self.catalogue.entries[place] for place in chosen.owners]
        remarks = [*mismatches(citation, document, owners)]
        wrong_pair = bool(remarks)
        remarks += unproven(citation, document, owners)
        remarks += self._not_kept(document) if articles else []
        remarks += [_remark(each, self.since) for each in articles if _remark(each, self.since)]
        compared = self._compared(document) if any(each.changed for each in articles) else None
        heed = self._heed(mark, articles, wrong_pair=wrong_pair)
        successors = document.successors if mark.state.ended else ()
        return Verdict(
            citation, chosen.outcome, heed, (document,), mark, articles, tuple(remarks),
            self._written(document, citation, articles), successors, compared,
        )  # fmt: skip

    def _not_kept(self, document: Instrument) -> list[str]:
        """What must be said where the text of a day is not kept and a later one is read in its stead."""
        for day in (self.on, self.since):
            version = document.version_on(day) if day else None
            if day and version and version.is_later_than(day):
                return [f"本库没有{printed(day)}的文本，条文按此后的文本核对"]
        return []

    def _mark(self, document: Instrument) -> Mark:
        key = document.entry.id
        if key not in self._marks:
            self._marks[key] = mark_of(document, self.on)
        return self._marks[key]

    def _heed(self, mark: Mark, articles: tuple[ArticleFound, ...], *, wrong_pair: bool) -> Heed:
        if mark.state.ended or any(each.ended for each in articles):
            return Heed.ENDED
        if any(not each.eid for each in articles):
            return Heed.NO_ARTICLE
        if any(each.changed for each in articles):
            return Heed.CHANGED
        if wrong_pair:
            return Heed.WRONG_PAIR
        return Heed.IN_FORCE if mark.state.holds else Heed.PENDING

    def _articles(self, citation: Citation, document: Instrument) -> tuple[ArticleFound, ...]:
        version = document.version_on(self.on)
        if version is None or version.text_id not in self.wordings:
            return ()
        nodes = self._nodes_of(version.text_id)
        before = document.version_on(self.since) if self.since else None
        former = before.text_id if before and before.text_id != version.text_id else None
        struck = self._mark(document).struck
        return tuple(
            self._article(name, nodes, (former, version.text_id), struck) for name in citation.designations
        )

    def _article(
        self,
        name: str,
        nodes: Nodes,
        texts: tuple[int | None, int],
        struck: Mapping[str, str],
    ) -> ArticleFound:
        wanted = eid_of(name) or ""
        eid = nearest(wanted, nodes)
        ended = struck.get(eid, "") or struck.get(article_of(eid), "")
        quote = nodes[eid].text if eid else ""
        if texts[0] is None:
            return ArticleFound(name, eid, quote[:LONGEST_QUOTE], ended=ended)
        old = self._nodes_of(texts[0])
        was = nearest(wanted, old)
        if not was:
            return ArticleFound(name, eid, quote[:LONGEST_QUOTE], changed=bool(eid), ended=ended)
        if eid and words(old[was]) == words(nodes[eid]):
            return ArticleFound(name, eid, quote[:LONGEST_QUOTE], ended=ended)
        moved = self._moved(texts[0], texts[1]).get(article_of(was), "")
        now = moved if moved and moved != article_of(wanted) else ""
        return ArticleFound(
            name, eid, quote[:LONGEST_QUOTE], changed=True, now=designation(now) if now else "", ended=ended
        )

    def _moved(self, old: int, new: int) -> Mapping[str, str]:
        """Which article of the new text each of the old one became."""
        if (old, new) not in self._moves:
            if len(self._moves) >= MOST_COMPARED:
                return {}
            pairs = compare(self.wordings.get(old, ()), self.wordings.get(new, ()))
            self._moves[old, new] = {pair.old.eid: pair.new.eid for pair in pairs if pair.old and pair.new}
        return self._moves[old, new]

    def _nodes_of(self, text_id: int) -> Nodes:
        if text_id not in self._nodes:
            self._nodes[text_id] = nodes_of(self.wordings.get(text_id, ()))
        return self._nodes[text_id]

    def _compared(self, document: Instrument) -> tuple[date, date] | None:
        return (self.since, self.on) if self.since and document.version_on(self.since) else None

    def _written(self, document: Instrument, citation: Citation, articles: tuple[ArticleFound, ...]) -> str:
        """The citation as it should be written on the day: the successor's where this one has ended."""
        if self._mark(document).state.ended:
            found = document.successors[:1]
            return printed_citation(found[0].title, found[0].number) if found else ""
        names = [each.now or each.designation for each in articles if each.eid or each.now]
        if articles and not names:
            return ""
        names = names or list(citation.designations)
        return printed_citation(document.entry.title, document.entry.number, "、".join(names))


_HEEDS = {Outcome.MISSING: Heed.MISSING, Outcome.UNCLEAR: Heed.UNCLEAR}


def _remark(found: ArticleFound, since: date | None) -> str:
    if found.now:
        return f"原{found.designation}现为{found.now}"
    if not found.eid:
        return f"这一天的文本没有{found.designation}"
    if found.ended:
        return f"{called([found.eid])}{found.ended}"
    return f"{found.designation}在{since:%Y-%m-%d}之后有修改" if found.changed and since else ""
