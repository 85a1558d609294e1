"""What is signed is bytes: one report has one form, and it reads back as it was."""

from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction

import pytest

from fairpos.core.report import Bar, Chart, Column, Figure, Report, Section, Table, Words
from fairpos.wire import reports

W = Words("chữ", "word")
REPORT = Report(
    kind="flash",
    subject="2026-11-20",
    title=W,
    subtitle=W,
    fair=W,
    at=1_795_000_000_000,
    sections=(
        Section(
            key="day",
            title=W,
            figures=(
                Figure(
                    key="share", label=W, kind="percent", value=Fraction(1, 3), basis=W, scope=W, coverage=W
                ),
            ),
            charts=(
                Chart(
                    key="hours",
                    title=W,
                    description=W,
                    kind="dong",
                    bars=(Bar(W, 5, None), Bar(W, 7, 6)),
                    series=W,
                    prior_series=W,
                ),
                Chart(
                    key="parts",
                    title=W,
                    description=W,
                    kind="dong",
                    bars=(Bar(W, None, group=W, said=W),),
                    series=W,
                    shape="bars",
                ),
            ),
            tables=(
                Table(
                    key="zones",
                    title=W,
                    basis=W,
                    columns=(
                        Column(key="zone", title=W),
                        Column(key="takings", title=W, kind="dong"),
                        Column(key="share", title=W, kind="percent", basis=W),
                        Column(key="day", title=W, kind="day"),
                    ),
                    rows=((W, 10**15, Fraction(1, 3), "2026-11-20"), ("=1+1", None, Fraction(2), None)),
                    total=(W, 10**15, None, None),
                ),
            ),
            notes=(W,),
        ),
    ),
    notes=(W,),
    due="2026-12-20",
)


def test_a_report_reads_back_as_it_was_written() -> None:
    body = reports.write(REPORT)
    assert reports.read(body) == REPORT
    assert reports.write(reports.read(body)) == body


def test_the_form_is_plain_json_without_a_space_and_in_one_order() -> None:
    body = reports.write(REPORT)
    data = json.loads(body)
    assert body == json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    assert data["form"] == 2
    assert data["sections"][0]["tables"][0]["rows"][0][1:3] == [10**15, "1/3"]


def test_any_other_figure_gives_another_hash() -> None:
    assert reports.hash_of(reports.write(REPORT)) != reports.hash_of(reports.write(replace(REPORT, at=1)))


def test_a_form_of_a_newer_program_is_not_guessed_at() -> None:
    newer = json.dumps(json.loads(reports.write(REPORT)) | {"form": 3}).encode()
    with pytest.raises(reports.UnknownForm, match="3"):
        reports.read(newer)


def test_what_was_signed_in_the_first_form_stays_readable() -> None:
    section = replace(REPORT.sections[0], charts=REPORT.sections[0].charts[:1])
    upright = replace(REPORT, sections=(section,))
    data = json.loads(reports.write(upright)) | {"form": 1}
    for chart in data["sections"][0]["charts"]:
        del chart["shape"]
        for bar in chart["bars"]:
            del bar["group"], bar["said"]
    assert reports.read(json.dumps(data).encode()) == upright
