"""A hall of the plan as SVG: one drawing for the editor, the heat map, the public page and the printer.

Measures inside are centimetres. Each shape carries plain colours for paper and a class, by which a page gives
it the colours of its scheme. What a colour says is also written in the stand, or drawn as a pattern.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from fairpos.core.floor import Hall, Landmark, Stand

MARGIN = 100
_SMALLEST = 60
"""Letters of a landmark that would be smaller stand beneath it."""
_WIDE = 4_500
_INK, _LINE, _PAPER = "#1d1b16", "#8a8474", "#ffffff"
_TINTS = {"in-province": "#d9ebe3", "other-province": "#f6e3c8", "foreign": "#e2e1f5"}
HEATS = ("#ffffff", "#fdeccb", "#fbd28b", "#f3a953", "#dd7430", "#a83a16")
"""From nothing sold to the most; from the fourth on, letters are light."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """One stand with what stands in it. `words` says all of it to those who do not see the drawing.

    With `href` it is a link, and `first` is the one that the tab key reaches; arrow keys do the rest.
    `heat` is an index of HEATS, None where the drawing is of zones.
    """

    stand: Stand
    words: str
    value: str = ""
    href: str = ""
    chosen: bool = False
    found: bool = False
    first: bool = False
    heat: int | None = None


@dataclass(frozen=True, slots=True)
class Marked:
    """A landmark with its word in the page's language."""

    landmark: Landmark
    word: str


