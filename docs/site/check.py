#!/usr/bin/env python3
"""Checks the built site: every link inside, what its pages ask for, its search and its look in a browser.

    check.py SITE [--browser CHROMIUM] [--pictures FOLDER] [--page PAGE]

Links: each leads to a file of the site, and to an id in it. With a browser (Debian's chromium), from files
and without a network: no page asks another host for anything or logs an error, none is wider than its window,
the search answers. --pictures keeps a picture of each page that was looked at, wide and narrow, light and
dark. --page looks at one page alone, and searches one word.
"""
import argparse
import functools
import html.parser
import pathlib
import re
import sys
import urllib.parse

# Pages of each kind, and words that a search must find on them.
LOOKED_AT = ("index.html", "docs/index.html", "docs/tour.html", "docs/embedding.html", "docs/ceremony.html",
             "docs/findings.html", "docs/ledger.html", "docs/cli.html", "sheets/index.html",
             "sheets/wiwb.html", "reference/index.html", "reference/cpp/index.html",
             "reference/cpp/decide/ceremony_hpp.html", "reference/c/ecflink.html", "reference/python.html",
             "examples/check_link.cc.html")
SEARCHES = {
    "tombstone": "docs/",
    "wiwb": "sheets/wiwb",
    "ecflink_engine_create": "reference/c/",
    "verify_stream": "reference/"
}
WINDOWS = {"wide": (1280, 900), "narrow": (390, 844)}


class Page(html.parser.HTMLParser):
    """The links, the ids and what a page asks for when it is loaded."""

    def __init__(self, path):
        super().__init__()
        self.links, self.ids, self.asks = [], set(), []
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        self.ids |= {attributes[name] for name in ("id", "name") if attributes.get(name)}
        if tag == "a" and attributes.get("href"):
            self.links.append(attributes["href"])
        loads = tag in ("img", "script", "iframe", "source") and attributes.get("src")
        if tag == "link" and attributes.get("rel") not in ("canonical", "next", "prev", "alternate"):
            loads = attributes.get("href")
        if loads:
            self.asks.append(loads)

    handle_startendtag = handle_starttag


@functools.cache
def read(path):
    return Page(path)


def check_links(site, problems):
    """Every link and everything that is loaded. Returns how many were looked at."""
    looked = 0
    for path in sorted(site.rglob("*.html")):
        page, name = read(path), path.relative_to(site)
        base = site if name == pathlib.Path("404.html") else path.parent
        for target in page.asks:
            if re.match(r"(https?:)?//", target):
                problems.append(f"{name} asks another host: {target}")
        for target in {*page.links, *page.asks}:
            looked += 1
            parts = urllib.parse.urlsplit(target)
            if parts.scheme in ("https", "http", "mailto", "tel", "data", "javascript") or parts.netloc:
                continue
            place = path if not parts.path else (base /
                                                 urllib.parse.unquote(parts.path.lstrip("/"))).resolve()
            if place.is_dir():
                place = place / "index.html"
            if not place.is_file():
                problems.append(f"{name}: no such file: {target}")
            elif parts.fragment and place.suffix == ".html":
                if urllib.parse.unquote(parts.fragment) not in read(place).ids:
                    problems.append(f"{name}: no such place: {target}")
    return looked


def look(site, browser_path, pictures, names, searches, problems):
    """Opens pages in a browser, from files. Returns how many times one was looked at."""
    from playwright.sync_api import sync_playwright
    looked = 0
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=["--no-sandbox"])
        for scheme in ("light", "dark"):
            for window, (width, height) in WINDOWS.items():
                context = browser.new_context(viewport={
                    "width": width,
                    "height": height
                },
                                              color_scheme=scheme)
                page = context.new_page()
                page.on(
                    "request", lambda one: one.url.startswith(
                        ("file:", "data:", "blob:")) or problems.append(f"asks for {one.url}"))
                page.on("console", lambda one: one.type == "error" and problems.append(f"logs {one.text}"))
                page.on("pageerror", lambda one: problems.append(f"fails: {one}"))
                for name in names:
                    page.goto((site / name).as_uri())
                    page.wait_for_load_state("networkidle")
                    looked += 1
                    over = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
                    if over > 0:
                        problems.append(f"{name} is {over} pixels wider than a window of {width}")
                    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
                    dark = sum(map(int, re.findall(r"\d+", ground)[:3])) < 3 * 128
                    if dark != (scheme == "dark"):
                        problems.append(f"{name} is not {scheme}: its ground is {ground}")
                    if pictures:
                        picture = f"{name.replace('/', '-').removesuffix('.html')}-{window}-{scheme}.png"
                        page.screenshot(path=pictures / picture)
                context.close()
        context = browser.new_context(viewport={"width": 1280, "height": 900}, offline=True)
        page = context.new_page()
        for words, place in searches:
            page.goto((site / "index.html").as_uri())
            page.keyboard.press("Control+k")
            page.keyboard.type(words)
            try:
                page.wait_for_function(
                    "place => [...document.querySelectorAll('*')].filter(one => one.shadowRoot)"
                    ".flatMap(one => [...one.shadowRoot.querySelectorAll('a')])"
                    ".some(one => one.href.includes(place))",
                    arg=place,
                    timeout=20000)
            except Exception:  # playwright's own class of timeouts
                problems.append(f"a search for {words} finds nothing in {place}")
            if pictures:
                page.screenshot(path=pictures / f"search-{words}.png")
        browser.close()
    return looked


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("site", type=pathlib.Path)
    parser.add_argument("--browser")
    parser.add_argument("--pictures", type=pathlib.Path)
    parser.add_argument("--page")
    options = parser.parse_args()
    site, problems = options.site.resolve(), []
    said = f"{check_links(site, problems)} links of {len(list(site.rglob('*.html')))} pages lead somewhere"
    if options.browser:
        if options.pictures:
            options.pictures.mkdir(parents=True, exist_ok=True)
        names, searches = ([options.page],
                           list(SEARCHES.items())[:1]) if options.page else (LOOKED_AT,
                                                                             list(SEARCHES.items()))
        looked = look(site, options.browser, options.pictures, names, searches, problems)
        said += f"; {looked} looks at {len(names)} pages, {len(searches)} searches"
    if problems:
        sys.exit("\n".join(dict.fromkeys(problems)))
    print(said)


main()
