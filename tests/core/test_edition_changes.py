"""What differs between two editions, told so that no secret is."""

from __future__ import annotations

from dataclasses import replace

from fairpos.core.edition_changes import EditionChange, changes
from fairpos.core.fair import Capacity, Edition, ShelfStop, Till
from fairpos.core.notice import Notice
from fixtures.small import full_fair, small_fair


def told(before: Edition, after: Edition) -> list[tuple[str, str, str, str, object, object]]:
    return [(one.kind, one.act, one.id, one.field, one.before, one.after) for one in changes(before, after)]


def test_nothing_differs_from_itself() -> None:
    assert changes(full_fair(), full_fair()) == ()


def test_prices_stand_first_with_what_they_were_and_are() -> None:
    fair = small_fair()
    dearer = tuple(replace(one, price=one.price + 1_000) if one.id == "SP3" else one for one in fair.articles)
    renamed = tuple(replace(one, name="A1 mới") if one.id == "A1" else one for one in fair.booths)
    assert changes(fair, replace(fair, articles=dearer, booths=renamed)) == (
        EditionChange(
            kind="article",
            act="changed",
            id="SP3",
            name="Mật ong rừng chai 500 ml",
            field="price",
            before=150_000,
            after=151_000,
        ),
        EditionChange(
            kind="booth", act="changed", id="A1", name="A1 mới", field="name", before="A1", after="A1 mới"
        ),
    )


def test_what_comes_and_what_goes_is_named() -> None:
    fair = small_fair()
    phone = Till(id="KT-1", kind="inspector", place="", code_hash=None, revoked=False)
    stop = ShelfStop(booth="A1", article="SP3", at=1, fault="label")
    notice = Notice(id="n1", text="Mất điện", text_en="", from_at=1, until_at=2)
    after = replace(
        fair, articles=fair.articles[1:], inspectors=(phone,), stops=(stop,), notices=(notice,), rates=()
    )
    assert [(one.kind, one.act, one.name) for one in changes(fair, after)] == [
        ("article", "removed", "Rượu ba kích tím 500 ml"),
        ("till", "added", "KT-1"),
        ("stop", "added", "Mật ong rừng chai 500 ml · A1"),
        ("notice", "added", "Mất điện"),
        ("rates", "changed", ""),
    ]


def test_a_gate_that_leads_elsewhere_and_a_hall_that_holds_more_are_told() -> None:
    before = replace(small_fair(), capacities=(Capacity("", 5_000), Capacity("Nhà A", 400)))
    (gate,) = before.gates
    after = replace(
        before, gates=(replace(gate, hall="Nhà A", method="sensor"),), capacities=(Capacity("Nhà A", 450),)
    )
    assert told(before, after) == [
        ("gate", "changed", "G1", "hall", "–", "Nhà A"),
        ("gate", "changed", "G1", "method", None, None),
        ("capacity", "removed", "", "", None, None),
        ("capacity", "changed", "Nhà A", "people", 400, 450),
    ]


def test_secrets_are_not_told_only_that_they_changed() -> None:
    fair = full_fair()
    staff = tuple(replace(one, pin_hash="ff" * 32) for one in fair.staff[:1]) + fair.staff[1:]
    tills = (replace(fair.tills[0], code_hash="ab" * 32, revoked=True), *fair.tills[1:])
    exhibitors = (replace(fair.exhibitors[0], account=None), *fair.exhibitors[1:])
    after = replace(fair, staff=staff, tills=tills, exhibitors=exhibitors)
    assert told(fair, after) == [
        ("exhibitor", "changed", "DV1", "account", None, None),
        ("till", "changed", "CG1", "code_hash", None, None),
        ("till", "changed", "CG1", "revoked", "no", "yes"),
        ("staff", "changed", fair.staff[0].id, "pin_hash", None, None),
    ]
