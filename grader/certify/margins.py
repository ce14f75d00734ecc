"""How far the solution itself moves when only the arithmetic changes, against each tolerance.

A tolerance is fair if a correct solution may compute in another order and still pass. What counts
is the largest |value − expected| / (atol + rtol · |expected|) of all comparisons of a suite: below
1 the suite passes, far below is better. float32 is measured as well; it need not pass.
"""

import ast
from dataclasses import dataclass

# numpy, but every sum and every product runs through its terms backwards.
_REORDERED_NUMPY = """\
import numpy as _numpy


class _Reordered:
    def __getattr__(self, name):
        return getattr(_numpy, name)

    def sum(self, a, axis=None, **options):
        return _numpy.sum(_numpy.flip(_numpy.asarray(a), axis), axis=axis, **options)

    def mean(self, a, axis=None, **options):
        return _numpy.mean(_numpy.flip(_numpy.asarray(a), axis), axis=axis, **options)

    def dot(self, a, b):
        a, b = _numpy.asarray(a), _numpy.asarray(b)
        return _numpy.dot(a[..., ::-1], b[::-1]) if 0 < b.ndim <= 2 else _numpy.dot(a, b)

    matmul = dot


np = _Reordered()
"""

_SINGLE_PRECISION = """

def _single(function):
    def cast(value):
        is_float = isinstance(value, np.ndarray) and value.dtype == np.float64
        return value.astype(np.float32) if is_float else value

    def back(value):
        if isinstance(value, (np.ndarray, np.floating)):
            return np.asarray(value, dtype=np.float64)[()]
        return type(value)(map(back, value)) if isinstance(value, (tuple, list)) else value

    return lambda *args, **options: back(function(*map(cast, args), **options))
"""


@dataclass
class Margin:
    """The share of its tolerance that a change of arithmetic uses; must_hold: below 1."""

    change: str
    used: float
    must_hold: bool = True


def reordered(solution: str) -> str:
    """The solution with its sums and products taken in another order."""
    tree = _Calls().visit(ast.parse(solution))
    rest = [n for n in tree.body if not (isinstance(n, ast.Import) and n.names[0].name == "numpy")]
    return _REORDERED_NUMPY + "\n" + ast.unparse(ast.Module(rest, []))


def single_precision(solution: str) -> str:
    """The solution with its functions computing in float32; classes stay as they are."""
    functions = [n.name for n in ast.parse(solution).body if isinstance(n, ast.FunctionDef)]
    wrapped = "".join(f"{name} = _single({name})\n" for name in functions)
    return f"import numpy as np\n{solution}{_SINGLE_PRECISION}\n\n{wrapped}"


class _Calls(ast.NodeTransformer):
    """a @ b → np.matmul(a, b) and x.sum(…) → np.sum(x, …), so that our numpy sees them."""

    def visit_BinOp(self, node: ast.BinOp) -> ast.AST:
        self.generic_visit(node)
        if isinstance(node.op, ast.MatMult):
            return ast.copy_location(_numpy_call("matmul", [node.left, node.right], []), node)
        return node

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        function = node.func
        if not isinstance(function, ast.Attribute) or function.attr not in ("sum", "mean", "dot"):
            return node
        if isinstance(function.value, ast.Name) and function.value.id == "np":
            return node
        arguments = [function.value, *node.args]
        return ast.copy_location(_numpy_call(function.attr, arguments, node.keywords), node)


def _numpy_call(name: str, arguments: list[ast.expr], keywords: list[ast.keyword]) -> ast.Call:
    function = ast.Attribute(ast.Name("np", ast.Load()), name, ast.Load())
    return ast.fix_missing_locations(ast.Call(function, arguments, keywords))
