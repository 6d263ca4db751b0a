"""How it is drawn: ship, rocket, lock, cosmonaut, clearing, training aircraft."""
