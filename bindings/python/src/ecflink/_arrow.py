"""Tables in and out, by the Arrow PyCapsule interface."""

from __future__ import annotations

import ctypes
import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Optional, Protocol, Union, overload, runtime_checkable

from ecflink._capi import ffi, lib
from ecflink._core import ArrowError


@runtime_checkable
class ArrowStreamExportable(Protocol):
    """What pyarrow, Polars, DuckDB and pandas make of a table."""

    def __arrow_c_stream__(self, requested_schema: Optional[object] = None) -> object:
        """A PyCapsule of an ArrowArrayStream."""


@runtime_checkable
class ArrowArrayExportable(Protocol):
    """What they make of a record batch or a struct array."""

    def __arrow_c_array__(self, requested_schema: Optional[object] = None) -> tuple[object, object]:
        """PyCapsules of an ArrowSchema and an ArrowArray."""


Table = Union[ArrowStreamExportable, ArrowArrayExportable]
"""Anything that holds a table and speaks the Arrow PyCapsule interface."""

Columns = Mapping[str, Union[str, Mapping[str, str]]]
"""Names of columns: yours, and those of ecflink. For all tables, or in a mapping for each table."""

_SCHEMA, _ARRAY, _STREAM = b"arrow_schema", b"arrow_array", b"arrow_array_stream"
_pointer_of = ctypes.pythonapi.PyCapsule_GetPointer
_pointer_of.restype = ctypes.c_void_p
_pointer_of.argtypes = [ctypes.py_object, ctypes.c_char_p]
_new_capsule = ctypes.pythonapi.PyCapsule_New
_new_capsule.restype = ctypes.py_object
_new_capsule.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_void_p]


def _address(pointer: Any) -> int:
    return int(ffi.cast("uintptr_t", pointer))


def _destructor(name: str) -> int:
    return _address(ffi.addressof(lib, name))


def _capsule(pointer: Any, name: bytes, destructor: str) -> object:
    """A capsule that owns a struct."""
    if pointer == ffi.NULL:
        raise MemoryError
    return _new_capsule(_address(pointer), name, _destructor(destructor))


def _schema_in(capsule: object) -> Any:
    return ffi.cast("struct ArrowSchema*", _pointer_of(capsule, _SCHEMA))


def _array_in(capsule: object) -> Any:
    return ffi.cast("struct ArrowArray*", _pointer_of(capsule, _ARRAY))


def _stream_of(schema: object, array: object) -> tuple[Any, object]:
    """A stream of one array, and the capsule that owns it. The array is taken over."""
    stream, capsule = new_stream()
    if lib.ecflink_py_stream_of_array(_schema_in(schema), _array_in(array), stream) != 0:
        raise MemoryError
    return stream, capsule


def new_stream() -> tuple[Any, object]:
    """A stream to fill, and the capsule that owns it."""
    stream = lib.ecflink_py_new_stream()
    return stream, _capsule(stream, _STREAM, "ecflink_py_destroy_stream")


def _exported(table: Table, name: str) -> tuple[Any, object]:
    """The stream that a table or a column exports, and the capsule that owns it."""
    if hasattr(table, "__arrow_c_stream__"):
        capsule = table.__arrow_c_stream__()
        return ffi.cast("struct ArrowArrayStream*", _pointer_of(capsule, _STREAM)), capsule
    if hasattr(table, "__arrow_c_array__"):
        return _stream_of(*table.__arrow_c_array__())
    raise TypeError(f"{name} has neither __arrow_c_stream__ nor __arrow_c_array__: {type(table).__name__}; "
                    "pass what pyarrow, Polars, DuckDB or pandas made")


