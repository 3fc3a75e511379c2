"""The embedded stack behind `make demo` and the tests: the same parts as production, on loopback.

One file per part; `stack.py` starts them together, `demo.py` tells the story of `make demo`.
"""
