"""What a tablet fetches when it opens the page for the first time, over the worst line of the hall."""

from playwright.sync_api import BrowserContext

from tests.bench.till import transfer
from tests.booth_terminal.till.stall import Stall

BYTES_MAX = 150_000
"""As it travels, packed, without pictures of goods."""


def test_the_selling_page_travels_in_less_than_150_kilobytes(context: BrowserContext, stall: Stall) -> None:
    files, raw, travelled = transfer(context.new_page(), f"{stall.url}/till/")
    assert files >= 10
    assert raw > travelled
    assert travelled < BYTES_MAX
