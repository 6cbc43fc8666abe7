"""What to do with each segment. `sources.advices` is the way in, `advice` what comes out, `playbook` the rules."""

__all__ = ["advice", "build", "sources"]  # the modules that other rooms use
