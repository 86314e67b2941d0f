"""Keep what was read from each file, and who withdrew what was read

Revises: 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def text(name: str, length: int) -> sa.Column[str]:
    return sa.Column(name, sa.String(length=length), nullable=False, server_default="")


def upgrade() -> None:
    with op.batch_alter_table("document") as table:
        table.add_column(text("work_key", 600))
        table.create_index(op.f("ix_document_work_key"), ["work_key"])
    with op.batch_alter_table("text") as table:
        table.add_column(sa.Column("copy_of_id", sa.Integer(), nullable=True))
        table.create_foreign_key(op.f("fk_text_copy_of_id_text"), "text", ["copy_of_id"], ["id"])
    with op.batch_alter_table("source") as table:
        table.add_column(sa.Column("found", sa.JSON(), nullable=False, server_default="{}"))
    with op.batch_alter_table("relation") as table:
        table.add_column(text("target_qualifier", 200))
        table.add_column(text("area", 120))
        table.add_column(text("withdrawn_by", 60))
    with op.batch_alter_table("event") as table:
        table.add_column(sa.Column("relation_id", sa.Integer(), nullable=True))
        table.add_column(text("withdrawn_by", 60))
        table.create_foreign_key(op.f("fk_event_relation_id_relation"), "relation", ["relation_id"], ["id"])
        table.create_index(op.f("ix_event_relation_id"), ["relation_id"])
    drop_defaults()


def drop_defaults() -> None:
    # The defaults were for the rows that stood; new rows get theirs from the program.
    for name, columns in {
        "document": ("work_key",),
        "source": ("found",),
        "relation": ("target_qualifier", "area", "withdrawn_by"),
        "event": ("withdrawn_by",),
    }.items():
        with op.batch_alter_table(name) as table:
            for column in columns:
                table.alter_column(column, server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("event") as table:
        table.drop_index(op.f("ix_event_relation_id"))
        table.drop_constraint(op.f("fk_event_relation_id_relation"), type_="foreignkey")
        table.drop_column("withdrawn_by")
        table.drop_column("relation_id")
    with op.batch_alter_table("relation") as table:
        table.drop_column("withdrawn_by")
        table.drop_column("area")
        table.drop_column("target_qualifier")
    with op.batch_alter_table("source") as table:
        table.drop_column("found")
    with op.batch_alter_table("text") as table:
        table.drop_constraint(op.f("fk_text_copy_of_id_text"), type_="foreignkey")
        table.drop_column("copy_of_id")
    with op.batch_alter_table("document") as table:
        table.drop_index(op.f("ix_document_work_key"))
        table.drop_column("work_key")
