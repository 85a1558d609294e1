"""A comparison of editions, whole: everything its page, its print, its exports and its JSON show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from fairpos.core.measure_words import RATIOS, SCOPES, SIZES
from fairpos.core.measures import Basis, Measure, Metric, Scope
from fairpos.core.money import Language
from fairpos.ledger import areas, breakdowns, press
from fairpos.ledger.breakdowns import Breakdown
from fairpos.ledger.comparisons import Remark
from fairpos.ledger.driving import Driving, driving
from fairpos.ledger.facts import Facts
from fairpos.ledger.fairs import FairRow
from fairpos.ledger.lineups import Entry, Lineup, lineup
from fairpos.ledger.moves import Moves, moves
from fairpos.ledger.parts import Axis

EDITIONS_MAX = 12

ASKED: tuple[tuple[Metric, Scope], ...] = (
    *(("takings", scope) for scope in SCOPES),
    ("visits", "all"), ("takings-per-visit", "all"), ("sales", "all"), ("basket", "all"),
    ("booths", "all"), ("exhibitors", "all"), ("products", "all"),
)  # fmt: skip
"""The figures that stand side by side on every comparison, known or not."""

TOLD: tuple[tuple[Metric, Scope], ...] = (
    ("takings", "all"), ("takings", "in-province"), ("visits", "all"),
    ("booths", "all"), ("exhibitors", "all"),
)  # fmt: skip
"""Those that the paragraph for the press tells of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """`chosen` is the line-up asked for, `all` every one; `driving` and `moves` are against the second
    edition. `press` is empty where nothing is known yet."""

    editions: tuple[FairRow, ...]
    axis: Axis
    chosen: Lineup
    all: tuple[Lineup, ...]
    breakdown: Breakdown
    driving: Driving | None
    moves: Moves | None
    remarks: tuple[Remark, ...]
    press_vi: str
    press_en: str

    def press(self, language: Language) -> str:
        return self.press_vi if language == "vi" else self.press_en


def overview(
    connection: Connection,
    known: Sequence[Facts],
    *,
    metric: Metric,
    scope: Scope,
    basis: Basis,
    axis: Axis,
    at: int,
    most: int | None = None,
) -> Overview:
    """Compare editions, the first against the others, at the moment `at`, in `most` rows of parts."""
    pairs = dict.fromkeys(((metric, scope), *ASKED))
    lineups = {
        pair: lineup(known, metric=pair[0], scope=pair[1], basis=_basis(pair[0], basis), at=at)
        for pair in pairs
    }
    chosen = lineups[metric, scope]
    told = [lineups[pair] for pair in TOLD if lineups[pair].known]
    # What is known of the whole fair makes a zone's figure one too many for a short text.
    if any((one.metric, one.scope) == ("takings", "all") for one in told):
        told = [one for one in told if (one.metric, one.scope) != ("takings", "in-province")]
    broken = breakdowns.breakdown(known, chosen, areas.read(connection), axis=axis, most=most)
    others = known[1] if len(known) > 1 else None
    takings = chosen if chosen.metric == "takings" else lineups["takings", "all"]
    return Overview(
        editions=tuple(facts.fair for facts in known),
        axis=axis,
        chosen=chosen,
        all=tuple(lineups[pair] for pair in ASKED),
        breakdown=broken,
        driving=driving(known[0], others, takings, at=at) if others else None,
        moves=moves(known[0], others) if others else None,
        remarks=tuple(dict.fromkeys((*chosen.remarks, *broken.remarks))),
        press_vi=press.paragraph(known[0], told, "vi"),
        press_en=press.paragraph(known[0], told, "en"),
    )


def _basis(metric: Metric, basis: Basis) -> Basis:
    """Ratios and sizes have no mean per day: they stand as they are."""
    return "total" if metric in RATIOS or metric in SIZES else basis


def as_json(found: Overview) -> dict[str, object]:
    """Everything the page shows, for programs."""
    driven, moved = found.driving, found.moves
    return {
        "editions": [
            {"fair": fair.slug, "name": fair.name, "series": fair.series, "season": fair.season}
            for fair in found.editions
        ],
        "side_by_side": [_lineup(one) for one in found.all],
        "chosen": _lineup(found.chosen),
        "breakdown": {
            "by": found.axis,
            "metric": found.breakdown.metric,
            "scope": found.breakdown.scope,
            "basis": found.breakdown.basis,
            "shares_rounded_to_add_up": found.breakdown.nudged,
            "refusals": [
                None if why is None else {"code": why.code, "text": {"vi": why.vi, "en": why.en}}
                for why in found.breakdown.refusals
            ],
            "rows": [
                {
                    "key": row.key,
                    "name": {"vi": row.name.vi, "en": row.name.en},
                    "cells": [
                        {
                            "measure": _measure(cell.measure),
                            "share_percent": None if cell.share is None else float(cell.share),
                            "change": cell.change.as_json() if cell.change else None,
                        }
                        for cell in row.cells
                    ],
                }
                for row in found.breakdown.rows
            ],
        },
        "drivers": None
        if driven is None
        else {
            "scope": driven.scope,
            "basis": driven.basis,
            "days": [driven.days.count, driven.days_before.count],
            "of_estimates_or_bounds": driven.vague,
            "start": driven.waterfall.start,
            "steps": [{"driver": one.key, "effect": one.effect} for one in driven.waterfall.drivers],
            "end": driven.waterfall.end,
        },
        "exhibitors": None
        if moved is None
        else {
            "stayed": moved.stayed,
            **{
                name: [
                    {"name": one.name, "booths": list(one.booths), "booths_before": list(one.booths_before)}
                    for one in list_
                ]
                for name, list_ in (("new", moved.new), ("lost", moved.lost), ("moved", moved.moved))
            },
        },
        "remarks": [
            {"code": remark.code, "text": {"vi": remark.vi, "en": remark.en}} for remark in found.remarks
        ],
        "press": {"vi": found.press_vi, "en": found.press_en},
    }


def _lineup(one: Lineup) -> dict[str, object]:
    return {
        "metric": one.metric,
        "scope": one.scope,
        "basis": one.basis,
        "cut_to_first_days": one.cut,
        "entries": [_entry(entry) for entry in one.entries],
    }


def _entry(entry: Entry) -> dict[str, object]:
    return {
        "fair": entry.fair.slug,
        "measure": _measure(entry.measure),
        "refusal": None
        if entry.refusal is None
        else {"code": entry.refusal.code, "text": {"vi": entry.refusal.vi, "en": entry.refusal.en}},
        "change": entry.change.as_json() if entry.change else None,
        "change_times": entry.change.times("vi") if entry.change else None,
        "other_basis_change": entry.other_change.as_json() if entry.other_change else None,
        "sign_depends_on_basis": entry.turned,
        "sources": [
            {
                "kind": source.kind, "name": source.name, "used": source.used,
                "measure": source.measure.as_json(),
            }
            for source in entry.sources
        ],
    }  # fmt: skip


def _measure(measure: Measure | None) -> dict[str, object] | None:
    return None if measure is None else measure.as_json()
