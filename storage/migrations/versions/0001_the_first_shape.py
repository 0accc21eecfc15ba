"""The first shape: network, people, reports, inbox, letters

Revision: 0001, the first.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

FIRST_SERIAL = 10_001


def upgrade() -> None:
    op.create_table(
        "attachments",
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("file_id", sa.String(), nullable=False),
        sa.Column("file_unique_id", sa.String(), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("caption", sa.LargeBinary(), nullable=False),
        sa.Column("from_id", sa.Integer(), nullable=False),
        sa.Column("proof", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("sha256", sa.String(), nullable=True),
        sa.Column("size", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("not_before", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("attachments", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_attachments_serial"), ["serial"], unique=False)
        batch_op.create_index(batch_op.f("ix_attachments_state"), ["state"], unique=False)

    op.create_table(
        "cards",
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("chat", sa.BigInteger(), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("subject", "chat"),
    )
    with op.batch_alter_table("cards", schema=None) as batch_op:
        batch_op.create_index("cards_by_message", ["chat", "message_id"], unique=False)

    op.create_table(
        "chats",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("next_at", sa.Float(), nullable=False),
        sa.Column("moved_to", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "conversations",
        sa.Column("bot", sa.BigInteger(), nullable=False),
        sa.Column("chat", sa.BigInteger(), nullable=False),
        sa.Column("person", sa.BigInteger(), nullable=False),
        sa.Column("thread", sa.BigInteger(), nullable=False),
        sa.Column("business", sa.String(), nullable=False),
        sa.Column("destiny", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=True),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("touched_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("bot", "chat", "person", "thread", "business", "destiny"),
    )
    op.create_table(
        "covers",
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("station", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("covers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_covers_station"), ["station"], unique=False)

    op.create_table(
        "events",
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("step", sa.String(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("came_from", sa.String(length=24), nullable=True),
        sa.Column("went_to", sa.String(length=24), nullable=True),
        sa.Column("reason", sa.LargeBinary(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("events", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_events_serial"), ["serial"], unique=False)

    op.create_table(
        "facts",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_table(
        "inbox",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("bot", sa.BigInteger(), nullable=False),
        sa.Column("update_id", sa.BigInteger(), nullable=True),
        sa.Column("chat", sa.BigInteger(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("error", sa.LargeBinary(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("bot", "update_id"),
    )
    with op.batch_alter_table("inbox", schema=None) as batch_op:
        batch_op.create_index("inbox_waiting", ["state", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_inbox_chat"), ["chat"], unique=False)

    op.create_table(
        "invitations",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("role", sa.String(length=24), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("single_use", sa.Boolean(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("used_by", sa.Integer(), nullable=True),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("code"),
    )
    op.create_table(
        "letters",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("chat", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("card", sa.String(), nullable=True),
        sa.Column("about", sa.String(), nullable=True),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("step", sa.String(), nullable=True),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=True),
        sa.Column("held_until", sa.Float(), nullable=False),
        sa.Column("expires", sa.Float(), nullable=True),
        sa.Column("owner", sa.String(), nullable=True),
        sa.Column("lease_until", sa.Float(), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("failing_since", sa.Float(), nullable=True),
        sa.Column("doubtful", sa.Boolean(), nullable=False),
        sa.Column("error", sa.String(), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("delivered_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("step"),
    )
    with op.batch_alter_table("letters", schema=None) as batch_op:
        batch_op.create_index("letters_by_message", ["chat", "message_id"], unique=False)
        batch_op.create_index("letters_of_card", ["card", "chat", "state"], unique=False)
        batch_op.create_index("letters_of_chat", ["chat", "state", "priority", "id"], unique=False)
        batch_op.create_index("letters_waiting", ["state", "priority", "id"], unique=False)

    op.create_table(
        "pace",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("next_at", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_table(
        "people",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account", sa.BigInteger(), nullable=True),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("telephone", sa.LargeBinary(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("blocked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("account"),
    )
    op.create_table(
        "places",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("parent", sa.String(), nullable=True),
        sa.Column("aliases", sa.JSON(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("code"),
    )
    with op.batch_alter_table("places", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_places_parent"), ["parent"], unique=False)

    op.create_table(
        "reports",
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("urgency", sa.String(length=24), nullable=False),
        sa.Column("category", sa.String(), nullable=True),
        sa.Column("place", sa.String(), nullable=True),
        sa.Column("station", sa.String(), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("rule_version", sa.Integer(), nullable=False),
        sa.Column("reporter_id", sa.Integer(), nullable=False),
        sa.Column("rung_id", sa.Integer(), nullable=True),
        sa.Column("handler_id", sa.Integer(), nullable=True),
        sa.Column("but_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.LargeBinary(), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column("door", sa.LargeBinary(), nullable=False),
        sa.Column("named", sa.LargeBinary(), nullable=False),
        sa.Column("outcome", sa.LargeBinary(), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("grade", sa.String(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("album", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("serial"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("reports", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reports_handler_id"), ["handler_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_reports_place"), ["place"], unique=False)
        batch_op.create_index("reports_by_album", ["reporter_id", "album"], unique=False)
        batch_op.create_index("reports_by_reporter", ["reporter_id", "serial"], unique=False)
        batch_op.create_index("reports_by_station", ["station", "state"], unique=False)

    op.create_table(
        "roles",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("granted_by", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("roles", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_roles_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_roles_place"), ["place"], unique=False)

    op.create_table(
        "routing_rules",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(), nullable=True),
        sa.Column("category", sa.String(), nullable=True),
        sa.Column("urgency", sa.String(), nullable=True),
        sa.Column("station", sa.String(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "sources",
        sa.Column("chat", sa.BigInteger(), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("chat", "message_id"),
    )
    with op.batch_alter_table("sources", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sources_serial"), ["serial"], unique=False)

    op.create_table(
        "stations",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("telephone", sa.String(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("code"),
    )
    _number_from(FIRST_SERIAL)


def _number_from(first: int) -> None:
    """Numbers have five digits from the first report on, and none is ever given twice."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute(f"INSERT INTO sqlite_sequence (name, seq) VALUES ('reports', {first - 1})")
    else:
        op.execute(f"ALTER SEQUENCE reports_serial_seq RESTART WITH {first}")


