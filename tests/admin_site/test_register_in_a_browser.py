"""The way of an organiser who brings a list: by keyboard, through a mistake, to the product's page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.admin_site import believable
from tests.admin_site.conftest import World
from tests.admin_site.serve import serving

FAIR = f"/fairs/{believable.SLUG}"


@pytest.fixture
def page(browser: Browser, world: World) -> Iterator[Page]:
    world.signed_in()
    with serving(world.app) as address:
        context = browser.new_context(viewport={"width": 1024, "height": 768}, base_url=address)
        context.add_cookies([{"name": "session", "value": world.token, "url": address}])
        yield context.new_page()
        context.close()


def test_a_list_is_brought_in_a_bad_row_left_out_and_its_label_checked(page: Page, tmp_path: Path) -> None:
    file = tmp_path / "san-pham.csv"
    file.write_text("Đơn vị;Tên sản phẩm;Giá\nDV-BC02;Cao hoa vàng;350.000\nAi đó;Chè;1\n", encoding="utf-8")
    page.goto(f"{FAIR}/products")
    page.get_by_role("link", name="Nhập danh sách").press("Enter")
    page.get_by_label("Tệp Excel").set_input_files(file)
    page.get_by_role("button", name="Đọc tệp").press("Enter")
    expect(page.get_by_role("heading", name="Các dòng lỗi")).to_be_visible()
    page.get_by_role("button", name="Ghi danh sách").press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Chưa ghi gì cả")
    page.get_by_label("Bỏ 1 dòng lỗi ra ngoài").press("Space")
    page.get_by_role("button", name="Ghi danh sách").press("Enter")
    expect(page.get_by_role("heading", name="Đã ghi danh sách")).to_be_visible()
    page.get_by_role("link", name="Đến danh sách sản phẩm").press("Enter")
    page.get_by_role("link", name="Cao hoa vàng").press("Enter")
    expect(page.get_by_text("nhãn chưa được kiểm")).to_be_visible()
    page.get_by_role("button", name="Nhãn đúng").press("Enter")
    page.get_by_role("link", name="Trang dành cho khách").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Cao hoa vàng")
