"""The statistics are counted from the comments."""

from hypothesis import given
from hypothesis import strategies as st

from registry.consultations.rules.tally import Counted, tally
from registry.consultations.rules.terms import Channel, Verdict, Voice

counted = st.builds(
    Counted,
    st.sampled_from(list(Channel)),
    st.sampled_from(list(Voice)),
    st.sampled_from([None, *Verdict]),
    st.booleans(),
)


def some(*verdicts: Verdict) -> list[Counted]:
    return [Counted(Channel.ONLINE, Voice.PUBLIC, verdict) for verdict in verdicts]


def test_nothing_received_is_a_number_too() -> None:
    empty = tally([])
    assert (empty.received, empty.decided, empty.share) == (0, 0, "")
    assert [count for _, count in empty.by_verdict] == [0, 0, 0]


def test_partly_adopted_counts_as_adopted_in_the_share() -> None:
    found = tally(some(Verdict.ADOPTED, Verdict.PARTLY, Verdict.NOT_ADOPTED, Verdict.NOT_ADOPTED))
    assert found.share == "50.0%"


def test_what_was_taken_back_is_told_apart() -> None:
    found = tally([*some(Verdict.ADOPTED), Counted(Channel.LETTER, Voice.PUBLIC, Verdict.ADOPTED, True)])
    assert (found.received, found.taken_back, found.of(Verdict.ADOPTED)) == (1, 1, 1)
    assert found.by_channel == ((Channel.ONLINE, 1),)


@given(st.lists(counted, max_size=60))
def test_the_parts_make_the_whole(comments: list[Counted]) -> None:
    found = tally(comments)
    assert found.received + found.taken_back == len(comments)
    assert sum(count for _, count in found.by_channel) == found.received
    assert sum(count for _, count in found.by_voice) == found.received
    assert found.decided <= found.received
    assert found == tally(comments[::-1])


@given(st.lists(counted, min_size=1, max_size=60))
def test_the_share_is_between_nothing_and_all(comments: list[Counted]) -> None:
    found = tally(comments)
    if found.decided:
        assert 0 <= float(found.share.rstrip("%")) <= 100
        assert (found.share == "100.0%") == (found.of(Verdict.NOT_ADOPTED) * 2000 < found.decided)
