"""Looks at a folder: which of its files are plans, completion reports and work reports, and which belong together.

``walking`` lists the files, ``recognising`` reads each, ``pairing`` puts them together, ``writing`` makes the
configuration of it.
"""
