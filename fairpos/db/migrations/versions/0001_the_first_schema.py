"""The first schema.

The two tables of the ledger refuse UPDATE and DELETE in the database itself, so that no bug and no hand at a
console can quietly change what was sold.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "account",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("login", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=True),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("disabled_at", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("role IN ('administrator','organiser','viewer')", name=op.f("ck_account_role")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("login", name=op.f("uq_account_login")),
    )
    op.create_table(
        "document",
        sa.Column("fair_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("stream_no", sa.Integer(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("till", sa.Text(), nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=True),
        sa.Column("total", sa.BigInteger(), nullable=False),
        sa.Column("ref", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("fair_id", "id", name=op.f("pk_document")),
    )
    with op.batch_alter_table("document", schema=None) as batch_op:
        batch_op.create_index(
            "ix_document_ref",
            ["fair_id", "ref"],
            unique=False,
            sqlite_where=sa.text("ref IS NOT NULL"),
            postgresql_where=sa.text("ref IS NOT NULL"),
        )

    op.create_table(
        "documents_by_till",
        sa.Column("fair_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("till", sa.Text(), nullable=False),
        sa.Column("documents", sa.BigInteger(), nullable=False),
        sa.Column("sales", sa.BigInteger(), nullable=False),
        sa.Column("takings", sa.BigInteger(), nullable=False),
        sa.Column("n_max", sa.BigInteger(), nullable=False),
        sa.Column("number_max", sa.BigInteger(), nullable=False),
        sa.Column("last_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("fair_id", "till", name=op.f("pk_documents_by_till")),
    )
    op.create_table(
        "entry",
        sa.Column("fair_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("stream_no", sa.Integer(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("fair_id", "stream_no", "seq", name=op.f("pk_entry")),
    )
    op.create_table(
        "fair",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("series", sa.Text(), nullable=False),
        sa.Column("season", sa.Text(), nullable=False),
        sa.Column("province", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("prior_slug", sa.Text(), nullable=True),
        sa.Column("cut_off_minute", sa.Integer(), nullable=False),
        sa.Column("version", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("received_at", sa.BigInteger(), server_default="0", nullable=False),
        sa.CheckConstraint(
            "status IN ('draft','published','open','closed','archived')", name=op.f("ck_fair_status")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fair")),
        sa.UniqueConstraint("slug", name=op.f("uq_fair_slug")),
    )
    op.create_table(
        "job_run",
        sa.Column("job", sa.Text(), nullable=False),
        sa.Column("slot", sa.BigInteger(), nullable=False),
        sa.Column("started_at", sa.BigInteger(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("job", "slot", name=op.f("pk_job_run")),
    )
    op.create_table(
        "takings_by_article",
        sa.Column("fair_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("booth", sa.Text(), nullable=False),
        sa.Column("exhibitor", sa.Text(), nullable=False),
        sa.Column("article", sa.Text(), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("takings", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint(
            "fair_id", "day", "booth", "exhibitor", "article", name=op.f("pk_takings_by_article")
        ),
    )
    op.create_table(
        "takings_by_hour",
        sa.Column("fair_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("hour", sa.Integer(), nullable=False),
        sa.Column("booth", sa.Text(), nullable=False),
        sa.Column("sales", sa.BigInteger(), nullable=False),
        sa.Column("voids", sa.BigInteger(), nullable=False),
        sa.Column("refunds", sa.BigInteger(), nullable=False),
        sa.Column("takings", sa.BigInteger(), nullable=False),
        sa.Column("given_back", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("fair_id", "day", "hour", "booth", name=op.f("pk_takings_by_hour")),
    )
    op.create_table(
        "takings_by_shift",
        sa.Column("fair_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("shift", sa.Text(), nullable=False),
        sa.Column("till", sa.Text(), nullable=False),
        sa.Column("sales", sa.BigInteger(), nullable=False),
        sa.Column("takings", sa.BigInteger(), nullable=False),
        sa.Column("cash", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("fair_id", "shift", "till", name=op.f("pk_takings_by_shift")),
    )
    op.create_table(
        "takings_by_tender",
        sa.Column("fair_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("booth", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("count", sa.BigInteger(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("fair_id", "day", "booth", "kind", name=op.f("pk_takings_by_tender")),
    )
    op.create_table(
        "visits_by_hour",
        sa.Column("fair_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("hour", sa.Integer(), nullable=False),
        sa.Column("gate", sa.Text(), nullable=False),
        sa.Column("direction", sa.Text(), nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("count", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint(
            "fair_id", "day", "hour", "gate", "direction", "method", name=op.f("pk_visits_by_hour")
        ),
    )
    op.create_table(
        "booth",
        sa.Column("fair_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.CheckConstraint("zone IN ('in-province','other-province','foreign')", name=op.f("ck_booth_zone")),
        sa.ForeignKeyConstraint(["fair_id"], ["fair.id"], name=op.f("fk_booth_fair_id_fair")),
        sa.PrimaryKeyConstraint("fair_id", "id", name=op.f("pk_booth")),
    )
    op.create_table(
        "edition",
        sa.Column("fair_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["fair_id"], ["fair.id"], name=op.f("fk_edition_fair_id_fair")),
        sa.PrimaryKeyConstraint("fair_id", "number", name=op.f("pk_edition")),
    )
    op.create_table(
        "exhibitor",
        sa.Column("fair_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("district", sa.Text(), nullable=True),
        sa.Column("province", sa.Text(), nullable=True),
        sa.Column("country", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["fair_id"], ["fair.id"], name=op.f("fk_exhibitor_fair_id_fair")),
        sa.PrimaryKeyConstraint("fair_id", "id", name=op.f("pk_exhibitor")),
    )
    op.create_table(
        "fair_day",
        sa.Column("fair_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("opens_minute", sa.Integer(), nullable=False),
        sa.Column("closes_minute", sa.Integer(), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["fair_id"], ["fair.id"], name=op.f("fk_fair_day_fair_id_fair")),
        sa.PrimaryKeyConstraint("fair_id", "day", name=op.f("pk_fair_day")),
    )
    op.create_table(
        "finding",
        sa.Column("fair_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("opened_at", sa.BigInteger(), nullable=False),
        sa.Column("document", sa.Text(), nullable=True),
        sa.Column("till", sa.Text(), nullable=True),
        sa.Column("suspense", sa.BigInteger(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("resolved_at", sa.BigInteger(), nullable=True),
        sa.Column("resolved_by", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["fair_id"], ["fair.id"], name=op.f("fk_finding_fair_id_fair")),
        sa.PrimaryKeyConstraint("fair_id", "code", "subject", name=op.f("pk_finding")),
    )
    op.create_table(
        "gate",
        sa.Column("fair_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["fair_id"], ["fair.id"], name=op.f("fk_gate_fair_id_fair")),
        sa.PrimaryKeyConstraint("fair_id", "id", name=op.f("pk_gate")),
    )
    op.create_table(
        "session",
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("csrf_token", sa.Text(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("seen_at", sa.BigInteger(), nullable=False),
        sa.Column("ends_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["account"], ["account.id"], name=op.f("fk_session_account_account")),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_session")),
    )
    op.create_table(
        "sign_in_link",
        sa.Column("code_hash", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("ends_at", sa.BigInteger(), nullable=False),
        sa.Column("used_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["account"], ["account.id"], name=op.f("fk_sign_in_link_account_account")),
        sa.PrimaryKeyConstraint("code_hash", name=op.f("pk_sign_in_link")),
    )
    op.create_table(
        "stated_figure",
        sa.Column("fair_id", sa.Integer(), nullable=False),
        sa.Column("metric", sa.Text(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=True),
        sa.Column("qualifier", sa.Text(), nullable=False),
        sa.Column("chosen", sa.Boolean(), nullable=False),
        sa.CheckConstraint("basis IN ('total','per-day')", name=op.f("ck_stated_figure_basis")),
        sa.CheckConstraint("metric IN ('takings','visits')", name=op.f("ck_stated_figure_metric")),
        sa.CheckConstraint(
            "qualifier IN ('exact','over','nearly','estimated','planned')",
            name=op.f("ck_stated_figure_qualifier"),
        ),
        sa.CheckConstraint(
            "scope IN ('all','in-province','other-province','foreign')", name=op.f("ck_stated_figure_scope")
        ),
        sa.ForeignKeyConstraint(["fair_id"], ["fair.id"], name=op.f("fk_stated_figure_fair_id_fair")),
        sa.PrimaryKeyConstraint(
            "fair_id", "metric", "scope", "day", "source", "basis", name=op.f("pk_stated_figure")
        ),
    )
    op.create_table(
        "terminal",
        sa.Column("fair_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("code_hash", sa.Text(), nullable=True),
        sa.Column("public_key", sa.LargeBinary(), nullable=True),
        sa.Column("enrolled_at", sa.BigInteger(), nullable=True),
        sa.Column("revoked_at", sa.BigInteger(), nullable=True),
        sa.Column("seen_at", sa.BigInteger(), nullable=True),
        sa.Column("held", sa.Integer(), server_default="0", nullable=False),
        sa.Column("oldest_at", sa.BigInteger(), nullable=True),
        sa.Column("clock_offset", sa.BigInteger(), nullable=True),
        sa.Column("version", sa.Text(), nullable=True),
        sa.Column("edition", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["fair_id"], ["fair.id"], name=op.f("fk_terminal_fair_id_fair")),
        sa.PrimaryKeyConstraint("fair_id", "id", name=op.f("pk_terminal")),
    )
    op.create_table(
        "till",
        sa.Column("fair_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("code_hash", sa.Text(), nullable=True),
        sa.Column("revoked_at", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("kind IN ('till','gate','sensor','feed')", name=op.f("ck_till_kind")),
        sa.ForeignKeyConstraint(["fair_id"], ["fair.id"], name=op.f("fk_till_fair_id_fair")),
        sa.PrimaryKeyConstraint("fair_id", "id", name=op.f("pk_till")),
    )
    op.create_table(
        "till_state",
        sa.Column("fair_id", sa.Integer(), nullable=False),
        sa.Column("till", sa.Text(), nullable=False),
        sa.Column("terminal", sa.Text(), nullable=False),
        sa.Column("seen_at", sa.BigInteger(), nullable=False),
        sa.Column("pending", sa.Integer(), nullable=False),
        sa.Column("oldest_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["fair_id"], ["fair.id"], name=op.f("fk_till_state_fair_id_fair")),
        sa.PrimaryKeyConstraint("fair_id", "till", name=op.f("pk_till_state")),
    )
    op.create_table(
        "allocation",
        sa.Column("fair_id", sa.Integer(), nullable=False),
        sa.Column("booth", sa.Text(), nullable=False),
        sa.Column("exhibitor", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["fair_id", "booth"],
            ["booth.fair_id", "booth.id"],
            name=op.f("fk_allocation_fair_id_booth_booth"),
        ),
        sa.ForeignKeyConstraint(
            ["fair_id", "exhibitor"],
            ["exhibitor.fair_id", "exhibitor.id"],
            name=op.f("fk_allocation_fair_id_exhibitor_exhibitor"),
        ),
        sa.ForeignKeyConstraint(["fair_id"], ["fair.id"], name=op.f("fk_allocation_fair_id_fair")),
        sa.PrimaryKeyConstraint("fair_id", "booth", "exhibitor", name=op.f("pk_allocation")),
    )
    op.create_table(
        "article",
        sa.Column("fair_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("exhibitor", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("product_group", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("price", sa.BigInteger(), nullable=False),
        sa.Column("weighed", sa.Boolean(), nullable=False),
        sa.Column("tax_class", sa.Text(), nullable=False),
        sa.Column("stars", sa.Integer(), nullable=True),
        sa.CheckConstraint("price >= 0", name=op.f("ck_article_price")),
        sa.CheckConstraint("stars BETWEEN 1 AND 5", name=op.f("ck_article_stars")),
        sa.ForeignKeyConstraint(
            ["fair_id", "exhibitor"],
            ["exhibitor.fair_id", "exhibitor.id"],
            name=op.f("fk_article_fair_id_exhibitor_exhibitor"),
        ),
        sa.ForeignKeyConstraint(["fair_id"], ["fair.id"], name=op.f("fk_article_fair_id_fair")),
        sa.PrimaryKeyConstraint("fair_id", "id", name=op.f("pk_article")),
    )
    op.create_table(
        "stream",
        sa.Column("fair_id", sa.Integer(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("terminal", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=True),
        sa.Column("head_seq", sa.BigInteger(), nullable=False),
        sa.Column("head_hash", sa.LargeBinary(), nullable=False),
        sa.Column("genesis", sa.LargeBinary(), nullable=False),
        sa.Column("top", sa.BigInteger(), nullable=False),
        sa.Column("opened_at", sa.BigInteger(), nullable=False),
        sa.Column("forked_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["fair_id", "terminal"],
            ["terminal.fair_id", "terminal.id"],
            name=op.f("fk_stream_fair_id_terminal_terminal"),
        ),
        sa.ForeignKeyConstraint(["fair_id"], ["fair.id"], name=op.f("fk_stream_fair_id_fair")),
        sa.PrimaryKeyConstraint("fair_id", "no", name=op.f("pk_stream")),
        sa.UniqueConstraint("fair_id", "id", name=op.f("uq_stream_fair_id_id")),
    )
    op.create_table(
        "delivery",
        sa.Column("fair_id", sa.Integer(), nullable=False),
        sa.Column("received_at", sa.BigInteger(), nullable=False),
        sa.Column("stream_no", sa.Integer(), nullable=False),
        sa.Column("first_seq", sa.BigInteger(), nullable=False),
        sa.Column("last_seq", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["fair_id", "stream_no"],
            ["stream.fair_id", "stream.no"],
            name=op.f("fk_delivery_fair_id_stream_no_stream"),
        ),
        sa.ForeignKeyConstraint(["fair_id"], ["fair.id"], name=op.f("fk_delivery_fair_id_fair")),
        sa.PrimaryKeyConstraint("fair_id", "received_at", name=op.f("pk_delivery")),
    )
    _freeze()


LEDGER = ("delivery", "entry")


def _freeze() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for table in LEDGER:
            for deed in ("UPDATE", "DELETE"):
                op.execute(
                    f"CREATE TRIGGER {table}_no_{deed.lower()} BEFORE {deed} ON {table} "
                    f"BEGIN SELECT RAISE(ABORT, 'the ledger is never changed'); END"
                )
        return
    op.execute(
        "CREATE FUNCTION ledger_is_never_changed() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'the ledger is never changed'; END $$"
    )
    for table in LEDGER:
        op.execute(
            f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_never_changed()"
        )
