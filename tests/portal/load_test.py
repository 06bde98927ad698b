#!/usr/bin/env python3
"""Many filers at once, each through the whole ceremony: nothing is lost, and how long each step took.

    load_test.py --program PORTAL --ecflink PROGRAM --assets FOLDER --filers N [--slow-passwords]

Each filer signs on, links, confirms and reads the page that says it is done, while the filer's browser keeps
another connection open, as browsers do. With --slow-passwords the passwords cost what real ones cost. Over
PostgreSQL if with_postgresql.py names a server. No time is asserted.
"""

import argparse
import http.client
import pathlib
import sys
import tempfile
import threading
import time

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from filers import STEPS, Filer, Ledger, crowd_sample, names_of  # noqa: E402
from portal_server import portal  # noqa: E402


def share(sorted_values, part):
    return sorted_values[min(len(sorted_values) - 1, int(len(sorted_values) * part))]


def print_times(filers, seconds):
    sent_away = sum(one.sent_away for one in filers)
    print(f"{len(filers)} filers at once, {seconds:.1f} s in all; told to come again {sent_away} times\n")
    print(f"{'milliseconds':<14}{'p50':>8}{'p90':>8}{'p99':>8}{'longest':>8}")
    for step in STEPS:
        times = sorted(one.seconds[step] for one in filers if step in one.seconds)
        if times:
            row = [share(times, part) for part in (0.5, 0.9, 0.99)] + times[-1:]
            print(f"{step:<14}" + "".join(f"{1000 * value:>8.0f}" for value in row))


def go_at_once(one, names):
    """Everybody waits at the same door, then goes through the ceremony. What went wrong, by filer."""
    door, wrong, filers = threading.Barrier(len(names) + 1), [], [Filer(one, name) for name, _ in names]

    def go(filer):
        kept_open = http.client.HTTPConnection("127.0.0.1", one.port, timeout=filer.patience)
        try:
            door.wait()
            kept_open.request("GET", "/assets/css/portal.css")
            kept_open.getresponse().read()
            filer.whole_ceremony()
        except Exception as error:  # pylint: disable=broad-exception-caught
            wrong.append(f"{filer.name}: {error!r}")
        finally:
            kept_open.close()

    threads = [threading.Thread(target=go, args=(filer,)) for filer in filers]
    for thread in threads:
        thread.start()
    door.wait()
    begun = time.monotonic()
    for thread in threads:
        thread.join()
    print_times(filers, time.monotonic() - begun)
    return filers, wrong


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", required=True)
    parser.add_argument("--ecflink", required=True)
    parser.add_argument("--assets", required=True)
    parser.add_argument("--filers", required=True, type=int)
    parser.add_argument("--slow-passwords", action="store_true")
    options = parser.parse_args()
    names = names_of(options.filers)
    with tempfile.TemporaryDirectory() as folder:
        sample = crowd_sample(folder, options.filers, options.slow_passwords)
        with portal(options.program, options.assets, seconds=1800, sample=sample) as one:
            filers, wrong = go_at_once(one, names)
            ledger = Ledger(options.ecflink, one)
            links, events = ledger.links(), ledger.linked_events()
            for filer, (name, central) in zip(filers, names):
                if not filer.is_done:
                    wrong.append(f"{name}: was not told that it is done")
                if links.get(name) != [central]:
                    wrong.append(f"{name}: the ledger has {links.get(name)}, not one link with {central}")
                if events.get(name) != 1:
                    wrong.append(f"{name}: {events.get(name)} events say that it was linked")
            if flaws := ledger.flaws():
                wrong.append(flaws)
    if wrong:
        print("\n".join(["", *wrong]), file=sys.stderr)
        return 1
    print(f"\n{len(filers)} were told that it is done. The ledger has one link of each; its trail is whole.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
