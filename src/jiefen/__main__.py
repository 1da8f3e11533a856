"""The `jiefen` command."""

from __future__ import annotations

from jiefen.jobs.command_line import main

if __name__ == "__main__":
    main()
