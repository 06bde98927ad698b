#!/usr/bin/env python3
"""Ledgers that pyarrow, Polars and DuckDB lay out, through the C interface.

Every answer is that of `ecflink verify` on the same ledger.

    producers_test.py LIBRARY PROGRAM FOLDER

LIBRARY is the shared C library, PROGRAM is ecflink, and FOLDER is where to work. The three producers are
installed in FOLDER/venv, in the versions of requirements.txt.
"""

import csv
import ctypes
import datetime
import functools
import os
import pathlib
import shutil
import subprocess
import sys
import unittest

HERE = pathlib.Path(__file__).resolve().parent
LIBRARY, PROGRAM, FOLDER = pathlib.Path(sys.argv[1]), sys.argv[2], pathlib.Path(sys.argv[3])


def enter_venv():
    """Goes on in an environment that has the producers, which is made where it is not there yet."""
    wanted = (HERE / "requirements.txt").read_text()
    venv, mark = FOLDER / "venv", FOLDER / "venv/installed.txt"
    if not mark.exists() or mark.read_text() != wanted:
        shutil.rmtree(venv, ignore_errors=True)
        subprocess.run([sys.executable, "-m", "venv", str(venv)], check=True)
        subprocess.run([str(venv / "bin/pip"), "install", "--quiet", "--disable-pip-version-check",
                        "-r", str(HERE / "requirements.txt")], check=True)
        mark.write_text(wanted)
    os.execv(venv / "bin/python", [str(venv / "bin/python"), *sys.argv])


if pathlib.Path(sys.prefix) != FOLDER / "venv":
    enter_venv()

import duckdb
import polars
import pyarrow as pa
import pyarrow.compute as pc

AS_OF = "2026-11-22T00:00:00Z"
TABLES = ("central_accounts", "court_accounts", "links", "tombstones", "roster")
TIMES = {"opened", "linked_at", "central_proof_at", "account_proof_at", "confirmed_at", "removed_at"}
TOKENS = {"usage", "status", "generation", "search_status", "mfa", "registration", "pending_change", "role",
          "state", "made_by", "central_proof", "account_proof"}
CHECK_FULL, CHECK_LAYOUT = 0, 1


# ---- The C interface.

class Error(ctypes.Structure):
    _fields_ = [("struct_size", ctypes.c_uint32), ("status", ctypes.c_int32), ("index", ctypes.c_uint64),
                ("field", ctypes.c_char * 64), ("message", ctypes.c_char * 256)]


class Options(ctypes.Structure):
    _fields_ = [("struct_size", ctypes.c_uint32), ("threads", ctypes.c_uint32), ("progress", ctypes.c_void_p),
                ("progress_context", ctypes.c_void_p), ("secret", ctypes.c_void_p)]


class Layer(ctypes.Structure):
    _fields_ = [("struct_size", ctypes.c_uint32), ("reserved", ctypes.c_uint32), ("name", ctypes.c_char_p),
                ("name_size", ctypes.c_size_t), ("text", ctypes.c_char_p), ("text_size", ctypes.c_size_t)]


class EngineOptions(ctypes.Structure):
    _fields_ = [("struct_size", ctypes.c_uint32), ("flags", ctypes.c_uint32),
                ("layers", ctypes.POINTER(Layer)), ("layer_count", ctypes.c_size_t),
                ("overrides", ctypes.c_void_p), ("override_count", ctypes.c_size_t)]


class Refused(Exception):
    def __init__(self, error):
        super().__init__(error.message.decode())
        self.field, self.index = error.field.decode(), error.index


c = ctypes.CDLL(str(LIBRARY))
c.ecflink_links_count.restype = ctypes.c_uint64
for name in ("engine", "index", "links"):
    getattr(c, f"ecflink_{name}_free").argtypes = [ctypes.c_void_p]
c.ecflink_links_count.argtypes = [ctypes.c_void_p]
ctypes.pythonapi.PyCapsule_GetPointer.restype = ctypes.c_void_p
ctypes.pythonapi.PyCapsule_GetPointer.argtypes = [ctypes.py_object, ctypes.c_char_p]


def call(function, *arguments):
    """Calls a function that answers a status; its last argument is an error."""
    error = Error(ctypes.sizeof(Error))
    if getattr(c, f"ecflink_{function}")(*arguments, ctypes.byref(error)) != 0:
        raise Refused(error)


OUT = object()


