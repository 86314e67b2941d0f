"""Phrases (短语): words that must stand exactly as typed, checked in the text itself.

The index keeps no positions: the bigrams of the phrase leave few candidates, and looking into their text
costs less than a microsecond each.
"""

import numpy as np

from search import schema
from search.postings import Numbers
from search.snapshot import Day, Flags, Snapshot
from search.words import bigrams, characters

# A phrase of two Chinese characters is its own bigram: nothing is left to check.
PAIR = 2
CUTS = (
    (schema.BIGRAMS, schema.CHARACTERS),
    (schema.TITLE_BIGRAMS, schema.TITLE_CHARACTERS),
)


def standing(snapshot: Snapshot, phrase: str, day: Day) -> Flags:
    """The units (heads too) that count on the day and have the phrase."""
    found = np.zeros(snapshot.units, np.bool_)
    for pairs, singles in CUTS:
        ids = candidates(snapshot, phrase, pairs, singles)
        counting = (day.units[ids] > 0) | (snapshot.live[ids] & snapshot.is_head[ids])
        ids = ids[counting]
        if len(phrase) > PAIR:
            ids = snapshot.containing(ids, phrase.encode())
        found[ids] = True
    return found


def candidates(snapshot: Snapshot, phrase: str, pairs: str, singles: str) -> Numbers:
    """The units that have every bigram of the phrase (its characters, where it has none)."""
    wanted = [(pairs, term) for term in set(bigrams(phrase))] or [
        (singles, term) for term in set(characters(phrase))
    ]
    postings = [snapshot.posting(field, term) for field, term in wanted]
    known = [posting for posting in postings if posting is not None]
    if len(known) < len(wanted) or not known:
        return np.empty(0, np.int64)
    known.sort(key=lambda posting: posting.count)
    first = known[0]
    ids = first.units()
    for posting in known[1:]:
        ids = ids[posting.at(ids) > 0]
    return ids


def having(snapshot: Snapshot, word: str) -> Flags:
    """The documents that have the word, or at least all its pairs of characters in one place.

    A word is not looked up as the segmenter cut it: 云岭省养犬管理条例 is cut as 省养 and 犬.
    """
    found = np.zeros(len(snapshot.records), np.bool_)
    for pairs, singles in CUTS:
        found[snapshot.unit_document[candidates(snapshot, word, pairs, singles)]] = True
    return found
