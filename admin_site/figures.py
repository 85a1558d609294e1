"""Takings at any grain: filters in the URL, cut along one axis, with pace, and out as CSV or a workbook."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Annotated, Any, get_args
from urllib.parse import urlencode

from pydantic import AfterValidator, Field, field_validator, model_validator
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from admin_site.forms import FIELD_MAX, FormModel, checked, printable
from admin_site.site import fair_reading, site_of
from fairpos.core.fair import ZONES
from fairpos.core.measures import SCOPES, Scope
from fairpos.core.money import Language
from fairpos.core.sale import TenderKind
from fairpos.ledger import fairs, figure_names
from fairpos.ledger import figures as ledger_figures
from fairpos.ledger.connection import Connection
from fairpos.ledger.fairs import FairRow
from fairpos.ledger.figures import AXES, DETAILS, SHARED, Ask, Axis, CannotCombine, Figures
from fairpos.ledger.pace import Pace, pace
from fairpos.web.downloads import download
from fairpos.web.filters import day as printed_day
from fairpos.web.forms import Form
from fairpos.web.i18n import language_of, translator
from fairpos.web.i18n import mark as _
from fairpos.web.pages import page
from fairpos.web.policy import may
from fairpos.web.screen import screen
from fairpos.web.words import WORDS
from fairpos.wire import exports

TOP = 50
"""Rows on the page; an export holds them all."""

_DRILL: Mapping[Axis, Axis] = {
    "day": "hour",
    "hour": "booth",
    "zone": "booth",
    "district": "exhibitor",
    "group": "article",
    "exhibitor": "article",
    "booth": "hour",
    "article": "day",
    "tender": "day",
}
"""Along which axis a row is cut when a person looks into it."""

_FILTERS = ("zone", "district", "group", "exhibitor", "booth", "article", "tender", "hour")
_REFUSED = _(
    "Sums are kept by hour, by goods (product and product group) and by way of paying, never by two of these"
    " at once. Day, zone, booth, district and exhibitor go with each of them. Leave out one of these:"
)
_NO_RETURNS = _("Returns on paper are known by day, zone and booth alone. Cut by these, or leave them out:")
_NOT_TOLD_APART = _("Booths that several share: not told apart")

Word = Annotated[str, Field(max_length=200), AfterValidator(printable)]


class Filters(FormModel):
    """The URL's filters; an empty one filters nothing."""

    first: str = ""
    last: str = ""
    zone: Word = ""
    district: Word = ""
    group: Word = ""
    exhibitor: Word = ""
    booth: Word = ""
    article: Word = ""
    tender: Word = ""
    hour: str = ""
    by: Axis = "day"
    returns: str = ""

    @field_validator("first", "last")
    @classmethod
    def _day(cls, typed: str) -> str:
        parts = typed.split("-")
        sound = [len(part) for part in parts] == [4, 2, 2] and all(
            part.isascii() and part.isdigit() for part in parts
        )
        if typed and not sound:
            raise ValueError(_("Choose a day of the list."))
        return typed

    @field_validator("hour")
    @classmethod
    def _hour(cls, typed: str) -> str:
        if typed and not (typed.isascii() and typed.isdigit() and int(typed[:4]) < 24 and len(typed) < 3):
            raise ValueError(_("An hour is 0 to 23."))
        return typed

    @model_validator(mode="after")
    def _in_order(self) -> Filters:
        if self.first and self.last and self.last < self.first:
            raise ValueError(_("The last day lies before the first."))
        return self

    def ask(self) -> Ask:
        return Ask(
            first=self.first or None,
            last=self.last or None,
            zone=self.zone or None,
            district=self.district or None,
            group=self.group or None,
            exhibitor=self.exhibitor or None,
            booth=self.booth or None,
            article=self.article or None,
            tender=self.tender or None,
            hour=int(self.hour) if self.hour else None,
            by=self.by,
            returns=self.returns == "yes",
        )