class Handle:
    """What a function creates, until the end of `with`.

    OUT among the arguments stands where the function gives it.
    """

    def __init__(self, kind, function, *arguments):
        self.pointer, self.free = ctypes.c_void_p(), getattr(c, f"ecflink_{kind}_free")
        call(function,
             *(ctypes.byref(self.pointer) if argument is OUT else argument for argument in arguments))

    def __enter__(self):
        return self.pointer

    def __exit__(self, *_):
        self.free(self.pointer)


def engine_of(folder):
    files = sorted((folder / "policies").glob("*.json"))
    layers = (Layer * len(files))()
    for layer, file in zip(layers, files):
        layer.struct_size = ctypes.sizeof(Layer)
        layer.name, layer.text = file.name.encode(), file.read_bytes()
        layer.name_size, layer.text_size = len(layer.name), len(layer.text)
    options = EngineOptions(ctypes.sizeof(EngineOptions), 0, layers, len(files), None, 0)
    return Handle("engine", "engine_create", ctypes.byref(options), OUT, None)


def local_time(engine, court, text):
    """Microseconds since 1970, or None for what is no time at the court."""
    micros = ctypes.c_int64()
    try:
        call("local_time_parse", engine, court.encode(), ctypes.c_size_t(len(court.encode())), text.encode(),
             ctypes.c_size_t(len(text.encode())), ctypes.byref(micros))
    except Refused:
        return None
    return micros.value


class Streams:
    """The capsules of what producers give, and the structs in them."""

    def __init__(self, *sources):
        self.capsules = [None if source is None else source.__arrow_c_stream__(None) for source in sources]

    def pointers(self):
        return [None if capsule is None
                else ctypes.c_void_p(ctypes.pythonapi.PyCapsule_GetPointer(capsule, b"arrow_array_stream"))
                for capsule in self.capsules]

    def are_released(self):
        """The fourth pointer of the struct is the callback."""
        return all(ctypes.cast(pointer, ctypes.POINTER(ctypes.c_void_p))[3] is None
                   for pointer in self.pointers() if pointer)


def verify(engine, tables, check=CHECK_FULL, threads=2):
    """The findings and the verdicts of every link."""
    options = Options(ctypes.sizeof(Options), threads, None, None, None)
    streams = Streams(*(tables.get(name) for name in TABLES))
    centrals, accounts, links_table, stones, roster = streams.pointers()
    with Handle("links", "links_create", check, links_table, OUT) as links, \
            Handle("index", "index_create", engine, ctypes.byref(options), check,
                   centrals, accounts, stones, roster, OUT) as index:
        assert streams.are_released()
        rows = c.ecflink_links_count(links)
        findings, verdicts = (ctypes.c_uint64 * rows)(), (ctypes.c_uint8 * rows)()
        micros = int(datetime.datetime.fromisoformat(AS_OF).timestamp()) * 1_000_000
        call("links_verify", index, links, ctypes.c_int64(micros), ctypes.byref(options), findings, verdicts,
             ctypes.c_uint64(rows), None)
        return list(zip(findings, verdicts))


# ---- Ledgers.

class Ledger:
    """A folder as pyarrow tables of the plainest layout, and what the program says of its links."""

    def __init__(self, folder):
        self.folder = folder
        out = FOLDER / f"{folder.name}.csv"
        subprocess.run([PROGRAM, "verify", folder, "--as-of", AS_OF, "--out", out, "--fail-if", "none"],
                       check=True, capture_output=True)
        with open(out, newline="", encoding="utf-8") as file:
            self.answers = [(int(row["mask"], 16), ("allow", "hold", "refuse").index(row["verdict"]))
                            for row in csv.DictReader(file)]
        self.engine = engine_of(folder)
        self.tables = {name: self.read(folder / f"{name}.csv")
                       for name in TABLES if (folder / f"{name}.csv").exists()}

    def read(self, path):
        with open(path, newline="", encoding="utf-8") as file:
            header, *rows = csv.reader(file)
        columns = {name: [text or None for text in texts] for name, texts in zip(header, zip(*rows))}
        return pa.table({name: self.typed(name, values, columns) for name, values in columns.items()})

    def typed(self, name, values, columns):
        if name == "created":
            return pa.array([value and datetime.date.fromisoformat(value) for value in values], pa.date32())
        if name in TIMES:
            return pa.array([value and local_time(self.engine.pointer, court or "", value)
                             for court, value in zip(columns["court"], values)],
                            pa.timestamp("us", "UTC"))
        if name in {"exempt", "link_locked"}:
            return pa.array([value and value == "true" for value in values], pa.bool_())
        if name == "principals":
            return pa.array([value and int(value) for value in values], pa.int64())
        return pa.array(values, pa.string())


