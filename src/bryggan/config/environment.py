"""Reads settings from environment variables strictly: a value that cannot be understood stops the start."""

import os
import secrets
from email.utils import parseaddr
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


def address(name: str, *, default: str) -> str:
    """Where people reach the installation, without the last slash: https://bryggan.kommunen.se."""
    text = os.environ.get(name, "").strip().rstrip("/")
    if not text:
        return default
    parts = urlsplit(text)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment:
        raise BadEnvironment(f"{name} ska se ut som https://bryggan.kommunen.se, inte {text!r}.")
    return text


def sender(name: str, *, default: str) -> str:
    """Whom letters come from: an address, with or without a name before it."""
    text = os.environ.get(name, "").strip()
    if not text:
        return default
    _name, found = parseaddr(text)
    local, _at, domain = found.rpartition("@")
    if not local or "." not in domain or "\n" in text:
        raise BadEnvironment(f"{name} ska se ut som Bryggan <bryggan@kommunen.se>, inte {text!r}.")
    return text


def mail_server(name: str, *, needs: tuple[str, ...]) -> dict[str, Any] | None:
    """The SMTP server by address, as Django's MAILERS takes it; None where nothing is to be sent.

    `smtps://` is encrypted from the first byte. `smtp://` is by STARTTLS where somebody signs in or
    the port is 587, else plain, for a server on one's own network. `needs`: what must be set as well.
    """
    text = os.environ.get(name, "").strip()
    if not text:
        return None
    wanted = f"{name} ska se ut som smtp://namn:lösenord@värd:587 eller smtps://värd."
    parts = urlsplit(text)
    try:
        port = parts.port
    except ValueError as error:
        raise BadEnvironment(wanted) from error
    is_bare = parts.path in {"", "/"} and not parts.query and not parts.fragment
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname or not is_bare:
        raise BadEnvironment(wanted)
    if bool(parts.username) != bool(parts.password):
        raise BadEnvironment(f"{name} har namn utan lösenord, eller tvärtom.")
    missing = [other for other in needs if not os.environ.get(other, "").strip()]
    if missing:
        raise BadEnvironment(f"{name} kräver också {' och '.join(missing)}.")
    is_smtps = parts.scheme == "smtps"
    return {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {
            "host": parts.hostname,
            "port": port or (465 if is_smtps else 25),
            "username": unquote(parts.username or ""),
            "password": unquote(parts.password or ""),
            "use_ssl": is_smtps,
            "use_tls": not is_smtps and (bool(parts.username) or port == 587),
            "timeout": 20,
        },
    }


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
