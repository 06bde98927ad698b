#!/usr/bin/env python3
"""The program as people meet it who have no ledger, type times in their own way, paste what it prints, and
read what went wrong.

    people_test.py --program build/dev/src/cli/ecflink
"""
import itertools
import json
import os
import re
import subprocess
import unittest

import support
from ledger_commands_test import Conversation
from support import ProgramTest, environment, run, sample_ledger, shell

WIWB = ("ready", "--court", "wiwb")
BEFORE = ("--at", "2020-03-20 09:00")
LEDGER = "examples/ledger"
QUESTIONS = {"--central-account": ("none", "shared", "legacy", "upgraded"), "--court-account": ("yes", "no"),
             "--credentials": ("known", "unknown")}


def steps_of(done):
    return [(one["step"], one["state"]) for one in json.loads(done.stdout)["steps"]]


def answers_of_all():
    for central, account, known in itertools.product(*QUESTIONS.values()):
        if account == "yes" or known == "known":
            yield central, account, known


class Ready(ProgramTest):
    def told(self, central, account, known, *more, at=BEFORE):
        flags = ("--central-account", central, "--court-account", account)
        flags += ("--credentials", known) if account == "yes" else ()
        return self.check(run(*WIWB, *flags, *at, *more, "--format", "json"), 0)

    def test_the_steps_of_the_page(self):
        """wiwb's page: 1 an individual account, 2 upgraded, 3 the login at hand, 4 link from the go-live."""
        nexts = {"none": "register-individual-account", "shared": "register-individual-account",
                 "legacy": "upgrade-central-account"}
        for central, account, known in answers_of_all():
            with self.subTest((central, account, known)):
                told = json.loads(self.told(central, account, known).stdout)
                last = ("request-privileges" if account == "no" else
                        "know-credentials" if known == "unknown" else "link")
                self.assertEqual(told["next-step"], nexts.get(central, last))
                steps = dict(steps_of(self.told(central, account, known)))
                # what makes the upgrade void leaves it out
                self.assertEqual(steps.get("upgrade-central-account", "done"),
                                 "now" if central == "legacy" else "done")
                if account == "yes":
                    self.assertEqual(steps["link"], "later")
                    link = [one for one in told["steps"] if one["step"] == "link"][0]
                    self.assertEqual(link["from"], "2020-03-30T13:00:00Z")
                    self.assertEqual(told["meanwhile"]["step"], "use-court-login")

    def test_the_second_factor_is_asked_for_where_it_is_needed(self):
        flags = (*WIWB, "--central-account", "upgraded", "--court-account", "yes", "--credentials", "known")
        self.check(run(*flags, "--at", "2025-01-10"), 0)
        done = self.check(run(*flags, "--at", "2026-01-10"), 2)
        self.assertIn(b"--second-factor yes|no", done.stderr)
        for answer, expected in (("yes", "link"), ("no", "enroll-second-factor")):
            done = run(*flags, "--at", "2026-01-10", "--second-factor", answer, "--format", "json")
            self.assertEqual(json.loads(self.check(done, 0).stdout)["next-step"], expected)

    def test_other_facts(self):
        told = ("--central-account", "upgraded", "--court-account", "yes", "--credentials", "known")
        live = ("--at", "2022-04-26 09:00", "--format", "json")
        for more, expected in (
                (("--linked",), "sign-on"), (("--purpose", "search"), "search"),
                (("--purpose", "claims"), "submit-claims"), (("--central-login-forgotten",),
                        "recover-central-login"),
                (("--role", "interested-party"), "receive-notices"), (("--login", "ABC"), "link")):
            with self.subTest(more):
                flags = told if more[0] != "--central-login-forgotten" else told[2:]
                done = self.check(run(*WIWB, *flags, *more, *live), 0)
                if expected != "receive-notices":   # where the policy links no such accounts
                    self.assertEqual(json.loads(done.stdout)["next-step"], expected)
        self.check(run(*WIWB, "--purpose", "search", *live), 0)   # nothing has to be known for that

    def test_without_a_terminal_the_flags_are_named(self):
        for flags, missing in (((),
                "--central-account none|shared|legacy|upgraded and --court-account yes|no and "
                                    "--credentials known|unknown"),
                               (("--central-account", "none"), "--court-account yes|no and --credentials "
                                                               "known|unknown"),
                               (("--central-account", "none", "--court-account", "yes"),
                                "--credentials known|unknown")):
            done = subprocess.run([support.PROGRAM, *WIWB, *flags], env=environment(), capture_output=True,
                                  stdin=subprocess.DEVNULL, start_new_session=True, check=False)
            self.check(done, 2,
                    "ecflink ready: without a ledger and without a terminal to ask at, the options "
                                f"must say what is known: give {missing}\n")

    def test_contradictions_are_wrong_usage(self):
        for more, words in ((("examples/ledger", "--central-account", "none"),
                b"--central-account is for a person"),
                            (("examples/ledger", "--linked"), b"--linked is for a person"),
                            (("--central", "2204817"), b"--central names a record"),
                            (("--court-account", "no", "--login", "x"), b"contradict"),
                            (("--filer", "new", "--court-account", "yes"), b"contradict")):
            done = self.check(run(*WIWB, *more), 2)
            self.assertIn(words, done.stderr)

    def test_asked_at_a_terminal(self):
        for central, account, known in answers_of_all():
            with self.subTest((central, account, known)):
                talk = Conversation(support.SOURCE, *WIWB, *BEFORE)
                talk.wait_for(b"Do you have a PACER account of your own?")
                talk.wait_for(b"upgraded? ")
                talk.say(b"perhaps\n")   # asked again
                talk.wait_for(b"Please type one of these words.")
                talk.say(central.upper().encode() + b"\n")
                talk.wait_for(b"yes or no? ")
                talk.say(account[:1].encode() + b"\n")
                if account == "yes":
                    talk.wait_for(b"known or unknown? ")
                    talk.say(b" " + known.encode() + b" \n")
                self.assertEqual(talk.end(), 0)
                again = re.search(r"without questions:\r\n  (ecflink ready .*)\r\n", talk.shown.decode())[1]
                pasted = self.check(shell(again + " --format json", support.SOURCE), 0)
                self.assertEqual(pasted.stdout, self.told(central, account, known).stdout)

    def test_the_end_of_the_input_ends_the_line(self):
        talk = Conversation(support.SOURCE, *WIWB, *BEFORE)
        talk.wait_for(b"upgraded? ")
        talk.say(b"\x04")
        self.assertEqual(talk.end(), 2)
        self.assertIn(b"upgraded? \r\necflink ready: the question was not answered", talk.shown)


    def test_words_of_options_in_any_case(self):
        flags = ("--central-account", "LEGACY", "--court-account", "Yes", "--credentials", "Known")
        self.assertEqual(self.check(run(*WIWB, *flags, *BEFORE, "--format", "JSON"), 0).stdout,
                         self.told("legacy", "yes", "known").stdout)
        done = self.check(run(*WIWB, "--central-account", "Legacies"), 2)
        self.assertIn(b'"Legacies" is none of these: none, shared, legacy, upgraded', done.stderr)

    def test_a_court_that_is_named_in_another_way(self):
        told = ("--central-account", "none", "--court-account", "no")
        for name, meant in (("Western District of Wisconsin", '"wiwb" or "wiwd"'),
                            ("wisconsin bankruptcy", '"wieb" or "wiwb"'), ("WIWBK", '"wiwb"')):
            done = self.check(run("ready", "--court", name, *told), 2)
            self.assertIn(f"did you mean {meant}?", done.stderr.decode())
        for name in ("madison", "bankruptcy", " "):   # none, too many, and no word at all
            done = self.check(run("ready", "--court", name, *told), 2)
            self.assertNotIn(b"did you mean", done.stderr)

    def test_what_is_missing_is_named_at_once(self):
        for line, words in ((("ready", "wiwb"), "--court is required; did you mean --court wiwb?"),
                            (("ready", LEDGER), "--court is required; `ecflink courts wisconsin`"),
                            (("check", LEDGER), "--court, --login and --central are required; `ecflink"),
                            (("explain",), "LEDGER is required"),
                            (("verify", LEDGER, "--json"),
                             '"--json" was not expected; did you mean "--format json"?'),
                            ((*WIWB, "--date", "x"), '"--date" was not expected; did you mean "--at"?'),
                            (("courts", "-o", "x"), '"-o" was not expected\n')):
            done = self.check(run(*line), 2)
            self.assertIn(f": {words}", done.stderr.decode())


