"""A browser for the pages in which somebody is played."""

from tests.browsing import browser

__all__ = ["browser"]
