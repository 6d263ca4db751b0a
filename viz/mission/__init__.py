"""What is known: the flight's phases, events, sources and disagreements, as frozen data."""
