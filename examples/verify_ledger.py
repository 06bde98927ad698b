"""From CSV files with a court's own headers to a verified ledger and a chart.

    python examples/verify_ledger.py [FOLDER]

Writes failures.csv and failures.svg into FOLDER (default: the current one). Needs polars and
matplotlib. Each `# %%` begins a cell of a notebook.
"""

# %% Read the files. Everything is text at first.
import pathlib
import sys

import matplotlib
import polars

import ecflink

matplotlib.use("svg")
import matplotlib.pyplot  # noqa: E402

LEDGER = pathlib.Path(__file__).parent / "ledger"
OUT = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ".")
tables = {name: polars.read_csv(LEDGER / f"{name}.csv", infer_schema=False)
          for name in ("central_accounts", "court_accounts", "links", "tombstones", "roster")}

# %% Such files come with headers of their own. These stand for them.
OWN_NAMES = {"court": "Court", "login": "CM/ECF user", "central_id": "PACER number"}
tables = {name: table.rename({ours: theirs for ours, theirs in OWN_NAMES.items() if ours in table.columns})
          for name, table in tables.items()}

# %% Texts become times, in the zone of each row's court, dates, numbers and truth values. What cannot be
# read becomes null, and a finding says so where it matters.
policies = ecflink.Policies.load([LEDGER / "policies"])


def instant(court, text):
    """The instant of a local time, or None."""
    try:
        return None if text is None else policies.time(court, text)
    except ecflink.TimeError:
        return None


def typed(table):
    """The table with the types that ecflink expects."""
    columns = [polars.Series(name, [instant(*row) for row in zip(table["Court"], table[name])],
                             polars.Datetime("us", "UTC"))
               for name in table.columns if name == "opened" or name.endswith("_at")]
    columns += [polars.col("created").str.to_date()] if "created" in table.columns else []
    columns += [polars.col("principals").cast(polars.Int64)] if "principals" in table.columns else []
    columns += [polars.col(name) == "true" for name in ("exempt", "link_locked") if name in table.columns]
    return table.with_columns(columns)


tables = {name: typed(table) for name, table in tables.items()}

# %% Verify. A progress function could drive tqdm.
result = ecflink.verify(**tables, policies=policies, as_of="2026-06-30T12:00:00Z",
                        columns={theirs: ours for ours, theirs in OWN_NAMES.items()},
                        progress=lambda stage, done, total: None)
print(f"{len(result)} links:", result.report["verdicts"])

# %% What is wrong with each, and who acts.
failures = polars.DataFrame(result.failures(explain=True))
print(failures.select("row", "court", "login", "verdict", "next_step", "who"))
failures.with_columns(polars.col(polars.List(polars.String)).list.join("|")).write_csv(OUT / "failures.csv")

# %% Which findings are most frequent.
counts = result.report["findings"]
figure, axes = matplotlib.pyplot.subplots(figsize=(8, 1 + 0.3 * len(counts)), layout="constrained")
axes.barh(list(counts)[::-1], list(counts.values())[::-1])
axes.set_xlabel("links")
axes.set_title("Findings")
figure.savefig(OUT / "failures.svg")
