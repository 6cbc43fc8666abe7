"""Customers by their orders -> clusters: fitted, judged, one number chosen, named, and kept over refits."""
