"""The print of the questions (问答印本) about one document."""

from datetime import date

from base.config import Site
from interpretations.reads.questions import Found
from interpretations.renditions.sheet import Sheet
from registry.law.days import printed
from registry.reads.dossier import Dossier
from registry.renditions.metadata import posted
from registry.renditions.standing import mark_of


def of_questions(found: Found, dossier: Dossier, day: date, site: Site, root: str) -> Sheet:
    """The print of the questions found, all about this document."""
    mark = mark_of(dossier, day)
    newest = max(each.renewed_at for each in found.questions)
    units = tuple(dict.fromkeys(each.unit for each in found.questions))
    notes = [f"另有 {found.checking} 个问答所解读的条文有变动，正在核对，未列入。"] if found.checking else []
    named = f"《{dossier.title}》" + (f"（{dossier.number}）" if dossier.number else "")
    return Sheet(
        kind="政策问答",
        title=f"《{dossier.title}》问答",
        lead="",
        facts=(
            ("答复单位", "、".join(units)),
            ("问答数量", f"{found.total} 个"),
            ("最近更新", posted(newest)),
            ("所解读文件", named),
        ),
        standings=((f"截至{printed(day)}：所解读的文件{mark.sentence}", bool(mark.word)),),
        stamp=mark.word,
        author="、".join(units),
        made_at=newest,
        address=f"{root}/faq?document={dossier.address}",
        site=site.name,
        keywords=("政策问答", dossier.title),
        groups=found.groups,
        notes=tuple(notes),
    )
