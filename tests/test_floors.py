"""The floors and the nevers of the house, read from the source itself; a breach is named by file and line."""

import ast
import graphlib
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parent.parent
FLOORS = ("base", "registry", "interpretations", "search", "app")
# PURE: dates in, answer out. Packages and modules; their contract is the standard library and each other.
PURE = (
    "registry.law",
    "registry.checking.rules",
    "registry.consultations.rules",
    "registry.decisions.rules",
    "interpretations.rules",
    "search.divisions",
    "search.lexicon.entries",
    "search.lexicon.learning",
    "search.lexicon.limits",
    "search.lexicon.terms",
    "search.query",
    "search.statistics.counts",
    "search.statistics.grouping",
    "search.statistics.shown",
    "search.statistics.wording",
    "search.words",
    "search.understanding",
)
PURE_MAY = ("base.errors", "base.term")
# Without pango the import itself fails, and the site must still start: only the child imports it, when asked.
LAZY = {("base.typesetter", "weasyprint")}
CLOCK = {"datetime": {"now", "today", "utcnow"}, "date": {"today"}, "func": {"now", "current_date"}}
CLOCK |= {"time": {"time", "time_ns", "localtime", "gmtime", "ctime"}}
LONGEST_FUNCTION = 40


@dataclass(frozen=True)
class Module:
    """One source file, under its dotted name."""

    name: str
    path: str
    tree: ast.Module

    @property
    def floor(self) -> int:
        return FLOORS.index(self.name.split(".", 1)[0])

    @property
    def package(self) -> str:
        """The part of a floor it belongs to: `registry.law`, or itself when it lies on the floor directly."""
        return ".".join(self.name.split(".")[:2])


@dataclass(frozen=True)
class Import:
    """One import statement's target, as far as it is ours or somebody's top-level name."""

    target: str
    line: int


def house(root: Path) -> dict[str, Module]:
    """Every module of every floor."""
    files = [path for floor in FLOORS for path in (root / floor).rglob("*.py")]
    files += [path for path in [root / "app.py"] if path.exists()]
    modules = (read(path, root) for path in files)
    return {module.name: module for module in modules}


def read(path: Path, root: Path) -> Module:
    relative = path.relative_to(root)
    parts = list(relative.with_suffix("").parts)
    if parts[-1] == "__init__":
        parts.pop()
    return Module(".".join(parts), str(relative), ast.parse(path.read_text("utf-8")))


