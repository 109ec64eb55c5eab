"""Files of data that code reads to train a model or to fill an index, and lists of datasets by names of the project's own."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cached_property

from explorer.domain.claim import Claim
from explorer.domain.component import Kind
from explorer.domain.relation import RelationKind
from explorer.graph.identity import unknown_id
from explorer.knowledge.model_names import is_legacy_dataset, key_role
from explorer.sources.dataset_names import is_general_data
from explorer.sources.model_references import ModelReference, is_hub_id
from explorer.sources.python_code.constants import Value
from explorer.sources.python_code.parsing import callable_name, is_written, keyword_value, text_of
from explorer.sources.python_code.reading import Reading
from explorer.sources.python_code.scopes import Scope

_READERS = frozenset(["open", "read_json", "read_csv", "read_parquet", "read_table", "scan_csv", "scan_parquet", "from_json",
                      "load_jsonl", "read_jsonl", "load_json", "CSVLoader", "JSONLoader", "Path"])  # fmt: skip
_WRITERS = frozenset(
    ["to_json", "to_csv", "to_parquet", "write_parquet", "write_csv", "write_json", "save_jsonl", "write_jsonl"]
)
_OF_DATA = re.compile(r"(?i)[\w./~-]+\.(jsonl|csv|tsv|parquet|arrow)")
_MAY_BE_DATA = re.compile(r"(?i)[\w./~-]*(train|dataset|data|corpus|instruct|alpaca|pairs|qa|squad|dialog|conversation|chat|"
                          r"examples|samples|finetune|fine_tune|sft|dpo|prefer)[\w./~-]*\.json")  # fmt: skip
_RESULT = re.compile(
    r"(?i)(^|[/_-])(results?|outputs?|predictions?|preds?|metrics|scores?|logs?|submission|history|losses)([_.-]|$)"
)
_NAME = re.compile(r"[A-Za-z][A-Za-z\d_-]{2,40}")


class DataFileReader:
    """Reads calls that open files, in modules that train or that fill an index."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading

    def call(self, call: ast.Call, scope: Scope) -> Iterator[Claim]:
        """`open("pairs.jsonl")`, `pd.read_csv("train.csv")` where a model is trained; what is uploaded to tune one."""
        last = callable_name(call.func).rpartition(".")[2]
        if last == "create" and text_of(keyword_value(call, "purpose")) == "fine-tune":
            given = keyword_value(call, "file")
            opened = given if isinstance(given, ast.Call) and given.args else None
            yield from self._file(opened.args[0] if opened is not None else given, call, scope, RelationKind.TRAINED_ON)
        elif last in _READERS and self._reading.trains and not is_written(call):
            path = (
                call.args[0]
                if call.args
                else keyword_value(call, "file", "file_path", "filepath_or_buffer", "path_or_buf")
            )
            yield from self._file(path, call, scope, RelationKind.TRAINED_ON)

    def _file(self, path: ast.expr | None, call: ast.Call, scope: Scope, relation: RelationKind) -> Iterator[Claim]:
        reading = self._reading
        for value in reading.texts(path, scope):
            text = value.text
            is_data = _OF_DATA.fullmatch(text) or _MAY_BE_DATA.fullmatch(text)
            if not is_data or _RESULT.search(text) or text in reading.made_here or text in self._written:
                continue
            if not reading.paths.has(text, reading.module.file.path):
                reference = ModelReference(Kind.DATASET, unknown_id("dataset", text), text, relation, "local file")
                yield from reading.claims(reference, value, call, callable_name(call.func))

    @cached_property
    def _written(self) -> frozenset[str]:
        """The files that the module writes itself."""
        found = set[str]()
        for name in ("open", *_WRITERS):
            for call, scope in self._reading.module.names.calls.get(name, ()):
                if call.args and (name != "open" or is_written(call)):
                    found |= {value.text for value in self._reading.texts(call.args[0], scope)}
        return frozenset(found)

    def assignment(self, node: ast.Assign | ast.AnnAssign, scope: Scope) -> Iterator[Claim]:
        """`datasets = [["aishell_1", {}], ["magicdata", {}]]`: each with its own settings behind its name."""
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        is_named = any(isinstance(each, ast.Name) and key_role(each.id) == "dataset" for each in targets)
        listed = node.value.elts if isinstance(node.value, ast.List | ast.Tuple) and is_named else []
        if len(listed) < 2 or not all(isinstance(each, ast.List | ast.Tuple) and each.elts for each in listed):
            return
        for each in listed:
            first = each.elts[0] if isinstance(each, ast.List | ast.Tuple) else each
            for value in self._reading.texts(first, scope) if isinstance(first, ast.Constant) else ():
                yield from self._listed(value)

    def _listed(self, value: Value) -> Iterator[Claim]:
        is_said = is_hub_id(value.text) or is_legacy_dataset(value.text)
        if _NAME.fullmatch(value.text) and not is_said and not is_general_data(value.text):
            relation = RelationKind.TRAINED_ON if self._reading.trains else RelationKind.USES
            identity = unknown_id("dataset", value.text)
            reference = ModelReference(Kind.DATASET, identity, value.text, relation, "name only")
            yield from self._reading.claims(reference, value, None, "datasets")
