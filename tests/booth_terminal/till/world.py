"""The fair these tests sell at: a booth with everything a till can meet, and a gate. All of it is made up."""

from __future__ import annotations

from dataclasses import replace

from fairpos.core.business_day import Calendar, FairDay
from fairpos.core.fair import (
    Article,
    Booth,
    Edition,
    Exhibitor,
    ExhibitorKind,
    Fair,
    Gate,
    ShelfStop,
    Till,
    TillKind,
)
from fairpos.core.secret import hash_secret
from fixtures.outfit import MANAGER_PIN, SELLER_PINS, person

TILLS = tuple(f"M{i}" for i in range(1, 61))
GATES = tuple(f"CG{i}" for i in range(1, 21))
PHONES = tuple(f"KT-{i}" for i in range(1, 11))
CODES = {name: f"dang-ky-{name}" for name in TILLS + GATES + PHONES}
"""The one-time enrolment code of each till. A code works once, so every test has a till of its own."""

HOSTILE = '<img src=x onerror="document.title=1">\u202e\x1b@ {{7*7}} =1+1\'; DROP TABLE--'


def _article(
    id: str, name: str, group: str, unit: str, price: int, stars: int | None, **other: object
) -> Article:
    values = {"weighed": False, "tax_class": "standard", "exhibitor": "DV1", **other}
    return Article(id=id, name=name, group=group, unit=unit, price=price, stars=stars, **values)  # type: ignore[arg-type]


def _till(name: str, kind: TillKind, place: str) -> Till:
    return Till(id=name, kind=kind, place=place, code_hash=hash_secret(CODES[name]), revoked=False)


def _exhibitor(id: str, name: str, kind: ExhibitorKind, district: str) -> Exhibitor:
    return Exhibitor(id=id, name=name, kind=kind, district=district, province="Quảng Ninh", country="VN")


FOOD, DRINK, CRAFT = "Thực phẩm", "Đồ uống", "Thủ công mỹ nghệ"

ARTICLES = (
    # The first three come to 87.000 đồng, the sum the till's notes are talked about with.
    _article("MI", "Miến dong Bình Liêu 500 g", FOOD, "gói", 45_000, 4),
    _article("TRA", "Trà mạn Hải Hà", DRINK, "gói", 30_000, 3),
    _article("KEO", "Kẹo lạc Yên Tử", FOOD, "gói", 12_000, None, tax_class="none"),
    _article("RUOU", "Rượu ba kích tím 500 ml", DRINK, "chai", 180_000, 4, tax_class="excise"),
    _article("MUC", "Chả mực giã tay Hạ Long", FOOD, "kg", 480_000, 5, weighed=True),
    _article("HAU", "Hàu sữa Vân Đồn", FOOD, "kg", 85_000, 3, weighed=True, tax_class="reduced"),
    _article("MAT", "Mật ong rừng chai 500 ml", FOOD, "chai", 150_000, 3, exhibitor="DV2"),
    _article("TRAHOA", "Trà hoa vàng Ba Chẽ hộp 50 g", DRINK, "hộp", 450_000, 5),
    _article("NUOCMAM", "Nước mắm Cái Rồng 584N chai 500 ml", FOOD, "chai", 95_000, 4),
    _article("SA", "Sá sùng khô Quan Lạn", FOOD, "kg", 4_500_000, 4, weighed=True),
    _article("GOM", "Bộ ấm chén gốm sứ Đông Triều sáu món, hộp quà", CRAFT, "bộ", 620_000, 4),
    _article("NON", "Nón lá ghép", CRAFT, "chiếc", 60_000, None, exhibitor="DV2", low_stock=6_000),
    _article("XAU", HOSTILE, "<b>Lạ</b>", "<i>cái</i>", 1_000, None),
)


def edition(number: int = 1) -> Edition:
    return Edition(
        number=number,
        fair=Fair(
            slug="thu-quay-2026",
            name="Hội chợ OCOP thử quầy",
            name_en="A fair for trying the till",
            series="thu-quay",
            season="2026",
            province="Quảng Ninh",
            status="open",
            prior=None,
            calendar=Calendar((FairDay("2026-11-20"), FairDay("2026-11-21"))),
        ),
        exhibitors=(
            _exhibitor("DV1", "HTX Bình Liêu", "cooperative", "Bình Liêu"),
            _exhibitor("DV2", "Hộ Đồng Sơn", "household", "Hạ Long"),
        ),
        booths=(Booth(id="A12", name="Gian A12", zone="in-province", exhibitors=("DV1", "DV2")),),
        articles=ARTICLES,
        gates=(Gate(id="G1", name="Cổng chính"),),
        tills=(
            *(_till(name, "till", "A12") for name in TILLS),
            *(_till(name, "gate", "G1") for name in GATES),
        ),
        inspectors=tuple(_till(name, "inspector", "") for name in PHONES),
    )


def without_honey(number: int, at: int) -> Edition:
    """The same fair after an inspector took the honey off the shelf of A12."""
    stop = ShelfStop(booth="A12", article="MAT", at=at, fault="expired-certificate")
    return replace(edition(number), stops=(stop,))


def dearer(number: int) -> Edition:
    """The same fair after a new price: the candy costs 15.000."""
    first = edition(number)
    articles = tuple(replace(a, price=15_000) if a.id == "KEO" else a for a in first.articles)
    return replace(first, articles=articles)


def withdrawn(number: int) -> Edition:
    """The same fair after the organiser has shut every till out."""
    first = edition(number)
    return replace(first, tills=tuple(replace(till, revoked=True) for till in first.tills))


def staffed(number: int) -> Edition:
    """The same fair with two sellers and a manager at the booth."""
    lan, minh = SELLER_PINS
    people = (
        person("lan", "Chị Lan", lan, "A12"),
        person("minh", "Anh Minh", minh, "A12"),
        person("hoa", "Cô Hoa", MANAGER_PIN, "A12"),
    )
    return replace(edition(number), staff=people)


def without(number: int, staff: str) -> Edition:
    """The staffed fair after one of its people has gone."""
    first = staffed(number)
    return replace(first, staff=tuple(one for one in first.staff if one.id != staff))
