"""Reads settings from environment variables strictly: a value that cannot be understood stops the start."""

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit


class BadEnvironment(Exception):
    """An environment variable has a value that cannot be understood."""


def flag(name: str, *, default: bool) -> bool:
    text = os.environ.get(name, "").strip().lower()
    if not text:
        return default
    if text in {"1", "true", "yes", "ja", "on"}:
        return True
    if text in {"0", "false", "no", "nej", "off"}:
        return False
    raise BadEnvironment(f"{name} ska vara 1 eller 0, inte {text!r}.")


def whole(name: str, *, default: int, low: int, high: int) -> int:
    text = os.environ.get(name, "").strip()
    if not text:
        return default
    if not text.isdigit() or not low <= int(text) <= high:
        raise BadEnvironment(f"{name} ska vara ett heltal mellan {low} och {high}, inte {text!r}.")
    return int(text)


def words(name: str, *, default: list[str]) -> list[str]:
    text = os.environ.get(name, "").strip()
    return [word.strip() for word in text.split(",") if word.strip()] if text else default


def folder(name: str, *, default: Path) -> Path:
    text = os.environ.get(name, "").strip()
    path = Path(text).expanduser().resolve() if text else default
    if path.exists() and not path.is_dir():
        raise BadEnvironment(f"{name} ska vara en mapp, men {path} är en fil.")
    return path


def secret(name: str, *, kept_in: Path) -> str:
    """The secret in the variable, else one made at the first start and kept in a file only the owner reads."""
    text = os.environ.get(name, "").strip()
    if text:
        if len(text) < 32:
            raise BadEnvironment(f"{name} ska vara minst 32 tecken.")
        return text
    if not kept_in.exists():
        kept_in.parent.mkdir(parents=True, exist_ok=True)
        try:
            descriptor = os.open(kept_in, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return kept_in.read_text().strip()
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(50))
    return kept_in.read_text().strip()


SQLITE_START = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-64000; "
    "PRAGMA mmap_size=268435456; PRAGMA temp_store=MEMORY;"
)


def database(name: str, *, embedded: Path) -> dict[str, Any]:
    """PostgreSQL by address, else the embedded SQLite file.

    PostgreSQL compiles no query: a page asks many that are wide and quick, and compiling one can take a
    second where answering it takes a few milliseconds.

    SQLite runs in WAL with IMMEDIATE transactions: every writer takes the lock at once and none is
    lost to "database is locked".
    """
    text = os.environ.get(name, "").strip()
    if not text:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": str(embedded),
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": SQLITE_START,
            },
        }
    parts = urlsplit(text)
    if parts.scheme not in {"postgres", "postgresql"} or not parts.path.strip("/"):
        raise BadEnvironment(f"{name} ska se ut som postgresql://namn:lösenord@värd:5432/databas.")
    options: dict[str, Any] = dict(parse_qsl(parts.query))
    host = options.pop("host", "") or unquote(parts.hostname or "")
    options["options"] = f"-c jit=off {options.get('options', '')}".strip()
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }
