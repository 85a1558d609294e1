from __future__ import annotations

from admin_site.jobs import JOBS
from admin_site.works import NEEDS
from fairpos.ledger import work
from fairpos.web.words import WORDS
from tests.admin_site import believable
from tests.admin_site.conftest import World

FAIR = f"/fairs/{believable.SLUG}"


def begin(world: World) -> int:
    with world.database.writing() as connection:
        number = work.begin(
            connection, world.fair_id, kind="allocation", input={}, at=world.clock(), by="<b>hoa"
        )
        work.hear(connection, world.fair_id, number, turn=1, at=world.clock(), done=30, total=120)
    return number


def test_running_work_says_how_far_it_is_and_asks_again_each_second(world: World) -> None:
    client, number = world.signed_in(), begin(world)
    page = client.get(f"{FAIR}/works/{number}").text
    assert 'value="30" max="120"' in page
    assert f'hx-get="{FAIR}/works/{number}/progress" hx-trigger="every 1s"' in page
    assert "&lt;b&gt;hoa" in page
    assert f"{FAIR}/works/{number}" in client.get(f"{FAIR}/works").text
    with world.database.writing() as connection:
        work.end(
            connection, world.fair_id, number, turn=1, state="done", at=world.clock(), result=f"{FAIR}/plan"
        )
    fragment = client.get(f"{FAIR}/works/{number}/progress").text
    assert "hx-get" not in fragment
    assert f'<a class="button" href="{FAIR}/plan">' in fragment


def test_work_is_stopped_by_a_person_and_interrupted_work_can_go_on(world: World) -> None:
    client, number = world.signed_in(), begin(world)
    answer = client.post(f"{FAIR}/works/{number}/stop", data={"csrf_token": world.csrf_token})
    assert (answer.status_code, answer.headers["location"]) == (303, f"{FAIR}/works/{number}")
    assert "Đang dừng" in client.get(f"{FAIR}/works/{number}").text
    world.clock.now += work.SILENT_MS + 1
    page = client.get(f"{FAIR}/works/{number}").text
    assert "Bị ngắt giữa chừng" in page
    assert f"{FAIR}/works/{number}/resumption" in page
    client.post(f"{FAIR}/works/{number}/stop", data={"csrf_token": world.csrf_token})
    page = client.get(f"{FAIR}/works/{number}").text
    assert ("Không có gì được lưu" in page, "resumption" in page) == (True, False)


def test_every_kind_of_work_is_somebodys_and_has_a_name() -> None:
    assert JOBS.keys() == NEEDS.keys() == WORDS["work"].keys()


def test_work_that_failed_says_what_became_of_the_data_and_what_to_do(world: World) -> None:
    client, number = world.signed_in(), begin(world)
    with world.database.writing() as connection:
        work.end(connection, world.fair_id, number, turn=1, state="failed", at=world.clock())
    page = client.get(f"{FAIR}/works/{number}").text
    assert "FairPOS không làm xong việc này và không lưu dở dang gì. Hãy thử lại" in page


def test_work_that_is_not_there_is_a_page_not_found(world: World) -> None:
    client = world.signed_in()
    for number in ("7", "%00", "-1", "9" * 30, "x"):
        assert client.get(f"{FAIR}/works/{number}").status_code == 404
        for act in ("stop", "resumption"):
            answer = client.post(f"{FAIR}/works/{number}/{act}", data={"csrf_token": world.csrf_token})
            assert (number, act, answer.status_code) == (number, act, 404)
