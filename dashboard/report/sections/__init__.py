"""The report's parts, one module each: `section(context) -> Section`. They ask and word as the dashboard's pages do."""
