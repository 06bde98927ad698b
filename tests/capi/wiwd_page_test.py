#!/usr/bin/env python3
"""A C program and the program `ecflink` do what docs/ceremony.md does, each on a ledger of its own: their
answers, decision records and audit trails are equal.

    wiwd_page_test.py ECFLINK WIWD_PAGE FILERS [--postgresql]

With --postgresql both ledgers are in the server that ECFLINK_TEST_POSTGRESQL names.
"""
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

OLD, CENTRAL, WRONG = "the old password", "the PACER password", "a wrong one"


class ledger_program:
    """The program `ecflink` with one ledger."""

    def __init__(self, program, address, folder):
        self.program, self.address, self.folder = program, address, folder
        self.environment = {**os.environ, "ECFLINK_KEY_FILE": str(folder / "program.keys")}

    def run(self, command, *options, passwords=()):
        """The JSON that it prints, or the lines of an export."""
        descriptors, arguments = [], []
        for option, password in passwords:
            read_end, write_end = os.pipe()
            os.write(write_end, password.encode() + b"\n")
            os.close(write_end)
            descriptors.append(read_end)
            arguments += [option, str(read_end)]
        is_json = "--record" in options or command[-1] not in {"password", "export"}
        ran = subprocess.run(
            [self.program, *command, self.address, *options, *arguments, *(["--format", "json"] * is_json)],
            capture_output=True, text=True, check=False, cwd=self.folder, env=self.environment,
            pass_fds=descriptors)
        for descriptor in descriptors:
            os.close(descriptor)
        if ran.returncode not in {0, 1}:
            raise RuntimeError(f"{command} ended with {ran.returncode}: {ran.stderr}")
        if command[-1] == "export":
            return [json.loads(line) for line in ran.stdout.splitlines()]
        return json.loads(ran.stdout) if is_json else None

    def begin(self, when, login, password):
        return self.run(["link", "begin"], "--court", "wiwd", "--login", login, "--central", "1000001",
                        "--handle-file", "link.json", "--at", when,
                        passwords=[("--central-password-fd", CENTRAL), ("--account-password-fd", password)])

    def sign_on(self, when):
        return self.run(["sign-on"], "--central", "1000001", "--court", "wiwd", "--second-factor", "--at",
                        when, passwords=[("--password-fd", CENTRAL)])

    def steps(self, filers):
        """What each step of wiwd_page.c prints, by its name."""
        account = ["--court", "wiwd", "--login", "asample"]
        yield "init", self.run(["ledger", "init"], "--from", filers, "--at", "2022-04-18T14:00:00Z",
                               "--actor", "clerk")
        self.run(["ledger", "password"], *account, "--at", "2022-04-18T09:05", "--actor", "clerk",
                 passwords=[("--password-fd", OLD)])
        self.run(["ledger", "password"], "--central", "1000001", "--at", "2022-04-18T14:05:00Z", "--actor",
                 "clerk", passwords=[("--password-fd", CENTRAL)])
        yield "access-before", self.run(["access"], *account, "--at", "2022-04-22T09:00")
        yield "too-early", self.begin("2022-04-22T09:10", "asample", OLD)
        yield "sign-on-before", self.sign_on("2022-04-25T08:05")
        yield "ready", self.run(["ready"], "--court", "wiwd", "--purpose", "search", "--at",
                                "2022-04-25T08:06")
        yield "wrong-password", self.begin("2022-04-25T08:08", "asample", WRONG)
        yield "wrong-login", self.begin("2022-04-25T08:09", "asampel", OLD)
        yield "begin", self.begin("2022-04-25T08:10", "asample", OLD)
        yield "cancel", self.run(["link", "cancel"], "--handle-file", "link.json", "--at", "2022-04-25T08:11")
        yield "begin-again", self.begin("2022-04-25T08:12", "asample", OLD)
        yield "commit", self.run(["link", "commit"], "--handle-file", "link.json", "--yes", "--at",
                                 "2022-04-25T08:13", "--record", "program.json")
        yield "sign-on-after", self.sign_on("2022-04-25T08:15")
        yield "access-after", self.run(["access"], *account, "--at", "2022-04-25T08:16")
        yield "old-login", self.begin("2022-04-25T08:17", "asample", OLD)
        yield "verify", self.run(["audit", "verify"])
        for line in self.run(["audit", "export"]):
            yield "export", line
        yield "status", self.run(["ledger", "status"])


