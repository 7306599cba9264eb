"""A project's own settings: ``reconcile.toml``, or the table ``[tool.reconcile]`` of a ``pyproject.toml``.

``finding.find_config`` finds the file, ``reading.read_config`` reads it into the ``values``; what the settings do to a
run is in ``applying``. ``reporting/schemas/reconcile-config.schema.json`` describes the same file for editors, and a
test holds the two together. Nothing is imported here: a run without a configuration needs ``finding`` alone.
"""
