"""The few styles that a page carries itself: with them its top is painted a round trip before the style sheet is there."""

import base64
import hashlib

from civic.environment import BASE_DIR

TEXT = (BASE_DIR / "static" / "css" / "head.css").read_text().strip()
SOURCE = f"'sha256-{base64.b64encode(hashlib.sha256(TEXT.encode()).digest()).decode()}'"  # how a policy names them (CSP Level 3, 2.3.1)
