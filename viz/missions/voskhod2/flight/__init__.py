"""What must have happened: lock, man, suit, launcher and landing."""
