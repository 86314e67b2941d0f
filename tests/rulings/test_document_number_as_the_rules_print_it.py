"""党政机关公文处理工作条例 (2012) art. 9(5) and GB/T 9704-2012, 7.2.5: how a 发文字号 is composed."""

import pytest

from registry.law.docnumber import find, parse


def test_it_is_code_then_year_then_serial() -> None:
    number = parse("浙政办发〔2014〕89号")
    assert (number.organ, number.year, number.serial) == ("浙政办发", 2014, 89)


def test_the_year_is_full_and_stands_in_six_angled_brackets() -> None:
    assert parse("浙政办发(2014)89号").print() == "浙政办发〔2014〕89号"
    assert parse("国函字〔86〕7号").print() == "国函字〔1986〕7号"


@pytest.mark.parametrize(
    "raw", ["浙政办发〔2014〕第89号", "浙政办发〔2014〕089号", "浙政办发〔２０１４〕八十九号"]
)
def test_the_serial_has_no_ordinal_word_no_leading_zero_and_arabic_digits(raw: str) -> None:
    assert parse(raw).print() == "浙政办发〔2014〕89号"


def test_a_joint_document_bears_the_number_of_its_host_alone() -> None:
    joint = "环发〔2016〕1号、发改环资〔2016〕2号"
    assert parse(joint).print() == "环发〔2016〕1号"
    assert [found.raw for found in find(joint)] == ["环发〔2016〕1号", "发改环资〔2016〕2号"]
