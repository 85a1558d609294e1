"""Where a program keeps its data. Options win over FAIRPOS_… variables, and those over what stands here."""

from __future__ import annotations

from pathlib import Path

from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """`database` is the centre's: a SQLite file inside `data` unless a PostgreSQL address is given.

    `receipts` is the address at which a buyer's own telephone reaches this program, for the code on a slip.
    """

    model_config = SettingsConfigDict(env_prefix="FAIRPOS_")

    data: Path = Path("fairpos-data")
    database: str | None = None
    receipts: str = ""

    def folder(self) -> Path:
        """The data folder, made if need be. It holds keys: nobody else on the machine may read it."""
        self.data.mkdir(mode=0o700, parents=True, exist_ok=True)
        return self.data

    def database_url(self) -> str:
        return self.database or f"sqlite:///{self.folder().resolve() / 'ledger.sqlite3'}"

    def has_journal(self, name: str) -> bool:
        """Whether a terminal of this name ever ran here."""
        return (self.data / f"journal-{name}.sqlite3").exists()

    def journal_url(self, name: str) -> str:
        """The journal of a terminal that runs here. It is a file of its own, whatever holds the ledger."""
        return f"sqlite:///{self.folder().resolve() / f'journal-{name}.sqlite3'}"
