"""What people send, and who they are: kinds, wordings, drafts, voices, absences, groups, errands

Revision: 0002, after 0001. Rows that are there get the empty value: a need, nothing said, nobody away.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "absences",
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("stand_in_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("noted_by", sa.Integer(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("absences", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_absences_person_id"), ["person_id"], unique=False)

    op.create_table(
        "bindings",
        sa.Column("chat", sa.BigInteger(), nullable=False),
        sa.Column("thread", sa.BigInteger(), nullable=False),
        sa.Column("station", sa.String(), nullable=False),
        sa.Column("title", sa.LargeBinary(), nullable=False),
        sa.Column("bound_by", sa.Integer(), nullable=True),
        sa.Column("bound_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("gone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("gone_why", sa.String(length=24), nullable=True),
        sa.Column("gone_told_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("chat", "thread"),
    )
    with op.batch_alter_table("bindings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_bindings_station"), ["station"], unique=False)

    op.create_table(
        "drafts",
        sa.Column("person_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("answers", sa.LargeBinary(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("touched_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("offered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("person_id"),
    )
    op.create_table(
        "errands",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("chat", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("result", sa.LargeBinary(), nullable=True),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("owner", sa.String(), nullable=True),
        sa.Column("lease_until", sa.Float(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("errands", schema=None) as batch_op:
        batch_op.create_index("errands_waiting", ["state", "id"], unique=False)

    op.create_table(
        "wordings",
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("chat", sa.BigInteger(), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("how", sa.String(), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("wordings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_wordings_serial"), ["serial"], unique=False)

    with op.batch_alter_table("attachments", schema=None) as batch_op:
        batch_op.add_column(sa.Column("message_id", sa.BigInteger(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("duration", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("detail", sa.LargeBinary(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("transcript", sa.LargeBinary(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("transcribed_by", sa.Integer(), nullable=True))

    with op.batch_alter_table("invitations", schema=None) as batch_op:
        batch_op.add_column(sa.Column("switched_off_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("telephone", sa.LargeBinary(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("for_person", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_invitations_place"), ["place"], unique=False)

    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.add_column(sa.Column("left_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("agreed", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("asked_deletion_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("rings", sa.String(length=24), nullable=False, server_default="mine"))
        batch_op.add_column(sa.Column("quiet_after", sa.Integer(), nullable=False, server_default="10"))
        batch_op.add_column(sa.Column("summed_at", sa.DateTime(timezone=True), nullable=True))

    with op.batch_alter_table("reports", schema=None) as batch_op:
        batch_op.add_column(sa.Column("kind", sa.String(length=24), nullable=False, server_default="need"))
        batch_op.add_column(sa.Column("unfinished", sa.Boolean(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("for_name", sa.LargeBinary(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("for_telephone", sa.LargeBinary(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("forwarded", sa.Boolean(), nullable=False, server_default="0"))

    with op.batch_alter_table("roles", schema=None) as batch_op:
        batch_op.add_column(sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("ended_by", sa.Integer(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("roles", schema=None) as batch_op:
        batch_op.drop_column("ended_by")
        batch_op.drop_column("ended_at")

    # Never by copying the table, as SQLite otherwise does: the next serial would be forgotten with the old one.
    with op.batch_alter_table("reports", schema=None, recreate="never") as batch_op:
        batch_op.drop_column("forwarded")
        batch_op.drop_column("for_telephone")
        batch_op.drop_column("for_name")
        batch_op.drop_column("unfinished")
        batch_op.drop_column("kind")

    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.drop_column("summed_at")
        batch_op.drop_column("quiet_after")
        batch_op.drop_column("rings")
        batch_op.drop_column("asked_deletion_at")
        batch_op.drop_column("agreed_at")
        batch_op.drop_column("agreed")
        batch_op.drop_column("left_at")

    with op.batch_alter_table("invitations", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_invitations_place"))
        batch_op.drop_column("for_person")
        batch_op.drop_column("telephone")
        batch_op.drop_column("switched_off_at")

    with op.batch_alter_table("attachments", schema=None) as batch_op:
        batch_op.drop_column("transcribed_by")
        batch_op.drop_column("transcript")
        batch_op.drop_column("detail")
        batch_op.drop_column("duration")
        batch_op.drop_column("message_id")

    with op.batch_alter_table("wordings", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_wordings_serial"))

    op.drop_table("wordings")
    with op.batch_alter_table("errands", schema=None) as batch_op:
        batch_op.drop_index("errands_waiting")

    op.drop_table("errands")
    op.drop_table("drafts")
    with op.batch_alter_table("bindings", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_bindings_station"))

    op.drop_table("bindings")
    with op.batch_alter_table("absences", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_absences_person_id"))

    op.drop_table("absences")
