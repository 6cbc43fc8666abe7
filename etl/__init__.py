"""Files -> transactions and customers: a corridor of rooms, each of which may import only those before it.

In order: names, files, values, sample, recognition, storing, people; then the command line (`__main__`).
"""
