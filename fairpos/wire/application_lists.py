"""What a list of exhibitors may say of what each asks for: columns beside those of the exhibitor itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from fairpos.core.application import PLACE_WISHES
from fairpos.core.floor import FACILITIES
from fairpos.core.participation import Merits
from fairpos.core.search import search_key
from fairpos.wire import application_forms
from fairpos.wire.application_forms import TRAITS, Wanted
from fairpos.wire.entries import Entry
from fairpos.wire.sheets import Column

COLUMNS = (
    Column("group", ("Nhóm sản phẩm", "Nhóm hàng", "Product group")),
    Column("products", ("Sản phẩm mang đến", "Sản phẩm", "Products")),
    Column("least", ("Số gian ít nhất", "Số gian tối thiểu", "Booths at least")),
    Column("most", ("Số gian xin", "Số gian đăng ký", "Số gian tối đa", "Booths asked")),
    Column("wishes", ("Gian mong muốn", "Wished booths")),
    Column("places", ("Vị trí mong muốn", "Kind of place")),
    Column("facilities", ("Gian cần có", "Nhu cầu điện nước", "Facilities")),
    Column("traits", ("Ảnh hưởng gian bên", "Goods do to neighbours")),
    Column("neighbours", ("Đứng cạnh", "Beside")),
    Column("rivals", ("Đứng xa", "Apart from")),
    Column("promised", ("Đã hứa chỗ", "Được mời", "Promised")),
    Column("takings", ("Doanh thu mùa trước", "Takings last season")),
    Column("takings_source", ("Nguồn doanh thu", "Source of takings")),
)

PLACES: Mapping[str, tuple[str, ...]] = {
    "corner": ("Góc", "Gian góc", "Corner"),
    "near-entrance": ("Gần cửa", "Gần lối vào", "Gần cổng", "Near entrance"),
    "near-stage": ("Gần sân khấu", "Near stage"),
    "near-information": ("Gần bàn thông tin", "Near information"),
    "far-toilet": ("Xa nhà vệ sinh", "Away from toilets"),
    "far-stage": ("Xa sân khấu", "Away from stage"),
}
NEEDS: Mapping[str, tuple[str, ...]] = {
    "power": ("Điện", "Power"),
    "power-3-phase": ("Điện 3 pha", "Three-phase power"),
    "water": ("Nước", "Water"),
    "drain": ("Thoát nước", "Drain"),
    "cold-store": ("Kho lạnh", "Tủ đông", "Cold store"),
    "gas": ("Gas", "Bếp gas"),
    "chimney": ("Ống khói", "Hút khói", "Chimney"),
}
GOODS: Mapping[str, tuple[str, ...]] = {
    "open-fire": ("Bếp lửa", "Lửa", "Open fire"),
    "live-animals": ("Vật sống", "Thịt tươi", "Live animals"),
    "strong-smell": ("Nặng mùi", "Mùi mạnh", "Strong smell"),
    "delicate": ("Dễ bám mùi", "Delicate"),
}

_LISTS: tuple[tuple[str, str, Iterable[str], Mapping[str, tuple[str, ...]]], ...] = (
    ("places", "place", PLACE_WISHES, PLACES),
    ("facilities", "facility", FACILITIES, NEEDS),
    ("traits", "trait", TRAITS, GOODS),
)


def read(entry: Entry, home: str) -> tuple[Wanted | None, Merits]:
    """What a row asks for, None where it asks for nothing; what is wrong stands in the entry's `faults`."""
    merits = _merits(entry)
    if not any(entry.texts.get(column.key) for column in COLUMNS):
        return None, merits
    for column, prefix, keys, names in _LISTS:
        for key in keys:
            entry.texts.pop(f"{prefix}-{key}", None)
        for word in re.split(r"[,;\n]+", entry.texts.get(column, "")):
            if not word.strip():
                continue
            found = _key(word, names)
            if found is None:
                entry.faults.setdefault(column, "not-a-choice")
            else:
                entry.texts[f"{prefix}-{found}"] = "x"
    for column in ("neighbours", "rivals"):
        entry.texts[column] = re.sub(r"\s*;\s*", "\n", entry.texts.get(column, ""))
    if not entry.texts.get("products"):
        entry.texts["products"] = entry.texts.get("group", "")
    if not entry.texts.get("least"):
        entry.texts["least"] = "1"
    wanted = application_forms.read(entry, home, reachable=False)
    # Nothing was stated there; the group, which stands in for it, says what is missing.
    if "group" in entry.faults:
        entry.faults.pop("products", None)
    return wanted, merits


def texts(wanted: Wanted | None, merits: Merits) -> dict[str, str]:
    """The cells that would state this again; empty ones where nothing was asked for."""
    empty = dict.fromkeys((column.key for column in COLUMNS), "")
    if wanted is None:
        return empty
    return empty | {
        "group": wanted.group,
        "products": wanted.products,
        "least": str(wanted.least),
        "most": str(wanted.most),
        "wishes": ", ".join(wanted.wishes),
        "places": "; ".join(PLACES[key][0] for key in PLACE_WISHES if key in wanted.places),
        "facilities": "; ".join(NEEDS[key][0] for key in FACILITIES if key in wanted.facilities),
        "traits": "; ".join(GOODS[key][0] for key in TRAITS if key in wanted.traits),
        "neighbours": "; ".join(wanted.neighbours),
        "rivals": "; ".join(wanted.rivals),
        "promised": "x" if merits.promised else "",
        "takings": "" if merits.takings is None else str(merits.takings),
        "takings_source": merits.takings_source,
    }


def _merits(entry: Entry) -> Merits:
    takings = entry.dong("takings") if entry.texts.get("takings") else None
    source = entry.text("takings_source", most=120)
    if takings is not None and not source:
        entry.faults.setdefault("takings_source", "missing")
    promised = entry.yes("promised") if entry.texts.get("promised") else False
    return Merits(promised=promised, takings=takings, takings_source=source if takings is not None else "")


def _key(word: str, names: Mapping[str, tuple[str, ...]]) -> str | None:
    text = search_key(word)
    return next((key for key, called in names.items() if text in (key, *map(search_key, called))), None)
