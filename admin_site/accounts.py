"""The people who may sign in, with what each may do and where."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from admin_site.site import site_of
from fairpos.core.search import search_key
from fairpos.ledger import grants, people
from fairpos.ledger.grants import GrantRow
from fairpos.ledger.people import Account
from fairpos.web.pages import page
from fairpos.web.policy import may
from fairpos.web.screen import screen

ASKED_MAX = 100


@dataclass(frozen=True, slots=True)
class Person:
    """An account and its roles."""

    account: Account
    held: tuple[GrantRow, ...]


@screen(may("people"))
def listed(request: Request) -> Response:
    """Everybody, or whose name, login or exhibitor holds what is asked for."""
    with site_of(request).database.reading() as connection:
        held = grants.by_account(connection)
        everybody = [Person(one, held.get(one.id, ())) for one in people.accounts(connection)]
    asked = request.query_params.get("q", "")[:ASKED_MAX].strip()
    shown = tuple(person for person in everybody if search_key(asked) in _words(person))
    return page(request, "site/accounts.html", people=shown, asked=asked, of=len(everybody))


def _words(person: Person) -> str:
    names = (person.account.name, person.account.login, *(row.exhibitor_name for row in person.held))
    return search_key(" ".join(names))
