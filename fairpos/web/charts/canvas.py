"""What charts are drawn on: a page, where places across are percentages so that a chart grows with its
column while its letters keep their size, or a paper of fixed width with its colours written in.

Shapes are named by class; a page's stylesheet gives them colours and a paper's canvas does it itself.
"""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

INK, SOFT, LINE, GREEN, RED = "#1d1b16", "#4a463c", "#cfc8ba", "#0b5b43", "#8f1d14"
_PAINT = {
    "bar": GREEN, "bar of-0": GREEN, "bar of-1": "#7fa898", "bar of-2": "#b3c9c0", "bar of-3": LINE,
    "bar up": GREEN, "bar down": RED, "bar whole": SOFT,
}  # fmt: skip
TEXT_PX, FACE = 14, "Be Vietnam Pro"


@dataclass(frozen=True, slots=True)
class Canvas:
    """`width` in pixels, or None for a page that is as wide as its column."""

    width: int | None = None

    def across(self, share: float) -> str:
        """A place or a width, as a share of the whole."""
        return f"{100 * share:.3f}%" if self.width is None else f"{share * self.width:.2f}"

    def box(self, x: float, y: float, wide: float, high: float, *, kind: str, says: str = "") -> Markup:
        told = Markup("<title>{}</title>").format(says) if says else Markup("")
        return Markup('<rect class="{}" x="{}" y="{:.1f}" width="{}" height="{:.1f}"{}>{}</rect>').format(
            kind,
            self.across(x),
            y,
            self.across(wide),
            high,
            self._paint("fill", _PAINT.get(kind, SOFT)),
            told,
        )

    def line(self, x: float, y: float, x2: float, y2: float, *, kind: str) -> Markup:
        return Markup('<line class="{}" x1="{}" y1="{:.1f}" x2="{}" y2="{:.1f}"{}/>').format(
            kind,
            self.across(x),
            y,
            self.across(x2),
            y2,
            self._paint("stroke", LINE if kind == "across" else INK),
        )

    def dot(self, x: float, y: float, *, kind: str, says: str = "") -> Markup:
        return Markup('<circle class="{}" cx="{}" cy="{:.1f}" r="4.5"{}><title>{}</title></circle>').format(
            kind, self.across(x), y, self._paint("fill", GREEN), says
        )

    def text(
        self, x: float, y: float, words: str, *, kind: str, after: int = 0, middle: bool = False
    ) -> Markup:
        """Words that begin `after` pixels behind a place, or stand around it."""
        shift = Markup(' dx="{}"').format(after) if after else Markup("")
        anchor = Markup(' text-anchor="middle"') if middle else Markup("")
        size = Markup("") if self.width is None else _letters(kind)
        return Markup('<text class="{}" x="{}" y="{:.1f}"{}{}{}{}>{}</text>').format(
            kind, self.across(x), y, shift, anchor, size, self._paint("fill", INK), words
        )

    def _paint(self, what: str, colour: str) -> Markup:
        return Markup("") if self.width is None else Markup(' {}="{}"').format(what, colour)


def _letters(kind: str) -> Markup:
    """How letters are set on paper: a drawing that stands alone knows no stylesheet."""
    weight = Markup(' font-weight="600"') if kind == "label" else Markup("")
    return Markup(' font-family="{}" font-size="{}"').format(FACE, TEXT_PX) + weight


PAGE = Canvas()


def picture(
    chart_id: str, title: str, description: str, drawn: Markup, *, height: int, canvas: Canvas
) -> Markup:
    """The drawing as an image with a title and a description."""
    if canvas.width is None:
        size = Markup('width="100%" height="{}"').format(height)
    else:
        size = Markup(
            'xmlns="http://www.w3.org/2000/svg" width="{w}" height="{h}" viewBox="0 0 {w} {h}"'
        ).format(w=canvas.width, h=height)
    return Markup(
        '<svg class="chart" role="img" aria-labelledby="{id}-title {id}-text" {size}>'
        '<title id="{id}-title">{title}</title><desc id="{id}-text">{text}</desc>{drawn}</svg>'
    ).format(id=chart_id, size=size, title=title, text=description, drawn=drawn)
