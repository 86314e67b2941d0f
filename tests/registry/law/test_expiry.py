"""The last day or the term that a text sets to itself."""

from collections.abc import Callable
from datetime import date

import pytest


@pytest.mark.parametrize(
    ("clause", "period", "through"),
    [
        ("第九条　本办法自2022年2月1日起施行，有效期三年。", "P3Y", date(2025, 1, 31)),
        ("第九条　本办法自2017年5月1日起施行，有效期为5年。", "P5Y", date(2022, 4, 30)),
        ("第九条　本办法自2016年3月1日起施行，有效期至2021年7月31日。", "", date(2021, 7, 31)),
        ("第九条　本办法自2020年2月29日起施行，有效期1年。", "P1Y", date(2021, 2, 28)),
        ("第九条　本办法自印发之日起施行，有效期两年。", "P2Y", None),
        ("第九条　本办法自2020年3月1日起试行，试行期一年。", "P1Y", date(2021, 2, 28)),
        ("第九条　本办法自2020年3月1日起施行，有效期6个月。", "P6M", None),
    ],
)
def test_a_text_ends_with_its_own_term(
    stated: Callable, clause: str, period: str, through: date | None
) -> None:
    expiry = stated(clause, title="某省湿地保护办法").expiry
    assert (expiry.period, expiry.through, expiry.evidence) == (period, through, clause)


def test_the_next_sentence_may_set_the_term(stated: Callable) -> None:
    read = stated("第九条　本办法自2022年2月1日起施行。有效期五年。", title="某省湿地保护办法")
    assert read.expiry.through == date(2027, 1, 31)


@pytest.mark.parametrize(
    "clause",
    [
        "第三条　许可证有效期为五年。",
        "第三条　采矿许可证有效期满，自行废止。",
        "第三条　临时措施的实施期限不超过200天。",
        "第三条　专利权的有效期为10年。",
    ],
)
def test_a_licence_s_term_is_none_of_the_text_s(stated: Callable, clause: str) -> None:
    assert stated(clause, "第九条　本条例自2022年2月1日起施行。").expiry is None
