"""Price books: what each booth's tills sell, and new prices from now on, one by one or many at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from admin_site.site import actor, fair_of, fair_reading, site_of
from fairpos.core import money
from fairpos.core.document import TEXT_MAX, is_name
from fairpos.core.fair import Article, Booth, Edition
from fairpos.core.search import search_key
from fairpos.ledger import editions, fairs, prices
from fairpos.ledger.fairs import FairRow
from fairpos.web.downloads import download
from fairpos.web.i18n import language_of, translator
from fairpos.web.i18n import mark as _
from fairpos.web.pages import page
from fairpos.web.policy import may
from fairpos.web.screen import field, screen
from fairpos.wire import exports, price_lists
from fairpos.wire.cells import BadSheet
from fairpos.wire.price_lists import PriceLine
from fairpos.wire.sheets import FILE_BYTES_MAX

FOUND_MAX = 100
HEADINGS = (_("Product code"), _("Product"), _("Exhibitor"), _("Unit"), _("Price now (đồng)"), _("New price"))


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleShown:
    """An article with who sells it, where, and how it stands: "sold", "off" a shelf, or "held" back. `typed`
    is the price in its field, `wrong` whether it cannot be read."""

    article: Article
    seller: str
    state: str
    typed: str
    wrong: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which articles the page shows: those of a booth, or those a word finds."""

    booth: str = ""
    query: str = ""


@screen(may("see"))
def listed(request: Request) -> Response:
    asked = _asked(request.query_params.get("booth", ""), request.query_params.get("q", ""))
    return _page(request, asked, {}, frozenset())


def _asked(booth: str, query: str) -> Asked:
    return Asked(booth=booth if is_name(booth) else "", query=query[:TEXT_MAX] if query.isprintable() else "")


def _page(request: Request, asked: Asked, typed: dict[str, str], wrong: frozenset[str]) -> Response:
    with fair_reading(request) as (connection, fair):
        # As tills would be told now: what is held back (no label yet, past its day) is not in it.
        edition = editions.build(connection, fair.id, 0, at=site_of(request).clock())
        every = fairs.articles(connection, fair.id)
        booths = tuple(sorted(fairs.booths(connection, fair.id), key=lambda booth: booth.name))
        newest = prices.listed(connection, fair.id, limit=1)
        terminals, tills = prices.spread(connection, fair.id)
    booth = next((one for one in booths if one.id == asked.booth), None)
    found = tuple(_found(asked, booth, edition, every))
    shown = tuple(_shown(one, booth, edition, typed, wrong) for one in found[:FOUND_MAX])
    number = newest[0].number if newest else 0
    return page(
        request,
        "site/prices.html",
        status=422 if wrong else 200,
        tab="prices",
        fair=fair,
        asked=asked,
        booth=booth,
        booths=booths,
        articles=shown,
        more=len(found) > FOUND_MAX,
        newest=newest[0] if newest else None,
        here=terminals.get(number, 0) + tills.get(number, 0),
        of=sum(terminals.values()) + sum(tills.values()),
        why=field(request, "why")[: 2 * TEXT_MAX],
        wrong=bool(wrong),
        done=request.query_params.get("done", "").isdigit() and request.query_params["done"][:6],
    )


def _found(
    asked: Asked, booth: Booth | None, edition: Edition, every: tuple[Article, ...]
) -> Iterator[Article]:
    if booth is not None:
        yield from (one for who in booth.exhibitors for one in every if one.exhibitor == who)
    elif asked.query:
        key = search_key(asked.query)
        names = {who.id: who.name for who in edition.exhibitors}
        for one in every:
            if key in search_key(f"{one.name} {one.id} {one.barcode} {names.get(one.exhibitor, '')}"):
                yield one


def _shown(
    article: Article, booth: Booth | None, edition: Edition, typed: dict[str, str], wrong: frozenset[str]
) -> ArticleShown:
    seller = next((who.name for who in edition.exhibitors if who.id == article.exhibitor), article.exhibitor)
    off = any(stop.article == article.id and booth and stop.booth == booth.id for stop in edition.stops)
    sold = any(one.id == article.id for one in edition.articles)
    return ArticleShown(
        article=article,
        seller=seller,
        state="off" if off else "sold" if sold else "held",
        typed=typed.get(article.id, money.number(article.price, "vi")),
        wrong=article.id in wrong,
    )


