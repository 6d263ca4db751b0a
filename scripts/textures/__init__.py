"""How the shipped pictures are made: sources, noise, land, clouds, the ground strip and the craft's materials."""
