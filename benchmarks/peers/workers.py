"""Runs one peer in a process of its own, with its data loaded once; run.py starts it.

    workers.py PEER FOLDER THREADS

PEER: a key of PEERS. FOLDER: the Arrow files and facts.json that run.py made. Each line on standard
input starts one run. The line that answers it on standard output has the seconds, the CPU seconds, the
memory and what is compared. If the input line names a file, the failing rows are written there too.
"""
import ctypes
import gc
import json
import os
import pathlib
import re
import resource
import sys
import time

import ledger
import rules


class Peer:
    """One engine with the ledger in it.

    run() does the job and returns what courts() turns into the counts. failing() then gives row numbers,
    findings and verdicts of all links that have findings.
    """

    def __init__(self, facts):
        self.facts = facts

    def courts(self, answer):
        return rules.per_court(self.facts["bits"], answer)

    def processes(self):
        """The processes that the peer runs besides this one."""
        return []

    def close(self):
        pass


class Ecflink(Peer):
    """ecflink through the C interface, on ordinary Arrow arrays; the index is built in every run.

    The arrays are trusted, as engines trust their own tables.
    """

    LAYOUT = 1   # ECFLINK_ARROW_CHECK_LAYOUT

    def __init__(self, folder, facts, threads):
        super().__init__(facts)
        if not facts["library"]:
            raise SystemExit("the build folder has no shared library of the C interface: build "
                             "ecflink_c_shared")
        self.library = ctypes.CDLL(facts["library"])
        self.tables = {table: ledger.read_arrow(folder, table).drop_columns(["rowid"])
                       for table in ledger.TABLES}
        self.findings = [finding for finding, _ in sorted(facts["bits"].items(), key=lambda entry: entry[1])]
        self.engine, self.index, self.links, self.report = (ctypes.c_void_p() for _ in range(4))
        texts = [(file.name.encode(), file.read_bytes())
                 for file in sorted((folder / "data/policies").glob("*.json"))]
        layers = (PolicyLayer * len(texts))(*(PolicyLayer(ctypes.sizeof(PolicyLayer), 0, name, len(name),
                                                          text, len(text))
                                              for name, text in texts))
        self.call("ecflink_engine_create",
                  ctypes.byref(EngineOptions(ctypes.sizeof(EngineOptions), 0, layers, len(layers), None, 0)),
                  ctypes.byref(self.engine), None)
        self.options = BulkOptions(ctypes.sizeof(BulkOptions), threads, None, None, None)
        rows = self.tables["links"].num_rows
        self.answer = (ctypes.c_uint64 * rows)(), (ctypes.c_uint8 * rows)()

    def call(self, function, *arguments):
        error = Error(ctypes.sizeof(Error))
        if getattr(self.library, function)(*arguments, ctypes.byref(error)) != 0:
            raise RuntimeError(f"{function}: {error.field.decode()}: {error.message.decode()}")

    def free(self, kind):
        handle = getattr(self, kind)
        getattr(self.library, f"ecflink_{kind}_free")(handle)
        handle.value = None

    def stream(self, table):
        stream = (ctypes.c_void_p * 5)()   # struct ArrowArrayStream
        self.tables[table].to_reader()._export_to_c(ctypes.addressof(stream))
        return ctypes.byref(stream)

    def build(self):
        self.free("index")
        self.call("ecflink_index_create", self.engine, ctypes.byref(self.options), self.LAYOUT,
                  self.stream("central_accounts"), self.stream("court_accounts"), None, None,
                  ctypes.byref(self.index))

    def run(self):
        self.build()
        return self.verify()

    def verify(self):
        self.free("links")
        self.free("report")
        masks, verdicts = self.answer
        self.call("ecflink_links_create", self.LAYOUT, self.stream("links"), ctypes.byref(self.links))
        self.call("ecflink_links_verify", self.index, self.links,
                  ctypes.c_int64(ledger.micros(self.facts["as_of"])), ctypes.byref(self.options), masks,
                  verdicts, ctypes.c_uint64(len(masks)), ctypes.byref(self.report))
        return self.report

    def courts(self, answer):
        courts = {}
        self.library.ecflink_report_court_count.restype = ctypes.c_size_t
        for place in map(ctypes.c_size_t, range(self.library.ecflink_report_court_count(answer))):
            court, length, tally = ctypes.create_string_buffer(17), ctypes.c_size_t(), Tally(ctypes.sizeof(
                                                                                                 Tally))
            self.call("ecflink_report_court_id", answer, place, court, ctypes.c_size_t(len(court)),
                      ctypes.byref(length))
            self.call("ecflink_report_court", answer, place, ctypes.byref(tally))
            courts[court.raw[:length.value].decode()] = {
                "links": tally.links, "allow": tally.allow, "hold": tally.hold, "refuse": tally.refuse,
                "findings": {finding: tally.findings[self.facts["bits"][finding]] for finding in self.findings
                             if tally.findings[self.facts["bits"][finding]]}}
        return courts

    def failing(self):
        import numpy as np
        masks, verdicts = map(np.ctypeslib.as_array, self.answer)
        rows = np.flatnonzero((masks != 0) | (verdicts != 0))
        return rows, masks[rows], verdicts[rows]

    def close(self):
        for kind in ("report", "links", "index", "engine"):
            self.free(kind)


