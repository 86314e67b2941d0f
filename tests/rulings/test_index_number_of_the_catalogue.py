"""国办 目录系统实施指引（试行）: 组织机构代码 / year of four digits - serial of five."""

from registry.law.docnumber import Family, key, parse


def test_the_number_of_the_general_office_has_its_three_parts() -> None:
    number = parse("000014349/2017-00110")
    assert (number.family, number.organ, number.year, number.serial) == (Family.INDEX, "000014349", 2017, 110)
    assert len(number.print()) == 20


def test_the_hyphen_of_the_organisation_code_is_dropped() -> None:
    assert key("00001434-9/2017-00110") == "000014349/2017-00110"


def test_another_authority_s_number_is_kept_as_it_is() -> None:
    assert key("000014349/2014-777577") == "000014349/2014-777577"
    assert key("330200-001-20120101-1") == "330200-001-20120101-1"
