"""One self-contained HTML file: readable from disk with the network off, printable, the same bytes for the same input."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from explorer.exports.svg_charts import STYLE as CHART_STYLE

Cell = str | int | float | None
LONG_WORD, LONG_TEXT, MANY_COLUMNS = 16, 36, 8
"""Letters from which a word may break anywhere and a text needs a wide column; columns from which type is small on paper."""


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
    query: str = ""
    """The command that answers it again."""
    chart: str = ""
    """An SVG drawing of the same figures, already safe to print."""
    view: str = ""
    """The view of the window that shows more of it; paper has no use for it."""
    about: tuple[str, ...] = ()
    """The identity that each row is about, in the order of the rows, where the window can lead to it; empty for none."""
    leading: int = 0
    """The column whose cell leads to what the row is about."""
    keys: tuple[int, ...] = ()
    """Columns that name what a row is about: wherever else a cell holds just that name, it links to the row."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One number that a board remembers."""

    value: str
    words: str
    """What it counts, with its denominator."""
    section: str = ""
    """The title of the section that it is taken from."""
    view: str = ""
    """The view of the window that it is taken from."""


@dataclass(frozen=True, slots=True)
class Document:
    """What is printed: figures and lead sentences first, then the sections."""

    title: str
    age: str
    """How old the data is."""
    lead: tuple[str, ...]
    sections: tuple[Section, ...]
    figures: tuple[Figure, ...] = ()
    lead_title: str = "In short"


def html_document(document: Document) -> str:
    """The document as one HTML file: each section with its headline, chart, table, note and query."""
    title, age, lead, sections = document.title, document.age, document.lead, document.sections
    linked = [(f"s{number}", each) for number, each in enumerate(sections, 1)]
    places = {each.title: key for key, each in linked}
    cards = "".join(_card(each, places) for each in document.figures)
    anchors = _anchors(sections)
    contents = "".join(f'<li><a href="#{key}">{safe_text(each.title)}</a></li>' for key, each in linked)
    parts = [
        "<!doctype html>",
        '<html lang="en"><head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{safe_text(title)}</title><style>{_STYLE}{CHART_STYLE}</style></head><body><main>",
        f"<h1>{safe_text(title)}</h1><p class=age>{safe_text(age)}</p>",
        f"<ul class=cards>{cards}</ul>" if cards else "",
        f"<section><h2>{safe_text(document.lead_title)}</h2><ul>" if lead else "",
        *(f"<li>{safe_text(line)}</li>" for line in lead),
        "</ul></section>" if lead else "",
        f'<nav aria-label="Contents"><h2>Contents</h2><ol>{contents}</ol></nav>' if len(linked) > 3 else "",
        *(_section(key, each, anchors) for key, each in linked),
        "</main></body></html>",
    ]
    return "\n".join(parts) + "\n"


def _card(figure: Figure, places: dict[str, str]) -> str:
    words = safe_text(figure.words)
    key = places.get(figure.section)
    shown = f'<a href="#{key}">{words}</a>' if key else words
    return f"<li><b>{safe_text(figure.value)}</b><span>{shown}</span></li>"


def _anchors(sections: tuple[Section, ...]) -> dict[str, str]:
    """By name, the anchor of the one printed row that is about it; names that several rows share are left out."""
    found: dict[str, str] = {}
    shared: set[str] = set()
    for section in sections:
        for number, row in enumerate(section.rows[: section.most] if section.keys else ()):
            for name in {str(row[column]) for column in section.keys if row[column]}:
                shared |= {name} & found.keys()
                found[name] = f"r{number}"
    return {name: anchor for name, anchor in found.items() if name not in shared}


def _section(key: str, each: Section, anchors: dict[str, str]) -> str:
    rows = each.rows if each.most is None else each.rows[: each.most]
    left_out = len(each.rows) - len(rows)
    more = f"<p class=note>{left_out:,} more rows are not printed here.</p>" if left_out else ""
    head = "".join(f'<th scope="col">{safe_text(column)}</th>' for column in each.columns)
    body = "\n".join(_row(number, row, each, anchors) for number, row in enumerate(rows))
    title = safe_text(each.title)
    many = " class=many" if len(each.columns) >= MANY_COLUMNS else ""
    table = (
        f'<div class=wide tabindex=0 role=region aria-label="{title}"><table{many}><caption>{title}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>\n{body}\n</tbody></table></div>"
    )
    note = "".join(f"<p class=note>{safe_text(line)}</p>" for line in each.note.split("\n") if line)
    shown = table if rows else "" if each.chart or not each.columns else "<p class=note>Nothing to list.</p>"
    query = f"<p class=note>Ask again: <code>{safe_text(each.query)}</code></p>" if each.query else ""
    answer = f"<p class=answer>{safe_text(each.headline)}</p>"
    return (
        f'<section id="{key}"><h2>{safe_text(each.title)}</h2>{answer}{each.chart}{shown}{more}{note}{query}</section>'
    )


