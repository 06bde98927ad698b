"""Calls of the C interface: errors, texts and times as they cross it."""

from __future__ import annotations

import dataclasses
import datetime
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Optional, Union

from ecflink._capi import ffi, lib

Time = Union[datetime.datetime, str]
"""An instant: an aware datetime, or a text in the form of RFC 3339 with "Z" or an offset."""

Progress = Callable[[str, int, int], object]
"""A function that is told the stage of the work, and how many of how many rows are done."""

_EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)
_EPOCH_DAY = datetime.date(1970, 1, 1)
_MICROSECOND = datetime.timedelta(microseconds=1)


@dataclasses.dataclass(frozen=True)
class Diagnostic:
    """What is wrong, or worth knowing, in a file or a policy layer."""

    file: str
    line: int
    """From 1; 0: the whole file."""
    column: int
    """From 1; 0: the whole line."""
    path: str
    """JSON Pointer of the place in a policy layer, "/link/confirm"."""
    message: str
    found: str
    expected: str
    text: str
    """All of it in one line."""
    is_error: bool


class Error(Exception):
    """What ecflink could not do. Its classes are the classes of statuses of the C interface."""

    def __init__(self, message: str, *, status: str = "", field: str = "", index: int = 0,
                 diagnostics: tuple[Diagnostic, ...] = ()):
        super().__init__(message)
        self.status = status
        """The name of the status, "ECFLINK_E_TIME_TWICE"."""
        self.field = field
        """The wrong argument or column, "links.login"; empty: none in particular."""
        self.index = index
        """Where the field lies in a column."""
        self.diagnostics = diagnostics
        """Everything that is wrong with files or policy layers."""

    @property
    def file(self) -> str:
        """The file of the first diagnostic; empty if there is none."""
        return self.diagnostics[0].file if self.diagnostics else ""

    @property
    def line(self) -> int:
        """The line of the first diagnostic, from 1; 0: none, or the whole file."""
        return self.diagnostics[0].line if self.diagnostics else 0

    @property
    def column(self) -> int:
        """The column of the first diagnostic, from 1; 0: none, or the whole line."""
        return self.diagnostics[0].column if self.diagnostics else 0


class InvalidError(Error, ValueError):
    """An argument breaks a rule."""


class NotFoundError(Error, LookupError):
    """Nothing has this id."""


class PolicyError(Error, ValueError):
    """Policy layers do not load. `diagnostics` has every reason."""


class TimeError(Error, ValueError):
    """A text is not a time."""


class ArrowError(Error, ValueError):
    """A table failed, or is not the one that is expected. `field` is the table or the column."""


class FileError(Error, OSError):
    """A file cannot be read, or a text is not what it must be. `diagnostics` has every reason."""


class Cancelled(Error):
    """The work was cancelled."""


class UnsupportedError(Error):
    """This package was built without it, as without PostgreSQL."""


class LedgerError(Error):
    """A ledger could not do its work; nothing was written. `status` says why: in the message there is
    neither a key nor a password nor a handle."""


class LedgerBusyError(LedgerError):
    """Other writers held the ledger for longer than the patience. Try again."""


class LedgerUnknownOutcomeError(LedgerError):
    """The connection was lost during a commit: the change was written or it was not. Ask
    `Ledger.outcome`."""


class LedgerNotFoundError(LedgerError, LookupError):
    """There is no such record, or no ledger."""


class LedgerExistsError(LedgerError):
    """The database holds a ledger already."""


class LedgerClosedError(LedgerError):
    """The ledger was closed, or belongs to the process that forked this one."""


class InternalError(Error, RuntimeError):
    """A defect of ecflink."""


