"""A small registry whose documents show everything a page can say."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from base.db import Database
from base.outbox import post
from registry.law import docnumber
from registry.law.titles import title_key
from registry.tables import (
    Alias,
    Attachment,
    Document,
    DocumentIssuer,
    EventRow,
    Issuer,
    ProvisionRow,
    RelationRow,
    Text,
)

TODAY = date(2026, 11, 23)
RECORDED = datetime(2026, 11, 20, 2, 5, tzinfo=UTC)
BY = "tests"


@dataclass
class Scribe:
    """Writes rows as an import would, with as little as a test has to say."""

    session: Session

    def document(self, address: str, title: str, **fields: Any) -> Document:
        issuers = fields.pop("issuers", ("澄江省生态环境厅",))
        number = fields.get("document_number", "")
        order = fields.get("order_number", "")
        found = Document(
            address=address,
            title=title,
            title_key=title_key(title),
            kind=fields.pop("kind", "normative_document"),
            year=fields.pop("year", int(address.split("/")[1])),
            number_key=docnumber.key(number) if number else "",
            order_key=docnumber.key(order) if order else "",
            recorded_at=RECORDED,
            recorded_by=BY,
            published_at=RECORDED,
            **fields,
        )
        self.session.add(found)
        self.session.flush()
        for position, name in enumerate(issuers):
            issuer = self.session.query(Issuer).filter_by(name=name).one_or_none() or Issuer(name=name)
            self.session.add(issuer)
            self.session.flush()
            self.session.add(DocumentIssuer(document_id=found.id, position=position, issuer_id=issuer.id))
        return found

    def find(self, address: str) -> Document:
        return self.session.query(Document).filter_by(address=address).one()

    def text(self, document: Document, rows: list[tuple[Any, ...]], **fields: Any) -> Text:
        made = Text(
            document_id=document.id,
            position=fields.pop("position", 0),
            title=fields.pop("title", document.title),
            fingerprint="0" * 64,
            recorded_at=RECORDED,
            recorded_by=BY,
            **fields,
        )
        self.session.add(made)
        self.session.flush()
        for position, (depth, level, eid, number, heading, body) in enumerate(rows):
            self.session.add(
                ProvisionRow(
                    text_id=made.id,
                    position=position,
                    depth=depth,
                    level=level,
                    eid=eid,
                    number=number,
                    heading=heading,
                    body=body,
                )
            )
        return made

    def event(self, document: Document, kind: str, on: date | None, **fields: Any) -> EventRow:
        row = EventRow(
            document_id=document.id, kind=kind, on=on, recorded_at=RECORDED, recorded_by=BY, **fields
        )
        self.session.add(row)
        self.session.flush()
        return row

    def relation(self, kind: str, source: Document | None, target: Document | None, **fields: Any) -> None:
        self.session.add(
            RelationRow(
                kind=kind,
                source_id=source.id if source else None,
                target_id=target.id if target else None,
                recorded_at=RECORDED,
                recorded_by=BY,
                **fields,
            )
        )

    def add(self, row: object) -> None:
        self.session.add(row)
        self.session.flush()


def articles(*bodies: str) -> list[tuple[Any, ...]]:
    """A chapter with these articles, each of one paragraph."""
    rows: list[tuple[Any, ...]] = [(0, "chapter", "chp-1", "第一章", "总则", "")]
    for place, body in enumerate(bodies, 1):
        rows.append((1, "article", f"art-{place}", f"第{'一二三四五六七八九十'[place - 1]}条", "", ""))
        rows.append((2, "paragraph", f"art-{place}-p1", "", "", body))
    return rows


def fill(scribe: Scribe) -> None:
    """Documents in force, amended, partly repealed, replaced, to come, expired, and hidden ones."""
    water = fill_water(scribe)
    fill_trading(scribe, water)
    fill_ends(scribe)
    fill_hidden(scribe)


def fill_water(scribe: Scribe) -> Document:
    """Amended once, in force."""
    water = scribe.document(
        "local-regulation/2012/1",
        "澄江省水环境保护条例",
        kind="local_regulation",
        region="澄江",
        order_number="第十一届人民代表大会常务委员会公告第48号",
        index_number="113300007/2012-00018",
        issuers=("澄江省人民代表大会常务委员会",),
        adopted_on=date(2012, 5, 30),
        published_on=date(2012, 6, 1),
    )
    scribe.text(
        water,
        articles("为了保护水环境，制定本条例。", "排放水污染物的单位应当记录运行情况。"),
        position=0,
        dated_on=date(2012, 5, 30),
        note="2012年5月30日澄江省第十一届人民代表大会常务委员会第三十次会议通过",
    )
    scribe.text(
        water,
        articles(
            "为了保护和改善水环境，制定本条例。",
            "排放水污染物的单位应当取得排污许可证。",
            "本条例自2012年9月1日起施行。",
        ),
        position=1,
        dated_on=date(2017, 11, 24),
        applies_from=date(2018, 1, 1),
    )
    scribe.event(
        water, "commencement", date(2012, 9, 1), evidence="本条例自2012年9月1日起施行。", rule="fixed"
    )
    scribe.event(
        water,
        "amendment",
        date(2018, 1, 1),
        act_title="关于修改《澄江省水环境保护条例》的决定",
        rule="header",
    )

    return water


def fill_trading(scribe: Scribe, water: Document) -> None:
    """Repealed and replaced; a file; a former address."""
    old = scribe.document(
        "normative-document/2015/3",
        "澄江省排污权交易管理办法（试行）",
        document_number="澄环发〔2015〕3号",
        signed_on=date(2015, 3, 2),
        published_on=date(2015, 3, 5),
        status_in_source="有效",
    )
    scribe.text(old, articles("为规范排污权交易，制定本办法。", "交易应当公开。"), dated_on=date(2015, 3, 2))
    new = scribe.document(
        "normative-document/2021/8",
        "澄江省排污权交易管理办法",
        document_number="澄环发〔2021〕8号",
        signed_on=date(2021, 7, 1),
        published_on=date(2021, 7, 2),
    )
    scribe.text(
        new,
        articles("为规范排污权交易，制定本办法。", "本办法自2021年8月1日起施行。"),
        dated_on=date(2021, 7, 1),
    )
    scribe.event(old, "commencement", date(2015, 4, 1))
    scribe.event(
        old,
        "repeal",
        date(2021, 8, 1),
        act_document_id=new.id,
        act_title=new.title,
        act_number="澄环发〔2021〕8号",
        evidence="《澄江省排污权交易管理办法（试行）》同时废止。",
    )
    scribe.event(new, "commencement", date(2021, 8, 1))
    scribe.relation("repeals", new, old, target_title=old.title)
    scribe.relation("replaces", new, old, target_title=old.title)
    scribe.relation("basis", new, water, target_title=water.title)
    scribe.relation("basis", new, None, target_title="中华人民共和国环境保护法")
    scribe.add(
        Attachment(
            document_id=new.id,
            role="原件",
            filename="办法.docx",
            media_type="application/msword",
            size=4,
            sha256=sha256(b"test").hexdigest(),
            recorded_at=RECORDED,
        )
    )

    scribe.add(Alias(path="normative-document/2021/08", document_id=new.id))


def fill_ends(scribe: Scribe) -> None:
    """Partly repealed, yet to come, expired."""
    noise = scribe.document(
        "local-government-rule/2010/6",
        "澄江省噪声污染防治办法",
        kind="local_government_rule",
        order_number="省政府令第6号",
        published_on=date(2010, 1, 5),
        issuers=("澄江省人民政府",),
    )
    scribe.text(
        noise, articles("为了防治噪声污染，制定本办法。", "夜间禁止施工。", "本办法自2010年3月1日起施行。")
    )
    scribe.event(noise, "commencement", date(2010, 3, 1))
    scribe.event(
        noise, "partial_repeal", date(2020, 5, 1), provisions=["art-2"], act_title="关于废止部分条文的决定"
    )

    coming = scribe.document(
        "normative-document/2026/9",
        "澄江省碳普惠管理办法",
        document_number="澄环发〔2026〕9号",
        published_on=date(2026, 11, 10),
    )
    scribe.text(coming, articles("为了推进碳普惠，制定本办法。"))
    scribe.event(coming, "commencement", date(2027, 1, 1))

    expired = scribe.document(
        "normative-document/2018/2",
        "澄江省黄标车提前淘汰补助办法",
        document_number="澄环发〔2018〕2号",
        published_on=date(2018, 1, 5),
    )
    scribe.event(expired, "commencement", date(2018, 2, 1))
    scribe.event(
        expired, "expiry", date(2026, 8, 1), rule="valid_through", evidence="有效期至2026年7月31日。"
    )


def fill_hidden(scribe: Scribe) -> None:
    """A draft, and a notice that was withdrawn."""
    scribe.document(
        "normative-document/2026/10",
        "不应出现的草稿",
        publication="draft",
        document_number="澄环发〔2026〕10号",
    )
    scribe.document(
        "normative-document/2019/4", "误发的通知", publication="withdrawn", withdrawal_reason="重复发布"
    )


@pytest.fixture
def registry(app: Flask, hold_clock: Callable[[date], None]) -> Flask:
    """The application with the small registry in it, on 23 November 2026."""
    hold_clock(TODAY)
    database: Database = app.extensions["database"]
    with database.transaction() as session:
        fill(Scribe(session))
        post(session, "document", [1])
    return app


@pytest.fixture
def pages(registry: Flask) -> Any:
    """A reader of the small registry's pages; every page it gets must be valid HTML."""
    return registry.test_client()


@pytest.fixture
def write(registry: Flask) -> Callable[[Callable[[Scribe], None]], None]:
    """Write further rows into the small registry."""

    def run(deed: Callable[[Scribe], None]) -> None:
        with registry.extensions["database"].transaction() as session:
            deed(Scribe(session))
            post(session, "document", [1])

    return run
