"""Values kept in memory (内存留存) because making them again would cost more than holding them."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

V = TypeVar("V")


class Kept(Generic[V]):
    """The values used last, within a total weight; safe to use from several threads."""

    def __init__(self, limit: int, weigh: Callable[[V], int] = lambda _value: 1) -> None:
        self.limit, self.weigh, self.held = limit, weigh, 0
        self._values: OrderedDict[Hashable, V] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable, make: Callable[[], V]) -> V:
        """The value under this key, made when it is not there; what is made fails for its maker alone."""
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
                return self._values[key]
        value = make()
        with self._lock:
            if key not in self._values:
                self.held += self.weigh(value)
            self._values[key] = value
            while self.held > self.limit and len(self._values) > 1:
                self.held -= self.weigh(self._values.popitem(last=False)[1])
        return value
