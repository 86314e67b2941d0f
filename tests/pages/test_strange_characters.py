"""A character that no page may contain does not reach one, from wherever the text came."""

from pathlib import Path

import pytest
from defusedxml import ElementTree
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from registry.importing.folder import Import, Order
from registry.importing.report import Report
from registry.intake.ledger import read_ledger
from registry.tables import Document

BODY = "2001年1月1日 通过\n\n<!-- INFO END -->\n\n第一条 甲{0}乙。\n\n第二条 本法自2001年5月1日起施行。\n"
ENTRY = "{http://www.w3.org/2005/Atom}entry"
SIGNS = ("\x07", "\x0b", "\x0c", "\x1b", "\x7f", "\x85", "\ufdd0", "\ufffe", "\u2028", "\U0010ffff")


@pytest.fixture
def bring_in(app: Flask, tmp_path: Path) -> Report:
    """A registry of laws with a strange character each, in title, text and ledger."""
    folder, report = tmp_path / "papers", Report()
    folder.mkdir()
    rows = ["path,kind,issuer,docno,subject"]
    for place, sign in enumerate(SIGNS):
        name = f"第{place}号法"
        (folder / f"{name}.md").write_text(f"# 第{place}{sign}号法\n\n{BODY.format(sign)}", encoding="utf-8")
        rows.append(f'{name}.md,法律,"国务{sign}院","甲发{sign}〔2001〕{place + 1}号","国土{sign}资源"')
    ledger = tmp_path / "ledger.csv"
    ledger.write_text("\n".join(rows), encoding="utf-8")
    database, config = app.extensions["database"], app.extensions["config"]
    Import(Order(folder, database, config.files, read_ledger(ledger)), report, lambda _count: None).run()
    return report


@pytest.mark.usefixtures("bring_in")
def test_every_page_and_every_feed_stays_readable(app: Flask, client: FlaskClient) -> None:
    with app.extensions["database"].reading() as session:
        addresses = session.execute(select(Document.address)).scalars().all()
    assert len(addresses) == len(SIGNS)
    for address in addresses:
        # The client refuses every page that is not valid HTML.
        assert client.get(f"/documents/{address}").status_code == 200
        assert not set("".join(SIGNS)) & set(client.get(f"/documents/{address}.txt").get_data(as_text=True))
    assert client.get("/documents").status_code == 200
    feed = ElementTree.fromstring(client.get("/documents/data.feed").data)
    assert len(feed.findall(ENTRY)) == len(SIGNS)


def test_what_was_left_out_is_reported(bring_in: Report) -> None:
    left_out = [path for path, doubt in bring_in.lines if doubt.code == "control"]
    assert {"第0号法.md", "第3号法.md", "第7号法.md"} <= set(left_out)
    assert "第8号法.md" not in left_out
