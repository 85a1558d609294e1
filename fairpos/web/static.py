"""Our own files for the browser, each named with the hash of its bytes so that it may be kept for ever.

What is the same for everybody is sent packed with gzip. Nothing else is: the length of a packed page tells a
listener whether what a stranger put into it resembles a secret beside it.
"""

from __future__ import annotations

import os
from functools import cache, lru_cache
from gzip import compress
from hashlib import sha256
from pathlib import Path

from starlette.datastructures import Headers
from starlette.responses import FileResponse, Response
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from fairpos.web.policy import PUBLIC

FOLDER = Path(__file__).parent / "static"

PACKED_MIN = 600
"""Bytes. A smaller file fits into one packet either way."""

_TEXT = ("text/", "application/json", "application/manifest+json", "image/svg+xml")


@cache
def static(name: str) -> str:
    """The address of a file, good until the file changes."""
    return f"/static/{name}?v={sha256((FOLDER / name).read_bytes()).hexdigest()[:12]}"


def is_packable(media_type: str, size: int) -> bool:
    """Whether packing is worth it: text is, fonts and pictures are packed already."""
    return size >= PACKED_MIN and media_type.startswith(_TEXT)


def takes_gzip(headers: Headers) -> bool:
    wishes = [wish.replace(" ", "") for wish in headers.get("accept-encoding", "").lower().split(",")]
    return any(wish.partition(";")[0] in ("gzip", "*") and not wish.endswith(";q=0") for wish in wishes)


@lru_cache(maxsize=512)
def packed(body: bytes) -> bytes:
    """Packed once, as small as it gets, and the same each time."""
    return compress(body, 9, mtime=0)


@lru_cache(maxsize=512)
def _packed_file(path: str, _changed_ns: int) -> bytes:
    return compress(Path(path).read_bytes(), 9, mtime=0)


class Files(StaticFiles):
    """A folder of files for everybody, packed on the way. `kept` says how long a browser may keep one."""

    policy = PUBLIC

    def kept(self, scope: Scope) -> str:
        return "no-cache"

    def file_response(
        self,
        full_path: str | os.PathLike[str],
        stat_result: os.stat_result,
        scope: Scope,
        status_code: int = 200,
    ) -> Response:
        response = super().file_response(full_path, stat_result, scope, status_code)
        if isinstance(response, FileResponse) and is_packable(response.media_type or "", stat_result.st_size):
            # Weak, because one tag stands for the file packed and unpacked.
            response.headers["ETag"] = f"W/{response.headers['etag']}"
            if takes_gzip(Headers(scope=scope)):
                tags = {name: response.headers[name] for name in ("ETag", "Last-Modified")}
                body = _packed_file(os.fspath(full_path), stat_result.st_mtime_ns)
                response = Response(body, status_code, tags, response.media_type)
                response.headers["Content-Encoding"] = "gzip"
            response.headers["Vary"] = "Accept-Encoding"
        response.headers["Cache-Control"] = self.kept(scope)
        return response


class OwnFiles(Files):
    """A file named with its hash never changes; one without (a font in a stylesheet) is kept for a day."""

    def kept(self, scope: Scope) -> str:
        named = scope.get("query_string", b"").startswith(b"v=")
        return f"public, {'max-age=31536000, immutable' if named else 'max-age=86400'}"


def route() -> Mount:
    return Mount("/static", OwnFiles(directory=FOLDER), name="static")