class Fitting(ProgramTest):
    """On a terminal nothing is broken within a word."""

    def lines(self, *arguments, says=(), **changes):
        talk = Conversation(support.SOURCE, *arguments, **changes)
        for question, answer in says:
            talk.wait_for(question)
            talk.say(answer)
        talk.end()
        shown = re.sub(r"[^\n]*\r\x1b\[K", "", talk.shown.decode())   # progress
        return re.sub(r"\x1b\[[0-9;]*m", "", shown).replace("\r", "").splitlines()

    def test_messages_and_questions(self):
        for columns in (60, 80):
            for line in (("ready", "--court", "wiwb", "--at", "03/30/2020"), ("verify", "no-folder"),
                         ("findings", "central-legcy"), ("check", LEDGER),
                         ("ledger", "status", "sqlite:none.db"), ("ready", "--court", "wisconsin")):
                shown = self.lines(*line, COLUMNS=str(columns))
                self.assertGreater(len(shown), 1, line)
                self.assertLessEqual(max(map(len, shown)), columns, shown)
            shown = self.lines(*WIWB, *BEFORE, COLUMNS=str(columns),
                               says=((b"upgraded? ", b"legacy\n"), (b"yes or no? ", b"no\n")))
            asked = shown[:shown.index("yes or no? no") + 1]
            self.assertLessEqual(max(map(len, asked)), columns, asked)
            self.assertIn("Western District of Wisconsin", " ".join(asked))

    def test_a_digest_is_whole(self):
        shown = self.lines("verify", LEDGER, "--as-of", "2026-06-30T12:00:00Z", COLUMNS="80")
        digest = [line for line in shown if "sha256:" in line]
        self.assertRegex(digest[0], r"^  sha256:[0-9a-f]{64}$")
        self.assertEqual([line for line in shown if len(line) > 80 and not line.startswith("  ecflink ")], [])


