"""JavaScript and TypeScript: what names a model is found at its line, and what only speaks of one is not."""

from __future__ import annotations

from collections.abc import Set
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.domain.component import Kind
from explorer.pipeline.scan import scan
from explorer.sources.script_code.structure import literal, places
from explorer.sources.script_code.tokens import Sort, tokens

AGENTIC = {Kind.TOOL, Kind.MCP_SERVER, Kind.CORPUS}
MODELS = {Kind.MODEL, Kind.MODEL_SERVICE, Kind.ADAPTER, Kind.DATASET}


def found_in(folder: Path, text: str, name: str = "app.ts", kinds: Set[Kind] = MODELS) -> dict[str, int | None]:
    """Identity and line of every model, or of everything of these kinds, that a file names."""
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    snapshot = scan([str(folder)], "app")
    return {each.id: each.evidence[0].line for each in snapshot.components if each.kind in kinds}


AI = "import { openai } from '@ai-sdk/openai';\n"
SDK = 'import OpenAI from "openai";\nconst client = new OpenAI();\n'
ZOD = "import { z } from 'zod'\n"
ROUTER = "import { createOpenRouter } from '@openrouter/ai-sdk-provider'\n"
HUB = "import { pipeline, AutoModel } from '@huggingface/transformers';\n"


