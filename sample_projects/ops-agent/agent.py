"""Helps an operations team (a sample for Catchment): one model plans, another writes."""

from anthropic import Anthropic
from langchain_core.tools import tool
from openai import OpenAI

PLANNER = "claude-3-5-sonnet-20241022"

planner = Anthropic()
writer = OpenAI()


@tool
def restart_service(name: str) -> str:
    """Restart a service after a person agreed."""
    return f"restarted {name}"


def plan(task: str) -> str:
    """Ask the planner."""
    reply = planner.messages.create(model=PLANNER, max_tokens=800, messages=[{"role": "user", "content": task}])
    return reply.content[0].text


def write(text: str) -> str:
    """Ask the writer."""
    reply = writer.chat.completions.create(model="gpt-4o", messages=[{"role": "user", "content": text}])
    return reply.choices[0].message.content