class EcflinkKept(Ecflink):
    """ecflink with an index that was built before."""

    def __init__(self, folder, facts, threads):
        super().__init__(folder, facts, threads)
        self.build()

    def run(self):
        return self.verify()


class PolicyLayer(ctypes.Structure):
    _fields_ = [("struct_size", ctypes.c_uint32), ("reserved", ctypes.c_uint32), ("name", ctypes.c_char_p),
                ("name_size", ctypes.c_size_t), ("text", ctypes.c_char_p), ("text_size", ctypes.c_size_t)]


class EngineOptions(ctypes.Structure):
    _fields_ = [("struct_size", ctypes.c_uint32), ("flags", ctypes.c_uint32),
                ("layers", ctypes.POINTER(PolicyLayer)), ("layer_count", ctypes.c_size_t),
                ("overrides", ctypes.c_void_p), ("override_count", ctypes.c_size_t)]


class BulkOptions(ctypes.Structure):
    _fields_ = [("struct_size", ctypes.c_uint32), ("threads", ctypes.c_uint32), ("progress", ctypes.c_void_p),
                ("progress_context", ctypes.c_void_p), ("secret", ctypes.c_void_p)]


class Tally(ctypes.Structure):
    _fields_ = [("struct_size", ctypes.c_uint32), ("reserved", ctypes.c_uint32),
                *((name, ctypes.c_uint64) for name in ("links", *rules.VERDICTS)),
                ("findings", ctypes.c_uint64 * 64)]


class Error(ctypes.Structure):
    _fields_ = [("struct_size", ctypes.c_uint32), ("status", ctypes.c_int32), ("index", ctypes.c_uint64),
                ("field", ctypes.c_char * 64), ("message", ctypes.c_char * 256)]


