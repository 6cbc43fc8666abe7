"""The rules as SQL conditions. What depends on the viewer alone stands in a `select` of its own: asked once a query."""

from warehouse.access.tables import COUNTRIES, EVERYTHING, PERSONAL, PRIVATE_FIELDS, SEPARATOR, Rule

NO_COUNTRY = "Unspecified"  # the home of customers known without one, as `customer_features` has it

# As a truth of its own, not as a comparison: of that the planner would expect to be false, and to find few rows.
_ALL = f"(select coalesce(current_setting('{COUNTRIES}', true), '') = '{EVERYTHING}')"
_LIST = f"(select string_to_array(current_setting('{COUNTRIES}', true), chr({ord(SEPARATOR)})))"
IS_PERSONAL = f"(select current_setting('{PERSONAL}', true)) = 'yes'"
IS_SOMEBODY = f"(select nullif(current_setting('{COUNTRIES}', true), '')) is not null"

_WHO = "(select max(email) from who_is_shown() where how = 'session')"  # nobody on one's own machine

# Of an address: a customer's own page, a search for customers, and a field whose name is spelled in another way.
TELLS = f"^/*customers/+[^/?]|[?&](({'|'.join(PRIVATE_FIELDS)})(=|&|$)|[^=&]*[^A-Za-z0-9_.=&-][^=&]*=)"

_IS_OWN = f"owner is not distinct from {_WHO}"
_TELLS_NOTHING = f"address !~ '{TELLS}'"
_HOMES = {"customers": f"coalesce(country, '{NO_COUNTRY}')"}  # tables where no country is known of some


def condition(rule: Rule, table: str) -> str:  # noqa: PLR0911, PLR0912  # a line a rule
    """Which rows of a table the viewer sees."""
    match rule:
        case Rule.COUNTRY:
            return of_countries(_HOMES.get(table, "country"))
        case Rule.CUSTOMER:
            return _through("customer_features", table)
        case Rule.PERSON:
            return _through("customers", table)
        case Rule.WHOLE:
            return _ALL
        case Rule.VIEWER:
            return f"{_ALL} or made_for = (select current_setting('{COUNTRIES}', true))"
        case Rule.OWN:
            told = "" if table == "boards" else f" and {_TELLS_NOTHING}"  # a board has no address of its own
            return f"{IS_SOMEBODY} and ({_IS_OWN} or (is_shared{told}))"
        case Rule.WITHIN:
            return f"{_seen('boards', 'board_id', table, f' and ({_IS_OWN} or {table}.{_TELLS_NOTHING})')}"
        case Rule.BESIDE:
            return f"{_seen('boards', 'board_id', table)} or {_seen('saved_views', 'view_id', table)}"
        case Rule.SELF:
            return f"{IS_SOMEBODY} and {_IS_OWN}"
        case Rule.NOTED:
            return f"{IS_SOMEBODY} and (country is null or {of_countries('country')})"
        case Rule.EVERYONE:
            return IS_SOMEBODY
        case Rule.SAME:
            return (
                f"countries = (select current_setting('{COUNTRIES}', true))"
                f" and personal = (select current_setting('{PERSONAL}', true))"
            )
        case Rule.OPEN:
            return "true"


def of_countries(column: str) -> str:
    """Whether a column's country is one of the viewer's."""
    return f"{_ALL} or {column} = any ({_LIST}::text[])"


def _through(home: str, table: str) -> str:
    """Whether the row's customer is visible: the home's own policy says so."""
    return f"{_ALL} or exists (select from {home} as home where home.customer_id = {table}.customer_id)"


def _seen(home: str, key: str, table: str, more: str = "") -> str:
    """Whether what a row is of is visible: its own policy says so."""
    return f"exists (select from {home} as home where home.{key} = {table}.{key}{more})"