# Random, or made with what is random: the ledger's id, keys, attempts, hashes, salts in the rows that
# events state.
RANDOM = {"hash", "previous", "public-key", "signature", "ledger", "attempt", "changes"}


# In the rows that an event states: the ids of the ledger and of handles, and digests of passwords.
RANDOM_CELL = re.compile(r"(?:sha256:)?[0-9a-f]{32,64}")


def without_random_cells(value):
    if isinstance(value, list):
        return [without_random_cells(cell) for cell in value]
    return "random" if isinstance(value, str) and RANDOM_CELL.fullmatch(value) else value


def without_random(value):
    if isinstance(value, dict):
        return {name: without_random_cells(member) if name == "changes" else without_random(member)
                for name, member in value.items() if name not in RANDOM}
    return [without_random(member) for member in value] if isinstance(value, list) else value


def difference(c_says, program_says, place=""):
    """Where what C says is not in what the program says; C leaves some members out."""
    if isinstance(c_says, dict) and isinstance(program_says, dict):
        for name, member in c_says.items():
            if name not in program_says:
                return f"{place}/{name}: the program does not say {member!r}"
            found = difference(member, program_says[name], f"{place}/{name}")
            if found:
                return found
        return None
    if isinstance(c_says, list) and isinstance(program_says, list) and len(c_says) == len(program_says):
        for index, (one, other) in enumerate(zip(c_says, program_says)):
            found = difference(one, other, f"{place}/{index}")
            if found:
                return found
        return None
    return None if c_says == program_says else f"{place}: C says {c_says!r}, the program {program_says!r}"


def addresses(folder, is_postgresql):
    if not is_postgresql:
        return f"sqlite:{folder}/program.db", f"sqlite:{folder}/c.db"
    url = os.environ["ECFLINK_TEST_POSTGRESQL"]
    for schema in ("program", "c"):
        subprocess.run(["psql", "--quiet", url, "--command", f"CREATE SCHEMA {schema}_page"], check=True)
    return tuple(f"{url}&options=-csearch_path%3D{schema}_page" for schema in ("program", "c"))


def main():
    program, wiwd_page, filers = sys.argv[1:4]
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        own, of_c = addresses(folder, "--postgresql" in sys.argv)
        by_program = list(ledger_program(program, own, folder).steps(filers))
        # Another ledger, so the line that names the first one does not stand in its key file.
        key = [line for line in (folder / "program.keys").read_text(encoding="ascii").splitlines()
               if line.startswith("ecflink-key-1:")]
        (folder / "c.keys").touch(mode=0o600)
        (folder / "c.keys").write_text("\n".join(key) + "\n", encoding="ascii")
        ran = subprocess.run([wiwd_page, of_c, folder / "c.keys", filers, folder / "c.json"],
                             capture_output=True, text=True, check=False)
        if ran.returncode != 0:
            print(ran.stdout, ran.stderr)
            return 1
        by_c = [json.loads(line) for line in ran.stdout.splitlines()]
        troubles = []
        if [one["step"] for one in by_c] != [step for step, _ in by_program]:
            troubles.append(f"other steps: {[one['step'] for one in by_c]}")
        for one, (step, said) in zip(by_c, by_program):
            del one["step"]
            found = (difference(without_random(one["line"]), without_random(said)) if step == "export"
                     else difference(without_random(one), said))
            if found:
                troubles.append(f"{step}{found}")
        records = [(folder / f"{whose}.json").read_bytes().strip() for whose in ("program", "c")]
        if records[0] != records[1]:
            troubles.append(f"the decision records differ:\n{records[0]}\n{records[1]}")
        print("\n".join(troubles) or f"{len(by_c)} steps, answers, trail and record are equal")
        return 1 if troubles else 0


if __name__ == "__main__":
    sys.exit(main())
