"""An explanation follows its provision while the words are the same, and shows itself when they are not."""

from hypothesis import given
from hypothesis import strategies as st

from interpretations.rules.anchors import Anchor, Wording, fingerprint, fingerprints, standing
from interpretations.rules.terms import AnchorState
from registry.law.provisions import Level, Provision

FIRST = Provision(Level.ARTICLE, "art-1", "第一条", body="排污单位应当取得许可证。")
SECOND = Provision(Level.ARTICLE, "art-2", "第二条", body="许可证有效期三年。")


def wording(*provisions: Provision, ended: frozenset[str] = frozenset(), whole: bool = False) -> Wording:
    return Wording(2, fingerprints(provisions), ended, whole)


def test_the_same_words_are_current_also_in_a_later_text() -> None:
    anchor = Anchor("art-2", 1, fingerprint(SECOND))
    assert standing(anchor, wording(FIRST, SECOND)).state is AnchorState.CURRENT


def test_a_change_of_one_figure_makes_the_explanation_one_of_the_former_text() -> None:
    changed = Provision(Level.ARTICLE, "art-2", "第二条", body="许可证有效期五年。")
    found = standing(Anchor("art-2", 1, fingerprint(SECOND)), wording(FIRST, changed))
    assert (found.state, found.eid, found.reliable) == (AnchorState.STALE, "art-2", False)


def test_an_article_that_only_changed_its_number_takes_its_explanation_along() -> None:
    moved = Provision(Level.ARTICLE, "art-3", "第三条", body=SECOND.body)
    found = standing(Anchor("art-2", 1, fingerprint(SECOND)), wording(FIRST, moved))
    assert (found.state, found.eid, found.reliable) == (AnchorState.MOVED, "art-3", True)


def test_an_article_that_is_gone_leaves_its_explanation_behind() -> None:
    found = standing(Anchor("art-2", 1, fingerprint(SECOND)), wording(FIRST))
    assert (found.state, found.eid) == (AnchorState.STALE, "")


def test_what_was_repealed_or_suspended_is_explained_no_longer() -> None:
    anchor = Anchor("art-2-p1", 1, fingerprint(SECOND))
    below = Provision(
        Level.ARTICLE, "art-2", "第二条", children=(Provision(Level.PARAGRAPH, "art-2-p1", body=SECOND.body),)
    )
    assert standing(anchor, wording(below, ended=frozenset({"art-2"}))).state is AnchorState.ENDED
    assert standing(anchor, wording(below, whole=True)).state is AnchorState.ENDED
    assert standing(anchor, wording(below, ended=frozenset({"art-20"}))).state is AnchorState.CURRENT


@given(st.text(alphabet="一二三 \n　条款", max_size=40))
def test_white_space_changes_no_words(words: str) -> None:
    spaced = Provision(Level.ARTICLE, "art-1", "第一条", body=f" {words}\n")
    plain = Provision(Level.ARTICLE, "art-9", "第九条", body="".join(words.split()))
    assert fingerprint(spaced) == fingerprint(plain)
