"""规章制定程序条例 art. 30: the order that promulgates a rule names its maker and its serial."""

from registry.law.docnumber import Family, parse


def test_an_order_names_its_maker_and_its_serial_and_no_year() -> None:
    number = parse("浙江省人民政府令第372号")
    assert (number.family, number.organ, number.serial, number.year) == (
        Family.ORDER,
        "浙江省人民政府",
        372,
        None,
    )


def test_the_short_name_of_the_state_council_means_the_state_council() -> None:
    assert parse("国令第706号") == parse("中华人民共和国国务院令第706号")


def test_orders_of_two_departments_under_one_serial_are_two_orders() -> None:
    assert parse("环境保护部令第3号") != parse("卫生部令第3号")


def test_where_orders_are_counted_by_year_the_year_tells_them_apart() -> None:
    assert parse("交通运输部令2020年第17号") != parse("交通运输部令2021年第17号")
