"""A source with its syntax tree, and changes of it as pieces of its own text.

What is changed and what is quoted is the code as it was written.
"""

import ast
from dataclasses import dataclass

LARGEST = 1 << 15  # bytes of a source that is looked at

Piece = tuple[int, int, str]  # from where to where, and what stands there instead


@dataclass(frozen=True)
class Edit:
    """A change of a source: the line where it begins, of what kind it is, what it replaces.

    before, after: the code that changes, with what stands around it on its lines. is_arbitrary:
    whether it may win by chance, such as one constant put in place of another.
    """

    line: int
    kind: str
    pieces: tuple[Piece, ...]
    is_arbitrary: bool = False


@dataclass(frozen=True)
class New:
    """The text of an expression, and how tightly it holds together."""

    text: str
    tightness: int


ANYTHING, TUPLE, CONDITION, COMPARISON, BITS, SUM, PRODUCT, SIGN, POWER, ATOM = range(10)
_BINARY: dict[type[ast.operator], tuple[str, int]] = {
    ast.Add: ("+", SUM), ast.Sub: ("-", SUM), ast.Mult: ("*", PRODUCT), ast.Div: ("/", PRODUCT),
    ast.MatMult: ("@", PRODUCT), ast.FloorDiv: ("//", PRODUCT), ast.Mod: ("%", PRODUCT),
    ast.Pow: ("**", POWER), ast.BitOr: ("|", BITS), ast.BitXor: ("^", BITS),
    ast.BitAnd: ("&", BITS), ast.LShift: ("<<", BITS), ast.RShift: (">>", BITS),
}  # fmt: skip
_TIGHTNESS: dict[type[ast.expr], int] = {
    ast.Tuple: TUPLE, ast.Lambda: CONDITION, ast.IfExp: CONDITION, ast.BoolOp: CONDITION,
    ast.Compare: COMPARISON, ast.UnaryOp: SIGN, ast.Starred: ANYTHING, ast.Yield: ANYTHING,
    ast.YieldFrom: ANYTHING, ast.NamedExpr: ANYTHING, ast.GeneratorExp: ATOM,
}  # fmt: skip


