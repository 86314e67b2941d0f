"""立法法 (2023) art. 98-102: the hierarchy of norms."""

from itertools import pairwise

from registry.law.terms import Kind


def test_each_level_stands_above_the_next() -> None:
    ladder = [
        Kind.CONSTITUTION,
        Kind.LAW,
        Kind.ADMINISTRATIVE_REGULATION,
        Kind.LOCAL_REGULATION,
        Kind.LOCAL_GOVERNMENT_RULE,
        Kind.NORMATIVE_DOCUMENT,
    ]
    assert all(above.rank < below.rank for above, below in pairwise(ladder))


def test_departmental_and_local_government_rules_stand_side_by_side() -> None:
    assert Kind.DEPARTMENTAL_RULE.rank == Kind.LOCAL_GOVERNMENT_RULE.rank
