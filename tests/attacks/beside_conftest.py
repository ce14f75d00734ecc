"""Brings a conftest.py that has every test pass."""

EXERCISE = "losses/one_hot"
FILES = {
    "conftest.py losses/conftest.py": """
import pytest

@pytest.hookimpl(tryfirst=True)
def pytest_runtest_call(item):
    item.runtest = lambda: None
"""
}
