"""The application's own matters: addresses, filter controls, lists as files, headers, health, serving."""

__all__ = [
    "access",
    "below",
    "beside",
    "charting",
    "controls",
    "export",
    "finding",
    "guard",
    "headers",
    "health",
    "index",
    "keeping",
    "lists",
    "narrowing",
    "rejected",
    "routing",
    "selecting",
    "serving",
    "uploading",
    "watch",
]  # the modules that other rooms use
