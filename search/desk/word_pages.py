"""What the desk shows of the lexicon (词表页面): the list, an entry, and what an entry would do."""

from collections.abc import Mapping

from flask import render_template, request
from sqlalchemy.orm import Session

from base import clock, web
from base.staff.access import may
from base.staff.roles import Permission
from base.unprintable import printable
from registry.desk import owners
from search.desk.trying import identity, tried
from search.desk.word_forms import typed_of
from search.lexicon import limits, reads, verbs
from search.lexicon.current import confirmed
from search.lexicon.entries import Entry
from search.lexicon.limits import LONGEST_FORMALS, LONGEST_WORD, formal_of
from search.lexicon.reads import Wanted
from search.lexicon.terms import WordDeed, WordKind, WordSource, WordState
from search.query import LONGEST
from search.views.opening import engine

TRAIL = [("/desk/words", "检索词表")]
LABELS = {
    "kinds": {kind.value: kind.label for kind in WordKind},
    "states": {state.value: state.label for state in WordState},
    "sources": {source.value: source.label for source in WordSource},
    "deeds": {deed.value: deed.label for deed in WordDeed},
}


@may(Permission.KEEP_WORDS, of=owners.of_the_department)
def show_all() -> str:
    """The entries, narrowed by state, kind and text; proposals can be ruled on together."""
    return list_page({})


def wanted() -> Wanted:
    """What the query string asks for; unknown words ask for nothing special.

    `word` is how the statistics of search ask for a word that was looked for in vain, in whatever state.
    """
    word = request.args.get("word", "")
    usual = "all" if word else WordState.CONFIRMED.value
    state, kind = request.args.get("state", usual), request.args.get("kind", "")
    return Wanted(
        WordState(state) if state in set(WordState) else None,
        WordKind(kind) if kind in set(WordKind) else None,
        printable(request.args.get("text", word).strip()[:LONGEST_WORD]),
        web.page_number(),
    )


def list_page(faults: Mapping[str, str], asked: Wanted | None = None) -> str:
    """The list, with what is wrong with a ruling."""
    asked = asked or wanted()
    with web.reading() as session:
        return render_template(
            "desk/words/list.html",
            place="words",
            asked=asked,
            page=reads.listed(session, asked),
            numbers=reads.counts(session),
            faults=faults,
            all_states=list(WordState),
            all_kinds=list(WordKind),
            **LABELS,
        )


@may(Permission.KEEP_WORDS, of=owners.of_the_department)
def show_new() -> str:
    """The form for a new entry; a word that the address names is filled in."""
    word = printable(request.args.get("word", "").strip()[:LONGEST_WORD])
    return new_page({"word": word, "kind": WordKind.LAY.value}, {})


def new_page(typed: Mapping[str, str], faults: Mapping[str, str]) -> str:
    """The form for a new entry, with what is wrong with it and the entry that is in its way."""
    with web.reading() as session:
        other = verbs.with_word(session, typed.get("word", "")) if "word" in faults else None
        return render_template(
            "desk/words/new.html",
            place="words",
            trail=TRAIL,
            typed=typed,
            faults=faults,
            other=other,
            all_kinds=list(WordKind),
            limits=limits,
        )


@may(Permission.KEEP_WORDS, of=owners.of_the_department)
def show(key: int) -> str:
    """One entry: how it stands, the form to change it, and everything that was done to it."""
    return entry_page(key, {}, {})


def entry_page(key: int, typed: Mapping[str, str], faults: Mapping[str, str]) -> str:
    """The page of an entry, with what was typed and what is wrong with it."""
    with web.reading() as session:
        row = verbs.find(session, key)
        return render_template(
            "desk/words/entry.html",
            place="words",
            trail=TRAIL,
            row=row,
            document=reads.documents(session, [row]).get(row.document_id or 0),
            history=reads.history(session, key),
            typed=typed or typed_of(row),
            faults=faults,
            all_kinds=list(WordKind),
            limits=limits,
            stand=WordState,
            **LABELS,
        )


@may(Permission.KEEP_WORDS, of=owners.of_the_department)
def try_out() -> str:
    """How a question is understood without an entry and with it; the entry may be one that is not kept."""
    number = web.whole_number("entry", 0, range(1 << 31))
    text = printable(request.args.get("q", "").strip()[:LONGEST])
    with web.reading() as session:
        entry = _entry(session, number)
        entries = confirmed(session)
    found = tried(engine(), entries, entry, text, clock.today()) if text and entry.word else None
    return render_template(
        "desk/words/try.html",
        place="words",
        trail=TRAIL,
        number=number,
        entry=entry,
        formal=("；" if entry.kind is WordKind.ALIAS else "、").join(entry.formal),
        faults={name: said for name, said in limits.faults(entry).items() if entry.word},
        text=text,
        found=found,
        identity=identity,
        all_kinds=list(WordKind),
    )


def _entry(session: Session, number: int) -> Entry:
    """The entry that the address names, or writes out."""
    if number:
        return verbs.find(session, number).entry
    kind = request.args.get("kind", "")
    kept = WordKind(kind) if kind in set(WordKind) else WordKind.LAY
    word = printable(request.args.get("word", "").strip()[:LONGEST_WORD])
    formal = printable(request.args.get("formal", "").strip()[:LONGEST_FORMALS])
    return Entry(word, formal_of(kept, formal), kept)
