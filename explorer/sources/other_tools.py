"""Tools, MCP servers and collections in code of Go, Java, Kotlin, Rust, C#, Ruby, PHP and Swift, by the calls of their SDKs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from explorer.domain.claim import Claim
from explorer.domain.component import Component, Kind, Knowledge
from explorer.domain.evidence import Evidence
from explorer.domain.relation import RelationKind
from explorer.graph.identity import mcp_id
from explorer.sources.claims import used_by
from explorer.sources.infrastructure import Site
from explorer.sources.mcp_configuration import server_claims
from explorer.sources.own_tool import own_tool_claims
from explorer.sources.retrieval_index import retrieval_index
from explorer.sources.settings_around import STORES

_TEXT = r"\"([^\"\n\\]{1,120})\""
_ARGUMENTS = r"(?:\((?:[^()\"]|\"(?:[^\"\\]|\\.)*+\"|\([^()]*+\)){0,2000}+\))?+"
_TOOLS = (
    # mcp-go; Genkit for Go; Swift and Kotlin of the MCP SDK; PHP.
    rf"\bmcp\.NewTool\(\s*{_TEXT}",
    rf"\bgenkit\.DefineTool\w*\(\s*\w+\s*,\s*{_TEXT}",
    rf"\bai\.NewTool\w*\(\s*{_TEXT}",
    rf"&?mcp\.Tool\{{[^{{}}]*?\bName:\s*{_TEXT}",
    rf"\bFunctionDefinition(?:Param)?\{{[^{{}}]*?\bName:\s*(?:openai\.\w+\()?{_TEXT}",
    rf"\baddTool\(\s*(?:\w*\.?Tool\()?\s*name\s*=\s*{_TEXT}",
    rf"(?<![\w.])Tool\(\s*name:\s*{_TEXT}",
    # The MCP SDK for Java; AIFunctionFactory; the MCP SDK for Ruby.
    rf"\bTool\.builder\(\)\s*\.name\(\s*{_TEXT}",
    rf"\bnew\s+(?:McpSchema\.)?Tool\(\s*{_TEXT}",
    rf"\bAIFunctionFactory\.Create\([^;\n]*?,\s*(?:name:\s*)?{_TEXT}",
    rf"(?m)^[^\S\n]*+tool_name\s+{_TEXT}",
)
"""Calls whose first text is the name of a tool (the SDKs' own documentation)."""
_LANGCHAINGO = re.compile(rf"\)\s*Name\(\)\s*string\s*\{{\s*return\s+{_TEXT}")
"""The method by which a tool of LangChainGo says its name."""
_ANNOTATION = re.compile(r"@(?:McpTool|Tool)\b|\[(?:McpServerTool|KernelFunction)\b|#\[(?:tool|McpTool)\b")
_ANNOTATED = re.compile(
    rf"(?P<given>{_ARGUMENTS})[^\n\]]{{0,1000}}\]?\s*+"
    rf"(?:(?:@\w++{_ARGUMENTS}|\[[^\]\n]*+\])\s*+){{0,20}}+"
    r"(?:(?:public|private|protected|internal|static|final|async|suspend|override|pub)\s++){0,12}+"
    r"(?:(?:fun|fn|function)\s++(?P<first>\w++)|[\w<>\[\].,?]{1,200}(?:\s*+<[^>\n]{0,200}>)?\s++(?P<second>\w++))\s*+[(<]"
)
"""A method that an annotation makes a tool: Spring AI, LangChain4j, Quarkus, Semantic Kernel, the MCP SDKs of C#, Rust and PHP."""
_MOST_IN_LINE = 8
"""Annotations that are looked at in one line; a line of code has one or two."""
_GIVEN_NAME = re.compile(rf"(?i)\bname\s*[=:]\s*{_TEXT}")
_KERNEL_NAME = re.compile(rf"\(\s*{_TEXT}\s*\)")
_GIVES_TOOLS = re.compile(
    r"(?i)\bmcp\b|modelcontextprotocol|langchain|spring\w*\.ai|quarkiverse|semantickernel|microsoft\.extensions\.ai|genkit|"
    r"openai|\bkoog\b|rmcp|anthropic"
)
_SERVERS = (
    rf"\bserver\.NewMCPServer\(\s*{_TEXT}",
    rf"&?mcp\.Implementation\{{\s*Name:\s*{_TEXT}",
    rf"\bImplementation\(\s*name\s*[=:]\s*{_TEXT}",
    rf"\.serverInfo\(\s*{_TEXT}",
    rf"\bMCP::Server\.new\(\s*name:\s*{_TEXT}",
    rf"\bnew\s+(?:Mcp)?Implementation\s*(?:\(\))?\s*\{{\s*Name\s*=\s*{_TEXT}",
)
_OWN_SERVER = re.compile(r"(?i)newserver|newmcpserver|serverinfo|\bserver\(|mcpserver|MCP::Server|AddMcpServer")
_CLIENTS = re.compile(
    r"\b(?:NewStdioMCPClient|NewSSEMCPClient|NewStreamableHttpClient|NewStdioMCPClientWithOptions)\((?P<given>[^)]*)\)"
)
_COLLECTION = re.compile(
    r"\b(?:(?P<receiver>[a-z]\w*)\.)?(?:With|with_)?(?P<key>[Cc]ollection_?[Nn]ame|[Cc]ollection|[Ii]ndex_?[Nn]ame|[Cc]lass_?[Nn]ame|"
    r"[Tt]able_?[Nn]ame)\s*(?:\(|:|=)\s*(?:\"(?P<text>[A-Za-z][\w.-]{1,80})\"|(?P<constant>[A-Za-z]\w*)(?=\s*[,);\n]))"
)
_CALLED = re.compile(
    r"\b(?:getIndexConnection|getAsyncIndexConnection|Index|(?:Create|Upsert|Search|Query|Scroll|Delete|Recommend)\w*Async|"
    r"(?:Search|Query|Scroll|Upsert|Create)\w*Builder::new|GetCollection(?:<[^()]*>)?|GetRequiredCollection(?:<[^()]*>)?)"
    r"\(\s*\"(?P<text>[A-Za-z][\w.-]{1,80})\""
)
"""Calls of a store's client whose first text is the collection (Pinecone for Java, Qdrant for C# and Rust, Semantic Kernel)."""
_IMPORTED_STORE = re.compile(
    r"(?im)^[^\S\n]*+(?:import|using|use|require|[\w.]*+[^\S\n]*+\"[\w.-]+/|\"[\w.-]+/)[^\n]*?\b("
    + "|".join(STORES)
    + r")"
)


def tool_claims(text: str, site: Site) -> Iterator[Claim]:
    """The tools and MCP servers that a file describes or starts."""
    if not _GIVES_TOOLS.search(text):
        return
    for name, place in sorted({*_named(_TOOLS, text), *_of_methods(text)}, key=lambda each: each[1]):
        yield from own_tool_claims(name, site.file, site.project, _found(text, place, name, site), site.scope)
    if _OWN_SERVER.search(text):
        for name, place in _named(_SERVERS, text):
            yield from _server(name, place, text, site)
    for match in _CLIENTS.finditer(text):
        words = re.findall(r"\"([^\"\n]+)\"", match.group("given"))
        if words:
            settings = {"url": words[0]} if "://" in words[0] else {"command": words[0], "args": words[1:]}
            title = words[0].rpartition("/")[2] or words[0]
            yield from server_claims(site.source, title, settings, _line(text, match.start()), site.file, site.project)


def collection_claims(text: str, site: Site) -> Iterator[Claim]:
    """The collections of the vector store that a file speaks with."""
    imported = {store.lower() for store in _IMPORTED_STORE.findall(text)}
    if not imported:
        return
    for match in _CALLED.finditer(text) if len(imported) == 1 else ():
        yield from _corpus(next(iter(imported)), match.group("text"), match.start("text"), text, site)
    for match in _COLLECTION.finditer(text):
        receiver = (match.group("receiver") or "").lower()
        store = receiver if receiver in STORES else next(iter(imported)) if len(imported) == 1 else ""
        name = match.group("text") or _constant(match.group("constant"), text)
        if store and name:
            yield from _corpus(store, name, match.start("key"), text, site)


def _corpus(store: str, name: str, place: int, text: str, site: Site) -> Iterator[Claim]:
    corpus = retrieval_index(store, name, _found(text, place, name, site))
    yield from used_by(site.project.system, corpus, RelationKind.RETRIEVES_FROM, site.scope)


def _named(patterns: tuple[str, ...], text: str) -> Iterator[tuple[str, int]]:
    for pattern in patterns:
        for match in re.finditer(pattern, text):
            if re.fullmatch(r"[\w.:/-]{1,80}", match.group(1)) and not _is_comment(text, match.start()):
                yield match.group(1), match.start(1)


def _of_methods(text: str) -> Iterator[tuple[str, int]]:
    if "langchaingo" in text:
        yield from ((match.group(1), match.start(1)) for match in _LANGCHAINGO.finditer(text))
    for head in _annotations(text):
        match = _ANNOTATED.match(text, head.end())
        if match is None or _is_comment(text, head.start()):
            continue
        given = match.group("given")
        said = _GIVEN_NAME.search(given) or (_KERNEL_NAME.fullmatch(given) if "Kernel" in head.group() else None)
        which = "first" if match.group("first") else "second"
        yield (said.group(1), head.start()) if said else (match.group(which), match.start(which))


def _annotations(text: str) -> Iterator[re.Match[str]]:
    """The annotations that make a tool, as many of each line as a line of code can have."""
    end, count = -1, 0
    for head in _ANNOTATION.finditer(text):
        if head.start() > end:
            end, count = text.find("\n", head.start()) % (len(text) + 1), 0
        count += 1
        if count <= _MOST_IN_LINE:
            yield head


def _server(name: str, place: int, text: str, site: Site) -> Iterator[Claim]:
    identity = mcp_id(f"{site.project.system.partition(':')[2]}/{name}")
    found = (_found(text, place, name, site),)
    server = Component(identity, Kind.MCP_SERVER, name, "", None, Knowledge.DECLARED, {"own code": "yes"}, found)
    yield from used_by(site.project.system, server, RelationKind.CALLS, site.scope)


def _constant(name: str, text: str) -> str:
    """What a name is set to in the file; empty where that is not one text."""
    values = set(re.findall(rf"\b{re.escape(name)}\b[\w\s.<>]{{0,30}}?(?::=|=)\s*\"([A-Za-z][\w.-]{{1,80}})\"", text))
    return values.pop() if len(values) == 1 else ""


def _found(text: str, place: int, name: str, site: Site) -> Evidence:
    return site.found(_line(text, place), name)


def _line(text: str, place: int) -> int:
    return text.count("\n", 0, place) + 1


def _is_comment(text: str, place: int) -> bool:
    return text[text.rfind("\n", 0, place) + 1 : place].lstrip().startswith(("//", "*", "# "))
