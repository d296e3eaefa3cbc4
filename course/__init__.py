"""The course: authored files read, checked and rendered; no web, no database."""
