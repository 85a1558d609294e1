"""Blocks drawn once for everyone who looks at the same figures: in the same language, with the same rights.

A changed board reaches every open page within a second. Drawing its block takes some milliseconds of a core,
so two hundred pages do not draw it two hundred times.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from fairpos.web.i18n import language_of
from fairpos.web.session import session_of

KEPT_MAX = 500


@dataclass(slots=True)
class _Place:
    """Where one block in one language is kept, and who is drawing it."""

    drawing: threading.Lock = field(default_factory=threading.Lock)
    of: object = None
    body: bytes = b""


class Drawn:
    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._places: dict[Hashable, _Place] = {}

    def block(self, request: Request, of: object, key: Hashable, draw: Callable[[], Response]) -> Response:
        """The block `key` as drawn of the object `of`; drawn anew for any other object than the last.

        `draw` may use the language and the grants of the person who asks, and nothing else of the request.
        """
        session = session_of(request)
        place = self._place((key, language_of(request), session.grants if session else ()))
        with place.drawing:
            if place.of is not of:
                place.body = bytes(draw().body)
                place.of = of
            return HTMLResponse(place.body)

    def _place(self, key: Hashable) -> _Place:
        with self._lock:
            if len(self._places) >= KEPT_MAX:
                # Somebody asks for days that are none; what is thrown away is only drawn again.
                self._places.clear()
            return self._places.setdefault(key, _Place())
