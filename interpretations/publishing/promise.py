"""The promise (解读承诺) as the settings state it: which kinds are explained, and within how many days."""

from datetime import date

from base.config import Explaining
from base.errors import BadInput
from interpretations.rules.duty import Policy
from registry.law.terms import Kind


def policy(explaining: Explaining) -> Policy:
    """The promise; raises BadInput naming the setting for a kind that there is not."""
    names = [name.strip() for name in explaining.kinds.split(",") if name.strip()]
    if unknown := [name for name in names if name not in set(Kind)]:
        raise BadInput(
            f"设置 INTERPRETATION_KINDS 中的“{'、'.join(name[:40] for name in unknown[:5])}”不是文件种类："
            f"可选 {'、'.join(Kind)}"
        )
    since = date.fromisoformat(explaining.since) if explaining.since else None
    return Policy(frozenset(Kind(name) for name in names), explaining.days, since)
