"""The application's own matters: addresses, filter controls, lists as files, headers, health, serving."""
