"""The child that turns Markdown into HTML: `python -m base.marker` (see `base.limited`)."""

import markdown

from base.allowed import only_allowed
from base.apart import serve
from base.markup import MARKDOWN

EXTENSIONS = ("tables", "sane_lists")


def answer(job: bytes) -> bytes:
    """Allowed HTML for a job: one letter for the form (Markdown or HTML), then the text."""
    form, text = job[:1], job[1:].decode()
    html = markdown.markdown(text, extensions=EXTENSIONS) if form == MARKDOWN else text
    return only_allowed(html).encode()


if __name__ == "__main__":
    serve(answer)
