"""``python -m viz`` is the program ``voskhod2``."""

from viz.cli import main

if __name__ == "__main__":
    main()
