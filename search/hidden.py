"""What the index still has though the public may see it no more (待隐藏)."""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from search.records import Records


@dataclass(frozen=True, slots=True)
class Hidden:
    """Documents, by id, with whatever explains them, and interpretations, by id."""

    documents: Collection[int] = frozenset()
    interpretations: Collection[int] = frozenset()

    def __bool__(self) -> bool:
        """Whether there is anything to hide."""
        return bool(self.documents or self.interpretations)

    def among(self, records: Records) -> NDArray[np.bool_]:
        """Which of the records are hidden."""
        ids, explained = records.facts["id"], records.facts["explains"]
        documents, interpretations = [*self.documents], [*self.interpretations]
        told = np.isin(explained, documents) | np.isin(ids, interpretations)
        flags: NDArray[np.bool_] = np.where(explained >= 0, told, np.isin(ids, documents))
        return flags


NOTHING = Hidden()