def hall(
    place: Hall, stands: Sequence[Drawn], marks: Iterable[Marked], *, id: str, title: str, alone: bool = False
) -> Markup:
    """The drawing. `alone` makes it a file of its own; otherwise it belongs into a page."""
    width, height = place.width + 2 * MARGIN, place.height + 2 * MARGIN
    links = any(one.href for one in stands)
    head = Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {w} {h}" class="{names}" id="{id}" '
        'role="{role}" aria-label="{title}" font-family="Be Vietnam Pro"{size}>'
    ).format(
        w=width,
        h=height,
        id=id,
        names="floor wide" if place.width > _WIDE else "floor",
        title=title,
        role="group" if links else "img",
        size=Markup(' width="{}" height="{}"').format(width // 5, height // 5) if alone else "",
    )
    ground = Markup(
        '<rect class="ground" x="{m}" y="{m}" width="{w}" height="{h}" fill="{paper}" stroke="{ink}" '
        'stroke-width="12"/>'
    ).format(m=MARGIN, w=place.width, h=place.height, paper=_PAPER, ink=_INK)
    # What stands out comes last, so that no neighbour lies on its frame.
    ordered = sorted(stands, key=lambda one: one.chosen or one.found)
    parts = [head, _HATCH, ground, *(_mark(one) for one in marks), *(_stand(one) for one in ordered)]
    return Markup("").join([*parts, _scale(place), Markup("</svg>")])


_HATCH = Markup(
    '<defs><pattern id="no" width="40" height="40" patternUnits="userSpaceOnUse">'
    '<path d="M0 40 40 0" stroke="{}" stroke-width="6"/></pattern></defs>'
).format(_LINE)


def _stand(one: Drawn) -> Markup:
    stand = one.stand
    x, y = stand.x + MARGIN, stand.y + MARGIN
    names = ["stand", stand.kind, stand.state, stand.zone if one.heat is None else f"heat-{one.heat}"]
    names += [name for name, is_so in (("chosen", one.chosen), ("found", one.found)) if is_so]
    fill = _TINTS.get(stand.zone, _PAPER) if one.heat is None else HEATS[one.heat]
    ink = _PAPER if one.heat is not None and one.heat >= 4 else _INK
    shape = Markup(
        '<rect class="shape" x="{x}" y="{y}" width="{w}" height="{h}" fill="{fill}" stroke="{ink}" '
        'stroke-width="{line}"{dash}/>'
    ).format(
        x=x, y=y, w=stand.width, h=stand.height, fill=fill, ink=_INK,
        line=14 if stand.state == "fixed" else 6,
        dash=Markup(' stroke-dasharray="30 18"') if stand.state == "reserve" else "",
    )  # fmt: skip
    inner = [shape]
    if stand.state == "blocked":
        inner.append(
            Markup('<rect class="no" x="{}" y="{}" width="{}" height="{}" fill="url(#no)"/>').format(
                x, y, stand.width, stand.height
            )
        )
    inner += _text(stand, x, y, ink, one.value)
    # How many sides are open, as so many marks in the corner.
    inner += [
        Markup('<rect class="open" x="{}" y="{}" width="18" height="18" fill="{}"/>').format(
            x + stand.width - 34 - 32 * n, y + 16, ink
        )
        for n in range(stand.open_sides if one.heat is None else 0)
    ]
    body = Markup("").join([Markup("<title>{}</title>").format(one.words), *inner])
    if not one.href:
        return Markup('<g class="{}">{}</g>').format(" ".join(names), body)
    return Markup(
        '<a class="{names}" href="{href}" aria-label="{words}" tabindex="{tab}" data-stand="{id}" '
        'data-x="{x}" data-y="{y}"{current}>{body}</a>'
    ).format(
        names=" ".join(names), href=one.href, words=one.words, tab=0 if one.first else -1, id=stand.id,
        x=stand.x + stand.width // 2, y=stand.y + stand.height // 2, body=body,
        current=Markup(' aria-current="true"') if one.chosen else "",
    )  # fmt: skip


def _text(stand: Stand, x: int, y: int, ink: str, value: str) -> list[Markup]:
    small = min(stand.width, stand.height)
    size = min(small * 3 // 10, stand.width * 8 // (5 * max(3, len(stand.shown))))
    lines = [(stand.shown, size, "code")]
    if value:
        lines.append((value, min(small // 4, stand.width * 8 // (5 * max(4, len(value)))), "value"))
    top = y + stand.height // 2 - sum(high for _, high, _ in lines) * 6 // 10
    made = []
    for words, high, name in lines:
        top += high * 11 // 10
        made.append(
            Markup(
                '<text class="{}" x="{}" y="{}" font-size="{}" font-weight="{}" text-anchor="middle" '
                'fill="{}">{}</text>'
            ).format(name, x + stand.width // 2, top, high, 600 if name == "code" else 400, ink, words)
        )
        top += high // 6
    return made


def _mark(one: Marked) -> Markup:
    mark = one.landmark
    words = mark.name or one.word
    size = min(110, mark.width * 8 // (5 * max(3, len(words))), mark.height * 6 // 10)
    below = size < _SMALLEST
    size = max(size, _SMALLEST)
    return Markup(
        '<g class="mark {kind}"><rect x="{x}" y="{y}" width="{w}" height="{h}" rx="20" fill="#ebe7de" '
        'stroke="{line}" stroke-width="6"/><text x="{tx}" y="{ty}" font-size="{size}" text-anchor="middle" '
        'fill="{ink}">{words}</text></g>'
    ).format(
        kind=mark.kind, x=mark.x + MARGIN, y=mark.y + MARGIN, w=mark.width, h=mark.height, line=_LINE,
        ink=_INK,
        tx=mark.x + MARGIN + mark.width // 2, size=size,
        ty=mark.y + MARGIN + (mark.height + size if below else mark.height // 2 + size // 3),
        words=words,
    )  # fmt: skip


def _scale(place: Hall) -> Markup:
    """Ten metres, so that a print of any size can be measured."""
    long = 1_000 if place.width > 2_000 else 500
    y = place.height + MARGIN + 60
    return Markup(
        '<g class="scale"><path d="M{x} {y}h{long}m0 -20v40M{x} {up}v40" stroke="{ink}" stroke-width="8" '
        'fill="none"/><text x="{tx}" y="{ty}" font-size="70" fill="{ink}">{m} m</text></g>'
    ).format(x=MARGIN, y=y, up=y - 20, long=long, ink=_INK, tx=MARGIN + long + 40, ty=y + 25, m=long // 100)
