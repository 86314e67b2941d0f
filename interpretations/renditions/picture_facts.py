"""What a picture says beside the drafter's words (图解信息): documents, marks, unit, addresses."""

from base import clock
from interpretations.reads.page import ExplainedDocument, InterpretationPage
from interpretations.rules.pictures import Facts, Named
from registry.law.days import printed
from registry.law.terms import Validity


def facts_of(page: InterpretationPage, site: str, root: str) -> Facts:
    """The facts of a public interpretation, as they are on the day of its page."""
    return Facts(
        documents=tuple(map(named, page.documents)),
        unit=page.unit,
        site=site,
        address=f"{root}/documents/{page.documents[0].dossier.address}",
        link=f"{root}{page.address}",
        dated=printed(clock.local(page.published_at).date()),
        mark=page.mark,
        sentence=sentence(page.documents),
        grave=any(grave(each.mark.state) for each in page.documents if each.mark.word),
        provisions={
            key: tuple(
                f"{quote.label}（{quote.notice}）" if quote.notice else quote.label for quote in quotes
            )
            for key, quotes in page.quotes.items()
        },
    )


def grave(state: Validity) -> bool:
    """Whether a document may not be relied upon any more, or for the time being."""
    return state.ended or state is Validity.SUSPENDED


def sentence(documents: tuple[ExplainedDocument, ...]) -> str:
    """How the documents stand that need a mark; "" where none does."""
    return "".join(f"《{each.dossier.title}》{each.mark.sentence}" for each in documents if each.mark.word)


def named(document: ExplainedDocument) -> Named:
    """A document as the picture's line of documents names it."""
    dossier, since = document.dossier, document.dossier.in_force_from
    return Named(
        dossier.title,
        dossier.number,
        f"自{printed(since)}起施行" if since else "",
        document.mark.limit or document.mark.word,
    )
