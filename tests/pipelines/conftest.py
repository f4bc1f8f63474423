"""Datasets that the tests of reading and describing share."""

from __future__ import annotations

import pytest

from pipelines.schema import TABLES
from tests.pipelines.describing import CAPTURED
from tests.pipelines.folding import fold


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory):
    return fold(tmp_path_factory.mktemp("described"), CAPTURED)


@pytest.fixture(scope="module")
def bare(tmp_path_factory):
    return fold(tmp_path_factory.mktemp("bare"), [])


@pytest.fixture(params=["snapshot", "bare"])
def either(request):
    return request.getfixturevalue(request.param)


@pytest.fixture(params=TABLES)
def table(request):
    return request.param