# By class, and by status where one has a class of its own.
_CLASSES: dict[int, type[Error]] = {
    lib.ECFLINK_E_LEDGER: LedgerError,
    lib.ECFLINK_E_LEDGER_BUSY: LedgerBusyError,
    lib.ECFLINK_E_LEDGER_UNKNOWN_OUTCOME: LedgerUnknownOutcomeError,
    lib.ECFLINK_E_LEDGER_NOT_FOUND: LedgerNotFoundError,
    lib.ECFLINK_E_LEDGER_EXISTS: LedgerExistsError,
    lib.ECFLINK_E_LEDGER_FORKED: LedgerClosedError,
    lib.ECFLINK_E_UNSUPPORTED: UnsupportedError,
    lib.ECFLINK_E_INVALID: InvalidError,
    lib.ECFLINK_E_NOT_FOUND: NotFoundError,
    lib.ECFLINK_E_POLICY: PolicyError,
    lib.ECFLINK_E_TIME: TimeError,
    lib.ECFLINK_E_ARROW: ArrowError,
    lib.ECFLINK_E_INPUT: FileError,
    lib.ECFLINK_E_CANCELLED: Cancelled,
}


def new(struct: str) -> Any:
    """A struct of the C interface in which every member is missing."""
    made = ffi.new(f"{struct}*")
    getattr(lib, f"{struct}_init")(made, ffi.sizeof(struct))
    return made


def text_of(text: Any) -> str:
    """The text of a `const char*`."""
    return "" if text == ffi.NULL else ffi.string(text).decode()


def text_in(data: Any, size: int) -> str:
    """The text of a `const char*` and a size."""
    return bytes(ffi.buffer(data, size)).decode() if size else ""


def set_text(struct: Any, member: str, text: str, keep: list[Any]) -> None:
    """Sets a text and its size; `keep` keeps the bytes alive."""
    data = text.encode()
    keep.append(ffi.from_buffer("char[]", data))
    setattr(struct, member, keep[-1])
    setattr(struct, f"{member}_size", len(data))


def raise_status(status: int, error: Any, diagnostics: Any = None) -> None:
    """Raises the exception of a status."""
    message = text_of(error.message)
    field = text_of(error.field)
    if status & 0xFF == lib.ECFLINK_E_NOMEM:
        raise MemoryError(message)
    kind = _CLASSES.get(status) or _CLASSES.get(status & 0xFF, InternalError)
    found = read_diagnostics(diagnostics) if diagnostics is not None else ()
    if found:
        message = "\n".join(one.text for one in found)
    elif field and not issubclass(kind, (ArrowError, LedgerError)):  # whose messages say where
        message = f"{field}: {message}"
    raise kind(message, status=text_of(lib.ecflink_status_name(status)), field=field, index=error.index,
               diagnostics=found)


def call(function: Any, *arguments: Any, diagnostics: Any = None) -> None:
    """Calls a function that answers a status; its last argument is an error."""
    error = new("ecflink_error")
    status = function(*arguments, error)
    if status != lib.ECFLINK_OK:
        raise_status(status, error, diagnostics)


def handle(kind: str, function: Any, *arguments: Any) -> Any:
    """What a function creates at the place of `OUT` among the arguments, freed when it is dropped."""
    out = ffi.new(f"ecflink_{kind}**")
    call(function, *(out if argument is OUT else argument for argument in arguments))
    return own(kind, out[0])


def own(kind: str, pointer: Any) -> Any:
    """A handle that is freed when it is dropped."""
    return ffi.gc(pointer, getattr(lib, f"ecflink_{kind}_free"))


OUT: Any = object()


def text_from(function: Any, *arguments: Any) -> str:
    """The text that a function writes into a buffer."""
    size = ffi.new("size_t*")
    call(function, *arguments, ffi.NULL, 0, size)
    buffer = ffi.new("char[]", size[0] + 1)
    call(function, *arguments, buffer, size[0] + 1, size)
    return bytes(ffi.buffer(buffer, size[0])).decode()


def read_diagnostics(out: Any) -> tuple[Diagnostic, ...]:
    """The diagnostics behind an `ecflink_diagnostics**`, which are freed."""
    if out[0] == ffi.NULL:
        return ()
    diagnostics = own("diagnostics", out[0])
    one = new("ecflink_diagnostic")
    read = []
    for place in range(lib.ecflink_diagnostics_count(diagnostics)):
        call(lib.ecflink_diagnostics_get, diagnostics, place, one)
        read.append(Diagnostic(text_of(one.file), one.line, one.column, text_of(one.path),
                               text_of(one.message), text_of(one.found), text_of(one.expected),
                               text_of(one.text), one.is_error != 0))
    return tuple(read)


# ---- Times.

