#!/usr/bin/env python3
"""The portal is killed with SIGKILL while filers confirm, and started again: does it then tell the truth?

    kills_test.py --program PORTAL --ecflink PROGRAM --assets FOLDER --rounds N [--postgresql]

In each round some filers press Submit at the same moment, and the kill comes at a random instant around it.
Over PostgreSQL every other round kills the database server instead, under a portal that goes on. Afterwards:
whoever was told "done" has a link; nobody who was told "nothing was done" has one; the home page says what
the ledger says; nobody has two; whoever has none can link; and the trail is whole. The instants are random
with a fixed seed.
"""

import argparse
import http.client
import os
import pathlib
import random
import statistics
import sys
import tempfile
import threading
import time

sys.dont_write_bytecode = True
HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "ledger")]
from filers import CONFIRM, HOME, Filer, Ledger, crowd_sample, files, names_of  # noqa: E402
from portal_server import portal  # noqa: E402
from with_postgresql import postgresql_server  # noqa: E402

AT_ONCE = 6          # filers of a round
ENOUGH_ROUNDS = 50   # from so many on, every outcome must have been seen


class Confirming(threading.Thread):
    """A filer who presses Submit, and what the browser shows then."""

    def __init__(self, filer, door):
        super().__init__()
        self.filer, self.door, self.form, self.answer, self.seconds = filer, door, None, None, 0.0

    def prepare(self):
        self.filer.sign_on_by_steps()
        self.form = self.filer.propose_by_steps()

    def run(self):
        self.door.wait()
        begun = time.monotonic()
        try:
            self.answer = self.filer.post(CONFIRM, self.form)
        except (OSError, http.client.HTTPException):
            pass   # the connection broke: nothing was told
        self.seconds = time.monotonic() - begun

    def told(self):
        if self.answer is None:
            return "nothing"
        if self.answer.status == 303:
            return "done"
        if "Nothing was done" in self.answer.text:
            return "not done"
        assert "It was made, or it was not" in self.answer.text, self.answer.text
        return "nothing"


class Kills:
    def __init__(self, options, one, server):
        self.one, self.server, self.ledger = one, server, Ledger(options.ecflink, one)
        self.random = random.Random(20220425)
        self.usual, self.seen, self.wrong = [0.03], {}, []

    def check(self, is_so, what):
        if not is_so:
            self.wrong.append(what)

    def kill_and_start(self, kills_the_database):
        time.sleep(self.random.uniform(0, 1.6 * statistics.median(self.usual[-30:])))
        if kills_the_database:
            self.server.kill()
            self.server.start()
        else:
            self.one.kill()
            self.one.start()

    def home(self, filer):
        """The home page, once the portal is connected again."""
        for _ in range(20):
            page = filer.get(HOME)
            if page.status != 503:
                break
            time.sleep(0.1)
        assert page.status == 200, f"{filer.name}: home: {page.status}"
        return page

    def round(self, number, names):
        kills_the_database = self.server is not None and number % 2 == 1
        door = threading.Barrier(len(names) + 1)
        all_of_them = [Confirming(Filer(self.one, name), door) for name, _ in names]
        for one in all_of_them:
            one.prepare()
            one.start()
        door.wait()
        self.kill_and_start(kills_the_database)
        for one in all_of_them:
            one.join()
        links = self.ledger.links()
        for one, (name, _) in zip(all_of_them, names):
            is_linked, told = name in links, one.told()
            self.usual += [one.seconds] if told == "done" else []
            outcome = f"told {told}, {'linked' if is_linked else 'not linked'}"
            self.seen[outcome] = self.seen.get(outcome, 0) + 1
            self.check(told != "done" or is_linked, f"{name}: told that it is done, and not linked")
            self.check(told != "not done" or not is_linked, f"{name}: told that nothing was done, and linked")
            again = one.filer.post(CONFIRM, one.form)
            self.check(again.status in (303, 403), f"{name}: the old form is not over")
            home = self.home(one.filer) if kills_the_database else one.filer.sign_on_by_steps()
            self.check(files(home) == is_linked, f"{name}: the home page does not say what the ledger says")
            if not is_linked:
                again = one.filer.post(CONFIRM, one.filer.propose_by_steps())
                can_file = again.status == 303 and files(self.home(one.filer))
                self.check(can_file, f"{name}: cannot link afterwards")
        links, events = self.ledger.links(), self.ledger.linked_events()
        for name, central in names:
            self.check(links.get(name) == [central] and events.get(name) == 1,
                       f"{name}: links with {links.get(name)}, {events.get(name)} events")
        self.check(not self.ledger.flaws(), self.ledger.flaws())
        return not self.wrong


def run(options, server):
    names = names_of(options.rounds * AT_ONCE)
    with tempfile.TemporaryDirectory() as folder:
        sample = crowd_sample(folder, len(names))
        with portal(options.program, options.assets, seconds=7200, sample=sample) as one:
            kills = Kills(options, one, server)
            for number in range(options.rounds):
                if not kills.round(number, names[number * AT_ONCE:(number + 1) * AT_ONCE]):
                    print(f"round {number}:", *kills.wrong, one.log.read_text()[-2000:], sep="\n")
                    return 1
    if options.rounds >= ENOUGH_ROUNDS and not {"told done, linked", "told nothing, linked",
                                                "told nothing, not linked"} <= set(kills.seen):
        print("the kills came too early or too late to show anything:", kills.seen)
        return 1
    print(f"killed {options.rounds} times. Submit was pressed {len(names)} times:")
    for outcome, count in sorted(kills.seen.items()):
        print(f"{count:>6}  {outcome}")
    print("Every home page then said what the ledger says; everybody has one link, and the trail is whole.")
    return 0


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", required=True)
    parser.add_argument("--ecflink", required=True)
    parser.add_argument("--assets", required=True)
    parser.add_argument("--rounds", required=True, type=int)
    parser.add_argument("--postgresql", action="store_true")
    options = parser.parse_args()
    os.environ.pop("ECFLINK_TEST_POSTGRESQL", None)
    if not options.postgresql:
        return run(options, None)
    with postgresql_server() as server:
        os.environ["ECFLINK_TEST_POSTGRESQL"] = server.url
        return run(options, server)


if __name__ == "__main__":
    sys.exit(main())