class DuckDB(Peer):
    """DuckDB. Joins first, and then finds links that share an account or a central account in a court.

    It compares the row numbers of the joined records, integers instead of texts; texts only where there is
    no record. Of the forms tried this was the quickest: quicker than GROUP BY ... HAVING over texts, and far
    quicker than window functions over all links.
    """

    def __init__(self, folder, facts, threads):
        import duckdb
        super().__init__(facts)
        self.connection = duckdb.connect(config={"threads": threads,
                                                 "temp_directory": str(folder / "duckdb")})
        self.sql = self.connection.execute
        self.sql("SET TimeZone = 'UTC'")
        self.queries = rules.Queries(facts,
                                     {"legacy_cutoff": f"DATE '{facts['legacy_cutoff']}'",
                                      "as_of": f"TIMESTAMPTZ '{facts['as_of']}'"})
        for column, tokens in {f"{table}_{name}": tokens for table, coded in ledger.TOKENS.items()
                               for name, tokens in coded.items()}.items():
            self.sql(f"CREATE TYPE {column} AS ENUM ({', '.join(map(repr, tokens))})")
        self.sql("CREATE TABLE court_facts (court VARCHAR, go_live TIMESTAMPTZ, outage_begin TIMESTAMPTZ, "
                 "outage_end TIMESTAMPTZ)")
        self.connection.executemany("INSERT INTO court_facts VALUES (?, ?, ?, ?)", facts["courts"])
        self.load(folder)
        self.sql("SET preserve_insertion_order = false")

    def load(self, folder):
        """Native tables, with tokens as ENUM and the court as self.court_type() says."""
        court = self.court_type(folder)
        self.sql(f"CREATE TABLE courts AS SELECT * REPLACE (court::{court} AS court) FROM court_facts")
        for table in ledger.TABLES:
            arrow = ledger.read_arrow(folder, table)
            self.connection.register("arrow", arrow)
            typed = [f"{name}::{table}_{name} AS {name}"
                     for name in ledger.TOKENS[
                         table]] + ([f"court::{court} AS court"] if "court" in arrow.column_names else [])
            # DuckDB has a row number of its own under the name rowid.
            self.sql(f"""CREATE TABLE {table} AS
                SELECT * EXCLUDE (rowid) REPLACE ({', '.join(typed)}) FROM arrow""")
            self.connection.unregister("arrow")

    def court_type(self, folder):
        self.connection.register("arrow", ledger.read_arrow(folder, "links").select(["court"]))
        self.connection.register("arrow_accounts",
                                 ledger.read_arrow(folder, "court_accounts").select(["court"]))
        self.sql("CREATE TYPE court_id AS ENUM (SELECT court FROM court_facts UNION SELECT court FROM arrow "
                 "UNION SELECT court FROM arrow_accounts ORDER BY 1)")
        self.connection.unregister("arrow_accounts")
        return "court_id"

    def run(self):
        q = self.queries
        self.sql(f"CREATE OR REPLACE TEMP TABLE twice AS {q.central_ids_held_twice()}")
        self.sql(f"""CREATE OR REPLACE TEMP TABLE joined AS
            SELECT l.rowid AS link, l.court, a.id AS account, p.id AS central, {q.own_findings()} AS findings
            {q.joined(f'({q.centrals("twice")})')}""")

        def sharing(*keys):   # links without a record are few: all of them
            listed = ", ".join(keys)
            return f"""(SELECT l.rowid, l.court, l.login, l.central_id FROM links l JOIN (
                SELECT link FROM joined SEMI JOIN (
                    SELECT {listed} FROM joined WHERE {keys[0]} IS NOT NULL
                    GROUP BY {listed} HAVING count(*) > 1) USING ({listed})
                UNION ALL SELECT link FROM joined WHERE {keys[0]} IS NULL) s ON s.link = l.rowid)"""
        self.sql("CREATE OR REPLACE TEMP TABLE conflicts AS "
                 f"{q.conflicts(sharing('account'), sharing('central', 'court'))}")
        self.sql(f"""CREATE OR REPLACE TEMP TABLE answer AS
            SELECT rowid, court, mask::UBIGINT AS mask, ({q.verdict()})::UTINYINT AS verdict FROM (
                SELECT link AS rowid, court, j.findings + coalesce(c.findings, 0)::BIGINT AS mask
                FROM joined j LEFT JOIN conflicts c ON c.rowid = j.link)""")
        return self.sql(rules.COUNT).fetchall()

    def failing(self):
        columns = self.sql(rules.FAILING).fetchnumpy()
        return columns["rowid"], columns["mask"], columns["verdict"]


class DuckDBText(DuckDB):
    """The court as text."""

    def court_type(self, folder):
        return "VARCHAR"


class DuckDBArrow(DuckDB):
    """DuckDB on Arrow tables in memory; nothing is converted before the run."""

    def load(self, folder):
        self.sql("CREATE VIEW courts AS SELECT * FROM court_facts")
        for table in ledger.TABLES:
            self.connection.register(table, ledger.read_arrow(folder, table))


