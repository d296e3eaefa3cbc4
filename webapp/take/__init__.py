"""What a learner takes along: an Anki package and cards to print."""
