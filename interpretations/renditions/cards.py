"""Cards (分享卡片): one sentence of an interpretation as a picture for chats and for other media."""

from dataclasses import dataclass

from interpretations.renditions.picture import css_of, lines_of, templates
from interpretations.rules.content import Content
from interpretations.rules.pictures import Facts
from interpretations.rules.shortening import clean, cut, shortened
from registry.renditions import qr

# A title of more characters would leave no room for the sentence.
TITLE, DOCUMENT = 44, 40


@dataclass(frozen=True, slots=True)
class Shape:
    """A kind of card: its size in pixels, how wide a line of the title is, and how long the sentence."""

    name: str
    width: int
    height: int
    line: int
    sentence: int


# As the sites that show such cards ask (Open Graph), and as 政务新媒体 show pictures.
CARD = Shape("card", 1200, 630, 15, 58)
SQUARE = Shape("square", 1080, 1080, 14, 76)


def html(content: Content, facts: Facts, shape: Shape) -> str:
    """The page that the typesetter makes the card of."""
    title = cut(clean(content.title), TITLE)
    return (
        templates()
        .get_template("picture/card.html")
        .render(
            shape=shape,
            form=content.form.label,
            title=title,
            lines=lines_of(title, shape.line),
            sentence=shortened(clean(content.lead or facts.sentence), shape.sentence),
            facts=facts,
            document=cut(clean(facts.documents[0].title), DOCUMENT),
            number=facts.documents[0].number,
            css=css_of("card"),
            qr=qr.data_uri(facts.address),
        )
    )