class Streams:
    """The streams of a call. The call takes them over; what it does not take is released."""

    def __init__(self, columns: Optional[Columns]):
        self._columns = columns or {}
        self._capsules: list[object] = []

    def take(self, name: str, table: Optional[Table], is_required: bool = False) -> Any:
        """The stream of a table, NULL if there is none."""
        if table is None:
            if is_required:
                raise TypeError(f"{name} is missing")
            return ffi.NULL
        stream, capsule = _exported(table, name)
        self._capsules.append(capsule)
        renamed = self._renamed(name)
        if renamed:
            data = [ffi.new("char[]", text.encode()) for pair in renamed for text in pair]
            if lib.ecflink_py_rename(stream, ffi.new("char*[]", data), len(renamed)) != 0:
                raise MemoryError
        return stream

    def _renamed(self, table: str) -> list[tuple[str, str]]:
        names = []
        for theirs, ours in self._columns.items():
            if isinstance(ours, str):
                names.append((theirs, ours))
            elif theirs == table:
                names.extend(ours.items())
        return names


class TextTable:
    """A table of texts, which are copied: for what comes from elsewhere than Arrow."""

    def __init__(self, columns: Mapping[str, Sequence[str]]):
        self._columns = columns

    def __arrow_c_stream__(self, requested_schema: Optional[object] = None) -> object:
        names, ends, texts = [], [], []
        rows = 0
        for name, values in self._columns.items():
            data = [value.encode() for value in values]
            rows = len(data)
            names.append(ffi.new("char[]", name.encode()))
            ends.append(ffi.new("int64_t[]", list(itertools.accumulate(map(len, data), initial=0))))
            texts.append(ffi.from_buffer("char[]", b"".join(data)))
        stream, capsule = new_stream()
        if lib.ecflink_py_text_table(ffi.new("char*[]", names), ffi.new("int64_t*[]", ends),
                                     ffi.new("char*[]", texts), len(names), rows, stream) != 0:
            raise MemoryError
        return capsule


class Column(Sequence[int]):
    """A column of numbers: one for each row. It shares its memory with the Arrow arrays made of it.

    >>> column = ecflink.verify("examples/ledger", as_of="2026-06-30T12:00:00Z").verdict
    >>> len(column), column[0], list(column[:3])
    (73, 0, [0, 2, 0])
    """

    def __init__(self, rows: int, format: str, name: str):
        width = 8 if format == "L" else 1
        share = lib.ecflink_py_column_new(rows, width)
        if share == ffi.NULL:
            raise MemoryError
        self._share = share
        self._rows = rows
        self.width = width
        self._format = format
        self._name = name
        # Whoever holds the pointer, a memoryview among them, keeps this share of the memory.
        data = ffi.cast("uint64_t*" if format == "L" else "uint8_t*", lib.ecflink_py_column_data(share))
        self.pointer = ffi.gc(data, lambda _: lib.ecflink_py_column_free(share), rows * width)
        """The address for C."""

    def __len__(self) -> int:
        return self._rows

    @overload
    def __getitem__(self, index: int) -> int:
        ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[int]:
        ...

    def __getitem__(self, index: Union[int, slice]) -> Union[int, Sequence[int]]:
        if isinstance(index, slice):
            return self.view()[index].tolist()
        number: int = self.view()[index]
        return number

    def view(self) -> memoryview:
        """The numbers without copying: `numpy.asarray(column.view())`."""
        data = memoryview(ffi.buffer(self.pointer, self._rows * self.width) if self._rows else b"")
        return data.cast("Q" if self.width == 8 else "B")

    def __iter__(self) -> Iterator[int]:
        return iter(self.view())

    def __arrow_c_schema__(self) -> object:
        schema = lib.ecflink_py_new_schema()
        capsule = _capsule(schema, _SCHEMA, "ecflink_py_destroy_schema")
        lib.ecflink_py_describe_column(self._format.encode(), self._name.encode(), schema)
        return capsule

    def __arrow_c_array__(self, requested_schema: Optional[object] = None) -> tuple[object, object]:
        array = lib.ecflink_py_new_array()
        capsule = _capsule(array, _ARRAY, "ecflink_py_destroy_array")
        if lib.ecflink_py_column_export(self._share, self._rows, array) != 0:
            raise MemoryError
        return self.__arrow_c_schema__(), capsule

    def __repr__(self) -> str:
        return f"<{self._rows} {self._name}>"


