"""Draw a sample again, without Bryggan: python verifiera_urval.py FILE FRÖ ANTAL [--per-namnd]

FILE is what "Populationen som fil" on the sample's page gives: one line per initiative, "nämnd;nummer".
Of each number the SHA-256 of the seed, a colon and the number is taken; the ANTAL with the lowest are
drawn, of all together or of each nämnd. The numbers come in the order in which they were drawn, and the
checksum of the population after them. Standard library only.
"""

import sys
from hashlib import sha256
from pathlib import Path


def drawn(numbers: list[str], seed: str, size: int) -> list[str]:
    return sorted(sorted(set(numbers)), key=lambda n: sha256(f"{seed}:{n}".encode()).hexdigest())[
        :size
    ]


def main(arguments: list[str]) -> int:
    by_authority = "--per-namnd" in arguments
    given = [one for one in arguments if one != "--per-namnd"]
    if len(given) != 3 or not given[2].isdigit():
        sys.stderr.write(f"{__doc__}\n")
        return 2
    file, seed, size = given[0], given[1], int(given[2])
    try:
        lines = Path(file).read_text(encoding="utf-8-sig").splitlines()
    except (OSError, ValueError) as fault:
        sys.stderr.write(f"Filen går inte att läsa: {fault}\n")
        return 2
    strata: dict[str, list[str]] = {}
    for line in filter(None, lines):
        authority, _semicolon, number = line.rpartition(";")
        strata.setdefault(authority if by_authority else "", []).append(number)
    for authority in sorted(strata):
        sys.stdout.writelines(f"{number}\n" for number in drawn(strata[authority], seed, size))
    whole = "".join(sorted(f"{line}\n" for line in lines if line))
    sys.stdout.write(f"Populationens kontrollsumma: {sha256(whole.encode()).hexdigest()}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
