"""A provider at the other end of a line, saying what a test lets it say. All payloads are made up in the
documented shape, unless a test names where one was published."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import httpx2

from fairpos.core.business_day import moment

NOW = moment("2026-11-20", 10 * 60)
CODE = "FP9HPGX7WBF9P5Y"


class Provider(httpx2.MockTransport):
    """Answers each request with the next answer, or the last one again."""

    def __init__(self, *answers: Any) -> None:
        super().__init__(self._answer)
        self.asked: list[httpx2.Request] = []
        self._answers = list(answers)

    def _answer(self, request: httpx2.Request) -> httpx2.Response:
        self.asked.append(request)
        answer = self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]
        if isinstance(answer, Exception):
            raise answer
        if isinstance(answer, int):
            return httpx2.Response(answer)
        return httpx2.Response(200, content=answer if isinstance(answer, bytes) else as_body(answer))


def as_body(content: Any) -> bytes:
    return json.dumps(content, ensure_ascii=False).encode()


Make = Callable[..., Any]
