"""A till's documents in a file: how what a tablet could not send is carried to its terminal by hand.

The first line names the till and a hash for every document behind it; then one document a line, byte for
byte as the till made it. What is whole is taken, however damaged the rest is, and what is not is told by its
place. Taking a file in twice changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

import msgspec
from sqlalchemy import Connection

from booth_terminal import journal, posts
from booth_terminal.journal import Posted
from booth_terminal.terminal import Terminal

FILE_BYTES_MAX = 64 * 1024 * 1024
SECONDS = 120


class NotSaved(ValueError):
    """This is no file a till saved, or its first line is damaged: nothing of it can be known to be whole."""


class OtherFair(ValueError):
    """The file was saved at another fair than this terminal serves."""


class Head(msgspec.Struct):
    """The first line of a file."""

    fairpos: str
    v: int
    fair: str
    till: str
    hashes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SavedFile:
    """What a file holds: whole documents, and the places (from 1) of those that are damaged or missing."""

    till: str
    fair: str
    documents: tuple[Posted, ...]
    lost: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a file: how many documents were new, how many known here, and the lost ones' places."""

    till: str
    new: int
    known: int
    lost: tuple[int, ...]


_HEAD = msgspec.json.Decoder(Head)


def read(body: bytes) -> SavedFile:
    """Raises NotSaved."""
    first, *lines = body.replace(b"\r\n", b"\n").split(b"\n")
    try:
        head = _HEAD.decode(first)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise NotSaved(str(error)) from error
    if head.fairpos != "documents" or head.v != 1:
        raise NotSaved("not a file of documents")
    whole = {sha256(line).hexdigest(): line for line in lines}
    documents: list[Posted] = []
    lost: list[int] = []
    for place, hash_ in enumerate(head.hashes, 1):
        document = posts.named(whole[hash_]) if hash_ in whole else None
        if document is None:
            lost.append(place)
        else:
            documents.append(document)
    return SavedFile(head.till, head.fair, tuple(documents), tuple(lost))


def take_in(terminal: Terminal, body: bytes) -> Taken:
    """Keep what a file holds, and wait until it is flushed to disk. Raises NotSaved, OtherFair."""
    saved = _of_fair(body, terminal.identity.fair)
    with terminal.database.reading() as connection:
        stream = journal.current(connection)
        assert stream is not None, "a running terminal has a stream"
        known = journal.known(connection, stream, saved.documents)
    for start in range(0, len(saved.documents), posts.DOCUMENTS_MAX):
        terminal.keep(saved.documents[start : start + posts.DOCUMENTS_MAX]).result(SECONDS)
    return Taken(saved.till, len(saved.documents) - known, known, saved.lost)


def put(connection: Connection, fair: str, body: bytes, *, at: int) -> Taken:
    """The same into a journal whose program may not run. Raises NotSaved, OtherFair."""
    saved = _of_fair(body, fair)
    stream = journal.current(connection)
    assert stream is not None, "a terminal that ever ran has a stream"
    new = journal.append(connection, stream, saved.documents, at=at)
    return Taken(saved.till, new, len(saved.documents) - new, saved.lost)


def _of_fair(body: bytes, fair: str) -> SavedFile:
    saved = read(body)
    if saved.fair != fair:
        raise OtherFair(saved.fair)
    return saved
