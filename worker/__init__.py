"""Jobs that the browser or the clock asks for in the table `jobs`: files looked at and loaded, segments worked out.

`loop` takes jobs up and gives each a process of its own (`child`), which runs what its kind says (`kinds/`). Nothing
imports the worker: whoever wants work done asks with `warehouse.jobs`.
"""
