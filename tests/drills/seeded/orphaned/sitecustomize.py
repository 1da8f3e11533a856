"""A seeded bug: children do not ask to end with their parent. The drill must see who is left."""

from jiefen.lib import processes

assert callable(processes.end_with_parent)
processes.end_with_parent = lambda: None
