"""An assessment on paper: shuffled variants, answer sheet and key, from the same source."""
