"""`payment-feeds.json` in the program's data folder: which accounts are watched, and with which keys.

The keys open people's bank statements. They never travel in settings editions, and a file that others on the
machine may read is refused. For example:

    {"feeds": [{"name": "dv1", "provider": "sepay", "token": "…", "secret": "…"}]}
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from booth_terminal.feeds.casso import Casso
from booth_terminal.feeds.csv_statement import CsvStatement
from booth_terminal.feeds.feed import PaymentFeed
from booth_terminal.feeds.manual import Manual
from booth_terminal.feeds.payos import PayOS
from booth_terminal.feeds.sepay import SePay

FILE = "payment-feeds.json"

Name = Annotated[str, Field(pattern="^[a-z0-9-]{1,32}$")]
Shown = Callable[[], Iterable[str]]


class BadFeeds(RuntimeError):
    """The feeds' settings cannot be used. The sentence says what to do; it never names a key."""


class _Feed(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Name


class SePayFeed(_Feed):
    provider: Literal["sepay"]
    token: str = ""
    api_key: str = ""
    secret: str = ""

    def made(self, _folder: Path, _shown: Shown) -> PaymentFeed:
        return SePay(self.name, token=self.token, api_key=self.api_key, secret=self.secret)


class CassoFeed(_Feed):
    provider: Literal["casso"]
    token: str = ""
    secure_token: str = ""
    secret: str = ""

    def made(self, _folder: Path, _shown: Shown) -> PaymentFeed:
        return Casso(self.name, token=self.token, secure_token=self.secure_token, secret=self.secret)


class PayOSFeed(_Feed):
    provider: Literal["payos"]
    client: str = ""
    api_key: str = ""
    checksum_key: Annotated[str, Field(min_length=1)]

    def made(self, _folder: Path, shown: Shown) -> PaymentFeed:
        return PayOS(
            self.name,
            client=self.client,
            api_key=self.api_key,
            checksum_key=self.checksum_key,
            shown=shown,
        )


class CsvFeed(_Feed):
    provider: Literal["csv_statement"]
    folder: str = "statements"
    account: str
    columns: dict[Literal["at", "content", "credit", "amount", "ref", "account"], str] = {}

    def made(self, folder: Path, _shown: Shown) -> PaymentFeed:
        columns = {str(kind): heading for kind, heading in self.columns.items()}
        return CsvStatement(self.name, folder=folder / self.folder, account=self.account, columns=columns)


class ManualFeed(_Feed):
    provider: Literal["manual"]

    def made(self, _folder: Path, _shown: Shown) -> PaymentFeed:
        return Manual(self.name)


Feed = Annotated[SePayFeed | CassoFeed | PayOSFeed | CsvFeed | ManualFeed, Field(discriminator="provider")]


class Feeds(BaseModel):
    """`till` is the settings' till of kind "feed" whose documents the credits become; else the first one."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    till: str = ""
    feeds: Annotated[list[Feed], Field(max_length=500)] = []

    def made(self, folder: Path, shown: Shown) -> list[PaymentFeed]:
        return [feed.made(folder, shown) for feed in self.feeds]


def load(folder: Path) -> Feeds:
    """The settings of a data folder; without a file, no feed. Raises BadFeeds."""
    path = folder / FILE
    try:
        body = path.read_bytes()
    except FileNotFoundError:
        return Feeds()
    if os.name == "posix" and stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise BadFeeds(f"Others on this machine can read {FILE}, and it holds keys. Run: chmod 600 {FILE}")
    try:
        feeds = Feeds.model_validate_json(body)
    except ValidationError as error:
        # Where, not what: the values are keys.
        places = sorted({".".join(map(str, fault["loc"])) or "(the whole)" for fault in error.errors()})
        raise BadFeeds(f"{FILE} cannot be used; look at: {', '.join(places)}") from None
    names = [feed.name for feed in feeds.feeds]
    if len(set(names)) != len(names):
        raise BadFeeds(f"{FILE} names two feeds alike.")
    return feeds
