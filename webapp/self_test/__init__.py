"""Self-study: rounds, sets and mock exams a learner makes, and what is known of their memory."""
