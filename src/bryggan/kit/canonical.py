"""The one fixed form in which what is frozen is written, and the checksum that recognises it.

The form is canonical JSON: keys in order, UTF-8, no spaces, dates as ISO text, sums as text. Its SHA-256
in hexadecimal is the checksum, which `docs/verifiera_beslut.py` works out offline.
"""

import hashlib
import json
from collections.abc import Mapping
from typing import Any


def canonical(told: Mapping[str, Any]) -> bytes:
    """Plain values (`kit.plain.to_plain`) in the form that is summed."""
    text = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode("utf-8")


def digest_of(told: Mapping[str, Any]) -> str:
    """The checksum of what is frozen."""
    return hashlib.sha256(canonical(told)).hexdigest()
