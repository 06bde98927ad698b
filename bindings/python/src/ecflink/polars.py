"""Verification inside Polars: an expression for eager, lazy and streaming queries. docs/polars.md is the
guide.

To verify a ledger that is in frames already, `ecflink.verify(links=frame, ...)` needs nothing from here.
"""

from __future__ import annotations

import os
from typing import Optional

import polars as pl
from polars.plugins import register_plugin_function

from ecflink import _capi
from ecflink._core import Time, Work, micros_of, now
from ecflink.policies import PoliciesOrLayers, policies_of


def verify(links: Optional[pl.Expr] = None, *, court_accounts: pl.DataFrame, central_accounts: pl.DataFrame,
           tombstones: Optional[pl.DataFrame] = None, roster: Optional[pl.DataFrame] = None,
           policies: Optional[PoliciesOrLayers] = None, as_of: Optional[Time] = None,
           threads: Optional[int] = None) -> pl.Expr:
    """An expression that verifies every link of a query as of a time (default: now, when the expression
    is made).

        ledger.with_columns(answer=ecflink.polars.verify(court_accounts=accounts, central_accounts=centrals))
              .unnest("answer")

    `links` is an expression of a struct with the columns of links; default: all columns of the query.
    The answer is a struct of `findings` (a set of bits, `ecflink.findings_of` tells which) and `verdict`.

    Conflicts are those of all links that the expression sees, so use it on a whole ledger, not within
    `over` or `group_by`: each group would index all accounts again.
    """
    loaded = policies_of(policies)
    work = Work(threads, None)
    numbers = [micros_of(now() if as_of is None else as_of), work.options.threads]
    for finding, disposition in loaded.overrides.items():
        numbers += [finding.number, disposition.number]
    layers = b"".join(name.encode() + b"\0" + text + b"\0" for name, text in loaded.layers)
    return register_plugin_function(
        plugin_path=os.fspath(_capi.__file__), function_name="verify", is_elementwise=False,
        args=[pl.struct(pl.all()) if links is None else links,
              *(_table(frame) for frame in (court_accounts, central_accounts, tombstones, roster)),
              pl.lit(pl.Series(numbers, dtype=pl.Int64)),
              pl.lit(pl.Series(list(layers), dtype=pl.UInt8))])


def _table(frame: Optional[pl.DataFrame]) -> pl.Expr:
    return pl.lit(0) if frame is None else pl.lit(frame.to_struct())
