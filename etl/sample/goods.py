"""The sample shop's shelves and markets: a homeware, gift and food shop that sells to some thirty countries."""

from dataclasses import dataclass

import numpy as np


def _words(text: str) -> list[str]:
    return [word.strip() for word in text.split("|")]


ADJECTIVES = _words(
    "VINTAGE|RUSTIC|CLASSIC|SMALL|LARGE|PAINTED|STRIPED|WHITE|SAGE GREEN|OCEAN BLUE|ROSE|GOLDEN|FROSTED|WOVEN|"
    "HAND MADE|SCANDI|MINI|FLORAL|SPOTTY|NATURAL"
)
MATERIALS = _words(
    "CERAMIC|GLASS|WOODEN|ENAMEL|COTTON|LINEN|METAL|BAMBOO|SLATE|WICKER|COPPER|STONEWARE|FELT|PAPER|PORCELAIN"
)
THINGS = _words(  # and what one costs about
    "MUG:4|TEA TOWEL:5|CANDLE HOLDER:3|LANTERN:11|PHOTO FRAME:8|STORAGE JAR:6|CAKE STAND:18|NAPKIN SET:4|BUNTING:5|"
    "TRINKET BOX:6|WALL CLOCK:22|DOORMAT:15|CUSHION:14|PLANT POT:7|SERVING BOARD:16|HEART DECORATION:2|"
    "GIFT TAG SET:1.5|LUNCH BOX:4|TEAPOT:19|COASTER SET:5|BASKET:13|VASE:12|HOOK:3|SPICE RACK:17|BOWL:6"
)
FESTIVE = _words("BAUBLE:2|WREATH:16|STOCKING:9|GARLAND:6|TREE DECORATION:3|ADVENT CALENDAR:12|CRACKER SET:10")
FOOD = _words(
    "STRAWBERRY JAM:4|LEMON CURD:4|ORANGE MARMALADE:4|WILDFLOWER HONEY:7|SHORTBREAD TIN:6|FUDGE BOX:5|EARL GREY TEA:5|"
    "GROUND COFFEE:7|DARK CHOCOLATE:3|SEA SALT CARAMELS:6|FIG CHUTNEY:4.5|OLIVE OIL:11|OAT BISCUITS:3|CHILLI JELLY:4|"
    "GINGER CORDIAL:5|ROASTED ALMONDS:5|HOT CHOCOLATE:6|MULLING SPICES:3"
)
FLAVOURS = _words("CLASSIC|ORGANIC|SMALL BATCH|LUXURY|FARMHOUSE|GIFT BOXED|FAMILY SIZE")
# What customers of each habit (`etl.sample.orders.HABITS`) take to more than others do.
TASTES: dict[str, tuple[str, ...]] = {
    "loyal": tuple(FOOD),
    "regular": ("MUG", "TEA TOWEL", "TEAPOT", "SERVING BOARD", "BOWL", "COASTER SET"),
    "occasional": ("PHOTO FRAME", "TRINKET BOX", "HEART DECORATION", "CANDLE HOLDER"),
    "once": ("GIFT TAG SET", "BUNTING", "HOOK"),
    "lapsing": ("LANTERN", "CUSHION", "PLANT POT", "VASE", "DOORMAT"),
    "wholesale": ("STORAGE JAR", "NAPKIN SET", "LUNCH BOX", "BASKET"),
}
LIKED = 8  # products of each taste
QUARTERS, SHOWN = 12, 6  # the shop shows a few new products each quarter
POSTAGE = ("POST", "POSTAGE", 1_200)  # code, name, pence: no product, the first line of many orders from abroad
PRODUCTS = 2_400

