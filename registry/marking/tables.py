"""The table of receipts (标注回执): what a marking changed, when, and everywhere it shows."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from base.db import Moment, Table


class Receipt(Table):
    """What one confirmed marking did: its events, and every surface as it was found changed."""

    __tablename__ = "receipt"

    id: Mapped[int] = mapped_column(primary_key=True)
    # Given with the form: the same form sent twice marks once.
    token: Mapped[str] = mapped_column(String(64), unique=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), index=True)
    # `repeal`, `lapse`, `suspend`, `withdraw_event`, `cleanup` …
    deed: Mapped[str] = mapped_column(String(40))
    # The order as confirmed, in words and in values.
    order: Mapped[dict[str, object]] = mapped_column("ordered", JSON)
    event_ids: Mapped[list[int]] = mapped_column(JSON, default=list)
    # [{"surface", "name", "address", "before", "after", "from", "seen_at"}].
    surfaces: Mapped[list[dict[str, object]]] = mapped_column(JSON, default=list)
    recorded_at: Mapped[datetime] = mapped_column(Moment)
    recorded_by: Mapped[str] = mapped_column(String(60))
