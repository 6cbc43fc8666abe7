"""The look of every chart: themes and the one colour of each segment; charts for a phone."""
