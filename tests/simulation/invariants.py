"""What must hold: along the way at quiet moments, and once everything has healed and drained."""

from __future__ import annotations

from collections import Counter, defaultdict
from hashlib import sha256
from typing import TYPE_CHECKING

from sqlalchemy import Connection, select

from booth_terminal import journal
from fairpos.ledger import checks, recount, rollups, tables
from fairpos.ledger.fold import digest
from tests.simulation.till import Till
from tests.simulation.truth import Deed, Figures

if TYPE_CHECKING:
    from tests.simulation.fair import World
    from tests.simulation.terminal import TerminalMachine

FAIR = 1
ERROR_MS = 5_000
"""A document's corrected time may be off by this much: a slow line, and a clock that says milliseconds."""


class Broken(AssertionError):
    """An invariant does not hold."""


def demand(holds: bool, sentence: str) -> None:
    if not holds:
        raise Broken(sentence)


def check_time(till: Till, deed: Deed, now: int) -> None:
    """A till that has measured its clock dates its documents right, however wrong the clock is."""
    if till.measured and deed.fate == "counted" and deed.poison != "future":
        demand(abs(deed.at - now) <= ERROR_MS, f"{deed.id} is dated {deed.at - now} ms off")


def check_on_the_way(world: World) -> None:
    """Whatever has arrived so far is whole and adds up. A centre that is down is looked at when it is up."""
    if world.centre.up:
        with world.centre.database.reading() as connection:
            _check_ledger(world, connection)


def check_at_the_end(world: World) -> None:
    centre = world.centre.database
    with centre.reading() as connection:
        bodies = _check_ledger(world, connection)
        missing = world.truth.must_arrive() - bodies
        demand(not missing, f"{len(missing)} documents that a disk still holds or held are not in the ledger")
        _check_streams(world, connection)
        before = rollups.stored(connection, FAIR)
    for booth in world.booths:
        _check_till(booth.till, booth.terminal)
    with centre.writing() as connection:
        recount.recount(connection, FAIR, now=world.agenda.now)
        checks.sweep(connection, FAIR, now=world.agenda.now)
    with centre.reading() as connection:
        demand(rollups.stored(connection, FAIR) == before, "a recount gives other rollups")
        _check_ledger(world, connection)
        _check_findings(world, connection)


# --- the ledger --------------------------------------------------------------------------------------


def _check_ledger(world: World, connection: Connection) -> set[bytes]:
    """Chains, rollups, nothing changed or invented, nothing twice. Returns the bytes of every entry."""
    proof = recount.verify(connection, FAIR)
    demand(not proof.faults, "; ".join(proof.faults))
    deeds = world.truth.deeds
    entry, document = tables.entry, tables.document
    rows = connection.execute(select(entry.c.stream_no, entry.c.seq, entry.c.body)).all()
    bodies: dict[tuple[int, int], bytes] = {(row.stream_no, row.seq): bytes(row.body) for row in rows}
    strangers = [body for body in bodies.values() if body not in deeds]
    demand(not strangers, f"nobody made this: {strangers[:1]!r}")
    twice = Counter((no, body) for (no, _), body in bodies.items()).most_common(1)
    demand(not twice or twice[0][1] == 1, "a document stands twice in one stream")
    counted: dict[str, Deed] = {}
    for row in connection.execute(select(document.c.id, document.c.stream_no, document.c.seq)):
        counted[row.id] = deeds[bodies[row.stream_no, row.seq]]
    _check_fates(connection, bodies, counted, deeds)
    _check_figures(connection, counted)
    _check_totals(proof, counted)
    return set(bodies.values())


def _check_fates(
    connection: Connection,
    bodies: dict[tuple[int, int], bytes],
    counted: dict[str, Deed],
    deeds: dict[bytes, Deed],
) -> None:
    """Every entry is counted, or stands in suspense with its money. What is sound is counted."""
    finding = tables.finding
    suspense: dict[str, int] = defaultdict(int)
    for row in connection.execute(select(finding).where(finding.c.resolved_at.is_(None))):
        suspense[row.subject] += row.suspense
    for (no, seq), body in bodies.items():
        deed, place = deeds[body], f"{no}/{seq}"
        if counted.get(deed.id) is deed:
            demand(deed.fate in ("counted", "reused"), f"{deed.id} is counted and should be in suspense")
            demand(suspense[place] == suspense[digest(body)] == 0, f"{deed.id} is counted and in suspense")
        else:
            demand(
                deed.fate == "suspended" or deed.id in counted, f"{deed.kind} {deed.id} is kept, not counted"
            )
            demand(suspense[digest(body)] == abs(deed.money), f"{place}: the money in suspense is not right")


