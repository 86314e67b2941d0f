"""`read-clauses`: what texts state about themselves and others, one line of JSON for each file."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import click

from base.errors import BadInput, reason
from registry.intake.decoding import decode
from registry.intake.markdown import manuscript
from registry.law.clauses import Effective, Expiry, Named, Statements, read_statements
from registry.law.days import read_day
from registry.law.manuscript import Manuscript

Record = dict[str, Any]


@click.command("read-clauses", help="读出文件载明的施行日期、有效期、废止、修改、依据和引用。")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--jsonl", "target", type=click.Path(path_type=Path, dir_okay=False), help="写入的 JSONL 文件。"
)
def read_clauses(files: tuple[Path, ...], target: Path | None) -> None:
    """Read what texts state about themselves and others."""
    lines, refused = _read(files)
    for sentence in refused:
        click.echo(sentence, err=True)
    if not lines:
        raise BadInput(f"没有可读的文件：{len(refused)} 个文件均无法读取。")
    if target is None:
        click.echo("\n".join(lines))
        return
    try:
        target.write_text("\n".join(lines) + "\n", encoding="utf-8")
    except OSError as fault:
        raise BadInput(f"{target}：无法写入（{reason(fault)}）。") from fault
    click.echo(f"已读 {len(lines)} 个文件，未能读取 {len(refused)} 个，结果写入 {target}。")


def _read(files: tuple[Path, ...]) -> tuple[list[str], list[str]]:
    # One file that cannot be read does not keep the others from being read; it is named.
    lines, refused = [], []
    for path in _each(files):
        try:
            lines.append(json.dumps(record(path), ensure_ascii=False))
        except BadInput as fault:
            refused.append(fault.sentence)
    return lines, refused


def _each(files: tuple[Path, ...]) -> Iterator[Path]:
    for path in files:
        if path.is_dir():
            yield from sorted(path.rglob("*.md"))
        else:
            yield path


def record(path: Path) -> Record:
    """One file's statements in the evaluation's schema; raises BadInput when the file cannot be read."""
    try:
        text, _ = decode(path.read_bytes(), str(path))
    except OSError as fault:
        raise BadInput(f"{path}：无法读取（{reason(fault)}）。") from fault
    source = manuscript(text)
    return {"id": path.stem, **as_record(source, read_statements(source))}


def as_record(source: Manuscript, stated: Statements) -> Record:
    """Statements as plain values: days as ISO dates, absent things as null."""
    # A page's own 发布日期 is its posting; without a publication in the text it is all that is printed.
    posted = read_day(source.fields.get("发布日期", ""))
    published = stated.published_on or posted or stated.signed_on
    return {
        "title": source.title,
        "issuer": "、".join(stated.issuer) or None,
        "doc_number": {"value": stated.number} if stated.number else None,
        "adopted_date": _day(stated.adopted_on),
        "publication_date": _day(published),
        "signed_date": _day(stated.signed_on),
        "effective_date": _effective(stated.effective),
        "expiry": _expiry(stated.expiry),
        "repeals": [_named(named) for named in stated.repeals],
        "amends": [_named(named) for named in stated.amends],
        "suspends": [_named(named) for named in stated.suspends],
        "basis": [_named(named) for named in stated.basis],
        "cites": [pair for named in stated.cites for pair in _pairs(named)],
    }


def _effective(stated: Effective | None) -> Record | None:
    if stated is None:
        return None
    day = stated.on.isoformat() if stated.on else None
    return {"value": day, "rule": stated.rule.value, "evidence": stated.evidence}


def _expiry(stated: Expiry | None) -> Record | None:
    if stated is None:
        return None
    day = stated.through.isoformat() if stated.through else None
    return {"value": stated.period or day, "evidence": stated.evidence}


def _day(day: date | None) -> Record | None:
    return {"value": day.isoformat()} if day else None


def _named(named: Named) -> Record:
    return {
        "title": named.title,
        "doc_number": named.number or None,
        "scope": "whole" if named.whole else "articles",
        "articles": list(named.articles),
        "qualifier": named.qualifier or None,
        "marked": named.marked,
        "evidence": named.evidence,
    }


def _pairs(named: Named) -> Iterator[Record]:
    for article in named.articles or (None,):
        yield {"title": named.title, "article": article, "evidence": named.evidence}
