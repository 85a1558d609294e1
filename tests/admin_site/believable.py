"""A fair with believable figures, written straight into the rollups: these tests are about reading them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, Table, insert, update

from fairpos.core.business_day import HOUR_MS, MINUTE_MS, Calendar, FairDay, moment
from fairpos.core.fair import Article, Booth, Edition, Exhibitor, Fair, Gate, Till
from fairpos.core.floor import Floor, Hall, Landmark, Stand
from fairpos.core.rights import Role
from fairpos.ledger import fairs, floor, people, plans, tables
from fairpos.ledger.passwords import Passwords

SLUG, PRIOR_SLUG = "ocop-xuan-2020", "ocop-xuan-2019"
DAYS = ("2020-01-10", "2020-01-11", "2020-01-12", "2020-01-14", "2020-01-15", "2020-01-16")
CLOSED_DAY = "2020-01-13"
PRIOR_DAYS = ("2019-01-21", "2019-01-22", "2019-01-23", "2019-01-24", "2019-01-25", "2019-01-26")
NOW = moment(DAYS[2], 15 * 60 + 42)
PASSWORD = "hội chợ mùa xuân"

BOOTHS = (
    ("HL01", "Chả mực Hạ Long – Bà Ngần", "in-province", "Cơ sở chế biến Bà Ngần", "Chả mực giã tay Hạ Long"),
    ("BC02", "Ba Chẽ – Trà hoa vàng", "in-province", "HTX Dược liệu Ba Chẽ", "Trà hoa vàng sấy thăng hoa"),
    ("VD03", "Vân Đồn – Hải sản khô", "in-province", "Công ty TNHH Hải sản Vân Đồn", "Mực khô loại 1"),
    ("TY04", "Tiên Yên – Gà đồi", "in-province", "HTX Gà đồi Tiên Yên", "Gà Tiên Yên ủ muối"),
    ("DT05", "Đông Triều – Gốm và nếp", "in-province", "HTX Nếp cái hoa vàng Đông Triều", "Nếp cái hoa vàng"),
    (
        "TN11",
        "Thái Nguyên – Chè Tân Cương",
        "other-province",
        "Công ty Chè Tân Cương Xanh",
        "Chè đinh Tân Cương",
    ),
    ("LS12", "Lạng Sơn – Vịt quay Thất Khê", "other-province", "Hộ kinh doanh Thất Khê", "Vịt quay mắc mật"),
    ("TH21", "Gian hàng Thái Lan", "foreign", "Siam Food Company", "Xoài sấy dẻo"),
)
HOURS = (8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21)
SHAPE = (3, 6, 9, 8, 5, 4, 6, 8, 10, 12, 15, 16, 11, 5)
SHARES = (23, 14, 17, 9, 8, 14, 8, 7)


def edition(
    slug: str, name: str, name_en: str, season: str, days: tuple[str, ...], prior: str | None
) -> Edition:
    calendar = [FairDay(day) for day in days]
    if days == DAYS:
        calendar.append(FairDay(CLOSED_DAY, is_open=False))
    exhibitors = tuple(
        Exhibitor(
            id=f"DV-{key}", name=who, kind="enterprise", district=None, province="Quảng Ninh", country="VN"
        )
        for key, _, _, who, _ in BOOTHS
    )
    return Edition(
        number=0,
        fair=Fair(
            slug=slug,
            name=name,
            name_en=name_en,
            series="xuan",
            season=season,
            province="Quảng Ninh",
            status="open" if slug == SLUG else "closed",
            prior=prior,
            calendar=Calendar(tuple(sorted(calendar, key=lambda entry: entry.day))),
        ),
        exhibitors=exhibitors,
        booths=tuple(
            Booth(id=key, name=name, zone=zone, exhibitors=(f"DV-{key}",))  # type: ignore[arg-type]
            for key, name, zone, _, _ in BOOTHS
        ),
        articles=tuple(
            Article(
                id=f"SP-{key}",
                name=what,
                exhibitor=f"DV-{key}",
                group="ocop",
                unit="hộp",
                price=185_000,
                weighed=False,
                tax_class="standard",
                stars=4,
            )
            for key, _, _, _, what in BOOTHS
        ),
        gates=(Gate(id="C1", name="Cổng chính"), Gate(id="C2", name="Cổng phía biển")),
        tills=(
            *(
                Till(id=f"M-{key}", kind="till", place=key, code_hash=None, revoked=False)
                for key, *_ in BOOTHS
            ),
            Till(id="G-C1", kind="gate", place="C1", code_hash=None, revoked=False),
        ),
    )


def current(prior: str | None = PRIOR_SLUG) -> Edition:
    name, name_en = "Hội chợ OCOP Quảng Ninh – Xuân 2020", "Quảng Ninh OCOP Fair – Spring 2020"
    return edition(SLUG, name, name_en, "2020", DAYS, prior)


def previous() -> Edition:
    name, name_en = "Hội chợ OCOP Quảng Ninh – Xuân 2019", "Quảng Ninh OCOP Fair – Spring 2019"
    return edition(PRIOR_SLUG, name, name_en, "2019", PRIOR_DAYS, None)


def rows(connection: Connection, table: Table, fair_id: int, entries: Iterable[Mapping[str, Any]]) -> None:
    connection.execute(insert(table), [{"fair_id": fair_id, **entry} for entry in entries])


def drawn() -> Floor:
    """The fair's eight booths in one hall: a row of five, an aisle, a row of two, one that stands alone."""
    hall = Hall(id="H1", name="Nhà trưng bày", width=3_000, height=2_000)
    rows = {"in-province": ("A", 300), "other-province": ("B", 900), "foreign": ("C", 1_500)}
    stands: list[Stand] = []
    for key, _, zone, _, _ in BOOTHS:
        row, y = rows[zone]
        position = sum(stand.row == row for stand in stands) + 1
        stands.append(
            Stand(
                id=key,
                code=f"{row}{position:02}",
                zone=zone,  # type: ignore[arg-type]
                hall="H1",
                row=row,
                position=position,
                x=300 * position,
                y=y,
            )
        )
    door = Landmark(
        id="L1", hall="H1", kind="entrance", name="Cổng chính", x=1_200, y=1_850, width=400, height=150
    )
    return Floor(halls=(hall,), stands=tuple(stands), landmarks=(door,))


