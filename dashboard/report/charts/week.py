"""The week as a heat map."""

from __future__ import annotations

import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure

from dashboard.figures.descriptions.week import HOURS_AXIS, week_hours
from dashboard.figures.style.theme import INK, SEQUENCE
from dashboard.report.charts.canvas import SMALL, TEXT, WIDTH, draw
from dashboard.words import formats
from dashboard.words.formats import short_weekdays
from wording.languages import say

SHADES = LinearSegmentedColormap.from_list("regulars", SEQUENCE)


def hours(frame: pd.DataFrame) -> str:
    """Orders by weekday and hour, from the first to the last hour with any, all seven days.

    `frame`: one row a `weekday` (ISO, 1 = Monday) and `hour`, with `orders` and `gross`.
    """
    described = week_hours(frame)
    shown, table = described.hours, np.array(described.orders, dtype=float)  # nobody's hours are nan, and stay white
    texts = [["" if orders is None else formats.short(orders) for orders in day] for day in described.orders]

    def paint(figure: Figure) -> None:
        axes = figure.subplots()
        sns.heatmap(
            table,
            ax=axes,
            cmap=SHADES,
            vmin=0,
            cbar=False,
            linewidths=1.5,
            linecolor="#ffffff",
            annot=texts,
            fmt="",
            annot_kws={"fontsize": SMALL - 0.5 if len(shown) <= 14 else SMALL - 2},
        )
        axes.set_yticks([place + 0.5 for place in range(7)], short_weekdays(), rotation=0)
        axes.set_xticks([place + 0.5 for place in range(len(shown))], [str(hour) for hour in shown], rotation=0)
        axes.tick_params(axis="y", labelcolor=INK["light"], labelsize=TEXT)
        axes.set(xlabel=say(HOURS_AXIS), ylabel="")

    return draw("hours", WIDTH, 1.75, paint)
