"""Where a value is written: an expression that is no name, and how sure it is that the value comes from there."""

from __future__ import annotations

import ast
from dataclasses import dataclass, replace

from explorer.domain.relation import Scope as Role
from explorer.sources.python_code.modules import Module
from explorer.sources.python_code.scopes import Scope

_STRENGTH = {Role.RUNTIME: 0, Role.DEFAULT: 1, Role.OPTIONAL: 2}


@dataclass(frozen=True, slots=True)
class Origin:
    """An expression that is no name, with the place where it is written."""

    node: ast.expr
    scope: Scope
    module: Module
    role: Role = Role.RUNTIME
    """Default where something else may replace it, optional where it is one of several."""
    is_inferred: bool = False
    """Whether it is a namesake's value, because the module that the code names is not among the files."""
    is_passed: bool = False
    """Whether some caller hands it over, so that the code that uses it may not mean this one."""

    def weaker(self, role: Role) -> Origin:
        """The same, at most as strong as this role."""
        return self if _STRENGTH[role] <= _STRENGTH[self.role] else replace(self, role=role)