class DuckDBFiles(DuckDB):
    """DuckDB from the CSV files, as a whole process."""

    def load(self, folder):
        self.sql("CREATE VIEW courts AS SELECT * FROM court_facts")
        self.data = (folder / "data").resolve()

    def run(self):
        for table in ledger.TABLES:
            types = {**dict.fromkeys(ledger.TEXTS[table], "VARCHAR"),
                     **{name: f"{table}_{name}" for name in ledger.TOKENS[table]},
                     **dict.fromkeys(ledger.INSTANTS[table], "TIMESTAMPTZ"),
                     **({"created": "DATE"} if table == "central_accounts" else {})}
            self.sql(f"CREATE OR REPLACE TABLE {table} AS SELECT * FROM read_csv('{self.data}/{table}.csv', "
                     f"header = true, types = {types})")
        return super().run()


class Polars(Peer):
    """Polars, streaming engine. Window functions find links that share an account, or a central account in
    a court."""

    has_enum = True
    by_rows = False

    def __init__(self, folder, facts, threads):
        os.environ["POLARS_MAX_THREADS"] = str(threads)   # must be set before the import
        import polars as pl
        super().__init__(facts)
        self.pl = pl
        tables = {table: pl.from_arrow(ledger.read_arrow(folder, table)) for table in ledger.TABLES}
        courts = pl.DataFrame(facts["courts"], schema=["court", "go_live", "outage_begin", "outage_end"],
                              orient="row")
        tables["courts"] = courts.with_columns(
            pl.col("go_live", "outage_begin",
                   "outage_end").str.to_datetime("%Y-%m-%dT%H:%M:%SZ", time_unit="us", time_zone="UTC"))
        court = pl.Enum(sorted({court for table in tables.values() if "court" in table.columns
                                for court in table["court"].unique()})) if self.has_enum else pl.String
        for name, table in tables.items():
            typed = [pl.col(column).cast(pl.Enum(tokens))
                     for column, tokens in ledger.TOKENS.get(name, {}).items()]
            tables[name] = table.with_columns(*typed,
                                              *([pl.col("court").cast(court)] if "court" in table.columns
                                                else []))
        self.tables = tables

    def mask(self, findings):
        pl, bits = self.pl, self.facts["bits"]
        return pl.sum_horizontal(*(pl.when(condition).then(pl.lit(1 << bits[finding],
                                                                  pl.UInt64)).otherwise(pl.lit(0, pl.UInt64))
                                   for finding, condition in findings.items()))

    def run(self):
        pl, c, facts = self.pl, self.pl.col, self.facts
        links, courts, accounts, central = (self.tables[name].lazy()
                                            for name in ("links", "courts", "court_accounts",
                                                         "central_accounts"))
        lower = c("name").str.to_lowercase().fill_null("")

        twice = central.group_by("central_id").agg(pl.len(), central=c("rowid").min()).filter(c("len") > 1)
        centrals = pl.concat([
            central.join(twice, on="central_id", how="anti").select(
                "central_id", central="rowid", p_name=lower,
                p_findings=self.mask({"central-shared": c("usage") == "shared",
                                      "central-administrative": c("usage") == "administrative",
                                      "central-legacy": (c("generation") != "upgraded").fill_null(True) & (
                                          c("created") < pl.lit(
                                              facts["legacy_cutoff"]).str.to_date()).fill_null(True),
                                      "central-not-activated": c("status") == "not-activated",
                                      "central-on-hold": c("status") == "on-hold",
                                      "central-disabled": c("status") == "disabled",
                                      "central-closed": c("status") == "closed"})),
            twice.select("central_id", "central", p_name=pl.lit(None, pl.String),
                         p_findings=pl.lit(1 << facts["bits"]["record-ambiguous"], pl.UInt64))])
        accounts = accounts.select("court", "login", "opened", account="rowid", a_name=lower,
                                   a_findings=self.mask({f"account-{status}": c("status") == status
                                                         for status in ("terminated", "suspended",
                                                                        "restricted", "locked",
                                                                        "fee-locked")}))

        a, p, at = c("a_name"), c("p_name"), c("linked_at")
        as_of = pl.lit(facts["as_of"]).str.to_datetime("%Y-%m-%dT%H:%M:%SZ", time_unit="us", time_zone="UTC")
        own = self.mask({"court-unknown": c("go_live").is_null(),
                         "central-unknown": c("p_findings").is_null(),
                         "account-unknown": c("a_findings").is_null(), "record-malformed": at.is_null(),
                         "court-not-live": at < c("go_live"),
                         "court-in-outage": (at >= c("outage_begin")) & (at < c("outage_end")),
                         "account-opened-after-cutover": c("opened") >= c("go_live"),
                         "name-differs": (a != p) & (a != "") & (p != ""),
                         "name-missing": ((a == "") & p.is_not_null()) | ((p == "") & a.is_not_null()),
                         "link-in-future": at > as_of,
                         "link-before-account": at < c("opened")})
        joined = (links.join(courts, on="court", how="left")
                  .join(centrals, on="central_id", how="left")
                  .join(accounts, on=["court", "login"], how="left")
                  .select("rowid", "court", "account", "central",
                          findings=pl.sum_horizontal(own, "p_findings", "a_findings")))
        if self.by_rows:
            joined = joined.collect(engine="streaming").lazy()

        def found(conflicts, keys, rows):
            if self.by_rows:   # links without a record are few: all of them
                known = joined.filter(c(rows[0]).is_not_null())
                shared = pl.concat([known.join(known.group_by(rows).len().filter(c("len") > 1), on=rows,
                                               how="semi"),
                                    joined.filter(c(rows[0]).is_null())])
                some = links.join(shared.select("rowid"), on="rowid", how="semi")
            else:
                some = links.filter(pl.len().over(keys) > 1)
            return some.select("rowid", findings=self.mask(conflicts)).filter(c("findings") != 0)
        conflicts = pl.concat(
            [found({"already-linked": pl.len().over("court", "login", "central_id") > 1,
                    "account-linked-elsewhere": c("central_id").n_unique().over("court", "login") > 1},
                   ["court", "login"], ["account"]),
             found({"central-slot-taken": c("login").n_unique().over("central_id", "court") > 1},
                   ["central_id", "court"],
                   ["central", "court"]),]).group_by("rowid").agg(c_findings=c("findings").sum())

        mask, refuse, hold = c("mask"), facts["refuse"], facts["hold"]
        verdict = pl.when((mask & refuse) != 0).then(pl.lit(2, pl.UInt8)).when(
            (mask & hold) != 0).then(pl.lit(1, pl.UInt8)).otherwise(pl.lit(0, pl.UInt8))
        self.answer = (joined.join(conflicts, on="rowid", how="left").select(
                           "rowid", "court",
                           mask=pl.sum_horizontal(
                               "findings",
                               "c_findings")) .with_columns(verdict=verdict).collect(engine="streaming"))
        return self.answer.lazy().group_by("court", "mask",
                                           "verdict").len().collect(engine="streaming").rows()

    def failing(self):
        rows = self.answer.filter((self.pl.col("mask") != 0) | (self.pl.col("verdict") != 0))
        return rows["rowid"].to_numpy(), rows["mask"].to_numpy(), rows["verdict"].to_numpy()