# Label as a real export would have it -> share of customers. The home market leads by far.
MARKETS: dict[str, float] = {
    "United Kingdom": 61.0,
    "Germany": 7.2,
    "France": 6.1,
    "EIRE": 4.6,
    "Netherlands": 3.1,
    "Spain": 2.5,
    "Belgium": 2.1,
    "Switzerland": 1.6,
    "Italy": 1.6,
    "USA": 1.5,
    "Portugal": 1.2,
    "Australia": 1.0,
    "Norway": 0.9,
    "Sweden": 0.9,
    "Austria": 0.8,
    "Denmark": 0.7,
    "Finland": 0.6,
    "Poland": 0.6,
    "Channel Islands": 0.5,
    "Japan": 0.4,
    "Canada": 0.4,
    "Greece": 0.3,
    "Czech Republic": 0.2,
    "Cyprus": 0.2,
    "Singapore": 0.2,
    "Malta": 0.15,
    "Iceland": 0.15,
    "Unspecified": 0.1,
    "United Arab Emirates": 0.1,
    "Lithuania": 0.1,
    "RSA": 0.05,
    "European Community": 0.03,
}
HOME = 0  # the position of the home market


@dataclass(frozen=True)
class Goods:
    """The catalogue: arrays over products, postage last; `chances` is the cumulative share of sales of each product."""

    codes: np.ndarray
    names: np.ndarray
    pence: np.ndarray  # int64
    chances: np.ndarray
    festive: np.ndarray  # bool: hardly sold outside autumn and winter
    partners: np.ndarray  # the position of the product that is bought with each: another of its collection
    pantry: np.ndarray  # positions of the food that regulars come back for
    liked: np.ndarray  # habits × LIKED positions
    shown: np.ndarray  # QUARTERS × SHOWN positions


def stock(random: np.random.Generator) -> Goods:
    """Draw the catalogue: prices log-normal around each thing's usual one, popularity with a long tail."""
    homeware = [(f"{a} {m} {t}", t, False) for a in ADJECTIVES for m in MATERIALS for t in THINGS]
    chosen = [homeware[at] for at in random.permutation(len(homeware))]
    named = [(f"{f} {t}", t, False) for f in FLAVOURS for t in FOOD]
    named += [(f"CHRISTMAS {a} {m} {t}", t, True) for a in ADJECTIVES[:8] for m in MATERIALS[:4] for t in FESTIVE]
    named = (named + chosen)[:PRODUCTS]
    usual = np.array([float(thing.partition(":")[2]) for _, thing, _ in named])
    pounds = usual * random.lognormal(0, 0.28, len(named))
    pence = np.maximum(np.round(pounds * 20) * 5 - np.where(pounds > 3, 1, 0), 19).astype(np.int64)
    popularity = random.permutation((np.arange(len(named)) + 12.0) ** -0.85)
    popularity[-QUARTERS * SHOWN :] = 0  # sold when they are shown
    numbers = 20_000 + random.permutation(60_000)[: len(named)]
    suffix = np.where(random.random(len(named)) < 0.25, "B", "")
    names = [name.partition(":")[0] for name, _, _ in named]
    things = [thing.partition(":")[0] for _, thing, _ in named]
    return Goods(
        np.append(np.char.add(numbers.astype(str), suffix), POSTAGE[0]),
        np.append(names, POSTAGE[1]),
        np.append(pence, POSTAGE[2]),
        np.cumsum(popularity) / popularity.sum(),
        np.append([festive for _, _, festive in named], False),
        np.append(_partners(names, things), len(named)),
        np.arange(len(FLAVOURS) * len(FOOD)),
        _liked(things, random),
        len(named) - QUARTERS * SHOWN + np.arange(QUARTERS * SHOWN).reshape(QUARTERS, SHOWN),
    )


def _liked(things: list[str], random: np.random.Generator) -> np.ndarray:
    """Habits × positions of the products that each takes to."""
    kinds = np.array(things)
    tastes = ([thing.partition(":")[0] for thing in taste] for taste in TASTES.values())
    return np.stack([random.permutation(np.flatnonzero(np.isin(kinds, taste)))[:LIKED] for taste in tastes])


def _partners(names: list[str], things: list[str]) -> np.ndarray:
    """For each product the next one of its collection, in a circle: `CLASSIC SLATE MUG`, `CLASSIC SLATE VASE`."""
    collections: dict[str, list[int]] = {}
    for position, (name, thing) in enumerate(zip(names, things, strict=True)):
        collections.setdefault(name.removesuffix(thing), []).append(position)
    partners = np.arange(len(names))
    for members in collections.values():
        partners[members] = members[1:] + members[:1]
    return partners
