"""Months in words, and the dates written with them."""

import unicodedata
from functools import cache

import pyarrow as pa
import pyarrow.compute as pc

NAMES = {
    "en": "january february march april may june july august september october november december",
    "de": "januar februar märz april mai juni juli august september oktober november dezember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
}
# Of these languages what says no other month in those above: as it stands alone and as it stands in a date. What says
# another one in one of them (listopad) does so in a known language alone.
MORE = {
    "ru": "январь/января февраль/февраля март/марта апрель/апреля май/мая июнь/июня июль/июля август/августа "
    "сентябрь/сентября октябрь/октября ноябрь/ноября декабрь/декабря",
    "uk": "січень/січня лютий/лютого березень/березня квітень/квітня травень/травня червень/червня липень/липня "
    "серпень/серпня вересень/вересня жовтень/жовтня листопад/листопада грудень/грудня",
    "bg": "януари февруари март април май юни юли август септември октомври ноември декември",
    "pl": "styczeń/stycznia luty/lutego marzec/marca kwiecień/kwietnia maj/maja czerwiec/czerwca lipiec/lipca "
    "sierpień/sierpnia wrzesień/września październik/października listopad/listopada grudzień/grudnia",
    "cs": "leden/ledna únor/února březen/března duben/dubna květen/května červen/června červenec/července srpen/srpna "
    "září říjen/října listopad/listopadu prosinec/prosince",
    "sk": "január/januára február/februára marec/marca apríl/apríla máj/mája jún/júna júl/júla august/augusta "
    "september/septembra október/októbra november/novembra december/decembra",
    "hr": "siječanj/siječnja veljača/veljače ožujak/ožujka travanj/travnja svibanj/svibnja lipanj/lipnja srpanj/srpnja "
    "kolovoz/kolovoza rujan/rujna listopad/listopada/listopadu studeni/studenoga/studenog prosinac/prosinca",
    "hu": "január február március április május június július augusztus szeptember október november december",
    "ro": "ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie decembrie",
    "sv": "januari februari mars april maj juni juli augusti september oktober november december",
    "da": "januar februar marts april maj juni juli august september oktober november december",
    "no": "januar februar mars april mai juni juli august september oktober november desember",
    "fi": "tammikuu/tammikuuta helmikuu/helmikuuta maaliskuu/maaliskuuta huhtikuu/huhtikuuta toukokuu/toukokuuta "
    "kesäkuu/kesäkuuta heinäkuu/heinäkuuta elokuu/elokuuta syyskuu/syyskuuta lokakuu/lokakuuta "
    "marraskuu/marraskuuta joulukuu/joulukuuta",
    "tr": "ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık",
    "el": "ιανουάριος/ιανουαρίου φεβρουάριος/φεβρουαρίου μάρτιος/μαρτίου απρίλιος/απριλίου μάιος/μαΐου ιούνιος/ιουνίου "
    "ιούλιος/ιουλίου αύγουστος/αυγούστου σεπτέμβριος/σεπτεμβρίου οκτώβριος/οκτωβρίου νοέμβριος/νοεμβρίου "
    "δεκέμβριος/δεκεμβρίου",
    "sl": "januar/januarja februar/februarja marec/marca april/aprila maj/maja junij/junija julij/julija "
    "avgust/avgusta september/septembra oktober/oktobra november/novembra december/decembra",
    "et": "jaanuar veebruar märts aprill mai juuni juuli august september oktoober november detsember",
    "lv": "janvāris/janvārī februāris/februārī marts/martā aprīlis/aprīlī maijs/maijā jūnijs/jūnijā jūlijs/jūlijā "
    "augusts/augustā septembris/septembrī oktobris/oktobrī novembris/novembrī decembris/decembrī",
    "lt": "sausis/sausio vasaris/vasario kovas/kovo balandis/balandžio gegužė/gegužės birželis/birželio "
    "liepa/liepos rugpjūtis/rugpjūčio rugsėjis/rugsėjo spalis/spalio lapkritis/lapkričio gruodis/gruodžio",
    "id": "januari februari maret april mei juni juli agustus september oktober november desember",
}
MONTHS = NAMES | MORE  # language -> its months
ANY = "any"  # language: for telling dates from other texts
OTHERS = {"mrz": 3, "mrt": 3, "jänner": 1, "feber": 2, "juil": 7, "setiembre": 9, "ags": 8}  # and abbreviations

