"""A newsroom of any size, made up: to see and measure how the program bears many rows.

Rows are written in bulk, with everything that the verbs would have kept true beside them. The
same seed makes the same rows; their moments count back from the time of the run.
"""
