"""What is said to people, alike in every part: on a terminal, about what to renew, in which numbers are years."""
