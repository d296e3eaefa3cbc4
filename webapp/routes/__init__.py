"""The pages, cut by what a person does there. Each module gives ``routes``."""
