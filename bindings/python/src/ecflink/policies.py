"""Policies: the rules of courts."""

from __future__ import annotations

import dataclasses
import datetime
import enum
import json
import os
from collections.abc import Iterable, Mapping
from typing import Any, Optional, Union

from ecflink._capi import ffi, lib
from ecflink._core import (OUT, Diagnostic, NotFoundError, Time, call, handle, micros_of, new, own,
                           raise_status, read_diagnostics, set_text, text_from, text_of, time_of)
from ecflink.enums import (AccountRole, CourtKind, Disposition, Finding, HelpPurpose,
                           RegistrationRequirement, RequestType, Verdict, findings_of, members_of)

Layer = Union[str, "os.PathLike[str]", Mapping[str, Any]]
"""A policy layer: a file, a folder of `*.json` files, or a document as a mapping."""

Overrides = Mapping[Finding, Disposition]
"""The disposition of findings in every court. Floors bind it, too."""


def layers_of(given: Iterable[Layer]) -> list[tuple[str, bytes]]:
    """The name and the text of each layer; a file that is named twice counts once."""
    layers = []
    seen = set()
    for number, layer in enumerate(given, 1):
        if isinstance(layer, Mapping):
            layers.append((f"layer {number}", json.dumps(layer).encode()))
            continue
        place = os.fspath(layer)
        files = [place]
        if os.path.isdir(place):
            files = sorted(os.path.join(place, name) for name in os.listdir(place) if name.endswith(".json"))
        for file in files:
            if os.path.realpath(file) not in seen:
                seen.add(os.path.realpath(file))
                with open(file, "rb") as opened:
                    layers.append((file, opened.read()))
    return layers


def _layer_array(layers: list[tuple[str, bytes]], keep: list[Any]) -> Any:
    """The layers for a call; `keep` keeps them alive."""
    given = ffi.new("ecflink_policy_layer[]", max(1, len(layers)))
    keep.append(given)
    for place, (name, text) in enumerate(layers):
        lib.ecflink_policy_layer_init(ffi.addressof(given, place), ffi.sizeof(given[0]))
        set_text(given[place], "name", name, keep)
        keep.append(ffi.from_buffer("char[]", text))
        given[place].text = keep[-1]
        given[place].text_size = len(text)
    return given


def lint(layers: Iterable[Layer]) -> tuple[Diagnostic, ...]:
    """Checks layers as `Policies.load` does, and warns about what loads but is probably a mistake.

    >>> ecflink.policies.lint(["examples/policies/wiwd.json"])
    ()
    """
    texts = layers_of(layers)
    keep: list[Any] = []
    out = ffi.new("ecflink_diagnostics**")
    call(lib.ecflink_policy_lint, _layer_array(texts, keep), len(texts), out)
    return read_diagnostics(out)


def schema() -> dict[str, Any]:
    """The policy language as a JSON Schema, draft 2020-12."""
    document: dict[str, Any] = json.loads(text_from(lib.ecflink_policy_schema))
    return document


@dataclasses.dataclass(frozen=True)
class PolicyInfo:
    """What a policy is."""

    court: str
    name: str
    """Of the court; empty if none is stated."""
    kind: Optional[CourtKind]
    in_force: bool
    """The policy for all courts is in force for none."""
    floor_refuse: tuple[Finding, ...]
    """What no later layer may weaken from "refuse"."""
    floor_hold: tuple[Finding, ...]
    """What no later layer may weaken from "hold"."""
    layers: tuple[AppliedLayer, ...]
    """In the order in which they apply."""
    help: tuple[HelpDesk, ...]


@dataclasses.dataclass(frozen=True)
class AppliedLayer:
    """A layer of a policy."""

    name: str
    sources: tuple[str, ...]
    """The pages that it cites."""


@dataclasses.dataclass(frozen=True)
class HelpDesk:
    """Whom to ask. Texts may be empty."""

    purpose: HelpPurpose
    phone: str
    email: str
    url: str


