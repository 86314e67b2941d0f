"""Properties of the trace: every adopted provision once, rulings stand, and nothing makes it fail."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from registry.consultations.rules.tracing import Alignment, Descent, align, holding, line
from registry.law.compare import words
from registry.law.differences import Op, folded
from registry.law.provisions import Level, Provision
from registry.law.reading import read_provisions

BODIES = st.lists(
    st.sampled_from(
        (
            "为了保护环境，制定本办法。",
            "为了保护和改善环境，制定本条例。",
            "排污单位应当建立台账，如实记录主要生产设施和污染防治设施的运行情况。",
            "排污单位应当建立台账，如实记录主要生产设施和污染防治设施的运行情况。台账保存期限不得少于五年。",
            "违反规定的，处二万元以下罚款。",
            "（略）",
        )
    ),
    max_size=8,
)
NUMERALS = "一二三四五六七八"
EIDS = st.sampled_from([f"art-{number}" for number in range(1, 10)])
RULINGS = st.dictionaries(EIDS, EIDS | st.just(""), max_size=5)
WORDS = st.text(alphabet="甲乙丙，。\n（一）第条 \u200b\u202e", max_size=20)
# Trees no reader makes: ids twice, empty words, divisions below articles.
TREES = st.recursive(
    st.builds(Provision, st.sampled_from(list(Level)), EIDS, WORDS, WORDS, WORDS),
    lambda below: st.builds(
        Provision,
        st.sampled_from(list(Level)),
        EIDS,
        WORDS,
        WORDS,
        WORDS,
        st.lists(below, max_size=3).map(tuple),
    ),
    max_leaves=8,
)
WILD = st.lists(TREES, max_size=4).map(tuple)


def articles(bodies: list[str]) -> tuple[Provision, ...]:
    return read_provisions([f"第{NUMERALS[at]}条　{body}" for at, body in enumerate(bodies)])


def adopted(found: Alignment) -> list[str]:
    return [strand.new.eid for strand in found.strands if strand.new and not strand.gone]


@given(BODIES)
def test_a_text_traced_to_itself_maps_every_provision_to_itself(bodies: list[str]) -> None:
    found = align(articles(bodies), articles(bodies))
    assert all(strand.descent is Descent.KEPT and strand.old == strand.new for strand in found.strands)


@given(BODIES, BODIES, RULINGS)
def test_every_adopted_article_comes_once_and_in_order(
    old: list[str], new: list[str], rulings: dict[str, str]
) -> None:
    after = articles(new)
    assert adopted(align(articles(old), after, rulings)) == [provision.eid for provision in after]


@given(BODIES, BODIES, RULINGS)
def test_no_article_of_the_draft_goes_untold(old: list[str], new: list[str], rulings: dict[str, str]) -> None:
    found = align(articles(old), articles(new), rulings)
    assert {provision.eid for provision in articles(old)} <= set(found.by_old)
    gone = Counter(strand.old.eid for strand in found.strands if strand.gone and strand.old)
    assert all(count == 1 for count in gone.values())


@given(BODIES, BODIES, RULINGS)
def test_a_ruling_stands_where_both_texts_have_what_it_names(
    old: list[str], new: list[str], rulings: dict[str, str]
) -> None:
    before, after = articles(old), articles(new)
    known = {provision.eid for provision in before} | {""}
    found = align(before, after, rulings)
    for eid in {provision.eid for provision in after} & set(rulings):
        if rulings[eid] in known:
            strand = found.by_new[eid]
            assert strand.ruled
            assert (strand.old.eid if strand.old else "") == rulings[eid]


@given(BODIES, BODIES, RULINGS)
def test_the_marks_give_both_wordings_back(old: list[str], new: list[str], rulings: dict[str, str]) -> None:
    for strand in align(articles(old), articles(new), rulings).strands:
        now = "".join(each.text for each in strand.segments if each.op is not Op.DELETED)
        was = "".join(each.text for each in strand.segments if each.op is not Op.INSERTED)
        if strand.new and not strand.gone:
            assert now == words(strand.new)
        if strand.old:
            assert folded(was) == folded(words(strand.old))


@given(WILD, WILD, RULINGS)
def test_no_tree_and_no_ruling_makes_it_fail(
    old: tuple[Provision, ...], new: tuple[Provision, ...], rulings: dict[str, str]
) -> None:
    found = align(old, new, rulings)
    held = holding(new)
    for strand in found.strands:
        assert strand.old or strand.new
        if strand.new:
            assert strand.new.eid in held
    assert all(line(eid, (found,)) for eid in adopted(found))
