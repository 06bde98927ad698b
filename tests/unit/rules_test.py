#!/usr/bin/env python3
"""Checks that every rule of observe.hpp is asked: it has the name of a finding, or it is a precondition."""
import pathlib
import re
import sys

CORE = pathlib.Path(__file__).resolve().parents[2] / "include" / "ecflink" / "core"

source = re.sub(r"//.*", "", (CORE / "observe.hpp").read_text(encoding="utf-8"))
catalogue = (CORE / "findings.def").read_text(encoding="utf-8")
rules = re.findall(r"\bauto (\w+)\s*=\s*rule_(?:over|if)<", source)
preconditions = set(re.findall(r"\brule_if<(\w+),", source))
findings = set(re.findall(r"^ECFLINK_FINDING\(\d+, (\w+),", catalogue, re.MULTILINE))

problems = [f"a finding without a rule: {name}" for name in sorted(findings - set(rules))]
problems += [f"a rule that is never asked: {name}" for name in sorted(set(rules) - findings - preconditions)]
if len(rules) != len(re.findall(r"\brule_(?:over|if)<", source)):
    problems.append("a rule is not defined as `auto NAME = rule_over<...` or `rule_if<...`")
sys.exit("\n".join(problems) or None)
