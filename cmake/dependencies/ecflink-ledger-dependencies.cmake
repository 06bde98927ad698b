# What ecflink::ledger needs besides ecflink::ecflink: SQLite with STRICT tables.
find_dependency(SQLite3 3.37)
