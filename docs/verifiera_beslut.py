"""Verify a frozen decision without Bryggan: python verifiera_beslut.py D-0042.json [kontrollsumma]

The file is what "Hämta som fil" on the decision's page gives. The checksum is SHA-256 of the decision as
canonical JSON: keys in order, UTF-8, no spaces. Give the checksum from the minutes or the list of
reported decisions as well, and that one is compared too. Standard library only.
"""

import hashlib
import json
import sys
from pathlib import Path


def checksum(decision: object) -> str:
    text = json.dumps(decision, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def main(arguments: list[str]) -> int:
    if len(arguments) not in (1, 2):
        sys.stderr.write(f"{__doc__}\n")
        return 2
    try:
        told = json.loads(Path(arguments[0]).read_text(encoding="utf-8"))
        decision, stated = told["beslut"], told["kontrollsumma"]
    except (OSError, ValueError, KeyError, TypeError) as fault:
        sys.stderr.write(f"Filen går inte att läsa som ett fryst beslut: {fault}\n")
        return 2
    found = checksum(decision)
    wanted = {stated, *arguments[1:]}
    number = decision.get("number", "") if isinstance(decision, dict) else ""
    if wanted == {found}:
        sys.stdout.write(f"Stämmer: {number} är oförändrat. {found}\n")
        return 0
    sys.stdout.write(f"STÄMMER INTE: {number} har ändrats, eller är ett annat beslut. {found}\n")
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
