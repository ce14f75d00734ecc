"""Changes of one expression: functions, calls, their arguments, copies."""

import ast
from collections.abc import Iterator
from itertools import pairwise

from .scope import Scope
from .source import ATOM, CONDITION, Edit, New, Source, bracketed

_FAMILIES = (
    ("sum", "mean", "cumsum", "prod", "size"), ("max", "min", "mean", "maximum", "sum"),
    ("argmax", "argmin", "max"), ("maximum", "minimum", "max", "fmax"),
    ("zeros", "ones", "empty", "zeros_like", "eye"), ("zeros_like", "ones_like", "empty_like"),
    ("std", "var", "mean"), ("exp", "log", "sqrt", "expm1", "exp2"),
    ("log", "log2", "log10", "log1p", "exp"),
    ("standard_normal", "normal", "uniform", "random", "randn", "rand"),
    ("permutation", "choice", "integers", "shuffle", "arange"), ("dot", "multiply", "outer"),
    ("ndim", "size", "shape"), ("keys", "values", "items"), ("floor", "ceil", "round"),
    ("copy", "view"), ("ravel", "flatten", "squeeze"), ("logspace", "linspace", "geomspace"),
    ("any", "all"), ("forward", "backward"), ("predict", "loss", "gradient", "accuracy"),
)  # fmt: skip
_HEADS = {family[0] for family in _FAMILIES}


def functions(source: Source, node: ast.expr, scope: Scope) -> Iterator[Edit]:
    """Another function of the same family; another function of the file's; the same of np."""
    if isinstance(node, ast.Name | ast.Attribute):
        number = source.code(node)
        if number == "int" or number.startswith("np.int"):  # as a type
            yield source.put(node, New("float", ATOM), "function")
    if isinstance(node, ast.Attribute) and node.attr == "size":
        yield source.put(node, New(f"len({source.code(node.value)})", ATOM), "function")
    if isinstance(node, ast.Attribute):
        place = (source.end(node) - len(node.attr), source.end(node))
        compared = source.compared_with(node)
        for family in _FAMILIES:
            if family[0] == node.attr or (node.attr in family and node.attr not in _HEADS):
                for other in family:
                    # A shape is never the same as a number.
                    is_odd = compared and "shape" in (other, compared.rpartition(".")[2])
                    if other != node.attr and not is_odd:
                        line = node.end_lineno or node.lineno
                        yield Edit(line, "function", ((*place, other),))
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        name = node.func.id
        others = [*sorted(scope.functions - {"np", name})]
        if name in ("max", "min", "abs", "sum", "round"):
            numpy = {"max": "np.maximum", "min": "np.minimum"}.get(name, f"np.{name}")
            others = [numpy, f"np.{name}", *others]
        for other in dict.fromkeys(others):
            yield source.put(node.func, New(other, ATOM), "function")


