"""The first administrator comes in by a link printed at the machine, which is also the way back in."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner

from fairpos.cli import main
from fairpos.cli.programs import CONSOLE, wall_clock
from fairpos.core.rights import Grant
from fairpos.db.database import Database
from fairpos.ledger import accounts, audit, grants, people


def link(folder: Path, login: str) -> tuple[int, str]:
    done = CliRunner().invoke(main, ["--data", str(folder), "link", login, "--name", "Nguyễn Thị Hoa"])
    return done.exit_code, done.output.strip().rpartition("/sign-in/")[2]


def test_the_first_administrator_is_made_once_and_let_in_again_when_shut(tmp_path: Path) -> None:
    _, first = link(tmp_path, "Hoa")
    (file,) = tmp_path.glob("*.sqlite3")
    database = Database(f"sqlite:///{file}")
    with database.writing() as connection:
        account = people.use_link(connection, code=first, now=wall_clock())
        assert account is not None
        assert (account.login, account.name) == ("hoa", "Nguyễn Thị Hoa")
        assert grants.held(connection, account.id) == (Grant("administrator"),)
        people.disable(connection, account.id, at=1)
    status, second = link(tmp_path, "hoa")
    with database.writing() as connection:
        assert people.use_link(connection, code=first, now=wall_clock()) is None
        again = people.use_link(connection, code=second, now=wall_clock())
        assert again == accounts.find(connection, account.id)
        record = audit.everywhere(connection)
    assert (status, len(record)) == (0, 5)
    assert {one.by for one in record} == {CONSOLE}
    database.close()


def test_what_cannot_be_a_login_is_told_so(tmp_path: Path) -> None:
    status, said = link(tmp_path, "hai chữ")
    assert (status, "without spaces" in said) == (1, True)