class Courts(ProgramTest):
    def ids(self, *words):
        done = self.check(run("courts", *words, "--format", "json"), 0)
        return [one["id"] for one in json.loads(done.stdout)]

    def test_words_find_courts(self):
        wisconsin = ["wieb", "wied", "wiwb", "wiwd"]
        for words in (("wisconsin",), ("WISCONSIN",), ("Wis",), ("WI",)):
            self.assertEqual(self.ids(*words), wisconsin, words)
        for words in (("wisconsin", "bankruptcy"), ("Bankruptcy of Wisconsin".replace("of ", ""),)):
            self.assertEqual(self.ids(*words), ["wieb", "wiwb"], words)
        self.assertEqual(self.ids("western", "wisconsin", "district"), ["wiwb", "wiwd"])
        self.assertEqual(self.ids("WIWB"), ["wiwb"])
        self.assertEqual(self.ids("wiwd", "WIWB"), ["wiwd", "wiwb"])   # as they are named
        self.assertGreater(len(self.ids("bankruptcy")), 80)

    def test_nothing_found(self):
        for words, meant in ((("wisconsn",), '"wisconsin"'), (("bankrupcy",), '"bankruptcy"'),
                             (("wiwbb",), '"wiwb"'), (("texas", "bankrupcy"), '"bankruptcy"')):
            done = self.check(run("courts", *words), 2)
            self.assertIn(f"did you mean {meant}?", done.stderr.decode())
        done = self.check(run("courts", "wisconsin", "texas"), 2)   # each word is right
        self.assertNotIn(b"did you mean", done.stderr)


