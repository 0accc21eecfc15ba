"""Clocks and what they bring: reminders, who is on duty, closures, rhythms, visits that are due.

Revision: 0004, after 0003. Of everything that is open the next sweep reckons when time brings something.
"""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

OVER = ("closed", "withdrawn", "not_accepted", "noted", "merged")
LOOK_SOON = datetime(1970, 1, 1, tzinfo=UTC)
_REPORTS = sa.table("reports", sa.column("state"), sa.column("next_due", sa.DateTime(timezone=True)))


def upgrade() -> None:
    op.create_table(
        "care_plans",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("door", sa.LargeBinary(), nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("telephone", sa.LargeBinary(), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column("risk", sa.String(length=24), nullable=False),
        sa.Column("station", sa.String(), nullable=False),
        sa.Column("responsible_id", sa.Integer(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("next_on", sa.Date(), nullable=True),
        sa.Column("visited_on", sa.Date(), nullable=True),
        sa.Column("missed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("extra_on", sa.Date(), nullable=True),
        sa.Column("extra_why", sa.LargeBinary(), nullable=False),
        sa.Column("raised_serial", sa.Integer(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_why", sa.LargeBinary(), nullable=False),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("care_plans", schema=None) as batch_op:
        batch_op.create_index("care_plans_due", ["station", "next_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_care_plans_place"), ["place"], unique=False)
        batch_op.create_index(batch_op.f("ix_care_plans_responsible_id"), ["responsible_id"], unique=False)

    op.create_table(
        "closures",
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("station", sa.String(), nullable=False),
        sa.Column("reason", sa.LargeBinary(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("noted_by", sa.Integer(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("closures", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_closures_station"), ["station"], unique=False)

    op.create_table(
        "duties",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("station", sa.String(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("noted_by", sa.Integer(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("duties", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_duties_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_duties_station"), ["station"], unique=False)

    op.create_table(
        "mutes",
        sa.Column("plan_id", sa.Integer(), nullable=True),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("reason", sa.LargeBinary(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("noted_by", sa.Integer(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("mutes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mutes_plan_id"), ["plan_id"], unique=False)

    op.create_table(
        "reminders",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("step", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("manner", sa.String(length=24), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("send_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("as_what", sa.String(), nullable=False),
        sa.Column("passed_from", sa.Integer(), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("said_in", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("subject", "step", "person_id"),
    )
    with op.batch_alter_table("reminders", schema=None) as batch_op:
        batch_op.create_index("reminders_due", ["state", "send_at"], unique=False)
        batch_op.create_index("reminders_of", ["person_id", "state", "send_at"], unique=False)

    op.create_table(
        "rhythms",
        sa.Column("person_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("is_on", sa.Boolean(), nullable=False),
        sa.Column("times", sa.String(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("heard_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("silent", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("person_id", "kind"),
    )
    op.create_table(
        "visits",
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("outcome", sa.String(length=24), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("note", sa.LargeBinary(), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("visits", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_visits_day"), ["day"], unique=False)
        batch_op.create_index(batch_op.f("ix_visits_plan_id"), ["plan_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_visits_serial"), ["serial"], unique=False)

    with op.batch_alter_table("viewings", schema=None) as batch_op:
        batch_op.add_column(sa.Column("plan_id", sa.Integer(), nullable=True))
    with op.batch_alter_table("helps", schema=None) as batch_op:
        batch_op.add_column(sa.Column("day", sa.Date(), nullable=True))
        batch_op.create_index(batch_op.f("ix_helps_day"), ["day"], unique=False)

    with op.batch_alter_table("reports", schema=None) as batch_op:
        batch_op.add_column(sa.Column("plan_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("supervisor_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("supervise_until", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("nudged_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("caller_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("answered_by_phone", sa.Boolean(), nullable=False, server_default="0"))
    op.execute(_REPORTS.update().where(_REPORTS.c.state.not_in(OVER)).values(next_due=LOOK_SOON))


def downgrade() -> None:
    with op.batch_alter_table("helps", schema=None, recreate="never") as batch_op:
        batch_op.drop_index(batch_op.f("ix_helps_day"))
        batch_op.drop_column("day")

    with op.batch_alter_table("reports", schema=None, recreate="never") as batch_op:
        batch_op.drop_column("answered_by_phone")
        batch_op.drop_column("caller_id")
        batch_op.drop_column("nudged_on")
        batch_op.drop_column("supervise_until")
        batch_op.drop_column("supervisor_id")
        batch_op.drop_column("plan_id")

    with op.batch_alter_table("viewings", schema=None, recreate="never") as batch_op:
        batch_op.drop_column("plan_id")

    with op.batch_alter_table("visits", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_visits_serial"))
        batch_op.drop_index(batch_op.f("ix_visits_plan_id"))
        batch_op.drop_index(batch_op.f("ix_visits_day"))

    op.drop_table("visits")
    op.drop_table("rhythms")
    with op.batch_alter_table("reminders", schema=None) as batch_op:
        batch_op.drop_index("reminders_of")
        batch_op.drop_index("reminders_due")

    op.drop_table("reminders")
    with op.batch_alter_table("mutes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_mutes_plan_id"))

    op.drop_table("mutes")
    with op.batch_alter_table("duties", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_duties_station"))
        batch_op.drop_index(batch_op.f("ix_duties_person_id"))

    op.drop_table("duties")
    with op.batch_alter_table("closures", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_closures_station"))

    op.drop_table("closures")
    with op.batch_alter_table("care_plans", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_care_plans_responsible_id"))
        batch_op.drop_index(batch_op.f("ix_care_plans_place"))
        batch_op.drop_index("care_plans_due")

    op.drop_table("care_plans")