def micros_of(time: Time) -> int:
    """Microseconds since 1970-01-01T00:00Z."""
    if isinstance(time, str):
        data = time.encode()
        micros = ffi.new("ecflink_time*")
        call(lib.ecflink_time_parse, data, len(data), micros)
        return int(micros[0])
    if time.tzinfo is None or time.utcoffset() is None:
        raise TypeError("a time needs a zone: datetime(..., tzinfo=timezone.utc)")
    return (time - _EPOCH) // _MICROSECOND


def optional_micros(time: Optional[Time]) -> int:
    """The same for a time that may be missing."""
    return int(lib.ECFLINK_NO_TIME) if time is None else micros_of(time)


def time_of(micros: int) -> datetime.datetime:
    """The aware datetime of microseconds since 1970-01-01T00:00Z."""
    return _EPOCH + micros * _MICROSECOND


def optional_time(micros: int) -> Optional[datetime.datetime]:
    """The same for a time that may be missing."""
    return None if micros == lib.ECFLINK_NO_TIME else time_of(micros)


def micros_or_now(time: Optional[Time]) -> int:
    """The same; a caller who names no time means now."""
    return micros_of(now() if time is None else time)


def optional_day(day: Union[datetime.date, str, None]) -> int:
    """Days since 1970-01-01."""
    if day is None:
        return int(lib.ECFLINK_NO_DATE)
    if isinstance(day, str):
        day = datetime.date.fromisoformat(day)
    if isinstance(day, datetime.datetime):
        raise TypeError("a date is expected, not a datetime")
    return (day - _EPOCH_DAY).days


def now() -> datetime.datetime:
    """The instant at which a caller who names none asks."""
    return datetime.datetime.now(datetime.timezone.utc)


# ---- Callbacks.

class _Watched(threading.local):
    def __init__(self) -> None:
        self.raised: Optional[BaseException] = None


_watched = _Watched()


def keep_exception(kind: Any, exception: BaseException, traceback: Any) -> None:
    """Keeps what a callback raised until its call is over."""
    del kind, traceback
    if _watched.raised is None:
        _watched.raised = exception


# Every callback runs on the thread of its call.
callback = ffi.def_extern(error=1, onerror=keep_exception)


@callback  # type: ignore[untyped-decorator, unused-ignore]
def ecflink_py_progress(context: Any, stage: Any, done: int, total: int) -> int:
    """A KeyboardInterrupt is raised here, and cancels the work."""
    if context != ffi.NULL:
        ffi.from_handle(context)(text_of(stage), done, total)
    return 0


@callback  # type: ignore[untyped-decorator, unused-ignore]
def ecflink_py_line(context: Any, line: Any, size: int) -> int:
    """Passes a line on."""
    ffi.from_handle(context)(text_in(line, size))
    return 0


class Work:
    """The options of one call that works on whole tables."""

    def __init__(self, threads: Optional[int], progress: Optional[Progress],
                 struct: str = "ecflink_bulk_options"):
        self.options = new(struct)
        self.options.threads = threads_to_use() if threads is None else threads
        self._context = ffi.NULL if progress is None else ffi.new_handle(progress)
        self.options.progress = lib.ecflink_py_progress
        self.options.progress_context = self._context


def threads_to_use() -> int:
    """How many processors this process may use."""
    import os

    try:
        count = len(os.sched_getaffinity(0))
    except AttributeError:  # not on every system
        count = os.cpu_count() or 1
    return min(count, int(lib.ECFLINK_MAX_THREADS))


def start_watch() -> Optional[BaseException]:
    """Begins a call whose callbacks may raise; the answer is for `end_watch`."""
    outer, _watched.raised = _watched.raised, None
    return outer


def end_watch(outer: Optional[BaseException]) -> Optional[BaseException]:
    """What a callback of the call raised."""
    raised, _watched.raised = _watched.raised, outer
    return raised


@contextmanager
def watched() -> Iterator[None]:
    """Raises what a callback raised, in place of the error that follows from it."""
    outer = start_watch()
    raised = None
    try:
        try:
            yield
        except Error:
            raised = end_watch(outer)
            if raised is None:
                raise
        else:
            raised = end_watch(outer)
    except BaseException:
        end_watch(outer)
        raise
    if raised is not None:
        raise raised
