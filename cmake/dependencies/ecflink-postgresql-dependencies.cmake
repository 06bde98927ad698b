# What ecflink::postgresql needs besides ecflink::ledger: a libpq with pipelines.
find_dependency(PostgreSQL 14)