def draw(connection: Connection, fair_id: int, *, publish: bool = True) -> None:
    """Put the fair on a plan, and publish it as version 1."""
    floor.fill(connection, fair_id, drawn())
    if publish:
        plans.publish(connection, fair_id, note="", at=NOW, by="hoa")


def sell(connection: Connection, fair_id: int, day: str, takings: int, visits: int, until: int = 24) -> None:
    """A day's takings and visits over booths and hours; only the hours before `until`."""
    hours = [(hour, weight) for hour, weight in zip(HOURS, SHAPE, strict=True) if hour < until]
    whole = sum(SHAPE) * sum(SHARES)
    by_booth = dict.fromkeys((key for key, *_ in BOOTHS), 0)
    for hour, weight in hours:
        entries = []
        for (key, *_), share in zip(BOOTHS, SHARES, strict=True):
            amount = takings * weight * share // whole // 1000 * 1000
            by_booth[key] += amount
            entries.append(
                {
                    "day": day,
                    "hour": hour,
                    "booth": key,
                    "sales": max(1, amount // 172_000),
                    "voids": 1 if hour == 11 and key == "HL01" else 0,
                    "refunds": 0,
                    "takings": amount,
                    "given_back": 185_000 if hour == 11 and key == "HL01" else 0,
                }
            )
        rows(connection, tables.takings_by_hour, fair_id, entries)
        visit = {"day": day, "hour": hour, "direction": "in", "method": "clicker"}
        counted = visits * weight // sum(SHAPE)
        rows(
            connection,
            tables.visits_by_hour,
            fair_id,
            [
                {**visit, "gate": "C1", "count": counted - counted // 3},
                {**visit, "gate": "C2", "count": counted // 3},
            ],
        )
    rows(
        connection,
        tables.takings_by_article,
        fair_id,
        [
            {
                "day": day,
                "booth": key,
                "exhibitor": f"DV-{key}",
                "article": f"SP-{key}",
                "quantity": 1000,
                "takings": amount,
            }
            for key, amount in by_booth.items()
        ],
    )
    for kind, share in (("cash", 71), ("vietqr", 24), ("card", 5)):
        rows(
            connection,
            tables.takings_by_tender,
            fair_id,
            [
                {
                    "day": day,
                    "booth": key,
                    "kind": kind,
                    "count": 3 + amount * share // 20_000_000,
                    "amount": amount * share // 100,
                }
                for key, amount in by_booth.items()
            ],
        )


def load(connection: Connection, *, prior: bool = True, sold: bool = True) -> int:
    """The fair on the afternoon of its third day, and the whole of the edition before."""
    if prior:
        before = fairs.load(connection, previous(), at=NOW)
        for place, day in enumerate(PRIOR_DAYS):
            sell(connection, before, day, (1_412 + 90 * place) * 1_000_000, 10_300 + 190 * place)
    fair_id = fairs.load(connection, current(PRIOR_SLUG if prior else None), at=NOW)
    if sold:
        for place, day in enumerate(DAYS[:2]):
            sell(connection, fair_id, day, (1_566 + 70 * place) * 1_000_000, 11_600 + 300 * place)
        sell(connection, fair_id, DAYS[2], 1_710 * 1_000_000, 12_700, until=16)
    return fair_id


def speak(connection: Connection, fair_id: int, *, silent: int = 0, now: int = NOW) -> None:
    """Every till has spoken a moment ago, but the first few are silent for twelve minutes and hold sales."""
    rows(
        connection,
        tables.terminal,
        fair_id,
        [
            {
                "id": "T1",
                "name": "Trạm nhà A",
                "seen_at": now - 4000,
                "held": 0,
                "clock_offset": -2000,
                "version": "0.1",
            }
        ],
    )
    stream = {
        "no": 1,
        "id": "s1",
        "terminal": "T1",
        "head_seq": 900,
        "head_hash": b"",
        "genesis": b"",
        "top": 900,
        "opened_at": now - HOUR_MS,
    }
    rows(connection, tables.stream, fair_id, [stream])
    rows(
        connection,
        tables.till_state,
        fair_id,
        [
            {
                "till": f"M-{key}",
                "terminal": "T1",
                "seen_at": now - (12 * MINUTE_MS if place < silent else 2000),
                "pending": 11 + 9 * place if place < silent else 0,
                "oldest_at": now - 12 * MINUTE_MS if place < silent else None,
            }
            for place, (key, *_) in enumerate(BOOTHS)
        ],
    )
    rows(
        connection,
        tables.documents_by_till,
        fair_id,
        [
            {
                "till": f"M-{key}",
                "documents": 930 - 40 * place,
                "sales": 900,
                "takings": 0,
                "n_max": 930 - 40 * place + (2 if place == 1 else 0),
                "number_max": 900,
                "last_at": now,
            }
            for place, (key, *_) in enumerate(BOOTHS)
        ],
    )


def find_fault(connection: Connection, fair_id: int, *, now: int = NOW) -> None:
    rows(
        connection,
        tables.finding,
        fair_id,
        [
            {
                "code": "unknown-till",
                "subject": "M-LA",
                "opened_at": now - HOUR_MS,
                "till": "M-LA",
                "suspense": 0,
                "detail": "M-LA",
            },
            {
                "code": "totals",
                "subject": "1/512",
                "opened_at": now - 2 * HOUR_MS,
                "document": "a" * 32,
                "till": "M-HL01",
                "suspense": 1_245_000,
                "detail": "1.245.000 đ ≠ 1.240.000 đ",
            },
        ],
    )


def bump(connection: Connection, fair_id: int) -> None:
    fair = tables.fair
    connection.execute(update(fair).where(fair.c.id == fair_id).values(version=fair.c.version + 1))


def organiser(
    connection: Connection, passwords: Passwords, *, role: Role = "organiser", login: str = "hoa"
) -> people.Account:
    return people.add_account(
        connection,
        id=f"A-{login}",
        login=login,
        name="Nguyễn Thị Hoa",
        role=role,
        password_hash=passwords.hash(PASSWORD),
    )