@pytest.mark.parametrize(
    ("text", "identity", "line"),
    [
        (AI + "generateText({ model: openai('gpt-4o') })", "service:openai/gpt-4o", 2),
        ('import * as webllm from "@mlc-ai/web-llm";\nconst e = await webllm.CreateMLCEngine("Llama-3.1-8B-Instruct-q4f32_1-MLC");',
         "pkg:huggingface/mlc-ai/Llama-3.1-8B-Instruct-q4f32_1-MLC", 2),
        ("import { gateway } from '@ai-sdk/gateway';\nconst m = gateway.languageModel('xai/grok-2-vision-1212');",
         "service:xai/grok-2-vision-1212", 2),
        ("const ws = new WebSocket('wss://api.openai.com/v1/realtime?model=gpt-realtime');", "service:openai/gpt-realtime", 1),
        (AI + "openai.embedding('text-embedding-3-large')", "service:openai/text-embedding-3-large", 2),
        (SDK + "client.chat.completions.create({\n  model: 'gpt-4o-mini',\n})", "service:openai/gpt-4o-mini", 4),
        (SDK + "const MODEL = process.env.MODEL ?? 'gpt-4o'", "service:openai/gpt-4o", 3),
        (SDK + "const MODEL = process.env.MODEL || `gpt-4o`", "service:openai/gpt-4o", 3),
        ("const { openai } = require('@ai-sdk/openai')\nopenai('gpt-4o')", "service:openai/gpt-4o", 2),
        (
            "import { createAnthropic } from '@ai-sdk/anthropic'\nconst claude = createAnthropic({})\nclaude('claude-3-5-sonnet-20241022')",
            "service:anthropic/claude-3-5-sonnet-20241022", 3,
        ),
        ("const env = { titleModelId: 'global.anthropic.claude-haiku-4-5-20251001-v1:0' }", "service:aws-bedrock/global.anthropic.claude-haiku-4-5-20251001-v1:0", 1),
        ("import { initChatModel } from 'langchain'\nawait initChatModel('openai:gpt-4o-mini')", "service:openai/gpt-4o-mini", 2),
        ("program\n  .option('-m, --model <name>', 'such as gpt-4', 'gpt-4.1-mini')\n  .option('-n, --name <x>', 'x', 'gpt-4o')", "service:openai/gpt-4.1-mini", 2),
        ("yargs.option('embedding-model', { default: 'text-embedding-3-small' }).option('x', { default: 'gpt-4' })", "service:openai/text-embedding-3-small", 1),
        (ZOD + "z.object({\n  LLM_MODEL: z.string().min(1).default('claude-haiku-4-5'),\n  NAME: z.string().default('gpt-4o') })", "service:anthropic/claude-haiku-4-5", 3),
        (ZOD + "z.object({ P: z.string(), EMBEDDING_MODEL: z.enum(['a']).default('text-embedding-3-large') })", "service:openai/text-embedding-3-large", 2),
        (ROUTER + "const images = createOpenRouter({ apiKey: k }).imageModel('google/gemini-3.1-flash-image')", "service:openrouter/google/gemini-3.1-flash-image", 2),
        (ROUTER + "function openrouter(id: string) { return createOpenRouter()(id) }\nconst a = [{ model: openrouter('minimax/minimax-m3') }]", "service:openrouter/minimax/minimax-m3", 3),
        ("const SIZE = '70b'\nconst MODEL = `groq/llama-3.3-${SIZE}-versatile`", "service:groq/llama-3.3-70b-versatile", 2),
        (HUB + "await pipeline('feature-extraction', 'Xenova/all-MiniLM-L6-v2')", "pkg:huggingface/Xenova/all-MiniLM-L6-v2", 2),
        (HUB + "AutoModel.from_pretrained('bert-base-uncased')", "pkg:huggingface/bert-base-uncased", 2),
        (AI + "const m = openai(process.env.LLM ?? 'gpt-4o')", "service:openai/gpt-4o", 2),
        (AI + "export const CHAT_MODELS = [\n  { id: 'gpt-4o', label: 'x' }]", "service:openai/gpt-4o", 3),
        ("const A: LLM = { modelId: 'llama2-70b-4096', modelName: 'LLaMA2-70b-chat', provider: 'groq' }", "service:groq/llama2-70b-4096", 1),
        ("form.append('model', 'whisper-1')\nform.append('prompt', 'gpt-4o')", "service:openai/whisper-1", 1),
        ("export const chatModels: Array<ChatModel> = [{\n id: 'deepseek-ai/DeepSeek-V3', name: 'DeepSeek V3' }]", "pkg:huggingface/deepseek-ai/DeepSeek-V3", 2),
        ("import { createGateway } from 'any-gateway'\nconst gw = createGateway()\ngw.chatModel('us.anthropic.claude-sonnet-4-20250514-v1:0')",
         "service:aws-bedrock/us.anthropic.claude-sonnet-4-20250514-v1:0", 3),
        (AI + "const MODELS: Record<string, string> = {\n fast: 'gpt-4o-mini' }", "service:openai/gpt-4o-mini", 3),
        ("import { ChatOllama } from '@langchain/ollama'\nnew ChatOllama({ model: 'llama3.1:8b' })", "pkg:ollama/llama3.1@8b", 2),
        ("import { BedrockEmbeddings } from '@langchain/aws'\nnew BedrockEmbeddings({ model: 'amazon.titan-embed-text-v1' })", "service:aws-bedrock/amazon.titan-embed-text-v1", 2),
        (
            "import OpenAI from 'openai'\nimport Groq from 'groq-sdk'\nconst groq = new Groq()\ngroq.chat.completions.create({\n  model: 'llama-3.1-8b-instant' })",
            "service:groq/llama-3.1-8b-instant", 5,
        ),
        ("import Replicate from 'replicate'\nconst r = new Replicate()\nr.run('owner/upscaler')", "service:replicate/owner/upscaler", 3),
        ("import { HfInference } from '@huggingface/inference'\nnew HfInference().chat({ model: 'Qwen/Qwen2.5-7B-Instruct' })", "pkg:huggingface/Qwen/Qwen2.5-7B-Instruct", 2),
        ("export const config = { embeddingModel: 'BAAI/bge-m3' }", "pkg:huggingface/BAAI/bge-m3", 1),
    ],
)  # fmt: skip
def test_that_a_named_model_is_found_at_its_line(tmp_path: Path, text: str, identity: str, line: int) -> None:
    assert found_in(tmp_path, text) == {identity: line}


@pytest.mark.parametrize(
    "text",
    [
        AI + "// openai('gpt-4o')\n/* model: 'gpt-4o' */",
        AI + "const help = \"call openai('gpt-4o') or set model: 'gpt-4o'\"",
        AI + "const pattern = /model: 'gpt-4o'/g",
        AI + "openai(`gpt-${version}`)",
        "function openai(name) {}\nopenai('gpt-4o')",
        "export const chatModels = [{ id: 'reasoning', name: 'o3' }]",
        "import x from 'y'\nx.open('gpt-4o')",
        AI + "type ModelName = 'gpt-4o' | 'gpt-4o-mini'",
        AI + "interface Options { model: 'gpt-4o' | 'gpt-4' }",
        AI + "if (model === 'gpt-4o') {}\nswitch (model) { case 'gpt-4o': break }",
        "type Options = { model: string; temperature?: number }",
        "const label = isModel ? 'model' : 'gpt'",
    ],
)
def test_that_what_only_speaks_of_a_model_is_no_use(tmp_path: Path, text: str) -> None:
    assert found_in(tmp_path, text) == {}


