"""Answers kept for as long as the graph or snapshot that they are about lives: asked again, they cost nothing."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from functools import wraps
from inspect import signature
from threading import Lock
from typing import Any, Concatenate, ParamSpec, TypeVar
from weakref import WeakKeyDictionary

import numpy as np

from explorer.progress import Progress

About = TypeVar("About")
Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")

MOST = 32
"""Answers of one question about one graph that are kept; fewer of a graph so large that each may take megabytes."""

NODES = 5_000_000
"""So many nodes all kept answers of one question may be about, taken together."""


def kept(question: Callable[Concatenate[About, Asked], Answer]) -> Callable[Concatenate[About, Asked], Answer]:
    """A question that remembers its answers, by its other arguments, until its first argument goes away.

    The first argument is frozen and told apart by identity, such as a `SupplyGraph` or a `Snapshot`; an answer must not
    hold on to it, or it would never go. Sequences and sets
    of numbers among the others may be given in any form; flags only as arrays. Arrays come back read-only, since all callers share them.

    >>> from explorer.graph.example import example_graph
    >>> asked = []
    >>> degree = kept(lambda graph, nodes: asked.append(1) or graph.up.degree()[list(nodes)])
    >>> graph = example_graph("app->a->c app->b")
    >>> degree(graph, [0]).tolist(), degree(graph, (0,)).tolist(), len(asked)
    ([2], [2], 1)
    """
    form = signature(question)
    known: WeakKeyDictionary[Any, OrderedDict[Hashable, Answer]] = WeakKeyDictionary()
    lock = Lock()

    @wraps(question)
    def asked(about: About, /, *rest: Asked.args, **named: Asked.kwargs) -> Answer:
        given = form.bind(about, *rest, **named)
        given.apply_defaults()
        key = tuple(map(_plain, given.args[1:]))
        with lock:
            answers = known.setdefault(about, OrderedDict())
            if key in answers:
                answers.move_to_end(key)
                return answers[key]
        # Worked out without the lock: two threads may do it twice, and neither waits for the other.
        answer = question(about, *rest, **named)
        if isinstance(answer, np.ndarray):
            answer.flags.writeable = False
        with lock:
            answers[key] = answer
            while len(answers) > _room(about):
                answers.popitem(last=False)
        return answer

    return asked


def _room(about: Any) -> int:
    nodes = len(getattr(about, "graph", about))
    return max(2, min(MOST, NODES // max(nodes, 1)))


def _plain(value: Any) -> Hashable:
    """The same value in a form that can be looked up; who watches the progress is no part of the question."""
    if isinstance(value, Progress):
        return None
    if isinstance(value, np.ndarray):
        return value.tobytes() if value.dtype == bool else tuple(value.tolist())
    if isinstance(value, list):
        return tuple(value)
    if isinstance(value, set):
        return frozenset(value)
    if isinstance(value, dict):
        return tuple(value.items())
    found: Hashable = value
    return found
