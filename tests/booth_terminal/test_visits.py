"""What a sensor posts: whole and checked, or refused whole with every fault named."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient

from booth_terminal.visits import COUNTS_MAX, VISITS_BYTES_MAX
from fairpos.core.business_day import moment
from fairpos.core.gate import GateCount
from fairpos.wire import documents
from tests.booth import Booth
from tests.documents import AT, DAY, new_id


@pytest.fixture
def sensor(booth: Booth) -> Iterator[TestClient]:
    with booth.client(booth.enrol("CG1")) as client:
        yield client


def count(**changes: Any) -> dict[str, Any]:
    return {"id": new_id(), "n": 1, "at": AT, "count": 3} | changes


def visits(sensor: TestClient, *counts: dict[str, Any], at: int = AT) -> Any:
    return sensor.post("/api/v1/visits", json={"at": at, "counts": list(counts)})


def test_a_count_becomes_a_document_of_the_sensors_gate(booth: Booth, sensor: TestClient) -> None:
    one = count()
    now = booth.terminal.now()
    response = visits(sensor, one, at=now)
    assert (response.status_code, response.json()) == (200, {"kept": [one["id"]]})
    (kept,) = booth.bodies()
    assert documents.read(kept) == GateCount(
        v=1,
        type="gate_count",
        id=one["id"],
        till="CG1",
        n=1,
        at=AT,
        offset=0,
        day=DAY,
        by="",
        edition=2,
        gate="G1",
        direction="in",
        count=3,
        method="sensor",
    )


def test_counts_travel_the_one_road_to_the_dashboard(booth: Booth, sensor: TestClient) -> None:
    now = booth.terminal.now()
    visits(sensor, count(at=now), count(n=2, at=now, count=2, direction="out"), at=now)
    booth.later()
    booth.deliver()
    assert booth.hall.rows("visits_by_hour", "gate", "direction", "method", "count") == [
        ("G1", "in", "sensor", 3),
        ("G1", "out", "sensor", 2),
    ]
    assert booth.hall.open_findings() == []


def test_a_sensors_wrong_clock_is_put_right(booth: Booth, sensor: TestClient) -> None:
    # It lives in 1970; ten minutes ago by its own clock it counted.
    visits(sensor, count(at=1_000), at=601_000)
    document = documents.read(booth.bodies()[0])
    assert document.corrected_at == booth.terminal.now() - 600_000


def test_a_count_after_midnight_is_booked_under_the_evening_before(booth: Booth, sensor: TestClient) -> None:
    late = moment(DAY, 24 * 60 + 30)
    visits(sensor, count(at=late), at=booth.terminal.now())
    assert documents.read(booth.bodies()[0]).day == DAY


def test_a_repeat_is_harmless_however_the_clock_was_measured_meanwhile(
    booth: Booth, sensor: TestClient
) -> None:
    one = count()
    visits(sensor, one)
    booth.later(7_000)
    again = visits(sensor, one, count(n=2))
    assert (again.status_code, again.json()["kept"][0]) == (200, one["id"])
    booth.later(86_400_000)
    visits(sensor, one)
    assert len(booth.bodies()) == 2
    booth.deliver()
    assert [code for code, _ in booth.hall.open_findings()] == []


def test_another_count_under_a_used_id_is_kept_and_told_of(booth: Booth, sensor: TestClient) -> None:
    one = count()
    visits(sensor, one)
    assert visits(sensor, one | {"count": 4}).status_code == 200
    assert len(booth.bodies()) == 2
    booth.later()
    booth.deliver()
    assert booth.hall.open_findings() == [("id-reused", "1/2")]
    assert booth.hall.rows("visits_by_hour", "count") == [(3,)]


def test_no_counts_are_no_documents(booth: Booth, sensor: TestClient) -> None:
    assert visits(sensor).json() == {"kept": []}
    assert booth.bodies() == []


FAULTS: list[tuple[dict[str, Any], str, str]] = [
    ({"id": "x"}, "id", "string_pattern_mismatch"),
    ({"id": "0" * 32 + "\n"}, "id", "string_pattern_mismatch"),
    ({"id": 7}, "id", "string_type"),
    ({"n": 0}, "n", "greater_than_equal"),
    ({"n": 1 << 65}, "n", "less_than_equal"),
    ({"n": True}, "n", "int_type"),
    ({"n": 1.0}, "n", "int_type"),
    ({"n": "1"}, "n", "int_type"),
    ({"at": 0}, "at", "greater_than"),
    ({"at": 1 << 47}, "at", "less_than"),
    ({"at": -AT}, "at", "greater_than"),
    ({"count": 0}, "count", "greater_than_equal"),
    ({"count": -1}, "count", "greater_than_equal"),
    ({"count": 100_001}, "count", "less_than_equal"),
    ({"count": None}, "count", "int_type"),
    ({"count": True}, "count", "int_type"),
    ({"direction": "up"}, "direction", "literal_error"),
    ({"method": "clicker"}, "method", "literal_error"),
    ({"gate": "G2"}, "gate", "extra_forbidden"),
]


@pytest.mark.parametrize(("changes", "field", "code"), FAULTS)
def test_a_count_out_of_its_limits_is_named_and_nothing_of_the_post_is_kept(
    booth: Booth, sensor: TestClient, changes: dict[str, Any], field: str, code: str
) -> None:
    response = visits(sensor, count(), count(**changes))
    assert response.status_code == 422
    assert response.json() == {
        "code": "invalid",
        "faults": [{"where": ["counts", 1, field], "code": code}],
    }
    assert booth.bodies() == []


def test_every_fault_is_named_at_once(sensor: TestClient) -> None:
    response = visits(sensor, count(n=0, count=0), {"x": 1}, at=0)
    places = [fault["where"] for fault in response.json()["faults"]]
    assert places == [
        ["at"],
        ["counts", 0, "n"],
        ["counts", 0, "count"],
        ["counts", 1, "id"],
        ["counts", 1, "n"],
        ["counts", 1, "at"],
        ["counts", 1, "count"],
        ["counts", 1, "x"],
    ]


def test_a_time_that_a_mad_clock_pushes_out_of_the_calendar_is_a_fault_of_the_count(
    booth: Booth, sensor: TestClient
) -> None:
    response = visits(sensor, count(), count(at=1), at=(1 << 47) - 1)
    assert response.status_code == 422
    assert [fault["code"] for fault in response.json()["faults"]] == ["time_range"] * 2
    assert booth.bodies() == []


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"null",
        b"<html>",
        b"\xff",
        b"\xef\xbb\xbf{}",
        b'{"at":NaN,"counts":[]}',
        b'{"at":1e400,"counts":[]}',
        b'{"\\ud800":1}',
        b'{"at":1,"counts":' + b"[" * 50_000,
        b'{"at":1,"counts":{}}',
        b'{"at":' + b"9" * 5_000 + b',"counts":[]}',
    ],
)
def test_what_is_no_post_of_counts_is_invalid_and_never_a_fault_of_ours(
    booth: Booth, sensor: TestClient, body: bytes
) -> None:
    response = sensor.post("/api/v1/visits", content=body)
    assert (response.status_code, response.json()["code"]) == (422, "invalid")
    assert booth.bodies() == []


def test_limits_are_kept(booth: Booth, sensor: TestClient) -> None:
    assert visits(sensor, *[count() for _ in range(COUNTS_MAX)]).status_code == 200
    assert visits(sensor, *[count() for _ in range(COUNTS_MAX + 1)]).status_code == 422
    huge = sensor.post("/api/v1/visits", content=b" " * (VISITS_BYTES_MAX + 1))
    assert (huge.status_code, huge.json()) == (413, {"code": "too-large"})
    assert len(booth.bodies()) == COUNTS_MAX


def test_a_till_at_a_booth_counts_no_visitors(booth: Booth) -> None:
    with booth.client(booth.enrol("M1")) as client:
        response = visits(client, count())
    assert (response.status_code, response.json()) == (403, {"code": "not-a-gate"})


def test_a_stranger_counts_nothing(booth: Booth) -> None:
    with booth.client() as client:
        assert visits(client, count()).json() == {"code": "not-enrolled"}
        foreign = client.post("/api/v1/visits", content=b"{}", headers={"Origin": "https://evil.example"})
    assert foreign.json() == {"code": "other-origin"}
    assert booth.bodies() == []


def test_on_a_full_disk_the_sensor_keeps_its_counts(booth: Booth, sensor: TestClient) -> None:
    with booth.terminal.database.writing() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
    counts = [count() for _ in range(COUNTS_MAX)]
    full = visits(sensor, *counts)
    assert (full.status_code, full.json()) == (503, {"code": "cannot-keep"})
    assert booth.bodies() == []
    assert json.loads(sensor.get("/till/book").text)["gate"]["id"] == "G1"
