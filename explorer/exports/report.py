"""One self-contained HTML file: readable from disk with the network off, printable, the same bytes for the same input."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

Cell = str | int | float | None


@dataclass(frozen=True, slots=True)
class Section:
    """One question of the report."""

    title: str
    headline: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""
    most: int | None = None
    """How many rows to print; the section says how many more there are. None prints all."""


def html_document(title: str, age: str, lead: Sequence[str], sections: Sequence[Section]) -> str:
    """The report: lead sentences first, then each section with its headline, table and note."""
    parts = [
        "<!doctype html>",
        '<html lang="en"><head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{_text(title)}</title><style>{_STYLE}</style></head><body><main>",
        f"<h1>{_text(title)}</h1><p class=age>{_text(age)}</p>",
        "<section><h2>In short</h2><ul>",
        *(f"<li>{_text(line)}</li>" for line in lead),
        "</ul></section>",
        *(_section(each) for each in sections),
        "</main></body></html>",
    ]
    return "\n".join(parts) + "\n"


def _section(each: Section) -> str:
    rows = each.rows if each.most is None else each.rows[: each.most]
    left_out = len(each.rows) - len(rows)
    more = f"<p class=note>{left_out:,} more rows are not printed here.</p>" if left_out else ""
    head = "".join(f'<th scope="col">{_text(column)}</th>' for column in each.columns)
    body = "\n".join(f"<tr>{''.join(_cell(cell) for cell in row)}</tr>" for row in rows)
    table = f"<div class=wide><table><thead><tr>{head}</tr></thead><tbody>\n{body}\n</tbody></table></div>"
    note = f"<p class=note>{_text(each.note)}</p>" if each.note else ""
    shown = table if rows else "<p class=note>Nothing to list.</p>"
    return (
        f"<section><h2>{_text(each.title)}</h2><p class=answer>{_text(each.headline)}</p>{shown}{more}{note}</section>"
    )


def _cell(cell: Cell) -> str:
    if cell is None:
        return "<td class=none>not assessed</td>"
    if isinstance(cell, int | float):
        return f"<td class=number>{cell:,}</td>"
    return f"<td>{_text(cell)}</td>"


def _text(text: str) -> str:
    """Escaped for HTML, control and direction-changing characters written out."""
    visible = "".join(
        letter if letter.isprintable() and letter not in _DIRECTION else f"\\u{ord(letter):04x}" for letter in text
    )
    return escape(visible)


_DIRECTION = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u061c")

_STYLE = """
:root{color-scheme:light dark;--paper:#fbfaf7;--ink:#1d2329;--muted:#5a646e;--line:#c9cdd1;--sunken:#f1efea}
@media(prefers-color-scheme:dark){:root{--paper:#15191e;--ink:#e7eaed;--muted:#9ba6b0;--line:#3a424a;--sunken:#1c2127}}
body{margin:0;background:var(--paper);color:var(--ink);font:15px/1.5 system-ui,sans-serif}
main{max-width:1080px;margin:0 auto;padding:32px 24px}
h1{font-size:28px;margin:0}h2{font-size:19px;margin:32px 0 4px}
.age,.note{color:var(--muted);font-size:13px}.answer{font-weight:600;margin:4px 0 12px}
.wide{overflow-x:auto}table{border-collapse:collapse;width:100%;font-size:13px}
th,td{text-align:left;padding:4px 8px;border-bottom:1px solid var(--line);vertical-align:top;overflow-wrap:anywhere}
th{background:var(--sunken)}.number{text-align:right;font-variant-numeric:tabular-nums}.none{color:var(--muted)}
@media print{body{background:#fff;color:#000;font-size:10pt}main{max-width:none;padding:0}tr{break-inside:avoid}
thead{display:table-header-group}h2{break-after:avoid}}
@page{margin:16mm}
"""