def calls(source: Source, node: ast.expr, scope: Scope) -> Iterator[Edit]:
    """A call dropped; arguments exchanged or dropped; np.zeros(a, b) → np.zeros((a, b))."""
    if isinstance(node, ast.Attribute) and source.code(node) == "np.random":
        for name in scope.all_values():
            if name.endswith("rng"):
                yield source.put(node, New(name, ATOM), "name")
    if isinstance(node, ast.Attribute) and node.attr == "T":
        yield source.put(node, source.new(node.value), "transposed")
    if getattr(source.parent.get(node), "iter", None) is node:
        yield source.put(node, New(f"reversed({source.code(node)})", ATOM), "order")
    if not isinstance(node, ast.Call):
        return
    yield from _with_option(source, node, scope)
    if isinstance(source.parent.get(node), ast.Call):  # its value, where a function is asked for
        yield source.put(node, New(f"lambda _: {source.code(node)}", CONDITION), "call")
    if source.code(node.func) in ("np.dot", "np.multiply") and len(node.args) == 2:
        product = source.binary(source.new(node.args[0]), ast.Mult, source.new(node.args[1]))
        yield source.put(node, New(f"np.sum({product.text})", ATOM), "function")
    for index in range(len(node.args) - 1):
        one, two = node.args[index : index + 2]
        pieces = tuple(
            (source.start(a), source.end(a), source.code(b)) for a, b in ((one, two), (two, one))
        )
        yield Edit(node.lineno, "arguments", pieces)
    if node.args and not isinstance(node.args[0], ast.Starred):
        is_numpy = isinstance(node.func, ast.Attribute) and source.code(node.func)[:3] == "np."
        if is_numpy or len(node.args) == 1:
            yield source.put(node, source.new(node.args[0]), "call dropped")
    if isinstance(node.func, ast.Attribute) and is_value(node.func.value, scope):
        kind = "copy" if node.func.attr == "copy" else "call dropped"
        yield source.put(node, source.new(node.func.value), kind)
    if isinstance(node.func, ast.Attribute) and len(node.args) == 1 and not node.keywords:
        owner, argument = node.func.value, source.new(node.args[0])
        if is_value(owner, scope):  # a.dot(b) → b.dot(a)
            text = f"{bracketed(argument, ATOM)}.{node.func.attr}({source.code(owner)})"
            yield source.put(node, New(text, ATOM), "exchanged")
    yield from _of_others(source, node, scope)
    if not node.args:  # np.random.default_rng() → rng
        for name in scope.parameters:
            yield source.put(node, New(name, ATOM), "call dropped")
    function = source.code(node.func)
    if function == "sorted" or function.endswith((".sort", ".argsort")):
        end = source.end(node) - 1
        for more in (", reverse=True", ", key=lambda item: item[0]"):
            yield Edit(node.lineno, "order", ((end, end, more),))
    if function.endswith(".normal"):
        start = source.end(node.func) + 1
        yield Edit(node.lineno, "arguments", ((start, start, "0.0, "),))
    parts = [source.code(a) for a in node.args]
    words = [source.code_of_keyword(k) for k in node.keywords]
    for index in range(len(parts) + len(words)):
        every = [*parts, *words]
        del every[index]
        yield source.put(node, New(f"{function}({', '.join(every)})", ATOM), "arguments")
    if len(parts) > 1:
        inside = ", ".join(["(" + ", ".join(parts) + ")", *words])
        yield source.put(node, New(f"{function}({inside})", ATOM), "arguments")


def _with_option(source: Source, node: ast.Call, scope: Scope) -> Iterator[Edit]:
    """An argument that a function of the file takes and is not given: passed on, or a flag set."""
    called = node.func.attr if isinstance(node.func, ast.Attribute) else source.code(node.func)
    for name, default in scope.options.get(called, {}).items():
        values = [name] if name in scope.values else []
        values += [str(not default)] if isinstance(default, bool) else []
        for value in values if name not in [k.arg for k in node.keywords] else ():
            end = source.end(node) - 1
            comma = ", " if node.args or node.keywords else ""
            yield Edit(node.lineno, "arguments", ((end, end, f"{comma}{name}={value}"),))


def _of_others(source: Source, node: ast.Call, scope: Scope) -> Iterator[Edit]:
    """f(x_train, t_train) → f(x_batch, t_batch): two names that come together."""
    for one, two in pairwise(node.args):
        given = (source.code(one), source.code(two))
        for pair in scope.pairs if given in scope.pairs else ():
            if pair != given and set(pair) <= set(scope.values):
                text = source.text[source.end(one) : source.start(two)].join(pair)
                yield Edit(node.lineno, "arguments", ((source.start(one), source.end(two), text),))


def copied(source: Source, node: ast.expr, scope: Scope) -> Iterator[Edit]:
    """A copy of what is stored, handed over or given back under another name."""
    parent = source.parent.get(node)
    kept = ast.Assign | ast.Call | ast.Return | ast.Tuple | ast.List | ast.Dict | ast.DictComp
    if not isinstance(node, ast.Name | ast.Attribute | ast.Subscript):
        return
    is_called = isinstance(parent, ast.Call) and parent.func is node
    if isinstance(node.ctx, ast.Load) and isinstance(parent, kept) and not is_called:
        yield source.put(node, New(f"{source.code(node)}.copy()", ATOM), "copy")


def is_value(node: ast.expr, scope: Scope) -> bool:
    """Whether an expression is a value rather than a module."""
    return not isinstance(node, ast.Name) or scope.is_value(node.id)
