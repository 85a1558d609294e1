from __future__ import annotations

import html
import re
from typing import Any

import pytest

from fairpos.ledger import pavilions, quotas
from tests.admin_site import applied, believable
from tests.admin_site.conftest import World

QUOTAS = f"/fairs/{believable.SLUG}/quotas"
RULES = {
    "closes_on": "2019-12-20", "deposit_due": "", "reserve_percent": "10", "reserve_until": "2020-01-08",
    "rival_distance": "3", "booths_most": "4", "corner_percent": "50", "groups_together": "on",
    "blocks": "Ba Chẽ, Bình Liêu", "pools": "", "opened-foreign": "on", "food_rows": "H1/A",
}  # fmt: skip


@pytest.fixture
def firms(world: World) -> list[str]:
    return applied.drawn(world)


def send(world: World, path: str, **fields: str) -> Any:
    return world.signed_in().post(f"{QUOTAS}/{path}", data={"csrf_token": world.csrf_token, **fields})


def faults(page: str) -> dict[str, str]:
    found = re.findall(r'class="fault" id="([^"]*)-fault">([^<]*)<', page)
    return {name: html.unescape(words) for name, words in found}


def kept(world: World) -> dict[str, tuple[int | None, str]]:
    with world.database.reading() as connection:
        return {one.unit: (one.booths, one.why) for one in quotas.listed(connection, world.fair_id)}


def test_without_units_the_page_says_where_they_come_from(world: World) -> None:
    assert "Chưa có địa phương nào đăng ký" in world.signed_in().get(QUOTAS).text


def test_the_booths_of_a_zone_are_shared_out_among_its_units_by_weight(
    world: World, firms: list[str]
) -> None:
    fields = {"weight-0": "3", "weight-1": "1", "weight-2": "1", "least-1": "1", "most-0": "2"}
    assert send(world, "shares", **fields).status_code == 303
    found = kept(world)
    assert found["Ba Chẽ"] == (2, "most")
    assert sum(booths or 0 for booths, _ in found.values()) == 5
    page = world.signed_in().get(QUOTAS).text
    assert "Đã chia 5 trên 5 gian" in page
    assert "đã tới mức tối đa" in page


def test_what_was_given_as_a_whole_is_that_unit_s_quota_and_only_the_rest_is_shared_out(
    world: World, firms: list[str]
) -> None:
    with world.database.writing() as connection:
        pavilions.give(connection, world.fair_id, "Ba Chẽ", ("BC02", "VD03"), at=1, by="hoa")
    fields = {"weight-0": "90", "least-0": "5", "weight-1": "1", "weight-2": "2"}
    assert send(world, "shares", **fields).status_code == 303
    assert kept(world) == {
        "Ba Chẽ": (2, "pavilion"),
        "Bình Liêu": (1, "share"),
        "Đông Triều": (2, "share"),
    }
    page = html.unescape(world.signed_in().get(QUOTAS).text)
    assert "trong đó 2 gian đã giao trọn" in page
    assert "2 gian giao trọn" in page


def test_everything_wrong_is_told_at_once_beside_its_field_and_nothing_is_kept(
    world: World, firms: list[str]
) -> None:
    answer = send(world, "shares", **{"weight-0": "ba", "least-1": "3", "most-1": "1", "most-2": "99999999"})
    assert answer.status_code == 422
    assert faults(answer.text) == {
        "weight-0": "Hãy nhập số nguyên hoặc để trống.",
        "most-1": "Số này nhỏ hơn mức tối thiểu.",
        "most-2": "Số này lớn quá mức có thể.",
    }
    assert 'value="ba"' in answer.text
    assert kept(world) == {}
    many = send(world, "shares", **{"least-0": "9", "least-1": "1"})
    assert faults(many.text) == {
        "zone-in-province": "Tổng mức tối thiểu của khu này nhiều hơn số gian hiện có 5 gian."
    }


def test_a_quota_changed_by_hand_needs_a_reason_and_says_so(world: World, firms: list[str]) -> None:
    assert faults(send(world, "booths", **{"booths-0": "2"}).text) == {
        "reason": "Hãy ghi ngắn gọn lý do: người liên quan có thể hỏi."
    }
    assert kept(world) == {}
    assert send(world, "booths", **{"booths-0": "2", "reason": "theo công văn"}).status_code == 303
    assert kept(world)["Ba Chẽ"] == (2, "hand")


def test_the_rules_are_kept_whole_or_every_fault_is_told(world: World, firms: list[str]) -> None:
    wrong = RULES | {
        "closes_on": "20/12/2019", "reserve_percent": "101", "blocks": "Sao Hỏa", "food_rows": "A",
        "opened-moon": "on", "booths_most": "0", "cap-0": "x",
    }  # fmt: skip
    answer = send(world, "rules", **wrong)
    assert answer.status_code == 422
    assert set(faults(answer.text)) == {
        "closes_on", "reserve_percent", "blocks", "food_rows", "booths_most", "cap-0",
    }  # fmt: skip
    with world.database.reading() as connection:
        assert quotas.settings(connection, world.fair_id) == quotas.Settings()
    assert send(world, "rules", **RULES, **{"cap-0": "7"}).status_code == 303
    with world.database.reading() as connection:
        settings = quotas.settings(connection, world.fair_id)
        assert quotas.caps(connection, world.fair_id) == {"Gốm sứ": 7}
    assert (settings.blocks, settings.opened, settings.corner_percent) == (
        ("Ba Chẽ", "Bình Liêu"),
        ("foreign",),
        50,
    )
