"""Our own files for the browser, each named with the hash of its bytes so that it may be kept for ever."""

from __future__ import annotations

import os
from functools import cache
from hashlib import sha256
from pathlib import Path

from starlette.responses import Response
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from fairpos.web.policy import PUBLIC

FOLDER = Path(__file__).parent / "static"


@cache
def static(name: str) -> str:
    """The address of a file, good until the file changes."""
    return f"/static/{name}?v={sha256((FOLDER / name).read_bytes()).hexdigest()[:12]}"


class OwnFiles(StaticFiles):
    """A file named with its hash never changes; one without (a font in a stylesheet) is kept for a day."""

    policy = PUBLIC

    def file_response(
        self,
        full_path: str | os.PathLike[str],
        stat_result: os.stat_result,
        scope: Scope,
        status_code: int = 200,
    ) -> Response:
        response = super().file_response(full_path, stat_result, scope, status_code)
        named = scope.get("query_string", b"").startswith(b"v=")
        kept = "max-age=31536000, immutable" if named else "max-age=86400"
        response.headers["Cache-Control"] = f"public, {kept}"
        return response


def route() -> Mount:
    return Mount("/static", OwnFiles(directory=FOLDER), name="static")
