"""The pictures of articles, as a tablet asks for them."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from booth_terminal import photos
from booth_terminal.doors import TILL, terminal_of
from fairpos.core.photo import MEDIA_TYPE, is_photo_key
from fairpos.web.machine import machine, problem


@machine(TILL, body_max=0)
async def get_photo(request: Request, _body: bytes) -> Response:
    """A picture by its key. Its bytes never change, so a tablet that has it need not ask again."""
    key = str(request.path_params["key"])
    found = None
    if is_photo_key(key):
        with terminal_of(request).database.reading() as connection:
            found = photos.one(connection, key)
    if found is None:
        # Not kept by anybody: it may come with the next minute.
        return problem(404, "no-such-photo", {"Cache-Control": "no-store"})
    headers = {"Cache-Control": "private, max-age=31536000, immutable", "ETag": f'"{key}"'}
    return Response(found, headers=headers, media_type=MEDIA_TYPE)
