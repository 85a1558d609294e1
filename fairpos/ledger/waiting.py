"""What waits for a person at a fair, each with how many and where it is done.

A part of the house that has something to wait for adds a source here: a function that gives its rows. Counts
are worked out when they are asked for and kept nowhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from sqlalchemy import Connection, func, not_, or_, select

from fairpos.core.business_day import Calendar, moment
from fairpos.core.rights import Ability
from fairpos.ledger import completeness, fairs, particulars, returns, tables, visits
from fairpos.ledger.fairs import FairRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """`count` things of one kind wait; `code` names the kind, `key` the screen where they are done, `asks`
    how that screen is narrowed to these very things, `day` the day they belong to. `urgent` gets worse by the
    hour. Only people with `ability` can do it."""

    code: str
    count: int
    key: str
    ability: Ability
    day: str | None = None
    urgent: bool = False
    asks: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Moment:
    """What a source may ask: the fair, its calendar, and the time (Unix ms)."""

    fair: FairRow
    calendar: Calendar
    now: int

    @property
    def today(self) -> str:
        return self.calendar.day_of(self.now)

    @property
    def first(self) -> str:
        """The fair's first open day, or today where it has none."""
        days = self.calendar.open_days()
        return days[0] if days else self.today

    @property
    def last(self) -> str:
        """The fair's last open day, or today where it has none."""
        days = self.calendar.open_days()
        return days[-1] if days else self.today

    def over(self) -> tuple[str, ...]:
        """The open days whose hours are over."""
        return tuple(
            entry.day
            for entry in self.calendar.days
            if entry.is_open and moment(entry.day, entry.closes_minute) <= self.now
        )


Source = Callable[[Connection, Moment], Iterator[Waiting]]


def waiting(connection: Connection, fair: FairRow, *, now: int) -> tuple[Waiting, ...]:
    """Everything that waits, what is urgent first."""
    at = Moment(fair, fairs.calendar(connection, fair.id), now)
    found = [row for source in SOURCES for row in source(connection, at) if row.count > 0]
    return tuple(sorted(found, key=lambda row: not row.urgent))


def _tills(connection: Connection, at: Moment) -> Iterator[Waiting]:
    lacking = completeness.completeness(connection, at.fair, now=at.now)
    silent = len(lacking.silent)
    yield Waiting(
        code="silent-tills", count=silent, key="fleet", ability="see", urgent=True, asks={"show": "silent"}
    )
    yield Waiting(
        code="sales-missing", count=lacking.missing, key="fleet", ability="see", urgent=True,
        asks={"show": "holding"},
    )  # fmt: skip


def _findings(connection: Connection, at: Moment) -> Iterator[Waiting]:
    found = completeness.suspense(connection, at.fair.id)
    yield Waiting(code="findings", count=found.findings, key="findings", ability="see")


def _gates(connection: Connection, at: Moment) -> Iterator[Waiting]:
    gates: dict[str, list[str]] = {}
    for gate, day, _counting in visits.read(connection, at.fair.id).doubled():
        gates.setdefault(day, []).append(gate)
    for day, here in sorted(gates.items()):
        yield Waiting(
            code="counted-twice", count=len(here), key="counts", ability="gates", day=day,
            asks={"gate": here[0]},
        )  # fmt: skip


def _returns(connection: Connection, at: Moment) -> Iterator[Waiting]:
    for day, count in returns.missing_by_day(connection, at.fair.id, at.over()).items():
        yield Waiting(code="returns", count=count, key="returns", ability="money", day=day)


