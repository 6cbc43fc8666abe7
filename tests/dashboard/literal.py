"""A literal shop of a few invoices, small enough to count by hand, and a literal state of what is published."""

from datetime import date

from dashboard.filters.published import Published, Segment, Segmentation

LINES = """\
InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country
1,MUG,BLUE MUG,2,2023-01-05 10:00,10.00,11,Germany
1,CUP,RED CUP,1,2023-01-05 10:00,5.50,11,Germany
2,MUG,BLUE MUG,1,2023-02-14 11:00,10.00,11,Germany
C3,MUG,BLUE MUG,-1,2023-03-01 09:00,10.00,11,Germany
4,CUP,RED CUP,4,2023-03-20 16:30,5.50,12,France
5,MUG,BLUE MUG,3,2023-01-31 23:59,10.00,13,United Kingdom
6,MUG,BLUE MUG,1,2023-03-31 12:00,10.00,13,United Kingdom
7,CUP,RED CUP,2,2023-04-02 12:00,5.50,13,Germany
8,MUG,BLUE MUG,10,2023-02-28 08:00,9.00,14,United Kingdom
9,MUG,BLUE MUG,1,2023-02-10 08:00,10.00,15,France
9,CUP,RED CUP,1,2023-02-10 08:00,0,15,France
C10,MUG,BLUE MUG,-1,2023-04-20 08:00,10.00,15,France
11,MUG,BLUE MUG,1,2023-03-03 10:00,12.00,,Germany
12,CUP,RED CUP,3,2023-03-04 10:00,6.00,,United Kingdom
C13,CUP,RED CUP,-1,2023-04-05 10:00,6.00,,United Kingdom
14,CUP,RED CUP,2,2023-04-10 18:00,5.50,16,Atlantis
15,CUP,RED CUP,2,2023-04-10 18:00,5.50,b~1/ü,Atlantis
16,CUP,RED CUP,2,2023-04-10 18:00,5.50,b~2,Atlantis
17,CUP,RED CUP,2,2023-04-10 18:00,5.50,b~3%,Atlantis
C18,CUP,RED CUP,-2,2023-04-10 18:00,5.50,19,France
"""
NAMES = ("Best", "Good", "Fair", "Lost")
SEGMENTS = tuple(Segment(name.lower(), name, position, "", "", 1) for position, name in enumerate(NAMES, 1))


def published(last_day: date = date(2011, 12, 9)) -> Published:
    """December 2010 to December 2011, three countries with names."""
    return Published(
        version=(4, 5),
        segmentations=(
            Segmentation(4, "RFM groups", "rfm", date(2011, 12, 10), SEGMENTS),
            Segmentation(5, "K-means", "kmeans", date(2011, 12, 10), SEGMENTS[:2]),
        ),
        country_names={"DE": "Germany", "FR": "France", "GB": "United Kingdom"},
        first_month=date(2010, 12, 1),
        last_month=last_day.replace(day=1),
        first_day=date(2010, 12, 1),
        last_day=last_day,
    )
