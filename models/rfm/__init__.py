"""Recency, frequency and monetary: scores, the eleven groups, and what a segmentation is."""