class Times(ProgramTest):
    def at(self, text, *command):
        command = command or (*WIWB, "--purpose", "search")
        return run(*command, "--at", text, "--format", "json")

    def test_the_same_instant_in_all_forms(self):
        for text in ("2020-03-30T08:00", "2020-03-30 08:00", "2020-03-30 08:00:00", "2020-03-30T13:00:00Z",
                     "2020-03-30 13:00:00Z", "2020-03-30 08:00:00-05:00"):
            done = self.check(self.at(text), 0, "")
            self.assertEqual(json.loads(done.stdout)["at"], "2020-03-30T13:00:00Z", text)

    def test_a_date_is_its_midnight_and_said_so(self):
        self.check(self.at("2020-03-30"), 0,
                   "ecflink: --at 2020-03-30 means 2020-03-30 00:00 CDT (2020-03-30T05:00:00Z)\n")
        done = self.check(run("verify", "examples/ledger", "--as-of", "2026-06-30", "--format", "json",
                              "--fail-if", "none"), 0)
        self.assertEqual(json.loads(done.stdout)["as-of"], "2026-06-30T00:00:00Z")
        self.assertIn(b"--as-of 2026-06-30 means 2026-06-30T00:00:00Z\n", done.stderr)

    def test_other_forms_are_refused_with_the_one_to_use(self):
        for text, words in (("03/30/2020", "such as 2022-04-25 08:00"), ("March 30, 2020", "a date such as"),
                            ("2020-3-30", "a date such as"), ("2020-03-30  08:00",
                                    "such as 2022-04-25 08:00"),
                            ("2020-02-30", "a time that does not exist"), ("2020-03-30 8am", "such as"),
                            ("2022-03-13 02:30", "is in the hour that clocks in America/Chicago skipped"),
                            ("2022-11-06 01:30",
                                    "is a time that clocks in America/Chicago showed twice; expected "
                                                 "the one that is meant, with its offset")):
            done = self.check(self.at(text), 2)
            self.assertIn(f'--at: "{text}"', done.stderr.decode())
            self.assertIn(words, done.stderr.decode())
            self.assertNotIn(b"--help", done.stderr)

    def test_every_option_that_takes_a_time_takes_a_blank(self):
        """One parser reads them all: no command that is given a blank complains of the form."""
        source = os.path.join(support.SOURCE, "src", "cli")
        takers = [name for name in os.listdir(source) if name.endswith(".cc") and name != "arguments.cc"]
        for name in takers:
            with open(os.path.join(source, name), encoding="utf-8") as file:
                self.assertNotRegex(file.read(), r"\bparse_instant", name)


class Sample(ProgramTest):
    def setUp(self):
        super().setUp()
        self.place = sample_ledger(self.folder)

    def ecflink(self, line, **changes):
        return shell(f"ecflink {line}", self.place, environment(**{"ECFLINK_KEY_FILE": "court.keys",
                **changes}))


class SignOn(Sample):
    def test_access_and_sign_on_agree(self):
        seen = set()
        for central, court, factor, at, set_option in itertools.product(
                ("1000001", "1000002", "1000003", "nobody"), ("wiwd", "nysb", "akd", "wiwbk"),
                ("", "--second-factor"), ("2022-04-20T12:00:00Z", "2026-05-01T12:00:00Z"), ("",)):
            line = f"--court {court} --central {central} {factor} --at {at} {set_option} --format json"
            access = self.ecflink(f"access sqlite:court.db {line}")
            sign_on = self.ecflink(f"sign-on sqlite:court.db {line} --dry-run")
            self.assertEqual(access.returncode, sign_on.returncode, line)
            one, other = json.loads(access.stdout), json.loads(sign_on.stdout)
            self.assertEqual(other.pop("dry-run"), True)
            if not one["signed-on"]:
                self.assertEqual(other["access"], [])   # nothing is told of the courts
                other["access"] = one["access"]
            self.assertEqual(one, other)
            seen.add((access.returncode, one["signed-on"], one["decided-by"]))
        self.assertGreater(len(seen), 3, seen)


    def test_csv_lists_no_courts_of_somebody_who_is_not_signed_on(self):
        header = "court,login,role,level,menus,sign_on,search,file\n"
        at = "--at 2022-04-20T12:00:00Z --format csv"
        for more in ("--dry-run", "--password-fd 3 3<<<'a sample'", "--password-fd 3 3<<<wrong"):
            for court in ("", "--court wiwd"):
                line = f"sign-on sqlite:court.db --central 1000001 {court} {at} {more}"
                refused = self.check(self.ecflink(line), 1)    # the second factor was not given
                self.assertEqual(refused.stdout.decode(), header)
                self.assertEqual(b"second-factor-not-given" in refused.stderr, "wrong" not in more)
                if "wrong" not in more:
                    line = line.replace("--format", "--second-factor --format")
                    allowed = self.check(self.ecflink(line), 0)
                    rows = allowed.stdout.decode().removeprefix(header)   # nothing is linked yet
                    self.assertEqual(rows.startswith("wiwd,,,view,"), bool(court), rows)


