"""Prints the edges between the Python files of a folder, one `from > to` a line.

Independent of the service: `ast` reads the imports, and a name is looked up as importlib would on a path that holds the
folders above top-most packages. `from m import a` is the submodule `m.a` where there is one, else `m`.
"""

import ast
import os
import sys

root = os.path.abspath(sys.argv[1])
files = set()
for folder, folders, names in os.walk(root):
    folders[:] = [f for f in folders if f not in {"node_modules", ".git", "dist", "coverage", "data"}]
    files.update(os.path.relpath(os.path.join(folder, n), root) for n in names if n.endswith(".py"))
folders_with_code = {""}
for path in files:
    while path:
        path = os.path.dirname(path)
        folders_with_code.add(path)


def top_of(path):
    folder = os.path.dirname(path)
    while folder and os.path.join(folder, "__init__.py") in files:
        folder = os.path.dirname(folder)
    return folder


roots = sorted({top_of(path) for path in files} | {""}, key=lambda r: (-len(r), r))


def module(base, parts):
    path = os.path.join(base, *parts) if parts else base
    package = os.path.join(path, "__init__.py")
    if package in files:
        return package, path
    if path + ".py" in files and parts:
        return path + ".py", None
    return (None, path) if path in folders_with_code else None


def members(found, names):
    target, folder = found
    chosen = set()
    for name in names or [None]:
        sub = module(folder, [name]) if name and folder is not None else None
        chosen.add(sub[0] if sub and sub[0] else target)
    return {c for c in chosen if c}


def absolute(path, parts, names):
    own = [r for r in roots if not r or path.startswith(r + os.sep)]
    for base in own + [r for r in roots if r not in own]:
        outside = base not in own
        top = module(base, parts[:1])
        if top is None or (parts[0] in sys.stdlib_module_names and (outside or top[0] is None)):
            continue
        found = module(base, parts)
        if found:
            return members(found, names)
    return set()


for path in sorted(files):
    try:
        with open(os.path.join(root, path), encoding="utf-8") as handle:
            tree = ast.parse(handle.read())
    except (SyntaxError, UnicodeDecodeError, ValueError):
        continue
    targets = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                targets |= absolute(path, alias.name.split("."), [])
        elif isinstance(node, ast.ImportFrom):
            names = [a.name for a in node.names if a.name != "*"]
            parts = node.module.split(".") if node.module else []
            if node.level == 0:
                targets |= absolute(path, parts, names)
                continue
            base = os.path.dirname(path)
            for _ in range(node.level - 1):
                base = os.path.dirname(base)
            found = module(base, parts)
            targets |= members(found, names) if found else set()
    for target in sorted(targets - {path}):
        print(f"{path} > {target}")
