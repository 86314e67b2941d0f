"""Registry and outbox

Revises: nothing
"""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

# In the order in which they can be made; dropped in reverse.
INDEXED: dict[str, tuple[str, ...]] = {
    "generation": (),
    "issuer": (),
    "outbox": ("topic",),
    "subject": ("parent_id",),
    "unit": ("issuer_id",),
    "document": (
        "drafting_unit_id",
        "kind",
        "number_key",
        "order_key",
        "publication",
        "region",
        "subject_id",
        "title_key",
        "year",
    ),
    "alias": ("document_id",),
    "document_issuer": ("issuer_id",),
    "text": (
        "document_id",
        "fingerprint",
    ),
    "attachment": (
        "document_id",
        "text_id",
    ),
    "event": (
        "act_document_id",
        "document_id",
        "effective_on",
        "text_id",
    ),
    "provision": ("text_id",),
    "relation": (
        "kind",
        "source_id",
        "source_key",
        "target_id",
        "target_key",
        "text_id",
    ),
    "source": ("text_id",),
}


def upgrade() -> None:
    make_generation()
    make_issuer()
    make_outbox()
    make_subject()
    make_unit()
    make_document()
    make_alias()
    make_document_issuer()
    make_text()
    make_attachment()
    make_event()
    make_provision()
    make_relation()
    make_source()
    for table, columns in INDEXED.items():
        for column in columns:
            op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def downgrade() -> None:
    for table, columns in reversed(INDEXED.items()):
        for column in columns:
            op.drop_index(op.f(f"ix_{table}_{column}"), table)
        op.drop_table(table)


def text(name: str, length: int) -> sa.Column[str]:
    return sa.Column(name, sa.String(length=length), nullable=False)


def day(name: str) -> sa.Column[date]:
    return sa.Column(name, sa.Date(), nullable=True)


def moment(name: str, *, nullable: bool = False) -> sa.Column[datetime]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def number(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=nullable)


def points_to(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}_{target}"))