@screen(may("arrange"))
def change(request: Request) -> Response:
    """Set the prices that were typed and differ. One that cannot be read changes none."""
    form = getattr(request.state, "form", FormData())
    typed = {
        name.removeprefix("price-"): value.strip()
        for name, value in form.multi_items()
        if name.startswith("price-") and isinstance(value, str) and is_name(name.removeprefix("price-"))
    }
    asked = _asked(field(request, "booth"), field(request, "q"))
    read: dict[str, int] = {}
    wrong = set()
    for article, text in typed.items():
        try:
            read[article] = money.parse_dong(text)
        except money.NotMoney:
            wrong.add(article)
    why = " ".join(field(request, "why").split())
    if wrong or len(why) > TEXT_MAX or not why.isprintable():
        return _page(request, asked, typed, frozenset(wrong) or frozenset({"why"}))
    done, fair = _keep(request, read, why)
    return RedirectResponse(
        f"/fairs/{fair.slug}/prices?booth={asked.booth}&done={done.count}", status_code=303
    )


def _keep(request: Request, read: dict[str, int], why: str) -> tuple[prices.Repriced, FairRow]:
    site = site_of(request)
    with site.database.writing() as connection:
        fair = fair_of(connection, request)
        try:
            done = prices.change(connection, fair.id, read, at=site.clock(), by=actor(request), why=why)
        except prices.UnknownArticle as gone:
            raise HTTPException(404) from gone
        except prices.NotAPrice as bad:
            raise HTTPException(422) from bad
    return done, fair


@screen(may("see"))
def export(request: Request) -> Response:
    """Every price as it is, with an empty column for the new ones, to be filled in and brought back."""
    say = translator("site", language_of(request)).gettext
    with fair_reading(request) as (connection, fair):
        names = {who.id: who.name for who in fairs.exhibitors(connection, fair.id)}
        rows = [
            (one.id, one.name, names.get(one.exhibitor, one.exhibitor), one.unit, one.price, "")
            for one in fairs.articles(connection, fair.id)
        ]
    table = exports.Table(say(_("Prices")), tuple(map(say, HEADINGS)), rows)
    return download(f"{fair.slug}-{say(_('prices'))}", "xlsx", exports.xlsx_of([table]))


@screen(may("arrange"))
def many(request: Request) -> Response:
    """Where many prices are brought at once."""
    with fair_reading(request) as (_connection, fair):
        return page(request, "site/many_prices.html", tab="prices", fair=fair, **_nothing())


def _nothing() -> dict[str, Any]:
    return {"lines": None, "faults": 0, "changed": 0, "refused": None, "text": "", "why": ""}


@screen(may("arrange"), body_max=FILE_BYTES_MAX + 1024 * 1024)
def bring(request: Request) -> Response:
    """Show what would change, row by row; once seen and without a fault, change it."""
    name, body = _brought(request)
    why = " ".join(field(request, "why").split())[:TEXT_MAX]
    why = why if why.isprintable() else ""
    with fair_reading(request) as (connection, fair):
        articles = fairs.articles(connection, fair.id)
    try:
        lines = price_lists.read(name, body, articles)
    except BadSheet as bad:
        values = _nothing() | {"refused": bad, "text": field(request, "text"), "why": why}
        return page(request, "site/many_prices.html", status=422, tab="prices", fair=fair, **values)
    faults = sum(line.fault != "" for line in lines)
    new = {line.article.id: line.price for line in lines if line.article and line.price is not None}
    if field(request, "sure") and not faults:
        done, fair = _keep(request, new, why)
        return RedirectResponse(f"/fairs/{fair.slug}/prices?done={done.count}", status_code=303)
    return page(
        request,
        "site/many_prices.html",
        status=422 if faults else 200,
        tab="prices",
        fair=fair,
        lines=lines,
        faults=faults,
        changed=sum(
            line.article is not None and line.price not in (None, line.article.price) for line in lines
        ),
        refused=None,
        text=_as_text(lines),
        why=why,
    )


def _brought(request: Request) -> tuple[str, bytes]:
    upload = getattr(request.state, "form", FormData()).get("file")
    if isinstance(upload, UploadFile) and upload.filename:
        return upload.filename, upload.file.read()
    return "", field(request, "text").encode()


def _as_text(lines: tuple[PriceLine, ...]) -> str:
    """What was read, as it can be typed again: a file was sent once and is not sent a second time."""
    plain = (line.text.replace("\n", " ") for line in lines)
    return "\n".join(f"{line.code}\t{text}" for line, text in zip(lines, plain, strict=True))
