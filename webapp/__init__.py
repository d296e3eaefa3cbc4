"""The web application: pages, JSON API, accounts and the database."""
