"""The closing report's own comparison: against the previous edition of the series."""

from __future__ import annotations

from sqlalchemy import Connection

from fairpos.core.measures import BASES, METRIC_WORDS, SCOPES, Basis, Change, Metric, Scope
from fairpos.core.report import Section, Table, Value, Words
from fairpos.ledger import comparisons, facts
from fairpos.ledger.driving import driving
from fairpos.ledger.facts import Facts
from fairpos.ledger.lineups import lineup
from fairpos.ledger.overviews import overview
from fairpos.ledger.past import Past
from fairpos.ledger.reports import changes
from fairpos.ledger.reports.book import Book
from fairpos.ledger.reports.vocabulary import scope_words, text
from fairpos.ledger.results import NotComparable, of_facts


def against(connection: Connection, book: Book, past: Past | None) -> tuple[Section, ...]:
    """Figures and zones side by side, what drove the change of takings, and who came or did not."""
    title = Words("So với kỳ trước", "Against the previous edition")
    if past is None:
        none = Words("Chưa có kỳ trước cùng loạt để so.", "There is no previous edition of the series.")
        return (Section(key="against", title=title, notes=(none,)),)
    rows: list[tuple[Value, ...]] = []
    notes: list[Words] = []
    both = facts.read(connection, book.fair), facts.read(connection, past.fair)
    for metric, scope, basis in _asked():
        held = _compared(both, metric, scope, basis, at=book.at)
        if isinstance(held, Words):
            notes.append(held)
            continue
        change = held.change
        rows.append(
            (
                Words(METRIC_WORDS[metric]["vi"], METRIC_WORDS[metric]["en"]),
                scope_words(scope),
                Words(change.current.text("vi"), change.current.text("en")),
                Words(change.prior.text("vi"), change.prior.text("en")),
                _both(change),
            )
        )
        notes += [Words(remark.vi, remark.en) for remark in held.remarks]
    told = overview(connection, both, metric="takings", scope="all", basis="per-day", axis="zone", at=book.at)
    name = Words(past.fair.name, past.fair.name_en)
    table = Table(
        key="against",
        title=title,
        basis=Words(f"so với {name.vi}", f"against {name.en}"),
        columns=(
            text("metric", "Chỉ tiêu", "Metric"),
            text("scope", "Phạm vi", "Scope"),
            text("now", "Kỳ này", "This edition"),
            text("then", "Kỳ trước", "Previous edition"),
            text("change", "Thay đổi, và tính trên gì", "Change, and of what"),
        ),
        rows=tuple(rows),
    )
    press = (Words(told.press_vi, told.press_en),) if told.press_vi else ()
    zones = Words("Doanh thu theo khu, bình quân ngày mở cửa", "Takings by zone, per open day")
    return (
        Section(
            key="against",
            title=title,
            charts=(changes.parts_chart(told.breakdown, told.editions, zones),)
            if told.breakdown.rows
            else (),
            tables=(table,),
            notes=tuple(dict.fromkeys((*press, *notes))),
        ),
        _drivers(both, at=book.at),
        *((changes.exhibitors(told.moves, past.fair),) if told.moves else ()),
    )


def _drivers(both: tuple[Facts, Facts], *, at: int) -> Section:
    """Per open day, and in total too where the editions had other numbers of days."""
    now, then = both
    drawn = []
    for scope, basis in ((scope, basis) for scope in SCOPES for basis in BASES):
        held = lineup(both, metric="takings", scope=scope, basis=basis, at=at)
        driven = driving(now, then, held, at=at)
        if driven is not None and (basis == "per-day" or driven.days.count != driven.days_before.count):
            drawn.append(changes.drivers(driven, now.fair, then.fair))
        if drawn and basis == "total":
            break
    return Section(
        key="drivers",
        title=changes.DRIVERS,
        charts=tuple(chart for chart, _ in drawn),
        tables=tuple(table for _, table in drawn),
        notes=() if drawn else (changes.undriven(),),
    )


def _asked() -> list[tuple[Metric, Scope, Basis]]:
    """Per open day first: it is what editions of other lengths may be held against each other by."""
    bases: tuple[Basis, ...] = ("per-day", "total")
    asked: list[tuple[Metric, Scope, Basis]] = [("takings", "all", basis) for basis in bases]
    asked += [("visits", "all", basis) for basis in bases]
    return asked + [("takings", scope, basis) for scope in SCOPES if scope != "all" for basis in bases]


def _compared(
    both: tuple[Facts, Facts], metric: Metric, scope: Scope, basis: Basis, *, at: int
) -> comparisons.Comparison | Words:
    try:
        now, then = (of_facts(known, metric=metric, scope=scope, at=at) for known in both)
        return comparisons.hold(now, then, basis)
    except NotComparable as refused:
        what = METRIC_WORDS[metric]
        of = scope_words(scope)
        return Words(
            f"{what['vi']}, {of.vi}: không so, vì {refused.vi}.",
            f"{what['en']}, {of.en}: not compared, because {refused.en}.",
        )


def _both(change: Change) -> Words:
    return Words(change.text("vi"), change.text("en"))
