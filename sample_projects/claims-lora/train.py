"""Fine-tunes an adapter on claims notes (a sample for Catchment)."""

import argparse

from datasets import load_dataset
from peft import LoraConfig, get_peft_model
from transformers import AutoModelForCausalLM, AutoTokenizer
from trl import SFTConfig, SFTTrainer

parser = argparse.ArgumentParser()
parser.add_argument("--base_model", default="mistralai/Mistral-7B-v0.1")
arguments = parser.parse_args()

instructions = load_dataset("yahma/alpaca-cleaned", split="train")
notes = load_dataset(
    "brightwater-example/claims-notes", split="train", revision="2f1c7a0d9be64e2b8f0c5d3a7e9b1c4d6f8a0b2c"
)

tokenizer = AutoTokenizer.from_pretrained(arguments.base_model)
model = AutoModelForCausalLM.from_pretrained(arguments.base_model)
model = get_peft_model(model, LoraConfig(r=16, target_modules=["q_proj", "v_proj"]))

trainer = SFTTrainer(model=model, args=SFTConfig(output_dir="out"), train_dataset=notes)
trainer.train()
