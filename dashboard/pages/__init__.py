"""One file a page; registered here, explicitly and in the order of the navigation."""

from dashboard.pages import overview

PAGES = (overview,)
