"""How it is told: cameras, captions, chapters, and the picture a frame shows."""
