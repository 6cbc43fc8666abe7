"""Cards, tables, controls, empty states, the page shell."""
