"""A file of the project as a tree: read once for all rules, and what a rule asks of it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache


@cache
def parsed(text: str) -> ast.Module:
    """Once for all rules."""
    return ast.parse(text)


@cache
def whole(tree: ast.Module) -> tuple[ast.AST, ...]:
    """Every node, in the order of `ast.walk`."""
    return tuple(ast.walk(tree))


def layer(path: str) -> str:
    """`src/jiefen/web/urls.py` → `web`; '' outside the package."""
    parts = path.split("/")
    return parts[2] if parts[:2] == ["src", "jiefen"] and len(parts) > 3 else ""


def dotted(node: ast.AST) -> str:
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""


def imported(tree: ast.Module) -> Iterator[tuple[int, str]]:
    for node in whole(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, name.name) for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.lineno, node.module
            yield from ((node.lineno, f"{node.module}.{name.name}") for name in node.names)


def calls(tree: ast.Module) -> Iterator[ast.Call]:
    return (node for node in whole(tree) if isinstance(node, ast.Call))
