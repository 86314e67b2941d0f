"""Prints (PDF) of interpretations and of questions, in normal or large type, kept on disk."""

from flask import Response, request

from base import clock, typeset, web
from base.errors import BadInput, NotFound, Unavailable
from base.headers import as_file
from interpretations.reads.questions import Asked, find
from interpretations.renditions import sheet
from interpretations.renditions.question_sheet import of_questions
from interpretations.views import pages, shelf
from registry.renditions import pdf
from registry.views import frame, printing
from registry.views import shelf as documents

# A print of all questions of all documents would be a book that nobody asked for.
MOST_QUESTIONS = 200


def show_pdf(key: int) -> Response:
    """The print of an interpretation as it stands today."""
    size = asked_size()
    page = shelf.page_of(key)
    words = sheet.html(sheet.of_interpretation(page, web.config().site.name, frame.root()), size)
    name = f"{page.title[:80]}{'（大字版）' if size == 'large' else ''}.pdf"
    return pages.labelled(made(words, name), page)


def faq_pdf() -> Response:
    """The print of the questions about one document."""
    size, address = asked_size(), request.args.get("document", "").strip()[:120]
    if not address:
        raise BadInput(
            "参数 document：请写明要打印哪份文件的问答，例如 /faq.pdf?document=local-regulation/2019/14。"
        )
    dossier, day = documents.dossier(address), clock.today()
    found = find(shelf.questions(), Asked(document=address), day, MOST_QUESTIONS)
    if not found.total:
        raise NotFound(f"《{dossier.title}》现在没有可以公开的问答。")
    words = sheet.html(of_questions(found, dossier, day, web.config().site, frame.root()), size)
    return made(words, f"{dossier.title[:80]}问答.pdf")


def asked_size() -> str:
    """Normal or large type (`?type=large`); raises BadInput for any other."""
    size = request.args.get("type", "").strip() or "normal"
    if size not in sheet.SIZES:
        raise BadInput(f"参数 type：没有“{size[:20]}”；大字版写作 type=large。")
    return size


def made(words: str, name: str) -> Response:
    """The print, or 304 to a reader who has it; raises Unavailable where there is no typesetting."""
    if reason := printing.why_not():
        raise Unavailable(reason)
    key = pdf.key(words)
    if request.if_none_match.contains(key):
        answer = Response(status=304)
    else:
        content = printing.prints().get(key, lambda: typeset.to_pdf(words))
        answer = as_file(content, "application/pdf", name, in_page=True)
    answer.set_etag(key)
    # Kept by browsers, but asked about each time: a repeal may have come in between.
    answer.cache_control.no_cache = True
    return answer