@pytest.mark.parametrize("name", ["dist/app.js", "app.min.js", "types.d.ts"])
def test_that_what_was_built_is_not_read(tmp_path: Path, name: str) -> None:
    assert found_in(tmp_path, AI + "openai('gpt-4o')", name) == {}


def test_that_a_file_packed_for_the_browser_is_not_read(tmp_path: Path) -> None:
    assert found_in(tmp_path, AI + "openai('gpt-4o');" + "x" * 6_000) == {}


MCP = "import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';\n"
CLIENT = "import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';\n"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (MCP + "const s = new McpServer({\n  name: 'weather', version: '1' })", {"mcp:app/weather": 3}),
        (MCP + "server.tool('forecast', 'd', {}, async () => {})\nserver.registerTool('alerts', {}, f)",
         {"tool:app/app/forecast": 2, "tool:app/app/alerts": 3}),
        (MCP + "const t: Tool = {\n  name: 'web_find',\n  inputSchema: { type: 'object' } }", {"tool:app/app/web_find": 3}),
        (SDK + "const tools = [{ type: 'function', function: {\n name: 'look_up', parameters: {} } }]", {"tool:app/app/look_up": 4}),
        (SDK + "client.responses.create({ tools: [{ type: 'web_search_preview' }] })", {"tool:web-search-preview": 3}),
        ("import { tool } from 'ai'\nconst tools = { weather: tool({ description: 'd', execute }) }\nexport const lookUp = tool({ description: 'd' })",
         {"tool:app/app/weather": 2, "tool:app/app/lookUp": 3}),
        ("import { tool as make, DynamicStructuredTool } from '@langchain/core/tools'\nmake(async () => '', { name: 'calc' })\nnew DynamicStructuredTool({ name: 'sum' })",
         {"tool:app/app/calc": 2, "tool:app/app/sum": 3}),
        ("import { StructuredTool } from '@langchain/core/tools'\nclass Search extends StructuredTool {\n  name = 'search'\n}", {"tool:app/app/search": 2}),
        ("import { tool } from 'ai'\nexport function makeImage(opts) {\n  return tool({ description: 'd', execute })\n}\nexport const save = ({ id }: Props) =>\n  tool({ description: 'd' })",
         {"tool:app/app/makeImage": 3, "tool:app/app/save": 6}),
        ("export const find: ToolDefinition = {\n  name: 'find_it', description: 'd', parameters: [{ name: 'q', description: 'e' }],\n  execute: async () => {} }",
         {"tool:app/app/find_it": 2}),
        ("const form = { name: 'field', description: 'd', schema: x }", {}),
        ("import { createTool } from '@mastra/core/tools'\ncreateTool({ id: 'get-weather', execute })", {"tool:app/app/get-weather": 2}),
        (CLIENT + "new StdioClientTransport({\n command: 'npx', args: ['-y', 'memory-mcp@1.2.3'] })", {"mcp:memory-mcp": 2}),
        ("import { SSEClientTransport } from '@modelcontextprotocol/sdk/client/sse.js'\nnew SSEClientTransport(new URL('https://tools.example.com/sse'))",
         {"mcp:tools.example.com": 2}),
        ("import { MultiServerMCPClient } from '@langchain/mcp-adapters'\nnew MultiServerMCPClient({ mcpServers: { fs: { command: 'npx', args: ['fs-mcp'] } } })",
         {"mcp:fs-mcp": 2}),
        ("import { Pinecone } from '@pinecone-database/pinecone'\nnew Pinecone().index('docs')", {"service:pinecone/docs": 2}),
        ("import { QdrantVectorStore } from '@langchain/qdrant'\nf({ collectionName: process.env.X ?? 'books' , y: 1})\nf({ collectionName: 'films' })",
         {"service:qdrant/books": 2, "service:qdrant/films": 3}),
        ("import { tool } from '@strands-agents/sdk'\nexport const make = () => tool({\n name: 'run_code', description: `a ${b}`, callback: f })", {"tool:app/app/run_code": 3}),
        ("const index = process.env.PINECONE_INDEX ?? 'docs'", {"service:pinecone/docs": 1}),
        ("import { PineconeStore } from '@langchain/pinecone'\nconst index = pinecone.Index(process.env.INDEX!)", {"service:pinecone/index": 2}),
        ("import { PineconeStore } from '@langchain/pinecone'\nconst index = pinecone.Index('docs')", {"service:pinecone/docs": 2}),
        ("import { QdrantVectorStore } from '@llamaindex/qdrant'\nconst s = new QdrantVectorStore({ collectionName: process.env.X, client })",
         {"service:qdrant/index": 2}),
        ("import { PineconeStore } from '@langchain/pinecone'\nconst s = new PineconeStore(embeddings, { pineconeIndex })", {}),
        ("import { MongoClient } from 'mongodb'\ncol.aggregate([{ $vectorSearch: { index: 'plots', path: 'e', queryVector: v } }])",
         {"service:mongodb-atlas/plots": 2}),
        ("import { Agent, fileSearchTool } from '@openai/agents'\nnew Agent({ tools: [fileSearchTool('vs_123')] })",
         {"service:openai/vs_123": 2, "tool:file-search": 2}),
        ("import OpenAI from 'openai'\nc.responses.create({ tools: [{ type: 'file_search', vector_store_ids: ['vs_1'] }] })",
         {"service:openai/vs_1": 2, "tool:file-search": 2}),
        ("import { Index } from '@upstash/vector'\nconst index = new Index({ url: process.env.URL })", {"service:upstash-vector/index": 2}),
        ("import { tavily } from '@tavily/core'\nconst t = tavily({ apiKey: k })", {"tool:tavily-search": 2}),
        ("import Exa from 'exa-js'\nconst e = new Exa(k)", {"tool:exa-search": 2}),
        ("import { FaissStore } from '@langchain/community/vectorstores/faiss'\nawait FaissStore.fromDocuments(docs, new OpenAIEmbeddings())",
         {"service:faiss/index": 2}),
        ("await pool.query(`CREATE TABLE IF NOT EXISTS notes (\n id serial, embedding vector(1536));`)\npool.query('CREATE TABLE users (id serial);')",
         {"service:pgvector/notes": 1}),
        ("const tool = (name) => name\ntool('x'); server.tool('y')\nconst o = { name: 'z', inputSchema: {} }", {}),
        ("import OpenAI from 'openai'\nconst abi = [{ type: 'function', name: 'transfer', inputs: [] }]", {}),
    ],
)  # fmt: skip
def test_that_tools_servers_and_indexes_are_found_at_their_lines(
    tmp_path: Path, text: str, found: dict[str, int]
) -> None:
    assert found_in(tmp_path, text, kinds=AGENTIC) == found


