"""One edition of a fair against another, whether it was counted here or only stated by a source.

First days are cut to the same days of the other edition, or the comparison is refused with its reason: a
wrong percentage in a speech is worse than none.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from sqlalchemy import Connection

from fairpos.core.measures import (
    BASIS_WORDS,
    METRIC_WORDS,
    SCOPE_WORDS,
    Basis,
    Change,
    DaysUnknown,
    Measure,
    Metric,
    NotOneBasis,
    Scope,
)
from fairpos.core.money import Language, dong, number
from fairpos.ledger.fairs import FairRow
from fairpos.ledger.results import NotComparable, Result, Source, result

__all__ = ["Comparison", "NotComparable", "Remark", "compare", "other_basis", "render_text"]


@dataclass(frozen=True, slots=True)
class Remark:
    """Something the reader must know beside the figures."""

    code: str
    vi: str
    en: str

    def text(self, language: Language) -> str:
        return self.vi if language == "vi" else self.en


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two figures of the same thing, what changed, where they come from and what to know about them.

    `sources` holds the used figure of each edition and every other one known of the same days.
    """

    fair: FairRow
    prior: FairRow
    change: Change
    sources: tuple[Source, ...]
    remarks: tuple[Remark, ...]

    def as_json(self) -> dict[str, object]:
        measures = {"current": self.change.current, "previous": self.change.prior}
        return {
            "fair": self.fair.slug,
            "prior": self.prior.slug,
            "metric": self.change.current.metric,
            "scope": self.change.current.scope,
            "basis": self.change.current.basis,
            **{side: measure.as_json() for side, measure in measures.items()},
            "other_basis": {
                side: other.as_json() if (other := other_basis(measure)) else None
                for side, measure in measures.items()
            },
            "change": self.change.as_json(),
            "sources": [
                {
                    "fair": source.fair,
                    "kind": source.kind,
                    "name": source.name,
                    "used": source.used,
                    "measure": source.measure.as_json(),
                }
                for source in self.sources
            ],
            "remarks": [
                {"code": remark.code, "text": {"vi": remark.vi, "en": remark.en}} for remark in self.remarks
            ],
        }


def compare(
    connection: Connection,
    fair_slug: str,
    prior_slug: str,
    *,
    metric: Metric,
    scope: Scope,
    basis: Basis,
    at: int,
) -> Comparison:
    """Hold one edition against another at the moment `at`. Raises fairs.NoSuchFair and NotComparable."""
    now = result(connection, fair_slug, metric=metric, scope=scope, at=at)
    then = result(connection, prior_slug, metric=metric, scope=scope, at=at)
    return hold(now, then, basis)


def hold(now: Result, then: Result, basis: Basis) -> Comparison:
    """Hold what is known of one edition against what is known of another. Raises NotComparable."""
    current, prior = now.whole(), then.whole()
    remarks = []
    coverages = [source.measure.coverage for source in (current, prior)]
    counts = [coverage.count or 0 for coverage in coverages if not coverage.all_days]
    if counts:
        # An edition known only by totals may have no calendar; then its days are no limit.
        count = min([*counts, *(days for days in (now.open_days, then.open_days) if days)])
        current, prior = first_days_of(now, count), first_days_of(then, count)
        remarks.append(cut_remark(count))
    change = change_between(current, prior, basis)
    sources: list[Source] = []
    for edition, used in ((now, current), (then, prior)):
        others = others_of(edition, used)
        sources += [used, *others]
        remarks += remarks_on(edition, used, others)
    if now.row.series != then.row.series:
        remarks.append(other_series(None))
    return Comparison(
        fair=now.row, prior=then.row, change=change, sources=tuple(sources), remarks=tuple(remarks)
    )


def other_basis(measure: Measure) -> Measure | None:
    """The same figure on the other basis, where its days are known."""
    try:
        return measure.on("total" if measure.basis == "per-day" else "per-day")
    except DaysUnknown:
        return None


def render_text(comparison: Comparison, language: Language) -> str:
    """The comparison as lines for a terminal."""
    vi = language == "vi"
    change = comparison.change
    head = (
        (comparison.fair.name, comparison.prior.name)
        if vi
        else (comparison.fair.name_en, comparison.prior.name_en)
    )
    subject = (
        METRIC_WORDS[change.current.metric][language],
        SCOPE_WORDS[change.current.scope][language],
        BASIS_WORDS[change.current.basis][language],
    )
    lines = [f"{head[0]} {'so với' if vi else 'against'} {head[1]}", ", ".join(subject), ""]
    labels = ("Kỳ này", "Kỳ trước", "Thay đổi") if vi else ("This one", "Prior", "Change")
    for label, measure in zip(labels, (change.current, change.prior), strict=False):
        lines.append(f"  {label:<9} {measure.text(language)}")
        other = other_basis(measure)
        if other is not None:
            lines.append(f"  {'':<9} {other.text(language)}")
    lines += [f"  {labels[2]:<9} {change.text(language)}", "", "Nguồn số liệu" if vi else "Sources"]
    for source in comparison.sources:
        name = source.name if source.kind == "stated" else "sổ cái" if vi else "ledger"
        lines.append(
            f"  {'*' if source.used else ' '} {source.fair}, {name}: {source.measure.text(language)}"
        )
    lines += [f"  ! {remark.text(language)}" for remark in comparison.remarks]
    return "\n".join(lines)


