"""Makes the fakes beside the tests importable whatever way pytest imports test files."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
