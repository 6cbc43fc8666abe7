"""Who was in which segment at the end of past months, what moved, and how far it drifted."""
