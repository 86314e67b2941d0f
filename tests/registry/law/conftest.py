"""What the tests of the law's rules share: a text read for what it states."""

from collections.abc import Callable

import pytest

from registry.law.clauses import Statements, read_statements
from registry.law.manuscript import Manuscript


@pytest.fixture
def stated() -> Callable[..., Statements]:
    """Read a text of the given lines, with its title, head and fields where they matter."""

    def read(
        *body: str, title: str = "某省湿地保护条例", head: tuple[str, ...] = (), **fields: str
    ) -> Statements:
        return read_statements(Manuscript((title,), fields, head, body))

    return read