def _owned() -> tuple[Any, Any, tuple[object, object]]:
    """A schema and an array to fill, and the capsules that own them."""
    schema, array = lib.ecflink_py_new_schema(), lib.ecflink_py_new_array()
    return schema, array, (_capsule(schema, _SCHEMA, "ecflink_py_destroy_schema"),
                           _capsule(array, _ARRAY, "ecflink_py_destroy_array"))


def _parts_of(table: Table, name: str) -> Iterator[tuple[Any, Any]]:
    """The schema and each array of a table or a column. They are valid until the next is asked for."""
    stream, capsule = _exported(table, name)

    def check(status: int) -> None:
        if status != 0:
            error = stream.get_last_error(stream)
            text = "" if error == ffi.NULL else ": " + ffi.string(error).decode(errors="replace")
            raise ArrowError(f"{name}: the stream failed{text}", field=name)

    schema, _, owners = _owned()
    check(stream.get_schema(stream, schema))
    while True:
        _, array, owner = _owned()
        check(stream.get_next(stream, array))
        if array.release == ffi.NULL:
            break
        yield schema, array
        del owner
    del owners, capsule


def findings_column(given: Union[Table, Sequence[int]], name: str = "findings") -> Column:
    """Sets of findings as a column: a column of Arrow with numbers of 64 bits, the column of this name
    in a table, anything with a buffer of such numbers, or a sequence of integers."""
    if isinstance(given, Column) and given.width == 8:
        return given
    if not isinstance(given, (ArrowStreamExportable, ArrowArrayExportable)):
        column = Column(len(given), "L", name)
        view = column.view()
        try:
            numbers = memoryview(given)  # type: ignore[arg-type]
        except TypeError:
            for row, number in enumerate(given):
                view[row] = number
        else:
            if numbers.itemsize != 8 or numbers.ndim != 1 or numbers.format not in _INTEGERS:
                raise TypeError(f"{name} has a buffer of \"{numbers.format}\"; numbers of 64 bits are needed")
            if len(given):
                view.cast("B")[:] = numbers.tobytes()
        return column
    parts = [bytes(part) for part in _findings_of(given, name)]
    column = Column(sum(map(len, parts)) // 8, "L", name)
    if len(column):
        column.view().cast("B")[:] = b"".join(parts)
    return column


_INTEGERS = ("q", "Q", "l", "L", "<q", "<Q", "=q", "=Q", "@q", "@Q", "@l", "@L")


def _findings_of(given: Table, name: str) -> Iterator[Any]:
    """The numbers of each part, as buffers."""
    for schema, array in _parts_of(given, name):
        rows, first = array.length, array.offset
        owner = (schema, array)
        if ffi.string(schema.format) == b"+s":
            places = [place for place in range(schema.n_children)
                      if ffi.string(schema.children[place].name).decode() == name]
            if len(places) != 1:
                raise ArrowError(f"the table has no column {name}, or more than one", field=name)
            _require_no_null(array, rows, first, name)
            schema, array = schema.children[places[0]], array.children[places[0]]
            first += array.offset
        kind = ffi.string(schema.format)
        if kind not in (b"L", b"l") or schema.dictionary != ffi.NULL:
            raise ArrowError(f"{name} has the Arrow format {kind.decode()}; uint64 or int64 is needed",
                             field=name)
        _require_no_null(array, rows, first, name)
        if rows:
            yield ffi.buffer(ffi.cast("uint64_t*", array.buffers[1]) + first, 8 * rows)
        del owner


def _require_no_null(array: Any, rows: int, first: int, name: str) -> None:
    if array.null_count == 0 or array.buffers[0] == ffi.NULL:
        return
    valid = ffi.cast("uint8_t*", array.buffers[0])
    for row in range(first, first + rows):
        if not valid[row // 8] >> row % 8 & 1:
            raise ArrowError(f"{name}: row {row - first} is null", field=name, index=row - first)


Cell = Union[int, str, list[str], None]
"""A value of a table of failures."""


class ExportedTable:
    """A table that C exports: with one array, as a stream, and as plain Python."""

    def __init__(self, export: Callable[[Any, Any], None]):
        self._export = export

    def __arrow_c_array__(self, requested_schema: Optional[object] = None) -> tuple[object, object]:
        schema, array = lib.ecflink_py_new_schema(), lib.ecflink_py_new_array()
        capsules = (_capsule(schema, _SCHEMA, "ecflink_py_destroy_schema"),
                    _capsule(array, _ARRAY, "ecflink_py_destroy_array"))
        self._export(schema, array)
        return capsules

    def __arrow_c_schema__(self) -> object:
        return self.__arrow_c_array__()[0]

    def __arrow_c_stream__(self, requested_schema: Optional[object] = None) -> object:
        return _stream_of(*self.__arrow_c_array__())[1]

    def columns(self) -> dict[str, list[Cell]]:
        """The table as a mapping of lists."""
        capsules = self.__arrow_c_array__()
        schema, array = _schema_in(capsules[0]), _array_in(capsules[1])
        return {ffi.string(schema.children[place].name).decode():
                _values(schema.children[place], array.children[place])
                for place in range(array.n_children)}

    def rows(self) -> list[dict[str, Cell]]:
        """The table as a list of mappings."""
        columns = self.columns()
        return [dict(zip(columns, row)) for row in zip(*columns.values())]

    def __len__(self) -> int:
        capsules = self.__arrow_c_array__()
        return int(_array_in(capsules[1]).length)


class FailureTable(ExportedTable):
    """The rows that are not allowed, with their keys and reasons, as a table.

    `pyarrow.table(failures)`, `polars.DataFrame(failures)` and DuckDB read it as it is; `rows()`
    gives it as plain Python, and `str()` as a text for people.
    """

    def __str__(self) -> str:
        columns = {name: [_lines(value) for value in values] for name, values in self.columns().items()}
        widths = {name: max(map(len, [name, *(line for lines in values for line in lines)]))
                  for name, values in columns.items()}
        rows = [[[name.upper()] for name in columns], *zip(*columns.values())]
        text = []
        for row in rows:
            for line in range(max(map(len, row))):
                cells = [lines[line] if line < len(lines) else "" for lines in row]
                text.append("  ".join(map(str.ljust, cells, widths.values())).rstrip())
        return "\n".join(text)

    def __repr__(self) -> str:
        return f"<{len(self)} failures>"


def _lines(value: Cell) -> list[str]:
    return [] if value is None else value if isinstance(value, list) else [str(value)]


def _numbers(array: Any, buffer: int, count: int) -> Any:
    return ffi.unpack(ffi.cast("int64_t*", array.buffers[buffer]), count) if count else []


def _values(schema: Any, array: Any) -> list[Any]:
    """The values of a column of large utf8, uint64, or large lists of large utf8."""
    rows = array.length
    kind = ffi.string(schema.format)
    if kind == b"L":
        return list(_numbers(array, 1, rows))
    ends = _numbers(array, 1, rows + 1)
    if kind == b"+L":
        items = _values(schema.children[0], array.children[0])
        return [items[begin:end] for begin, end in zip(ends, ends[1:])]
    data = bytes(ffi.buffer(ffi.cast("char*", array.buffers[2]), ends[-1])) if ends[-1] else b""
    return [data[begin:end].decode() or None for begin, end in zip(ends, ends[1:])]


def read_texts(capsule: object) -> dict[str, list[str]]:
    """The columns of a table of texts (large utf8) that comes as one array; the stream is used up."""
    stream = ffi.cast("struct ArrowArrayStream*", _pointer_of(capsule, _STREAM))
    schema, array = lib.ecflink_py_new_schema(), lib.ecflink_py_new_array()
    owners = (_capsule(schema, _SCHEMA, "ecflink_py_destroy_schema"),
              _capsule(array, _ARRAY, "ecflink_py_destroy_array"))
    if stream.get_schema(stream, schema) != 0 or stream.get_next(stream, array) != 0:
        raise MemoryError
    columns = {ffi.string(schema.children[place].name).decode():
               [text or "" for text in _values(schema.children[place], array.children[place])]
               for place in range(array.n_children)}
    del owners
    return columns
