"""The checker of percentages sees the ones that stand bare, and leaves the others alone."""

from __future__ import annotations

import pytest

from tests.bare_percentages import bare_percentages


@pytest.mark.parametrize(
    ("page", "count"),
    [
        ("<p>tăng 9,06 %</p>", 1),
        ("<p>tăng <b>9,06 %</b> bình quân ngày mở cửa</p>", 0),
        ("<p>tăng 9,06 %</p><p>bình quân ngày mở cửa</p>", 1),
        ("<table><caption>per open day</caption><tr><td>+3 %</td></tr></table>", 0),
        ("<table><tr><td>+3 %</td></tr></table>", 1),
        ("<ul><li>53,7 % của tổng</li><li>46,3 %</li></ul>", 1),
        ("<style>width: 100%</style><p>ok</p>", 0),
    ],
)
def test_a_percentage_needs_its_basis_near_it(page: str, count: int) -> None:
    assert len(bare_percentages(page)) == count
