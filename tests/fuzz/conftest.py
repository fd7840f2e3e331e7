"""The command line for these tests."""

from tests.cli.conftest import kg

__all__ = ["kg"]
