"""Learners simulated over sixty days: ``python -m tests.simulation`` draws what became of them."""
