"""What tests of releases share."""

from tests.browser import browser

__all__ = ["browser"]
