"""A fair travels as one file: equal to the byte in its documents, equal in every sum, or not at all."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Iterator
from hashlib import sha256

import pytest
from sqlalchemy import func, select, update

from fairpos.core.business_day import DAY_MS
from fairpos.db import migrate
from fairpos.db.database import Database
from fairpos.ledger import audit, editions, fairs, findings, rollups, tables
from fairpos.ledger.archive import parts, readme
from fairpos.ledger.archive.reading import OtherForm, restore
from fairpos.ledger.archive.writing import write
from fairpos.ledger.recount import verify
from fairpos.ledger.reports import drafting, kept
from tests.documents import HONEY, TEA, gate_count, line, opening, refund, sale
from tests.hall import Hall


@pytest.fixture
def filled(hall: Hall) -> Hall:
    """Two streams, a document nobody can read, a finding with a note, a signed report, a change."""
    first = sale(line(), HONEY)
    journal = hall.journal()
    journal.send(opening(), first, b'{"v":1,"type":"sale","id":"x","total":5000}', gate_count(7))
    hall.journal("tram-2").send(sale(TEA, till="M2", booth="B1"), refund(first, HONEY))
    hall.now += DAY_MS
    with hall.database.writing() as connection:
        fair = fairs.by_id(connection, hall.fair_id)
        made = drafting.make(connection, fair, drafting.EVENING, at=hall.now)
        drafting.keep(connection, fair, made, by="fairpos")
        one = kept.listed(connection, hall.fair_id)[0]
        kept.sign(
            connection, hall.fair_id, [(one.no, one.hash)], token=lambda: "t", at=hall.now, by="hoa",
            signer="Hoa",
        )  # fmt: skip
        audit.note(
            connection, hall.fair_id, kind="booth", subject="A1", act="change", before={"name": "A1"},
            after={"name": "Ớt"}, at=1, by="hoa",
        )  # fmt: skip
        connection.execute(update(tables.finding).values(note="đã hỏi", resolved_at=9, resolved_by="hoa"))
    return hall


@pytest.fixture
def other(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """Another installation, with a fair of its own already in it: nothing has the same numbers."""
    database = Database(f"sqlite:///{tmp_path_factory.mktemp('other') / 'ledger.sqlite3'}", synchronous="OFF")
    Hall(database)
    with database.writing() as connection:
        connection.execute(update(tables.fair).values(slug="another"))
    yield database
    database.close()


def archived(hall: Hall) -> bytes:
    out = io.BytesIO()
    with hall.database.reading() as connection:
        write(connection, hall.fair_id, out, at=5)
    return out.getvalue()


def taken_in(database: Database, body: bytes) -> fairs.FairRow:
    with database.writing() as connection:
        return restore(connection, io.BytesIO(body), at=7)


def fair_count(database: Database) -> int:
    with database.reading() as connection:
        return connection.execute(select(func.count()).select_from(tables.fair)).scalar_one()


def changed(body: bytes, deed: Callable[[dict[str, bytes]], object]) -> bytes:
    """The archive with its files changed, and nothing else."""
    with zipfile.ZipFile(io.BytesIO(body)) as opened:
        files = {name: opened.read(name) for name in opened.namelist()}
    deed(files)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in files.items():
            made.writestr(name, content)
    return out.getvalue()


def forged(part: str, change: Callable[[bytes], bytes]) -> Callable[[dict[str, bytes]], None]:
    """A change that the manifest agrees with: somebody wrote it, it is no damage on the way."""

    def deed(files: dict[str, bytes]) -> None:
        files[part] = change(files[part])
        manifest = json.loads(files[parts.MANIFEST])
        for one in manifest["parts"]:
            if one["name"] == part:
                one |= {"size": len(files[part]), "sha256": sha256(files[part]).hexdigest()}
        files[parts.MANIFEST] = json.dumps(manifest).encode()

    return deed


def test_everything_comes_back_to_the_byte_and_every_sum_is_equal(filled: Hall, other: Database) -> None:
    body = archived(filled)
    fair = taken_in(other, body)
    with filled.database.reading() as here, other.reading() as there:
        for table in (*parts.archived(), *(tables.metadata.tables[name] for name in parts.STATED)):
            before = parts.rows(here, table, filled.fair_id)
            assert parts.rows(there, table, fair.id) == before, table.name
        assert rollups.stored(there, fair.id) == rollups.stored(here, filled.fair_id)
        entry = tables.entry
        for connection, fair_id in ((here, filled.fair_id), (there, fair.id)):
            found = connection.execute(
                select(entry.c.stream_no, entry.c.seq, entry.c.hash, entry.c.body)
                .where(entry.c.fair_id == fair_id)
                .order_by(entry.c.stream_no, entry.c.seq)
            )
            entries = [(no, seq, bytes(hash_), bytes(body_)) for no, seq, hash_, body_ in found]
            if connection is here:
                expected = entries
        assert entries == expected
        assert len(entries) == 6
        assert verify(there, fair.id) == verify(here, filled.fair_id)
        assert verify(there, fair.id).faults == ()
        assert fairs.by_id(there, fair.id).version == fairs.by_id(here, filled.fair_id).version
        (note,) = {one.note for one in findings.listed(there, fair.id)}
        assert note == "đã hỏi"
        assert kept.by_code(there, kept.code_of("t"))[1].signer == "Hoa"
        assert editions.newest(there, fair.id) == editions.newest(here, filled.fair_id)


def test_it_is_read_by_the_kind_of_database_it_came_from(filled: Hall) -> None:
    def rename(files: dict[str, bytes]) -> None:
        forged("tables/fair.jsonl", lambda body: body.replace(b"thu-nho-2026", b"thu-nho-2027"))(files)
        code = kept.code_of("t").encode()
        forged("tables/report.jsonl", lambda body: body.replace(code, b"AAAA-AAAA-AAAA-AAAA"))(files)

    fair = taken_in(filled.database, changed(archived(filled), rename))
    with filled.database.reading() as connection:
        assert rollups.stored(connection, fair.id) == rollups.stored(connection, filled.fair_id)
        assert verify(connection, fair.id).faults == ()
    assert filled.verify().faults == ()


def test_the_same_fair_gives_the_same_archive_wherever_it_lies(filled: Hall, other: Database) -> None:
    body = archived(filled)
    fair = taken_in(other, body)
    out = io.BytesIO()
    with other.reading() as connection:
        write(connection, fair.id, out, at=5)
    assert out.getvalue() == body


def test_documents_are_lines_that_anybody_can_read(filled: Hall) -> None:
    with zipfile.ZipFile(io.BytesIO(archived(filled))) as opened:
        manifest = json.loads(opened.read("manifest.json"))
        for part in manifest["parts"]:
            content = opened.read(part["name"])
            assert (len(content), sha256(content).hexdigest()) == (part["size"], part["sha256"])
            assert content.count(b"\n") == part["lines"]
        documents = opened.read("ledger/1.documents").split(b"\n")
        told = opened.read("README.txt").decode()
    assert documents[2] == b'{"v":1,"type":"sale","id":"x","total":5000}'
    assert json.loads(documents[1])["type"] == "sale"
    assert "tables/stand.jsonl" in told
    assert told.rstrip() == readme.text("Hội chợ OCOP thu nhỏ").rstrip()
    assert manifest["fair"]["slug"] == "thu-nho-2026"


DAMAGES: tuple[tuple[Callable[[dict[str, bytes]], object], str], ...] = (
    (
        lambda files: files.update({"ledger/1.documents": files["ledger/1.documents"][:-9]}),
        "ledger/1.documents",
    ),
    (lambda files: files.pop("tables/booth.jsonl"), "tables/booth.jsonl"),
    (lambda files: files.update({"tables/x.jsonl": b""}), "tables/x.jsonl"),
    (lambda files: files.pop("manifest.json"), "manifest.json"),
    (lambda files: files.update({"manifest.json": b"[1]"}), "manifest.json"),
    (forged("ledger/1.documents", lambda body: body.replace(b"5000", b"6000")), "ledger/1.documents"),
    (forged("ledger/2.hashes", lambda body: body[:65]), "ledger/2.hashes"),
    (forged("tables/booth.jsonl", lambda body: body + b"{"), "tables/booth.jsonl"),
    (forged("tables/booth.jsonl", lambda body: body + b'{"id":"Z","colour":1}\n'), "tables/booth.jsonl"),
    (forged("tables/booth.jsonl", lambda body: body + body), "tables/booth.jsonl"),
    (
        forged("tables/allocation.jsonl", lambda body: body.replace(b"DV1", b"DV9")),
        "tables/allocation.jsonl",
    ),
    (
        forged("stated/takings_by_hour.jsonl", lambda body: body.replace(b'"sales":', b'"sales":1')),
        "stated/takings_by_hour.jsonl",
    ),
    (forged("tables/fair.jsonl", lambda body: body + body), "tables/fair.jsonl"),
)


def test_what_is_damaged_is_named_and_nothing_is_taken_in(filled: Hall, other: Database) -> None:
    whole = archived(filled)
    for deed, part in DAMAGES:
        with pytest.raises(parts.Damaged) as told:
            taken_in(other, changed(whole, deed))
        assert told.value.part == part
        assert fair_count(other) == 1


def test_a_file_that_is_no_archive_is_refused(other: Database) -> None:
    for body in (b"", b"PK\x03\x04 nothing", b"x" * 1000):
        with pytest.raises(parts.Damaged, match="zip"):
            taken_in(other, body)


def test_a_fair_that_is_here_already_is_left_alone(filled: Hall) -> None:
    with pytest.raises(fairs.FairExists):
        taken_in(filled.database, archived(filled))
    assert filled.verify().faults == ()


def test_an_archive_of_another_form_is_not_guessed_at(filled: Hall, other: Database) -> None:
    def deed(files: dict[str, bytes]) -> None:
        files["manifest.json"] = files["manifest.json"].replace(b'"form": 1', b'"form": 2')

    with pytest.raises(OtherForm, match="2"):
        taken_in(other, changed(archived(filled), deed))


def test_every_table_of_a_fair_is_archived_or_left_out_on_purpose() -> None:
    of_a_fair = {table.name for table in tables.metadata.sorted_tables if "fair_id" in table.c}
    held = {table.name for table in parts.archived()}
    assert of_a_fair - held - parts.LEFT_OUT == {"grant"}


def test_a_migrated_database_is_all_another_installation_needs(filled: Hall, sqlite_url: str) -> None:
    fresh = Database(sqlite_url)
    migrate.migrate(fresh, tables.metadata)
    assert taken_in(fresh, archived(filled)).slug == "thu-nho-2026"
    fresh.close()
