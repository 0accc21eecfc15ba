"""When and where building heads meet, what stands beside an item of their agenda, and who does what was decided.

Revision: 0006, after 0005. Meetings that are called already have neither hour nor venue: their card asks for both.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("councils", schema=None) as batch_op:
        batch_op.add_column(sa.Column("opens_at", sa.Time(), nullable=True))
        batch_op.add_column(sa.Column("venue", sa.LargeBinary(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("activity_serial", sa.Integer(), nullable=True))
    with op.batch_alter_table("agenda_items", schema=None) as batch_op:
        batch_op.add_column(sa.Column("line", sa.LargeBinary(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("owner_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("due_on", sa.Date(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("agenda_items", schema=None) as batch_op:
        batch_op.drop_column("due_on")
        batch_op.drop_column("owner_id")
        batch_op.drop_column("line")
    with op.batch_alter_table("councils", schema=None) as batch_op:
        batch_op.drop_column("activity_serial")
        batch_op.drop_column("reminded_at")
        batch_op.drop_column("venue")
        batch_op.drop_column("opens_at")
