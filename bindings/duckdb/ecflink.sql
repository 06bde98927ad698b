-- Tables by name: tables, views, temporary tables and CTEs. Run this file in a connection that has loaded
-- the extension. Each macro gives a row for each link: `link` (a struct), `findings` (a set of bits) and
-- `verdict`. `as_of` is a TIMESTAMPTZ or a text (default: now), `policies` a list of JSON texts.
CREATE OR REPLACE TEMP MACRO ecflink_verify_tables(links, court_accounts, central_accounts, as_of := NULL,
                                                   policies := NULL) AS TABLE
WITH every AS MATERIALIZED (SELECT list(one) AS links FROM query_table(links) one),
     answers AS (SELECT unnest(every.links) AS link,
                        unnest(ecflink_verify(every.links,
                                              (SELECT list(one) FROM query_table(court_accounts) one),
                                              (SELECT list(one) FROM query_table(central_accounts) one),
                                              as_of, policies)) AS answer
                 FROM every)
SELECT link, answer.findings AS findings, answer.verdict AS verdict FROM answers;

-- The same with tombstones and a roster.
CREATE OR REPLACE TEMP MACRO ecflink_verify_ledger(links, court_accounts, central_accounts, tombstones, roster,
                                                   as_of := NULL, policies := NULL) AS TABLE
WITH every AS MATERIALIZED (SELECT list(one) AS links FROM query_table(links) one),
     answers AS (SELECT unnest(every.links) AS link,
                        unnest(ecflink_verify(every.links,
                                              (SELECT list(one) FROM query_table(court_accounts) one),
                                              (SELECT list(one) FROM query_table(central_accounts) one),
                                              (SELECT list(one) FROM query_table(tombstones) one),
                                              (SELECT list(one) FROM query_table(roster) one),
                                              as_of, policies)) AS answer
                 FROM every)
SELECT link, answer.findings AS findings, answer.verdict AS verdict FROM answers;
