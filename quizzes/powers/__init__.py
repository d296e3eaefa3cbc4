"""The table «bodies × powers», each row with its norm: who may, who may not and why."""
