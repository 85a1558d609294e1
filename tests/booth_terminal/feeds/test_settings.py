"""The feeds' settings: their keys are nobody else's, and no message names one."""

import json
from pathlib import Path
from typing import Any

import pytest

from booth_terminal.feeds import Notified
from booth_terminal.feeds.manual import Manual
from booth_terminal.feeds.settings import FILE, BadFeeds, Feeds, load
from tests.booth_terminal.feeds.provider import CODE, NOW


def laid(folder: Path, content: Any, mode: int = 0o600) -> Path:
    path = folder / FILE
    path.write_text(content if isinstance(content, str) else json.dumps(content))
    path.chmod(mode)
    return folder


ALL = {
    "till": "NH1",
    "feeds": [
        {"name": "dv1", "provider": "sepay", "token": "t", "secret": "s"},
        {"name": "dv2", "provider": "casso", "token": "t"},
        {"name": "dv3", "provider": "payos", "checksum_key": "c"},
        {"name": "dv4", "provider": "csv_statement", "account": "970436-1", "columns": {"at": "Khi nào"}},
        {"name": "tay", "provider": "manual"},
    ],
}


def test_without_a_file_there_is_no_feed(tmp_path: Path) -> None:
    assert load(tmp_path) == Feeds()


def test_every_provider_can_be_set_up(tmp_path: Path) -> None:
    settings = load(laid(tmp_path, ALL))
    feeds = settings.made(tmp_path, lambda: ())
    assert [(feed.name, feed.provider) for feed in feeds] == [
        ("dv1", "sepay"),
        ("dv2", "casso"),
        ("dv3", "payos"),
        ("dv4", "csv_statement"),
        ("tay", "manual"),
    ]
    assert [isinstance(feed, Notified) for feed in feeds] == [True, True, True, False, False]
    assert settings.till == "NH1"


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604])
def test_a_file_that_others_may_read_is_refused_with_what_to_do(tmp_path: Path, mode: int) -> None:
    with pytest.raises(BadFeeds, match="chmod 600"):
        load(laid(tmp_path, ALL, mode))


@pytest.mark.parametrize(
    ("content", "place"),
    [
        ("{", "(the whole)"),
        ({"feeds": [{"name": "a", "provider": "vcb", "token": "hush"}]}, "feeds.0"),
        ({"feeds": [{"name": "a", "provider": "sepay", "tokn": "hush"}]}, "feeds.0.sepay.tokn"),
        ({"feeds": [{"name": "a b", "provider": "sepay", "token": "hush"}]}, "feeds.0.sepay.name"),
        ({"feeds": [{"name": "a", "provider": "payos", "api_key": "hush"}]}, "feeds.0.payos.checksum_key"),
        (
            {"feeds": [{"name": "a", "provider": "manual"}, {"name": "a", "provider": "manual"}]},
            "two feeds alike",
        ),
    ],
)
def test_bad_settings_are_told_by_place_and_never_by_value(tmp_path: Path, content: Any, place: str) -> None:
    with pytest.raises(BadFeeds) as told:
        load(laid(tmp_path, content))
    assert place in str(told.value)
    assert "hush" not in str(told.value)


def test_what_a_person_enters_is_told_once_it_is_in_time() -> None:
    manual = Manual()
    told = manual.enter("a" * 32, account="1", amount=5_000, content=CODE, at=NOW)
    assert manual.events(NOW) == [told]
    assert manual.events(NOW + 1) == []