def downgrade() -> None:
    op.drop_table("stations")
    with op.batch_alter_table("sources", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sources_serial"))

    op.drop_table("sources")
    op.drop_table("routing_rules")
    with op.batch_alter_table("roles", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_roles_place"))
        batch_op.drop_index(batch_op.f("ix_roles_person_id"))

    op.drop_table("roles")
    with op.batch_alter_table("reports", schema=None) as batch_op:
        batch_op.drop_index("reports_by_station")
        batch_op.drop_index("reports_by_reporter")
        batch_op.drop_index("reports_by_album")
        batch_op.drop_index(batch_op.f("ix_reports_place"))
        batch_op.drop_index(batch_op.f("ix_reports_handler_id"))

    op.drop_table("reports")
    with op.batch_alter_table("places", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_places_parent"))

    op.drop_table("places")
    op.drop_table("people")
    op.drop_table("pace")
    with op.batch_alter_table("letters", schema=None) as batch_op:
        batch_op.drop_index("letters_waiting")
        batch_op.drop_index("letters_of_chat")
        batch_op.drop_index("letters_of_card")
        batch_op.drop_index("letters_by_message")

    op.drop_table("letters")
    op.drop_table("invitations")
    with op.batch_alter_table("inbox", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_inbox_chat"))
        batch_op.drop_index("inbox_waiting")

    op.drop_table("inbox")
    op.drop_table("facts")
    with op.batch_alter_table("events", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_events_serial"))

    op.drop_table("events")
    with op.batch_alter_table("covers", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_covers_station"))

    op.drop_table("covers")
    op.drop_table("conversations")
    op.drop_table("chats")
    with op.batch_alter_table("cards", schema=None) as batch_op:
        batch_op.drop_index("cards_by_message")

    op.drop_table("cards")
    with op.batch_alter_table("attachments", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_attachments_state"))
        batch_op.drop_index(batch_op.f("ix_attachments_serial"))

    op.drop_table("attachments")
