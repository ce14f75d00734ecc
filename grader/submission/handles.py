"""Stand-ins for what lives in the submission's process: functions to call, objects to use."""

from typing import TYPE_CHECKING, Any, NoReturn

from ..words.wording import path_text

if TYPE_CHECKING:
    from .module import Submission


class Function:
    """Something to call in the submission."""

    def __init__(self, submission: "Submission", path: tuple[Any, ...]) -> None:
        self._submission = submission
        self._path = path

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self._submission._call(self._path, args, kwargs)

    def __repr__(self) -> str:
        return f"<your {path_text(self._path)}>"


class Handle:
    """An object that lives in the submission's process. Its attributes are live.

    It is no value: Python and numpy find none of their protocols in it, and where numpy would take
    it for an array of objects, the test fails with a sentence.
    """

    __slots__ = ("_class_name", "_number", "_submission")
    __array_ufunc__ = None

    _submission: "Submission"
    _number: int
    _class_name: str

    def __init__(self, submission: "Submission", number: int, class_name: str) -> None:
        for name, value in (
            ("_submission", submission),
            ("_number", number),
            ("_class_name", class_name),
        ):
            object.__setattr__(self, name, value)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return self._submission._get((self, name))

    def __setattr__(self, name: str, value: object) -> None:
        path = (self, name)
        self._submission._request(path_text(path), ("set", path, value))

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self._submission._call((self,), args, kwargs)

    def _refuse(self, *args: object, **kwargs: object) -> NoReturn:
        self._submission._refuse_as_value(self._class_name)

    __array__ = __array_function__ = _refuse

    def __deepcopy__(self, memo: object) -> "Handle":
        return self

    def __repr__(self) -> str:
        return f"<an object of your class {self._class_name}>"
