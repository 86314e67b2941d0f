"""Rulings on values kept in memory."""

from base.kept import Kept


def test_makes_a_value_once() -> None:
    kept: Kept[str] = Kept(10)
    made = []

    def make() -> str:
        made.append(1)
        return "value"

    assert [kept.get("key", make) for _ in range(3)] == ["value"] * 3
    assert len(made) == 1


def test_lets_go_of_what_was_unused_for_longest() -> None:
    kept: Kept[str] = Kept(2)
    for key in ("a", "b", "a", "c"):
        kept.get(key, lambda key=key: key)  # type: ignore[misc]
    remade = []
    for key in ("a", "c", "b"):
        kept.get(key, lambda key=key: remade.append(key) or key)  # type: ignore[misc]
    assert remade == ["b"]


def test_weighs_what_it_holds() -> None:
    kept: Kept[str] = Kept(100, len)
    for number in range(50):
        kept.get(number, lambda: "x" * 30)
    assert kept.held <= 100


def test_holds_a_value_heavier_than_the_limit_until_the_next() -> None:
    kept: Kept[str] = Kept(10, len)
    assert kept.get("large", lambda: "x" * 50) == "x" * 50
    assert kept.get("large", lambda: "never made") == "x" * 50
    kept.get("small", lambda: "y")
    assert kept.get("large", lambda: "made again") == "made again"


def test_a_failure_is_not_kept() -> None:
    kept: Kept[int] = Kept(10)
    for _ in range(2):
        try:
            kept.get("key", lambda: 1 // 0)
        except ZeroDivisionError:
            continue
    assert kept.get("key", lambda: 7) == 7
