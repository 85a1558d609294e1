"""The forms of the plan editor: what may be typed into them, read whole, with every fault beside its field.

People type metres and square metres, with a comma or a point; the plan keeps centimetres and square
decimetres.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field

from admin_site.forms import FormModel, printable
from fairpos.core.fair import ZoneKey
from fairpos.core.floor import (
    FACILITIES,
    Facility,
    Gap,
    GapKind,
    Hall,
    Landmark,
    LandmarkKind,
    Stand,
    StandKind,
    StandState,
)
from fairpos.web.i18n import mark as _
from fairpos.wire.cells import BadCell, hundredths

SIDE_MAX_CM = 100_000


def _length(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    try:
        return hundredths(value)
    except BadCell as bad:
        raise ValueError(_("Write metres, for example 3 or 2,5.")) from bad


def _side(value: int) -> int:
    if not 50 <= value <= SIDE_MAX_CM:
        raise ValueError(_("Between half a metre and 1.000 metres."))
    return value


def _code(text: str) -> str:
    if " " in text:
        raise ValueError(_("A code has no blanks."))
    return printable(text)


def _whole(value: Any) -> Any:
    if isinstance(value, str):
        if not (value.strip().isascii() and value.strip().isdigit()):
            raise ValueError(_("Write a whole number."))
        return int(value.strip()[:9])
    return value


Metres = Annotated[int, BeforeValidator(_length)]
Side = Annotated[int, BeforeValidator(_length), AfterValidator(_side)]
Code = Annotated[str, Field(min_length=1, max_length=12), AfterValidator(_code)]
Words = Annotated[str, Field(min_length=1, max_length=60), AfterValidator(printable)]
Whole = Annotated[int, BeforeValidator(_whole)]
Key = Annotated[str, Field(max_length=64)]


def _between(low: int, high: int) -> AfterValidator:
    def check(value: int) -> int:
        if not low <= value <= high:
            raise ValueError(_("This number is too small or too large."))
        return value

    return AfterValidator(check)


class HallForm(FormModel):
    name: Words
    site: Annotated[str, Field(max_length=60), AfterValidator(printable)] = ""
    width: Side
    height: Side

    def hall(self, id_: str) -> Hall:
        return Hall(id=id_, name=self.name, site=self.site, width=self.width, height=self.height)


class RowForm(FormModel):
    """A row of `count` stands alike."""

    hall: Key
    row: Code
    count: Annotated[Whole, _between(1, 200)]
    first: Annotated[Whole, _between(1, 9_999)]
    zone: ZoneKey
    kind: StandKind
    width: Side
    height: Side
    x: Metres
    y: Metres
    way: Literal["across", "down"]

    def like(self, facilities: frozenset[Facility]) -> Stand:
        return Stand(
            id="",
            zone=self.zone,
            hall=self.hall,
            row=self.row,
            position=1,
            area=self.width * self.height // 100,
            kind=self.kind,
            facilities=facilities,
            x=self.x,
            y=self.y,
            width=self.width,
            height=self.height,
        )


class StandForm(FormModel):
    code: Code
    zone: ZoneKey
    kind: StandKind
    state: StandState
    open_sides: Annotated[Whole, _between(0, 4)]
    row: Code
    position: Annotated[Whole, _between(1, 9_999)]
    x: Metres
    y: Metres
    width: Side
    height: Side
    area: Annotated[int | None, BeforeValidator(lambda text: _length(text) if text else None)] = None

    def stand(self, before: Stand, facilities: frozenset[Facility]) -> Stand:
        """An area left empty is what the sides enclose."""
        return Stand(
            id=before.id,
            zone=self.zone,
            hall=before.hall,
            row=self.row,
            position=self.position,
            code=self.code,
            area=self.width * self.height // 100 if self.area is None else self.area,
            kind=self.kind,
            open_sides=self.open_sides,
            facilities=facilities,
            state=self.state,
            x=self.x,
            y=self.y,
            width=self.width,
            height=self.height,
        )


class NumberForm(FormModel):
    hall: Key
    row: Key
    prefix: Code
    first: Annotated[Whole, _between(0, 9_999)]
    step: Annotated[Whole, _between(1, 9)]


class GapForm(FormModel):
    hall: Key
    row: Key
    after: Annotated[Whole, _between(1, 9_999)]
    kind: GapKind

    def gap(self) -> Gap:
        return Gap(self.hall, self.row, self.after, self.kind)


class LandmarkForm(FormModel):
    hall: Key
    kind: LandmarkKind
    name: Annotated[str, Field(max_length=40), AfterValidator(printable)] = ""
    x: Metres
    y: Metres
    width: Side
    height: Side

    def landmark(self, id_: str) -> Landmark:
        return Landmark(
            id=id_, hall=self.hall, kind=self.kind, name=self.name, x=self.x, y=self.y, width=self.width,
            height=self.height,
        )  # fmt: skip


class VersionForm(FormModel):
    note: Annotated[str, Field(max_length=200), AfterValidator(printable)] = ""


def facilities_of(typed: dict[str, str]) -> frozenset[Facility]:
    return frozenset(one for one in FACILITIES if typed.get(f"facility-{one}"))


def metres(centimetres: int) -> str:
    """Centimetres as people type them: 3, 2,5, 2,25."""
    whole, part = divmod(centimetres, 100)
    return f"{whole},{part:02}".rstrip("0") if part else str(whole)


def stand_values(stand: Stand) -> dict[str, str]:
    """What the form of a stand holds before anybody types."""
    return {
        "code": stand.shown,
        "zone": stand.zone,
        "kind": stand.kind,
        "state": stand.state,
        "open_sides": str(stand.open_sides),
        "row": stand.row,
        "position": str(stand.position),
        "area": metres(stand.area),
        **{name: metres(getattr(stand, name)) for name in ("x", "y", "width", "height")},
        **{f"facility-{one}": "on" for one in stand.facilities},
    }


ROW_START = {
    "count": "10", "first": "1", "zone": "in-province", "kind": "booth", "width": "3", "height": "3",
    "x": "3", "way": "across", "facility-power": "on",
}  # fmt: skip
"""What the form of a new row begins with: ten standard booths with power."""
