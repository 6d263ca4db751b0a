"""One folder a flight: the only place where a ship has a name. `viz.plugins` finds them."""
