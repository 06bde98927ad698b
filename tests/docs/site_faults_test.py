#!/usr/bin/env python3
"""The check of the site finds what it is for: each fault, put into a copy of a page, is named.

    site_faults_test.py FOLDER      FOLDER: where cmake/docs.sh --check built the site
"""
import pathlib
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
FAULTS = {
    "a file that is not there": ('<a href="nowhere.html">x</a>', "no such file: nowhere.html"),
    "a place that is not there": ('<a href="#nowhere">x</a>', "no such place: #nowhere"),
    "a picture from elsewhere": ('<img src="https://elsewhere.example/x.png">', "asks another host"),
    "a script from elsewhere": ('<script src="//elsewhere.example/x.js"></script>', "asks another host"),
    "a style from elsewhere":
    ('<link rel="stylesheet" href="https://elsewhere.example/x.css">', "asks another host"),
    "a request of a script": ("<script>fetch('https://elsewhere.example/')</script>", "asks for https"),
    "a script that fails": ("<script>throw new Error('canary')</script>", "canary"),
    "a page that is too wide": ('<div style="width: 5000px">x</div>', "pixels wider"),
}


def check(folder, site):
    done = subprocess.run([
        folder / "venv/bin/python", ROOT / "docs/site/check.py", site, "--browser", "/usr/bin/chromium",
        "--page", "docs/index.html"
    ],
                          capture_output=True,
                          text=True)
    return done.returncode, done.stdout + done.stderr


def main():
    folder = pathlib.Path(sys.argv[1])
    with tempfile.TemporaryDirectory() as place:
        site = pathlib.Path(shutil.copytree(folder / "site", pathlib.Path(place, "site")))
        status, said = check(folder, site)
        if status != 0:
            sys.exit(f"the site itself: {said}")
        page = site / "docs/index.html"
        text = page.read_text(encoding="utf-8")
        for name, (fault, wanted) in FAULTS.items():
            page.write_text(text.replace("</article>", fault + "</article>"), encoding="utf-8")
            status, said = check(folder, site)
            if status == 0 or wanted not in said:
                sys.exit(f"{name}: exit status {status}, and it said: {said}")
        page.write_text(text, encoding="utf-8")
        (site / "search.js").write_text("", encoding="utf-8")
        status, said = check(folder, site)
        if status == 0 or "finds nothing" not in said:
            sys.exit(f"a search without its index: exit status {status}, and it said: {said}")
    print(f"{len(FAULTS) + 1} faults are found")


main()
