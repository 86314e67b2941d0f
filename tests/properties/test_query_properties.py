from hypothesis import given
from hypothesis import strategies as st

from search.query import LONGEST, MOST_EXCLUDED, MOST_PHRASES, read
from search.snippets import marked, pattern, snippet
from search.words import bigrams, fold, is_term, topic

# What people, and people who mean no good, put into a search box.
TYPED = st.text(
    st.one_of(
        st.sampled_from('“”"「」《》()[]〔〕-－*?:~^ \t\n　AND条例污染防治第123号'),
        st.characters(),
    ),
    max_size=400,
)
TEXTS = st.text(st.one_of(st.sampled_from("污染防治法條例，。；\n 第十"), st.characters()), max_size=400)


@given(TYPED)
def test_any_input_is_a_query_within_its_limits(typed: str) -> None:
    query = read(typed)
    assert len(query.typed) <= LONGEST
    assert len(query.phrases) <= MOST_PHRASES
    assert len(query.excluded) <= MOST_EXCLUDED
    assert all(phrase in fold(query.typed) for phrase in query.phrases)


def test_more_than_the_limits_is_cut_to_them() -> None:
    query = read(" ".join(f"“词{n}” -弃{n}" for n in range(20)))
    assert query.phrases == ("词0", "词1", "词2", "词3")
    assert query.excluded == ("弃0", "弃1", "弃2", "弃3")
    assert len(read("污染" * 500).typed) == len(read("污染" * 500).words) == LONGEST


def test_of_two_words_that_begin_alike_the_longer_is_marked_whole() -> None:
    pieces = marked("危险废物转移", pattern(["危险", "危险废物"]))
    assert [piece.text for piece in pieces if piece.marked] == ["危险废物"]


@given(TYPED)
def test_what_a_query_keeps_is_folded_and_in_order(typed: str) -> None:
    words = read(typed).words
    assert fold(words) == words
    letters = iter(fold(typed))
    assert all(char in letters for char in words if is_term(char))


@given(TYPED)
def test_a_notice_tells_that_words_were_left_out(typed: str) -> None:
    assert bool(read(typed).notice) == (len(" ".join(read(typed + "").typed.split())) < len(_clean(typed)))


def _clean(typed: str) -> str:
    return " ".join("".join(" " if _invisible(char) else char for char in typed).split())


def _invisible(char: str) -> bool:
    code = ord(char)
    return (
        code < 0x20
        or 0x7F <= code <= 0x9F
        or 0x200B <= code <= 0x200F
        or 0x2028 <= code <= 0x202E
        or code in {0x2060, 0xFEFF}
    )


@given(TEXTS)
def test_folding_keeps_every_character_in_its_place(text: str) -> None:
    assert len(fold(text)) == len(text)
    assert fold(fold(text)) == fold(text)


@given(TEXTS)
def test_every_bigram_stands_in_the_text(text: str) -> None:
    folded = fold(text)
    assert all(pair in folded for pair in bigrams(folded))


@given(TEXTS)
def test_a_question_never_becomes_empty_by_leaving_words_out(text: str) -> None:
    folded = fold(text)
    assert any(map(is_term, topic(folded))) == any(map(is_term, folded))


@given(TEXTS, st.lists(st.text(st.sampled_from("污染防治法条例"), min_size=1, max_size=4), max_size=4))
def test_marking_changes_no_word_of_the_text(text: str, words: list[str]) -> None:
    assert "".join(piece.text for piece in marked(text, pattern(words))) == text


@given(TEXTS, st.lists(st.text(st.sampled_from("污染防治法条例"), min_size=1, max_size=4), max_size=4))
def test_a_snippet_is_a_part_of_the_text_and_marks_only_what_was_asked(text: str, words: list[str]) -> None:
    pieces = snippet(text, pattern(words), width=40)
    shown = "".join(piece.text for piece in pieces)
    assert len(shown) <= 42
    assert shown.strip("…") in " ".join(text.split()) or "…" in text
    assert all(fold(piece.text) in words for piece in pieces if piece.marked)