@dataclass(frozen=True, slots=True)
class Chip:
    """One filter that is set, in words, and the address without it."""

    label: str
    text: str
    without: str


@dataclass(frozen=True, slots=True)
class Way:
    """Something to leave out of a question that cannot be answered, and the address of the rest."""

    without: tuple[str, ...]
    address: str


@dataclass(frozen=True, slots=True)
class Shown:
    """One request, answered: `problem` is why there are no figures, `ways` lead on from there."""

    form: Form
    found: Figures | None
    problem: str
    ways: tuple[Way, ...] = ()


@screen(may("see"))
def figures(request: Request) -> Response:
    site = site_of(request)
    now = site.clock()
    with fair_reading(request) as (connection, fair):
        shown = _answer(request, connection, fair, now)
        chips = _chips(request, connection, fair, shown.form)
        choices = figure_names.choices(connection, fair.id)
        against = _pace(request, connection, fair, shown, now)
    return page(
        request,
        "site/figures.html",
        status=200 if shown.found else 422,
        tab="figures",
        fair=fair,
        form=shown.form,
        found=shown.found,
        problem=shown.problem,
        ways=shown.ways,
        shared=SHARED,
        chips=chips,
        choices=choices,
        zones=ZONES,
        tenders=get_args(TenderKind),
        axes=AXES,
        against=against,
        top=TOP,
        into=lambda key: _into(shown, key),
        export=lambda kind: f"figures/export?{_address(shown.form, {'form': kind})[1:]}",
        now=now,
    )


@screen(may("see"))
def export(request: Request) -> Response:
    """All rows of the figures as they are filtered, as CSV or as a workbook that says what they are of."""
    language = language_of(request)
    say = translator("site", language).gettext
    with fair_reading(request) as (connection, fair):
        shown = _answer(request, connection, fair, site_of(request).clock())
        if shown.found is None:
            raise HTTPException(400)
        chips = _chips(request, connection, fair, shown.form)
        name = fair.name_en if language == "en" and fair.name_en else fair.name
    tables = _tables(shown.found, chips, name, say, language)
    stem = f"{fair.slug}-{say(WORDS['figure_axis'][shown.found.ask.by])}"
    if request.query_params.get("form") == "xlsx":
        return download(stem, "xlsx", exports.xlsx_of(tables))
    return download(stem, "csv", exports.csv_of(tables[0]))


def _answer(request: Request, connection: Connection, fair: FairRow, now: int) -> Shown:
    asked = request.query_params
    typed = {field: asked.get(field, "")[:FIELD_MAX] for field in Filters.model_fields}
    typed["by"] = typed["by"] or "day"
    filters, faults = checked(Filters, typed)
    if filters is None:
        return Shown(Form(typed, faults), None, faults.get("", ""))
    try:
        found = ledger_figures.figures(connection, fair, filters.ask(), now=now)
    except CannotCombine as refused:
        return Shown(Form(typed), None, _NO_RETURNS if refused.returns else _REFUSED, _ways(typed, refused))
    return Shown(Form(typed), found, "")


def _ways(typed: Mapping[str, str], refused: CannotCombine) -> tuple[Way, ...]:
    """The same question without one of the things that do not go together."""
    form = Form(dict(typed))
    if refused.returns:
        return (Way(("returns",), _address(form, {"returns": ""})),)
    found = []
    for detail in refused.details:
        names = [name for name in DETAILS[detail] if typed[name] or typed["by"] == name]
        changes = dict.fromkeys(names, "") | ({"by": "day"} if typed["by"] in names else {})
        found.append(Way(tuple(names), _address(form, changes)))
    return tuple(found)


def _into(shown: Shown, key: str) -> str:
    """The address of one row alone, cut along the next axis that goes with everything else that is asked."""
    assert shown.found is not None, "only rows are looked into"
    ask = shown.found.ask
    only: dict[str, str] = {"first": key, "last": key} if ask.by == "day" else {ask.by: key}
    narrowed: dict[str, Any] = {name: int(value) if name == "hour" else value for name, value in only.items()}
    axis = _DRILL[ask.by]
    by = axis if replace(ask, **narrowed, by=axis).has_answer else "day"
    return _address(shown.form, {**only, "by": by})


