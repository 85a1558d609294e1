"""Forms as pages show them: what was typed, and what is wrong with each field of it.

    form = Form(typed(request), {"price": "not-money"})

A fault is a key of the words "cell" where `shared/fields.html` draws the fields, and a message of the
catalogue where `site/_forms.html` does. Both keep what was typed, and say what is wrong beside each field.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import cast

from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request

_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Form:
    """`texts` and `faults` by field, as they were typed. A form without faults is a fresh one."""

    texts: Mapping[str, str] = field(default_factory=dict)
    faults: Mapping[str, str] = field(default_factory=dict)

    def __getitem__(self, name: str) -> str:
        return self.texts.get(name, "")

    def fault(self, name: str) -> str:
        """What is wrong with a field; "" when nothing is."""
        return self.faults.get(name, "")

    def day(self, name: str) -> str:
        """A day as people write it, dd/MM/yyyy; what was typed otherwise stays as it is."""
        iso = _ISO.fullmatch(self[name])
        return f"{iso[3]}/{iso[2]}/{iso[1]}" if iso else self[name]


def typed(request: Request) -> dict[str, str]:
    """Every text field of the form that was sent, but for the token."""
    form = cast("FormData", getattr(request.state, "form", FormData()))
    return {name: value for name, value in form.items() if isinstance(value, str) and name != "csrf_token"}


def file_of(request: Request, name: str) -> tuple[str, bytes] | None:
    """The name and bytes of a file that was sent; None where none was chosen."""
    given = cast("FormData", getattr(request.state, "form", FormData())).get(name)
    if not isinstance(given, UploadFile) or not given.filename:
        return None
    # Read whole: the request was limited as it came in.
    return given.filename, given.file.read()
