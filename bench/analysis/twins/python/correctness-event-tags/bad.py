from dataclasses import dataclass, field
from datetime import datetime, timezone


@dataclass
class Event:
    name: str
    tags: list = field(default_factory=list)
    at: datetime = field(default_factory=lambda: datetime.now(timezone.utc))


def make_event(name, source=None, tags=[]):
    if source is not None:
        tags.append("source:" + source)
    return Event(name, tags)


def publish(queue, name, source):
    event = make_event(name, source)
    queue.append(event)
    return event