def _address(form: Form, changes: Mapping[str, str]) -> str:
    values = {**form.texts, **changes}
    return "?" + urlencode({name: value for name, value in values.items() if value})


def _chips(request: Request, connection: Connection, fair: FairRow, form: Form) -> tuple[Chip, ...]:
    """The filters that are set, each with its word and its name."""
    say = translator("site", language_of(request)).gettext
    found = []
    for name in ("first", "last", *_FILTERS):
        key = form[name]
        if not key:
            continue
        if name in ("first", "last"):
            text = printed_day(key) if key.count("-") == 2 else key
        elif name in ("booth", "exhibitor", "article"):
            text = figure_names.name_of(connection, fair.id, name, key)
        elif name in ("zone", "tender"):
            text = say(WORDS[name].get(key, key))
        else:
            text = f"{key.zfill(2)}:00" if name == "hour" else key
        found.append(Chip(say(WORDS["figure_axis"][name]), text, _address(form, {name: ""})))
    return tuple(found)


def _pace(
    request: Request, connection: Connection, fair: FairRow, shown: Shown, now: int
) -> tuple[Pace, Scope, FairRow] | None:
    """The pace of the fair, or of one zone; of anything smaller the edition before is not known here."""
    form = shown.form
    smaller = [name for name in ("first", "last", *_FILTERS) if name != "zone" and form[name]]
    if shown.found is None or smaller:
        return None
    scope = next((one for one in SCOPES if one == (form["zone"] or "all")), None)
    past = site_of(request).boards.past(connection, fair)
    if past is None or scope is None:
        return None
    counted = site_of(request).boards.counted(connection, fair, now=now)
    return pace(fairs.calendar(connection, fair.id), counted, past, scope, now=now), scope, past.fair


def _tables(
    found: Figures, chips: tuple[Chip, ...], name: str, say: Callable[[str], str], language: Language
) -> list[exports.Table]:
    by = found.ask.by
    word = {"zone": WORDS["zone"], "tender": WORDS["tender"]}.get(by, {})
    headings = [
        say(WORDS["figure_axis"][by]),
        say(_("Name")),
        say(_("Belongs to")),
        say(_("Takings by till, đồng")),
    ]
    if found.ask.returns:
        headings += [say(_("Returns on paper, đồng")), say(_("Together, đồng"))]
    headings += [say(WORDS["figure_count"][found.counts]), say(_("Share, %"))]
    rows: list[list[exports.Value]] = []
    for row in found.rows:
        name = (
            say(_NOT_TOLD_APART) if row.key == SHARED else say(word[row.key]) if row.key in word else row.name
        )
        line: list[exports.Value] = [row.key, name, row.of]
        line.append(row.takings)
        if found.ask.returns:
            line += [row.returned, row.together]
        count = row.count
        line.append(count if count is None or found.counts != "pieces" else count // 1_000)
        line.append(None if row.share is None else row.share * 100)
        rows.append(line)
    lacking = found.coverage.lacks(language)
    about: list[tuple[exports.Value, ...]] = [
        (say(_("Fair")), name),
        (say(_("Days")), found.coverage.text(language)),
        *((chip.label, chip.text) for chip in chips),
        (say(_("Returns of paper booths")), say(_("included") if found.ask.returns else _("not included"))),
        (say(_("Still lacking")), lacking or say(_("nothing that is known of"))),
        (say(_("Takings by till, đồng")), found.takings),
    ]
    if found.untold:
        about.append((say(_("Not in it: sold at booths that several share, đồng")), found.untold))
    return [
        exports.Table(say(_("Figures")), tuple(headings), rows),
        exports.Table(say(_("What they are of")), (say(_("What")), say(_("Value"))), about),
    ]
