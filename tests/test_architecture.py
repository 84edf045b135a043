"""The ground stays true: layers, who writes, where rules live, how large a file may be.

Each test says in its message what is wrong and where. An exception is a line in a table here, with
its reason; it is never a weaker rule.
"""

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any, TypeGuard

import pytest
from django.apps import apps

from bryggan.kit.action import ACTIONS, Action
from bryggan.kit.register.register import REGISTERS
from tests import source

LONGEST_FILE = 400
LONGEST_FUNCTION = 50
APPS = (
    "config", "demo", "reports", "roadmap", "dossiers", "initiatives", "needs", "methods", "approvals",
    "assessments", "systems", "contracts", "meetings", "decisions", "duties", "files", "rounds", "advice",
    "notices", "registers", "people", "kit", "search", "history",
)  # fmt: skip

# Who may write rows past the writer, and why.
WRITES = {
    "kit/writer.py": "it is the writer",
    "kit/masking.py": "masking touches rows of every kind, also history's, inside a clearance",
    "kit/disposal.py": "disposal deletes by dated rules, inside a clearance",
    "history/clearance.py": "opens and closes the clearance itself",
    "search/writing.py": "search rows are derived, the writer calls it",
    "people/login.py": "failed sign-ins are counted by the throttle and kept a day; no record",
    "needs/letterbox.py": "what has no sender must have no event and no time either, until it is emptied",
    "kit/papers/slides.py": "saves a deck to a file, not a row",
    "registers/importing/keeping.py": "an import's progress and plan are the working papers of a job",
    "registers/importing/applying.py": "what the file said, beside the record, in the batch's commit",
    "config/search_rows.py": "search rows are made anew from the records (bryggan reindex)",
    "config/condition.py": "health writes a row and takes it back, to see that the database can",
    "config/tasks.py": "outworn sessions and finished jobs hold no records",
}
WRITING = frozenset(
    {
        "save", "create", "bulk_create", "bulk_update", "update", "delete", "get_or_create",
        "update_or_create", "_raw_delete", "abulk_create", "acreate",
    }
)  # fmt: skip
# Words that ask a queryset: what stands before a write on rows.
ROWS = re.compile(r"\b(objects|_base_manager|_default_manager|filter|exclude|all|finished)\b")


# Who sets a step without being an action, and why.
MOVES_STEPS = {
    "registers/importing/keeping.py": "an import's step tells how far its job has come",
    "systems/tying.py": "what the actions of systems do to mentions, with the action's own writer",
}


def plain(found: list[str], said: str) -> None:
    """Fail with one line per finding."""
    if found:
        pytest.fail("\n".join([said, *sorted(found)]), pytrace=False)