@dataclasses.dataclass(frozen=True)
class PolicyValue:
    """A value of a policy, and where it comes from."""

    path: str
    """A JSON Pointer: "/link/confirm"."""
    value: Any
    """As `json` reads it."""
    layer: str
    """The name of the layer; "default": no layer states it; "override": an override does."""


@dataclasses.dataclass(frozen=True)
class PolicyChange:
    """A member in which two policies differ."""

    path: str
    before: Any
    """As `json` reads it; None if that policy has none."""
    after: Any


class Strictness(enum.Enum):
    """How the verdicts of a second policy relate to those of a first, over all cases."""

    EQUAL = "equal"
    """No case gets another verdict."""
    STRICTER = "stricter"
    """Some case gets a stricter one, none a looser one."""
    LOOSER = "looser"
    """Some case gets a looser one, none a stricter one."""
    INCOMPARABLE = "incomparable"
    """Both."""


_STRICTNESS = {lib.ECFLINK_STRICTNESS_EQUAL: Strictness.EQUAL,
               lib.ECFLINK_STRICTNESS_STRICTER: Strictness.STRICTER,
               lib.ECFLINK_STRICTNESS_LOOSER: Strictness.LOOSER,
               lib.ECFLINK_STRICTNESS_INCOMPARABLE: Strictness.INCOMPARABLE}


@dataclasses.dataclass(frozen=True)
class Witness:
    """A case on which two policies differ."""

    before: Verdict
    after: Verdict
    findings_before: tuple[Finding, ...]
    findings_after: tuple[Finding, ...]
    at: datetime.datetime
    """As of when it is decided."""
    record: str
    """The case as a decision record under the first policy; `decide.replay` under the second shows the
    difference."""


@dataclasses.dataclass(frozen=True)
class Comparison:
    """An exact comparison of two policies."""

    relation: Strictness
    stricter_findings: tuple[Finding, ...]
    """Findings that weigh more under the second, or that it raises and the first does not."""
    looser_findings: tuple[Finding, ...]
    stricter: Optional[Witness]
    """A case that gets a stricter verdict, if there is one."""
    looser: Optional[Witness]


def _witness(comparison: Any, which: int) -> Optional[Witness]:
    told = new("ecflink_witness")
    try:
        call(lib.ecflink_comparison_witness, comparison, which, told)
    except NotFoundError:
        return None
    return Witness(Verdict.of_number(told.before), Verdict.of_number(told.after),
                   findings_of(told.findings_before), findings_of(told.findings_after), time_of(told.now),
                   text_from(lib.ecflink_comparison_record, comparison, which))


def _json_or_none(text: Any) -> Any:
    given = text_of(text)
    return json.loads(given) if given else None


