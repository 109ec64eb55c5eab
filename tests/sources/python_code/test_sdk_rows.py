"""What calls of SDKs and frameworks name: each as their documentation shows it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.sources.code_reading import named

HF = "pkg:huggingface/"
CASES: dict[str, tuple[str, set[str]]] = {
    # ------------------------------------------------------------------------------------------- hosted models
    "OpenAI chat": (
        'from openai import OpenAI\nclient = OpenAI()\nclient.chat.completions.create(model="gpt-4o", messages=[])\n',
        {"service:openai/gpt-4o"},
    ),
    "OpenAI responses with a hosted tool": (
        "from openai import AsyncOpenAI\nclient = AsyncOpenAI()\n"
        'client.responses.create(model="gpt-4.1-mini", input="x", tools=[{"type": "web_search"}])\n',
        {"service:openai/gpt-4.1-mini", "tool:web-search"},
    ),
    "OpenAI embeddings": (
        'from openai import OpenAI\nOpenAI().embeddings.create(input="x", model="text-embedding-3-small")\n',
        {"service:openai/text-embedding-3-small"},
    ),
    "OpenAI before 1.0": (
        'import openai\nopenai.ChatCompletion.create(model="gpt-3.5-turbo", messages=[])\n',
        {"service:openai/gpt-3.5-turbo"},
    ),
    "OpenAI audio, images and fine-tuning": (
        "import openai\nclient = openai.OpenAI()\n"
        'client.audio.transcriptions.create(model="whisper-1", file=f)\n'
        'client.images.generate(model="dall-e-3", prompt="x")\n'
        'client.fine_tuning.jobs.create(training_file="file-1", model="gpt-4o-mini-2024-07-18")\n',
        {"service:openai/whisper-1", "service:openai/dall-e-3", "service:openai/gpt-4o-mini-2024-07-18"},
    ),
    "a fine-tuned OpenAI model and its base": (
        'from openai import OpenAI\nOpenAI().chat.completions.create(model="ft:gpt-4o-mini:acme::abc", messages=[])\n',
        {"service:openai/ft:gpt-4o-mini:acme::abc", "service:openai/gpt-4o-mini"},
    ),
    "Azure OpenAI": (
        'from openai import AzureOpenAI\nclient = AzureOpenAI(azure_endpoint="https://x.openai.azure.com", api_version="1")\n'
        'client.chat.completions.create(model="my-gpt4-deployment", messages=[])\n',
        {"service:azure-openai/my-gpt4-deployment"},
    ),
    "the OpenAI client at Groq": (
        'from openai import OpenAI\nclient = OpenAI(base_url="https://api.groq.com/openai/v1", api_key=k)\n'
        'client.chat.completions.create(model="llama-3.3-70b-versatile", messages=[])\n',
        {"service:groq/llama-3.3-70b-versatile"},
    ),
    "the OpenAI client at OpenRouter": (
        'import openai\nclient = openai.OpenAI(base_url="https://openrouter.ai/api/v1")\n'
        'client.chat.completions.create(model="anthropic/claude-3.5-sonnet", messages=[])\n',
        {"service:openrouter/anthropic/claude-3.5-sonnet"},
    ),
    "the OpenAI client at Ollama": (
        'from openai import OpenAI\nclient = OpenAI(base_url="http://localhost:11434/v1", api_key="ollama")\n'
        'client.chat.completions.create(model="llama3.2:3b", messages=[])\n',
        {"pkg:ollama/llama3.2@3b"},
    ),
    "the OpenAI client at a vLLM server": (
        'from openai import OpenAI\nclient = OpenAI(base_url="http://localhost:8000/v1", api_key="x")\n'
        'client.chat.completions.create(model="meta-llama/Llama-3.1-8B-Instruct", messages=[])\n',
        {HF + "meta-llama/Llama-3.1-8B-Instruct"},
    ),
    "Fireworks through the OpenAI client": (
        'from openai import OpenAI\nc = OpenAI(base_url="https://api.fireworks.ai/inference/v1")\n'
        'c.chat.completions.create(model="accounts/fireworks/models/llama-v3p1-8b-instruct", messages=[])\n',
        {"service:fireworks/accounts/fireworks/models/llama-v3p1-8b-instruct"},
    ),
    "DeepSeek through the OpenAI client": (
        'from openai import OpenAI\nc = OpenAI(api_key=k, base_url="https://api.deepseek.com")\n'
        'c.chat.completions.create(model="deepseek-chat", messages=[])\n',
        {"service:deepseek/deepseek-chat"},
    ),
    "Anthropic": (
        "import anthropic\nclient = anthropic.Anthropic()\n"
        'client.messages.create(model="claude-3-5-sonnet-20241022", max_tokens=1, messages=[])\n',
        {"service:anthropic/claude-3-5-sonnet-20241022"},
    ),
    "Anthropic on Bedrock": (
        "from anthropic import AnthropicBedrock\nclient = AnthropicBedrock()\n"
        'client.messages.create(model="anthropic.claude-3-5-sonnet-20241022-v2:0", max_tokens=1, messages=[])\n',
        {"service:aws-bedrock/anthropic.claude-3-5-sonnet-20241022-v2:0"},
    ),
    "Anthropic on Vertex": (
        'from anthropic import AnthropicVertex\nclient = AnthropicVertex(region="us-east5", project_id="p")\n'
        'client.messages.create(model="claude-3-5-sonnet-v2@20241022", max_tokens=1, messages=[])\n',
        {"service:google-vertex/claude-3-5-sonnet-v2@20241022"},
    ),
    "Google Gen AI": (
        'from google import genai\nclient = genai.Client()\nclient.models.generate_content(model="gemini-2.0-flash", contents="x")\n',
        {"service:google/gemini-2.0-flash"},
    ),
    "Google Generative AI, the older package": (
        'import google.generativeai as genai\nmodel = genai.GenerativeModel("gemini-1.5-pro")\n'
        'genai.embed_content(model="models/text-embedding-004", content="x")\n',
        {"service:google/gemini-1.5-pro", "service:google/text-embedding-004"},
    ),
    "Vertex AI": (
        'from vertexai.generative_models import GenerativeModel\nmodel = GenerativeModel("gemini-1.5-flash-002")\n',
        {"service:google-vertex/gemini-1.5-flash-002"},
    ),
    "Vertex AI embeddings": (
        "from vertexai.language_models import TextEmbeddingModel\n"
        'TextEmbeddingModel.from_pretrained("text-embedding-004")\n',
        {"service:google-vertex/text-embedding-004"},
    ),
    "Mistral": (
        'from mistralai import Mistral\nclient = Mistral(api_key=k)\nclient.chat.complete(model="mistral-large-latest", messages=[])\n'
        'client.embeddings.create(model="mistral-embed", inputs=[])\n',
        {"service:mistral/mistral-large-latest", "service:mistral/mistral-embed"},
    ),
    "Cohere": (
        'import cohere\nco = cohere.ClientV2()\nco.chat(model="command-r-plus-08-2024", messages=[])\n'
        'co.embed(model="embed-english-v3.0", texts=[], input_type="search_query")\nco.rerank(model="rerank-v3.5", query="q", documents=[])\n',
        {"service:cohere/command-r-plus-08-2024", "service:cohere/embed-english-v3.0", "service:cohere/rerank-v3.5"},
    ),
    "Bedrock through boto3": (
        'import boto3\nclient = boto3.client("bedrock-runtime")\n'
        'client.converse(modelId="anthropic.claude-3-haiku-20240307-v1:0", messages=[])\n'
        'client.invoke_model(modelId="amazon.titan-embed-text-v2:0", body=b"")\n',
        {
            "service:aws-bedrock/anthropic.claude-3-haiku-20240307-v1:0",
            "service:aws-bedrock/amazon.titan-embed-text-v2:0",
        },
    ),
    "Groq": (
        'from groq import Groq\nclient = Groq()\nclient.chat.completions.create(model="llama-3.1-8b-instant", messages=[])\n'
        'client.audio.transcriptions.create(model="whisper-large-v3", file=f)\n',
        {"service:groq/llama-3.1-8b-instant", "service:groq/whisper-large-v3"},
    ),
    "Together": (
        "from together import Together\nclient = Together()\n"
        'client.chat.completions.create(model="meta-llama/Llama-3.3-70B-Instruct-Turbo", messages=[])\n',
        {"service:together/meta-llama/Llama-3.3-70B-Instruct-Turbo"},
    ),
    "Fireworks": (
        "from fireworks.client import Fireworks\nclient = Fireworks(api_key=k)\n"
        'client.chat.completions.create(model="accounts/fireworks/models/llama-v3p1-70b-instruct", messages=[])\n',
        {"service:fireworks/accounts/fireworks/models/llama-v3p1-70b-instruct"},
    ),
    "Ollama": (
        'import ollama\nollama.chat(model="llama3.2", messages=[])\nollama.embeddings(model="nomic-embed-text", prompt="x")\n',
        {"pkg:ollama/llama3.2", "pkg:ollama/nomic-embed-text"},
    ),
    "an Ollama client": (
        'from ollama import Client\nclient = Client(host="http://gpu:11434")\nclient.chat(model="qwen2.5:7b", messages=[])\n',
        {"pkg:ollama/qwen2.5@7b"},
    ),
    "Replicate": (
        'import replicate\nreplicate.run("stability-ai/sdxl:39ed52f2a78e934b3ba6e2a89f5b1c712de7dfea535525255b1aa35c5565e08b", input={})\n',
        {"service:replicate/stability-ai/sdxl"},
    ),
    "LiteLLM": (
        'from litellm import completion, embedding\ncompletion(model="anthropic/claude-3-5-haiku-20241022", messages=[])\n'
        'completion(model="gpt-4o-mini", messages=[])\nembedding(model="cohere/embed-english-v3.0", input=[])\n'
        'completion(model="ollama/llama3", messages=[])\n',
        {
            "service:anthropic/claude-3-5-haiku-20241022",
            "service:openai/gpt-4o-mini",
            "service:cohere/embed-english-v3.0",
            "pkg:ollama/llama3",
        },
    ),
    # ---------------------------------------------------------------------------------------------- frameworks
    "LangChain chat models": (
        "from langchain_openai import ChatOpenAI, OpenAIEmbeddings\nfrom langchain_anthropic import ChatAnthropic\n"
        'ChatOpenAI(model="gpt-4o")\nOpenAIEmbeddings(model="text-embedding-3-large")\nChatAnthropic(model_name="claude-3-opus-20240229")\n',
        {"service:openai/gpt-4o", "service:openai/text-embedding-3-large", "service:anthropic/claude-3-opus-20240229"},
    ),
    "LangChain init_chat_model": (
        "from langchain.chat_models import init_chat_model\n"
        'init_chat_model("gemini-2.0-flash", model_provider="google_genai")\ninit_chat_model("openai:gpt-4.1")\n',
        {"service:google/gemini-2.0-flash", "service:openai/gpt-4.1"},
    ),
    "LangChain on Bedrock, Vertex, Groq, Mistral, Cohere": (
        "from langchain_aws import ChatBedrock\nfrom langchain_google_vertexai import ChatVertexAI\nfrom langchain_groq import ChatGroq\n"
        "from langchain_mistralai import ChatMistralAI\nfrom langchain_cohere import CohereRerank\n"
        'ChatBedrock(model_id="meta.llama3-70b-instruct-v1:0")\nChatVertexAI(model="gemini-1.5-pro")\n'
        'ChatGroq(model="mixtral-8x7b-32768")\nChatMistralAI(model="open-mistral-7b")\nCohereRerank(model="rerank-english-v3.0")\n',
        {
            "service:aws-bedrock/meta.llama3-70b-instruct-v1:0",
            "service:google-vertex/gemini-1.5-pro",
            "service:groq/mixtral-8x7b-32768",
            "service:mistral/open-mistral-7b",
            "service:cohere/rerank-english-v3.0",
        },
    ),
    "LangChain with Ollama and Hugging Face": (
        "from langchain_ollama import ChatOllama, OllamaEmbeddings\n"
        "from langchain_huggingface import HuggingFaceEmbeddings, HuggingFaceEndpoint, HuggingFacePipeline\n"
        'ChatOllama(model="llama3.1")\nOllamaEmbeddings(model="nomic-embed-text")\n'
        'HuggingFaceEmbeddings(model_name="BAAI/bge-base-en-v1.5")\nHuggingFaceEndpoint(repo_id="mistralai/Mistral-7B-Instruct-v0.3")\n'
        'HuggingFacePipeline.from_model_id(model_id="google/flan-t5-large", task="text2text-generation")\n',
        {
            "pkg:ollama/llama3.1",
            "pkg:ollama/nomic-embed-text",
            HF + "BAAI/bge-base-en-v1.5",
            HF + "mistralai/Mistral-7B-Instruct-v0.3",
            HF + "google/flan-t5-large",
        },
    ),
    "LangChain with a vector store and tools": (
        "from langchain_community.vectorstores import Chroma\nfrom langchain_community.tools.tavily_search import TavilySearchResults\n"
        "from langchain_openai import OpenAIEmbeddings\n"
        'store = Chroma(collection_name="handbook", embedding_function=OpenAIEmbeddings(model="text-embedding-3-small"))\n'
        "search = TavilySearchResults(max_results=2)\n",
        {"service:chroma/handbook", "service:openai/text-embedding-3-small", "tool:tavily-search"},
    ),
    "LlamaIndex": (
        "from llama_index.core import Settings\nfrom llama_index.llms.openai import OpenAI\nfrom llama_index.llms.ollama import Ollama\n"
        "from llama_index.embeddings.huggingface import HuggingFaceEmbedding\n"
        'Settings.llm = OpenAI(model="gpt-4o-mini")\nSettings.embed_model = HuggingFaceEmbedding(model_name="BAAI/bge-small-en-v1.5")\n'
        'other = Ollama(model="mistral", request_timeout=60)\n',
        {"service:openai/gpt-4o-mini", HF + "BAAI/bge-small-en-v1.5", "pkg:ollama/mistral"},
    ),
    "LlamaIndex with a local embedding": (
        'from llama_index.core import Settings\nSettings.embed_model = "local:BAAI/bge-small-en-v1.5"\n',
        {HF + "BAAI/bge-small-en-v1.5"},
    ),
    "Haystack": (
        "from haystack.components.generators.chat import OpenAIChatGenerator\n"
        "from haystack.components.embedders import SentenceTransformersTextEmbedder\n"
        "from haystack.components.rankers import TransformersSimilarityRanker\n"
        'OpenAIChatGenerator(model="gpt-4o-mini")\nSentenceTransformersTextEmbedder(model="sentence-transformers/all-MiniLM-L6-v2")\n'
        'TransformersSimilarityRanker(model="cross-encoder/ms-marco-MiniLM-L-6-v2")\n',
        {
            "service:openai/gpt-4o-mini",
            HF + "sentence-transformers/all-MiniLM-L6-v2",
            HF + "cross-encoder/ms-marco-MiniLM-L-6-v2",
        },
    ),
    "DSPy": (
        'import dspy\ndspy.configure(lm=dspy.LM("openai/gpt-4o-mini"))\nlm = dspy.LM("ollama_chat/llama3.2", api_base="http://localhost:11434")\n',
        {"service:openai/gpt-4o-mini", "pkg:ollama/llama3.2"},
    ),
    "CrewAI": (
        'from crewai import Agent, LLM\nfrom crewai_tools import SerperDevTool\nllm = LLM(model="anthropic/claude-3-5-sonnet-20241022")\n'
        'Agent(role="r", goal="g", backstory="b", llm="gpt-4o", tools=[SerperDevTool()])\n',
        {"service:anthropic/claude-3-5-sonnet-20241022", "service:openai/gpt-4o", "tool:serperdevtool"},
    ),
    "AutoGen": (
        "from autogen_agentchat.agents import AssistantAgent\nfrom autogen_ext.models.openai import OpenAIChatCompletionClient\n"
        'client = OpenAIChatCompletionClient(model="gpt-4o-2024-08-06")\nAssistantAgent("a", model_client=client)\n',
        {"service:openai/gpt-4o-2024-08-06"},
    ),
    "AutoGen's list of configurations": (
        'import autogen\nconfig_list = [{"model": "gpt-4", "api_key": "x"}]\n'
        'autogen.AssistantAgent("a", llm_config={"config_list": [{"model": "gpt-4-turbo"}]})\n',
        {"service:openai/gpt-4", "service:openai/gpt-4-turbo"},
    ),
    "Pydantic AI": (
        "from pydantic_ai import Agent\n"
        'agent = Agent("openai:gpt-4o", system_prompt="x")\nother = Agent("anthropic:claude-3-5-haiku-latest")\n'
        "@agent.tool_plain\ndef roll_die() -> str:\n    return '6'\n",
        {"service:openai/gpt-4o", "service:anthropic/claude-3-5-haiku-latest", "tool:demo/app/roll_die"},
    ),
    "OpenAI Agents SDK": (
        'from agents import Agent, function_tool\n@function_tool\ndef get_weather(city: str) -> str:\n    return "sunny"\n'
        'Agent(name="a", model="o3-mini", tools=[get_weather])\n',
        {"service:openai/o3-mini", "tool:demo/app/get_weather"},
    ),
    "smolagents": (
        "from smolagents import CodeAgent, InferenceClientModel, DuckDuckGoSearchTool, tool\n"
        'model = InferenceClientModel(model_id="Qwen/Qwen2.5-Coder-32B-Instruct")\n'
        "@tool\ndef look(path: str) -> str:\n    return path\n"
        "CodeAgent(tools=[DuckDuckGoSearchTool(), look], model=model)\n",
        {HF + "Qwen/Qwen2.5-Coder-32B-Instruct", "tool:duckduckgo-search", "tool:demo/app/look"},
    ),
    "Google ADK": (
        'from google.adk.agents import Agent\nroot_agent = Agent(name="a", model="gemini-2.0-flash", instruction="x")\n',
        {"service:google/gemini-2.0-flash"},
    ),
    "Semantic Kernel": (
        "from semantic_kernel.connectors.ai.open_ai import OpenAIChatCompletion, AzureChatCompletion\n"
        'OpenAIChatCompletion(ai_model_id="gpt-4o")\nAzureChatCompletion(deployment_name="chat-prod", endpoint="https://x")\n',
        {"service:openai/gpt-4o", "service:azure-openai/chat-prod"},
    ),
    "Agno": (
        "from agno.agent import Agent\nfrom agno.models.openai import OpenAIChat\nfrom agno.models.anthropic import Claude\n"
        'Agent(model=OpenAIChat(id="gpt-4o"))\nAgent(model=Claude(id="claude-3-7-sonnet-latest"))\n',
        {"service:openai/gpt-4o", "service:anthropic/claude-3-7-sonnet-latest"},
    ),
    "Instructor": (
        "import instructor\nfrom openai import OpenAI\nclient = instructor.from_openai(OpenAI())\n"
        'client.chat.completions.create(model="gpt-4o-mini", response_model=User, messages=[])\n',
        {"service:openai/gpt-4o-mini"},
    ),
    "an MCP server of one's own": (
        'from mcp.server.fastmcp import FastMCP\nmcp = FastMCP("Weather")\n@mcp.tool()\ndef forecast(city: str) -> str:\n    return ""\n',
        {"mcp:demo/Weather", "tool:demo/app/forecast"},
    ),
    "OpenAI functions as a table": (
        "from openai import OpenAI\nTOOLS = [{'type': 'function', 'function': {'name': 'lookup', 'parameters': {}}}]\n"
        "OpenAI().chat.completions.create(model='gpt-4o', messages=[], tools=TOOLS)\n",
        {"service:openai/gpt-4o", "tool:demo/app/lookup"},
    ),
    # ------------------------------------------------------------------------------------- Hugging Face libraries
    "transformers": (
        "from transformers import AutoModelForCausalLM, AutoTokenizer, pipeline\n"
        'AutoTokenizer.from_pretrained("mistralai/Mistral-7B-v0.1")\nAutoModelForCausalLM.from_pretrained(pretrained_model_name_or_path="gpt2")\n'
        'pipeline("text-generation", model="HuggingFaceH4/zephyr-7b-beta")\n',
        {HF + "mistralai/Mistral-7B-v0.1", HF + "gpt2", HF + "HuggingFaceH4/zephyr-7b-beta"},
    ),
    "a transformers pipeline without a model": (
        'from transformers import pipeline\npipeline("sentiment-analysis")\n',
        {HF + "distilbert/distilbert-base-uncased-finetuned-sst-2-english"},
    ),
    "transformers at a revision": (
        'from transformers import AutoModel\nAutoModel.from_pretrained("BAAI/bge-m3", revision="5617a9f61b028005a4858fdac845db406aefb181")\n',
        {HF + "BAAI/bge-m3@5617a9f61b028005a4858fdac845db406aefb181"},
    ),
    "diffusers with parts and a LoRA": (
        "import torch\nfrom diffusers import StableDiffusionXLPipeline, AutoencoderKL, ControlNetModel\n"
        'vae = AutoencoderKL.from_pretrained("madebyollin/sdxl-vae-fp16-fix")\n'
        'pipe = StableDiffusionXLPipeline.from_pretrained("stabilityai/stable-diffusion-xl-base-1.0", vae=vae)\n'
        'pipe.load_lora_weights("nerijs/pixel-art-xl", weight_name="pixel-art-xl.safetensors")\n',
        {
            HF + "madebyollin/sdxl-vae-fp16-fix",
            HF + "stabilityai/stable-diffusion-xl-base-1.0",
            HF + "nerijs/pixel-art-xl",
            HF + "nerijs/pixel-art-xl#pixel-art-xl.safetensors",
        },
    ),
    "sentence-transformers": (
        "from sentence_transformers import SentenceTransformer, CrossEncoder\n"
        'SentenceTransformer("all-MiniLM-L6-v2")\nCrossEncoder("cross-encoder/ms-marco-MiniLM-L-6-v2")\n',
        {HF + "sentence-transformers/all-MiniLM-L6-v2", HF + "cross-encoder/ms-marco-MiniLM-L-6-v2"},
    ),
    "peft": (
        "from peft import PeftModel, AutoPeftModelForCausalLM\nfrom transformers import AutoModelForCausalLM\n"
        'base = AutoModelForCausalLM.from_pretrained("huggyllama/llama-7b")\nmodel = PeftModel.from_pretrained(base, "tloen/alpaca-lora-7b")\n'
        'AutoPeftModelForCausalLM.from_pretrained("timdettmers/guanaco-7b")\n',
        {HF + "huggyllama/llama-7b", HF + "tloen/alpaca-lora-7b", HF + "timdettmers/guanaco-7b"},
    ),
    "a training script": (
        "from datasets import load_dataset\nfrom trl import SFTTrainer, SFTConfig\n"
        'dataset = load_dataset("HuggingFaceH4/ultrachat_200k", split="train_sft")\n'
        'SFTTrainer(model="meta-llama/Llama-3.2-1B", train_dataset=dataset, args=SFTConfig(output_dir="./out"))\n',
        {HF + "datasets/HuggingFaceH4/ultrachat_200k", HF + "meta-llama/Llama-3.2-1B"},
    ),
    "unsloth": (
        "from unsloth import FastLanguageModel\n"
        'model, tokenizer = FastLanguageModel.from_pretrained(model_name="unsloth/llama-3-8b-bnb-4bit", max_seq_length=2048)\n',
        {HF + "unsloth/llama-3-8b-bnb-4bit"},
    ),
    "hub downloads": (
        "from huggingface_hub import hf_hub_download, snapshot_download, InferenceClient\n"
        'hf_hub_download(repo_id="TheBloke/Llama-2-7B-GGUF", filename="llama-2-7b.Q4_K_M.gguf")\n'
        'snapshot_download("openai/clip-vit-base-patch32")\nsnapshot_download(repo_id="tatsu-lab/alpaca", repo_type="dataset")\n'
        'InferenceClient("meta-llama/Llama-3.2-3B-Instruct")\n',
        {
            HF + "TheBloke/Llama-2-7B-GGUF",
            HF + "TheBloke/Llama-2-7B-GGUF#llama-2-7b.Q4_K_M.gguf",
            HF + "openai/clip-vit-base-patch32",
            HF + "datasets/tatsu-lab/alpaca",
            HF + "meta-llama/Llama-3.2-3B-Instruct",
        },
    ),
    "vLLM": (
        'from vllm import LLM, SamplingParams\nllm = LLM(model="facebook/opt-125m", quantization="awq")\n',
        {HF + "facebook/opt-125m"},
    ),
    "llama.cpp": (
        "from llama_cpp import Llama\n"
        'Llama.from_pretrained(repo_id="Qwen/Qwen2-0.5B-Instruct-GGUF", filename="*q8_0.gguf")\nLlama(model_path="./models/llama-2-7b.Q4_0.gguf")\n',
        {HF + "Qwen/Qwen2-0.5B-Instruct-GGUF", "unknown:model:./models/llama-2-7b.Q4_0.gguf"},
    ),
    "ONNX Runtime": (
        'import onnxruntime as ort\nort.InferenceSession("weights/yolov8n.onnx")\n',
        {"unknown:model:weights/yolov8n.onnx"},
    ),
    # ----------------------------------------------------------------------------------------- names of their own
    "spaCy": ('import spacy\nnlp = spacy.load("en_core_web_sm")\n', {"pkg:generic/spacy/en_core_web_sm"}),
    "timm": (
        'import timm\ntimm.create_model("vit_base_patch16_224", pretrained=True)\n',
        {"pkg:generic/timm/vit_base_patch16_224"},
    ),
    "timm from the hub": (
        'import timm\ntimm.create_model("hf_hub:timm/eva02_base_patch14_448.mim_in22k_ft_in22k_in1k", pretrained=True)\n',
        {HF + "timm/eva02_base_patch14_448.mim_in22k_ft_in22k_in1k"},
    ),
    "timm without weights": ('import timm\ntimm.create_model("resnet50", pretrained=False)\n', set()),
    "torch.hub": (
        'import torch\ntorch.hub.load("ultralytics/yolov5", "yolov5s")\n',
        {"pkg:github/ultralytics/yolov5"},
    ),
    "torchvision": (
        "from torchvision import models, datasets\n"
        'models.resnet18(weights="IMAGENET1K_V1")\ndatasets.CIFAR10(root=".", download=True)\n',
        {"pkg:generic/torchvision/resnet18", "pkg:generic/torchvision/CIFAR10"},
    ),
    "Keras applications and presets": (
        "import keras\nimport keras_hub\nfrom tensorflow.keras.applications import MobileNetV2\n"
        'MobileNetV2(weights="imagenet")\nkeras_hub.models.GemmaCausalLM.from_preset("gemma2_2b_en")\n',
        {"pkg:generic/keras/MobileNetV2", "pkg:generic/keras/gemma2_2b_en"},
    ),
    "Ultralytics": (
        'from ultralytics import YOLO\nmodel = YOLO("yolov8n.pt")\n',
        {"pkg:generic/ultralytics/yolov8n.pt"},
    ),
    "Whisper": ('import whisper\nmodel = whisper.load_model("base")\n', {"pkg:generic/openai-whisper/base"}),
    "faster-whisper": (
        'from faster_whisper import WhisperModel\nWhisperModel("large-v3", device="cuda")\n',
        {"pkg:generic/openai-whisper/large-v3"},
    ),
    "rembg": (
        'from rembg import new_session, remove\nnew_session("isnet-general-use")\n',
        {"pkg:generic/rembg/isnet-general-use"},
    ),
    "open_clip": (
        'import open_clip\nopen_clip.create_model_and_transforms("ViT-B-32", pretrained="laion2b_s34b_b79k")\n',
        {"pkg:generic/open-clip/ViT-B-32"},
    ),
    "TensorFlow datasets": (
        'import tensorflow_datasets as tfds\ntfds.load("mnist", split="train")\n',
        {"pkg:generic/tensorflow-datasets/mnist"},
    ),
    "NLTK": ('import nltk\nnltk.download("punkt")\n', {"pkg:generic/nltk/punkt"}),
    "weights from addresses": (
        "import torch\n"
        'torch.hub.load_state_dict_from_url("https://dl.fbaipublicfiles.com/segment_anything/sam_vit_h_4b8939.pth")\n',
        {
            "pkg:generic/sam_vit_h_4b8939.pth?download_url="
            "https%3A%2F%2Fdl.fbaipublicfiles.com%2Fsegment_anything%2Fsam_vit_h_4b8939.pth"
        },
    ),
    # ------------------------------------------------------------------------------------------------ vector stores
    "Pinecone": (
        'from pinecone import Pinecone\npc = Pinecone()\nindex = pc.Index("support-docs")\n',
        {"service:pinecone/support-docs"},
    ),
    "Qdrant": (
        'from qdrant_client import QdrantClient\nclient = QdrantClient(":memory:")\n'
        'client.create_collection(collection_name="articles", vectors_config=c)\n',
        {"service:qdrant/articles"},
    ),
    "Chroma": (
        'import chromadb\nclient = chromadb.PersistentClient(path="db")\nclient.get_or_create_collection("notes")\n',
        {"service:chroma/notes"},
    ),
    "FAISS": ("import faiss\nindex = faiss.IndexFlatL2(768)\n", {"service:faiss/index"}),
    "pgvector": (
        'from langchain_postgres import PGVector\nPGVector(embeddings=e, collection_name="docs", connection=c)\n',
        {"service:pgvector/docs"},
    ),
}


@pytest.mark.parametrize("title", CASES)
def test_that_a_call_names_what_its_documentation_says(title: str, tmp_path: Path) -> None:
    code, expected = CASES[title]
    assert named(tmp_path, code) == expected
