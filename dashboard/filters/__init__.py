"""What a view is of: the filters of a link, what is published, and what follows from both. Pure.

`selection` (Filters, Scope), `published` (Published, Segmentation, Segment), `months` (which are covered in full),
`comparison` (what a change is against), `implied` (what a page's own address filters by), `scope_words` (a view's
period, customers and basis in words), `naming` (names and order for frames), `link_doubts` (what a link asks for that
is not there), `page_fields` (the same for the fields of one page), `members` (who is in an audience), `sums` (what was
summed up over them), `narrowing` (what a click on a chart narrows a view to), `choosing` (of whom an audience is to be
made), `parts` (the conditions that marks of charts carry), `unread` (what cannot be understood).
"""

__all__ = [
    "choosing",
    "comparison",
    "implied",
    "link_doubts",
    "members",
    "months",
    "naming",
    "narrowing",
    "page_fields",
    "parts",
    "published",
    "reach",
    "scope_words",
    "selection",
    "sums",
    "unread",
]  # the modules that other rooms use
