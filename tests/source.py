"""The source as the architecture tests read it: files, syntax trees, and who writes where."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import bryggan

PACKAGE = Path(bryggan.__file__).resolve().parent
ROOT = PACKAGE.parent.parent
NOT_TRACKED = frozenset(
    "dist build __pycache__ node_modules var .git .venv .hypothesis".split()  # noqa: SIM905
)


@cache
def modules() -> tuple[Path, ...]:
    """The product's own Python, without tests and migrations."""
    left_out = {"tests", "migrations", "testing"}
    return tuple(path for path in sorted(PACKAGE.rglob("*.py")) if not left_out & set(path.parts))


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def name(path: Path) -> str:
    """The path as people say it: people/actions.py."""
    base = PACKAGE if PACKAGE in path.parents else ROOT
    return path.relative_to(base).as_posix()


def test_modules() -> Iterator[Path]:
    yield from sorted(PACKAGE.rglob("tests/test_*.py"))
    yield from sorted((ROOT / "tests").glob("test_*.py"))


test_modules.__test__ = False  # type: ignore[attr-defined]  # pytest would take it for a test


def templates() -> list[Path]:
    return sorted(PACKAGE.rglob("templates/**/*.html"))


def kept_files() -> Iterator[Path]:
    """Every file that belongs to the repository, as .gitignore has it."""
    for path in sorted(ROOT.rglob("*")):
        parts = path.relative_to(ROOT).parts
        hidden = any(part.startswith(".") and part not in {".ci", ".gitignore"} for part in parts)
        if path.is_file() and not hidden and not NOT_TRACKED & set(parts):
            yield path


def calls(root: ast.AST) -> Iterator[ast.Call]:
    return (node for node in ast.walk(root) if isinstance(node, ast.Call))


def functions(root: ast.AST) -> Iterator[ast.FunctionDef]:
    return (node for node in ast.walk(root) if isinstance(node, ast.FunctionDef))


def classes(root: ast.AST) -> Iterator[ast.ClassDef]:
    return (node for node in ast.walk(root) if isinstance(node, ast.ClassDef))


def dotted(node: ast.expr) -> str:
    """`Event.objects.filter(…).delete` as words: Event.objects.filter.delete."""
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    if isinstance(node, ast.Call):
        return dotted(node.func)
    return node.id if isinstance(node, ast.Name) else ""
