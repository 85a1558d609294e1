"""A comparison as a paper: everything its page shows, set as a report is. Nobody signs it."""

from __future__ import annotations

from collections.abc import Sequence

from fairpos.core.measure_words import BASIS_WORDS, METRIC_WORDS, Texts
from fairpos.core.measures import Change, Measure
from fairpos.core.money import NBSP, Language, number
from fairpos.core.report import Chart, Column, Figure, Report, Section, Table, Value, Words
from fairpos.ledger.breakdowns import Breakdown, Cell
from fairpos.ledger.fairs import FairRow
from fairpos.ledger.lineups import Entry
from fairpos.ledger.overviews import Overview
from fairpos.ledger.parts import AXIS_WORDS
from fairpos.ledger.reports import changes
from fairpos.ledger.reports.changes import named
from fairpos.ledger.reports.vocabulary import scope_words, text

_LANGUAGES: tuple[Language, Language] = ("vi", "en")


def comparison(found: Overview, *, at: int) -> Report:
    """The paper of what was found at the moment `at`."""
    fair, *others = found.editions
    against = Words(
        f"{fair.name} so với {', '.join(one.name for one in others)}",
        f"{fair.name_en} against {', '.join(one.name_en for one in others)}",
    )
    sections = (_chosen(found), _parts(found), _drivers(found), _sides(found), _moves(found), _press(found))
    return Report(
        kind="comparison",
        subject="",
        title=Words("So sánh các kỳ", "Comparison"),
        subtitle=against,
        fair=named(fair),
        at=at,
        sections=(*(section for section in sections if section is not None), _sources(found)),
    )


def parts_chart(found: Overview) -> Chart:
    """The bars of the page and of the paper."""
    return changes.parts_chart(found.breakdown, found.editions, _parts_title(found))


def drivers(found: Overview) -> tuple[Chart, Table] | None:
    """The steps of the page and of the paper, where both editions know enough."""
    return None if found.driving is None else changes.drivers(found.driving, *found.editions[:2])


def _chosen(found: Overview) -> Section:
    chosen, fair = found.chosen, found.editions[0]
    metric, scope = _words(METRIC_WORDS[chosen.metric]), scope_words(chosen.scope)
    figures = [
        Figure(
            key=f"edition-{place}",
            label=named(entry.fair),
            kind="text",
            value=Words(*(entry.measure.printed(lang).figure for lang in _LANGUAGES)),
            basis=metric,
            scope=Words(*(entry.measure.printed(lang).basis for lang in _LANGUAGES)),
        )
        for place, entry in enumerate(chosen.entries)
        if entry.measure is not None
    ]
    table = Table(
        key="changes",
        title=Words("Thay đổi", "Change"),
        basis=Words(f"{fair.name} so với từng kỳ", f"{fair.name_en} against each"),
        columns=(
            text("edition", "So với", "Against"),
            text("change", "Thay đổi, và tính trên gì", "Change, and of what"),
            text("times", "Tỷ số", "Ratio"),
            text("other", "Tính cách kia", "The other way of counting"),
        ),
        rows=tuple(_changed(entry) for entry in chosen.entries[1:]),
    )
    return Section(
        key="chosen",
        title=Words(f"{metric.vi}: {scope.vi}", f"{metric.en}: {scope.en}"),
        figures=tuple(figures),
        tables=(table,),
        notes=tuple(Words(remark.vi, remark.en) for remark in found.remarks),
    )


def _changed(entry: Entry) -> tuple[Value, ...]:
    if entry.change is None:
        return (named(entry.fair), _refused(entry), None, None)
    times = Words(*(entry.change.times(lang) for lang in _LANGUAGES))
    other = None if entry.other_change is None else _change(entry.other_change)
    if other is not None and entry.turned:
        other = Words(f"Ngược chiều: {other.vi}", f"The other way round: {other.en}")
    return (named(entry.fair), _change(entry.change), times, other)


def _parts(found: Overview) -> Section | None:
    broken = found.breakdown
    if not broken.rows:
        return None
    notes = [Words(f"{one.vi}.", f"{one.en}.") for one in broken.refusals if one is not None]
    if broken.nudged:
        nudged = Words(
            f"Tỷ trọng tính trên tổng các dòng và được làm tròn để cộng đúng 100{NBSP}%.",
            f"Shares are of the sum of the rows and rounded so that they add up to 100{NBSP}%.",
        )
        notes.append(nudged)
    table = Table(
        key="parts",
        title=_parts_title(found),
        basis=_basis(broken),
        columns=(text("part", *_axis(found)), *_editions(found.editions)),
        rows=tuple(
            (Words(row.name.vi, row.name.en), *(_cell(cell) for cell in row.cells)) for row in broken.rows
        ),
    )
    return Section(
        key="parts",
        title=_parts_title(found),
        charts=(parts_chart(found),),
        tables=(table,),
        notes=tuple(notes),
    )