_LETTER = r"[A-Za-z\x{80}-\x{10FFFF}]"  # as good as \p{L} here, and much faster to compile
_WEEKDAY = rf"^\s*(?:{_LETTER}+\.?,?\s+)?"
_REST = r"(?P<rest>(?:[\s,T].*)?)$"
_WORD = rf"(?P<month>{_LETTER}{{3,}})\.?"
_YEAR = r"(?P<year>\d{4}|\d{2})(?:\s*(?:г|р)\.|\.)?"
_SHAPES = (
    rf"{_WEEKDAY}(?P<day>\d{{1,2}})(?:\.|st|nd|rd|th|er|º|°)?[\s\-/.]*(?:de\s+|d')?{_WORD}[\s\-/,']*(?:del?\s+)?{_YEAR}{_REST}",
    rf"{_WEEKDAY}{_WORD}[\s\-/]*(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[\s,\-/]+{_YEAR}{_REST}",
    rf"^\s*(?P<year>\d{{4}})[\s\-/.]*{_WORD}[\s\-/]*(?P<day>\d{{1,2}})\.?{_REST}",
)


def in_numbers(texts: pa.StringArray, language: str = "") -> pa.StringArray:
    """`1-Dec-10 8:26`, `1. Dezember 2010` and `Dec 1, 2010` as `2010-12-1 …`; null where a text is no such date.

    A month that is another one elsewhere is that of the `language`, of ANY one, or none.
    """
    found, known = pa.nulls(len(texts), pa.string()), _numbers_in(language)
    for shape in _SHAPES:
        parts = pc.extract_regex(texts, shape)
        words = pc.struct_field(parts, "month").dictionary_encode()
        numbers = pa.array([known.get(fold_month(word or "")) for word in words.dictionary.to_pylist()], pa.string())
        year = pc.struct_field(parts, "year")
        year = pc.if_else(pc.equal(pc.utf8_length(year), 2), pc.binary_join_element_wise("20", year, ""), year)
        dates = pc.binary_join_element_wise(year, numbers.take(words.indices), pc.struct_field(parts, "day"), "-")
        found = pc.coalesce(found, pc.binary_join_element_wise(dates, pc.struct_field(parts, "rest"), ""))
    return found


def months_in(texts: pa.StringArray) -> set[str]:
    """The words for months in dates, as they are compared, whatever they mean."""
    known, found = _numbers_in(ANY), set[str]()
    for shape in _SHAPES:
        words = pc.struct_field(pc.extract_regex(texts, shape), "month").drop_null().unique().to_pylist()
        found |= {word for each in words if (word := fold_month(each)) in known}
    return found


@cache
def _numbers_in(language: str) -> dict[str, str]:
    """The months that are the same everywhere, and those of a language."""
    languages = unsure() if language else {}
    others = {
        word: each.get(language) or (min(each.values()) if language == ANY else 0) for word, each in languages.items()
    }
    return {word: str(number) for word, number in others.items() if number} | _numbers()


@cache
def unsure() -> dict[str, dict[str, int]]:
    """Names, and beginnings of three letters or more, that are one month here and another there -> language -> its
    number."""
    found: dict[str, dict[str, int]] = {}
    for language, names in MONTHS.items():
        in_full, begun = _meanings({language: names})
        for word, number in (begun | in_full).items():
            found.setdefault(word, {})[language] = number
    return {word: each for word, each in found.items() if len(set(each.values())) > 1 and word not in _numbers()}


@cache
def words_of(language: str) -> frozenset[str]:
    """The months of a language, and their beginnings."""
    in_full, begun = _meanings({language: MONTHS[language]})
    return frozenset(in_full) | frozenset(begun)


@cache
def _numbers() -> dict[str, str]:
    """Every month's name, and every beginning of three letters or more that means one month only, -> its number."""
    known = {fold_month(name): number for name, number in OTHERS.items()}
    for languages in (NAMES, MORE):
        in_full, begun = _meanings(languages)
        known = begun | in_full | known
    return {text: str(number) for text, number in known.items()}


def _meanings(languages: dict[str, str]) -> tuple[dict[str, int], dict[str, int]]:
    """What names say, and what beginnings of them do, where they say it in all of these languages."""
    in_full: dict[str, set[int]] = {}
    begun: dict[str, set[int]] = {}
    for names in languages.values():
        for number, forms in enumerate(names.split(), 1):
            for name in map(fold_month, forms.split("/")):
                in_full.setdefault(name, set()).add(number)
                for length in range(3, len(name)):
                    begun.setdefault(name[:length], set()).add(number)
    one_each = [{text: one for text, (one, *others) in found.items() if not others} for found in (in_full, begun)]
    both = in_full.keys() & begun.keys()  # červen is June, and begins červenec
    return one_each[0], {text: number for text, number in one_each[1].items() if text not in both}


def fold_month(word: str) -> str:
    """A month as it is compared: small letters without accents."""
    plain = unicodedata.normalize("NFKD", word).casefold()
    return "".join(letter for letter in plain if letter.isalpha())