@functools.cache
def ledgers():
    made = FOLDER / "made"
    shutil.rmtree(made, ignore_errors=True)
    subprocess.run([PROGRAM, "generate", made, "--links", "20000", "--court-accounts", "21000",
                    "--seed", "5"], check=True, capture_output=True)
    return [Ledger(HERE.parents[1] / "examples/ledger"), Ledger(made)]


def in_unit(column, unit):
    """A column of times in the coarsest unit from `unit` on that holds them all."""
    for finer in ("s", "ms", "us", "ns")[("s", "ms", "us", "ns").index(unit):]:
        try:
            return column.cast(pa.timestamp(finer, column.type.tz))
        except pa.ArrowInvalid:
            pass
    raise AssertionError("no unit holds the times")


def map_columns(table, change):
    return pa.table({name: change(name, column) for name, column in zip(table.column_names, table.columns)})


# ---- What producers make of a table.

def utf8_in_one_batch(table):
    return table.combine_chunks()


def large_utf8_and_nanoseconds_in_batches(table):
    def change(_, column):
        if pa.types.is_string(column.type):
            return column.cast(pa.large_string())
        return in_unit(column, "ns") if pa.types.is_timestamp(column.type) else column
    changed = map_columns(table, change)
    return pa.RecordBatchReader.from_batches(changed.schema, changed.to_batches(max_chunksize=997))


def views_and_coarse_times_sliced(table):
    """The table from the middle of a larger one: nothing begins at a whole byte."""
    def change(_, column):
        if pa.types.is_string(column.type):
            return column.cast(pa.string_view())
        return in_unit(column, "s") if pa.types.is_timestamp(column.type) else column
    changed = map_columns(table, change)
    around = changed.slice(0, min(13, changed.num_rows))
    return pa.concat_tables([around, changed, around]).combine_chunks().slice(
        around.num_rows, changed.num_rows)


def dictionaries(table):
    """Every kind of index, over every kind of text.

    Some values are null in the dictionary, and some rows in the index.
    """
    kinds = [(index, text) for text in (pa.string(), pa.large_string(), pa.string_view())
             for index in (pa.int8(), pa.uint8(), pa.int16(), pa.uint16(), pa.int32(), pa.uint32(),
                           pa.int64(), pa.uint64())]

    def change(name, column):
        if not pa.types.is_string(column.type):
            return column
        encoded = column.combine_chunks().dictionary_encode(
            null_encoding="encode" if len(name) % 2 else "mask")
        index, text = kinds[(sum(name.encode()) + table.num_columns) % len(kinds)]
        if len(encoded.dictionary) > 127 and index.bit_width < 32:
            index = pa.uint32()
        return pa.DictionaryArray.from_arrays(encoded.indices.cast(index),
                                              pa.array(encoded.dictionary.to_pylist(), text))
    return map_columns(table, change)


def chunks_of_many_sizes(table):
    """Pieces of the table, some of them empty; dictionaries that change from piece to piece."""
    cuts = [0, 0, 1, 8, 9, 50, 50, 4_000, 4_001, table.num_rows]
    pieces = [table.slice(first, max(0, min(end, table.num_rows) - first))
              for first, end in zip(cuts, cuts[1:])]
    return pa.concat_tables(pieces)


def polars_views(table):
    return polars.from_arrow(table)


def polars_categories_and_milliseconds(table):
    frame = polars.from_arrow(table)
    return frame.with_columns(polars.col(polars.String).cast(polars.Categorical),
                              *(polars.col(name).dt.cast_time_unit("ms") for name in frame.columns
                                if frame.schema[name] == polars.Datetime("us", "UTC") and
                                (frame[name].dt.microsecond() % 1000).sum() == 0))


def polars_enums_sliced_and_chunked(table):
    frame = polars.from_arrow(table)
    enums = {name: polars.Enum(frame[name].drop_nulls().unique(maintain_order=True))
             for name in frame.columns if name in TOKENS | {"court"}}
    frame = frame.with_columns(*(polars.col(name).cast(kind) for name, kind in enums.items()),
                               polars.col(polars.Datetime("us", "UTC")).dt.cast_time_unit("ns"))
    third = frame.height // 3 + 1
    return polars.concat([frame.slice(0, third), frame.slice(third, third),
                          frame.slice(2 * third)], rechunk=False)


def duck(table, select, *settings):
    connection = duckdb.connect(config={"threads": 1})
    for setting in settings:
        connection.execute(f"set {setting}")
    connection.register("given", table)
    connection.execute("create table stored as select * from given")
    return connection.sql(f"select {select} from stored")


