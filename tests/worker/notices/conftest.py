from tests.worker.outside import (
    add,
    certificates_here,
    https_server,
    mail_server,
    outward_settings,
    run,
    web,
)

__all__ = ["add", "certificates_here", "https_server", "mail_server", "outward_settings", "run", "web"]
