"""A manuscript: a document's source text taken apart into head and body, before anything is read from it."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Manuscript:
    """A text as its file gives it, cleaned of what is only markup.

    `titles` are all top-level titles found (the first is the document's; more than one is a doubt),
    `fields` the metadata block as printed (索引号, 发文字号, …), `head` the lines between title and
    body (题注: history lines, order numbers, dates), `body` the lines of the text itself, Markdown
    heading marks (`## `) kept because they tell structure.
    """

    titles: tuple[str, ...] = ()
    fields: Mapping[str, str] = field(default_factory=dict)
    head: tuple[str, ...] = ()
    body: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """The document's title, or "" when the file gives none."""
        return self.titles[0] if self.titles else ""
