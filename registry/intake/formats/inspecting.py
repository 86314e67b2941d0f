"""Looking into a file before it is kept (上传检查): what runs by itself or fetches from elsewhere."""

import re

from base.errors import BadInput
from registry.intake.formats import pdf_file
from registry.intake.formats.package import Package

# Opened by Word without asking: a template, a picture or an object from another machine.
FETCHED = re.compile(
    rb"relationships/(attachedTemplate|oleObject|frame|subDocument|externalLinkPath|control)\""
)
OUTSIDE = re.compile(rb"TargetMode\s{0,4}=\s{0,4}[\"']External[\"']", re.IGNORECASE)
RELATION = re.compile(rb"<[A-Za-z:]{0,20}Relationship\s[^<>]{1,4000}>")
MACROS = (b"macroEnabled", b"vbaProject", b"ms-office.activeX")


def inspect(content: bytes, kind: str) -> list[str]:
    """Sentences for the person who uploads; raises BadInput when the file does things by itself."""
    return pdf_file.inspect(content) if kind == "pdf" else _office(Package(content))


def _office(package: Package) -> list[str]:
    types = package.read("[Content_Types].xml")
    if any(mark in types for mark in MACROS):
        raise BadInput("含有宏或者控件，不能上传；请另存为不含宏的格式后再上传。")
    for name in sorted(package.names):
        if name.endswith(".rels") and _fetches(package.read(name)):
            raise BadInput("引用了外部的模板或者对象，打开时会连接别处，不能上传；请断开链接后再上传。")
    return []


def _fetches(relations: bytes) -> bool:
    return any(OUTSIDE.search(one[0]) and FETCHED.search(one[0]) for one in RELATION.finditer(relations))