def test_that_a_secret_given_to_a_server_in_code_is_reported_and_not_kept(tmp_path: Path) -> None:
    secret = "ghp_" + "a1" * 18
    text = CLIENT + f"new StdioClientTransport({{ command: 'npx', args: ['gh-mcp'], env: {{ TOKEN: '{secret}' }} }})"
    (tmp_path / "a.ts").write_text(text)
    snapshot = scan([str(tmp_path)], "app")
    assert [problem.line for problem in snapshot.problems] == [2]
    assert secret not in str(snapshot.components) + str(snapshot.problems) + str(snapshot.relations)


@pytest.mark.parametrize("name", ["app.vue", "app.svelte"])
def test_that_the_script_of_a_component_is_read_at_its_lines(tmp_path: Path, name: str) -> None:
    text = (
        "<template>\n<p>openai('gpt-4')</p>\n</template>\n<script setup lang='ts'>\n"
        + AI
        + "openai('gpt-4o')\n</script>"
    )
    assert found_in(tmp_path, text, name) == {"service:openai/gpt-4o": 6}


@given(
    st.lists(
        st.sampled_from(
            ["tool", "(", ")", "{", "}", "[", "]", ":", ",", "=", "'a'", "name", "new", "=>", ";", ".", "function"]
        ),
        max_size=40,
    )
)
def test_that_any_order_of_tokens_has_a_structure(parts: list[str]) -> None:
    found = list(tokens(" ".join(parts)))
    assert len(places(found)) == len(found)
    for start in range(len(found)):
        assert start < literal(found, start)[1] <= len(found)


