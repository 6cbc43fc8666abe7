"""Clean rows -> the bytes that COPY takes, and what waits until it is its turn."""
