"""A comparison as tables that go out: the numbers whole, beside each what it is of."""

from __future__ import annotations

from collections.abc import Iterator

from fairpos.core.measures import BASIS_WORDS, METRIC_WORDS, QUALIFIER_WORDS, SCOPE_WORDS, Measure
from fairpos.core.money import Language
from fairpos.ledger.overviews import Overview
from fairpos.wire.exports import Table, Value

_HEADINGS: dict[Language, tuple[str, ...]] = {
    "vi": (
        "Chỉ tiêu", "Khu", "Phần", "Hội chợ", "Số liệu", "Mức", "Cách tính", "Số ngày", "Tỷ trọng (%)",
        "Thay đổi (%)", "Diễn giải thay đổi", "Diễn giải số liệu",
    ),
    "en": (
        "Metric", "Scope", "Part", "Fair", "Value", "Qualifier", "Basis", "Days", "Share (%)", "Change (%)",
        "The change in words", "The figure in words",
    ),
}  # fmt: skip
_TITLES: dict[Language, tuple[str, str]] = {
    "vi": ("Các chỉ tiêu", "Chia theo phần"),
    "en": ("Figures", "Parts"),
}


def tables(found: Overview, language: Language) -> list[Table]:
    """The figures side by side, then the parts of the one that was chosen: a row a figure."""
    headings = _HEADINGS[language]
    sides, parts = _TITLES[language]
    return [
        Table(sides, headings, list(_sides(found, language))),
        Table(parts, headings, list(_parts(found, language))),
    ]


def _sides(found: Overview, language: Language) -> Iterator[tuple[Value, ...]]:
    for lineup in found.all:
        for entry in lineup.entries:
            if entry.measure is None:
                continue
            change = entry.change
            yield (
                *_words(entry.measure, "", entry.fair.slug, language),
                None,
                None if change is None else change.fraction * 100,
                "" if change is None else change.text(language),
                entry.measure.text(language),
            )


def _parts(found: Overview, language: Language) -> Iterator[tuple[Value, ...]]:
    for row in found.breakdown.rows:
        name = row.name.vi if language == "vi" else row.name.en
        for fair, cell in zip(found.editions, row.cells, strict=True):
            if cell.measure is None:
                continue
            yield (
                *_words(cell.measure, name, fair.slug, language),
                cell.share,
                None if cell.change is None else cell.change.fraction * 100,
                "" if cell.change is None else cell.change.text(language),
                cell.measure.text(language),
            )


def _words(measure: Measure, part: str, fair: str, language: Language) -> tuple[Value, ...]:
    value = measure.value
    return (
        METRIC_WORDS[measure.metric][language],
        SCOPE_WORDS[measure.scope][language],
        part,
        fair,
        value.numerator if value.denominator == 1 else value,
        QUALIFIER_WORDS[measure.qualifier][language],
        BASIS_WORDS[measure.basis][language],
        measure.coverage.count,
    )
