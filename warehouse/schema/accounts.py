"""Who may sign in, with what, and how far: people, their limits, sessions, invitations, second factors; the record.

Secrets are kept as hashes, those that must be read again sealed with a key that is not in the database. The keys to
`users` carry no cascade: whoever signed in once is disabled, never deleted.
"""

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    ForeignKey,
    Identity,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    Table,
    Text,
)
from sqlalchemy.dialects.postgresql import JSONB

from warehouse.schema.base import metadata, required

users = Table(
    "users",
    metadata,
    Column("user_id", BigInteger, Identity(), primary_key=True),
    required("email", Text, unique=True),  # in small letters
    required("name", Text),
    required("role", Text),  # one of accounts.rights.ROLES
    Column("password_hash", Text),  # argon2's own text; null: signs in elsewhere, or has not chosen one yet
    Column("totp_secret", Text),  # sealed
    Column("totp_confirmed_at", DateTime(timezone=True)),  # null: not in use (yet)
    Column("totp_last_step", BigInteger),  # the last 30 seconds whose code was used: no code works twice
    required("created_at", DateTime(timezone=True)),
    Column("disabled_at", DateTime(timezone=True)),
    Column("visited_at", DateTime(timezone=True)),  # when they were shown around, or did not want to be
    Column("language", Text),  # that they read and get mail in; null: what their browser prefers, or the shop's
    CheckConstraint("email = lower(email)", name="ck_users_email"),
)

user_countries = Table(
    "user_countries",  # one row a country that a user is limited to; who has none sees all
    metadata,
    Column("user_id", BigInteger, ForeignKey("users.user_id"), nullable=False),
    required("country", Text),
    PrimaryKeyConstraint("user_id", "country"),
)

sessions = Table(
    "sessions",  # one row a sign-in
    metadata,
    Column("session_id", BigInteger, Identity(), primary_key=True),
    required("token_hash", LargeBinary, unique=True),  # SHA-256
    Column("user_id", BigInteger, ForeignKey("users.user_id"), nullable=False),
    required("method", Text),  # password | code | invitation | reset | setup | provider
    required("awaits_code", Boolean),  # the password was right, the second factor is missing: opens nothing
    required("created_at", DateTime(timezone=True)),
    required("last_seen_at", DateTime(timezone=True)),  # to the minute
    required("expires_at", DateTime(timezone=True)),
    Column("address", Text),
    Column("agent", Text),
    Column("revoked_at", DateTime(timezone=True)),
)
Index("ix_sessions_user_id", sessions.c.user_id)

sign_in_attempts = Table(
    "sign_in_attempts",  # one row a person or address that failed of late; all workers count here
    metadata,
    required("kind", Text),  # email | device | address | code
    required("subject", Text),  # a hash of the email or of what the browser is known by, the address, the user's number
    required("failures", Integer),
    required("last_at", DateTime(timezone=True)),
    Column("locked_until", DateTime(timezone=True)),
    PrimaryKeyConstraint("kind", "subject"),
)

invitations = Table(
    "invitations",  # one row a link that was given out, to join or to choose a new password
    metadata,
    Column("invitation_id", BigInteger, Identity(), primary_key=True),
    required("token_hash", LargeBinary, unique=True),
    Column("user_id", BigInteger, ForeignKey("users.user_id")),  # of a new password; null: an invitation
    required("email", Text),
    Column("role", Text),
    Column("countries", ARRAY(Text)),  # null: all
    required("created_at", DateTime(timezone=True)),
    Column("created_by", BigInteger, ForeignKey("users.user_id")),  # null: the command line
    required("expires_at", DateTime(timezone=True)),
    Column("used_at", DateTime(timezone=True)),
)
Index("ix_invitations_email", invitations.c.email)

recovery_codes = Table(
    "recovery_codes",  # one row a code that has not been used
    metadata,
    Column("user_id", BigInteger, ForeignKey("users.user_id"), nullable=False),
    required("code_hash", LargeBinary),
    PrimaryKeyConstraint("user_id", "code_hash"),
)

setup_codes = Table(
    "setup_codes",  # one row a code that creates the first administrator; none once there is anybody
    metadata,
    Column("code_hash", LargeBinary, primary_key=True),
    required("expires_at", DateTime(timezone=True)),
    Column("salt", Text),  # with SECRET_KEY it gives the code again; null where there was no key
)

used_states = Table(
    "used_states",  # one row a way back from an OpenID provider that was taken: none is taken twice
    metadata,
    Column("state_hash", LargeBinary, primary_key=True),
    required("used_at", DateTime(timezone=True)),
)

identities = Table(
    "identities",  # one row a person as an OpenID provider knows them
    metadata,
    required("issuer", Text),
    required("subject", Text),
    Column("user_id", BigInteger, ForeignKey("users.user_id"), nullable=False),
    required("linked_at", DateTime(timezone=True)),
    PrimaryKeyConstraint("issuer", "subject"),
)
Index("ix_identities_user_id", identities.c.user_id)

# The record of who did what. Rows are only ever added: a trigger of migration 0008 refuses everything else, except to
# the database's function `retire_audit`, which lets go of what is older than a given day, never of the last 30 days.
# Another (0014) puts the database's own time into lines of whoever does not own the table: nobody writes into the past.
audit = Table(
    "audit",
    metadata,
    Column("audit_id", BigInteger, Identity(), primary_key=True),
    required("at", DateTime(timezone=True)),
    Column("user_id", BigInteger),  # no key to `users`: what is written here stays as it is
    Column("user_email", Text),  # as it was then; null: nobody known
    Column("address", Text),
    required("action", Text),  # one of accounts.audit.ACTIONS
    required("details", JSONB),
    Column("rows", BigInteger),  # that left, or came in
)
Index("ix_audit_at", audit.c.at)
Index("ix_audit_action", audit.c.action, audit.c.audit_id)
Index("ix_audit_user_email", audit.c.user_email, audit.c.audit_id)
