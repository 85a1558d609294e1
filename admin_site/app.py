"""The organisers' program: every URL of it in one list.

    database, clock = Database(url), lambda: time.time_ns() // 1_000_000
    kit = toolkit(database, clock)
    app = application([*routes(database, clock), *the routes of other programs], kit)

`toolkit` knows how to find a session in the ledger's tables; `routes` are the screens. Both take the clock,
so that a test, or a demo of a fair that is long over, may choose the hour.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from starlette.middleware import Middleware
from starlette.routing import Route

from admin_site import (
    account,
    accounts,
    allocation,
    allocation_comparison,
    allocation_runs,
    application_terms,
    applications,
    cards,
    changes,
    comparisons,
    counts,
    desk,
    editions,
    exhibitor_files,
    exhibitors,
    fairs,
    figures,
    file_works,
    findings,
    fleet,
    gates,
    heat,
    inspections,
    lists,
    live,
    lots,
    new_fair,
    notices,
    own,
    passkeys,
    password,
    pavilions,
    photos,
    plan,
    plan_papers,
    prices,
    products,
    public_applications,
    public_map,
    public_products,
    public_results,
    quotas,
    recounts,
    register_exports,
    report_answers,
    reports,
    returns,
    seasons,
    sections,
    setup,
    sign_in,
    statements,
    terminals,
    tills,
    verification,
    visits,
    wall,
    works,
)
from admin_site import sessions as sessions_screen
from admin_site.boards import PAUSE_S, Boards
from admin_site.estimates import Estimates
from admin_site.heats import Heats
from admin_site.jobs import JOBS
from admin_site.office import NoOffice, Office
from admin_site.site import Site, enrolment_address, random_token
from fairpos.db.database import Database
from fairpos.ledger import sessions
from fairpos.ledger.facts import Kept
from fairpos.ledger.passwords import Passwords
from fairpos.server.workers import Spawn, Workers, in_a_thread
from fairpos.web.pages import environment
from fairpos.web.rate import SignInLimit
from fairpos.web.screen import Endpoint
from fairpos.web.session import Session
from fairpos.web.toolkit import Provide, Toolkit

SESSION_KNOWN_S = 3.0
"""How long a program in earnest remembers a session: ending it elsewhere, or taking a role away, takes effect
within this time. An open dashboard asks once a second."""

SESSIONS_KNOWN_MAX = 2_000


def toolkit(database: Database, clock: Callable[[], int], *, session_known_s: float = 0.0) -> Toolkit:
    """The page toolkit of a program in which people of the `account` table sign in.

    `session_known_s` spares asking the database who somebody is with every request of an open dashboard.
    """
    known: dict[str, tuple[float, Session]] = {}

    def find_session(token: str) -> Session | None:
        now, asked = clock(), time.monotonic()
        before = known.get(token)
        if before is not None and asked - before[0] < session_known_s:
            return before[1]
        known.pop(token, None)
        with database.reading() as connection:
            found = sessions.find(connection, token=token, now=now)
        if found is not None and sessions.is_stale(found, now):
            with database.writing() as connection:
                sessions.note_seen(connection, found, now=now)
        if found is not None and session_known_s:
            if len(known) >= SESSIONS_KNOWN_MAX:
                known.clear()
            known[token] = asked, found
        return found

    extra = {"sections_for": sections.shown_to}
    return Toolkit(environment=environment(), clock=clock, find_session=find_session, extra=extra)


def routes(
    database: Database,
    clock: Callable[[], int],
    *,
    passwords: Passwords | None = None,
    token: Callable[[], str] = random_token,
    limit: SignInLimit | None = None,
    board_pause_s: float = PAUSE_S,
    enrolment_address: Callable[[str, str, str], str] = enrolment_address,
    origin_for_others: Callable[[str], str] = str,
    spawn: Spawn = in_a_thread,
    office: Office | None = None,
) -> list[Route]:
    """All screens, table of contents and wiring in one."""
    facts = Kept()
    site = Site(
        database=database,
        clock=clock,
        passwords=passwords or Passwords(),
        token=token,
        boards=Boards(database, pause_s=board_pause_s),
        heats=Heats(board_pause_s),
        facts=facts,
        estimates=Estimates(facts),
        workers=Workers(database, clock, JOBS, spawn=spawn),
        limit=limit or SignInLimit(),
        enrolment_address=enrolment_address,
        origin_for_others=origin_for_others,
        office=office or NoOffice(),
    )

    def get(path: str, view: Endpoint) -> Route:
        return Route(path, view, methods=["GET"], middleware=[Middleware(Provide, {"site": site})])

    def post(path: str, view: Endpoint) -> Route:
        return Route(path, view, methods=["POST"], middleware=[Middleware(Provide, {"site": site})])

    return [
        get("/", fairs.first),
        get("/sign-in", sign_in.form),
        post("/sign-in", sign_in.sign_in),
        post("/sign-in/passkey", passkeys.sign_in),
        post("/sign-in/passkey/challenge", passkeys.sign_in_challenge),
        get("/sign-in/{code}", sign_in.link),
        post("/sign-in/{code}", sign_in.use_link),
        post("/sign-out", sign_in.sign_out),
        get("/sessions", sessions_screen.listed),
        post("/sessions/{key}/ending", sessions_screen.ending),
        get("/passkeys", passkeys.listed),
        post("/passkeys", passkeys.add),
        post("/passkeys/challenge", passkeys.challenge),
        post("/passkeys/{key}/removal", passkeys.removal),
        get("/password", password.form),
        post("/password", password.change),
        get("/accounts", accounts.listed),
        get("/accounts/new", account.new),
        get("/accounts/exhibitor", account.exhibitor),
        post("/accounts", account.create),
        get("/accounts/{account}", account.shown),
        post("/accounts/{account}/name", account.rename),
        post("/accounts/{account}/grants", account.give),
        post("/accounts/{account}/grants/{grant}/removal", account.take),
        post("/accounts/{account}/link", account.link),
        post("/accounts/{account}/shutting", account.shut),
        post("/accounts/{account}/reopening", account.reopen),
        post("/accounts/{account}/sessions/ending", account.sign_out),
        post("/accounts/{account}/sessions/{key}/ending", account.sign_out),
        get("/fairs", fairs.listed),
        get("/fairs/new", new_fair.form),
        post("/fairs", new_fair.make),
        get("/fairs/{slug}/setup", setup.setup),
        post("/fairs/{slug}/setup/identity", setup.identity),
        post("/fairs/{slug}/setup/days", setup.days),
        post("/fairs/{slug}/setup/details", setup.details),
        post("/fairs/{slug}/setup/sites", setup.sites),
        post("/fairs/{slug}/state", setup.state),
        get("/fairs/{slug}/live", live.live),
        get("/fairs/{slug}/live/figures", live.figures),
        get("/fairs/{slug}/live/estimate", live.estimate),
        get("/changes", changes.everywhere),
        get("/fairs/{slug}/changes", changes.changes),
        get("/fairs/{slug}/own", own.own),
        get("/fairs/{slug}/own/figures", own.figures),
        get("/fairs/{slug}/own/takings.{kind}", own.takings),
        get("/fairs/{slug}/wall", wall.wall),
        get("/fairs/{slug}/wall/board", wall.board),
        get("/public/{slug}/results", public_results.results),
        get("/public/series/{key}", public_results.line),
        get("/seasons", seasons.listed),
        post("/seasons", seasons.look),
        post("/seasons/figures", seasons.keep),
        get("/seasons/template.csv", seasons.template),
        get("/seasons/template.xlsx", seasons.template),
        post("/seasons/areas", seasons.successor),
        post("/seasons/areas/removal", seasons.successor_removal),
        get("/fairs/{slug}/seasons", seasons.stated),
        post("/fairs/{slug}/seasons", seasons.state),
        post("/fairs/{slug}/seasons/choice", seasons.choice),
        post("/fairs/{slug}/seasons/link", seasons.link),
        get("/fairs/{slug}/comparison", comparisons.comparison),
        get("/fairs/{slug}/comparison.csv", comparisons.export),
        get("/fairs/{slug}/comparison.pdf", comparisons.paper),
        get("/fairs/{slug}/comparison.xlsx", comparisons.export),
        get("/fairs/{slug}/tills", tills.tills),
        post("/fairs/{slug}/tills", cards.another),
        get("/fairs/{slug}/photos", photos.form),
        post("/fairs/{slug}/photos", photos.add),
        get("/fairs/{slug}/exhibitors", exhibitors.exhibitors_listed),
        post("/fairs/{slug}/exhibitors", exhibitors.create),
        get("/fairs/{slug}/exhibitors.xlsx", register_exports.exhibitors_xlsx),
        get("/fairs/{slug}/exhibitors.csv", register_exports.exhibitors_csv),
        get("/fairs/{slug}/exhibitors/new", exhibitors.new),
        get("/fairs/{slug}/exhibitors/{exhibitor}", exhibitors.one),
        post("/fairs/{slug}/exhibitors/{exhibitor}", exhibitors.change),
        get("/fairs/{slug}/exhibitors/{exhibitor}/details", exhibitors.details),
        post("/fairs/{slug}/exhibitors/{exhibitor}/standing", exhibitors.standing),
        post("/fairs/{slug}/exhibitors/{exhibitor}/booths", exhibitors.booths),
        post("/fairs/{slug}/exhibitors/{exhibitor}/labels", products.labels),
        post("/fairs/{slug}/exhibitors/{exhibitor}/papers", exhibitor_files.add_paper),
        get("/fairs/{slug}/exhibitors/{exhibitor}/papers/{part}/copy", exhibitor_files.paper_copy),
        post("/fairs/{slug}/exhibitors/{exhibitor}/papers/{part}/removal", exhibitor_files.remove_paper),
        post("/fairs/{slug}/exhibitors/{exhibitor}/account", exhibitor_files.propose_account),
        post("/fairs/{slug}/exhibitors/{exhibitor}/account/{part}/approval", exhibitor_files.approve_account),
        post("/fairs/{slug}/exhibitors/{exhibitor}/account/{part}/refusal", exhibitor_files.refuse_account),
        get("/fairs/{slug}/applications", applications.applications_listed),
        post("/fairs/{slug}/applications", applications.create),
        post("/fairs/{slug}/applications/window", applications.window),
        get("/fairs/{slug}/applications/new", applications.new),
        get("/fairs/{slug}/applications/{application}", applications.one),
        post("/fairs/{slug}/applications/{application}", applications.change),
        get("/fairs/{slug}/applications/{application}/wishes", applications.wishes),
        post("/fairs/{slug}/applications/{application}/decision", applications.decision),
        post("/fairs/{slug}/applications/{application}/place", applications.move),
        post("/fairs/{slug}/applications/{application}/terms", application_terms.terms),
        post("/fairs/{slug}/applications/{application}/merits", application_terms.merits),
        get("/fairs/{slug}/products", products.products_listed),
        post("/fairs/{slug}/products", products.create),
        get("/fairs/{slug}/products.xlsx", register_exports.products_xlsx),
        get("/fairs/{slug}/products.csv", register_exports.products_csv),
        get("/fairs/{slug}/products/new", products.new),
        get("/fairs/{slug}/products/{article}", products.one),
        post("/fairs/{slug}/products/{article}", products.change),
        post("/fairs/{slug}/products/{article}/label", products.label),
        get("/fairs/{slug}/product-labels", public_products.labels),
        get("/fairs/{slug}/lists/{kind}", lists.form),
        post("/fairs/{slug}/lists/{kind}", lists.read),
        get("/fairs/{slug}/lists/{kind}/{reading}", lists.look),
        post("/fairs/{slug}/lists/{kind}/{reading}", lists.write),
        get("/fairs/{slug}/lists/{kind}/{reading}/bad.xlsx", lists.bad_rows),
        get("/public/{slug}/application", public_applications.form),
        post("/public/{slug}/application", public_applications.send),
        get("/public/{slug}/application/received", public_applications.received),
        get("/public/{slug}/products/{article}", public_products.product),
        get("/public/{slug}/photos/{key}", public_products.photo),
        get("/fairs/{slug}/cards", cards.choice),
        post("/fairs/{slug}/cards", cards.cards),
        post("/fairs/{slug}/inspectors", cards.inspector),
        post("/fairs/{slug}/tills/{till}/enrolment", tills.enrolment),
        post("/fairs/{slug}/tills/{till}/revocation", tills.revocation),
        post("/fairs/{slug}/terminals", terminals.create),
        post("/fairs/{slug}/terminals/{terminal}/revocation", terminals.revocation),
        get("/fairs/{slug}/visits", visits.visits_of_day),
        get("/fairs/{slug}/counts", counts.sheet),
        post("/fairs/{slug}/counts", counts.keep),
        post("/fairs/{slug}/counts/method", counts.method),
        get("/fairs/{slug}/desk", desk.desk),
        get("/fairs/{slug}/figures", figures.figures),
        get("/fairs/{slug}/figures/export", figures.export),
        get("/fairs/{slug}/returns", returns.returns),
        post("/fairs/{slug}/returns", returns.keep),
        get("/fairs/{slug}/gates", gates.gates),
        post("/fairs/{slug}/gates", gates.add),
        post("/fairs/{slug}/gates/capacity", gates.capacity),
        post("/fairs/{slug}/gates/{gate}", gates.change),
        post("/fairs/{slug}/gates/{gate}/closing", gates.closing),
        post("/fairs/{slug}/gates/{gate}/devices", gates.device),
        get("/fairs/{slug}/findings", findings.findings),
        get("/fairs/{slug}/findings.csv", findings.export),
        post("/fairs/{slug}/findings/assignment", findings.assignment),
        post("/fairs/{slug}/findings/settling", findings.settling),
        post("/fairs/{slug}/findings/reopening", findings.reopening),
        get("/fairs/{slug}/findings/{code}/{subject:path}", findings.finding),
        get("/fairs/{slug}/fleet", fleet.listed),
        get("/fairs/{slug}/fleet/tills", fleet.tills),
        get("/fairs/{slug}/fleet/{till}", fleet.till),
        post("/fairs/{slug}/fleet/streams/{stream}/freezing", fleet.freezing),
        get("/fairs/{slug}/notices", notices.listed),
        post("/fairs/{slug}/notices", notices.create),
        post("/fairs/{slug}/notices/{notice}/withdrawal", notices.withdrawal),
        get("/public/{slug}/notices", notices.public),
        get("/fairs/{slug}/prices", prices.listed),
        post("/fairs/{slug}/prices", prices.change),
        get("/fairs/{slug}/prices.xlsx", prices.export),
        get("/fairs/{slug}/prices/many", prices.many),
        post("/fairs/{slug}/prices/many", prices.bring),
        get("/fairs/{slug}/editions", editions.listed),
        get("/fairs/{slug}/editions/{number}", editions.edition),
        get("/fairs/{slug}/inspections", inspections.listed),
        get("/fairs/{slug}/inspections.csv", inspections.export),
        get("/fairs/{slug}/inspections/{inspection}/picture", inspections.picture),
        post("/fairs/{slug}/inspections/{inspection}/lifting", inspections.lifting),
        get("/fairs/{slug}/heat", heat.heat),
        get("/fairs/{slug}/heat/map", heat.map),
        get("/public/{slug}/map", public_map.map),
        get("/fairs/{slug}/plan", plan.plan),
        get("/fairs/{slug}/plan/panel", plan.panel),
        post("/fairs/{slug}/plan/halls", plan.halls),
        post("/fairs/{slug}/plan/halls/{hall}", plan.hall),
        post("/fairs/{slug}/plan/halls/{hall}/removal", plan.hall_removal),
        get("/fairs/{slug}/plan/halls/{hall}.svg", plan_papers.hall),
        post("/fairs/{slug}/plan/rows", plan.rows),
        post("/fairs/{slug}/plan/rows/renumbering", plan.renumbering),
        post("/fairs/{slug}/plan/stands/{stand}", plan.stand),
        post("/fairs/{slug}/plan/stands/{stand}/removal", plan.stand_removal),
        post("/fairs/{slug}/plan/stands/{stand}/splitting", plan.splitting),
        post("/fairs/{slug}/plan/merging", plan.merging),
        post("/fairs/{slug}/plan/gaps", plan.gaps),
        post("/fairs/{slug}/plan/gaps/removal", plan.gap_removal),
        post("/fairs/{slug}/plan/landmarks", plan.landmarks),
        post("/fairs/{slug}/plan/landmarks/{landmark}/removal", plan.landmark_removal),
        post("/fairs/{slug}/plan/copies", plan.copies),
        post("/fairs/{slug}/plan/versions", plan.versions),
        get("/fairs/{slug}/plan/paper.pdf", plan_papers.paper),
        get("/fairs/{slug}/reports", reports.reports),
        post("/fairs/{slug}/reports", reports.draft),
        post("/fairs/{slug}/reports/signatures", reports.signatures),
        get("/fairs/{slug}/reports/answers", report_answers.answers),
        post("/fairs/{slug}/reports/answers", report_answers.answer),
        post("/fairs/{slug}/reports/layout", report_answers.relayout),
        get("/fairs/{slug}/reports/{no}.pdf", reports.pdf),
        get("/fairs/{slug}/reports/{no}.xlsx", reports.xlsx),
        get("/fairs/{slug}/reports/{no}.json", reports.json),
        get("/fairs/{slug}/reports/{no}", reports.report),
        post("/fairs/{slug}/reports/{no}/signature", reports.signature),
        post("/fairs/{slug}/archive", file_works.archive),
        post("/fairs/{slug}/parquet", file_works.figures),
        post("/fairs/{slug}/proofs", recounts.prove),
        post("/fairs/{slug}/recounts", recounts.count),
        get("/fairs/{slug}/own/statements/{exhibitor}.pdf", statements.statement),
        get("/verify/{code}", verification.verification),
        get("/fairs/{slug}/quotas", quotas.quotas_page),
        post("/fairs/{slug}/quotas/shares", quotas.shares),
        post("/fairs/{slug}/quotas/booths", quotas.booths),
        post("/fairs/{slug}/quotas/rules", quotas.rules),
        get("/fairs/{slug}/pavilions", pavilions.pavilions),
        post("/fairs/{slug}/pavilions", pavilions.give),
        get("/fairs/{slug}/lots", lots.lots),
        post("/fairs/{slug}/lots", lots.promise),
        post("/fairs/{slug}/lots/drawing", lots.draw),
        get("/public/{slug}/lots", lots.public),
        get("/fairs/{slug}/allocation", allocation.allocation),
        post("/fairs/{slug}/allocation", allocation.start),
        get("/fairs/{slug}/allocation/{number}", allocation_runs.run),
        get("/fairs/{slug}/allocation/{number}/check", allocation_runs.check),
        post("/fairs/{slug}/allocation/{number}/moves", allocation_runs.move),
        post("/fairs/{slug}/allocation/{number}/acceptance", allocation_runs.acceptance),
        get("/fairs/{slug}/allocation/{number}/table.csv", allocation_runs.table),
        get("/fairs/{slug}/allocation/{number}/table.xlsx", allocation_runs.table),
        get("/fairs/{slug}/allocation/{number}/comparison/{other}", allocation_comparison.comparison),
        get("/fairs/{slug}/works", works.listed),
        get("/fairs/{slug}/works/{number}", works.work),
        get("/fairs/{slug}/works/{number}/progress", works.progress),
        get("/fairs/{slug}/works/{number}/file", works.file),
        post("/fairs/{slug}/works/{number}/file/removal", works.removal),
        post("/fairs/{slug}/works/{number}/stop", works.stop),
        post("/fairs/{slug}/works/{number}/resumption", works.resumption),
    ]
