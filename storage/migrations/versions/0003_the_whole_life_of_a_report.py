"""The whole life of a report: classes, flags, what waits and for what; requests, help, who looked, rule sets

Revision: 0003, after 0002. What was done and asked about is "callback" now; going back, each state becomes the
nearest that an older programme knows.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

from storage import sealing

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

EARLIER = {
    "callback": "done", "needs_info": "dispatched", "return_pending": "dispatched", "merged": "dispatched",
    "on_hold": "in_progress", "referred": "in_progress", "parked": "in_progress", "not_accepted": "closed",
}  # fmt: skip
COLUMNS = (("reports", "state"), ("events", "came_from"), ("events", "went_to"))


ENDED = """
    UPDATE reports SET closed_at = CASE WHEN state = 'noted' THEN kept_at ELSE
        (SELECT max(at) FROM events WHERE events.serial = reports.serial AND events.went_to = reports.state) END
    WHERE state IN ('closed', 'withdrawn', 'noted')
"""  # from where it is counted how long words are kept


ABOUT = {
    "sqlite": "UPDATE letters SET serial = CAST(substr(about, 3) AS INTEGER) WHERE about GLOB '[a-ce-vx-z]:[0-9]*'",
    "postgresql": "UPDATE letters SET serial = CAST(substring(about from '^[a-z]:([0-9]+)') AS INTEGER) "
    "WHERE about ~ '^[a-ce-vx-z]:[0-9]'",
}  # `s:10427`, `c:10427.3`: the report that a letter tells of


def _seal_sums() -> None:
    """The sums of files are sealed; what finds the rows of one file is a name that the key makes of its sum."""
    bind = op.get_bind()
    sums = bind.execute(sa.text("SELECT id, sha256 FROM attachments WHERE sha256 IS NOT NULL")).all()
    _sums_as(sa.LargeBinary())
    with op.batch_alter_table("attachments", schema=None) as batch_op:
        batch_op.add_column(sa.Column("kept_as", sa.String(), nullable=True))
        batch_op.create_index(batch_op.f("ix_attachments_kept_as"), ["kept_as"], unique=False)
    if sums:
        seal = sealing.of(bind.dialect)
        filled = sa.text("UPDATE attachments SET sha256 = :sealed, kept_as = :name WHERE id = :id")
        rows = [{"id": id_, "sealed": seal.close(sum_), "name": seal.name(sum_)} for id_, sum_ in sums]
        bind.execute(filled, rows)


def _open_sums() -> None:
    bind = op.get_bind()
    sums = bind.execute(sa.text("SELECT id, sha256 FROM attachments WHERE sha256 IS NOT NULL")).all()
    with op.batch_alter_table("attachments", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_attachments_kept_as"))
        batch_op.drop_column("kept_as")
    _sums_as(sa.String())
    if sums:
        seal = sealing.of(bind.dialect)
        rows = [{"id": id_, "sum": seal.open(bytes(sealed))} for id_, sealed in sums]
        bind.execute(sa.text("UPDATE attachments SET sha256 = :sum WHERE id = :id"), rows)


def _sums_as(kind: sa.types.TypeEngine[Any]) -> None:
    """The column anew and empty: what it held is of the other kind."""
    with op.batch_alter_table("attachments", schema=None) as batch_op:
        batch_op.drop_column("sha256")
    with op.batch_alter_table("attachments", schema=None) as batch_op:
        batch_op.add_column(sa.Column("sha256", kind, nullable=True))


def upgrade() -> None:
    op.create_table(
        "admissions",
        sa.Column("serial", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("person_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("by", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("serial", "person_id"),
    )
    op.create_table(
        "helpers",
        sa.Column("help_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("person_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("leads", sa.Boolean(), nullable=False),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("help_id", "person_id"),
    )
    op.create_table(
        "helps",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("station", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("partners", sa.Boolean(), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column("taken_by", sa.Integer(), nullable=True),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("heard_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("nudged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("said", sa.LargeBinary(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("helps", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_helps_serial"), ["serial"], unique=False)
        batch_op.create_index(batch_op.f("ix_helps_state"), ["state"], unique=False)

    op.create_table(
        "requests",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("station", sa.String(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("reason", sa.LargeBinary(), nullable=False),
        sa.Column("answered_by", sa.Integer(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("requests", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_requests_state"), ["state"], unique=False)
        batch_op.create_index(batch_op.f("ix_requests_station"), ["station"], unique=False)
        batch_op.create_index("requests_of_report", ["serial", "kind", "state"], unique=False)

    op.create_table(
        "rulesets",
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("applied_by", sa.Integer(), nullable=True),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("version"),
    )
    op.create_table(
        "viewings",
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("surface", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("viewings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_viewings_serial"), ["serial"], unique=False)

    with op.batch_alter_table("reports", schema=None) as batch_op:
        batch_op.add_column(sa.Column("mandatory", sa.Boolean(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("excluded", sa.Boolean(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("level", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("hops", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("returns", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("must_keep", sa.Boolean(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("privacy", sa.String(length=24), nullable=False, server_default="P1"))
        batch_op.add_column(sa.Column("before", sa.String(length=24), nullable=True))
        batch_op.add_column(sa.Column("waits_until", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("waits_for", sa.LargeBinary(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("due_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("lead_serial", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("finding", sa.String(length=24), nullable=True))
        batch_op.add_column(sa.Column("verified_alone", sa.Boolean(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("next_due", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_index(batch_op.f("ix_reports_next_due"), ["next_due"], unique=False)
        batch_op.add_column(sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("ruleset", sa.Integer(), nullable=False, server_default="0"))
        batch_op.create_index(batch_op.f("ix_reports_lead_serial"), ["lead_serial"], unique=False)
        batch_op.create_index("reports_by_end", ["privacy", "erased_at", "closed_at"], unique=False)
        batch_op.create_index("reports_of_kind", ["place", "category", "sent_at"], unique=False)
        batch_op.create_index("reports_by_day", ["sent_at"], unique=False)

    op.add_column("attachments", sa.Column("help_id", sa.Integer(), nullable=True))
    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.add_column(sa.Column("asked_serial", sa.Integer(), nullable=True))

    with op.batch_alter_table("errands", schema=None) as batch_op:
        batch_op.add_column(sa.Column("files", sa.LargeBinary(), nullable=True))

    with op.batch_alter_table("letters", schema=None) as batch_op:
        batch_op.add_column(sa.Column("serial", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_letters_serial"), ["serial"], unique=False)

    op.execute(ABOUT[op.get_bind().dialect.name])
    op.execute(ENDED)
    op.execute("UPDATE reports SET state = 'callback' WHERE state = 'done'")
    _seal_sums()


def downgrade() -> None:
    _open_sums()
    with op.batch_alter_table("errands", schema=None) as batch_op:
        batch_op.drop_column("files")

    with op.batch_alter_table("letters", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_letters_serial"))
        batch_op.drop_column("serial")

    for later, earlier in EARLIER.items():
        for table, column in COLUMNS:
            op.execute(f"UPDATE {table} SET {column} = '{earlier}' WHERE {column} = '{later}'")
    with op.batch_alter_table("people", schema=None, recreate="never") as batch_op:
        batch_op.drop_column("asked_serial")

    # Never by copying the table, as SQLite otherwise does: the next serial would be forgotten with the old one.
    with op.batch_alter_table("reports", schema=None, recreate="never") as batch_op:
        batch_op.drop_index("reports_by_end")
        batch_op.drop_index("reports_by_day")
        batch_op.drop_index("reports_of_kind")
        batch_op.drop_index(batch_op.f("ix_reports_lead_serial"))
        batch_op.drop_column("ruleset")
        batch_op.drop_column("erased_at")
        batch_op.drop_column("closed_at")
        batch_op.drop_index(batch_op.f("ix_reports_next_due"))
        batch_op.drop_column("next_due")
        batch_op.drop_column("verified_alone")
        batch_op.drop_column("finding")
        batch_op.drop_column("lead_serial")
        batch_op.drop_column("due_on")
        batch_op.drop_column("waits_for")
        batch_op.drop_column("waits_until")
        batch_op.drop_column("before")
        batch_op.drop_column("privacy")
        batch_op.drop_column("must_keep")
        batch_op.drop_column("returns")
        batch_op.drop_column("hops")
        batch_op.drop_column("level")
        batch_op.drop_column("excluded")
        batch_op.drop_column("mandatory")

    op.drop_column("attachments", "help_id")
    with op.batch_alter_table("viewings", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_viewings_serial"))

    op.drop_table("viewings")
    op.drop_table("rulesets")
    with op.batch_alter_table("requests", schema=None) as batch_op:
        batch_op.drop_index("requests_of_report")
        batch_op.drop_index(batch_op.f("ix_requests_station"))
        batch_op.drop_index(batch_op.f("ix_requests_state"))

    op.drop_table("requests")
    with op.batch_alter_table("helps", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_helps_state"))
        batch_op.drop_index(batch_op.f("ix_helps_serial"))

    op.drop_table("helps")
    op.drop_table("helpers")
    op.drop_table("admissions")
