#!/usr/bin/env python3
"""The portal's messages: none is missing or left over, and the library's sentences are translated."""

import json
import pathlib
import re
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
PORTAL = ROOT / "examples" / "portal"
CORE = ROOT / "include" / "ecflink"


def read(language):
    return json.loads((PORTAL / "messages" / f"{language}.json").read_text(encoding="utf-8"))


def sentences(definitions, macro):
    """The sentences of a catalog: literals, joined where they are adjacent, that end with a full stop."""
    text = (CORE / definitions).read_text(encoding="utf-8")
    text = re.sub(r"^\s*//.*$", "", text, flags=re.MULTILINE)
    for entry in text.split(macro + "(")[1:]:
        literals = re.findall(r'"(?:[^"\\]|\\.)*"(?:\s*"(?:[^"\\]|\\.)*")*', entry)
        for literal in literals:
            whole = "".join(re.findall(r'"((?:[^"\\]|\\.)*)"', literal))
            if whole.endswith(".") and whole[0].isupper():
                yield whole


def used_keys():
    """The keys of templates, and the first parts of keys that the sources put together."""
    templates = "".join(path.read_text(encoding="utf-8") for path in (PORTAL / "templates").iterdir())
    keys = set(re.findall(r"\[\[([^\]>]+)\]\]", templates))
    keys |= {path.stem + ".title" for path in (PORTAL / "templates").glob("*.tpl")} - {"layout.title"}
    sources = "".join(path.read_text(encoding="utf-8") for path in (PORTAL / "src").glob("*.cc"))
    return keys, set(re.findall(r'"([a-z_]+(?:\.[a-z_-]*)*)"', sources))


class Messages(unittest.TestCase):
    def test_both_languages_have_the_same_keys(self):
        self.assertEqual(set(read("en")["texts"]), set(read("es")["texts"]))

    def test_values_of_the_page_are_the_same(self):
        english, spanish = read("en")["texts"], read("es")["texts"]
        for key, text in english.items():
            self.assertEqual(sorted(re.findall(r"\{\{?\w+\}?\}", text)),
                             sorted(re.findall(r"\{\{?\w+\}?\}", spanish[key])), key)

    def test_every_message_is_translated(self):
        english, spanish = read("en")["texts"], read("es")["texts"]
        same = {key for key in english if english[key] == spanish[key]}
        # words that are written alike in both languages
        self.assertEqual(same, {"ask.second-factor.no", "ask.linked.no", "ask.account.none", "menu.civil",
                                "role.auditor", "type.pro-hac-vice"})

    def test_every_key_is_used_and_there(self):
        keys, parts = used_keys()
        known = set(read("en")["texts"])
        self.assertEqual(keys - known, set())
        begun = tuple(part for part in parts if part.endswith(".")) + ("ask.",)
        unused = {key for key in known - keys - parts if not key.startswith(begun)}
        self.assertEqual(unused, set())

    def test_sentences_of_the_library_are_translated(self):
        said = read("es")["said"]
        all_of_them = list(sentences("decide/readiness.def", "ECFLINK_STEP"))
        self.assertGreater(len(all_of_them), 30)
        remedies = list(sentences("core/findings.def", "ECFLINK_FINDING"))
        self.assertGreater(len(remedies), 45)
        self.assertEqual([one for one in all_of_them + remedies if one not in said], [])


if __name__ == "__main__":
    unittest.main()
