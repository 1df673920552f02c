"""The published site that tests of sites look at."""

from pathlib import Path

import pytest
from conftest import made_once
from paths import PREFIX
from sites import Published, publish_site


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory, office_built: Path) -> Published:
    folder = made_once(
        tmp_path_factory, "published", lambda folder: publish_site(office_built, folder)
    )
    return Published(project=folder / "office", www=folder / "www" / PREFIX)
