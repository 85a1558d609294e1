"""A server that has no fair yet, and which of several it serves."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from fairpos.cli import programs
from fairpos.core.fair import FairStatus
from fairpos.ledger import editions, fairs
from fairpos.server.settings import Settings
from fixtures.small import small_fair

HTML = {"accept": "text/html"}


def begin(settings: Settings, slug: str, status: FairStatus) -> None:
    database = programs.open_ledger(settings)
    setup = small_fair()
    fair = replace(setup.fair, slug=slug, status=status)
    with database.writing() as connection:
        fair_id = fairs.load(connection, replace(setup, fair=fair), at=1)
        editions.publish(connection, fair_id, at=1, by="hoa")
    database.close()


def until(true: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + 20
    while not true():
        assert time.monotonic() < deadline, what
        time.sleep(0.05)


def test_the_first_fair_that_is_begun_is_served_without_a_restart(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path)
    with (
        programs.central(settings, fair=None, clock=programs.wall_clock) as central,
        TestClient(central.app) as client,
    ):
        assert central.fair is None
        waiting = client.get("/till/book", headers=HTML)
        assert (waiting.status_code, "Ở đây chưa có hội chợ nào" in waiting.text) == (503, True)
        assert client.get("/till/book").json() == {"error": "no-fair-yet"}
        assert client.get("/sign-in").status_code == 200
        begin(settings, "hoi-cho-dau", "draft")
        until(lambda: central.fair == "hoi-cho-dau", "the fair is served")
        assert client.get("/till/book").status_code == 401
    with programs.central(settings, fair=None, clock=programs.wall_clock) as central:
        assert central.fair == "hoi-cho-dau"


def test_the_open_fair_is_served_before_one_that_will_open_and_that_before_one_that_is_over(
    tmp_path: Path,
) -> None:
    settings = Settings(data=tmp_path)
    served = []
    for slug, status in (("xong", "archived"), ("cu", "closed"), ("sau", "published"), ("nay", "open")):
        begin(settings, slug, status)  # type: ignore[arg-type]
        with programs.central(settings, fair=None, clock=programs.wall_clock) as central:
            served.append(central.fair)
    assert served == ["xong", "cu", "sau", "nay"]
    with programs.central(settings, fair="cu", clock=programs.wall_clock) as central:
        assert central.fair == "cu"
    with (
        pytest.raises(programs.NoSuchFair, match="khong-co"),
        programs.central(settings, fair="khong-co", clock=programs.wall_clock),
    ):
        pass
