"""Every number of the dashboards, worked out a second time from the raw answers.

``python -m tests.recount DATABASE_URL`` signs in as ``demo``, reads the pages, files and the API,
and compares what they show with its own arithmetic over the tables of people, sittings, attempts
and outcomes. Of the program it uses the course and the item types (what is asked, which option is
the key, what an answer earns) and nothing that counts.
"""
