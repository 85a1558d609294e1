"""What every table is made with: one metadata, named constraints, and the columns that repeat."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Integer, MetaData, Text

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def fair_key() -> Column[int]:
    return Column("fair_id", Integer, ForeignKey("fair.id"), primary_key=True)


def cell() -> Column[int]:
    """The fair on a row that intake writes by the thousand. It has no foreign key of its own, because each
    would be a look-up a row; the delivery it came with has one."""
    return Column("fair_id", Integer, primary_key=True, autoincrement=False)


def key(name: str) -> Column[str]:
    return Column(name, Text, primary_key=True)


def summed(name: str) -> Column[int]:
    return Column(name, BigInteger, nullable=False)
