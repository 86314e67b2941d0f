"""QR codes of addresses."""

import base64

import pytest
import segno
from defusedxml import ElementTree
from hypothesis import given
from hypothesis import strategies as st

from base.errors import BadInput
from registry.renditions import qr

ADDRESS = "https://registry.example/documents/local-regulation/2019/14"


def test_picture_is_svg_with_a_quiet_zone_of_four_modules() -> None:
    root = ElementTree.fromstring(qr.svg(ADDRESS))
    side = segno.make(ADDRESS, error="m", micro=False).symbol_size(border=4)[0]
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert root.attrib["viewBox"] == f"0 0 {side} {side}"


def test_data_address_holds_the_picture() -> None:
    head, _, body = qr.data_uri(ADDRESS).partition(",")
    assert head == "data:image/svg+xml;base64"
    assert base64.b64decode(body) == qr.svg(ADDRESS)


@given(st.text(alphabet="abc/-0123456789", min_size=1, max_size=200))
def test_same_address_is_the_same_picture(path: str) -> None:
    assert qr.svg(path) == qr.svg(path)


def test_address_too_long_to_be_read_off_paper_is_refused() -> None:
    with pytest.raises(BadInput, match="网址过长"):
        qr.svg("x" * (qr.LONGEST + 1))
