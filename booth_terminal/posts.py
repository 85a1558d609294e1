"""A till's post: one line about the till, then one document a line, exactly as the till made it.

Only what cannot be a document at all is refused here, line by line: no JSON object, no id, too large. Whether
a document makes sense is for the centre to say, after it is kept.
"""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from booth_terminal.journal import Posted
from fairpos.core.document import COUNT_MAX, TIME_MAX
from fairpos.core.ids import is_id
from fairpos.core.journal import ENTRY_BYTES_MAX

DOCUMENTS_MAX = 500
POST_BYTES_MAX = 1024 * 1024
VERSION_MAX = 32


class BadPost(ValueError):
    """The envelope is malformed. No document was looked at; the till still holds them all."""


class PostHead(msgspec.Struct):
    """The first line of a post: whose it is, its clock, what it holds and since when.

    `mark` is what the terminal's last answer said of its journal, repeated as it came. `persisted` says
    whether the browser promised to keep the sales, `version` which release of the page is open, `edition`
    which settings it sells by.
    """

    till: str
    pending: int
    at: int
    oldest_at: int | None = None
    mark: str | None = None
    persisted: bool | None = None
    version: str = ""
    edition: int | None = None


class _Named(msgspec.Struct):
    id: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """A line (1 is the first document) that can never be an entry, and why."""

    line: int
    code: str


@dataclass(frozen=True, slots=True)
class Post:
    """What a till sent: what it says it still holds, the documents to keep, and the lines that are none."""

    till: str
    pending: int
    oldest_at: int | None
    at: int
    mark: str | None
    persisted: bool | None
    version: str
    edition: int | None
    documents: tuple[Posted, ...]
    refused: tuple[Refusal, ...]


_HEAD = msgspec.json.Decoder(PostHead)
_NAMED = msgspec.json.Decoder(_Named)


def read(body: bytes) -> Post:
    """Raises BadPost."""
    first, *lines = body.split(b"\n")
    try:
        head = _HEAD.decode(first)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise BadPost(str(error)) from error
    if len(lines) > DOCUMENTS_MAX or not 0 <= head.pending <= COUNT_MAX:
        raise BadPost(f"a post is at most {DOCUMENTS_MAX} documents")
    documents: list[Posted] = []
    refused: list[Refusal] = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        code = _fault(line)
        if code is None:
            documents.append(Posted(_NAMED.decode(line).id, line))
        else:
            refused.append(Refusal(number, code))
    # A tablet's clock may say anything. What is no time is left out, or every hello would carry it on.
    oldest_at = head.oldest_at if head.oldest_at is not None and 0 <= head.oldest_at < TIME_MAX else None
    return Post(
        till=head.till,
        pending=head.pending,
        oldest_at=oldest_at,
        at=head.at,
        mark=head.mark,
        persisted=head.persisted,
        version=head.version[:VERSION_MAX] if head.version.isprintable() else "",
        edition=head.edition if head.edition is not None and 0 <= head.edition <= COUNT_MAX else None,
        documents=tuple(documents),
        refused=tuple(refused),
    )


def named(line: bytes) -> Posted | None:
    """A document of a till as it is kept; None for what can never be one."""
    return Posted(_NAMED.decode(line).id, line) if _fault(line) is None else None


def _fault(line: bytes) -> str | None:
    if len(line) > ENTRY_BYTES_MAX:
        return "too-large"
    try:
        named = _NAMED.decode(line)
    except msgspec.ValidationError:
        return "no-id"
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return "not-json"
    return None if is_id(named.id) else "no-id"