class PolarsRows(Polars):
    """Like DuckDB: joins first, and then compares row numbers."""

    by_rows = True


class PolarsText(Polars):
    """The court as text."""

    has_enum = False


class SQLite(Peer):
    """SQLite in memory. Every join and every grouping uses an index that was built while loading.

    The tables are clustered by their keys, and two covering indexes lie over the links. No other peer gets
    such help.
    """

    def __init__(self, folder, facts, threads):
        import sqlite3
        super().__init__(facts)
        self.connection = sqlite3.connect(":memory:", isolation_level=None)
        self.sql = self.connection.execute
        tokens = [token for coded in ledger.TOKENS.values() for names in coded.values() for token in names]
        self.queries = rules.Queries(facts,
                                     {"legacy_cutoff": ledger.micros(facts["legacy_cutoff"] +
                                                                     "T00:00:00Z") // 86_400_000_000,
                                      "as_of": ledger.micros(facts["as_of"])})
        # Tokens are stored as their numbers.
        self.coded = lambda query: re.sub(r"(\.(?:usage|status|generation) (?:=|<>) )'([a-z-]+)'",
                                          lambda match: match[1] + str(tokens.index(match[2])), query)
        for setting in ("temp_store = MEMORY", "cache_size = -4000000", "journal_mode = OFF",
                        "synchronous = OFF"):
            self.sql(f"PRAGMA {setting}")
        self.sql("CREATE TABLE courts (court TEXT PRIMARY KEY, go_live INT, outage_begin INT, outage_end "
                 "INT) WITHOUT ROWID")
        self.sql("""CREATE TABLE central_accounts (
            central_id TEXT, rowid INT, usage INT, status INT, generation INT, created INT, name TEXT,
            PRIMARY KEY (central_id, rowid)) WITHOUT ROWID""")
        self.sql("CREATE TABLE court_accounts (court TEXT, login TEXT, rowid INT, status INT, opened INT, "
                 "name TEXT, PRIMARY KEY (court, login)) WITHOUT ROWID")
        self.sql("CREATE TABLE links (rowid INTEGER PRIMARY KEY, court TEXT, login TEXT, central_id TEXT, "
                 "linked_at INT)")
        self.connection.executemany("INSERT INTO courts VALUES (?, ?, ?, ?)",
                                    ([court, *(at and ledger.micros(at) for at in facts)]
                                     for court, *facts in facts["courts"]))
        self.sql("BEGIN")
        for table in ledger.TABLES:
            import pyarrow as pa
            names = [row[1] for row in self.sql(f"PRAGMA table_info({table})")]
            for batch in ledger.read_arrow(folder, table).select(names).to_batches(1 << 18):
                values = []
                for column in batch.columns:
                    if pa.types.is_dictionary(column.type):
                        code = [tokens.index(token) for token in column.dictionary.to_pylist()]
                        values.append([None if at is None else code[at] for at in column.indices.to_pylist()])
                    else:
                        values.append((column.cast(pa.int32() if pa.types.is_date(column.type)
                                                   else pa.int64())
                                       if pa.types.is_temporal(column.type) else column).to_pylist())
                self.connection.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(names))})",
                                            zip(*values))
        self.sql("CREATE INDEX links_of_account ON links (court, login, central_id)")
        self.sql("CREATE INDEX links_of_place ON links (court, central_id, login)")
        self.sql("COMMIT")
        self.sql("ANALYZE")

    def run(self):
        q = self.queries
        for table in ("answer", "conflicts", "twice"):
            self.sql(f"DROP TABLE IF EXISTS {table}")
        self.sql("CREATE TEMP TABLE twice (central_id TEXT PRIMARY KEY, id INT) WITHOUT ROWID")
        self.sql(f"INSERT INTO twice {q.central_ids_held_twice()}")
        self.sql("CREATE TEMP TABLE centrals (central_id TEXT PRIMARY KEY, id INT, name TEXT, findings INT) "
                 "WITHOUT ROWID")
        self.sql(self.coded(f"INSERT INTO centrals {q.centrals('twice')} ORDER BY 1"))
        self.sql("CREATE TEMP TABLE conflicts (rowid INTEGER PRIMARY KEY, findings INT)")
        self.sql("INSERT INTO conflicts "
                 f"{q.conflicts(q.sharing('court', 'login'), q.sharing('court', 'central_id'))}")
        self.sql("CREATE TEMP TABLE answer (rowid INTEGER PRIMARY KEY, court TEXT, mask INT, verdict INT)")
        self.sql(self.coded(f"""INSERT INTO answer SELECT id, court, mask, {q.verdict()} FROM (
            SELECT l.rowid AS id, l.court, {q.own_findings()} +
                coalesce((SELECT x.findings FROM conflicts x WHERE x.rowid = l.rowid), 0) AS mask
            {q.joined('centrals')})"""))
        self.sql("DROP TABLE centrals")
        return self.sql(rules.COUNT).fetchall()

    def failing(self):
        return failing_of(self.sql(rules.FAILING).fetchall())


