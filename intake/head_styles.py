"""The few styles that a page carries itself: with them its top is painted a round trip before the style sheet is there."""

import base64
import hashlib
from pathlib import Path

TEXT = (Path(__file__).resolve().parent.parent / "static" / "css" / "head.css").read_text().strip()
SOURCE = f"'sha256-{base64.b64encode(hashlib.sha256(TEXT.encode()).digest()).decode()}'"  # how a policy names them (CSP Level 3, 2.3.1)
