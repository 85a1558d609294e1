"""What was typed, checked: everything that is wrong at once, each fault beside its field.

    form = read(request, "name", "hall")
    gate, faults = checked(GateForm, form)
    if gate is None:
        return page(request, …, form=Form(form, faults), status=422)

Validators raise ValueError with a message of the catalogue; what pydantic finds by itself is said in the
words below.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from markupsafe import escape
from pydantic import BaseModel, ConfigDict, ValidationError
from starlette.requests import Request

from fairpos.web.i18n import mark as _
from fairpos.web.screen import field as field_of

FIELD_MAX = 1_000

_WORDS = {
    "missing": _("This is needed."),
    "string_too_short": _("This is needed."),
    "string_too_long": _("This is too long."),
    "literal_error": _("Choose one of the list."),
}
_OTHERWISE = _("This cannot be read.")

Typed = Mapping[str, str]


class FormModel(BaseModel):
    """The base of a form's model: text is stripped, control characters are refused by `printable`."""

    model_config = ConfigDict(extra="ignore", str_strip_whitespace=True, frozen=True)


Model = TypeVar("Model", bound=FormModel)


def read(request: Request, *names: str) -> dict[str, str]:
    """What was typed into these fields, cut to a length no honest field needs."""
    return {name: field_of(request, name)[:FIELD_MAX] for name in names}


def checked(model: type[Model], typed: Typed) -> tuple[Model | None, dict[str, str]]:
    """The form's content, or every fault by its field."""
    try:
        return model.model_validate(dict(typed)), {}
    except ValidationError as error:
        # What is wrong with the form as a whole stands under "".
        return None, {str((*fault["loc"], "")[0]): _message(fault) for fault in error.errors()}


def _message(fault: Mapping[str, object]) -> str:
    context = fault.get("ctx")
    raised = context.get("error") if isinstance(context, dict) else None
    if isinstance(raised, ValueError):
        return str(raised)
    return _WORDS.get(str(fault["type"]), _OTHERWISE)


def filled(told: str, **facts: str) -> str:
    """A translated message with facts that somebody typed, as a fault is kept: faults are shown through
    gettext, which formats them and takes them for HTML."""
    return (told % {name: str(escape(fact)) for name, fact in facts.items()}).replace("%", "%%")


def printable(text: str) -> str:
    """A line of text as a person types it. Raises ValueError, with a message, for control characters."""
    if not text.isprintable():
        raise ValueError(_("There is a character in it that cannot be shown."))
    return text
