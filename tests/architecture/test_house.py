"""The rules of the house, each held by a test; `lint-imports` holds which room may import which."""

import ast
import re

import pytest
from django.apps import apps
from django.core.management import call_command

from tests.architecture.source import ROOMS, ROOT, SOURCE, calls, imported, modules, name_of

DOORS = ("web", "cli", "config")
LONGEST_FILE = 500
LONGEST_FUNCTION = 45
CLOCKS = {"datetime.now", "datetime.utcnow", "date.today", "timezone.now", "timezone.localdate", "time.time", "now"}
HTTP = {"httpx", "urllib.request", "http.client", "requests", "socket", "aiohttp"}


def room_of(path):
    return path.relative_to(SOURCE).parts[0].removesuffix(".py")


def test_every_room_says_what_it_owns_and_what_it_never_does():
    for room in ROOMS:
        words = ast.get_docstring(ast.parse((SOURCE / room / "__init__.py").read_text(encoding="utf-8"))) or ""
        assert "Owns:" in words, room
        assert "Never:" in words, room


def test_no_file_outgrows_its_purpose():
    long = {name_of(path): len(path.read_text(encoding="utf-8").splitlines()) for path in modules()}
    assert {name: lines for name, lines in long.items() if lines > LONGEST_FILE} == {}


def body_lines(function):
    first = function.body[0]
    has_docstring = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    start = first.end_lineno if has_docstring else function.lineno
    return function.end_lineno - start


def test_no_function_is_longer_than_a_screen():
    long = [
        f"{name_of(path)}:{node.name} {body_lines(node)}"
        for path, tree in modules().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and body_lines(node) > LONGEST_FUNCTION
    ]
    assert long == []


def test_the_clock_is_read_at_the_doors_only():
    late = [
        f"{name_of(path)}: {call}"
        for path, tree in modules().items()
        if room_of(path) not in DOORS
        for call in calls(tree) & CLOCKS
    ]
    assert late == []


def test_one_module_speaks_http_outwards():
    speakers = [
        f"{name_of(path)}: {name}"
        for path, tree in modules().items()
        if name_of(path) != "sources/outbound.py"
        for name in imported(tree)
        if any(name == http or name.startswith(f"{http}.") for http in HTTP) and not name.startswith("socket")
    ]
    assert speakers == []


def test_models_neither_override_save_nor_use_signals():
    for path, tree in modules().items():
        assert not any(name.startswith("django.db.models.signals") for name in imported(tree)), name_of(path)
        if "models" in path.stem or path.parent.name == "models":
            names = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
            assert not names & {"save", "delete"}, name_of(path)


def public_functions(tree):
    return [node for node in tree.body if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")]


def test_operations_take_keywords_only():
    for path, tree in modules().items():
        if path.name == "operations.py":
            for function in public_functions(tree):
                assert not function.args.args, f"{name_of(path)}:{function.name}"


def test_operations_are_told_the_time():
    untimed = [
        f"{name_of(path)}:{function.name}"
        for path, tree in modules().items()
        if path.name == "operations.py"
        for function in public_functions(tree)
        if "at" not in {argument.arg for argument in function.args.kwonlyargs}
    ]
    assert untimed == []


def test_queries_do_not_write():
    writes = {"create", "bulk_create", "update", "bulk_update", "save", "delete", "get_or_create", "update_or_create"}
    for path, tree in modules().items():
        if path.name == "queries.py":
            made = {call.rpartition(".")[2] for call in calls(tree) if ".objects." in call}
            assert not made & writes, name_of(path)


def test_nothing_is_swallowed():
    for path, tree in modules().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.ExceptHandler):
                caught = "" if node.type is None else ast.unparse(node.type)
                assert caught not in {"", "Exception", "BaseException"}, f"{name_of(path)}:{node.lineno}"


def test_foreign_keys_point_down():
    order = {room: floor for floor, room in enumerate(ROOMS)}
    for model in apps.get_models():
        if not model.__module__.startswith("luotsi."):
            continue
        own = order[model.__module__.split(".")[1]]
        for field in model._meta.get_fields():
            if field.concrete and field.is_relation and field.related_model.__module__.startswith("luotsi."):
                target = order[field.related_model.__module__.split(".")[1]]
                assert target <= own, f"{model.__name__}.{field.name} points up"


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def test_no_unfinished_word_stands_in_the_source():
    unfinished = re.compile(r"\b(TODO|FIXME|XXX)\b|raise NotImplementedError|for now|simplified")
    for path in modules():
        assert not unfinished.search(path.read_text(encoding="utf-8")), name_of(path)


def test_no_machine_path_or_registry_address_stands_in_the_project():
    forbidden = re.compile(r"/work/|/tmp/|/root/|https?://[^\s]*(pypi|pythonhosted|npmjs)")
    endings = {".py", ".md", ".toml", ".yaml", ".yml", ".html", ".css", ".js", ".lock", ".csv", ".po", ""}
    skipped = {".git", ".venv", "var", ".mypy_cache", ".ruff_cache", ".pytest_cache", ".hypothesis", "__pycache__"}
    for path in ROOT.rglob("*"):
        if path.suffix in endings and path.is_file() and not skipped & set(path.relative_to(ROOT).parts):
            if path == ROOT / "tests" / "architecture" / "test_house.py":
                continue
            assert not forbidden.search(path.read_text(encoding="utf-8", errors="ignore")), path
