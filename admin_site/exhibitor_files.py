"""What belongs to an exhibitor's page besides itself: papers with copies, further contacts, its account."""

from __future__ import annotations

from typing import cast

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from admin_site.exhibitors import exhibitor_id, shown_page
from admin_site.site import actor, fair_of, fair_reading, site_of
from fairpos.core.document import is_name
from fairpos.core.exhibitor import PAPER_KINDS, PaperKind
from fairpos.core.fair import BankAccount
from fairpos.core.search import search_key
from fairpos.core.vietqr import folded
from fairpos.ledger import bank_accounts, contacts, papers
from fairpos.ledger.bank_accounts import NoProposal, ProposalOpen, SamePerson
from fairpos.ledger.contacts import Contact, UnknownContact
from fairpos.ledger.exhibitors import UnknownExhibitor
from fairpos.ledger.papers import BadCopy, Copy, UnknownPaper
from fairpos.web.forms import Form, file_of, typed
from fairpos.web.policy import may
from fairpos.web.screen import screen
from fairpos.wire import banks, exhibitor_lists
from fairpos.wire.entries import Entry

UPLOAD_BYTES_MAX = papers.FILE_BYTES_MAX + 64 * 1024


@screen(may("arrange"), body_max=UPLOAD_BYTES_MAX)
def add_paper(request: Request) -> Response:
    site, id_ = site_of(request), exhibitor_id(request)
    entry = Entry(typed(request))
    kind = entry.choice("paper_kind", dict.fromkeys(PAPER_KINDS, ()), "other")
    number, issuer = entry.text("paper_number", most=80), entry.text("issuer", most=120)
    issued, valid_to = entry.day("paper_issued"), entry.day("paper_valid_to")
    if issued and valid_to and valid_to < issued:
        entry.faults["paper_valid_to"] = "ends-before-it-begins"
    copy: Copy | None = None
    refusal = ""
    given = file_of(request, "copy")
    if given is not None:
        try:
            copy = papers.copy_of(*given)
        except BadCopy as bad:
            refusal = f"copy:{bad.code}"
    if entry.faults or refusal:
        return shown_page(request, refusal=refusal, form=Form(entry.texts, entry.faults), status=422)
    with site.database.writing() as connection:
        fair = fair_of(connection, request)
        try:
            papers.add(
                connection, fair.id, id_, kind=cast("PaperKind", kind), number=number, issuer=issuer,
                issued=issued, valid_to=valid_to, copy=copy, at=site.clock(), by=actor(request),
            )  # fmt: skip
        except UnknownExhibitor as unknown:
            raise HTTPException(404) from unknown
    return _back(fair.slug, id_, "papers")


@screen(may("arrange"))
def remove_paper(request: Request) -> Response:
    site, id_ = site_of(request), exhibitor_id(request)
    with site.database.writing() as connection:
        fair = fair_of(connection, request)
        try:
            papers.remove(connection, fair.id, id_, part_of(request), at=site.clock(), by=actor(request))
        except UnknownPaper as unknown:
            raise HTTPException(404) from unknown
    return _back(fair.slug, id_, "papers")


@screen(may("see"))
def paper_copy(request: Request) -> Response:
    with fair_reading(request) as (connection, fair):
        try:
            copy = papers.copy(connection, fair.id, exhibitor_id(request), part_of(request))
        except UnknownPaper as unknown:
            raise HTTPException(404) from unknown
    return saved(copy, part_of(request))


def saved(copy: Copy, name: str) -> Response:
    """The file under a name of ours, to be saved and never shown as a page, whatever a stranger called it."""
    ending = copy.media_type.rpartition("/")[2]
    headers = {"Content-Disposition": f'attachment; filename="{name}.{ending}"'}
    return Response(copy.body, media_type=copy.media_type, headers=headers)


