"""The forms of the lexicon (词表表单), read with all faults at once."""

from collections.abc import Mapping

from flask import request

from base.forms import FormReader
from base.unprintable import printable
from search.lexicon import limits
from search.lexicon.entries import Entry
from search.lexicon.limits import LONGEST_FORMALS, LONGEST_NOTE, LONGEST_WORD, formal_of
from search.lexicon.tables import SearchWord
from search.lexicon.terms import WordKind, WordSource
from search.lexicon.verbs import Written

FIELDS = ("word", "kind", "formal", "note", "version")
MOST_PICKED = 200


def read_entry(form: FormReader) -> Written:
    """The entry as it was filled in; its faults are noted with the form, not raised."""
    word = form.text("word", "词语", longest=LONGEST_WORD, required=True)
    kind = form.choice("kind", "类型", WordKind, required=True) or WordKind.LAY
    typed = form.text("formal", "对应的词语", longest=LONGEST_FORMALS)
    note = form.text("note", "备注", longest=LONGEST_NOTE)
    entry = Entry(" ".join(word.split()), formal_of(kind, typed), kind)
    if not form.faults:
        for name, sentence in limits.faults(entry).items():
            form.fault(name, sentence)
    return Written(entry, note, WordSource.DESK)


def read_picks(form: FormReader) -> list[tuple[int, int]]:
    """The proposals ticked, each as its number and the version that was shown."""
    picks = []
    for raw in form.many("pick", "词条", most=MOST_PICKED, longest=24):
        number, _, version = raw.partition(":")
        if not all(part.isascii() and part.isdigit() and len(part) < 10 for part in (number, version)):  # noqa: PLR2004  # fits 32 bits
            form.fault("pick", "选中的词条无法识别，请刷新后再选")
            return []
        picks.append((int(number), int(version)))
    return picks


def typed_in() -> dict[str, str]:
    """What was typed, to be shown again beside its faults."""
    return {name: printable(request.form.get(name, "")) for name in FIELDS}


def typed_of(row: SearchWord) -> Mapping[str, str]:
    """An entry as the form shows it."""
    apart = "；" if row.kind == WordKind.ALIAS.value else "、"
    return {
        "word": row.word,
        "kind": row.kind,
        "formal": apart.join(row.formal),
        "note": row.note,
        "version": str(row.version),
    }