def imports(module: Module, modules: dict[str, Module], nodes: Iterable[ast.AST]) -> Iterator[Import]:
    """What these nodes import; `from registry import tables` is an import of registry.tables."""
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from (Import(alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            start = origin(node, module)
            for alias in node.names:
                inner = f"{start}.{alias.name}"
                yield Import(inner if inner in modules else start, node.lineno)


def origin(node: ast.ImportFrom, module: Module) -> str:
    if not node.level:
        return node.module or ""
    here = module.name.split(".")
    above = here if module.path.endswith("__init__.py") else here[:-1]
    above = above[: len(above) - node.level + 1]
    return ".".join([*above, *(node.module or "").split(".")]).rstrip(".")


def all_imports(module: Module, modules: dict[str, Module]) -> list[Import]:
    return list(imports(module, modules, ast.walk(module.tree)))


def upward(modules: dict[str, Module]) -> Iterator[str]:
    """Imports from a floor that stands higher."""
    for module in modules.values():
        for found in all_imports(module, modules):
            top = found.target.split(".", 1)[0]
            if top in FLOORS and FLOORS.index(top) > module.floor:
                yield f"{module.path}:{found.line}: {module.name} imports {found.target} of a higher floor"


def hidden(modules: dict[str, Module]) -> Iterator[str]:
    """Imports inside functions and classes, where they hide a cycle or a cost."""
    for module in modules.values():
        inside = (
            node
            for outer in ast.walk(module.tree)
            if isinstance(outer, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
            for node in ast.walk(outer)
        )
        for found in set(imports(module, modules, inside)):
            if (module.name, found.target.split(".", 1)[0]) not in LAZY:
                yield f"{module.path}:{found.line}: {found.target} is imported inside a function"


def cycles(modules: dict[str, Module], part: Callable[[Module], str]) -> Iterator[str]:
    """Parts that import each other in a ring; a part is a module or a package."""
    edges: dict[str, dict[str, str]] = {}
    for module in modules.values():
        for found in all_imports(module, modules):
            for name in run_by(found.target, module, modules):
                target = part(modules[name])
                if target != part(module):
                    edges.setdefault(part(module), {}).setdefault(target, f"{module.path}:{found.line}")
    try:
        graphlib.TopologicalSorter({start: set(targets) for start, targets in edges.items()}).prepare()
    except graphlib.CycleError as ring:
        # The sorter lists each part before the one that imports it.
        names: list[str] = ring.args[1][::-1]
        yield f"{edges[names[0]][names[1]]}: a ring of imports: {' -> '.join(names)}"


def run_by(target: str, importer: Module, modules: dict[str, Module]) -> Iterator[str]:
    """The modules an import runs: `registry.views.home` runs the __init__ of its packages first."""
    parts = target.split(".")
    for end in range(1, len(parts) + 1):
        name = ".".join(parts[:end])
        if name in modules and name != importer.name:
            yield name


def impure(modules: dict[str, Module]) -> Iterator[str]:
    """Imports of PURE modules that reach beyond the standard library and each other."""
    for module in modules.values():
        if not belongs(module.name, PURE):
            continue
        for found in all_imports(module, modules):
            known = found.target.split(".", 1)[0] in sys.stdlib_module_names
            if not known and not belongs(found.target, (*PURE, *PURE_MAY)):
                yield f"{module.path}:{found.line}: {module.name} is pure but imports {found.target}"


def belongs(name: str, families: Iterable[str]) -> bool:
    return any(name == family or name.startswith(f"{family}.") for family in families)


def clocks(modules: dict[str, Module]) -> Iterator[str]:
    """Readings of a clock other than base.clock: the server's day is not Hangzhou's."""
    for module in modules.values():
        if module.name == "base.clock":
            continue
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Attribute) and node.attr in CLOCK.get(last_name(node.value), ()):
                yield f"{module.path}:{node.lineno}: {last_name(node.value)}.{node.attr} is another clock"
            elif isinstance(node, ast.ImportFrom) and node.module == "time":
                for alias in node.names:
                    if alias.name in CLOCK["time"]:
                        yield f"{module.path}:{node.lineno}: time.{alias.name} is another clock"


def last_name(node: ast.expr) -> str:
    if isinstance(node, ast.Call):
        return last_name(node.func)
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def commits(modules: dict[str, Module]) -> Iterator[str]:
    """Commits outside base.db: a deed, its audit row and its outbox row stand or fall together."""
    for module in modules.values():
        if module.name == "base.db":
            continue
        for node in ast.walk(module.tree):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and ends_a_transaction(node.func)
            ):
                call = f"{last_name(node.func.value)}.{node.func.attr}()"
                yield f"{module.path}:{node.lineno}: {call} outside base.db"


def ends_a_transaction(call: ast.Attribute) -> bool:
    receiver = last_name(call.value).lower()
    if call.attr == "commit":
        # A writer of the full-text index commits files, not the database.
        return "writer" not in receiver
    # `with session.begin():` commits at its end.
    kept = ("session", "connection", "engine", "database")
    return call.attr in {"begin", "begin_nested"} and any(word in receiver for word in kept)


def long_functions(modules: dict[str, Module]) -> Iterator[str]:
    """Functions nobody can see at once."""
    for module in modules.values():
        for node in ast.walk(module.tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                if lines > LONGEST_FUNCTION:
                    yield f"{module.path}:{node.lineno}: {node.name} has {lines} lines"


def module_rings(modules: dict[str, Module]) -> Iterator[str]:
    return cycles(modules, lambda module: module.name)


def package_rings(modules: dict[str, Module]) -> Iterator[str]:
    return cycles(modules, lambda module: module.package)


GUARDS = [upward, hidden, module_rings, package_rings, impure, clocks, commits, long_functions]
Guard = Callable[[dict[str, Module]], Iterable[str]]


@pytest.fixture(scope="module")
def standing_house() -> dict[str, Module]:
    modules = house(PROJECT)
    assert {"app", "base.db", "registry.tables"} <= set(modules), "the house was not found"
    return modules


@pytest.mark.parametrize("guard", GUARDS)
def test_the_house_keeps_its_floors_and_nevers(guard: Guard, standing_house: dict[str, Module]) -> None:
    breaches = sorted(guard(standing_house))
    assert not breaches, "\n".join(breaches)


LONG = "def f() -> None:\n" + "    g()\n" * 40
PLANTED: list[tuple[Guard, dict[str, str], str]] = [
    (upward, {"base/web.py": "import registry.tables\n"}, "base/web.py:1:"),
    (
        upward,
        {"registry/books.py": "\nfrom search import index\n", "search/index.py": ""},
        "registry/books.py:2:",
    ),
    (upward, {"base/web.py": "def f():\n    import app\n", "app.py": ""}, "base/web.py:2:"),
    (hidden, {"registry/books.py": "def f():\n    import json\n"}, "registry/books.py:2:"),
    (hidden, {"registry/books.py": "class A:\n    from json import loads\n"}, "registry/books.py:2:"),
    (hidden, {"base/typeset.py": "def f():\n    import weasyprint\n"}, "base/typeset.py:2:"),
    (module_rings, {"base/a.py": "import base.b\n", "base/b.py": "from base import a\n"}, "base/"),
    (module_rings, {"base/a.py": "from . import b\n", "base/b.py": "from .a import x\n"}, "base/"),
    (
        module_rings,
        {"registry/views/__init__.py": "from . import a\n", "registry/views/a.py": "from . import b\n"}
        | {"registry/views/b.py": ""},
        "registry/views/",
    ),
    (
        package_rings,
        {
            "registry/law/a.py": "",
            "registry/law/b.py": "import registry.reads.c\n",
            "registry/reads/c.py": "import registry.law.a\n",
        },
        "registry/",
    ),
    (impure, {"registry/law/a.py": "import sqlalchemy\n"}, "registry/law/a.py:1:"),
    (impure, {"registry/law/a.py": "from base import clock\n", "base/clock.py": ""}, "registry/law/a.py:1:"),
    (impure, {"search/query.py": "import numpy as np\n"}, "search/query.py:1:"),
    (clocks, {"registry/a.py": "x = datetime.now(UTC)\n"}, "registry/a.py:1:"),
    (clocks, {"registry/a.py": "\nx = datetime.date.today()\n"}, "registry/a.py:2:"),
    (clocks, {"registry/a.py": "import time\nx = time.time()\n"}, "registry/a.py:2:"),
    (clocks, {"registry/a.py": "from time import time\n"}, "registry/a.py:1:"),
    (clocks, {"registry/a.py": "x = sqlalchemy.func.now()\n"}, "registry/a.py:1:"),
    (commits, {"registry/a.py": "session.commit()\n"}, "registry/a.py:1:"),
    (commits, {"search/a.py": "with database.engine.begin() as c:\n    pass\n"}, "search/a.py:1:"),
    (
        commits,
        {"registry/a.py": "with Session() as session, session.begin():\n    pass\n"},
        "registry/a.py:1:",
    ),
    (long_functions, {"registry/a.py": LONG}, "registry/a.py:1:"),
]


@pytest.mark.parametrize(("guard", "files", "place"), PLANTED)
def test_a_planted_fault_is_named_by_file_and_line(
    guard: Guard, files: dict[str, str], place: str, tmp_path: Path
) -> None:
    breaches = list(guard(planted(files, tmp_path)))
    assert len(breaches) == 1
    assert breaches[0].startswith(place)


ALLOWED: list[tuple[Guard, dict[str, str]]] = [
    (upward, {"search/index.py": "from registry import tables\nimport base.db\n", "registry/tables.py": ""}),
    (hidden, {"base/typesetter.py": "def f():\n    import weasyprint\n"}),
    (hidden, {"base/a.py": "if TYPE_CHECKING:\n    from json import loads\n"}),
    (
        module_rings,
        {"base/a.py": "import base.b\nimport base.c\n", "base/b.py": "import base.c\n", "base/c.py": ""},
    ),
    (
        impure,
        {"registry/law/a.py": "import re\nfrom base.errors import BadInput\nfrom registry.law import b\n"},
    ),
    (
        clocks,
        {
            "base/clock.py": "x = datetime.now(UTC)\n",
            "base/a.py": "x = time.monotonic()\ny = clock.today()\n",
        },
    ),
    (commits, {"base/db.py": "session.commit()\n", "search/index.py": "writer.commit()\n"}),
    (long_functions, {"base/a.py": LONG.replace("    g()\n", "", 1)}),
]


@pytest.mark.parametrize(("guard", "files"), ALLOWED)
def test_what_the_rules_allow_is_left_alone(guard: Guard, files: dict[str, str], tmp_path: Path) -> None:
    assert list(guard(planted(files, tmp_path))) == []


def planted(files: dict[str, str], root: Path) -> dict[str, Module]:
    for name, source in files.items():
        place = root / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(source, "utf-8")
    return house(root)
