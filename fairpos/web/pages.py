"""`page()` answers with a whole page, `fragment()` with one block of it, rendered alone.

A fragment is a block inside its page and never a file of its own: the block's name, the element's id and the
last part of the URL are the same word, so one search finds all three.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from fairpos import resources
from fairpos.web import charts, policy
from fairpos.web.filters import FILTERS, gettext, ngettext
from fairpos.web.i18n import FOLDER, LANGUAGES, NAMES, language_of, translator
from fairpos.web.session import session_of
from fairpos.web.static import static
from fairpos.web.toolkit import toolkit_of


def environment() -> Environment:
    """The one jinja2 environment of a program: all text escaped, and a forgotten value an error."""
    made = Environment(
        loader=FileSystemLoader(resources.templates()),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    made.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]
    made.filters.update(FILTERS)
    made.globals.update(static=static, charts=charts, LANGUAGES=LANGUAGES, LANGUAGE_NAMES=NAMES)
    return made


def context(request: Request, template: str, values: dict[str, Any]) -> dict[str, Any]:
    """What every template may use besides its own values."""
    language = language_of(request)
    session = session_of(request)
    toolkit = toolkit_of(request)
    room = template.partition("/")[0]
    return {
        "language": language,
        "translator": translator(room if (FOLDER / room).is_dir() else "site", language),
        "session": session,
        "csrf_token": session.csrf_token if session else "",
        "path": request.url.path,
        # What the person may do at the fair of this page: `{% if may("arrange") %}`.
        "may": partial(policy.holds, request),
        "here": request.url.path + (f"?{request.url.query}" if request.url.query else ""),
        "now": toolkit.clock(),
        **toolkit.extra,
        **values,
    }


def page(request: Request, template: str, /, *, status: int = 200, **values: Any) -> Response:
    """A whole page. `values` are small frozen dataclasses, never database rows."""
    made = toolkit_of(request).environment.get_template(template)
    return HTMLResponse(made.render(context(request, template, values)), status_code=status)


def fragment(request: Request, template: str, block: str, /, *, status: int = 200, **values: Any) -> Response:
    """One block of a page's template, alone. The block must import for itself whatever it uses."""
    made = toolkit_of(request).environment.get_template(template)
    text = "".join(made.blocks[block](made.new_context(context(request, template, values))))
    return HTMLResponse(text, status_code=status)
