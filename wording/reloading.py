"""What to say of loads that an earlier version stored in another way: the file is to be loaded again."""

from collections.abc import Sequence

from sqlalchemy import Connection, text

from wording.counts import counted, others

_NAMED = 5  # loads that the sentence names
# Words of statuses by which goods or money came back, as notes of loads quote them.
_BACK = (
    r"refund|return|charged back|erstatt|retour|rembours|reembols|devuel|devol|rimbors|restitu|\mres[oi]\M|estorn"
    r"|terugbetaald|zwr[oó]|возвра|поверн|\miade|vrácen|visszatér|återbetal|tilbagebetal|hyvit|palaut|返品|返金|退款|退货|환불|반품"
)
_LOADS = text("""
select load_id, file_name from loads
where status = 'done'
    and exists (
        select from jsonb_array_elements_text(details -> 'notes') as note
        where note ~ 'kept as adjustments' and note ~* :back
    )
    and (
        exists (select from transactions as t where t.load_id = loads.load_id and t.kind = 'adjustment')
        or exists (select from guest_transactions as g where g.load_id = loads.load_id and g.kind = 'adjustment')
    )
order by load_id
""")


def refunds_left_out(connection: Connection) -> list[tuple[int, str]]:
    """The loads, with their files, of which refunded orders are adjustments, as versions until 0.3.0 kept them."""
    return [(row.load_id, row.file_name) for row in connection.execute(_LOADS, {"back": _BACK})]


def said_of_refunds(loads: Sequence[tuple[int, str]]) -> str:
    """What that means and what mends it, in sentences; '' without any."""
    if not loads:
        return ""
    named = [f"load {number} of {file}" for number, file in loads[:_NAMED]]
    more = [others(len(loads) - _NAMED)] if len(loads) > _NAMED else []
    return (
        f"Refunded orders of {counted(len(loads), 'load')} are adjustments, in no total, as an earlier version kept "
        f"them ({', '.join([*named, *more])}); now they are a sale and a return. To have them so, take a load back "
        f"with python -m etl undo {loads[-1][0]}, the latest first, and load its file again."
    )
