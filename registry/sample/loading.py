"""Loading the sample documents (装入示例数据): once, into an empty registry, as any folder is imported."""

import tempfile
from datetime import date
from pathlib import Path

from sqlalchemy import select

from base.db import Database
from registry.importing.folder import Import, Order
from registry.importing.report import Report
from registry.sample import documents
from registry.tables import Document

BY = "sample"


def load(database: Database, store: Path, loaded_on: date) -> int:
    """Import the sample documents when the registry is empty; gives how many files were taken in.

    `store` is the content-addressed store of original files, `loaded_on` the day from which the
    documents' relative days are counted.
    """
    with database.reading() as session:
        if session.execute(select(Document.id).limit(1)).first():
            return 0
    with tempfile.TemporaryDirectory(prefix="registry-sample-") as folder:
        for name, source in documents(loaded_on).items():
            (Path(folder) / name).write_text(source, "utf-8")
        report = Report()
        Import(Order(Path(folder), database, store, by=BY), report, _unheard).run()
    return report.fates.total()


def _unheard(_count: int) -> None:
    """Thirty documents need no progress bar."""