def _register(connection: Connection, at: Moment) -> Iterator[Waiting]:
    """Applications, papers and certificates, accounts, labels."""
    application, proposal = tables.application, tables.account_proposal
    product, article = tables.product, tables.article
    yield Waiting(
        code="applications",
        count=_count(
            connection, application, application.c.fair_id == at.fair.id, application.c.state == "received"
        ),
        key="applications",
        ability="arrange",
        asks={"state": "received"},
    )
    owed = [
        (amount > 0) & (state == "due") & or_(due.is_(None), due < at.today)
        for amount, state, due in (
            (application.c.fee, application.c.fee_state, application.c.fee_due),
            (application.c.deposit, application.c.deposit_state, application.c.deposit_due),
        )
    ]
    yield Waiting(
        code="fees",
        count=_count(
            connection, application, application.c.fair_id == at.fair.id,
            application.c.state.in_(("accepted", "waiting")), or_(*owed),
        ),
        key="applications",
        ability="arrange",
        asks={"owing": "due"},
    )  # fmt: skip
    handed_in = tables.application_paper
    yield Waiting(
        code="handed-in",
        count=int(
            connection.execute(
                select(func.count(handed_in.c.application.distinct())).where(
                    handed_in.c.fair_id == at.fair.id
                )
            ).scalar_one()
        ),
        key="applications",
        ability="arrange",
        asks={"papers": "new"},
    )
    yield Waiting(
        code="accounts",
        count=_count(connection, proposal, proposal.c.fair_id == at.fair.id, proposal.c.decided_at.is_(None)),
        key="exhibitors",
        ability="money",
        urgent=True,
        asks={"wants": "account"},
    )
    if at.last < at.today:
        return
    yield Waiting(
        code="papers",
        count=_ending_papers(connection, at),
        key="exhibitors",
        ability="arrange",
        asks={"wants": "ending"},
    )
    both = (article.c.fair_id == product.c.fair_id) & (article.c.id == product.c.article)
    goods = product.join(article, both)
    starred = (product.c.fair_id == at.fair.id) & article.c.stars.is_not(None)
    holds = (product.c.valid_to >= at.last) & (product.c.issued <= at.first)
    yield Waiting(
        code="certificates",
        count=_count(connection, goods, starred, not_(holds)),
        key="products",
        ability="arrange",
        asks={"wants": "certificate"},
    )
    yield Waiting(
        code="labels",
        count=_count(connection, product, product.c.fair_id == at.fair.id, product.c.label == "unchecked"),
        key="products",
        ability="inspect",
        asks={"wants": "unchecked"},
    )


def _ending_papers(connection: Connection, at: Moment) -> int:
    """How many exhibitors hold a paper that ends before the fair's last day."""
    paper, more = tables.paper, tables.exhibitor_details
    same = (more.c.fair_id == paper.c.fair_id) & (more.c.exhibitor == paper.c.exhibitor)
    takes_part = func.coalesce(more.c.standing, "taking-part") != "withdrawn"
    asked = (
        select(func.count(paper.c.exhibitor.distinct()))
        .select_from(paper.outerjoin(more, same))
        .where(paper.c.fair_id == at.fair.id, paper.c.valid_to < at.last, takes_part)
    )
    return int(connection.execute(asked).scalar_one())


def _reports(connection: Connection, at: Moment) -> Iterator[Waiting]:
    report = tables.report
    drafts = _count(connection, report, report.c.fair_id == at.fair.id, report.c.signed_at.is_(None))
    yield Waiting(code="reports", count=drafts, key="reports", ability="money")


def _works(connection: Connection, at: Moment) -> Iterator[Waiting]:
    """Kinds of long work whose last piece failed: one that was begun again since waits for nobody."""
    work = tables.work
    last = select(func.max(work.c.number)).where(work.c.fair_id == at.fair.id).group_by(work.c.kind)
    here = (work.c.fair_id == at.fair.id) & work.c.number.in_(last)
    failed = _count(connection, work, here, work.c.state == "failed")
    yield Waiting(code="works", count=failed, key="works", ability="arrange")


def _duties(connection: Connection, at: Moment) -> Iterator[Waiting]:
    """What the law asks within two weeks, or should have had; a fair that is archived is done with."""
    if at.fair.status == "archived":
        return
    for duty in particulars.duties_of(connection, at.fair.id, today=at.today):
        if duty.state in ("late", "soon"):
            yield Waiting(
                code=f"duty-{duty.key}",
                count=1,
                key="setup",
                ability="arrange",
                day=duty.due,
                urgent=duty.state == "late",
            )


SOURCES: tuple[Source, ...] = (_tills, _findings, _gates, _returns, _register, _reports, _works, _duties)


def _count(connection: Connection, source: object, *where: object) -> int:
    asked = select(func.count()).select_from(source).where(*where)  # type: ignore[arg-type]
    return int(connection.execute(asked).scalar_one())