def _row(number: int, row: tuple[Cell, ...], section: Section, anchors: dict[str, str]) -> str:
    if section.keys:
        return f'<tr id="r{number}">{"".join(_cell(cell, {}) for cell in row)}</tr>'
    return f"<tr>{''.join(_cell(cell, anchors) for cell in row)}</tr>"


def _cell(cell: Cell, anchors: dict[str, str]) -> str:
    if cell is None:
        return "<td class=none>not assessed</td>"
    if isinstance(cell, int | float):
        return f"<td class=number>{cell:,}</td>"
    text = safe_text(cell)
    shown = f'<a href="#{anchors[cell]}">{text}</a>' if cell in anchors else text
    is_long = max(map(len, cell.split()), default=0) > LONG_WORD
    if text and not text.strip("_"):
        return "<td class=write></td>"  # A line to write on.
    width = " class=long" if is_long else " class=words" if len(text) > LONG_TEXT else ""
    return f"<td{width}>{shown}</td>"


def safe_text(text: str) -> str:
    """Escaped for HTML, control and direction-changing characters written out."""
    return escape(visible_text(text))


def visible_text(text: str) -> str:
    """With control and direction-changing characters written out, so that a name cannot forge a page."""
    return "".join(
        letter if letter.isprintable() and letter not in _DIRECTION else f"\\u{ord(letter):04x}" for letter in text
    )


_DIRECTION = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u061c")

_STYLE = """
:root{color-scheme:light dark;--paper:#fbfaf7;--ink:#1d2329;--muted:#5a646e;--line:#c9cdd1;--sunken:#f1efea;--link:#1a5f8a;
--sure:#12507a;--bar:#2c7fb0;--guess:#a9cbe0;--dark:#8a6d00}
@media(prefers-color-scheme:dark){:root{--paper:#15191e;--ink:#e7eaed;--muted:#9ba6b0;--line:#3a424a;--sunken:#1c2127;--link:#7fb8ef;
--sure:#d6e9f7;--bar:#5aa4d6;--guess:#274a63;--dark:#c9a227}}
body{margin:0;background:var(--paper);color:var(--ink);font:15px/1.5 system-ui,sans-serif}
main{max-width:1080px;margin:0 auto;padding:32px 24px}
h1{font-size:28px;margin:0}h2{font-size:19px;margin:32px 0 4px}
.age,.note{color:var(--muted);font-size:13px}.answer{font-weight:600;margin:4px 0 12px}
.wide{overflow-x:auto}table{border-collapse:collapse;width:100%;font-size:13px}
th,td{text-align:left;padding:4px 8px;border-bottom:1px solid var(--line);vertical-align:top;overflow-wrap:break-word}
th{background:var(--sunken)}.number{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}td:not(.number){min-width:9ch}td.long{overflow-wrap:anywhere;min-width:14ch}td.words{min-width:22ch}.none{color:var(--muted)}
td.write{height:10mm;border-bottom:1px solid var(--muted)}
.cards{display:grid;grid-template-columns:repeat(auto-fill,minmax(220px,1fr));gap:12px;padding:0;list-style:none;margin:20px 0}
.cards li{border:1px solid var(--line);border-radius:4px;padding:12px;background:var(--sunken)}
.cards b{display:block;font-size:24px}.cards span{font-size:13px;color:var(--muted)}
caption{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
a{color:var(--link)}td a{color:inherit;text-decoration-color:var(--muted)}tr:target{background:var(--sunken);outline:2px solid var(--link)}
code{font-size:12px}nav ol{columns:2;padding-left:20px}
@media print{nav{display:none}a{color:inherit;text-decoration:none}.cards li{break-inside:avoid}.wide{overflow:visible}
:root{color-scheme:light;--paper:#fff;--ink:#000;--muted:#444c54;--line:#b5babf;--sunken:#fff;
--sure:#12507a;--bar:#2c7fb0;--guess:#a9cbe0;--dark:#8a6d00}body{font-size:10pt;print-color-adjust:exact}main{max-width:none;padding:0}tr,svg{break-inside:avoid}
table{font-size:7.5pt;line-height:1.25}
.many{font-size:5.8pt}.many th,.many td{padding:2px 3px}td:not(.number){min-width:6ch}td.long,td.words{min-width:9ch}
thead{display:table-header-group}tbody tr:first-child{break-before:avoid}h2,.answer{break-after:avoid}.answer,.note{break-inside:avoid}}
@page{margin:16mm}
"""
