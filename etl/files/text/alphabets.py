"""Letters of languages, as data: what tells a code page from its neighbours, which give the same bytes other letters.

Each language is a pattern for one of its words in lower case. Letters that stand in certain places only are written
so: an Italian accent ends a word, and a Portuguese õ comes before e; elsewhere they are signs of another code page.
"""

import re

_WESTERN = (
    "[a-zäöüßé]+",  # German
    "(?:[a-zéêëîïôûçâœæü]|è(?![aeiouéè])|(?<=^)à|à$|ù$)+",  # French
    "[a-záéíóúñü]+",  # Spanish
    "(?:[a-záéíóúâêôçü]|ã(?=[oe]|s?$)|õ(?=e)|à(?![a-z]{3}))+",  # Portuguese
    "[a-zéî]*[àèéìòù]",  # Italian
    "[a-zàçèéíïóòúü]+",  # Catalan
    "[a-zéëïöüóèêáíç]+",  # Dutch
    "[a-zåäöéüà]+",  # Swedish, Finnish
    "[a-zæøåéöäóôü]+",  # Danish, Norwegian
    "[a-zõäöüšž]+",  # Estonian
)
_CENTRAL = (
    "[a-ząćęłńóśźż]+",  # Polish
    "[a-záčďéěíňóřšťúůýžöü]+",  # Czech
    "[a-záäčďéíĺľňóôŕšťúýž]+",  # Slovak
    "[a-záéíóöőúüű]+",  # Hungarian
    "[a-zăâîşţșț]+",  # Romanian
    "[a-zčćđšž]+",  # Croatian, Slovene
    "[a-zäöüßé]+",
)
_TURKISH = ("[a-zçğıöşüâîû]+", "[a-zäöüßé]+")
_ICELANDIC = ("[a-záðéíóúýþæö]+",)
_BALTIC = ("[a-ząčęėįšųūž]+", "[a-zāčēģīķļņšūž]+", "[a-zõäöüšž]+")  # Lithuanian, Latvian, Estonian

# Code pages by what they were made for, the likeliest first; ISO 8859-1 and -9 are parts of Windows-1252 and -1254.
FAMILIES: dict[tuple[str, ...], tuple[str, ...]] = {
    ("cp1252", "mac_roman", "cp850", "cp437"): _WESTERN,
    ("cp1250", "iso8859_2", "cp852", "mac_latin2"): _CENTRAL,
    ("cp1254", "cp857", "mac_turkish"): _TURKISH,
    ("cp1257", "cp775"): _BALTIC,
    ("mac_iceland",): _ICELANDIC,
}
COMMON = ("cp1252", "cp1250", "iso8859_2", "cp1254", "cp1257")  # what programs of the last thirty years write
# Language -> the code pages that its words are written in, for those of `etl/names/synonyms/headers/`.
WRITTEN_IN: dict[str, tuple[str, ...]] = {
    language: pages
    for languages, pages in (
        ("en de fr es it pt nl sv da fi id", ("cp1252", "mac_roman", "cp850", "cp437")),
        ("pl cs hu ro hr", ("cp1250", "iso8859_2", "cp852", "mac_latin2")),
        ("tr", ("cp1254", "cp857", "mac_turkish")),
        ("lt lv", ("cp1257", "cp775")),
        ("et", ("cp1257", "cp775", "cp1252")),
        ("ru uk bg", ("cp1251", "koi8_r", "koi8_u", "iso8859_5", "cp866", "mac_cyrillic")),
        ("el", ("cp1253", "iso8859_7")),
        ("ja", ("cp932", "euc_jp")),
        ("zh", ("gb18030", "cp950", "big5hkscs")),
        ("ko", ("cp949",)),
        ("th", ("cp874",)),
        ("he", ("cp1255", "iso8859_8")),
        ("ar fa", ("cp1256", "iso8859_6")),
        ("vi hi", ()),  # in nothing but UTF-8 and UTF-16
    )
    for language in languages.split()
}
# Also in Windows-1252, but believed only where chardet says so: its letters are what Turkish ones look like there.
ICELANDIC = tuple(map(re.compile, _ICELANDIC))
# Bytes that are letters in ISO-8859-15, and signs in Windows-1252: ŠšŽžŒœŸ.
LETTERS_OF_LATIN_9 = frozenset(b"\xa6\xa8\xb4\xb8\xbc\xbd\xbe")
PATTERNS = {
    page: tuple(re.compile(pattern) for pattern in patterns) for pages, patterns in FAMILIES.items() for page in pages
}
# Characters of names, places and shops: Japanese and Chinese share their bytes, but not what these mean.
JAPANESE = frozenset(
    "田山川本佐藤鈴木高橋渡辺伊村中小林加吉井口松東京都大阪府横浜市名古屋札幌区県町子郎美一太健円個商品番号注文日数量単価顧客氏住所電話様"
    "会社年月店明石岡福島野原上下石清水森池西南北花正和幸恵香雄男女金額計税込消費送料請求書品"
)
CHINESE = frozenset(
    "的一是在不了有和人中大为上个国王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗北京海广州深圳市省区路号客户订单姓名电话地址数量价金额日期商品店公司"
    "小红色女男芳伟秀英敏静丽强磊军洋勇艳杰娟涛明超编会员城家国称时间货成都武汉杭南天津重庆苏西安"
)

# Signs that may touch letters: before them, behind them, between them.
BEFORE = frozenset("£€¥¿¡“„«‘‚(§©°\xa0–—·•´`'\"")
BEHIND = frozenset("™®©”»’“‘…°\xa0–—·•´`':;,.!?€£%‰")
BETWEEN = frozenset("’‘´`·\xa0…")
DASHES = frozenset("–—")  # between words of at least three letters
APART = BEFORE | BEHIND | frozenset("¢¤¦¬±×÷µ¶†‡ˆ˜¨¸¯ºª²³¹½¼¾√∞≈≤≥")  # beside digits and spaces
SHORT_WORD = 3  # letters, behind which a raised sign may stand: m², nº
RAISED = frozenset("ºª²³")