@screen(may("arrange"))
def add_contact(request: Request) -> Response:
    site, id_ = site_of(request), exhibitor_id(request)
    entry = Entry(typed(request))
    name, does = entry.text("contact_name", most=80, required=True), entry.text("contact_does", most=80)
    phone, email = exhibitor_lists.reach(entry, "contact_phone", "contact_email")
    if not entry.texts.get("contact_phone") and not entry.texts.get("contact_email"):
        entry.faults.setdefault("contact_phone", "missing")
    if entry.faults:
        return shown_page(request, form=Form(entry.texts, entry.faults), status=422)
    contact = Contact(name=name, does=does, phone=phone, email=email)
    with site.database.writing() as connection:
        fair = fair_of(connection, request)
        try:
            contacts.add(connection, fair.id, id_, contact, at=site.clock(), by=actor(request))
        except UnknownExhibitor as unknown:
            raise HTTPException(404) from unknown
    return _back(fair.slug, id_, "contacts")


@screen(may("arrange"))
def remove_contact(request: Request) -> Response:
    site, id_ = site_of(request), exhibitor_id(request)
    with site.database.writing() as connection:
        fair = fair_of(connection, request)
        try:
            contacts.remove(connection, fair.id, id_, part_of(request), at=site.clock(), by=actor(request))
        except UnknownContact as unknown:
            raise HTTPException(404) from unknown
    return _back(fair.slug, id_, "contacts")


@screen(may("money"))
def propose_account(request: Request) -> Response:
    """Ask for another account. An empty number asks that the exhibitor shall have none."""
    site, id_ = site_of(request), exhibitor_id(request)
    entry = Entry(typed(request))
    account = _account(entry)
    if entry.faults:
        return shown_page(request, form=Form(entry.texts, entry.faults), status=422)
    with site.database.writing() as connection:
        fair = fair_of(connection, request)
        try:
            bank_accounts.propose(connection, fair.id, id_, account, at=site.clock(), by=actor(request))
        except UnknownExhibitor as unknown:
            raise HTTPException(404) from unknown
        except ProposalOpen:
            account = None
        else:
            return _back(fair.slug, id_, "account")
    return shown_page(request, refusal="proposal-open", status=422)


def _account(entry: Entry) -> BankAccount | None:
    number = entry.text("account_number", most=30).replace(" ", "")
    if not number:
        return None
    if not (number.isascii() and number.isalnum() and len(number) <= 19):
        entry.faults["account_number"] = "not-an-account"
    stated = search_key(entry.text("bank", required=True))
    bins = {bank.bin: bank.bin for bank in banks.banks().values()}
    bins |= {search_key(bank.short_name): bank.bin for bank in banks.banks().values()}
    bins |= {search_key(bank.name): bank.bin for bank in banks.banks().values()}
    bin_ = bins.get(stated, "")
    if stated and not bin_:
        entry.faults["bank"] = "not-a-bank"
    # As the bank writes it, and as the buyer's app will show it.
    holder = folded(entry.text("holder", most=60, required=True)).upper()
    return BankAccount(bin=bin_, number=number, holder=holder)


@screen(may("money"))
def approve_account(request: Request) -> Response:
    return _decide(request, approve=True)


@screen(may("money"))
def refuse_account(request: Request) -> Response:
    return _decide(request, approve=False)


def _decide(request: Request, *, approve: bool) -> Response:
    site, id_ = site_of(request), exhibitor_id(request)
    refusal = ""
    with site.database.writing() as connection:
        fair = fair_of(connection, request)
        mine = [one.id for one in bank_accounts.waiting(connection, fair.id, id_)]
        act = bank_accounts.approve if approve else bank_accounts.refuse
        try:
            if part_of(request) not in mine:
                raise NoProposal(id_)
            act(connection, fair.id, part_of(request), at=site.clock(), by=actor(request))
        except NoProposal:
            refusal = "gone"
        except SamePerson:
            refusal = "same-person"
    if refusal:
        return shown_page(request, refusal=refusal, status=422)
    return _back(fair.slug, id_, "account")


def part_of(request: Request) -> str:
    part = str(request.path_params["part"])
    if not is_name(part):
        raise HTTPException(404)
    return part


def _back(slug: str, id_: str, part: str) -> Response:
    return RedirectResponse(f"/fairs/{slug}/exhibitors/{id_}#{part}", status_code=303)
