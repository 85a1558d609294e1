"""Files that long work makes: fetched by whom they are for, for as long as they are kept."""

from __future__ import annotations

import html
import io
import json
import zipfile

import pyarrow.parquet as pq

from fairpos.core.rights import Grant
from fairpos.ledger import tables, work, work_files
from fairpos.server import jobs
from tests.admin_site import believable
from tests.admin_site.conftest import World

FAIR = f"/fairs/{believable.SLUG}"
FILE = f"{FAIR}/works/1/file"


def close(world: World) -> None:
    with world.database.writing() as connection:
        connection.exec_driver_sql("UPDATE fair SET status = 'closed'")
        connection.exec_driver_sql("UPDATE stream SET head_seq = 0, top = 0")


def parts(world: World) -> int:
    with world.database.reading() as connection:
        return len(connection.execute(tables.work_part.select()).all())


def test_the_archive_of_a_fair_that_is_over_is_one_whole_file(world: World) -> None:
    client, token = world.signed_in(), {"csrf_token": world.csrf_token}
    assert client.post(f"{FAIR}/archive", data=token).status_code == 404
    assert "Lập được khi hội chợ đã đóng cửa" in html.unescape(client.get(f"{FAIR}/works").text)
    close(world)
    assert client.post(f"{FAIR}/archive", data=token).headers["location"] == f"{FAIR}/works/1"
    assert f'href="{FILE}"' in client.get(f"{FAIR}/works/1").text
    file = client.get(FILE)
    assert file.headers["content-disposition"].endswith('.fairpos.zip"')
    assert file.headers["content-length"] == str(len(file.content))
    with zipfile.ZipFile(io.BytesIO(file.content)) as opened:
        assert opened.testzip() is None
        assert json.loads(opened.read("manifest.json"))["fair"]["slug"] == believable.SLUG
        assert [name for name in opened.namelist() if "work" in name] == []


def test_a_fairs_figures_come_as_parquet_in_one_file(world: World) -> None:
    client = world.signed_in()
    client.post(f"{FAIR}/parquet", data={"csrf_token": world.csrf_token})
    with zipfile.ZipFile(io.BytesIO(client.get(FILE).content)) as opened:
        assert "README.txt" in opened.namelist()
        days = pq.read_table(io.BytesIO(opened.read("days.parquet"))).to_pylist()
    assert {day["fair"] for day in days} == {believable.SLUG}


def test_a_file_is_kept_for_a_day_and_then_removed(world: World) -> None:
    client = world.signed_in()
    client.post(f"{FAIR}/parquet", data={"csrf_token": world.csrf_token})
    world.clock.now += work_files.KEPT_MS - 1
    client = world.signed_in(token="n" * 43)
    assert (client.get(FILE).status_code, parts(world) > 0) == (200, True)
    with world.database.writing() as connection:
        jobs.tidy(connection, now=world.clock())
    assert parts(world) > 0
    world.clock.now += 3_600_000
    client = world.signed_in(token="m" * 43)
    assert client.get(FILE).status_code == 404
    assert "Tệp đã bị xóa" in html.unescape(client.get(f"{FAIR}/works/1").text)
    with world.database.writing() as connection:
        jobs.tidy(connection, now=world.clock())
    assert parts(world) == 0


def test_a_file_is_removed_before_its_day_by_whoever_may_fetch_it(world: World) -> None:
    client = world.signed_in()
    client.post(f"{FAIR}/parquet", data={"csrf_token": world.csrf_token})
    viewer = world.holding(Grant("viewer", believable.SLUG), login="lan")
    finance = world.holding(Grant("finance", believable.SLUG), login="minh")
    for address in (FILE, f"{FAIR}/works/1", f"{FAIR}/works"):
        assert (viewer.get(address).status_code, finance.get(address).status_code) == (403, 200)
    assert viewer.post(f"{FILE}/removal", data={"csrf_token": world.csrf_token}).status_code == 403
    assert finance.post(f"{FILE}/removal", data={"csrf_token": world.csrf_token}).status_code == 303
    assert (client.get(FILE).status_code, parts(world)) == (404, 0)


def test_work_of_a_kind_one_may_not_begin_is_not_shown_either(world: World) -> None:
    with world.database.writing() as connection:
        work.begin(connection, world.fair_id, kind="list", input={}, at=world.clock(), by="hoa")
    finance = world.holding(Grant("finance", believable.SLUG), login="minh")
    assert finance.get(f"{FAIR}/works/1").status_code == 403
    assert finance.post(f"{FAIR}/works/1/stop", data={"csrf_token": world.csrf_token}).status_code == 403
    assert "works/1" not in finance.get(f"{FAIR}/works").text
