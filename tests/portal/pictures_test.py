#!/usr/bin/env python3
"""The pictures in docs/pictures show the pages as they are now.

    pictures_test.py --program PORTAL --ecflink PROGRAM --assets FOLDER
    pictures_test.py ... --update --packages FOLDER      takes all pictures again, in Debian's Chromium

docs/pictures/pictures.json has for each picture a digest of the page that it shows and of its file. A page
that has changed since fails the test: take the pictures again, and look at them. Pixels are not compared.
"""

import argparse
import hashlib
import json
import pathlib
import re
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "support")]
import packages  # noqa: E402
from portal_server import ROOT, Browser, portal  # noqa: E402

FOLDER = ROOT / "docs/pictures"
RECORD = FOLDER / "pictures.json"
MOST_BYTES = 150_000
CLOCK = "2022-04-25T09:00:00-05:00"   # the day on which the court of the ceremony goes live
IN_THE_OUTAGE = "2020-03-27T12:00:00-05:00"


def digest(*texts):
    """Of a page without what differs each time: secrets, times of the running clock, digests of policies."""
    changing = r"[0-9a-f]{64}|p=[0-9a-f]{16}|\b\d{1,2}:\d{2}\b|value=\"[\w-]{60,}\""
    together = re.sub(changing, "", "\0".join(texts))
    return hashlib.sha256(together.encode()).hexdigest()


class Pictures:
    def __init__(self, options):
        self.options, self.record = options, {}

    def one(self, name, address, text, style, size, cookie="", scheme="light"):
        file = FOLDER / name
        if self.options.update:
            FOLDER.mkdir(exist_ok=True)
            subprocess.run(["node", HERE / "picture.mjs", self.options.packages.resolve(), address, cookie,
                            *map(str, size), scheme, file], check=True, timeout=120)
        content = file.read_bytes() if file.exists() else b""
        self.record[name] = {"page": digest(text, style), "file": hashlib.sha256(content).hexdigest()}

    def of_page(self, name, visitor, path, size, scheme="light"):
        page = visitor.get(path)
        assert page.status == 200, f"{path}: {page.status}"
        address = f"http://127.0.0.1:{visitor.portal.port}{path}"
        style = visitor.get("/assets/css/portal.css").text
        self.one(name, address, page.text, style, size, visitor.cookies.get("portal", ""), scheme)

    def of_portal(self):
        with portal(self.options.program, self.options.assets, clock=CLOCK) as one:
            filer, clerk = Browser(one), Browser(one)
            filer.sign_on("tbrandt")
            self.of_page("confirm.png", filer, filer.propose("tbrandt")[1], (960, 1000))
            held = Browser(one)
            held.sign_on("mhart")
            held.propose("mwells")
            clerk.staff_sign_on()
            item = re.search(r"/staff/wiwd/hold/[0-9]+", clerk.get("/staff/wiwd").text)[0]
            self.of_page("desk.png", clerk, item, (960, 1000))
        with portal(self.options.program, self.options.assets, clock=IN_THE_OUTAGE) as one:
            self.of_page("steps.png", Browser(one),
                         "/steps?court=wiwb&central=legacy&account=unknown&language=en#plan", (960, 830))

    def of_report(self):
        with tempfile.TemporaryDirectory() as folder:
            page = pathlib.Path(folder) / "report.html"
            subprocess.run([self.options.ecflink, "report", "examples/ledger", "-o", page,
                            "--as-of", "2026-06-30T12:00:00Z"], cwd=ROOT, check=True, capture_output=True)
            text = page.read_text(encoding="utf-8")
            self.one("report.png", page.as_uri(), text, "", (1000, 1040))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", required=True)
    parser.add_argument("--ecflink", required=True)
    parser.add_argument("--assets", required=True)
    parser.add_argument("--packages", type=pathlib.Path)
    parser.add_argument("--update", action="store_true")
    options = parser.parse_args()
    options.ecflink = str(pathlib.Path(options.ecflink).resolve())
    if options.update:
        packages.from_npm(options.packages, packages.BROWSER)
    pictures = Pictures(options)
    pictures.of_portal()
    pictures.of_report()
    if options.update:
        RECORD.write_text(json.dumps(pictures.record, indent=2, sort_keys=True) + "\n", encoding="utf-8")
    recorded = json.loads(RECORD.read_text(encoding="utf-8"))
    wrong = []
    for name, one in pictures.record.items():
        if one != recorded.get(name):
            same_page = one["page"] == recorded.get(name, {}).get("page")
            wrong.append(f"{name}: {'another file' if same_page else 'the page changed'}")
    files = {path.name for path in FOLDER.glob("*.png")}
    wrong += [f"{name}: nothing makes it" for name in files - set(pictures.record)]
    wrong += [f"{name}: larger than {MOST_BYTES} bytes" for name in sorted(files)
              if (FOLDER / name).stat().st_size > MOST_BYTES]
    print("\n".join(wrong) or f"{len(recorded)} pictures show the pages of now")
    if wrong:
        print("Take the pictures again with `cmake/pictures.sh`, and look at them.")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
