"""Asking a provider over HTTPS. A line that is half dead is a dead line."""

from __future__ import annotations

from typing import Any

import httpx2

from booth_terminal.feeds.feed import FeedTrouble
from booth_terminal.feeds.reading import NotReadable, parse_json

PATIENCE = httpx2.Timeout(10.0, connect=3.0)


class Asking:
    """One provider's address and the headers it wants."""

    def __init__(
        self, base: str, headers: dict[str, str], transport: httpx2.BaseTransport | None = None
    ) -> None:
        self._client = httpx2.Client(base_url=base, headers=headers, timeout=PATIENCE, transport=transport)

    def get(self, path: str, **query: str | int) -> Any:
        """The answer's JSON. Raises FeedTrouble."""
        try:
            answer = self._client.get(path, params=query)
            if answer.status_code != 200:
                raise FeedTrouble(f"the provider answered {answer.status_code}")
            return parse_json(answer.content)
        except httpx2.HTTPError as error:
            raise FeedTrouble(f"the provider cannot be reached: {type(error).__name__}") from error
        except NotReadable as error:
            raise FeedTrouble("the provider answered something that is not JSON") from error