class PostgreSQL(Peer):
    """PostgreSQL, a server of its own as in the tests: unlogged tables, hash joins, just-in-time compilation.

    The few duplicate records and shared links are found first and put into analyzed temporary tables; within
    one query the planner expects far more of them. Twice the threads would not help, because it does not
    group in parallel.
    """

    def __init__(self, folder, facts, threads):
        sys.path.append(str(pathlib.Path(__file__).resolve().parents[2] / "tests/ledger"))
        import psycopg
        import pyarrow as pa
        import pyarrow.csv as pacsv
        from with_postgresql import postgresql_server
        super().__init__(facts)
        gigabytes = max(1, sum(ledger.read_arrow(folder, table).nbytes for table in ledger.TABLES) * 4 >> 30)
        self.server = postgresql_server(
            fast=True,
            settings={"shared_buffers": f"{gigabytes}GB", "max_wal_size": "8GB", "wal_level": "minimal",
                      "max_wal_senders": 0, "synchronous_commit": "off", "autovacuum": "off",
                      "maintenance_work_mem": "1GB", "work_mem": "1GB", "hash_mem_multiplier": 2,
                      "temp_buffers": "1GB", "max_parallel_workers_per_gather": threads - 1,
                      "parallel_setup_cost": 10, "parallel_tuple_cost": 0.001, "effective_cache_size": "16GB",
                      "jit": "on", "timezone": "UTC"})
        self.server.__enter__()
        self.connection = psycopg.connect(self.server.url, autocommit=True)
        self.sql = self.connection.execute
        self.queries = rules.Queries(facts,
                                     {"legacy_cutoff": f"DATE '{facts['legacy_cutoff']}'",
                                      "as_of": f"TIMESTAMPTZ '{facts['as_of']}'"})
        text = 'text COLLATE "C"'
        self.sql(f"CREATE UNLOGGED TABLE courts (court {text} PRIMARY KEY, go_live timestamptz, "
                 "outage_begin timestamptz, outage_end timestamptz)")
        for court in facts["courts"]:
            self.sql("INSERT INTO courts VALUES (%s, %s, %s, %s)", court)
        for table in ledger.TABLES:
            arrow = ledger.read_arrow(folder, table)
            arrow = arrow.drop_columns([name for name in ("role",) if name in arrow.column_names])
            types = {**dict.fromkeys(ledger.TEXTS[table], text),
                     **dict.fromkeys(ledger.INSTANTS[table], "timestamptz"), "created": "date",
                     "rowid": "int"}
            for name, tokens in ledger.TOKENS[table].items():
                types[name] = f"{table}_{name}"
                self.sql(f"CREATE TYPE {table}_{name} AS ENUM ({', '.join(map(repr, tokens))})")
            self.sql(f"CREATE UNLOGGED TABLE {table} "
                     f"({', '.join(f'{name} {types[name]}' for name in arrow.column_names)})")
            with self.connection.cursor().copy(f"COPY {table} FROM STDIN (FORMAT csv)") as copy:
                for batch in arrow.to_batches(1 << 16):
                    sink = pa.BufferOutputStream()
                    pacsv.write_csv(batch, sink, pacsv.WriteOptions(include_header=False))
                    copy.write(sink.getvalue().to_pybytes())
        self.sql("VACUUM ANALYZE")

    def run(self):
        q = self.queries
        self.sql("DROP TABLE IF EXISTS twice, centrals, conflicts, answer")

        def make(table, query, kind="TEMP"):
            self.sql(f"CREATE {kind} TABLE {table} AS {query}")
            self.sql(f"ANALYZE {table}")
        make("twice", q.central_ids_held_twice())
        # A query over a temporary table would not run in parallel.
        make("centrals", q.centrals("twice"), "UNLOGGED")
        make("conflicts", q.conflicts(q.sharing("court", "login"), q.sharing("court", "central_id")),
             "UNLOGGED")
        self.sql(f"""CREATE UNLOGGED TABLE answer AS
            SELECT rowid, court, mask, ({q.verdict()})::smallint AS verdict FROM (
                SELECT l.rowid, l.court, ({q.own_findings()} + coalesce(x.findings, 0))::bigint AS mask
                {q.joined('centrals')} LEFT JOIN conflicts x ON x.rowid = l.rowid) j""")
        return self.sql(rules.COUNT).fetchall()

    def failing(self):
        return failing_of(self.sql(rules.FAILING).fetchall())

    def processes(self):
        """The server and its children."""
        found = {self.server.pid}
        for entry in filter(str.isdigit, os.listdir("/proc")):
            try:
                if stat(entry)[1] == str(self.server.pid):
                    found.add(int(entry))
            except OSError:
                pass   # the process has ended
        return found

    def close(self):
        self.server.__exit__()


