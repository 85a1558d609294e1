from __future__ import annotations

import re
from pathlib import Path

from fairpos.web.words import WORDS
from tests.admin_site import believable
from tests.admin_site.conftest import World

ROOT = Path(__file__).parents[2] / "fairpos"
FINDINGS = f"/fairs/{believable.SLUG}/findings"

# How the code that opens findings names their codes.
NAMING = (
    r'(?:codes|faults)\.append\("([a-z-]+)"\)',
    r'Trouble\(\s*"([a-z-]+)"',
    r'Unreadable\(\s*"([a-z-]+)"',
    r'\bcode\s*=\s*"([a-z-]+)"',
    r'\bcode\s*=\s*"[a-z-]+" if .*? else "([a-z-]+)"',
    r'else \["([a-z-]+)"\]',
    r'_suspended\(body, "([a-z-]+)"',
    r'_tell\(connection, fair_id, "([a-z-]+)"',
    r'_settle\(\s*connection,\s*fair_id,\s*"([a-z-]+)"',
)


def written_codes() -> set[str]:
    places = [ROOT / "wire" / "documents.py", ROOT / "server" / "jobs.py", *(ROOT / "ledger").glob("*.py")]
    places += [ROOT / "core" / f"{name}.py" for name in ("document", "sale", "shift", "gate", "inspection")]
    left_out = {"results.py", "comparisons.py", "seasons.py"}
    text = "\n".join(path.read_text() for path in places if path.name not in left_out)
    return {code for pattern in NAMING for code in re.findall(pattern, text)}


def test_every_code_that_intake_writes_has_words() -> None:
    codes = written_codes()
    assert {"unknown-till", "fold-error", "amount-range", "not-json", "fork", "sale-unknown"} <= codes
    assert codes - set(WORDS["finding"]) == set()


def test_open_findings_stand_with_their_words_and_the_money_they_hold(world: World) -> None:
    page = world.signed_in().get(FINDINGS).text
    assert re.findall(r"<h2>(.*?)</h2>", page) == [
        "Từ máy bán hàng chưa khai báo",
        "Máy bán hàng cộng ra số khác",
    ]
    assert "2 mục chưa giải quyết; 1.245.000\N{NO-BREAK SPACE}đ đang treo, chưa tính vào doanh thu" in page


def test_one_kind_can_be_looked_at_alone(world: World) -> None:
    page = world.signed_in().get(FINDINGS, params={"code": "unknown-till"}).text
    assert re.findall(r"<h2>(.*?)</h2>", page) == ["Từ máy bán hàng chưa khai báo"]
    assert "1 mục chưa giải quyết</p>" in page


def test_a_fair_without_findings_says_so(world: World) -> None:
    page = world.signed_in().get(f"/fairs/{believable.PRIOR_SLUG}/findings").text
    assert "Không có gì cần xem xét" in page
