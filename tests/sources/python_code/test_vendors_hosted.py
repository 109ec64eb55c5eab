"""What clients of hosted models name, each as its documentation shows it: further SDKs, frameworks and addresses."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.sources.code_reading import named

CASES: list[tuple[str, set[str]]] = [
    (
        "from livekit.agents import AgentSession\n"
        'AgentSession(stt="assemblyai/universal-streaming:en", llm="openai/gpt-4.1-mini", '
        'tts="cartesia/sonic-2:9626c31c-bec5-4cca-baa8-f8ba9e84c8bc")\n',
        {"service:assemblyai/universal-streaming", "service:openai/gpt-4.1-mini", "service:cartesia/sonic-2"},
    ),
    (
        "from litellm import Router\n"
        'Router(model_list=[{"model_name": "gpt-4", "litellm_params": {"model": "azure/chatgpt-v-2"}}])\n',
        {"service:azure-openai/chatgpt-v-2"},
    ),
    (
        "import boto3\nclient = boto3.client('bedrock-agent-runtime')\n"
        'client.retrieve_and_generate(configuration={"modelArn": '
        'f"arn:aws:bedrock:{region}::foundation-model/anthropic.claude-v2"})\n',
        {"service:aws-bedrock/anthropic.claude-v2"},
    ),
    (
        'model_arn = "arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-pro-v1:0"\n',
        {"service:aws-bedrock/amazon.nova-pro-v1:0"},
    ),
    (
        'from llama_index.core.embeddings import resolve_embed_model\nresolve_embed_model("local:BAAI/bge-m3")\n',
        {"pkg:huggingface/BAAI/bge-m3"},
    ),
    (  # A client that is handed to an object, which is handed to the model class.
        "from openai import AsyncOpenAI\n"
        "from pydantic_ai.models.openai import OpenAIModel\n"
        "from pydantic_ai.providers.openai import OpenAIProvider\n"
        'inner = AsyncOpenAI(base_url="https://openrouter.ai/api/v1")\n'
        'model = OpenAIModel("qwen/qwen3-32b", provider=OpenAIProvider(openai_client=inner))\n',
        {"service:openrouter/qwen/qwen3-32b"},
    ),
    (
        "from openai import OpenAI\n"
        'client = OpenAI(base_url="http://localhost:1234/v1", api_key="lm-studio")\n'
        'client.chat.completions.create(model="lmstudio-community/Meta-Llama-3-8B-Instruct-GGUF", '
        "messages=[])\n",
        {"pkg:huggingface/lmstudio-community/Meta-Llama-3-8B-Instruct-GGUF"},
    ),
    (
        "from openai import OpenAI\n"
        'client = OpenAI(base_url="https://router.huggingface.co/v1")\n'
        'client.chat.completions.create(model="moonshotai/Kimi-K2-Instruct:groq", messages=[])\n',
        {"pkg:huggingface/moonshotai/Kimi-K2-Instruct"},
    ),
    (
        "import openai\n"
        'openai.api_base="https://openrouter.ai/api/v1"\n'
        'openai.ChatCompletion.create(model="mistralai/mistral-7b-instruct")\n',
        {"service:openrouter/mistralai/mistral-7b-instruct"},
    ),
    (
        "import openai\n"
        'openai.base_url="http://localhost:11434/v1/"\n'
        'openai.chat.completions.create(model="mistral", messages=[])\n',
        {"pkg:ollama/mistral"},
    ),
    (
        "import os\n"
        "from openai import OpenAI\n"
        'os.environ["OPENAI_BASE_URL"]="http://localhost:11434/v1"\n'
        "c=OpenAI()\n"
        'c.chat.completions.create(model="llama3", messages=[])\n',
        {"pkg:ollama/llama3"},
    ),
    (
        'import openai\nopenai.api_type="azure"\nopenai.ChatCompletion.create(engine="gpt-35-turbo", messages=[])\n',
        {"service:azure-openai/gpt-35-turbo"},
    ),
    (
        "from google import genai\n"
        'client=genai.Client(vertexai=True, project="p", location="l")\n'
        'client.models.generate_content(model="gemini-2.5-pro", contents="x")\n',
        {"service:google-vertex/gemini-2.5-pro"},
    ),
    (
        "import boto3\n"
        'b=boto3.client("bedrock-agent-runtime")\n'
        'b.retrieve(knowledgeBaseId="ABCDE12345", retrievalQuery={})\n',
        {"service:aws-bedrock-knowledge-base/ABCDE12345"},
    ),
    (
        "from together import Together\n"
        "c=Together()\n"
        'c.chat.completions.create(model="meta-llama/Llama-3.3-70B-Instruct-Turbo", messages=[])\n'
        'c.images.generate(model="black-forest-labs/FLUX.1-schnell-Free", prompt="x")\n'
        'c.rerank.create(model="Salesforce/Llama-Rank-V1", query="q", documents=[])\n'
        'c.fine_tuning.create(model="meta-llama/Meta-Llama-3.1-8B-Instruct-Reference", training_file="f")\n',
        {
            "service:together/Salesforce/Llama-Rank-V1",
            "service:together/black-forest-labs/FLUX.1-schnell-Free",
            "service:together/meta-llama/Llama-3.3-70B-Instruct-Turbo",
            "service:together/meta-llama/Meta-Llama-3.1-8B-Instruct-Reference",
        },
    ),
    (
        "from sambanova import SambaNova\n"
        "c=SambaNova()\n"
        'c.chat.completions.create(model="Meta-Llama-3.1-405B-Instruct", messages=[])\n',
        {"service:sambanova/Meta-Llama-3.1-405B-Instruct"},
    ),
    (
        'import qianfan\nc=qianfan.ChatCompletion()\nc.do(model="ERNIE-4.0-8K", messages=[])\n',
        {"service:baidu-qianfan/ERNIE-4.0-8K"},
    ),
    (
        "from volcenginesdkarkruntime import Ark\n"
        "c=Ark()\n"
        'c.chat.completions.create(model="doubao-pro-32k", messages=[])\n',
        {"service:volcengine/doubao-pro-32k"},
    ),
    (
        "import voyageai\n"
        "vo=voyageai.Client()\n"
        'vo.embed(["x"], model="voyage-3-large")\n'
        'vo.rerank("q", ["d"], model="rerank-2")\n',
        {"service:voyage-ai/rerank-2", "service:voyage-ai/voyage-3-large"},
    ),
    (
        "from azure.ai.inference import ChatCompletionsClient\n"
        'c=ChatCompletionsClient(endpoint="https://x.services.ai.azure.com/models", credential=k)\n'
        'c.complete(model="Phi-4", messages=[])\n',
        {"service:azure-ai/Phi-4"},
    ),
    (
        "from azure.ai.projects import AIProjectClient\n"
        "p=AIProjectClient(endpoint=e, credential=k)\n"
        'p.agents.create_agent(model="gpt-4o", name="a", instructions="i")\n',
        {"service:azure-openai/gpt-4o"},
    ),
    (
        "from azure.ai.agents import AgentsClient\n"
        "c=AgentsClient(endpoint=e, credential=k)\n"
        'c.create_agent(model="gpt-4o-mini", name="a", instructions="i")\n',
        {"service:azure-openai/gpt-4o-mini"},
    ),
    (
        "from elevenlabs.client import ElevenLabs\n"
        "c=ElevenLabs()\n"
        'c.text_to_speech.convert(voice_id="v", model_id="eleven_multilingual_v2", text="x")\n'
        'c.speech_to_text.convert(file=f, model_id="scribe_v1")\n',
        {"service:elevenlabs/eleven_multilingual_v2", "service:elevenlabs/scribe_v1"},
    ),
    (
        'from cartesia import Cartesia\nc=Cartesia()\nc.tts.bytes(model_id="sonic-2", transcript="x", voice={})\n',
        {"service:cartesia/sonic-2"},
    ),
    (
        'from runwayml import RunwayML\nc=RunwayML()\nc.image_to_video.create(model="gen4_turbo", prompt_image="x")\n',
        {"service:runway/gen4_turbo"},
    ),
    (
        'from lumaai import LumaAI\nc=LumaAI()\nc.generations.create(prompt="x", model="ray-2")\n',
        {"service:luma-ai/ray-2"},
    ),
    (
        "from ibm_watsonx_ai.foundation_models import ModelInference, Embeddings\n"
        'm=ModelInference(model_id="ibm/granite-13b-instruct-v2", credentials=c)\n'
        'e=Embeddings(model_id="ibm/slate-125m-english-rtrvr")\n',
        {"service:ibm-watsonx/ibm/granite-13b-instruct-v2", "service:ibm-watsonx/ibm/slate-125m-english-rtrvr"},
    ),
    (
        'from snowflake.cortex import complete\nr=complete("mistral-large2", "prompt")\n',
        {"service:snowflake-cortex/mistral-large2"},
    ),
    (
        "from databricks.sdk import WorkspaceClient\n"
        "w=WorkspaceClient()\n"
        'w.serving_endpoints.query(name="databricks-meta-llama-3-3-70b-instruct", messages=[])\n',
        {"service:databricks/databricks-meta-llama-3-3-70b-instruct"},
    ),
    (
        "import mlflow.deployments\n"
        'c=mlflow.deployments.get_deploy_client("databricks")\n'
        'c.predict(endpoint="databricks-dbrx-instruct", inputs={})\n',
        {"service:databricks/databricks-dbrx-instruct"},
    ),
    (
        "from langchain_community.chat_models import ChatZhipuAI, ChatBaichuan, MiniMaxChat, "
        "QianfanChatEndpoint, ChatSparkLLM\n"
        'a=ChatZhipuAI(model="glm-4")\n'
        'b=QianfanChatEndpoint(model="ERNIE-Bot-4")\n',
        {"service:baidu-qianfan/ERNIE-Bot-4", "service:zhipu/glm-4"},
    ),
    (
        'from langchain_community.llms import Replicate\nl=Replicate(model="meta/meta-llama-3-8b-instruct")\n',
        {"service:replicate/meta/meta-llama-3-8b-instruct"},
    ),
    (
        'from langchain_community.llms import Together\nl=Together(model="mistralai/Mixtral-8x7B-Instruct-v0.1")\n',
        {"service:together/mistralai/Mixtral-8x7B-Instruct-v0.1"},
    ),
    (
        'from langchain_community.llms import DeepInfra\nl=DeepInfra(model_id="meta-llama/Llama-2-70b-chat-hf")\n',
        {"service:deepinfra/meta-llama/Llama-2-70b-chat-hf"},
    ),
    (
        "from langchain_community.chat_models import ChatAnyscale, ChatDeepInfra, ChatEverlyAI\n"
        'l=ChatAnyscale(model_name="meta-llama/Llama-2-7b-chat-hf")\n'
        'd=ChatDeepInfra(model="meta-llama/Llama-2-7b-chat-hf")\n',
        {"service:anyscale/meta-llama/Llama-2-7b-chat-hf", "service:deepinfra/meta-llama/Llama-2-7b-chat-hf"},
    ),
    (
        "from langchain_sambanova import ChatSambaNovaCloud\n"
        'l=ChatSambaNovaCloud(model="Meta-Llama-3.3-70B-Instruct")\n',
        {"service:sambanova/Meta-Llama-3.3-70B-Instruct"},
    ),
    (
        'from langchain_cerebras import ChatCerebras\nl=ChatCerebras(model="llama-3.3-70b")\n',
        {"service:cerebras/llama-3.3-70b"},
    ),
    (
        "from langchain_community.embeddings import SpacyEmbeddings, TensorflowHubEmbeddings, "
        "ModelScopeEmbeddings, LocalAIEmbeddings\n"
        'e=SpacyEmbeddings(model_name="en_core_web_sm")\n'
        'm=ModelScopeEmbeddings(model_id="damo/nlp_corom_sentence-embedding_english-base")\n',
        {"pkg:generic/modelscope/damo/nlp_corom_sentence-embedding_english-base", "pkg:generic/spacy/en_core_web_sm"},
    ),
    (
        'from langchain_nomic import NomicEmbeddings\ne=NomicEmbeddings(model="nomic-embed-text-v1.5")\n',
        {"service:nomic/nomic-embed-text-v1.5"},
    ),
    (
        'from haystack.components.audio import LocalWhisperTranscriber\nr=LocalWhisperTranscriber(model="small")\n',
        {"pkg:generic/openai-whisper/small"},
    ),
    (
        "from haystack.nodes import FARMReader, EmbeddingRetriever, DensePassageRetriever, PromptNode\n"
        'r=FARMReader(model_name_or_path="deepset/roberta-base-squad2")\n'
        "e=EmbeddingRetriever(document_store=d, "
        'embedding_model="sentence-transformers/multi-qa-mpnet-base-dot-v1")\n'
        'p=PromptNode("google/flan-t5-large")\n'
        'q=DensePassageRetriever(query_embedding_model="facebook/dpr-question_encoder-single-nq-base", '
        'passage_embedding_model="facebook/dpr-ctx_encoder-single-nq-base")\n',
        {
            "pkg:huggingface/deepset/roberta-base-squad2",
            "pkg:huggingface/facebook/dpr-ctx_encoder-single-nq-base",
            "pkg:huggingface/facebook/dpr-question_encoder-single-nq-base",
            "pkg:huggingface/google/flan-t5-large",
            "pkg:huggingface/sentence-transformers/multi-qa-mpnet-base-dot-v1",
        },
    ),
    (
        "from transformers.agents import ReactCodeAgent, HfApiEngine\n"
        'e=HfApiEngine("meta-llama/Meta-Llama-3-70B-Instruct")\n',
        {"pkg:huggingface/meta-llama/Meta-Llama-3-70B-Instruct"},
    ),
    (
        "from camel.models import ModelFactory\n"
        "from camel.types import ModelPlatformType, ModelType\n"
        "m=ModelFactory.create(model_platform=ModelPlatformType.OPENAI, model_type=ModelType.GPT_4O)\n",
        {"service:openai/gpt-4o"},
    ),
    (
        "from camel.models import ModelFactory\n"
        'm=ModelFactory.create(model_platform="openai", model_type="gpt-4o-mini")\n',
        {"service:openai/gpt-4o-mini"},
    ),
    (
        "from mem0 import Memory\n"
        'config={"llm":{"provider":"ollama","config":{"model":"llama3.1:latest"}}}\n'
        "m=Memory.from_config(config)\n",
        {"pkg:ollama/llama3.1@latest"},
    ),
    (
        "from livekit.plugins import openai, deepgram, cartesia, silero\n"
        "from livekit.agents import AgentSession\n"
        's=AgentSession(stt=deepgram.STT(model="nova-3"), llm=openai.LLM(model="gpt-4o-mini"), '
        'tts=cartesia.TTS(model="sonic-2"), vad=silero.VAD.load())\n',
        {"service:cartesia/sonic-2", "service:deepgram/nova-3", "service:openai/gpt-4o-mini"},
    ),
    (
        "from pipecat.services.openai import OpenAILLMService\n"
        "from pipecat.services.deepgram import DeepgramSTTService\n"
        'l=OpenAILLMService(api_key=k, model="gpt-4o")\n'
        "from pipecat.services.cartesia.tts import CartesiaTTSService\n"
        't=CartesiaTTSService(voice_id="v", model="sonic-english")\n',
        {"service:cartesia/sonic-english", "service:openai/gpt-4o"},
    ),
    (
        "from ragas.llms import llm_factory\n"
        'l=llm_factory("gpt-4o-mini")\n'
        "from ragas.llms import LangchainLLMWrapper\n",
        {"service:openai/gpt-4o-mini"},
    ),
    (
        'from gptcache.embedding import Onnx, SBERT\ne=SBERT("all-MiniLM-L6-v2")\n',
        {"pkg:huggingface/sentence-transformers/all-MiniLM-L6-v2"},
    ),
    (
        "from pydantic_ai.models.openai import OpenAIModel\n"
        "from pydantic_ai.providers.openai import OpenAIProvider\n"
        'm=OpenAIModel("llama3.2", provider=OpenAIProvider(base_url="http://localhost:11434/v1"))\n',
        {"pkg:ollama/llama3.2"},
    ),
    (
        "from pydantic_ai.models.openai import OpenAIModel\n"
        "from pydantic_ai.providers.openrouter import OpenRouterProvider\n"
        'm=OpenAIModel("anthropic/claude-3.5-sonnet", provider=OpenRouterProvider(api_key=k))\n',
        {"service:openrouter/anthropic/claude-3.5-sonnet"},
    ),
    (
        "from pydantic_ai.models.openai import OpenAIChatModel\n"
        "from pydantic_ai.providers.azure import AzureProvider\n"
        'm=OpenAIChatModel("gpt-4o", provider=AzureProvider(azure_endpoint=e, api_version="v"))\n',
        {"service:azure-openai/gpt-4o"},
    ),
]


@pytest.mark.parametrize(("code", "identities"), CASES)
def test_that_a_client_of_a_hosted_model_is_read(tmp_path: Path, code: str, identities: set[str]) -> None:
    assert named(tmp_path, code) == identities
