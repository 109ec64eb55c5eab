"""Settings of widely used programs, and ways of code to name models, each as its documentation shows it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.sources.code_reading import named

CASES: list[tuple[str, str, set[str]]] = [
    (
        "app.py",
        "from langchain.tools.retriever import create_retriever_tool\n"
        't=create_retriever_tool(r, "you_search", "Searches documents")\n',
        {"tool:demo/app/you_search"},
    ),
    (
        "app.py",
        'from langchain.agents import Tool\nt=Tool("Search", search.run, "useful")\n',
        {"tool:demo/app/Search"},
    ),
    (
        "app.py",
        "from langchain_community.retrievers.you import YouRetriever\nr=YouRetriever(n_hits=3)\n",
        {"tool:youretriever"},
    ),
    (
        "OAI_CONFIG_LIST",
        '[{"model": "gpt-4-turbo", "api_key": "x"}, {"model": "my-dep", "api_type": "azure", '
        '"base_url": "https://x.openai.azure.com"}]\n',
        {"service:azure-openai/my-dep", "service:openai/gpt-4-turbo"},
    ),
    (
        "OAI_CONFIG_LIST_sample",
        '[{"model": "gpt-4-turbo", "api_key": "x"}]\n',
        {"service:openai/gpt-4-turbo"},
    ),
    (
        "librechat.yaml",
        "endpoints:\n"
        "  custom:\n"
        "    - name: groq\n"
        "      baseURL: https://api.groq.com/openai/v1/\n"
        "      models:\n"
        "        default: ['llama3-70b-8192', 'mixtral-8x7b-32768']\n"
        "      titleModel: mixtral-8x7b-32768\n",
        {"service:groq/llama3-70b-8192", "service:groq/mixtral-8x7b-32768"},
    ),
    (
        "promptfooconfig.yaml",
        "providers:\n"
        "  - openai:gpt-4o-mini\n"
        "  - id: anthropic:messages:claude-3-5-sonnet-20241022\n"
        "  - id: ollama:chat:llama3\n",
        {"pkg:ollama/llama3", "service:anthropic/claude-3-5-sonnet-20241022", "service:openai/gpt-4o-mini"},
    ),
    (
        "examples/train_lora/llama3.yaml",
        "model_name_or_path: meta-llama/Meta-Llama-3-8B-Instruct\n"
        "trust_remote_code: true\n"
        "stage: sft\n"
        "finetuning_type: lora\n"
        "dataset: identity,alpaca_en_demo\n"
        "template: llama3\n"
        "output_dir: saves/x\n",
        {"pkg:huggingface/meta-llama/Meta-Llama-3-8B-Instruct", "unknown:dataset:alpaca_en_demo"},
    ),
    (
        "autotrain.yml",
        "task: llm-sft\n"
        "base_model: meta-llama/Llama-3.2-1B\n"
        "project_name: x\n"
        "data:\n"
        "  path: HuggingFaceH4/no_robots\n"
        "  train_split: train\n",
        {"pkg:huggingface/datasets/HuggingFaceH4/no_robots", "pkg:huggingface/meta-llama/Llama-3.2-1B"},
    ),
    (
        "env.example",
        "LLM_BINDING=ollama\nLLM_MODEL=mistral-nemo:latest\nEMBEDDING_BINDING=ollama\nEMBEDDING_MODEL=bge-m3:latest\n",
        {"pkg:ollama/bge-m3@latest", "pkg:ollama/mistral-nemo@latest"},
    ),
    (
        ".env.sample",
        "LLM_PROVIDER='openai'\n"
        "OPEN_MODEL_PREF='gpt-4o'\n"
        "EMBEDDING_ENGINE='ollama'\n"
        "EMBEDDING_MODEL_PREF='nomic-embed-text:latest'\n",
        {"pkg:ollama/nomic-embed-text@latest", "service:openai/gpt-4o"},
    ),
    (
        ".env",
        "AZURE_OPENAI_CHAT_DEPLOYMENT=gpt-4o\n"
        "AZURE_OPENAI_EMB_DEPLOYMENT=embedding\n"
        "AZURE_OPENAI_CHATGPT_DEPLOYMENT=chat\n"
        "AZURE_OPENAI_CHATGPT_MODEL=gpt-35-turbo\n",
        {
            "service:azure-openai/chat",
            "service:azure-openai/embedding",
            "service:azure-openai/gpt-35-turbo",
            "service:azure-openai/gpt-4o",
        },
    ),
    (
        ".env",
        "BEDROCK_MODEL_ID=anthropic.claude-3-sonnet-20240229-v1:0\nKNOWLEDGE_BASE_ID=ABCDEFGHIJ\n",
        {
            "service:aws-bedrock-knowledge-base/ABCDEFGHIJ",
            "service:aws-bedrock/anthropic.claude-3-sonnet-20240229-v1:0",
        },
    ),
    (
        "workflows/txt2img.json",
        '{"4":{"class_type":"CheckpointLoaderSimple",'
        '"inputs":{"ckpt_name":"sd_xl_base_1.0.safetensors"}},"5":{"class_type":"LoraLoader",'
        '"inputs":{"lora_name":"detail.safetensors","strength":1}},"6":{"class_type":"VAELoader",'
        '"inputs":{"vae_name":"sdxl_vae.safetensors"}},"7":{"class_type":"UNETLoader",'
        '"inputs":{"unet_name":"flux1-dev.safetensors"}},"8":{"class_type":"DualCLIPLoader",'
        '"inputs":{"clip_name1":"t5xxl_fp16.safetensors","clip_name2":"clip_l.safetensors"}},'
        '"9":{"class_type":"ControlNetLoader","inputs":{"control_net_name":"canny.safetensors"}},'
        '"10":{"class_type":"UpscaleModelLoader","inputs":{"model_name":"RealESRGAN_x4plus.pth"}}}\n',
        {
            "unknown:adapter:detail.safetensors",
            "unknown:model:RealESRGAN_x4plus.pth",
            "unknown:model:canny.safetensors",
            "unknown:model:clip_l.safetensors",
            "unknown:model:flux1-dev.safetensors",
            "unknown:model:sd_xl_base_1.0.safetensors",
            "unknown:model:sdxl_vae.safetensors",
            "unknown:model:t5xxl_fp16.safetensors",
        },
    ),
    (
        "config.yaml",
        "vectordb:\n  class: MilvusVectorStore\n  collection_name: kb\n  embedding_function: BAAI/bge-small-en\n",
        {"pkg:huggingface/BAAI/bge-small-en", "service:milvus/kb"},
    ),
    (
        "models.json",
        '["llama3:8b","mistral:7b","nomic-embed-text:latest"]\n',
        {"pkg:ollama/llama3@8b", "pkg:ollama/mistral@7b", "pkg:ollama/nomic-embed-text@latest"},
    ),
    (
        "ollama_models.json",
        '{"models":["llama3:8b","mistral:7b"]}\n',
        {"pkg:ollama/llama3@8b", "pkg:ollama/mistral@7b"},
    ),
    (
        "n8n/workflows/chat.json",
        '{"nodes":[{"parameters":{"model":{"__rl":true,"value":"gpt-4o-mini","mode":"list"}},'
        '"type":"@n8n/n8n-nodes-langchain.lmChatOpenAi"},{"parameters":{"model":"llama3.2:latest"},'
        '"type":"@n8n/n8n-nodes-langchain.lmChatOllama"}]}\n',
        {"pkg:ollama/llama3.2@latest", "service:openai/gpt-4o-mini"},
    ),
    (
        "app.py",
        "import gradio as gr\n"
        'gr.load("models/stabilityai/sdxl-turbo").launch()\n'
        'gr.Interface.load("huggingface/gpt2")\n',
        {"pkg:huggingface/gpt2", "pkg:huggingface/stabilityai/sdxl-turbo"},
    ),
    (
        "app.py",
        'MODEL_REGISTRY={"small": ModelInfo(repo="acme/small-1b", size=1), "big": '
        'ModelInfo(repo="acme/big-7b", size=7)}\n',
        {"pkg:huggingface/acme/big-7b", "pkg:huggingface/acme/small-1b"},
    ),
    (
        "app.py",
        "@dataclass\n"
        "class ModelSpec:\n"
        "    hf_repo: str\n"
        'SPECS=[ModelSpec(hf_repo="acme/one"), ModelSpec("acme/two")]\n',
        {"pkg:huggingface/acme/one", "pkg:huggingface/acme/two"},
    ),
    (
        "app.py",
        "from functools import partial\n"
        "from transformers import AutoModel\n"
        'load=partial(AutoModel.from_pretrained, "acme/enc")\n'
        "m=load()\n",
        {"pkg:huggingface/acme/enc"},
    ),
    (
        "app.py",
        "import os, subprocess\n"
        'os.system("huggingface-cli download TheBloke/Llama-2-7B-GGUF llama-2-7b.Q4_K_M.gguf '
        '--local-dir .")\n',
        {"pkg:huggingface/TheBloke/Llama-2-7B-GGUF", "pkg:huggingface/TheBloke/Llama-2-7B-GGUF#llama-2-7b.Q4_K_M.gguf"},
    ),
    (
        "app.py",
        "import hydra\n"
        "from omegaconf import OmegaConf\n"
        'cfg=OmegaConf.create({"model":{"name":"google/flan-t5-small"},'
        '"data":{"dataset_name":"samsum"}})\n',
        {"pkg:huggingface/datasets/samsum", "pkg:huggingface/google/flan-t5-small"},
    ),
    (
        "app.py",
        'config = edict()\nconfig.model = edict()\nconfig.model.name = "facebook/dino-vits16"\n',
        {"pkg:huggingface/facebook/dino-vits16"},
    ),
    (
        "app.py",
        "from google import genai\n"
        "from google.genai import types\n"
        't=types.Tool(function_declarations=[{"name":"turn_on","description":"d","parameters":{}}], '
        "google_search=types.GoogleSearch())\n"
        "client=genai.Client()\n"
        'client.models.generate_content(model="gemini-2.0-flash", contents="x", '
        "config=types.GenerateContentConfig(tools=[t]))\n",
        {"service:google/gemini-2.0-flash", "tool:demo/app/turn_on", "tool:google-search"},
    ),
    (
        "app.py",
        "import vertexai\n"
        "from vertexai.generative_models import FunctionDeclaration, Tool, GenerativeModel\n"
        'f=FunctionDeclaration(name="get_price", description="d", parameters={})\n'
        'm=GenerativeModel("gemini-1.5-pro", tools=[Tool(function_declarations=[f])])\n',
        {"service:google-vertex/gemini-1.5-pro", "tool:demo/app/get_price"},
    ),
    (
        "app.py",
        'toolSpec={"toolSpec":{"name":"top_song","description":"d","inputSchema":{"json":{}}}}\n'
        "import boto3\n"
        'b=boto3.client("bedrock-runtime")\n'
        'b.converse(modelId="anthropic.claude-3-haiku-20240307-v1:0", toolConfig={"tools":[toolSpec]})\n',
        {"service:aws-bedrock/anthropic.claude-3-haiku-20240307-v1:0", "tool:demo/app/top_song"},
    ),
    (
        "model_configs.yaml",
        "weights:\n  layout_det: Layout/YOLO/doclayout_1280.pt\n  ocr: rec_v4.pth\n  save_path: out/best.pth\n",
        {"unknown:model:Layout/YOLO/doclayout_1280.pt", "unknown:model:rec_v4.pth"},
    ),
    (
        "app.py",
        'pairs = [("OPENAI_API_KEY", "gpt-4o"), ("VERTEXAI_PROJECT", "vertex_ai/gemini-2.5-pro"), ("HOME", "gpt-4")]\n'
        'keys = {"GROQ_API_KEY": "groq/llama-3.3-70b-versatile"}\n',
        {
            "service:google-vertex/gemini-2.5-pro",
            "service:groq/llama-3.3-70b-versatile",
            "service:openai/gpt-4o",
        },
    ),
    (
        "app.py",
        'PRESETS = {"end_call": {"description": "d", "parameters": {"type": "object", "properties": {}}},\n'
        '           "volume": {"description": "d", "parameters": []}}\n',
        {"tool:demo/app/end_call"},
    ),
    (
        "app.py",
        'functions = [dict(name="write_file", description="d", parameters=dict(type="object", properties=dict()))]\n',
        {"tool:demo/app/write_file"},
    ),
    (
        "app.py",
        'class Key:\n    LLM_MODEL = "recording/llm-model"\n    MODEL_ID = "transcriber/hf-model-id"\n'
        '    PATTERN_MODEL = ["model.safetensors", "pytorch_model.bin"]\n',
        set(),
    ),
    (
        "azure_search.py",
        'fastembed_model = config.get("fastembed_model", "BAAI/bge-small-en-v1.5")\n',
        {"pkg:huggingface/BAAI/bge-small-en-v1.5"},
    ),
    (
        "app.py",
        "from pinecone import Pinecone\npc = Pinecone()\nix = pc.Index(host=host)\n"
        'pc.create_index(name="docs", dimension=3)\n',
        {"service:pinecone/docs"},
    ),
]


@pytest.mark.parametrize(("name", "text", "identities"), CASES)
def test_that_settings_of_a_known_program_are_read(tmp_path: Path, name: str, text: str, identities: set[str]) -> None:
    assert named(tmp_path, text, name) == identities
