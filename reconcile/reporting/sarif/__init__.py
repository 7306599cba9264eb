"""SARIF 2.1.0 (OASIS, Static Analysis Results Interchange Format), which code hosts and editors show beside the text.

``values`` holds what a log is made from, ``places`` where words stand, ``log`` puts the log together; a Reconciliation
becomes one with ``reconciled``.
"""
