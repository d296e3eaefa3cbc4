"""Sitting an assignment: starting, answering, ending, scoring, seeing what came of it.

The server's clock decides. A sitting is judged whenever it is looked at, and by a sweeper that
tidies up; both record the same finish. What was handed in is stored and stamped first and scored
afterwards.
"""
