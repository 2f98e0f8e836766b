"""Is what a guideline says of time sound? ``names`` asks whether its names lead somewhere (with those of every other
file, in ``references``); ``check`` whether its lengths, windows, courses and orders can hold.
"""
