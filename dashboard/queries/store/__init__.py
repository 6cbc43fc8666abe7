"""What is in the store: loads and rejected rows, what is published, and how far a store without it is."""
