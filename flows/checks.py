"""Checks that an editor runs before a change is taken over."""

from __future__ import annotations

import sys
from textwrap import shorten

from schemas.counted import counted
from schemas.settings import settings
from schemas.topic import Example
from schemas.topics import load_topics
from tasks.report.printable import printable
from tasks.tag.topics import check_topics


def check_topic_files() -> bool:
    """Run every topic's examples and print those that come out wrong. Returns whether none does.

    Raises:
        ConfigError: a topic's file is not valid.
    """
    topics = load_topics(settings().config_folder() / "topics")
    failed = check_topics(topics)
    for each in failed:
        kind, sign = ("positive", "<") if each.wanted else ("negative", ">=")
        score, threshold = each.assessment.score, each.assessment.threshold
        name = f"{each.topic}: {kind} example {each.number} ({_begins(each.example)})"
        sys.stdout.write(f"{name} scores {score:g} {sign} {threshold:g}\n")
    examples = sum(len(each.examples.positive) + len(each.examples.negative) for each in topics.definitions)
    read = f"{counted(len(topics.definitions), 'topic')}, {counted(examples, 'example')}"
    sys.stdout.write(f"{read}, {len(failed)} wrong\n")
    return not failed


def _begins(example: Example) -> str:
    text = example.headline or example.standfirst or example.body
    return printable(shorten(text, 60, placeholder=" …"))
