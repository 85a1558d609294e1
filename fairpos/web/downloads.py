"""Files that a page hands out."""

from __future__ import annotations

from typing import Literal
from urllib.parse import quote

from starlette.responses import Response

Kind = Literal["csv", "xlsx", "pdf", "svg", "json"]

_MEDIA = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
    "svg": "image/svg+xml",
    "json": "application/json",
}


def download(stem: str, kind: Kind, body: bytes) -> Response:
    """A file to be saved as `stem`.`kind`; the stem may have any letters."""
    plain = "".join(c if c.isascii() and (c.isalnum() or c in "-_.") else "-" for c in stem) or "file"
    disposition = f"attachment; filename=\"{plain}.{kind}\"; filename*=UTF-8''{quote(stem, safe='')}.{kind}"
    return Response(body, media_type=_MEDIA[kind], headers={"Content-Disposition": disposition})
