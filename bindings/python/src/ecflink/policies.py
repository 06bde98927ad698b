"""Policies: the rules of courts."""

from __future__ import annotations

import datetime
import json
import os
from collections.abc import Iterable, Mapping
from typing import Any, Optional, Union

from ecflink._capi import ffi, lib
from ecflink._core import Time, call, micros_of, new, own, raise_status, set_text, text_from, time_of
from ecflink.enums import Disposition, Finding

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
        given = ffi.new("ecflink_policy_layer[]", max(1, len(layers)))
        for place, (name, text) in enumerate(layers):
            lib.ecflink_policy_layer_init(ffi.addressof(given, place), ffi.sizeof(given[0]))
            set_text(given[place], "name", name, keep)
            keep.append(ffi.from_buffer("char[]", text))
            given[place].text = keep[-1]
            given[place].text_size = len(text)
        options.layers = given
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
