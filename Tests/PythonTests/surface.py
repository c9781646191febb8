"""Prints what the module `agentsight` that is installed offers, as JSON: by module the public names that are its own."""

import enum
import importlib
import inspect
import json

MODULES = ["agentsight", "agentsight.client", "agentsight.config", "agentsight.enums", "agentsight.exceptions",
           "agentsight.helpers", "agentsight.types"]


def parameters_of(callable):
    """Each with the repr of its default, or None where it has none."""
    return [{"name": p.name, "kind": p.kind.name, "default": None if p.default is p.empty else repr(p.default)}
            for p in inspect.signature(callable).parameters.values() if p.name != "self"]


def methods_of(cls):
    """Public methods that the module itself brings, and the initializer."""
    own = [base for base in cls.__mro__ if base.__module__.startswith("agentsight")]
    names = {name for base in own for name in vars(base) if not name.startswith("_")} | {"__init__"}
    return {name: parameters_of(getattr(cls, name)) for name in sorted(names)
            if inspect.isroutine(getattr(cls, name)) and (name != "__init__" or not issubclass(cls, enum.Enum))}


def describe(value):
    if inspect.isclass(value):
        members = {member.name: member.value for member in value} if issubclass(value, enum.Enum) else None
        return {"what": "class", "bases": [base.__name__ for base in value.__mro__[1:]], "methods": methods_of(value),
                "members": members}
    if inspect.isroutine(value):
        return {"what": "function", "parameters": parameters_of(value)}
    return {"what": "value"}


def is_public(module, name, value):
    """Not what a module has imported for itself, unless it says so."""
    if name.startswith("_") or inspect.ismodule(value):
        return False
    if name in getattr(module, "__all__", ()):
        return True
    return getattr(value, "__module__", module.__name__) == module.__name__ and not hasattr(value, "__bound__")


surface = {}
for path in MODULES:
    module = importlib.import_module(path)
    names = {**vars(module), **{name: getattr(module, name) for name in getattr(module, "__all__", ())}}
    surface[path] = {name: describe(value) for name, value in names.items() if is_public(module, name, value)}
print(json.dumps(surface))
