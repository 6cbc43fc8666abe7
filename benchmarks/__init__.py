"""How long everything takes: loading, fitting, every query and callback of the dashboard."""
