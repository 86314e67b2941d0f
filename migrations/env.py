"""How Alembic reaches our database and which tables it compares with."""

from typing import Literal

import sqlalchemy as sa
from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy.engine import Connection

import base.holidays
import base.staff.audit
import base.staff.tables  # noqa: F401  # importing them registers their tables
import interpretations.enquiries.tables
import interpretations.following.tables
import interpretations.passing.tables
import interpretations.tables  # noqa: F401  # importing them registers their tables
import registry.attesting.tables
import registry.cleanup.tables
import registry.consultations.tables
import registry.decisions.tables
import registry.drafting.tables
import registry.marking.tables
import registry.proposals.tables
import registry.tables
import registry.watch.tables  # noqa: F401  # importing them registers their tables
import search.lexicon.tables
import search.statistics.tables  # noqa: F401  # importing them registers their tables
from base import outbox
from base.db import Database, Moment
from base.environment import from_environment


def render_item(kind: str, item: object, _context: AutogenContext) -> str | Literal[False]:
    # A migration stands as it was written: it must not follow later changes of our own types.
    if kind == "type" and isinstance(item, Moment):
        return "sa.DateTime(timezone=True)"
    return False


def migrate(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=outbox.OutboxRow.metadata,
        render_as_batch=True,
        render_item=render_item,
        compare_type=True,
        compare_server_default=True,
    )
    with context.begin_transaction():
        context.run_migrations()


handed_down = context.config.attributes.get("connection")
if isinstance(handed_down, sa.Connection):
    migrate(handed_down)
else:
    own = Database(from_environment().database)
    with own.altering() as opened:
        migrate(opened)
    own.close()
