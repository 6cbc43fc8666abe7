from tests.worker.outside import add, certificates_here, https_server, outward_settings, run, s3, sftp, web

__all__ = ["add", "certificates_here", "https_server", "outward_settings", "run", "s3", "sftp", "web"]
