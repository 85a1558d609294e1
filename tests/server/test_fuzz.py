"""Schemathesis reads the OpenAPI document and sends whatever it thinks of, honestly signed and enrolled.

Nothing of it may be a fault of ours, and every answer must be one the document names.
"""

import json
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from starlette.types import ASGIApp, Message, Receive, Scope, Send

import booth_terminal.app
import booth_terminal.openapi
from fairpos.db.database import Database
from fairpos.server import openapi, sync
from fairpos.web.application import application
from fairpos.web.pages import environment
from fairpos.web.toolkit import Toolkit
from fairpos.wire import documents, messages
from tests.booth import FAIR, KEY, NAME, Booth
from tests.documents import AT, sale
from tests.hall import Hall

PARTS = [booth_terminal.openapi.part()]


def operations(schema: schemathesis.BaseSchema) -> dict[str, Any]:
    """Each operation by its label. Schemathesis' pytest plugin would do this, but does not know pytest 9."""
    return {found.ok().label: found.ok() for found in schema.get_all_operations()}  # type: ignore[union-attr]


# The operation that gives the document itself is not among those it leads to.
LABELS = sorted(
    operations(schemathesis.openapi.from_dict(openapi.document(PARTS))).keys() - {"GET /openapi.json"}
)

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(1 << 66), 1 << 66) | st.floats() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
FIRST_LINES = st.fixed_dictionaries(
    {"till": JSON | st.just("M1"), "pending": st.integers(-1, 9), "at": st.just(AT), "oldest_at": JSON}
) | st.fixed_dictionaries(
    {
        "terminal": st.just(NAME),
        # What Booth calls its first stream: pushes into it meet what is there.
        "stream": st.sampled_from([f"{1:032x}", "9" * 32]),
        "first": st.integers(0, 3),
        "prev": st.just("00" * 32),
        "top": st.integers(-1, 1 << 66),
    }
)
SOLD: dict[str, Any] = json.loads(documents.write(sale()))
LINES = (
    st.binary(max_size=30)
    | JSON.map(lambda value: json.dumps(value).encode())
    | st.dictionaries(st.sampled_from(sorted(SOLD)), JSON, max_size=2).map(
        lambda changes: json.dumps(SOLD | changes).encode()
    )
)


def ndjson(head: dict[str, Any], lines: list[bytes]) -> bytes:
    return b"\n".join((json.dumps(head).encode(), *lines))


schemathesis.openapi.media_type(
    "application/x-ndjson", st.builds(ndjson, FIRST_LINES, st.lists(LINES, max_size=4))
)

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]

FEW = settings(
    derandomize=True,
    database=None,
    deadline=None,
    max_examples=25,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


class Credentials:
    """Signs and enrols every request on its way in, so that what is tested lies behind the door."""

    def __init__(self, app: ASGIApp, token: str, key: Ed25519PrivateKey) -> None:
        self.app, self.token, self.key = app, token, key

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        body, more = b"", True
        while more:
            message = await receive()
            body += message.get("body", b"")
            more = message.get("more_body", False)
        signature = b64encode(self.key.sign(messages.signed_bytes(scope["path"], body))).decode()
        given = {
            b"authorization": f"Bearer {self.token}".encode(),
            b"fairpos-terminal": f"{FAIR}/{NAME}".encode(),
            b"fairpos-signature": signature.encode(),
        }
        kept = [pair for pair in scope["headers"] if pair[0] not in given]

        async def again() -> Message:
            return {"type": "http.request", "body": body, "more_body": False}

        signed = dict(scope) | {"headers": [*kept, *given.items()]}
        await self.app(signed, again, send)


@pytest.fixture(scope="module")
def api(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    """Centre and terminal behind one door, as `fairpos serve` has them."""
    folder: Path = tmp_path_factory.mktemp("fuzz")
    database = Database(f"sqlite:///{folder / 'centre.sqlite3'}")
    booth = Booth(Hall(database), folder / "terminal.sqlite3")
    token = booth.enrol("CG1")
    centre = sync.Centre(database, booth.centre_writer, booth.now)
    toolkit = Toolkit(environment=environment(), clock=booth.now)
    app = application([*sync.routes(centre), *booth_terminal.app.routes(), *openapi.routes(PARTS)], toolkit)
    app.state.terminal = booth.terminal
    yield operations(schemathesis.openapi.from_asgi(openapi.PATH, Credentials(app, token, KEY)))
    # Whatever was kept of it has to arrive and add up.
    booth.later()
    booth.deliver()
    assert booth.hall.verify().faults == ()
    booth.stop()
    database.close()


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
@pytest.mark.parametrize("label", LABELS)
def test_nothing_that_is_sent_is_a_fault_of_ours(
    api: dict[str, Any], label: str, mode: GenerationMode
) -> None:
    @FEW
    @given(case=api[label].as_strategy(mode))
    def send(case: Case[Any]) -> None:
        case.call_and_validate(checks=CHECKS)

    send()