class Pasted(Sample):
    """What a command prints for a shell works there as it stands."""

    def begin(self, handle, *more):
        return self.ecflink("link begin sqlite:court.db --court wiwd --login asample --central 1000001 "
                            f"--handle-file \"{handle}\" --at 2022-04-25T08:10 {' '.join(more)} "
                            "--central-password-fd 3 --account-password-fd 4 3<<<'a sample' "
                            "4<<<'another sample'", ECFLINK_KEY_FILE=None)

    def test_go_on_and_go_back(self):
        os.rename(os.path.join(self.place, "court.keys"), os.path.join(self.place, "the court's keys"))
        for handle, label in (("a$b 'c'.json", "Go back, if the names are not both yours"), ("my link.json",
                "Go on")):
            done = self.check(self.begin(handle, '--key-file "the court\'s keys"'), 0)
            line = re.search(f"^{label}:\n  (ecflink link .*)\n", done.stdout.decode(), re.MULTILINE)[1]
            more = " --at 2022-04-25T08:12" + (" --yes" if label == "Go on" else "")
            pasted = shell(line + more, self.place, environment())
            self.check(pasted, 0)

    def test_the_policies_go_along(self):
        os.mkdir(os.path.join(self.place, "own policies"))
        with open(os.path.join(self.place, "own policies", "wiwd.json"), "w", encoding="ascii") as file:
            json.dump({"ecflink-policy": 1, "court": "wiwd", "help": {"linking": [{"phone": "1"}]}}, file)
        more = ("--key-file court.keys", "--policy 'own policies'", "--set name-similar=hold")
        refused = self.check(self.begin("link2.json", *more), 3).stderr.decode()
        adopt = re.search("`(ecflink ledger adopt [^`]*)`", refused)[1]
        self.check(shell(adopt, self.place, environment()), 0)
        done = self.check(self.begin("link2.json", *more), 0)
        line = re.search("^Go on:\n  (ecflink link .*)\n", done.stdout.decode(), re.MULTILINE)[1]
        self.check(shell(line + " --at 2022-04-25T08:12 --yes", self.place, environment()), 0)

    def test_init_says_what_comes_next(self):
        for more in ("", " --from examples/filers"):
            done = self.ecflink(f"ledger init 'sqlite:new{len(more)}.db' --key-file 'new keys'{more}")
            self.assertIn(done.returncode, (0, 1))
            lines = re.findall("^  (ecflink .*)$", done.stdout.decode(), re.MULTILINE)
            self.assertGreater(len(lines), 0)
            for line in lines:
                self.assertIn(shell(line, self.place, environment()).returncode, (0, 1), line)

    def test_verify_prints_how_to_explain_a_row_as_it_judged_it(self):
        os.mkdir(os.path.join(self.place, "own policies"))
        with open(os.path.join(self.place, "own policies", "ilnd.json"), "w", encoding="ascii") as file:
            json.dump({"ecflink-policy": 1, "court": "ilnd", "dispositions": {"central-legacy": "hold"}},
                      file)
        for more in ("", "--set name-differs=refuse", "--proofs-not-recorded",
                     "--policy 'own policies' --set 'central-mfa-missing=note'"):
            for as_of in ("2026-06-30T12:00:00Z", "2020-02-01T12:00:00Z"):
                done = self.check(self.ecflink(f"verify examples/ledger --as-of {as_of} {more}"), 1)
                text = done.stdout.decode()
                most = re.search(r"^Most +(\S+) ", text, re.MULTILINE)[1]
                line = re.search(r"^To see why, for row \d+:\n  (ecflink .*)\n\Z", text, re.MULTILINE)[1]
                told = json.loads(shell(line + " --format json", self.place, environment()).stdout)
                self.assertEqual(told["as-of"], as_of)
                self.assertIn(most, [one["finding"] for one in told["findings"]
                                     if one["disposition"] in ("refuse", "hold")], line)
                counted = json.loads(self.ecflink(
                    f"verify examples/ledger --as-of {as_of} {more} --format json").stdout)
                self.assertEqual(told.get("set"), counted.get("set"))

    def test_a_file_instead_of_an_address(self):
        done = self.check(self.ecflink("ledger status court.db"), 2)
        self.assertIn(b"did you mean sqlite:court.db?", done.stderr)
        self.assertNotIn(b"--help", done.stderr)
        done = self.check(self.ecflink("ledger init new.db"), 2)
        self.assertIn(b"did you mean sqlite:new.db?", done.stderr)

    def test_a_file_instead_of_a_folder(self):
        for command in ("verify", "forecast", "explain --row 1", "check --court wiwd --login a --central 1"):
            name, *more = command.split(" ", 1)
            done = self.check(self.ecflink(f"{name} court.db {' '.join(more)}"), 3)
            self.assertIn(b"did you mean sqlite:court.db?", done.stderr)
            done = self.check(self.ecflink(f"{name} examples/ledger/links.csv {' '.join(more)}"), 3)
            self.assertIn(b"`ecflink convert`", done.stderr)