def _check_figures(connection: Connection, counted: dict[str, Deed]) -> None:
    """The rollups are what the deeds add up to, day by day and place by place."""
    true = Figures()
    for deed in counted.values():
        true.add(deed)
    found = Figures()
    by_hour, visits = tables.takings_by_hour, tables.visits_by_hour
    for row in connection.execute(select(by_hour)):
        found.money[row.day, row.booth] += row.takings
        found.sales[row.day, row.booth] += row.sales
        found.backs[row.day, row.booth] += row.voids + row.refunds
    for row in connection.execute(select(visits)):
        found.visits[row.day, row.gate] += row._mapping["count"]
    by_article, by_till = tables.takings_by_article, tables.documents_by_till
    tenders: Counter[tuple[str, str]] = Counter()
    articles: Counter[tuple[str, str]] = Counter()
    for row in connection.execute(select(by_article)):
        found.pieces[row.day, row.booth] += row.quantity
        articles[row.day, row.booth] += row.takings
    for row in connection.execute(select(tables.takings_by_tender)):
        tenders[row.day, row.booth] += row.amount
    taxed: Counter[tuple[str, str]] = Counter()
    for row in connection.execute(select(tables.takings_by_vat)):
        taxed[row.day, row.booth] += row.gross
    for row in connection.execute(select(by_till)):
        found.documents[row.till] += row.documents
    demand(found == true, "the rollups are not what cashiers did")
    split = (tenders, articles, taxed)
    demand(all(parts == true.money for parts in split), "tenders, articles, VAT and takings differ")


def _check_totals(proof: recount.Proof, counted: dict[str, Deed]) -> None:
    deeds = counted.values()
    demand(proof.documents == len(counted), "the proof counts other documents")
    sales = sum(d.kind == "sale" for d in deeds)
    takings = sum(d.money for d in deeds)
    demand((proof.sales, proof.takings) == (sales, takings), "the proof states other takings")


# --- journals and tills ------------------------------------------------------------------------------


def _check_streams(world: World, connection: Connection) -> None:
    """The centre's copy of a stream is a prefix of a branch that its terminal wrote; every chain is whole."""
    entry, stream = tables.entry, tables.stream
    written: dict[str, list[list[bytes]]] = defaultdict(list)
    for terminal in (*world.terminals, *world.gone):
        for id_, branches in terminal.branches.items():
            written[id_] += branches
    for terminal in world.terminals:
        for id_, branch in terminal.journals().items():
            written[id_].append(branch)
        with terminal.database.reading() as local:
            current = journal.current(local)
            assert current is not None, "a terminal that is up has a stream"
            demand(journal.chain_fault(local, current) is None, f"the chain of {terminal.id} is broken")
    for row in connection.execute(select(stream)).all():
        rows = connection.execute(
            select(entry.c.body).where(entry.c.stream_no == row.no).order_by(entry.c.seq)
        )
        here = [bytes(body) for (body,) in rows]
        demand(
            any(branch[: len(here)] == here for branch in written[row.id]),
            f"stream {row.no} is no prefix of its terminal's journal",
        )


def _check_till(till: Till, terminal: TerminalMachine) -> None:
    """What a tablet keeps is in its terminal's open stream, but for the lines that are no documents."""
    held = set(terminal.journals()[terminal.current().id])
    missing = [r.n for r in till.records if not r.refused and r.body not in held]
    demand(not missing, f"{till.disk}: documents {missing[:5]} are not in the journal of {terminal.id}")


def _check_findings(world: World, connection: Connection) -> None:
    """No false alarm: a fork needs a disk that went back, a shift differs only when something is missing."""
    finding = tables.finding
    codes = Counter(
        connection.execute(select(finding.c.code).where(finding.c.resolved_at.is_(None))).scalars()
    )
    if not any(t.went_back for t in (*world.terminals, *world.gone)):
        demand(codes["fork"] == 0, "a fork is reported and no disk went back")
        for terminal in world.terminals:
            demand(len(terminal.journals()) == 1, f"{terminal.id} began again without a reason")
    if not world.truth.lost and all(deed.poison is None for deed in world.truth.deeds.values()):
        demand(codes["shift-differs"] == 0, "a shift differs though every document is here")
        demand(codes["sale-unknown"] == 0, "a sale is unknown though every document is here")


def hash_of(world: World) -> str:
    """One hash over every row of every table at the centre and every journal."""
    digest = sha256()
    with world.centre.database.reading() as connection:
        for table in tables.metadata.sorted_tables:
            for row in connection.execute(table.select().order_by(*table.primary_key.columns)):
                digest.update(repr(tuple(row)).encode())
    for terminal in world.terminals:
        digest.update(repr(terminal.journals()).encode())
    return digest.hexdigest()
