"""Tools and servers that agents are given, each as the framework's documentation shows it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.sources.code_reading import named

CASES: list[tuple[str, set[str]]] = [
    (
        "from agents import Agent\n"
        'research=Agent(name="r", model="gpt-4o")\n'
        'main=Agent(name="m", model="gpt-4o", tools=[research.as_tool(tool_name="do_research", '
        'tool_description="d")])\n',
        {"service:openai/gpt-4o", "tool:demo/app/do_research"},
    ),
    (
        "from mistralai import Mistral\n"
        "c=Mistral()\n"
        'c.beta.agents.create(model="mistral-medium-2505", name="a", tools=[{"type":"web_search"}])\n'
        'c.audio.transcriptions.complete(model="voxtral-mini-latest")\n'
        'c.classifiers.moderate(model="mistral-moderation-latest", inputs=[])\n'
        'c.fine_tuning.jobs.create(model="open-mistral-7b")\n',
        {
            "service:mistral/mistral-medium-2505",
            "service:mistral/mistral-moderation-latest",
            "service:mistral/open-mistral-7b",
            "service:mistral/voxtral-mini-latest",
            "tool:web-search",
        },
    ),
    (
        'from langchain_core.tools import tool\n@tool("search-docs")\ndef f(q: str):\n    "x"\n',
        {"tool:demo/app/search-docs"},
    ),
    (
        "from langchain.agents import create_react_agent, AgentExecutor\n"
        "def search(q): ...\n"
        "agent=create_react_agent(llm, [search], prompt)\n",
        {"tool:demo/app/search"},
    ),
    (
        'from langchain_openai import ChatOpenAI\ndef add(a,b): ...\nl=ChatOpenAI(model="gpt-4o").bind_tools([add])\n',
        {"service:openai/gpt-4o", "tool:demo/app/add"},
    ),
    (
        "from langchain_openai import ChatOpenAI\n"
        "from pydantic import BaseModel\n"
        "class GetWeather(BaseModel):\n"
        '    "d"\n'
        "    x: str\n"
        'l=ChatOpenAI(model="gpt-4o").bind_tools([GetWeather])\n',
        {"service:openai/gpt-4o", "tool:demo/app/GetWeather"},
    ),
    (
        "from llama_index.core.agent import ReActAgent\na=ReActAgent.from_tools([t1], llm=l)\ndef t1(): ...\n",
        {"tool:demo/app/t1"},
    ),
    (
        'from llama_parse import LlamaParse\np=LlamaParse(result_type="markdown")\n',
        {"tool:llamaparse"},
    ),
    (
        "from crewai_tools import SerperDevTool, ScrapeWebsiteTool, RagTool, PDFSearchTool\n"
        "a=SerperDevTool()\n"
        "b=PDFSearchTool()\n",
        {"tool:pdfsearchtool", "tool:serperdevtool"},
    ),
    (
        "from autogen import register_function\n"
        'register_function(calc, caller=a, executor=b, name="calculator", description="d")\n',
        {"tool:demo/app/calculator"},
    ),
    (
        "from smolagents import load_tool, Tool\n"
        't=load_tool("m-ric/text-to-image", trust_remote_code=True)\n'
        'u=Tool.from_space("black-forest-labs/FLUX.1-schnell", name="image_generator", description="d")\n',
        {"tool:demo/app/image_generator", "tool:m-ric-text-to-image"},
    ),
    (
        "from google.adk.agents import Agent, LlmAgent\n"
        "from google.adk.tools import google_search\n"
        "def get_weather(city): ...\n"
        'root_agent=Agent(name="w", model="gemini-2.0-flash", tools=[get_weather, google_search])\n',
        {"service:google/gemini-2.0-flash", "tool:demo/app/get_weather", "tool:google-search"},
    ),
    (
        "from strands import Agent, tool\n"
        "from strands.models import BedrockModel\n"
        "from strands_tools import calculator, http_request\n"
        'm=BedrockModel(model_id="us.amazon.nova-pro-v1:0")\n'
        "a=Agent(model=m, tools=[calculator])\n",
        {"service:aws-bedrock/us.amazon.nova-pro-v1:0", "tool:calculator"},
    ),
    (
        "from qwen_agent.agents import Assistant\n"
        'b=Assistant(llm={"model":"qwen-max","model_type":"qwen_dashscope"}, '
        'function_list=["code_interpreter"])\n',
        {"service:alibaba-cloud/qwen-max", "tool:code-interpreter"},
    ),
    (
        "from qwen_agent.tools.base import BaseTool, register_tool\n"
        '@register_tool("my_image_gen")\n'
        "class G(BaseTool):\n"
        '    description="d"\n',
        {"tool:demo/app/my_image_gen"},
    ),
    (
        "from claude_agent_sdk import ClaudeAgentOptions, tool, create_sdk_mcp_server\n"
        '@tool("greet","d",{})\n'
        "async def g(a): ...\n"
        's=create_sdk_mcp_server(name="my-tools", version="1", tools=[g])\n'
        'o=ClaudeAgentOptions(model="claude-sonnet-4-5", mcp_servers={"tools": s})\n',
        {"mcp:demo/my-tools", "service:anthropic/claude-sonnet-4-5", "tool:demo/app/greet"},
    ),
    (
        'from fastmcp import Client\nc=Client("https://example.com/mcp")\n',
        {"mcp:example.com"},
    ),
    (
        "from openai import OpenAI\n"
        "c=OpenAI()\n"
        'c.responses.create(model="gpt-4.1", '
        'tools=[{"type":"mcp","server_label":"deepwiki","server_url":"https://mcp.deepwiki.com/mcp","require_approval":"never"}])\n',
        {"mcp:mcp.deepwiki.com", "service:openai/gpt-4.1"},
    ),
    (
        "import anthropic\n"
        "c=anthropic.Anthropic()\n"
        'c.beta.messages.create(model="claude-sonnet-4-20250514", '
        'mcp_servers=[{"type":"url","url":"https://x.com/sse","name":"ex"}])\n',
        {"mcp:x.com", "service:anthropic/claude-sonnet-4-20250514"},
    ),
    (
        "from crewai_tools import MCPServerAdapter\n"
        'with MCPServerAdapter({"url":"http://localhost:8000/sse"}) as t: pass\n',
        {"mcp:http://localhost:8000/sse"},
    ),
    (
        "from semantic_kernel.connectors.mcp import MCPStdioPlugin\n"
        'p=MCPStdioPlugin(name="Github", command="npx", args=["-y","@modelcontextprotocol/server-github"])\n',
        {"mcp:@modelcontextprotocol/server-github"},
    ),
]


@pytest.mark.parametrize(("code", "identities"), CASES)
def test_that_a_tool_or_server_of_an_agent_is_read(tmp_path: Path, code: str, identities: set[str]) -> None:
    assert named(tmp_path, code) == identities
