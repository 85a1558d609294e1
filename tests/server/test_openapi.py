"""The OpenAPI document: valid, complete, and true of what the programs really answer."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from schemathesis.specs.openapi.definitions import OPENAPI_31_VALIDATOR
from starlette.routing import Route
from starlette.testclient import TestClient

import booth_terminal.app
import booth_terminal.openapi
import fixtures
from fairpos.db.database import Database
from fairpos.server import openapi, sync
from fairpos.wire import documents, messages
from tests.booth import Booth
from tests.desk import Desk
from tests.documents import AT, gate_count, new_id, sale
from tests.hall import Hall

# As a reader gets it: tuples are lists in JSON.
DOCUMENT = json.loads(json.dumps(openapi.document([booth_terminal.openapi.part()])))
GOLDEN = Path(fixtures.__file__).parent / "golden"
METHODS = ("get", "post")

# JSON answers of people's pages are no interface: the enrolment link, a till's manifest and its worker.
PAGES = ("/till/enrolment/{code}",)


def operations() -> dict[tuple[str, str], dict[str, Any]]:
    return {
        (path, method): item[method]
        for path, item in DOCUMENT["paths"].items()
        for method in METHODS
        if method in item
    }


def schema(name: str) -> jsonschema_rs.Draft202012Validator:
    return jsonschema_rs.Draft202012Validator(
        {"$ref": f"#/components/schemas/{name}", "components": DOCUMENT["components"]}
    )


def answer_schema(path: str, method: str, status: int) -> jsonschema_rs.Draft202012Validator:
    responses = operations()[path, method]["responses"]
    found = responses[str(status)]["content"]["application/json"]["schema"]
    return jsonschema_rs.Draft202012Validator(found | {"components": DOCUMENT["components"]})


def routes(desk: Desk) -> list[tuple[str, frozenset[str], Any]]:
    """Every endpoint that is made for programs: its path, its methods in small letters, and itself."""
    every = [
        *sync.routes(desk.centre),
        *booth_terminal.app.routes(),
        *openapi.routes([booth_terminal.openapi.part()]),
    ]
    return [
        (route.path, frozenset(method.lower() for method in route.methods or ()) - {"head"}, route.endpoint)
        for route in every
        if isinstance(route, Route) and hasattr(route.endpoint, "body_max")
    ]


@pytest.fixture
def desk(sqlite_ledger_url: str) -> Iterator[Desk]:
    database = Database(sqlite_ledger_url)
    desk = Desk(Hall(database))
    with desk.client:
        yield desk
    desk.writer.stop()
    database.close()


@pytest.fixture
def booth(sqlite_ledger_url: str, tmp_path: Path) -> Iterator[Booth]:
    database = Database(sqlite_ledger_url)
    booth = Booth(Hall(database), tmp_path / "terminal.sqlite3")
    yield booth
    booth.stop()
    database.close()


# --- the document itself ---------------------------------------------------------------------------


def test_it_is_valid_openapi_3_1() -> None:
    assert DOCUMENT["openapi"] == "3.1.0"
    assert [str(error) for error in OPENAPI_31_VALIDATOR.iter_errors(DOCUMENT)] == []


def test_everything_it_refers_to_is_in_it_and_nothing_is_there_for_nobody() -> None:
    text = json.dumps(DOCUMENT)
    named = {part.split('"')[0] for part in text.split("#/components/schemas/")[1:]}
    assert named == set(DOCUMENT["components"]["schemas"])
    schemes = {name for one in operations().values() for way in one["security"] for name in way}
    assert schemes == set(DOCUMENT["components"]["securitySchemes"])


def test_every_operation_has_a_name_of_its_own_a_tag_and_a_summary() -> None:
    found = list(operations().values())
    assert len({one["operationId"] for one in found}) == len(found)
    tags = {tag["name"] for tag in DOCUMENT["tags"]}
    assert all(set(one["tags"]) <= tags and one["summary"] for one in found)


def test_every_schema_is_a_sound_schema() -> None:
    for name in DOCUMENT["components"]["schemas"]:
        schema(name)


def test_it_holds_every_endpoint_for_programs_and_nothing_else(desk: Desk) -> None:
    made = {(path, method) for path, methods, _ in routes(desk) for method in methods}
    assert made == set(operations())
    assert not {path for path, _ in made} & set(PAGES)


def test_the_limits_it_states_are_the_ones_that_are_kept(desk: Desk) -> None:
    for path, methods, endpoint in routes(desk):
        for method in methods:
            assert operations()[path, method]["x-body-bytes-max"] == endpoint.body_max, path


def test_who_needs_a_credential_is_told_which(desk: Desk) -> None:
    wanted: dict[str, list[dict[str, list[str]]]] = {
        "public": [],
        "till": [{"till": []}, {"tillCookie": []}],
        "terminal": [{"terminal": [], "terminalSignature": []}],
    }
    for path, methods, endpoint in routes(desk):
        for method in methods:
            assert operations()[path, method]["security"] == wanted[endpoint.policy.name], path


def test_anybody_may_read_it_where_it_is_said_to_be(desk: Desk) -> None:
    with TestClient(desk.app()) as client:
        assert client.get("/openapi.json").status_code == 404
    toolkit_app = desk.app()
    toolkit_app.router.routes.extend(openapi.routes([booth_terminal.openapi.part()]))
    with TestClient(toolkit_app) as client:
        response = client.get("/openapi.json")
    assert response.json() == DOCUMENT
    assert response.headers["content-type"] == "application/json"


# --- what is written and what is described ---------------------------------------------------------


@pytest.mark.parametrize("name", documents.TYPES)
def test_golden_documents_are_what_it_describes(name: str) -> None:
    golden = json.loads((GOLDEN / "edition-1" / f"{name}.json").read_bytes())
    assert schema("Document").is_valid(golden)
    assert schema(documents.TYPES[name].__name__).is_valid(golden)
    assert not schema("Document").is_valid(golden | {"type": "telepathy"})
    assert not schema("Document").is_valid(golden | {"v": 2})


def test_golden_messages_are_what_it_describes() -> None:
    folder = GOLDEN / "messages"
    first_line = (folder / "push.txt").read_bytes().partition(b"\n")[0]
    assert schema("Hello").is_valid(json.loads((folder / "hello.json").read_bytes()))
    assert schema("AnswerBody").is_valid(json.loads((folder / "answer.json").read_bytes()))
    assert schema("PushLine").is_valid(json.loads(first_line))
    assert schema("Edition").is_valid(json.loads((GOLDEN / "settings.json").read_bytes()))


def test_its_examples_are_taken_by_the_very_readers() -> None:
    shown = {
        path: next(iter(one["requestBody"]["content"].values())).get("example")
        for (path, _), one in operations().items()
        if "requestBody" in one
    }
    assert messages.read_hello(json.dumps(shown[sync.HELLO]).encode()).top == 42
    for path, name in (
        (sync.HELLO, "Hello"),
        (sync.ENROLMENT, "Enrolment"),
        ("/api/v1/visits", "VisitCounts"),
        ("/till/enrolment", "Code"),
    ):
        schema(name).validate(shown[path])
    post = shown["/till/documents"]
    assert isinstance(post, str)
    schema("PostHead").validate(json.loads(post))


def test_what_a_terminal_really_answers_is_what_it_describes(booth: Booth) -> None:
    head = json.dumps({"till": "M1", "pending": 2, "at": AT}).encode()
    with booth.client(booth.enrol("M1")) as client:
        kept = client.post("/till/documents", content=b"\n".join((head, documents.write(sale()), b"x")))
        book = client.get("/till/book")
        not_a_gate = client.post("/api/v1/visits", json={})
    answer_schema("/till/documents", "post", 200).validate(kept.json())
    answer_schema("/till/book", "get", 200).validate(book.json())
    answer_schema("/api/v1/visits", "post", 403).validate(not_a_gate.json())
    booth.publish_code("CG1", "ma-1")
    with booth.client() as client:
        enrolled = client.post("/till/enrolment", json={"code": "ma-1"})
        answer_schema("/till/enrolment", "post", 200).validate(enrolled.json())
        client.headers["Authorization"] = f"Bearer {enrolled.json()['token']}"
        gate_book = client.get("/till/book")
        answer_schema("/till/book", "get", 200).validate(gate_book.json())
        count = {"id": new_id(), "n": 1, "at": AT, "count": 3}
        visits = client.post("/api/v1/visits", json={"at": AT, "counts": [count]})
        answer_schema("/api/v1/visits", "post", 200).validate(visits.json())
        faults = client.post("/api/v1/visits", json={"at": 0, "counts": [{}]})
        answer_schema("/api/v1/visits", "post", 422).validate(faults.json())


def test_what_the_centre_really_answers_is_what_it_describes(desk: Desk) -> None:
    hello, push = desk.signer.hello(), desk.signer.push(sale(), gate_count())
    answer_schema(sync.HELLO, "post", 200).validate(hello.json())
    answer_schema(sync.ENTRIES, "post", 200).validate(push.json())
    edition = desk.signer.get(f"{sync.EDITIONS}/1")
    answer_schema(sync.EDITIONS + "/{number}", "get", 200).validate(edition.json())
    rubbish = desk.signer.say(sync.HELLO, b"{}")
    answer_schema(sync.HELLO, "post", 400).validate(rubbish.json())
    stranger = desk.client.post(sync.HELLO, content=b"{}")
    answer_schema(sync.HELLO, "post", 401).validate(stranger.json())
