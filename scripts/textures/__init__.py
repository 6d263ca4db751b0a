"""How the shipped pictures are made: sources, noise, land, clouds and the ground strip."""