PEERS = {
    "ecflink": Ecflink,
    "ecflink-kept": EcflinkKept,
    "duckdb-enum": DuckDB,
    "duckdb-text": DuckDBText,
    "duckdb-arrow": DuckDBArrow,
    "duckdb-csv": DuckDBFiles,
    "polars-enum": Polars,
    "polars-rows": PolarsRows,
    "polars-text": PolarsText,
    "postgresql": PostgreSQL,
    "sqlite": SQLite,
}


def failing_of(rows):
    import numpy as np
    return tuple(np.array(column, np.uint64)
                 for column in zip(*rows)) if rows else (np.zeros(0, np.uint64),) * 3


def stat(pid):
    """The fields of /proc/PID/stat from the state on."""
    return pathlib.Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()


def server_cpu(peer):
    """CPU seconds of a peer's server and its children, including those that have ended."""
    ticks = 0
    for pid in peer.processes():
        fields = stat(pid)
        ticks += sum(map(int, fields[11:15] if pid == peer.server.pid else fields[11:13]))
    return ticks / os.sysconf("SC_CLK_TCK")


def memory(peer, key):
    """MiB of this process, and the proportional share of a server."""
    own = next(int(line.split()[1]) for line in open("/proc/self/status", encoding="utf-8")
               if line.startswith(key + ":"))
    for pid in peer.processes():
        with open(f"/proc/{pid}/smaps_rollup", encoding="utf-8") as lines:
            own += next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return own // 1024


