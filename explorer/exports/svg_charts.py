"""Small charts as SVG text for documents: no script, no font of their own, words beside every bar."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from html import escape

BAR, GAP, LABEL, WORDS, WIDTH = 18, 6, 220, 200, 720
"""Pixels of a bar, between bars, of the words before it, of those behind the longest, of the whole."""


def bars(title: str, rows: Sequence[tuple[str, float, str]], full: float) -> str:
    """Horizontal bars, one per (label, value, words at its end); the axis ends at `full`."""
    height = len(rows) * (BAR + GAP)
    parts = [_open(title, height)]
    room = WIDTH - LABEL - WORDS
    for place, (label, value, words) in enumerate(rows):
        y = place * (BAR + GAP)
        width = room * min(max(value / full, 0.0), 1.0) if full else 0.0
        parts.append(f'<text x="{LABEL - 8}" y="{y + 13}" text-anchor="end">{_short(label)}</text>')
        parts.append(f'<rect class="bar" x="{LABEL}" y="{y}" width="{width:.1f}" height="{BAR}"/>')
        parts.append(f'<text x="{LABEL + width + 6:.1f}" y="{y + 13}">{escape(words)}</text>')
    return "".join([*parts, "</svg>"])


def stacked_bars(title: str, layers: Sequence[str], rows: Sequence[tuple[str, Sequence[int]]]) -> str:
    """Horizontal bars of counts, split into layers; each row is (label, a count per layer). With a legend above."""
    full = max((sum(counts) for _, counts in rows), default=0)
    top = BAR + 2 * GAP
    parts = [_open(title, top + len(rows) * (BAR + GAP))]
    x = LABEL
    for number, layer in enumerate(layers):
        parts.append(f'<rect class="layer{number}" x="{x}" y="0" width="14" height="14"/>')
        parts.append(f'<text x="{x + 20}" y="12">{escape(layer)}</text>')
        x += 110
    for place, (label, counts) in enumerate(rows):
        y, left = top + place * (BAR + GAP), float(LABEL)
        parts.append(f'<text x="{LABEL - 8}" y="{y + 13}" text-anchor="end">{_short(label)}</text>')
        for number, count in enumerate(counts):
            width = (WIDTH - LABEL - 110) * count / full if full else 0.0
            parts.append(
                f'<rect class="layer{number}" x="{left:.1f}" y="{y}" width="{width:.1f}" height="{BAR}"/>'
                if count
                else ""
            )
            left += width
        words = ", ".join(f"{count:,} {layer}" for layer, count in zip(layers, counts, strict=True) if count)
        parts.append(f"<title>{escape(f'{label}: {words}')}</title>")
        parts.append(f'<text x="{left + 6:.1f}" y="{y + 13}">{sum(counts):,}</text>')
    return "".join([*parts, "</svg>"])


STYLE = """
svg{display:block;max-width:100%;height:auto;font-size:12px;margin:4px 0 12px}svg text{fill:var(--ink)}
.bar,.layer1{fill:var(--bar)}.layer0{fill:var(--sure)}.layer2{fill:var(--guess);stroke:var(--bar)}
.layer3{fill:var(--paper);stroke:var(--dark);stroke-width:1.5;stroke-dasharray:3 2}
"""
"""How charts look: verified, declared, inferred, and unknown as an empty dashed box, so that grey tones tell too."""

COLOURS = {
    "ink": "#1d2329",
    "paper": "#ffffff",
    "sure": "#12507a",
    "bar": "#2c7fb0",
    "guess": "#a9cbe0",
    "dark": "#8a6d00",
}
"""What the names in `STYLE` stand for on white paper; a page on a screen says its own."""


def print_svg(chart: str, colours: Mapping[str, str] = COLOURS) -> str:
    """A chart as an SVG file of its own, in the colours of paper or in others of the same names."""
    style = re.sub(r"var\(--(\w+)\)", lambda name: colours[name[1]], STYLE).replace("svg text", "text")
    return chart.replace(">", f"><style>{style}</style>", 1).replace(
        "<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1
    )


def _open(title: str, height: int) -> str:
    return f'<svg role="img" viewBox="0 0 {WIDTH} {max(height, 1)}" width="{WIDTH}"><title>{escape(title)}</title>'


def _short(label: str) -> str:
    return escape(label if len(label) <= 32 else f"{label[:15]}…{label[-15:]}")
