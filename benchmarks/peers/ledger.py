"""The generated ledger as every peer gets it: Arrow files with coded tokens, and the courts' policies."""
import datetime
import json
import pathlib
import subprocess

TOKENS = {
    "central_accounts": {
        "usage": ["individual", "shared", "administrative"],
        "status": ["active", "not-activated", "on-hold", "disabled", "closed"],
        "generation": ["legacy", "upgraded"],
    },
    "court_accounts": {"role": ["attorney", "pro-hac-vice", "government-attorney", "cja-attorney", "trustee",
                                "us-trustee", "filing-agent", "limited-filer", "claims-agent", "pro-se",
                                "court-reporter", "mediator", "auditor", "interested-party", "staff"],
                       "status": ["active", "locked", "fee-locked", "restricted", "suspended",
                                  "terminated"],},
    "links": {},
}
TEXTS = {"central_accounts": ["central_id", "name"], "court_accounts": ["court", "login", "name"],
         "links": ["court", "login", "central_id"]}
INSTANTS = {"central_accounts": [], "court_accounts": ["opened"], "links": ["linked_at"]}
TABLES = list(TOKENS)


def write_arrow(data, folder):
    """Writes the tables of the ledger in `data` as uncompressed Arrow files.

    The column `rowid` of a row is its number in the file.
    """
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.csv as pacsv

    instant = pa.timestamp("us", "UTC")
    for table in TABLES:
        types = {**{name: pa.utf8() for name in [*TEXTS[table], *TOKENS[table]]},
                 **{name: instant for name in INSTANTS[table]}}
        rows = pacsv.open_csv(data / f"{table}.csv", pacsv.ReadOptions(block_size=64 << 20),
                              convert_options=pacsv.ConvertOptions(column_types={**types,
                                                                                 "created": pa.date32()},
                                                                   strings_can_be_null=True))
        written, writer = 0, None
        for batch in rows:
            columns = {}
            for name, column in zip(batch.schema.names, batch.columns):
                if name in TOKENS[table]:
                    codes = pc.index_in(column, value_set=pa.array(TOKENS[table][name])).cast(pa.int8())
                    if codes.null_count != column.null_count:
                        raise SystemExit(f"{table}.{name} holds a token that the queries do not know")
                    column = pa.DictionaryArray.from_arrays(codes, pa.array(TOKENS[table][name]))
                columns[name] = column
            columns["rowid"] = pa.array(np.arange(written, written + batch.num_rows, dtype=np.uint32))
            written += batch.num_rows
            coded = pa.record_batch(columns)
            if writer is None:
                writer = pa.ipc.new_file(folder / f"{table}.arrow", coded.schema)
            writer.write_batch(coded)
        writer.close()


def read_arrow(folder, table):
    """One table, in the memory of this process."""
    import pyarrow as pa
    with pa.OSFile(str(folder / f"{table}.arrow")) as file:
        return pa.ipc.open_file(file).read_all()


def micros(instant):
    """Microseconds since 1970 of "2020-03-30T13:00:00Z"."""
    return (datetime.datetime.fromisoformat(instant) -
            datetime.datetime.fromisoformat("1970-01-01T00:00:00Z")) // datetime.timedelta(microseconds=1)


def read_facts(ecflink, data, as_of):
    """What the rules need besides the tables: the catalogue, the dispositions, the courts. Asks the program.

    The queries are written for the policies of a plain ledger; any other policy is refused here.
    """
    def ask(*arguments):
        return json.loads(subprocess.run([ecflink, *arguments, "--format", "json"], check=True,
                                         capture_output=True, text=True).stdout)

    bits = {entry["finding"]: entry["bit"] for entry in ask("findings")}
    policies = ask("policy", "show", "--all", "--policy", str(data / "policies"))
    for_all = policies.pop("*")
    everywhere = {"accounts-per-central": 1, "centrals-per-account": 1, "closes": None, "count-per": "court",
                  "login": {"case": "any", "forbid": ""}, "roles": "all", "roster": False}
    courts = []
    for court, policy in policies.items():
        is_plain = ({name: policy["link"][name] for name in everywhere} == everywhere
                    and policy["dispositions"] == for_all["dispositions"]
                    and policy["central"] == {**for_all["central"], "mfa-from": None}
                    and (policy["names"]["compare"], policy["names"]["similar-from"]) == ("normalized", 1)
                    and policy["proof"]["waived-for"] == ["filer", "court", "import"]
                    and policy["system"] != "successor" and policy["go-live"] is not None
                    and len(policy["outages"]) <= 1)
        if not is_plain:
            raise SystemExit(f"the policy of {court} is not that of a plain ledger: make one with `ecflink "
                             f"generate {data} --plain`")
        outage = policy["outages"][0] if policy["outages"] else {"begin": None, "end": None}
        courts.append([court, policy["go-live"], outage["begin"], outage["end"]])

    def mask(disposition):
        return sum(1 << bits[finding] for finding, chosen in for_all["dispositions"].items()
                   if chosen == disposition)
    return {"bits": bits, "refuse": mask("refuse"), "hold": mask("hold"),
            "legacy_cutoff": for_all["central"]["legacy-cutoff"], "as_of": as_of, "courts": courts}
