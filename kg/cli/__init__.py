"""cli: the command `kg`, one module for each of its commands. Only here is anything printed."""

from kg.cli.main import app, main

__all__ = ["app", "main"]