def own_cpu():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def timed_run(peer):
    gc.collect()
    ctypes.CDLL(None).malloc_trim(0)
    pathlib.Path("/proc/self/clear_refs").write_text("5", encoding="ascii")   # resets the peak
    cpu, start = own_cpu() + server_cpu(peer), time.perf_counter()
    answer = peer.run()
    seconds = time.perf_counter() - start
    return answer, {"seconds": seconds, "cpu": own_cpu() + server_cpu(peer) - cpu,
                    "peak_mib": memory(peer, "VmHWM")}


def main():
    name, folder, threads = sys.argv[1], pathlib.Path(sys.argv[2]), int(sys.argv[3])
    facts = json.loads((folder / "facts.json").read_text(encoding="ascii"))
    if name == "duckdb-csv":
        peer = PEERS[name](folder, facts, threads)
        print(json.dumps({"digest": rules.digest(peer.courts(peer.run()))}))
        return
    import numpy as np
    peer = PEERS[name](folder, facts, threads)
    try:
        print(json.dumps({"loaded_mib": memory(peer, "VmRSS")}), flush=True)
        for line in sys.stdin:
            cpu = own_cpu() + server_cpu(peer)
            answer, figures = timed_run(peer)
            rows, masks, verdicts = peer.failing()
            if line.strip():
                np.savez(line.strip(), rows=rows, masks=masks, verdicts=verdicts)
            compared = rules.compared(peer.courts(answer), rows, masks)
            print(json.dumps({**figures, "compared": compared,
                              "cpu_of_all": own_cpu() + server_cpu(peer) - cpu}),
                  flush=True)
    finally:
        peer.close()


if __name__ == "__main__":
    main()