def make_generation() -> None:
    table = op.create_table(
        "generation",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        number("number"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_generation")),
    )
    # The one row is there from the start: two first writers would both insert it.
    op.bulk_insert(table, [{"id": 1, "number": 0}])


def make_issuer() -> None:
    op.create_table(
        "issuer",
        number("id"),
        text("name", 120),
        text("short_name", 60),
        text("region", 30),
        number("successor_id", nullable=True),
        points_to("issuer", "successor_id", "issuer"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issuer")),
        sa.UniqueConstraint("name", name=op.f("uq_issuer_name")),
    )


def make_outbox() -> None:
    op.create_table(
        "outbox",
        number("id"),
        text("topic", 40),
        number("key"),
        moment("posted_at"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
    )


def make_subject() -> None:
    op.create_table(
        "subject",
        number("id"),
        number("parent_id", nullable=True),
        text("name", 60),
        number("position"),
        points_to("subject", "parent_id", "subject"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subject")),
    )


def make_unit() -> None:
    op.create_table(
        "unit",
        number("id"),
        number("issuer_id"),
        text("name", 120),
        points_to("unit", "issuer_id", "issuer"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit")),
        sa.UniqueConstraint("issuer_id", "name", name=op.f("uq_unit_issuer_id")),
    )


def make_document() -> None:
    op.create_table(
        "document",
        number("id"),
        text("address", 80),
        text("title", 400),
        text("title_key", 400),
        text("kind", 40),
        text("genre", 40),
        text("region", 30),
        number("year", nullable=True),
        text("document_number", 120),
        text("number_key", 120),
        text("order_number", 120),
        text("order_key", 120),
        text("unified_number", 60),
        sa.Column("index_number", sa.String(length=80), nullable=True),
        number("drafting_unit_id", nullable=True),
        number("subject_id", nullable=True),
        text("summary", 1000),
        text("disclosure", 20),
        *document_days_and_record(),
        points_to("document", "drafting_unit_id", "unit"),
        points_to("document", "subject_id", "subject"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
        sa.UniqueConstraint("address", name=op.f("uq_document_address")),
        sa.UniqueConstraint("index_number", name=op.f("uq_document_index_number")),
    )


def document_days_and_record() -> tuple[sa.Column[Any], ...]:
    return (
        day("adopted_on"),
        day("approved_on"),
        day("signed_on"),
        day("published_on"),
        day("web_posted_on"),
        text("source_url", 500),
        text("status_in_source", 60),
        text("publication", 20),
        moment("published_at", nullable=True),
        moment("withdrawn_at", nullable=True),
        text("withdrawal_reason", 500),
        moment("recorded_at"),
        text("recorded_by", 60),
    )


def make_alias() -> None:
    op.create_table(
        "alias",
        text("path", 400),
        number("document_id"),
        points_to("alias", "document_id", "document"),
        sa.PrimaryKeyConstraint("path", name=op.f("pk_alias")),
    )


def make_document_issuer() -> None:
    op.create_table(
        "document_issuer",
        number("document_id"),
        number("position"),
        number("issuer_id"),
        points_to("document_issuer", "document_id", "document"),
        points_to("document_issuer", "issuer_id", "issuer"),
        sa.PrimaryKeyConstraint("document_id", "position", name=op.f("pk_document_issuer")),
    )


def make_text() -> None:
    op.create_table(
        "text",
        number("id"),
        number("document_id"),
        number("position"),
        text("title", 400),
        day("dated_on"),
        day("applies_from"),
        sa.Column("note", sa.Text(), nullable=False),
        text("fingerprint", 64),
        moment("recorded_at"),
        text("recorded_by", 60),
        moment("withdrawn_at", nullable=True),
        points_to("text", "document_id", "document"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_text")),
        sa.UniqueConstraint("document_id", "position", name=op.f("uq_text_document_id")),
    )


def make_attachment() -> None:
    op.create_table(
        "attachment",
        number("id"),
        number("document_id"),
        number("text_id", nullable=True),
        text("role", 12),
        text("filename", 255),
        text("media_type", 80),
        number("size"),
        text("sha256", 64),
        moment("recorded_at"),
        moment("withdrawn_at", nullable=True),
        points_to("attachment", "document_id", "document"),
        points_to("attachment", "text_id", "text"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment")),
    )


def make_event() -> None:
    op.create_table(
        "event",
        number("id"),
        number("document_id"),
        text("kind", 20),
        day("effective_on"),
        sa.Column("provisions", sa.JSON(), nullable=False),
        text("area", 120),
        number("act_document_id", nullable=True),
        text("act_title", 400),
        text("act_number", 120),
        sa.Column("evidence", sa.Text(), nullable=False),
        text("rule", 40),
        number("text_id", nullable=True),
        moment("recorded_at"),
        text("recorded_by", 60),
        moment("withdrawn_at", nullable=True),
        points_to("event", "act_document_id", "document"),
        points_to("event", "document_id", "document"),
        points_to("event", "text_id", "text"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
    )


def make_provision() -> None:
    op.create_table(
        "provision",
        number("id"),
        number("text_id"),
        number("position"),
        number("depth"),
        text("level", 12),
        text("eid", 60),
        text("number", 40),
        text("heading", 400),
        sa.Column("body", sa.Text(), nullable=False),
        points_to("provision", "text_id", "text"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_provision")),
    )


def make_relation() -> None:
    op.create_table(
        "relation",
        number("id"),
        text("kind", 20),
        number("source_id", nullable=True),
        text("source_title", 400),
        text("source_key", 400),
        text("source_number", 120),
        number("target_id", nullable=True),
        text("target_title", 400),
        text("target_key", 400),
        text("target_number", 120),
        text("source_eid", 60),
        *relation_evidence(),
        points_to("relation", "source_id", "document"),
        points_to("relation", "target_id", "document"),
        points_to("relation", "text_id", "text"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_relation")),
    )


def relation_evidence() -> tuple[sa.Column[Any], ...]:
    return (
        sa.Column("target_provisions", sa.JSON(), nullable=False),
        day("effective_on"),
        sa.Column("evidence", sa.Text(), nullable=False),
        number("text_id", nullable=True),
        moment("recorded_at"),
        text("recorded_by", 60),
        moment("withdrawn_at", nullable=True),
    )


def make_source() -> None:
    op.create_table(
        "source",
        text("path", 400),
        number("text_id"),
        text("sha256", 64),
        text("reading", 64),
        moment("recorded_at"),
        points_to("source", "text_id", "text"),
        sa.PrimaryKeyConstraint("path", name=op.f("pk_source")),
    )