def test_apps_import_downwards_only() -> None:
    lint = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(
        [lint, "--no-cache"], cwd=source.ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def layers() -> dict[str, int]:
    """App to its height, highest first, out of import-linter's own contract."""
    project = tomllib.loads((source.ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    [contract] = [c for c in project["tool"]["importlinter"]["contracts"] if c["type"] == "layers"]
    return {
        part.strip().removeprefix("bryggan."): -place
        for place, layer in enumerate(contract["layers"])
        for part in layer.split("|")
    }


def test_every_app_has_a_layer() -> None:
    ours = {config.label for config in apps.get_app_configs() if config.name.startswith("bryggan.")}
    assert ours <= layers().keys()


def test_foreign_keys_point_downwards() -> None:
    heights = layers()
    found = []
    for model in apps.get_models(include_auto_created=True):
        app = model._meta.app_label
        for field in model._meta.get_fields():
            target = field.related_model if field.concrete and field.is_relation else None
            if app not in heights or not isinstance(target, type):
                continue
            aimed = target._meta.app_label
            if heights.get(aimed, -99) > heights[app]:
                found.append(f"{model._meta.label}.{field.name} -> {target._meta.label}")
    plain(found, "A foreign key points to a higher layer:")


def test_history_and_search_have_no_foreign_keys_out() -> None:
    found = [
        f"{model._meta.label}.{field.name}"
        for app in ("history", "search")
        for model in apps.get_app_config(app).get_models()
        for field in model._meta.concrete_fields
        if field.is_relation and field.related_model._meta.app_label != app  # type: ignore[union-attr]
    ]
    plain(found, "History and search hold plain ids, so that nothing cascades into them:")


def writes(path: Path) -> Iterator[str]:
    for call in source.calls(source.tree(path)):
        if not isinstance(call.func, ast.Attribute) or call.func.attr not in WRITING:
            continue
        before = source.dotted(call.func.value)
        # A row is saved without arguments, or with named ones; a file is saved somewhere.
        is_saved = call.func.attr == "save" and not call.args
        if is_saved or (call.func.attr != "save" and ROWS.search(before)):
            yield f"{source.name(path)}:{call.lineno} {before}.{call.func.attr}"


def test_rows_change_only_through_the_writer() -> None:
    found = [
        line
        for path in source.modules()
        if source.name(path) not in WRITES
        for line in writes(path)
    ]
    plain(
        found, "Rows are written past the writer; use write.create, write.change or write.withdraw:"
    )


def test_every_exception_to_the_writer_is_still_needed() -> None:
    found = [name for name in WRITES if not any(writes(source.PACKAGE / name))]
    plain(found, "These files no longer write rows; take them off the list:")


def is_function(node: ast.AST) -> TypeGuard[ast.FunctionDef]:
    return isinstance(node, ast.FunctionDef)


def test_no_signals_and_no_overridden_save() -> None:
    found = []
    for path in source.modules():
        for function in source.functions(source.tree(path)):
            decorators = [source.dotted(d) for d in function.decorator_list]
            if any(d.split(".")[-1] == "receiver" for d in decorators):
                found.append(f"{source.name(path)}:{function.lineno} {function.name}")
        for kind in source.classes(source.tree(path)):
            if kind.bases and any(f.name == "save" for f in kind.body if is_function(f)):
                found.append(f"{source.name(path)}:{kind.lineno} {kind.name}.save")
        for call in source.calls(source.tree(path)):
            if re.search(r"(pre|post)_(save|delete|init)\.connect$", source.dotted(call.func)):
                found.append(f"{source.name(path)}:{call.lineno} connects a signal")
    plain(found, "What happens is said in an action, not in a signal or in save():")


def test_views_ask_only_for_what_is_visible() -> None:
    found = []
    for path in source.modules():
        if "views" not in path.stem:
            continue
        for node in ast.walk(source.tree(path)):
            if not isinstance(node, ast.Attribute) or not isinstance(node.value, ast.Attribute):
                continue
            if node.value.attr == "objects" and node.attr != "visible_to":
                found.append(f"{source.name(path)}:{node.lineno} .objects.{node.attr}")
    plain(found, "A view starts from visible_to, else from a query:")


def test_templates_ask_nothing_of_the_database() -> None:
    found = [
        source.name(path)
        for path in source.templates()
        if re.search(r"\.objects\b|\.(all|filter|exists)\b\s*[|%}]", path.read_text("utf-8"))
    ]
    plain(found, "A template shows what it is given:")


def test_nothing_is_imported_inside_a_function() -> None:
    found = [
        f"{source.name(path)}:{node.lineno}"
        for path in source.modules()
        for function in source.functions(source.tree(path))
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    plain(found, "An import inside a function hides a knot:")


def every_file() -> list[Path]:
    tests = [*source.PACKAGE.rglob("tests/*.py"), *(source.ROOT / "tests").glob("*.py")]
    return sorted({*source.modules(), *tests, *source.PACKAGE.glob("kit/testing/*.py")})


def test_files_are_short() -> None:
    found = []
    for path in every_file():
        lines = len(path.read_text(encoding="utf-8").splitlines())
        if lines > LONGEST_FILE:
            found.append(f"{source.name(path)}: {lines} lines")
    plain(found, f"A file of more than {LONGEST_FILE} lines is two files:")


def test_functions_are_short() -> None:
    found = []
    for path in every_file():
        for function in source.functions(source.tree(path)):
            lines = (function.end_lineno or 0) - function.lineno + 1
            if lines > LONGEST_FUNCTION:
                found.append(
                    f"{source.name(path)}:{function.lineno} {function.name}: {lines} lines"
                )
    plain(found, f"A function of more than {LONGEST_FUNCTION} lines is two functions:")


def has_actions(path: Path) -> bool:
    """Whether the file declares actions: functions under @action."""
    return any(
        source.dotted(decorator) == "action"
        for function in source.functions(source.tree(path))
        for decorator in function.decorator_list
    )


def test_step_is_set_by_actions_only() -> None:
    found = []
    for path in source.modules():
        if source.name(path) in MOVES_STEPS or has_actions(path):
            continue
        for node in ast.walk(source.tree(path)):
            if isinstance(node, ast.Assign):
                sets = any(isinstance(t, ast.Attribute) and t.attr == "step" for t in node.targets)
            elif isinstance(node, ast.Call) and source.dotted(node.func) == "write.change":
                sets = any(word.arg == "step" for word in node.keywords)
            else:
                continue
            if sets:
                found.append(f"{source.name(path)}:{node.lineno}")
    plain(found, "A step is set by an action only:")


def names_of_tests() -> set[str]:
    """The names of every test function and test class method there is."""
    return {
        function.name
        for path in source.test_modules()
        for function in source.functions(source.tree(path))
        if function.name.startswith("test_")
    }


def all_actions() -> dict[str, Action[..., Any]]:
    """Every action there is, also in modules that no test has loaded yet.

    What fills a demo is left out: nobody does it to a register in use.
    """
    for path in source.modules():
        if path.name == "actions.py" or "@action(" in path.read_text(encoding="utf-8"):
            parts = ("bryggan", *path.relative_to(source.PACKAGE).with_suffix("").parts)
            if path.name != "action.py":
                import_module(".".join(parts))
    return {
        event: action
        for event, action in ACTIONS.items()
        if not action.__module__.startswith("bryggan.demo")
    }


def test_every_action_has_tests_with_its_name() -> None:
    names = names_of_tests()
    found = []
    for event, action in all_actions().items():
        pattern = re.compile(rf"test_{action.__name__}(_|$)")
        count = sum(bool(pattern.match(name)) for name in names)
        if count < 3:
            found.append(f"{action.__name__} ({event}): {count} of 3")
    plain(found, "An action has at least three tests: it happens, is refused, is impossible:")


def test_every_action_asks_a_permission_of_its_own_name() -> None:
    found = [
        f"{action.__name__} asks {action.allow.__name__}"
        for action in all_actions().values()
        if action.allow.__name__ != action.__name__
    ]
    plain(found, "One name through every layer:")


def test_every_action_and_model_says_what_it_is() -> None:
    found = [name for name, action in ACTIONS.items() if not (action.__doc__ or "").strip()]
    for model in apps.get_models():
        if model.__module__.startswith("bryggan."):
            said = model.__doc__ or ""
            if not said or said.startswith(f"{model.__name__}("):
                found.append(model._meta.label)
    plain(found, "One sentence says the rule in municipal words:")


def test_every_model_with_a_register_has_visible_to() -> None:
    found = []
    for register in REGISTERS.values():
        for model in [register.model, *(beside.model for beside in register.besides)]:
            if not hasattr(model._default_manager.all(), "visible_to"):
                found.append(model._meta.label)
    plain(found, "visible_to is the only door to what a person sees:")


def test_every_record_with_a_register_has_a_unit() -> None:
    found = [
        register.model._meta.label
        for register in REGISTERS.values()
        if register.model._meta.get_field("unit").null
    ]
    plain(found, "Every record with a Register belongs to a unit:")


def test_templates_carry_no_styles_and_no_scripts() -> None:
    forbidden = re.compile(
        r"\sstyle=|\son[a-z]+=[\"']|<style\b|<script\b(?![^>]*\bsrc=)|javascript:", re.IGNORECASE
    )
    found = [
        f"{source.name(path)}:{number}"
        for path in source.templates()
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if forbidden.search(line)
    ]
    plain(found, "The content policy lets no style= and no inline script through:")


def test_placeholders_in_texts_are_named() -> None:
    found = []
    for path in source.modules():
        for call in source.calls(source.tree(path)):
            called = source.dotted(call.func).split(".")[-1]
            if called not in {"_", "gettext", "gettext_lazy", "ngettext", "pgettext"}:
                continue
            for argument in call.args:
                where = f"{source.name(path)}:{call.lineno}"
                if isinstance(argument, ast.JoinedStr):
                    found.append(f"{where} f-string")
                elif isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                    text = argument.value.replace("%%", "")
                    if re.search(r"%[sdr]|\{\d*\}", text):
                        found.append(f"{where} {argument.value}")
    plain(found, "A translator must see what each placeholder stands for:")


def test_no_file_names_a_machine_or_a_registry() -> None:
    forbidden = re.compile(
        # Put together here, so that this file does not name what it forbids.
        "|".join(
            ["/" + "work/", "/" + "root/", r"/home/[a-z]+/", "index" + "-url", "pypi" + r"\.org"]
        )
    )
    found = []
    for path in source.kept_files():
        if path.name == "uv.lock" or path.suffix in {".png", ".svg", ".docx", ".pptx", ".gz"}:
            continue
        text = path.read_text(encoding="utf-8", errors="ignore")
        for number, line in enumerate(text.splitlines(), 1):
            if forbidden.search(line):
                found.append(f"{source.name(path)}:{number}")
    plain(found, "A path of one machine, or a registry's address, stands in the repository:")


@pytest.mark.parametrize("app", APPS)
def test_every_app_says_what_it_is_for(app: str) -> None:
    said = ast.get_docstring(source.tree(source.PACKAGE / app / "__init__.py")) or ""
    assert said, f"{app}/__init__.py says nothing."
    if app not in {"config", "reports", "demo"}:
        assert "Noun" in said or "no tables" in said, f"{app}: name the nouns."
        assert "Start reading" in said or ".py" in said, f"{app}: say where to start reading."


def test_a_form_in_a_component_is_handed_its_token() -> None:
    """Included with `only`, a component sees no token unless it is given one, and its form is refused."""
    with_form = {path.name for path in source.templates() if "{% csrf_token %}" in path.read_text()}
    wrong = [
        f"{path.name}: {included[0][:120]}"
        for path in source.templates()
        for included in re.finditer(
            r'{% include "[\w/]*?(\w+\.html)"[^%]*? only %}', path.read_text()
        )
        if included[1] in with_form
        and 'method="post"' in included[0]
        and "csrf_token=csrf_token" not in included[0]
    ]
    assert not wrong, "Give it csrf_token=csrf_token: " + "; ".join(wrong)