def duckdb_texts(table):
    return duck(table, "*")


def duckdb_large_texts_and_other_units(table):
    """Each column of times in a type without a zone.

    A column that cannot be read back in seconds keeps its unit.
    """
    def of(name, column):
        if not pa.types.is_timestamp(column.type):
            return f'"{name}"'
        unit = in_unit(column, "s").type.unit
        return f'(epoch_us("{name}") * 1000).make_timestamp_ns() as "{name}"' if unit == "ns" else \
            f'make_timestamp(epoch_us("{name}"))::' \
            f'{ {"s": "timestamp_s", "ms": "timestamp_ms", "us": "timestamp"}[unit] } as "{name}"'
    return duck(table, ", ".join(map(of, table.column_names, table.columns)),
                "arrow_large_buffer_size = true")


def duckdb_views_and_enums(table):
    enums = [name for name in table.column_names
             if name in TOKENS | {"court"} and pc.count(table[name]).as_py()]
    values = {name: ", ".join(f"'{value}'" for value in table[name].unique().to_pylist() if value)
              for name in enums}
    return duck(table,
                ", ".join(f'"{name}"::enum({values[name]}) as "{name}"' if name in enums else f'"{name}"'
                          for name in table.column_names),
                "produce_arrow_string_view = true", "arrow_output_version = '1.4'")


LAYOUTS = [utf8_in_one_batch, large_utf8_and_nanoseconds_in_batches, views_and_coarse_times_sliced,
           dictionaries, chunks_of_many_sizes, polars_views, polars_categories_and_milliseconds,
           polars_enums_sliced_and_chunked, duckdb_texts, duckdb_large_texts_and_other_units,
           duckdb_views_and_enums]


def types_of(source):
    return {field.name: field.type for field in pa.RecordBatchReader.from_stream(source).schema}


class Answers(unittest.TestCase):
    """Whoever laid the tables out, the answers are the same."""

    def test_every_layout(self):
        for ledger in ledgers():
            for layout in LAYOUTS:
                for check in (CHECK_FULL, CHECK_LAYOUT):
                    with self.subTest(ledger=ledger.folder.name, layout=layout.__name__, check=check):
                        given = {name: layout(table) for name, table in ledger.tables.items()}
                        self.assertEqual(verify(ledger.engine.pointer, given, check), ledger.answers)

    def test_mixed_producers(self):
        for ledger in ledgers():
            given = {name: layout(ledger.tables[name]) for name, layout in zip(
                ledger.tables, (polars_views, duckdb_texts, dictionaries, polars_views, duckdb_texts))}
            self.assertEqual(verify(ledger.engine.pointer, given, threads=1), ledger.answers)

    def test_the_ledgers_say_something(self):
        self.assertEqual({verdict for ledger in ledgers() for _, verdict in ledger.answers}, {0, 1, 2})
        for ledger in ledgers():
            self.assertGreater(len({mask for mask, _ in ledger.answers}), 15)

    def test_the_layouts_are_what_they_are_called(self):
        """Of the ledger of the examples, where every time is a whole second."""
        tables = ledgers()[0].tables
        types = {layout: {name: types_of(layout(table)) for name, table in tables.items()}
                 for layout in LAYOUTS}
        login = {layout: kinds["court_accounts"]["login"] for layout, kinds in types.items()}
        linked = {layout: kinds["links"]["linked_at"] for layout, kinds in types.items()}
        usage = {layout: kinds["central_accounts"]["usage"] for layout, kinds in types.items()}
        self.assertEqual(login[utf8_in_one_batch], pa.string())
        self.assertEqual(login[large_utf8_and_nanoseconds_in_batches], pa.large_string())
        self.assertEqual(login[views_and_coarse_times_sliced], pa.string_view())
        self.assertEqual(login[polars_views], pa.string_view())
        self.assertEqual(login[duckdb_texts], pa.string())
        self.assertEqual(login[duckdb_large_texts_and_other_units], pa.large_string())
        self.assertEqual(login[duckdb_views_and_enums], pa.string_view())
        for layout in (dictionaries, polars_categories_and_milliseconds, polars_enums_sliced_and_chunked,
                       duckdb_views_and_enums):
            self.assertTrue(pa.types.is_dictionary(usage[layout]), layout.__name__)
        self.assertEqual(linked[large_utf8_and_nanoseconds_in_batches].unit, "ns")
        self.assertEqual(linked[views_and_coarse_times_sliced].unit, "s")
        self.assertEqual(linked[polars_categories_and_milliseconds].unit, "ms")
        self.assertEqual(linked[polars_enums_sliced_and_chunked].unit, "ns")
        self.assertEqual(linked[duckdb_large_texts_and_other_units], pa.timestamp("s"))
        self.assertEqual({kinds["central_accounts"]["created"] for kinds in types.values()}, {pa.date32()})
        self.assertEqual({kinds["central_accounts"]["exempt"] for kinds in types.values()}, {pa.bool_()})
        self.assertEqual(len({str(kind.index_type) for kinds in types[dictionaries].values()
                              for kind in kinds.values() if pa.types.is_dictionary(kind)}), 8)

    def test_dates_stand_for_the_courts_midnight(self):
        ledger = ledgers()[0]
        with open(ledger.folder / "court_accounts.csv", newline="", encoding="utf-8") as file:
            opened = [row["opened"] for row in csv.DictReader(file)]
        dates = pa.array([datetime.date.fromisoformat(text) if text else None for text in opened],
                         pa.date32())
        accounts = ledger.tables["court_accounts"]
        given = ledger.tables | {"court_accounts": accounts.set_column(
            accounts.column_names.index("opened"), "opened", dates)}
        self.assertEqual(verify(ledger.engine.pointer, given), ledger.answers)