class Source:
    """A source that can be changed piece by piece."""

    def __init__(self, source: bytes) -> None:
        """Raises ValueError for a source that is not looked at; SyntaxError, RecursionError."""
        plain = source.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n")
        if len(plain) > LARGEST or b"\r" in plain or b"\0" in plain or b"\t" in plain:
            raise ValueError("too large, or with odd line ends")
        self.plain, self.text = plain, plain.decode("utf-8")
        if "\f" in self.text or "coding" in "".join(self.text.split("\n")[:2]):
            raise ValueError("with an encoding of its own")
        self.tree = ast.parse(plain)
        self._lines = self.text.split("\n")
        self._begins = [0]
        for line in self._lines:
            self._begins.append(self._begins[-1] + len(line) + 1)
        self.read_names = {
            node.id
            for node in ast.walk(self.tree)
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)
        }
        self.parent: dict[ast.AST, ast.AST] = {}
        for node in ast.walk(self.tree):
            for child in ast.iter_child_nodes(node):
                self.parent[child] = node

    def at(self, line: int, column: int = 0) -> int:
        """The place of a line and a column, which counts bytes as syntax trees do."""
        if line <= len(self._lines) and not self._lines[line - 1].isascii():
            column = len(self._lines[line - 1].encode()[:column].decode())
        return self._begins[line - 1] + column

    def start(self, node: ast.expr | ast.stmt | ast.arg) -> int:
        return self.at(node.lineno, node.col_offset)

    def end(self, node: ast.expr | ast.stmt) -> int:
        assert node.end_lineno is not None and node.end_col_offset is not None
        return self.at(node.end_lineno, node.end_col_offset)

    def code(self, node: ast.expr | ast.stmt) -> str:
        """A node as it was written."""
        return self.text[self.start(node) : self.end(node)]

    def code_of_keyword(self, keyword: ast.keyword) -> str:
        """A keyword argument as it was written."""
        value = self.code(keyword.value)
        return f"{keyword.arg}={value}" if keyword.arg else f"**{value}"

    def lines(self, first: ast.stmt, last: ast.stmt | None = None) -> tuple[int, int]:
        """From where to where the whole lines of these statements go."""
        end = (last or first).end_lineno
        assert end is not None
        return self.at(first.lineno), min(self.at(end + 1), len(self.text))

    def changed(self, edit: Edit) -> bytes:
        """The source with an edit in it."""
        text = self.text
        for start, end, new in sorted(edit.pieces, reverse=True):
            text = text[:start] + new + text[end:]
        return text.encode()

    def new(self, node: ast.expr) -> New:
        """An expression as it stands there, without brackets around it."""
        text = self.code(node)
        if isinstance(node, ast.BinOp):
            return New(text, _BINARY.get(type(node.op), ("", CONDITION))[1])
        if isinstance(node, ast.Tuple) and text.startswith("("):
            return New(text, ATOM)
        return New(text, _TIGHTNESS.get(type(node), ATOM))

    def compared_with(self, node: ast.expr) -> str:
        """What an expression is compared with, and so cannot well become; "" for nothing."""
        parent = self.parent.get(node)
        if not isinstance(parent, ast.Compare):
            return ""
        return self.code(parent.comparators[0] if parent.left is node else parent.left)

    def binary(self, left: New, operator: type[ast.operator], right: New) -> New:
        """Two expressions joined by an operator, with brackets where it takes some."""
        sign, tightness = _BINARY[operator]
        is_power = operator is ast.Pow
        near = bracketed(left, tightness + is_power)
        far = bracketed(right, tightness + (not is_power) if not is_power else SIGN)
        return New(f"{near}{sign}{far}" if is_power else f"{near} {sign} {far}", tightness)

    def put(self, node: ast.expr, new: New, kind: str, is_arbitrary: bool = False) -> Edit:
        """The edit that puts something else in place of an expression."""
        start, end = self.start(node), self.end(node)
        text, is_tight = new.text, new.tightness >= self._needed(node)
        if self._is_bracketed(start, end):
            before = self.text[: start - 1][-1:]
            is_called = before.isalnum() or before in ("_", ")", "]")
            if is_tight and not is_called and "\n" not in self.text[start:end]:
                start, end = start - 1, end + 1  # (a + b) * c → a * c
        elif not is_tight:
            text = f"({text})"
        return Edit(node.lineno, kind, ((start, end, text),), is_arbitrary)

    def _is_bracketed(self, start: int, end: int) -> bool:
        return self.text[start - 1 : start] == "(" and self.text[end : end + 1] == ")"

    def _needed(self, node: ast.expr) -> int:
        """How tightly something must hold together to stand in a node's place."""
        parent = self.parent.get(node)
        if isinstance(parent, ast.BinOp):
            tightness = _BINARY.get(type(parent.op), ("", ATOM))[1]
            return tightness + (parent.right is node) if tightness < POWER else ATOM
        if isinstance(parent, ast.UnaryOp):
            return SIGN if not isinstance(parent.op, ast.Not) else COMPARISON
        if isinstance(parent, ast.Compare):
            return BITS
        if isinstance(parent, ast.Attribute | ast.Starred):
            return ATOM
        if isinstance(parent, ast.Subscript | ast.Call):
            own = parent.value if isinstance(parent, ast.Subscript) else parent.func
            return ATOM if own is node else CONDITION
        if isinstance(parent, ast.BoolOp | ast.IfExp):
            return COMPARISON
        return ANYTHING if isinstance(parent, ast.stmt) else CONDITION


def bracketed(new: New, needed: int) -> str:
    """An expression's text, in brackets where it does not hold together tightly enough."""
    return new.text if new.tightness >= needed else f"({new.text})"
