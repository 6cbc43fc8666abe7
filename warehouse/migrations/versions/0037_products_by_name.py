"""What tells products apart: their code, or where a line has none, the product's name.

Nothing that is stored changes, so a file that was loaded before is known again; the next fit tells products by it.
"""

from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None

# In small letters, with single spaces, which most names have: to look for others takes ten times as long. A code has
# 200 characters at most: of longer names the beginning and the end.
_PRODUCT_OF = r"""
create or replace function product_of(stock_code text, description text) returns text
language sql immutable parallel safe as $body$
    select case
        when stock_code <> '' then stock_code
        when octet_length(description) <= 150
            and strpos(description, '  ') = 0 and strpos(description, chr(9)) = 0 and strpos(description, chr(10)) = 0
            then lower(btrim(description))
        when char_length(btrim(regexp_replace(lower(description), '\s+', ' ', 'g'))) <= 200
            then btrim(regexp_replace(lower(description), '\s+', ' ', 'g'))
        else
            left(btrim(regexp_replace(lower(description), '\s+', ' ', 'g')), 120) || ' ... '
            || right(btrim(regexp_replace(lower(description), '\s+', ' ', 'g')), 75)
    end
$body$
"""


def upgrade() -> None:
    op.execute(_PRODUCT_OF)


def downgrade() -> None:
    op.execute("drop function if exists product_of(text, text)")
