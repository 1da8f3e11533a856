from jiefen.gate.door import *  # noqa: F403 (temporary)
