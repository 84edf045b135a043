"""Verify what Bryggan has frozen, without Bryggan: python verifiera_beslut.py FILE [kontrollsumma]

FILE is what "Hämta som fil" on a decision's page gives, or a frozen version of anything else (.json). The
checksum is SHA-256 of its content as canonical JSON: keys in order, UTF-8, no spaces. Give the checksum
from the minutes or the list of reported decisions as well, and that one is compared too. Any other file
(a PDF, a document) is checked byte by byte against the checksum that is given. Standard library only.
"""

import hashlib
import json
import sys
from pathlib import Path

HELD_AS = ("beslut", "anteckningar", "innehall")


def checksum(content: object) -> str:
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def read(path: Path) -> tuple[str, str, set[str]]:
    """What it is called, the checksum that its content has, and the one that it states of itself."""
    raw = path.read_bytes()
    if path.suffix.lower() != ".json":
        return path.name, hashlib.sha256(raw).hexdigest(), set()
    told = json.loads(raw.decode("utf-8"))
    content = next(told[name] for name in HELD_AS if name in told)
    number = content.get("number", "") if isinstance(content, dict) else ""
    return number, checksum(content), {told["kontrollsumma"]}


def main(arguments: list[str]) -> int:
    if len(arguments) not in (1, 2):
        sys.stderr.write(f"{__doc__}\n")
        return 2
    try:
        name, found, stated = read(Path(arguments[0]))
    except (OSError, ValueError, KeyError, TypeError, StopIteration) as fault:
        sys.stderr.write(f"Filen går inte att läsa som något fryst: {fault}\n")
        return 2
    wanted = {*stated, *arguments[1:]}
    if not wanted:
        sys.stderr.write("Ange kontrollsumman som filen ska ha.\n")
        return 2
    if wanted == {found}:
        sys.stdout.write(f"Stämmer: {name} är oförändrat. {found}\n")
        return 0
    sys.stdout.write(f"STÄMMER INTE: {name} har ändrats, eller är något annat. {found}\n")
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
