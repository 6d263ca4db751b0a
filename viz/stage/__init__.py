"""How it is drawn: the only room that knows VPython."""
