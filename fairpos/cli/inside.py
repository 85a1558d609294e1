"""Terminals inside the central program: the one of the fair's tills, and the organisers' office.

They speak to the centre as a hall's machine does, without a network between.
"""

from __future__ import annotations

from collections.abc import Callable

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

import booth_terminal.terminal
from booth_terminal.terminal import Terminal
from fairpos.cli.chance import new_id, new_secret
from fairpos.db.database import Database
from fairpos.ledger import fairs, terminals
from fairpos.server import sync
from fairpos.server.settings import Settings


def start(
    settings: Settings,
    database: Database,
    centre: sync.Centre,
    slug: str,
    *,
    name: str,
    journal: str,
    clock: Callable[[], int],
    receipt_link: Callable[[str], str] = lambda _sale: "",
) -> Terminal:
    """Start a fair's terminal of this name over its journal. The first time it enrols by itself."""
    kept = booth_terminal.terminal.prepare(settings.journal_url(journal))
    if booth_terminal.terminal.enrolled(kept) is None:
        key, code = Ed25519PrivateKey.generate(), new_secret()
        # A journal that was lost leaves its terminal's row behind: the next one is a terminal of its own.
        id_ = f"{name}-{new_id(clock)[:12]}"
        with database.writing() as connection:
            row = fairs.by_slug(connection, slug)
            assert row is not None, "whoever starts its terminal has found the fair"
            terminals.expect(connection, row.id, id=id_, name=name, code=code)
        centre.enrol(code, key.public_key().public_bytes_raw())
        booth_terminal.terminal.take_identity(kept, id=id_, fair=slug, key=key)
    return booth_terminal.terminal.start(
        kept,
        lambda who: sync.InProcess(centre, f"{who.fair}/{who.id}"),
        clock=clock,
        new_id=lambda: new_id(clock),
        new_secret=new_secret,
        receipt_link=receipt_link,
    )