def first_days_of(edition: Result, count: int) -> Source:
    """The first days of an edition, cut out of its ledger or its stated days. Raises NotComparable."""
    try:
        return edition.of_days(tuple(range(1, count + 1)))
    except NotComparable as missing:
        raise NotComparable(
            "partial-against-full",
            f"không so {count} ngày đầu với trọn kỳ: {missing.vi}",
            f"the first {count} days are not held against a full edition: {missing.en}",
        ) from missing


def change_between(current: Source, prior: Source, basis: Basis) -> Change:
    """What changed, on one basis. Raises NotComparable."""
    measures = []
    for source in (current, prior):
        try:
            measures.append(source.measure.on(basis))
        except DaysUnknown as unknown:
            raise not_on(source, basis) from unknown
    try:
        return Change(current=measures[0], prior=measures[1])
    except NotOneBasis as refused:
        vi, en = _REFUSALS[refused.code]
        raise NotComparable(refused.code, vi, en) from refused


_REFUSALS = {
    "planned": ("số kế hoạch không so được với kết quả", "a plan is not held against a result"),
    "nothing-before": ("kỳ trước bằng không, không có tỷ lệ", "the prior figure is zero: there is no ratio"),
    "days": ("hai kỳ không tính cùng những ngày mở cửa", "the two editions do not cover the same open days"),
}


def not_on(source: Source, basis: Basis) -> NotComparable:
    """Why a figure has no value on this basis."""
    known = BASIS_WORDS[source.measure.basis]
    return NotComparable(
        "basis-not-stated",
        f"{source.fair}: nguồn chỉ nêu số {known['vi']} mà không nêu số ngày, "
        f"nên không có số {BASIS_WORDS[basis]['vi']}",
        f"{source.fair}: its source states a figure {known['en']} without the number of days, "
        f"so there is none {BASIS_WORDS[basis]['en']}",
    )


def other_series(fair: FairRow | None) -> Remark:
    """That an edition is of another series; which one, where more than two are compared."""
    if fair is None:
        return Remark(
            "other-series", "hai kỳ không cùng loạt hội chợ", "the two editions are not of one series"
        )
    return Remark("other-series", f"{fair.name} thuộc loạt khác", f"{fair.name_en} is of another series")


def others_of(edition: Result, used: Source) -> list[Source]:
    """What else is known of the same edition over the same days."""
    coverage = used.measure.coverage
    others = []
    if used.kind == "stated" and edition.counted:
        days = edition.done if coverage.all_days else coverage.days
        others.append(edition.from_ledger(days or ()))
    if coverage.all_days:
        stated = [edition.stated_by(figure) for figure in edition.stated]
        others += [other for other in stated if (other.kind, other.name) != (used.kind, used.name)]
    return [replace(other, used=False) for other in others]


def remarks_on(edition: Result, used: Source, others: list[Source]) -> list[Remark]:
    """What a reader must know of the figure that is used, beside those that are not."""
    remarks = []
    slug, coverage = edition.row.slug, used.measure.coverage
    if used.kind == "stated":
        remarks += [
            _ledger_differs(used, other)
            for other in others
            if other.kind == "ledger" and _prints_otherwise(used.measure, other.measure)
        ]
        if coverage.all_days and coverage.count and edition.open_days not in (0, coverage.count):
            remarks.append(
                Remark(
                    "days-differ",
                    f"{slug}: nguồn nêu {coverage.count} ngày, lịch có {edition.open_days} ngày mở cửa",
                    f"{slug}: its source says {coverage.count} days, its calendar has {edition.open_days}",
                )
            )
    elif edition.outside:
        vi, en = (
            _amount(edition.metric, edition.outside, "vi"),
            _amount(edition.metric, edition.outside, "en"),
        )
        remarks.append(
            Remark(
                "outside-open-days",
                f"{slug}: chưa tính {vi} ngoài các ngày mở cửa",
                f"{slug}: not counting {en} outside its open days",
            )
        )
    return remarks


def _amount(metric: Metric, value: int, language: Language) -> str:
    if metric == "takings":
        return dong(value, language)
    return f"{number(value, language)} {METRIC_WORDS[metric][language].lower()}"


def _prints_otherwise(published: Measure, own: Measure) -> bool:
    """Whether the ledger's figure differs from the published one by more than rounding."""
    try:
        same = replace(own.on(published.basis), coverage=published.coverage, qualifier=published.qualifier)
    except DaysUnknown:
        return False
    return same.printed().figure != published.printed().figure


def _ledger_differs(used: Source, ledger: Source) -> Remark:
    own, published = ledger.measure, used.measure
    return Remark(
        "ledger-differs",
        f"{used.fair}: sổ cái ghi {own.text('vi')}, nguồn nêu {published.text('vi')}",
        f"{used.fair}: the ledger says {own.text('en')}, its source {published.text('en')}",
    )


def cut_remark(count: int) -> Remark:
    """That only the first days are compared."""
    return Remark(
        "cut",
        f"chỉ so {count} ngày mở cửa đầu của cả hai kỳ",
        f"both editions are cut to their first {count} open day{'' if count == 1 else 's'}",
    )