class Holder(Sample):
    """Whoever holds the handle is told what is no refusal; whoever does not hold it is not."""

    def commit(self, handle="link.json", at="2022-04-25T08:12", more=""):
        done = self.ecflink(f"link commit sqlite:court.db --handle-file {handle} --at {at} --yes {more}")
        return done.returncode, done.stdout.decode()

    def because(self, *arguments, **options):
        _, told = self.commit(*arguments, more="--format json --dry-run", **options)
        return json.loads(told)["because"]

    def copy(self, name, **changes):
        with open(os.path.join(self.place, "link.json"), encoding="ascii") as file:
            kept = json.load(file)
        kept.update(changes)
        path = os.path.join(self.place, name)
        with open(path, "w", encoding="ascii") as file:
            json.dump(kept, file)
        os.chmod(path, 0o600)

    def test_expired(self):
        self.assertEqual(self.because(at="2022-04-25T08:30"), "expired")
        status, told = self.commit(at="2022-04-25T08:30")
        self.assertEqual(status, 1)
        self.assertIn("The time to confirm is over", told)

    def test_used_and_cancelled(self):
        self.copy("again.json")
        self.assertEqual(self.commit()[0], 0)
        status, told = self.commit("again.json")
        self.assertEqual(status, 1)
        self.assertIn("the accounts were linked then", told)
        self.assertEqual(self.because("again.json"), "used")

    def test_cancelled(self):
        self.copy("again.json")
        self.check(self.ecflink("link cancel sqlite:court.db --handle-file link.json "
                                "--at 2022-04-25T08:12"), 0)
        self.assertIn("This was cancelled before", self.commit("again.json")[1])

    def test_a_record_has_changed(self):
        os.mkdir(os.path.join(self.place, "more"))
        for name, lines in (("central_accounts", "central_id,usage,status,name\n"
                                                 "1000001,individual,active,Another Name\n"),
                            ("court_accounts", "court,login,role,status\n"),
                            ("links", "court,login,central_id,linked_at\n")):
            with open(os.path.join(self.place, "more", name + ".csv"), "w", encoding="ascii") as file:
                file.write(lines)
        self.ecflink("ledger load sqlite:court.db more --at 2022-04-25T13:11:00Z")
        self.assertEqual(self.because(), "confirm-mismatch")
        self.assertIn("Begin again.", self.commit()[1])

    def test_approval_missing(self):
        begun = self.ecflink("link begin sqlite:court.db --court akd --login asample --central 1000001 "
                             "--handle-file held.json --at 2022-04-25T13:10:00Z --central-password-fd 3 "
                             "--account-password-fd 4 3<<<'a sample' 4<<<'another sample'")
        self.check(begun, 0)
        self.assertEqual(self.because("held.json", at="2022-04-25T13:12:00Z"), "approval-missing")
        self.assertIn("A clerk of the court must approve", self.commit("held.json",
                at="2022-04-25T13:12:00Z")[1])

    def test_others_are_told_nothing(self):
        for changes in ({"session": "0" * 64}, {"central": "1000002"}, {"handle": "x" * 100}):
            self.copy("other.json", **changes)
            for at in ("2022-04-25T08:12", "2022-04-25T08:30"):
                self.assertIsNone(self.because("other.json", at=at), changes)
                self.assertIn("These accounts cannot be linked.", self.commit("other.json", at=at)[1])


