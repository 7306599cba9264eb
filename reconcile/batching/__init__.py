"""Reconciles the pairs of a manifest into a folder of tables, and answers questions over it.

``manifest`` reads the list, ``tables`` says which tables there are, ``parts`` keeps one pair's rows as a file,
``running`` does what is missing or changed, ``database`` builds one database over all parts.
"""