@given(st.text(max_size=60))
def test_that_any_text_becomes_tokens_and_no_line_is_beyond_its_end(text: str) -> None:
    found = list(tokens(text))
    assert all(1 <= each.line <= text.count("\n") + 1 for each in found)


@given(
    st.lists(st.sampled_from(["'a b'", '"c"', "word", "// no\n", "/* no\n*/", "(", ")", "\n", "=", "1"]), max_size=20)
)
def test_that_comments_hide_what_they_hold_and_lines_are_counted(parts: list[str]) -> None:
    text = " ".join(parts)
    found = list(tokens(text))
    assert sum(each.sort is Sort.TEXT for each in found) == sum(part[0] in "'\"" for part in parts)
    assert not any(each.value == "no" for each in found)


GENKIT = "import { googleAI, gemini20Flash } from '@genkit-ai/googleai'\nimport { genkit } from 'genkit'\n"
AGENTS = "import { Agent, webSearchTool } from '@openai/agents'\n"
CHAIN = "import { ChatOpenAI, OpenAIEmbeddings } from '@langchain/openai'\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (AI + "const FAST = 'o3-mini'\nopenai(FAST)", {"service:openai/o3-mini": 2}),
        (AI + "const picks = { chat: 'gpt-5' } as const\nopenai(picks.chat)", {"service:openai/gpt-5": 2}),
        (AI + "function make(name = 'gpt-4o') { return openai(name) }", {"service:openai/gpt-4o": 2}),
        ("import { gateway } from 'ai'\ngateway('xai/grok-4')", {"service:xai/grok-4": 2}),
        ("import { x } from './x'\nregistry.languageModel('openai:gpt-4o')", {"service:openai/gpt-4o": 2}),
        (GENKIT + "genkit({ model: gemini20Flash })", {"service:google/gemini-2.0-flash": 3}),
        (GENKIT + "genkit({ model: 'googleai/gemini-1.5-flash' })", {"service:google/gemini-1.5-flash": 3}),
        (GENKIT + "googleAI.embedder('gemini-embedding-001')", {"service:google/gemini-embedding-001": 3}),
        (
            "import { CreateMLCEngine } from '@mlc-ai/web-llm'\nCreateMLCEngine('Phi-3.5-mini-instruct-q4f16_1-MLC-1k')",
            {"pkg:huggingface/mlc-ai/Phi-3.5-mini-instruct-q4f16_1-MLC": 2},
        ),
        (CHAIN + "new OpenAIEmbeddings()\nnew ChatOpenAI({ ...given })", {"service:openai/text-embedding-ada-002": 2}),
        (CHAIN + "new ChatOpenAI({ temperature: 0 })\nnew ChatOpenAI(options)", {"service:openai/gpt-3.5-turbo": 2}),
        (
            CHAIN + "new OpenAIEmbeddings({ model: 'text-embedding-3-small' })",
            {"service:openai/text-embedding-3-small": 2},
        ),
        (
            "import ollama from 'ollama'\n" + HUB + "const MODEL_ID = 'onnx-community/Qwen2.5-0.5B-Instruct'",
            {"pkg:huggingface/onnx-community/Qwen2.5-0.5B-Instruct": 3},
        ),
    ],
)
def test_that_more_ways_to_name_a_model_are_followed(tmp_path, text, expected):
    assert found_in(tmp_path, text) == expected


@pytest.mark.parametrize(
    ("imported", "file"),
    [
        ("import { FAST } from './config'", "src/config.ts"),
        ("import { FAST as CHOSEN } from '../src/config.js'", "src/config.ts"),
        ("import { FAST } from '@/config'", "src/config/index.ts"),
        ("import { FAST } from './all'", "src/config.ts"),
    ],
)
def test_that_a_constant_of_another_module_is_found_where_it_is_written(tmp_path, imported, file):
    (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / file).write_text(
        "// what all use\nexport const FAST = process.env.FAST ?? 'o3-mini'\n", encoding="utf-8"
    )
    (tmp_path / "src/all.ts").write_text("export * from './config'\n", encoding="utf-8")
    name = "CHOSEN" if "CHOSEN" in imported else "FAST"
    found_in(tmp_path, f"{AI}{imported}\nopenai({name})", "src/app.ts")
    model = next(each for each in scan([str(tmp_path)], "app").components if each.kind is Kind.MODEL_SERVICE)
    assert model.id == "service:openai/o3-mini"
    assert [(each.location, each.line) for each in model.evidence if each.source != "rule"] == [(file, 2)]


