"""All small changes of a source, the likely ones first, made as they are asked for."""

import ast
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import pairwise

from . import additions as a
from . import brackets as b
from . import calls as c
from . import expressions as e
from . import habits as h
from . import insertions as i
from . import statements as s
from . import unused as u
from .scope import Function, Scope
from .source import Edit, New, Source

# What comes first is what people do most; what there are most of comes last.
_TIERS: tuple[tuple[tuple[s.Change, ...], tuple[e.Rewrite, ...]], ...] = (
    (
        (
            h.given_back, h.turned_round, h.renamed, h.piled_up,
            s.assignments, s.moved, s.exchanged, i.restored, i.misspelt,
        ),
        (
            h.either, h.looped, h.alone, h.letters, h.of_any_shape, h.drawn, h.of_samples,
            e.tables, e.complements,
            e.selves, c.calls, b.grouped, b.taken_out, b.nested, e.operands, e.axes, e.operators,
            c.functions, e.indices,
        ),
    ),
    ((), (u.unused,)),
    (
        (
            s.removed, s.accumulated, s.swapped, i.kept, i.guarded, i.completed,
        ),
        (e.constants, a.tiny_terms, c.copied),
    ),
    ((), (e.names, e.sizes, e.constants_to_names, a.powers, u.functions_applied)),
    ((i.scaled,), ()),
    ((i.scaled_in_part, s.parameters), (u.expression_to_name, a.wrapped)),
    ((), (a.factors,)),
    ((), (a.terms,)),
)  # fmt: skip

LIKELY = 4  # tiers that are gone through first
NEARLY = 0.95  # as suspect as the most suspect is suspect enough


def edits(source: Source, suspicion: Mapping[int, float]) -> Iterator[Edit]:
    """Every edit once, by how likely it is; suspicion: of the lines that may be to blame.

    The likelier tiers are gone through for the most suspect statements before any for the others.
    """
    ranked = _ranked(source, suspicion)
    most = max((suspect for suspect, _ in ranked), default=0.0)
    places = [place for _, place in ranked]
    first = [place for suspect, place in ranked if suspect >= NEARLY * most]
    later = places[len(first) :]
    yield from _of_tier(source, 0, first)
    yield from _of_tier(source, 1, places)  # what is never read says more than where a test fails
    yield from _of_tier(source, 2, first)
    yield from _of_class(source)
    yield from h.of_class(source)
    yield from _everywhere(source, first)
    for number in range(3, LIKELY + 1):
        yield from _of_tier(source, number, first)
    for number in range(LIKELY):
        yield from _of_tier(source, number, later)
    yield from _everywhere(source, places)
    yield from _from_elsewhere(source, first)
    yield from _of_tier(source, LIKELY, later)
    yield from _from_elsewhere(source, later)
    for number in range(LIKELY + 1, len(_TIERS)):
        yield from _of_tier(source, number, first)
        yield from _of_tier(source, number, later)


def _of_tier(source: Source, number: int, places: "list[Place]") -> Iterator[Edit]:
    changes, rewrites = _TIERS[number]
    for statement, nodes, scope in places:
        for change in changes:
            yield from change(source, statement, scope)
        for node in nodes:
            for rewrite in rewrites:
                yield from rewrite(source, node, scope)


Place = tuple[ast.stmt, list[ast.expr], Scope]


def _ranked(source: Source, suspicion: Mapping[int, float]) -> list[tuple[float, Place]]:
    """Statements that may be to blame and how much, with their own expressions; the most first."""
    found: list[tuple[float, int, Place]] = []
    scopes: dict[tuple[Function | None, ast.ClassDef | None], Scope] = {}

    def visit(body: list[ast.stmt], function: Function | None, owner: ast.ClassDef | None) -> None:
        if (function, owner) not in scopes:
            scopes[function, owner] = Scope(source.tree, function, owner)
        scope = scopes[function, owner]
        for statement in body:
            if isinstance(statement, ast.FunctionDef):
                visit(statement.body, statement, owner)
                defaults = [*statement.args.defaults, *statement.args.kw_defaults]
                nodes = [node for node in defaults if node]
            elif isinstance(statement, ast.ClassDef):
                visit(statement.body, None, statement)
                continue
            elif isinstance(statement, ast.Import | ast.ImportFrom) or s.is_docstring(statement):
                continue
            else:
                nodes = list(_own_expressions(statement))
                for name in ("body", "orelse", "finalbody"):
                    visit_block = getattr(statement, name, [])
                    if visit_block:
                        visit(visit_block, function, owner)
            heads = _head_lines(statement)
            if isinstance(statement, ast.FunctionDef):  # its defaults are as suspect as the body
                heads = range(statement.lineno, (statement.end_lineno or 0) + 1)
            suspect = max((suspicion.get(line, 0.0) for line in heads), default=0.0)
            if suspect or function is None or isinstance(statement, ast.FunctionDef):
                place = (statement, nodes, scope.at(statement))
                found.append((-suspect, statement.lineno, place))

    visit(source.tree.body, None, None)
    found.sort(key=lambda item: item[:2])
    return [(-suspect, place) for suspect, _, place in found]


def _head_lines(statement: ast.stmt) -> range:
    body = getattr(statement, "body", None)
    last = statement.end_lineno or statement.lineno
    if isinstance(body, list) and body:
        last = max(statement.lineno, body[0].lineno - 1)
    return range(statement.lineno, last + 1)


