"""What only a real browser shows: accessibility, a CSP that breaks nothing, a page that renews itself."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from fairpos.core.rights import Grant
from fairpos.ledger import fairs, people
from fairpos.ledger.reports import drafting
from tests.admin_site import applied, believable
from tests.admin_site.conftest import World
from tests.admin_site.serve import serving

FAIR = f"/fairs/{believable.SLUG}"
PAGES = (
    f"{FAIR}/live",
    f"{FAIR}/wall",
    f"{FAIR}/comparison",
    f"{FAIR}/comparison?by=exhibitor&basis=total",
    f"/fairs/{believable.PRIOR_SLUG}/seasons",
    "/seasons",
    f"{FAIR}/tills",
    f"{FAIR}/cards",
    f"{FAIR}/photos",
    f"{FAIR}/findings",
    f"{FAIR}/exhibitors",
    f"{FAIR}/exhibitors/DV-HL01",
    f"{FAIR}/exhibitors/new",
    f"{FAIR}/applications",
    f"{FAIR}/applications/new",
    f"{FAIR}/applications/DK-0001",
    f"{FAIR}/products",
    f"{FAIR}/products/SP-HL01",
    f"{FAIR}/product-labels?exhibitor=DV-HL01",
    f"{FAIR}/lists/exhibitors",
    f"/public/{believable.SLUG}/application",
    f"/public/{believable.SLUG}/applications/{applied.CODE}",
    f"/public/{believable.SLUG}/products/SP-HL01",
    f"{FAIR}/findings/totals/1/512",
    f"{FAIR}/inspections",
    f"{FAIR}/visits",
    f"{FAIR}/counts?gate=C2",
    f"{FAIR}/gates",
    f"{FAIR}/prices?booth=HL01",
    f"{FAIR}/prices/many",
    f"{FAIR}/notices",
    f"{FAIR}/fleet",
    f"{FAIR}/fleet/M-HL01",
    f"/public/{believable.SLUG}/notices",
    f"{FAIR}/editions",
    f"{FAIR}/returns",
    f"{FAIR}/desk",
    f"{FAIR}/figures",
    f"{FAIR}/figures?by=booth&zone=in-province",
    f"{FAIR}/works",
    f"{FAIR}/works/1",
    f"{FAIR}/works/3",
    f"{FAIR}/works/4",
    f"{FAIR}/quotas",
    f"{FAIR}/pavilions?unit=Ba+Ch%E1%BA%BD",
    f"{FAIR}/lots",
    f"/public/{believable.SLUG}/lots",
    f"{FAIR}/allocation",
    f"{FAIR}/allocation/1",
    f"{FAIR}/allocation/2",
    f"{FAIR}/allocation/1/comparison/2",
    f"{FAIR}/plan",
    f"{FAIR}/setup",
    f"{FAIR}/heat",
    f"/public/{believable.SLUG}/map?q=muc",
    "/fairs/new",
    f"{FAIR}/plan?stand=HL01",
    f"/public/{believable.PRIOR_SLUG}/results",
    "/public/series/xuan",
    "/verify/nothing",
    f"{FAIR}/reports",
    f"{FAIR}/reports/1",
    f"{FAIR}/reports/answers",
    "/fairs",
    f"{FAIR}/changes",
    "/sessions",
    "/password",
    "/passkeys",
    "/nothing",
)
OF_ADMINISTRATORS = ("/accounts", "/accounts?q=x", "/accounts/new", "/accounts/A-lan", "/changes")
OF_EXHIBITORS = (f"{FAIR}/own",)
DOORS = ("/sign-in", "/sign-in/" + "k" * 43, "/sign-in/gone")


@pytest.fixture
def address(world: World) -> Iterator[str]:
    with world.database.writing() as connection:
        people.open_link(connection, account=world.account.id, code="k" * 43, ends_at=world.clock() + 1000)
        believable.draw(connection, world.fair_id)
        fair = fairs.by_id(connection, world.fair_id)
        made = drafting.make(connection, fair, drafting.EVENING, at=world.clock())
        drafting.keep(connection, fair, made, by="hoa")
    applied.allocate(world)
    applied.hand_in(world)
    for kind in ("proofs", "parquet"):
        world.signed_in().post(f"{FAIR}/{kind}", data={"csrf_token": world.csrf_token})
    world.holding(Grant("administrator"), login="chu")
    world.holding(Grant("exhibitor", believable.SLUG, "DV-BC02"), login="lan")
    with serving(world.app) as address:
        yield address


@pytest.fixture
def page(browser: Browser, world: World, address: str) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1024, "height": 768}, base_url=address)
    context.add_cookies([{"name": "session", "value": world.token, "url": address}])
    yield context.new_page()
    context.close()


@pytest.mark.timeout(900)
@pytest.mark.parametrize(("language", "scheme"), [("vi", "light"), ("en", "dark")])
def test_axe_finds_nothing_on_any_page(
    browser: Browser, world: World, address: str, language: str, scheme: str
) -> None:
    context = browser.new_context(
        viewport={"width": 390, "height": 844},
        color_scheme="dark" if scheme == "dark" else "light",
        base_url=address,
    )
    context.add_cookies([{"name": "language", "value": language, "url": address}])
    page = context.new_page()
    complaints: list[str] = []
    page.on(
        "console",
        lambda message: complaints.append(message.text) if "Security Policy" in message.text else None,
    )
    page.on("pageerror", lambda error: complaints.append(str(error)))
    people_of = {PAGES[0]: world.token, OF_ADMINISTRATORS[0]: "c" * 43, OF_EXHIBITORS[0]: "l" * 43}
    for path in (*DOORS, *PAGES, *OF_ADMINISTRATORS, *OF_EXHIBITORS):
        if path in people_of:
            context.add_cookies([{"name": "session", "value": people_of[path], "url": address}])
        answer = page.goto(path)
        assert answer is not None
        assert (path, answer.status == 403) == (path, False)
        assert page.locator("html").get_attribute("lang") == language
        found = Axe().run(page).response["violations"]
        assert (path, [(fault["id"], fault["nodes"][0]["html"]) for fault in found]) == (path, [])
        wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
        assert (path, wide) == (path, False)
    assert complaints == []
    context.close()


def test_a_change_is_there_within_two_seconds_and_takes_neither_focus_nor_what_was_opened(
    page: Page, world: World
) -> None:
    page.goto(f"{FAIR}/live")
    page.locator("#hours-table summary").click()
    page.locator("#hours-table summary").focus()
    first = int(page.locator("#figures").get_attribute("data-version") or "")
    with world.database.writing() as connection:
        believable.bump(connection, world.fair_id)
    page.wait_for_selector(f'#figures[data-version="{first + 1}"]', timeout=2_000)
    assert page.locator("#hours-table").get_attribute("open") == ""
    assert page.evaluate("document.activeElement.closest('details')?.id") == "hours-table"
    page.locator("table.days a").nth(1).focus()
    with world.database.writing() as connection:
        believable.bump(connection, world.fair_id)
    page.wait_for_selector(f'#figures[data-version="{first + 2}"]', timeout=2_000)
    assert page.evaluate("document.activeElement.innerText") == "Ngày thứ 2 · 11/01/2020"


def test_on_a_phone_one_button_opens_the_way_to_every_page(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{FAIR}/live")
    way = page.get_by_role("navigation", name="Các trang của hội chợ")
    assert way.is_hidden()
    page.get_by_role("button", name="Mục lục").click()
    way.get_by_role("link", name="Bản đồ doanh thu").click()
    page.wait_for_url(f"**{FAIR}/heat")
    assert way.is_hidden()
    assert page.locator("h1").bounding_box()["y"] < 500  # type: ignore[index]


def test_a_quiet_fair_leaves_the_page_alone(page: Page) -> None:
    page.goto(f"{FAIR}/live")
    page.evaluate("document.querySelector('#figures').dataset.mine = 'yes'")
    with page.expect_response(lambda answer: "/live/figures" in answer.url) as first:
        pass
    page.wait_for_timeout(1_500)
    assert first.value.status == 204
    assert page.locator("#figures").get_attribute("data-mine") == "yes"


def test_a_lost_server_is_said_in_words_and_taken_back_when_it_answers_again(page: Page) -> None:
    page.goto(f"{FAIR}/live")
    notice = page.locator("#no-answer")
    assert notice.is_hidden()
    page.route("**/live/figures*", lambda route: route.abort())
    notice.wait_for(state="visible", timeout=12_000)
    assert notice.inner_text().startswith("Máy chủ không trả lời từ ")
    page.unroute("**/live/figures*")
    notice.wait_for(state="hidden", timeout=5_000)


def test_a_session_that_ends_takes_the_page_to_the_sign_in_form(page: Page, world: World) -> None:
    page.goto(f"{FAIR}/live")
    world.clock.now += 12 * 3_600_000
    page.wait_for_url("**/sign-in", timeout=5_000)


def test_a_person_signs_in_and_changes_the_language_with_the_keyboard(browser: Browser, address: str) -> None:
    context = browser.new_context(base_url=address)
    page = context.new_page()
    page.goto(f"{FAIR}/tills")
    page.get_by_label("Tên đăng nhập").fill("hoa")
    page.get_by_label("Mật khẩu").fill(believable.PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{FAIR}/tills")
    page.get_by_role("button", name="English").press("Enter")
    page.get_by_role("heading", name="Tills", exact=True).wait_for()
    assert page.url.endswith(f"{FAIR}/tills")
    context.close()
