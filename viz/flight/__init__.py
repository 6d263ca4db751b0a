"""What must have happened: the flight as one pure function of time."""
