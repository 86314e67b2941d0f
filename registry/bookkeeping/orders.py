"""Orders (标注要求): what an act orders for a document, and why it may be refused."""

from dataclasses import dataclass
from datetime import date

from base.errors import BadInput, RegistryError
from registry.law.events import Act
from registry.law.objections import Objection

# The rule of what a person recorded, beside what was read from texts.
HAND = "hand"
# Of the words that say why something was taken back.
LONGEST_REASON = 500


class AlreadyRepealed(RegistryError):
    """The document, or the provision, has already ended; it cannot end again."""

    code = "already-repealed"
    status = 409


class NotSuspended(RegistryError):
    """Nothing is suspended here, so nothing can be resumed."""

    code = "not-suspended"
    status = 409


class NotPublished(RegistryError):
    """The document is not public (a draft): nobody could see the mark."""

    code = "not-published"
    status = 409


class Objected(BadInput):
    """One or several rules stand against the order; `objections` are all of them."""

    code = "objected"
    status = 422

    def __init__(self, found: tuple[Objection, ...]) -> None:
        super().__init__("；".join(objection.sentence for objection in found))
        self.objections = found


@dataclass(frozen=True, slots=True)
class Order:
    """What an act orders: from which day, by which act, for which provisions, in which area.

    `on` is the first day of its effect, None while the day is not known; `provisions` are stable ids,
    none for the whole document; `evidence` is the sentence of the act that says so; `act_on` is the act's own
    day where it is not in the registry. `never_commenced` confirms that the document ends before it began;
    `successor` is the document that takes the place of one that ends as a whole.
    """

    on: date | None
    act: Act
    provisions: tuple[str, ...] = ()
    area: str = ""
    evidence: str = ""
    act_on: date | None = None
    never_commenced: bool = False
    successor: Act | None = None
