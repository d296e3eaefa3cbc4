"""Quiz items, how an answer is read, and what it earns. Pure: no web, files, clock or Markdown."""
