"""A group's month on paper: gathered as plain data, set by Typst."""
