"""Files on their way to the browser: packed where it pays, and only what is everybody's."""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from pathlib import Path

import pytest
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Mount, Route
from starlette.testclient import TestClient

from booth_terminal import pages
from fairpos.web.application import application
from fairpos.web.pages import environment
from fairpos.web.policy import PUBLIC
from fairpos.web.screen import screen
from fairpos.web.static import PACKED_MIN, Files, static, takes_gzip
from fairpos.web.toolkit import Toolkit

LONG = "Mắm ruốc Bà Giáo Thảo, chả mực giã tay, trà hoa vàng. " * 40


@screen(PUBLIC)
def figures(_request: Request) -> Response:
    return HTMLResponse(f"<p>{LONG}")


@pytest.fixture
def client(tmp_path: Path) -> TestClient:
    (tmp_path / "long.css").write_text(LONG)
    (tmp_path / "short.css").write_text("a" * (PACKED_MIN - 1))
    (tmp_path / "font.woff2").write_bytes(LONG.encode())
    routes = [
        Route("/figures", figures, methods=["GET"]),
        Mount("/mine", Files(directory=tmp_path)),
        *pages.routes(),
    ]
    return TestClient(application(routes, Toolkit(environment=environment(), clock=lambda: 0)))


def got(
    client: TestClient, path: str, encoding: str = "gzip", **headers: str
) -> tuple[bytes, Mapping[str, str]]:
    """What travels, before the client unpacks it, and the headers it travels with."""
    with client.stream("GET", path, headers={"accept-encoding": encoding, **headers}) as answer:
        body = b"".join(answer.iter_raw())
        assert answer.headers.get("content-length", str(len(body))) == str(len(body))
        return body, {**answer.headers, "status": str(answer.status_code)}


@pytest.mark.parametrize(
    "path", ["/mine/long.css", "/till/", "/till/sw.js", "/till/words/vi.json", "/till/static/selling.js"]
)
def test_text_that_is_the_same_for_everybody_travels_packed(client: TestClient, path: str) -> None:
    plain, before = got(client, path, "identity")
    body, headers = got(client, path)
    assert "content-encoding" not in before
    assert headers["content-encoding"] == "gzip"
    assert gzip.decompress(body) == plain
    assert len(body) < len(plain) / 2
    assert {before["vary"], headers["vary"]} == {"Accept-Encoding"}
    assert before["etag"] == headers["etag"]
    assert headers["etag"].startswith('W/"')
    assert got(client, path)[0] == body


@pytest.mark.parametrize(
    "path", ["/mine/short.css", "/mine/font.woff2", "/figures", "/till/static/icon-192.png"]
)
def test_what_is_small_packed_already_or_of_one_person_travels_as_it_is(
    client: TestClient, path: str
) -> None:
    assert "content-encoding" not in got(client, path)[1]


@pytest.mark.parametrize(
    "path", ["/mine/long.css", "/till/", "/till/static/selling.js", "/till/static/icon-192.png"]
)
@pytest.mark.parametrize("encoding", ["gzip", "identity"])
def test_a_file_that_has_not_changed_does_not_travel_again(
    client: TestClient, path: str, encoding: str
) -> None:
    tag = got(client, path, encoding)[1]["etag"]
    body, headers = got(client, path, encoding, **{"if-none-match": tag})
    assert (headers["status"], body) == ("304", b"")
    assert got(client, path, encoding, **{"if-none-match": '"another"'})[1]["status"] == "200"


def test_a_changed_file_travels_anew(client: TestClient, tmp_path: Path) -> None:
    before = got(client, "/mine/long.css")[0]
    (tmp_path / "long.css").write_text(LONG + "!")
    after, _ = got(client, "/mine/long.css")
    assert after != before
    assert gzip.decompress(after).endswith(b"!")


def test_how_long_a_browser_may_keep_a_file_is_the_same_packed_or_not(client: TestClient) -> None:
    for path, kept in (
        (static("site.css"), "public, max-age=31536000, immutable"),
        ("/static/site.css", "public, max-age=86400"),
        ("/till/static/selling.js", "no-cache"),
        ("/till/", "no-cache"),
    ):
        assert {got(client, path, encoding)[1]["cache-control"] for encoding in ("gzip", "identity")} == {
            kept
        }


@pytest.mark.parametrize(
    ("wish", "takes"),
    [
        ("gzip, deflate, br", True),
        ("br;q=1.0, gzip;q=0.8", True),
        ("GZIP", True),
        ("*", True),
        ("gzip; q=0", False),
        ("identity", False),
        ("br", False),
        ("", False),
    ],
)
def test_a_browser_s_wish_is_heard(wish: str, takes: bool) -> None:
    assert takes_gzip(Headers({"accept-encoding": wish})) is takes
