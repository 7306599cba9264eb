"""The result of a check in each format: for people, for other programs, and where reviewers of a change look."""
