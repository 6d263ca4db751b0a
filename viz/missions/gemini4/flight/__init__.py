"""What must have happened: the ship, the men, the launcher and the way down."""
