"""The check of all pairs that a project's configuration names, against the findings that it has accepted.

``values.CheckResult`` is what a check gives and what its reports are views of; ``running.check`` makes one:
``inputs`` finds the files of each pair, ``running`` reconciles those that ``cache`` does not hold, ``comparing`` holds
the findings against the ``baseline`` and the waivers.
"""
