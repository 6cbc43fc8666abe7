"""Lists of customers: who is in them, where they go, and whether it worked."""
