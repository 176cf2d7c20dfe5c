"""Nothing in the pages writes but on behalf of somebody who may; this walks the code and says so.

A function of ``geo.store`` writes when it opens ``writing``, or calls one that does. A page gives
it an ``Act``, and only ``deciding.act_for`` makes one, after asking who it is for; or it stands in
a ``with`` block of ``access``. While the app runs, the store itself refuses everything else
(``geo.store.engine.guard_writes``).
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from geo.access import Role
from geo.errors import AccessError
from geo.settings import Settings
from geo.store.engine import guard_writes
from geo.store.people import people, set_role

ROOT = Path(__file__).resolve().parent.parent
STORE = sorted((ROOT / "geo" / "store").glob("*.py"))
PAGES = sorted((ROOT / "pages").rglob("*.py"))
GRANTS = {"writing", "administering", "_granted"}
"""What ``pages/parts/access.py`` opens for those who may."""
MADE_BY = "pages/parts/deciding.py"
"""The only module of the pages that makes an ``Act``."""


def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def name_of(call: ast.Call) -> str:
    match call.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""


Function = tuple[str, str]
"""Module and name."""


def meant(tree: ast.Module, module: str) -> dict[str, Function]:
    """What the names of a module of the store stand for: its functions, and what it imports."""
    names = {
        alias.asname or alias.name: ((node.module or "").rpartition(".")[2], alias.name)
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("geo.store")
        for alias in node.names
    }
    own = {
        node.name: (module, node.name) for node in tree.body if isinstance(node, ast.FunctionDef)
    }
    return names | own


@cache
def writers() -> dict[Function, bool]:
    """Functions of the store that write, and whether they take an ``Act``."""
    calls_of: dict[Function, set[Function]] = {}
    takes_act: dict[Function, bool] = {}
    for path in STORE:
        tree, module = parsed(path), path.stem
        names = meant(tree, module)
        for node in tree.body:
            if isinstance(node, ast.FunctionDef):
                one = (module, node.name)
                called = {name_of(c) for c in ast.walk(node) if isinstance(c, ast.Call)}
                calls_of[one] = {names[name] for name in called if name in names}
                arguments = (*node.args.args, *node.args.kwonlyargs)
                takes_act[one] = any(
                    isinstance(arg.annotation, ast.Name) and arg.annotation.id == "Act"
                    for arg in arguments
                )
    found = {("engine", "writing")}
    while more := {one for one, called in calls_of.items() if called & found} - found:
        found |= more
    return {one: takes_act[one] for one in found if not one[1].startswith("_")}


def calls(node: ast.AST, granted: bool = False) -> Iterator[tuple[ast.Call, bool]]:
    """Every call, and whether it stands in a block that somebody opened who may write."""
    if isinstance(node, ast.With):
        opened = {
            name_of(i.context_expr) for i in node.items if isinstance(i.context_expr, ast.Call)
        }
        granted = granted or bool(opened & GRANTS)
    elif isinstance(node, ast.FunctionDef | ast.Lambda):
        granted = False  # it may run later, when the block has ended
    if isinstance(node, ast.Call):
        yield node, granted
    for child in ast.iter_child_nodes(node):
        yield from calls(child, granted)


def function_of(call: ast.Call, names: dict[str, Function]) -> Function | None:
    """The function of the store that is called, by its name or as one of a module."""
    match call.func:
        case ast.Name(id=name):
            return names.get(name)
        case ast.Attribute(value=ast.Name(id=module), attr=name) if module in names:
            return names[module][1], name
    return None


def author_of_an_act(call: ast.Call) -> bool:
    """Whether an author is given that somebody's act or sign-in has: ``by.author``."""
    given = [*call.args, *(word.value for word in call.keywords)]
    return any(isinstance(one, ast.Attribute) and one.attr == "author" for one in given)


def test_the_walk_finds_those_that_write() -> None:
    found = writers()
    for one in (("incidents", "merge_incidents"), ("undo", "undo"), ("reviewing", "accept")):
        assert found[one], f"{one} writes, for an act"
    for one in (("queueing", "queue_article"), ("corrections", "undo"), ("people", "set_role")):
        assert found[one] is False, f"{one} writes, for an author"
    reads = {"people", "history", "drafts", "read_snapshot", "deeds", "correction_history"}
    assert not reads & {name for _, name in found}


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_pages_write_for_those_who_may(path: Path) -> None:
    tree, found = parsed(path), writers()
    names = meant(tree, "")
    wrong = []
    for call, granted in calls(tree):
        name = name_of(call)
        if name == "Act" and str(path.relative_to(ROOT)) != MADE_BY:
            wrong.append(f"line {call.lineno}: makes an Act of its own")
        starts = name == "Work" and (
            len(call.args) > 2 or any(k.arg is None for k in call.keywords)
        )
        if starts and not granted:
            wrong.append(f"line {call.lineno}: a process that writes is started, whoever asks")
        one = function_of(call, names)
        if one not in found:
            continue
        if not (found[one] or granted or author_of_an_act(call)):
            wrong.append(f"line {call.lineno}: {name} writes, whoever asks")
    assert not wrong, f"{path.relative_to(ROOT)}: {'; '.join(wrong)}"


def test_only_the_guard_of_the_pages_grants() -> None:
    users = {
        str(path.relative_to(ROOT))
        for path in PAGES
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Name) and node.id in ("_granted", "_allowed")
    }
    assert users == {"pages/parts/access.py"}


def test_the_store_refuses_what_nobody_has_granted(own_store: Settings) -> None:
    url, may = own_store.database_url, False
    guard_writes(lambda: may)
    try:
        with pytest.raises(AccessError, match="nobody who may"):
            set_role(url, "a@example.org", Role.EDITOR, "Somebody")
        assert people(url) == []
        may = True
        set_role(url, "a@example.org", Role.EDITOR, "Somebody")
    finally:
        guard_writes(None)
    assert [one.identity for one in people(url)] == ["a@example.org"]