def _own_expressions(node: ast.AST) -> Iterator[ast.expr]:
    """The expressions of a statement, without those of the statements in it."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.stmt):
            continue
        if isinstance(child, ast.expr) and not isinstance(child, ast.JoinedStr):
            yield child
        if not isinstance(child, ast.JoinedStr):
            yield from _own_expressions(child)


def _everywhere(source: Source, places: list[Place]) -> Iterator[Edit]:
    """One name, attribute or axis changed wherever a function has it."""
    scopes: dict[int, tuple[Scope, list[ast.expr]]] = {}
    for _, nodes, scope in places:
        key = id(scope.parameters)
        scopes.setdefault(key, (scope, []))[1].extend(nodes)
    merged: dict[tuple[str, ...], tuple[Scope, list[ast.expr]]] = {}
    for scope, nodes in scopes.values():
        merged.setdefault(tuple(scope.every_value + scope.attributes), (scope, []))[1].extend(nodes)
    for scope, nodes in merged.values():
        by_code: dict[str, list[ast.expr]] = {}
        for node in nodes:
            for likeness in _likenesses(source, node):
                by_code.setdefault(likeness, []).append(node)
        for same in by_code.values():
            if 1 < len(same) < 9:
                yield from _same_change(source, same, scope)
                yield from _kept(source, same, scope)


def _likenesses(source: Source, node: ast.expr) -> Iterator[str]:
    """What an expression has in common with others that the same slip may concern."""
    code = source.code(node)
    if isinstance(node, ast.Name | ast.Attribute | ast.Constant):
        yield from (code, f"{node.lineno} {code}")
    if isinstance(node, ast.Attribute):
        yield f".{node.attr}"
    elif isinstance(node, ast.BinOp):
        yield f"{node.lineno} {type(node.op).__name__}"
        if isinstance(node.op, ast.Add) and any(map(e.is_complement, ast.walk(node))):
            yield "shares"
    elif isinstance(node, ast.Compare):
        yield f"{type(node.ops[0]).__name__} {source.code(node.comparators[0])}"
    elif isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Load):
        yield f"{source.code(node.value)}[]"
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        yield f"{node.func.attr}()"
        if node.func.attr in e.REDUCTIONS:
            yield "axes"


def _of_class(source: Source) -> Iterator[Edit]:
    """What all objects of a class share, kept by each for itself."""
    for owner in ast.walk(source.tree):
        if isinstance(owner, ast.ClassDef):
            names = [
                node
                for node in ast.walk(owner)
                if isinstance(node, ast.Name) and node.id == owner.name
                if isinstance(source.parent.get(node), ast.Attribute)
            ]
            pieces = tuple((source.start(node), source.end(node), "self") for node in names)
            yield from [Edit(min(node.lineno for node in names), "self", pieces)] if names else []


def _same_change(source: Source, nodes: list[ast.expr], scope: Scope) -> Iterator[Edit]:
    rewrites = (
        e.complements, e.selves, e.constants, e.constants_to_names, e.axes, e.names, e.indices,
        e.operators, c.functions, c.calls,
    )  # fmt: skip
    for rewrite in rewrites:
        lists = [list(rewrite(source, node, scope)) for node in nodes]
        if len({len(each) for each in lists}) != 1:
            continue
        for together in zip(*lists, strict=True):
            pieces = tuple(sorted(piece for edit in together for piece in edit.pieces))
            apart = all(one[1] <= two[0] for one, two in pairwise(pieces))
            if apart:
                silly = rewrite is e.constants or any(edit.is_arbitrary for edit in together)
                line = min(edit.line for edit in together)
                yield Edit(line, together[0].kind, pieces, silly)


def _kept(source: Source, nodes: list[ast.expr], scope: Scope) -> Iterator[Edit]:
    """A method's own value, everywhere in it, as an attribute that it may have by that name."""
    first = nodes[0]
    if not isinstance(first, ast.Name) or first.id in scope.parameters:
        return
    if f"self.{first.id}" in scope.attributes:
        places = sorted(source.start(node) for node in nodes)
        line = min(node.lineno for node in nodes)
        yield Edit(line, "self", tuple((place, place, "self.") for place in places))


def _from_elsewhere(source: Source, places: list[Place]) -> Iterator[Edit]:
    """A larger expression that stands elsewhere in the file."""
    count: Counter[str] = Counter()
    for _, nodes, _ in places:
        for node in nodes:
            if (
                isinstance(node, ast.BinOp | ast.Call | ast.Subscript)
                and len(source.code(node)) < 60
                and isinstance(getattr(node, "ctx", ast.Load()), ast.Load)
            ):
                count[source.code(node)] += 1
    known = {
        code: source.new(node)
        for _, nodes, _ in places
        for node in nodes
        if (code := source.code(node)) in count
    }
    for _, nodes, _ in places:
        for node in nodes:
            if isinstance(node, ast.Name | ast.Subscript | ast.Attribute | ast.BinOp | ast.Call):
                if not isinstance(getattr(node, "ctx", ast.Load()), ast.Load):
                    continue
                parent = source.parent.get(node)
                if not isinstance(parent, ast.Assign | ast.Return | ast.Call | ast.AugAssign):
                    continue
                if isinstance(parent, ast.Call) and parent.func is node:
                    continue
                own = source.code(node)
                for code, new in known.items():
                    if code != own and own not in code:
                        yield source.put(node, New(new.text, new.tightness), "expression")
