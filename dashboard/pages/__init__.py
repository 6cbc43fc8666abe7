"""One file a page; registered here, explicitly and in the order of the navigation."""

from dashboard.pages import customers, data, exports, overview

PAGES = (
    overview,
    customers,
    exports,
    data,
)