class Refusals(unittest.TestCase):
    """What cannot be taken is told by table, column and row, and nothing is kept."""

    def refused(self, check=CHECK_FULL, **changed):
        ledger = ledgers()[0]
        before = pa.total_allocated_bytes()
        with self.assertRaises(Refused) as caught:
            verify(ledger.engine.pointer, ledger.tables | changed, check)
        self.assertEqual(pa.total_allocated_bytes(), before)
        return caught.exception

    def replaced(self, table, column, values):
        given = ledgers()[0].tables[table]
        return {table: given.set_column(given.column_names.index(column), column, values)}

    def test_a_wrong_type(self):
        rows = ledgers()[0].tables["court_accounts"].num_rows
        trouble = self.refused(**self.replaced("court_accounts", "login", pa.array(range(rows))))
        self.assertEqual(trouble.field, "court_accounts.login")
        self.assertIn("court_accounts.login", str(trouble))
        self.assertIn('format "l"', str(trouble))

    def test_a_missing_column(self):
        for table, column in (("links", "linked_at"), ("central_accounts", "usage"), ("roster", "court")):
            trouble = self.refused(CHECK_LAYOUT, **{table: ledgers()[0].tables[table].drop_columns([column])})
            self.assertEqual(trouble.field, f"{table}.{column}")
            self.assertIn(f"{table}.{column}", str(trouble))

    def test_an_index_beyond_the_dictionary(self):
        rows = ledgers()[0].tables["links"].num_rows
        broken = pa.DictionaryArray.from_arrays(pa.array([0] * (rows - 1) + [7], pa.int8()),
                                                pa.array(["wiwb", "wiwd"]), safe=False)
        trouble = self.refused(**self.replaced("links", "court", broken))
        self.assertEqual((trouble.field, trouble.index), ("links.court", rows - 1))

    def test_what_is_no_utf8(self):
        rows = ledgers()[0].tables["links"].num_rows
        broken = pa.chunked_array([[b"a"] * 5, [b"a", b"\xff"] + [b"a"] * (rows - 7)]).cast(pa.binary())
        broken = pa.chunked_array([
            pa.StringArray.from_buffers(len(chunk), chunk.buffers()[1], chunk.buffers()[2])
            for chunk in broken.chunks])
        trouble = self.refused(**self.replaced("links", "login", broken))
        self.assertEqual((trouble.field, trouble.index), ("links.login", 1))
        self.assertIn("batch 1: row 1", str(trouble))

    def test_more_rows_than_an_index_can_number(self):
        rows = 1 << 20
        nothing = pa.DictionaryArray.from_arrays(pa.array([0] * rows, pa.int8()), pa.array(["x"]))
        batch = pa.record_batch({name: nothing for name in ("central_id", "usage", "status")})
        endless = pa.RecordBatchReader.from_batches(batch.schema, (batch for _ in range(1 << 12)))
        trouble = self.refused(CHECK_LAYOUT, central_accounts=endless)
        self.assertIn("more rows", str(trouble))

    def test_a_producer_that_fails(self):
        links = ledgers()[0].tables["links"]

        def batches():
            yield from links.slice(0, 10).to_batches()
            raise OSError("the disk is gone")
        trouble = self.refused(links=pa.RecordBatchReader.from_batches(links.schema, batches()))
        self.assertEqual(trouble.field, "links")
        self.assertIn("the disk is gone", str(trouble))


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
