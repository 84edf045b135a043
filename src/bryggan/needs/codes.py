"""The code that a sender without a name keeps: how it is made, read, and recognised without being stored."""

import secrets

from django.utils.crypto import salted_hmac

# Crockford's thirty-two: no I, L, O or U, so that nothing read off a note can be mistaken.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 12
GROUP = 4
LONGEST_NONCE = 100
_MEANT = str.maketrans("OIL", "011")


def new_nonce() -> str:
    """What a form carries so that the same thing sent twice is known to be the same."""
    return secrets.token_urlsafe(24)


def code_of(nonce: str, *said: object) -> str:
    """The code of what is said in the form with this nonce: 60 bits that only this installation can make.

    The same form sent twice has the same code; changed and sent again it is another matter with another.
    """
    sent = nonce[:LONGEST_NONCE] or new_nonce()
    made = salted_hmac("bryggan.needs.code", repr((sent, said)), algorithm="sha256").digest()
    number = int.from_bytes(made)
    letters = "".join(ALPHABET[(number >> (5 * place)) & 31] for place in range(LENGTH))
    return "-".join(letters[start : start + GROUP] for start in range(0, LENGTH, GROUP))


def read(typed: str) -> str:
    """The code as somebody has typed it: small letters, spaces, O for 0. Nothing if it cannot be one."""
    signs = "".join(sign for sign in typed[:200].upper() if sign.isalnum()).translate(_MEANT)
    if len(signs) != LENGTH or not set(signs) <= set(ALPHABET):
        return ""
    return "-".join(signs[start : start + GROUP] for start in range(0, LENGTH, GROUP))


def digest_of(code: str) -> str:
    """All that is ever kept of a code."""
    return salted_hmac("bryggan.needs.code_digest", code, algorithm="sha256").hexdigest()
