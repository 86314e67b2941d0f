"""GB/T 15834-2011, 4.15 书名号: title marks inside title marks become single ones."""

import pytest

from registry.law.events import Act
from registry.law.markers import cited, quoted


@pytest.mark.parametrize(
    ("title", "printed"),
    [
        ("某某条例", "《某某条例》"),
        ("《某某条例》", "《某某条例》"),
        ("关于修改《某某条例》的决定", "《关于修改〈某某条例〉的决定》"),
        ("《甲办法》和《乙办法》", "《〈甲办法〉和〈乙办法〉》"),
    ],
)
def test_a_title_is_quoted_once(title: str, printed: str) -> None:
    assert quoted(title) == printed


def test_an_act_is_cited_by_title_and_number() -> None:
    assert cited(Act("某某决定", "国发〔2015〕68号")) == "《某某决定》（国发〔2015〕68号）"
    assert cited(Act("", "国发〔2015〕68号")) == "国发〔2015〕68号"
