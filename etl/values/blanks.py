"""Texts as columns hold them: which are blank, which mean nobody."""

import pyarrow as pa
import pyarrow.compute as pc

# Customers that are nobody, in lower case: what exports write for none, and words for guests and cash sales.
GUESTS = (
    *("", "nan", "null", "none", "nil", "n/a", "#n/a", "<na>", "-", "--"),
    *("guest", "guest customer", "guest checkout", "guest user", "anonymous", "walk-in", "walk-in customer", "walk in"),
    *("gast", "gastkunde", "gastbestellung", "anonym", "laufkunde", "laufkundschaft", "invité", "anonyme", "invitado"),
    *("cash", "cash customer", "cash sale", "cash sales", "counter sale", "over the counter", "retail customer"),
    *("neregistrovaný", "neregistrovaná", "neregistrovaný zákazník", "cliente contado", "cliente de contado"),
    *("cliente al contado", "venta de mostrador", "niezarejestrowany", "nem regisztrált"),
    *("walkin", "walkin customer", "default customer", "general customer", "no customer", "unregistered", "n.a."),
    *("anonymous customer", "unknown customer", "not registered", "one-time customer", "einmalkunde", "diverse kunden"),
    *("kassenkunde", "barverkauf", "barkunde", "barkundschaft", "client comptoir", "comptoir", "client de passage"),
    *("vente comptoir", "client divers", "consumidor final", "público en general", "publico en general", "mostrador"),
    *("cliente mostrador", "venta mostrador", "cliente genérico", "cliente generico", "cliente occasionale"),
    *("clienti vari", "cliente balcão", "balcão", "venda balcão", "balieklant", "contante klant", "passant"),
    *("kontantkunde", "kontantkund", "kontantsalg", "gäst", "gæst", "gjest", "vieras", "käteisasiakas", "külaline"),
    *("klient detaliczny", "gość", "гость", "розничный покупатель", "частное лицо", "гість"),
    *("misafir", "perakende", "perakende müşteri", "nihai tüketici", "vendég", "gost", "επισκέπτης"),
    *("πελάτης λιανικής", "ゲスト", "非会員", "一般客", "游客", "散客", "零售客户", "비회원", "게스트", "ลูกค้าทั่วไป"),
    *("anónimo", "ospite", "anonimo", "convidado", "anônimo", "anoniem", "unknown", "unbekannt", "inconnu"),
)


# Addresses that shops and marketplaces write for whoever gave none.
_NOBODY_AT = (
    r"^(?:no[-_.]?reply|do[-_.]?not[-_.]?reply|donotreply|guests?|guest[-_.]?(?:user|checkout|customer|order)|gast"
    r"|invit[eé]|invitado|ospite|convidado|anonymous|anonym|anonymized|anonymised|unknown|nobody|none|null|n/?a"
    r"|walk[-_.]?in|no[-_.]?e?mail|kein[-_.]?e?mail|keine[-_.]?e?mail|sin[-_.]?e?mail|sans[-_.]?e?mail|missing)@"
)
TEXT_MARK = r"^'([\d+].*)$"  # what makes spreadsheets keep the zeros of '0123


def is_blank(values: pa.StringArray) -> pa.BooleanArray:
    """Where there is nothing but white space."""
    return pc.equal(pc.utf8_trim_whitespace(values), "")


def is_guest(values: pa.StringArray) -> pa.BooleanArray:
    """Where a trimmed customer is nobody, by a word or an address that is nobody's."""
    lower = pc.utf8_lower(values)
    named = pc.is_in(lower, pa.array(GUESTS))
    if not pc.any(pc.match_substring(values, "@"), min_count=0).as_py():
        return named
    return pc.or_(named, pc.match_substring_regex(lower, _NOBODY_AT))
