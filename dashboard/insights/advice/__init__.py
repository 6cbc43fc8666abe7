"""What to do with each segment. `sources.advices` is the way in, `advice` what comes out, `playbook` the rules."""
