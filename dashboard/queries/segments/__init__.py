"""What is kept of a run: its figures, moves, attributes, values, samples, and the grounds of findings and advice."""
