"""Every table of the centre, for SQLite and PostgreSQL alike: a module for each part of the house.

`fair_id` leads every key: one fair is one cell, and many fairs can be spread over many databases. Money is
BIGINT đồng, a moment is BIGINT Unix milliseconds, a fair day is an ISO date as text. The ledger's two tables,
`delivery` and `entry`, refuse UPDATE and DELETE by trigger (see the first migration).
"""

from fairpos.ledger.tables.allocations import *  # noqa: F403
from fairpos.ledger.tables.audit import *  # noqa: F403
from fairpos.ledger.tables.base import metadata as metadata
from fairpos.ledger.tables.conduct import *  # noqa: F403
from fairpos.ledger.tables.exhibitors import *  # noqa: F403
from fairpos.ledger.tables.fleet import *  # noqa: F403
from fairpos.ledger.tables.floor import *  # noqa: F403
from fairpos.ledger.tables.gates import *  # noqa: F403
from fairpos.ledger.tables.handed_in import *  # noqa: F403
from fairpos.ledger.tables.ledger import *  # noqa: F403
from fairpos.ledger.tables.people import *  # noqa: F403
from fairpos.ledger.tables.reports import *  # noqa: F403
from fairpos.ledger.tables.rollups import *  # noqa: F403
from fairpos.ledger.tables.seasons import *  # noqa: F403
from fairpos.ledger.tables.setup import *  # noqa: F403
from fairpos.ledger.tables.work import *  # noqa: F403
from fairpos.ledger.views import STATEMENTS

# Made by `db.migrate` beside the tables: what people may ask who analyse a fair without us.
metadata.info["views"] = STATEMENTS