class Policies:
    """The policies of all courts: the built-in ones, and layers on top. Immutable; any number of
    threads may use one.

    >>> policies = ecflink.Policies.load(["examples/policies/wiwd.json"])
    >>> policies.document("wiwd")["link"]["confirm"]
    'two-step'
    """

    def __init__(self, engine: Any, layers: list[tuple[str, bytes]], overrides: Overrides):
        self._engine = engine
        self._layers = layers
        self._overrides = dict(overrides)

    @classmethod
    def load(cls, layers: Iterable[Layer] = (), *, overrides: Optional[Overrides] = None) -> Policies:
        """Loads layers. Raises PolicyError, with every diagnostic, if they do not load, and OSError
        if a file cannot be read."""
        if isinstance(layers, (str, os.PathLike)):
            raise TypeError("layers is a list: Policies.load([...])")
        return cls.of_texts(layers_of(layers), overrides or {})

    @classmethod
    def of_texts(cls, layers: list[tuple[str, bytes]], overrides: Overrides) -> Policies:
        """Loads layers as `layers` gives them, a name and a document each: in another process, for
        instance. Raises as `load`."""
        keep: list[Any] = []
        options = new("ecflink_engine_options")
        options.layers = _layer_array(layers, keep)
        options.layer_count = len(layers)
        changed = ffi.new("ecflink_disposition_override[]", max(1, len(overrides)))
        for place, (finding, disposition) in enumerate(overrides.items()):
            lib.ecflink_disposition_override_init(ffi.addressof(changed, place), ffi.sizeof(changed[0]))
            changed[place].finding = finding.number
            changed[place].disposition = disposition.number
        options.overrides = changed
        options.override_count = len(overrides)
        out = ffi.new("ecflink_engine**")
        diagnostics = ffi.new("ecflink_diagnostics**")
        error = new("ecflink_error")
        status = lib.ecflink_engine_create(options, out, diagnostics, error)
        if status != lib.ECFLINK_OK:
            raise_status(status, error, diagnostics)
        return cls(own("engine", out[0]), layers, overrides)

    @property
    def digest(self) -> str:
        """The digest of all policies: "sha256:" and 64 hexadecimal digits."""
        return text_from(lib.ecflink_engine_digest, self._engine)

    @property
    def courts(self) -> tuple[str, ...]:
        """The ids of the courts that have a policy, in their order."""
        return tuple(text_from(lib.ecflink_engine_court_id, self._engine, place)
                     for place in range(lib.ecflink_engine_court_count(self._engine)))

    @property
    def layers(self) -> list[tuple[str, bytes]]:
        """The name and the document of each layer on top of the built-in ones."""
        return list(self._layers)

    @property
    def overrides(self) -> dict[Finding, Disposition]:
        """The dispositions that were set over all layers."""
        return dict(self._overrides)

    def policy_digest(self, court: str = "") -> str:
        """The digest of one court's policy; without a court, of the one for all courts. Raises
        NotFoundError if the court has none."""
        data = court.encode()
        return text_from(lib.ecflink_policy_digest, self._engine, data, len(data))

    def document(self, court: str = "") -> dict[str, Any]:
        """The document of one court's policy, all layers merged; without a court, of the one for all
        courts. Raises NotFoundError if the court has none."""
        data = court.encode()
        text = text_from(lib.ecflink_policy_document, self._engine, data, len(data))
        document: dict[str, Any] = json.loads(text)
        return document

    def describe(self, court: str = "") -> PolicyInfo:
        """What the policy of a court is; without a court, that for all courts. Raises NotFoundError if
        the court has none, as the functions below do."""
        data, told, desk = court.encode(), new("ecflink_policy_info"), new("ecflink_policy_help")
        of_court = (self._engine, data, len(data))
        call(lib.ecflink_policy_describe, *of_court, told)
        layers = tuple(AppliedLayer(text_from(lib.ecflink_policy_layer_name, *of_court, place),
                                    tuple(text_from(lib.ecflink_policy_layer_sources, *of_court,
                                                    place).splitlines()))
                       for place in range(told.layer_count))
        desks = []
        for place in range(told.help_count):
            call(lib.ecflink_policy_help_get, *of_court, place, desk)
            desks.append(HelpDesk(HelpPurpose(text_of(desk.purpose)), text_of(desk.phone),
                                  text_of(desk.email), text_of(desk.url)))
        return PolicyInfo(court, text_of(told.name), CourtKind.of_number(told.kind) if told.kind else None,
                          told.in_force != 0, findings_of(told.floor_refuse), findings_of(told.floor_hold),
                          layers, tuple(desks))

    def values(self, court: str = "") -> tuple[PolicyValue, ...]:
        """Every value of a court's policy with the layer that it comes from, in the order of the paths."""
        data, told, one = court.encode(), new("ecflink_policy_info"), new("ecflink_policy_value")
        call(lib.ecflink_policy_describe, self._engine, data, len(data), told)
        values = []
        for place in range(told.value_count):
            call(lib.ecflink_policy_value_get, self._engine, data, len(data), place, one)
            values.append(PolicyValue(text_of(one.path), json.loads(text_of(one.value)), text_of(one.layer)))
        return tuple(values)

    def requirements(self, court: str, role: AccountRole,
                     type: RequestType) -> tuple[RegistrationRequirement, ...]:
        """What a filer must bring to a request for filing privileges."""
        data, needs = court.encode(), ffi.new("uint64_t*")
        call(lib.ecflink_policy_requirements, self._engine, data, len(data), role.number, type.number, needs)
        return members_of(RegistrationRequirement, needs[0])

    def sheet(self, court: str = "", width: int = 100) -> str:
        """The policy of a court as a sheet for clerks, with lines of at most `width` columns."""
        data = court.encode()
        return text_from(lib.ecflink_policy_sheet, self._engine, data, len(data), width)

    def diff(self, after: Policies, court: str = "",
             after_court: Optional[str] = None) -> tuple[PolicyChange, ...]:
        """Every member in which the policy of a court differs in `after`, where the court may be another
        one.

        >>> stricter = ecflink.Policies.load([{"ecflink-policy": 1, "court": "wiwd",
        ...                                    "dispositions": {"name-similar": "refuse"}}])
        >>> for change in ecflink.Policies.load().diff(stricter, "wiwd"):
        ...     print(change.path, change.before, change.after)
        /dispositions/name-similar note refuse
        """
        changes = self._with(after, court, after_court, "policy_changes", lib.ecflink_policy_diff)
        one, all_of_them = new("ecflink_policy_change"), []
        for place in range(lib.ecflink_policy_changes_count(changes)):
            call(lib.ecflink_policy_changes_get, changes, place, one)
            all_of_them.append(PolicyChange(text_of(one.path), _json_or_none(one.before),
                                            _json_or_none(one.after)))
        return tuple(all_of_them)

    def compare(self, after: Policies, court: str = "", after_court: Optional[str] = None) -> Comparison:
        """Compares the policy of a court with that in `after`, exactly: every combination of the values
        that a rule can tell apart is tried, which can take seconds.

        >>> stricter = ecflink.Policies.load([{"ecflink-policy": 1, "court": "wiwd",
        ...                                    "dispositions": {"name-similar": "refuse"}}])
        >>> found = ecflink.Policies.load().compare(stricter, "wiwd")
        >>> found.relation, found.looser, found.stricter.before, found.stricter.after
        (<Strictness.STRICTER: 'stricter'>, None, <Verdict.ALLOW: 'allow'>, <Verdict.REFUSE: 'refuse'>)
        """
        comparison = self._with(after, court, after_court, "comparison", lib.ecflink_policy_compare)
        told = new("ecflink_comparison_info")
        call(lib.ecflink_comparison_get, comparison, told)
        return Comparison(_STRICTNESS[told.relation], findings_of(told.stricter_findings),
                          findings_of(told.looser_findings),
                          _witness(comparison, lib.ECFLINK_STRICTNESS_STRICTER),
                          _witness(comparison, lib.ECFLINK_STRICTNESS_LOOSER))

    def _with(self, after: Policies, court: str, after_court: Optional[str], kind: str,
              function: Any) -> Any:
        mine, other = court.encode(), (court if after_court is None else after_court).encode()
        return handle(kind, function, self._engine, mine, len(mine), after._engine, other, len(other), OUT)

    def time(self, court: str, text: str) -> datetime.datetime:
        """The instant of a local time of a court, of a date there, or of a text with an offset.

        >>> ecflink.Policies.load().time("wiwb", "2020-03-30T08:00").isoformat()
        '2020-03-30T13:00:00+00:00'
        """
        place, data = court.encode(), text.encode()
        micros = ffi.new("ecflink_time*")
        call(lib.ecflink_local_time_parse, self._engine, place, len(place), data, len(data), micros)
        return time_of(micros[0])

    def local_text(self, court: str, time: Time) -> str:
        """What clocks at a court show at an instant: "2020-03-30 08:00 CDT"."""
        data = court.encode()
        return text_from(lib.ecflink_local_time_format, self._engine, data, len(data), micros_of(time))

    def __repr__(self) -> str:
        return f"<Policies {self.digest}>"


_builtin: list[Policies] = []


def builtin() -> Policies:
    """The built-in policies, loaded once."""
    if not _builtin:
        _builtin.append(Policies.load())
    return _builtin[0]


PoliciesOrLayers = Union[Policies, Iterable[Layer]]


def policies_of(given: Optional[PoliciesOrLayers]) -> Policies:
    """The policies that a function is given: as they are, as layers, or none for the built-in ones."""
    if isinstance(given, Policies):
        return given
    return builtin() if given is None else Policies.load(given)