def _cell(cell: Cell) -> Value:
    """The figure, its share of the sum, and what changed, each with what it is of."""
    if cell.measure is None:
        return None
    found = []
    for lang in _LANGUAGES:
        said = [cell.measure.printed(lang).figure]
        if cell.share is not None:
            of = "của tổng" if lang == "vi" else "of all"
            said.append(f"{number(cell.share, lang, digits=1)}{NBSP}% {of}")
        if cell.change is not None:
            said.append(cell.change.printed(lang).figure)
        found.append("; ".join(said))
    return Words(*found)


def _drivers(found: Overview) -> Section | None:
    both = drivers(found)
    if both is None:
        return None
    chart, table = both
    return Section(key="drivers", title=changes.DRIVERS, charts=(chart,), tables=(table,))


def _sides(found: Overview) -> Section:
    rows: list[tuple[Value, ...]] = []
    for one in found.all:
        if any(entry.measure is not None for entry in one.entries):
            metric, scope = _words(METRIC_WORDS[one.metric]), scope_words(one.scope)
            what = Words(f"{metric.vi}, {scope.vi}", f"{metric.en}, {scope.en}")
            rows.append((what, *(_side(entry) for entry in one.entries)))
    title = Words("Các chỉ tiêu đặt cạnh nhau", "All figures side by side")
    table = Table(
        key="sides",
        title=title,
        basis=_words(BASIS_WORDS[found.chosen.basis]),
        columns=(text("metric", "Chỉ tiêu", "Figure"), *_editions(found.editions)),
        rows=tuple(rows),
    )
    return Section(key="sides", title=title, tables=(table,))


def _side(entry: Entry) -> Value:
    if entry.measure is None:
        return None
    figure = _measure(entry.measure)
    if entry.change is not None:
        change = _change(entry.change)
        return Words(f"{figure.vi}; {change.vi}", f"{figure.en}; {change.en}")
    refused = _refused(entry)
    return figure if refused is None else Words(f"{figure.vi}. {refused.vi}", f"{figure.en}. {refused.en}")


def _moves(found: Overview) -> Section | None:
    return None if found.moves is None else changes.exhibitors(found.moves, found.editions[1])


def _press(found: Overview) -> Section | None:
    if not found.press_vi:
        return None
    said = Words(found.press_vi, found.press_en)
    return Section(key="press", title=Words("Cho báo chí", "For the press"), notes=(said,))


def _sources(found: Overview) -> Section:
    rows: list[tuple[Value, ...]] = []
    for entry in found.chosen.entries:
        for source in entry.sources:
            counted = Words("đếm trong sổ cái này", "counted in this ledger")
            name: Value = counted if source.kind == "ledger" else source.name
            used = Words("được dùng", "used") if source.used else None
            rows.append((named(entry.fair), name, _measure(source.measure), used))
    title = Words("Nguồn của các số liệu này", "Where these figures come from")
    columns = (
        text("edition", "Kỳ", "Edition"),
        text("source", "Nguồn", "Source"),
        text("figure", "Số liệu", "Figure"),
        text("used", "Dùng", "Used"),
    )
    of = _words(METRIC_WORDS[found.chosen.metric])
    table = Table(key="sources", title=title, basis=of, columns=columns, rows=tuple(rows))
    return Section(key="sources", title=title, tables=(table,))


def _axis(found: Overview) -> tuple[str, str]:
    words = AXIS_WORDS[found.axis]
    return words.vi.capitalize(), words.en.capitalize()


def _parts_title(found: Overview) -> Words:
    metric, axis = _words(METRIC_WORDS[found.chosen.metric]), AXIS_WORDS[found.axis]
    return Words(f"{metric.vi} theo {axis.vi}", f"{metric.en} by {axis.en}")


def _basis(broken: Breakdown) -> Words:
    scope, basis = scope_words(broken.scope), BASIS_WORDS[broken.basis]
    return Words(f"{scope.vi}, {basis['vi']}", f"{scope.en}, {basis['en']}")


def _editions(editions: Sequence[FairRow]) -> tuple[Column, ...]:
    return tuple(text(f"edition-{n}", one.name, one.name_en) for n, one in enumerate(editions))


def _measure(measure: Measure) -> Words:
    return Words(measure.text("vi"), measure.text("en"))


def _change(change: Change) -> Words:
    return Words(change.text("vi"), change.text("en"))


def _refused(entry: Entry) -> Words | None:
    why = entry.refusal
    return None if why is None else Words(f"Không so sánh: {why.vi}.", f"Not compared: {why.en}.")


def _words(texts: Texts) -> Words:
    return Words(texts["vi"], texts["en"])
