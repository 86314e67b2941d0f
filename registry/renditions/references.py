"""References in a sentence (文内引用): the titles it names become links."""

from collections.abc import Mapping

from markupsafe import Markup, escape

from registry.law.markers import quoted


def with_links(sentence: str, addresses: Mapping[str, str]) -> Markup:
    """The sentence as HTML, each 《title》 that has an address linked to its document.

    >>> with_links("依据《甲》废止。", {"甲": "law/2021/1", "乙": ""})
    Markup('依据<a href="/documents/law/2021/1">《甲》</a>废止。')
    """
    words = escape(sentence)
    # Longest first: a title that contains another must not be cut in two.
    for title in sorted(
        (title for title, address in addresses.items() if title and address), key=len, reverse=True
    ):
        name = escape(quoted(title))
        if name in words:
            link = Markup('<a href="/documents/{}">{}</a>').format(addresses[title], name)
            words = words.replace(name, link)
    return words
