"""Pieces that an OpenAPI document is put together from. Each program describes its own endpoints."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec

Json = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What one program adds to the document."""

    tag: str
    about: str
    paths: Json
    schemas: Json
    security: Json = field(default_factory=dict)


def ref(name: str) -> Json:
    return {"$ref": f"#/components/schemas/{name}"}


def schemas_of(types: Iterable[type]) -> Json:
    """Schemas of dataclasses and structs, made from the very types that decode and encode them."""
    _, components = msgspec.json.schema_components(list(types), ref_template="#/components/schemas/{name}")
    return dict(components)


def content(schema: Json, media_type: str = "application/json", example: object = None) -> Json:
    shown: Json = {"schema": schema}
    if example is not None:
        shown["example"] = example
    return {media_type: shown}


def answer(description: str, schema: Json, **headers: str) -> Json:
    """A JSON answer; `headers` are described by name."""
    described = {
        name.replace("_", "-"): {"schema": {"type": "string"}, "description": text}
        for name, text in headers.items()
    }
    return {"description": description, "content": content(schema)} | (
        {"headers": described} if headers else {}
    )


def problem(codes: Sequence[str]) -> Json:
    """An error answer: {"code": …} with one of these codes."""
    schema = {"allOf": [ref("Problem"), {"properties": {"code": {"enum": list(codes)}}}]}
    return {"description": " · ".join(codes), "content": content(schema)}


def operation(
    *,
    id: str,
    tag: str,
    summary: str,
    description: str,
    answers: Mapping[int, Json],
    problems: Mapping[int, Sequence[str]],
    body: Json | None = None,
    body_max: int = 0,
    parameters: Sequence[Json] = (),
    security: Sequence[Mapping[str, Sequence[str]]] = (),
) -> Json:
    """One operation. `body_max` is its limit in bytes; beyond it the answer is 413 "too-large"."""
    shared: dict[int, Sequence[str]] = {413: ["too-large"]}
    if body is not None:
        shared[403] = [*problems.get(403, ()), "other-origin"]
    responses = {status: problem(codes) for status, codes in (dict(problems) | shared).items()}
    responses |= dict(answers)
    made: Json = {
        "operationId": id,
        "tags": [tag],
        "summary": summary,
        "description": description,
        "security": [dict(one) for one in security],
        "responses": {str(status): responses[status] for status in sorted(responses)},
        "x-body-bytes-max": body_max,
    }
    if parameters:
        made["parameters"] = list(parameters)
    if body is not None:
        made["requestBody"] = {"required": True, "content": body}
    return made