class Environment(Sample):
    DATABASE_WORDS = re.compile("file is not a database|no such table|disk I/O error|malformed|unable to open"
                                "|attempt to write|database is locked|could not|connection to server|FATAL"
                                "|violates|duplicate key|UNIQUE constraint|does not exist", re.IGNORECASE)

    def read_only(self, line):
        """The line, in a folder that cannot be written."""
        command = 'ecflink() { "$ECFLINK_PROGRAM" "$@"; }\n' + line
        env = {**environment(ECFLINK_KEY_FILE="court.keys"), "ECFLINK_PROGRAM": support.PROGRAM}
        if os.geteuid() != 0:
            os.chmod(self.place, 0o500)
            self.addCleanup(os.chmod, self.place, 0o700)
            return subprocess.run(["bash", "-c", command], cwd=self.place, env=env, capture_output=True,
                    check=False)
        mount = f'mount --bind "{self.place}" "{self.place}" && ' \
                f'mount -o remount,ro,bind "{self.place}" && cd "{self.place}" || exit 77\n'
        done = subprocess.run(["unshare", "-m", "bash", "-c", mount + command], env=env, capture_output=True,
                              check=False)
        if done.returncode == 77 or b"unshare" in done.stderr:
            self.skipTest("no folder can be made that root cannot write")
        return done

    def test_a_ledger_in_a_folder_that_cannot_be_written_is_read(self):
        self.assertEqual([name for name in os.listdir(self.place) if name.startswith("court.db-")], [])
        before = self.check(self.ecflink("verify sqlite:court.db --format json "
                                         "--as-of 2022-05-05T00:00:00Z"), 0)
        for line in ("ledger status sqlite:court.db", "audit verify sqlite:court.db",
                     "register list sqlite:court.db",
                     "access sqlite:court.db --court nysb --central 1000002 --second-factor "
                     "--at 2022-04-26T09:00"):
            self.check(self.read_only("ecflink " + line), 0)
        done = self.read_only("ecflink verify sqlite:court.db --format json --as-of 2022-05-05T00:00:00Z")
        self.assertEqual(self.check(done, 0).stdout, before.stdout)
        done = self.check(self.read_only("ecflink ledger load sqlite:court.db examples/filers"), 4)
        self.assertIn(b"cannot be changed", done.stderr)

    def test_changes_that_are_still_in_the_log_are_not_left_out(self):
        # a program that was killed leaves its log behind
        writer = ("import sqlite3, os; c = sqlite3.connect('court.db'); "
                  "c.execute('PRAGMA wal_autocheckpoint=0'); "
                  "c.execute(\"UPDATE central_accounts SET name = 'In The Log'\"); c.commit(); os._exit(0)")
        subprocess.run(["python3", "-c", writer], cwd=self.place, check=True)
        self.assertGreater(os.path.getsize(os.path.join(self.place, "court.db-wal")), 0)
        os.remove(os.path.join(self.place, "court.db-shm"))
        done = self.check(self.read_only("ecflink ledger status sqlite:court.db"), 4)
        self.assertIn(b"copy both files", done.stderr)

    def test_no_word_of_a_database_reaches_a_person(self):
        for name, content in (("text.db", b"no database at all\n" * 100), ("empty.db", b"")):
            with open(os.path.join(self.place, name), "wb") as file:
                file.write(content)
        with open(os.path.join(self.place, "court.db"), "rb") as file:
            whole = file.read()
        with open(os.path.join(self.place, "cut.db"), "wb") as file:
            file.write(whole[:8192] + b"\xff" * 4096 + whole[12288:])
        os.mkdir(os.path.join(self.place, "folder.db"))
        seen = []
        for address in ("sqlite:text.db", "sqlite:empty.db", "sqlite:cut.db", "sqlite:folder.db",
                "sqlite:none/x.db",
                        "postgresql://localhost:1/court", "postgresql://no-such-host.invalid/court",
                        "postgresql:///court?host=/nonexistent"):
            for line in (f"ledger status '{address}'", f"verify '{address}'",
                    f"ledger load '{address}' examples/filers"):
                done = self.ecflink(line)
                if done.returncode in (0, 1):
                    continue
                told = done.stderr.decode()
                self.assertIn(done.returncode, (3, 4), told)
                self.assertIsNone(self.DATABASE_WORDS.search(told.replace(address, "")), told)
                self.assertNotIn("[", told)
                seen.append(told)
        self.assertGreater(len(seen), 15)
        # only on request
        done = self.ecflink("ledger status sqlite:text.db", ECFLINK_DATABASE_MESSAGES="1")
        self.assertIn(b"[SQLite: file is not a database]", done.stderr)

    def test_no_time_zones(self):
        for line in ("policy show wiwb", "ready --court wiwb --purpose search", "courts wiwb",
                     "verify examples/ledger"):
            done = self.ecflink(line, TZDIR="/nonexistent")
            if done.returncode != 0:
                self.check(done, 4)
                self.assertEqual(done.stderr.count(b"\n"), 1, done.stderr)
                self.assertIn(b"tzdata", done.stderr)


if __name__ == "__main__":
    _, test = support.main()
    test()