def test_that_modules_which_import_each_other_in_a_circle_end(tmp_path):
    (tmp_path / "one.ts").write_text("export * from './two'\n", encoding="utf-8")
    (tmp_path / "two.ts").write_text("export * from './one'\n", encoding="utf-8")
    assert found_in(tmp_path, AI + "import { FAST } from './one'\nopenai(FAST)") == {}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (AGENTS + "new Agent({ tools: [webSearchTool()] })", {"tool:web-search": 2}),
        (AGENTS + "agent.asTool({ toolName: 'ask_expert', toolDescription: 'x' })", {"tool:app/app/ask_expert": 2}),
        (AI + "openai.tools.webSearch({})", {"tool:web-search": 2}),
        (
            "import { GoogleGenAI } from '@google/genai'\nconst c = { tools: [{ googleSearch: {} }] }",
            {"tool:google-search": 2},
        ),
        (
            "import { GoogleGenAI } from '@google/genai'\nconst c = { tools: [{ functionDeclarations: [\n{ name: 'look', description: 'x' }] }] }",
            {"tool:app/app/look": 3},
        ),
        (
            "import { streamText } from 'ai'\nstreamText({ tools: {\n  look: { description: 'x', execute: f } } })",
            {"tool:app/app/look": 3},
        ),
        (
            "import { TavilySearch } from '@langchain/tavily'\nnew TavilySearch({ maxResults: 3 })",
            {"tool:tavily-search": 2},
        ),
        (
            "import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'\nconst NAMES = { look: 'look_up' }\nserver.registerTool(NAMES.look, {}, f)",
            {"tool:app/app/look_up": 3},
        ),
    ],
)
def test_that_more_ways_to_give_a_tool_are_followed(tmp_path, text, expected):
    assert found_in(tmp_path, text, kinds={Kind.TOOL}) == expected


SERVERS_OF_CHOICE = """import { MultiServerMCPClient } from '@langchain/mcp-adapters'
const near = process.env.NEAR_URL ?? 'http://localhost:3000/mcp'
new MultiServerMCPClient({
  near: { transport: 'http', url: near },
  ...(more ? {
    far: { transport: 'http', url: 'https://mcp.example.org/far' },
  } : {}),
  other: { transport: 'http', url: process.env.OTHER_URL },
})
"""


def test_that_servers_are_found_by_their_key_wherever_their_address_comes_from(tmp_path):
    assert found_in(tmp_path, SERVERS_OF_CHOICE, kinds={Kind.MCP_SERVER}) == {
        "mcp:near": 4,
        "mcp:mcp.example.org/far": 6,
        "mcp:other": 8,
    }


def test_that_a_module_and_decorators_of_nest_make_a_server_and_its_tools(tmp_path):
    text = "import { McpModule, Tool } from '@rekog/mcp-nest'\nMcpModule.forRoot({ name: 'own' })\nclass A {\n  @Tool({ name: 'look', description: 'x' })\n  f() {}\n}"
    assert found_in(tmp_path, text, kinds={Kind.MCP_SERVER, Kind.TOOL}) == {"mcp:app/own": 2, "tool:app/app/look": 4}


def test_that_a_table_of_vectors_and_a_hosted_deployment_are_named_by_their_fallbacks(tmp_path):
    store = "import { PGVectorStore } from '@langchain/community/vectorstores/pgvector'\nconst o = { tableName: process.env.T || 'pages' }"
    assert found_in(tmp_path, store, kinds={Kind.CORPUS}) == {"service:pgvector/pages": 2}
    hosted = CHAIN + "new ChatOpenAI({ modelName: process.env.AZURE_OPENAI_MODEL ?? 'gpt-5-mini' })"
    assert found_in(tmp_path, hosted) == {"service:azure-openai/gpt-5-mini": 2}
