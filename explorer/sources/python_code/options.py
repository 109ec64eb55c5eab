"""Options of command lines, variables of the environment and widgets to choose from: their names say what they hold."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from explorer.domain.claim import Claim
from explorer.domain.relation import Scope as Role
from explorer.knowledge.model_names import key_role
from explorer.sources.python_code.parsing import callable_name, is_setting_of_environment, keyword_value, text_of
from explorer.sources.python_code.scopes import Scope
from explorer.sources.python_code.settings_in_code import SettingReader

_OPTIONS = frozenset(["add_argument", "option", "getenv", "get", "setdefault"])
_FLAGS = frozenset(["DEFINE_string", "DEFINE_enum", "DEFINE_list", "DEFINE_multi_string"])
"""Of Abseil: the name, then the default."""
_WIDGETS = frozenset(
    ["Dropdown", "Radio", "CheckboxGroup", "selectbox", "radio", "multiselect", "select_slider", "pills"]
)


class OptionReader:
    """Reads what an option is given where the user gives nothing, and what a widget offers."""

    def __init__(self, settings: SettingReader) -> None:
        self._settings = settings

    def call(self, call: ast.Call, scope: Scope) -> Iterator[Claim]:
        """The default of an option, or the choices of a widget, whose name or label is that of a model."""
        last = callable_name(call.func).rpartition(".")[2]
        if last in _OPTIONS or is_setting_of_environment(call):
            yield from self._option(call, scope)
        elif last in _FLAGS and len(call.args) > 1 and (name := text_of(call.args[0])) is not None:
            yield from self._settings.setting(name, call.args[1], scope, call, Role.DEFAULT)
        elif last in _WIDGETS:
            yield from self._choice(call, scope)

    def _option(self, call: ast.Call, scope: Scope) -> Iterator[Claim]:
        """`add_argument("--model", default=…)`, `os.getenv("MODEL", …)`: the option's name says what it holds."""
        keys = [text for each in call.args if (text := text_of(each)) is not None]
        default = keyword_value(call, "default")
        if default is None and len(call.args) >= 2 and keys:
            default = call.args[1]
        key = next((each for each in keys if key_role(each) is not None), None)
        if default is not None and key is not None:
            yield from self._settings.setting(key, default, scope, call, Role.DEFAULT)

    def _choice(self, call: ast.Call, scope: Scope) -> Iterator[Claim]:
        """`gr.Dropdown(["a/b", "c/d"], label="Model")`, `st.selectbox("Model", ["a/b"])`."""
        labels = [keyword_value(call, "label"), *call.args[:1]]
        label = next((text for each in labels if (text := text_of(each)) is not None), "")
        offered = [keyword_value(call, "choices", "options"), *call.args[:2], keyword_value(call, "value")]
        for node in offered if key_role(label) is not None else ():
            if node is not None and text_of(node) != label:
                yield from self._settings.setting(label, node, scope, call, Role.OPTIONAL)
