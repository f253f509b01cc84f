"""docker-compose.yml and the image: pinned, complete, on loopback, without a secret. `make lint` checks the schema."""

from __future__ import annotations

import fnmatch
import re
import tomllib
from pathlib import Path
from typing import Any

import yaml

PROJECT = Path(__file__).parents[1]
TEXT = (PROJECT / "docker-compose.yml").read_text(encoding="utf-8")
SERVICES: dict[str, dict[str, Any]] = yaml.safe_load(TEXT)["services"]
DOCKERFILE = (PROJECT / "Dockerfile").read_text(encoding="utf-8")


def test_the_images_version_is_that_of_newsledger() -> None:
    version = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    built = {each["image"] for each in SERVICES.values() if each.get("build")}
    assert built == {f"newsledger:{version}"}


def test_every_image_is_pinned_to_one_release() -> None:
    images = [each["image"] for each in SERVICES.values()] + re.findall(r"^FROM (\S+)", DOCKERFILE, re.MULTILINE)
    assert all(re.search(r":\d+\.\d+", image) for image in images), images


def test_postgresql_is_of_the_tested_series() -> None:
    assert SERVICES["database"]["image"].startswith("postgres:15.")


def test_prefects_version_is_that_of_the_lock_file() -> None:
    locked = re.search(r"^prefect==(\S+)", (PROJECT / "requirements.lock").read_text(encoding="utf-8"), re.MULTILINE)
    assert locked
    assert yaml.safe_load((PROJECT / "prefect.yaml").read_text(encoding="utf-8"))["prefect-version"] == locked[1]


def test_ports_are_published_on_loopback_alone() -> None:
    published = [port for each in SERVICES.values() for port in each.get("ports", [])]
    assert published
    assert all(port.startswith("127.0.0.1:") for port in published)


def test_no_secret_is_in_the_file() -> None:
    for service in SERVICES.values():
        for name, value in service.get("environment", {}).items():
            if "PASSWORD" in name or "://" in str(value):
                assert re.search(r"PASSWORD:\?|^http", str(value)), name  # whoever starts it gives it


def test_whatever_goes_on_has_a_health_check_and_waits_for_health() -> None:
    lasting = {name: each for name, each in SERVICES.items() if each.get("restart") != "on-failure"}
    assert set(lasting) == {"database", "server", "worker"}
    assert all("healthcheck" in each for each in lasting.values())
    for name, each in SERVICES.items():
        for needed, condition in each.get("depends_on", {}).items():
            wanted = "service_healthy" if needed in lasting else "service_completed_successfully"
            assert condition == {"condition": wanted}, name


def test_what_must_last_is_on_volumes() -> None:
    volumes = yaml.safe_load(TEXT)["volumes"]
    mounted = [each.split(":")[0] for service in SERVICES.values() for each in service.get("volumes", [])]
    assert set(volumes) <= set(mounted)
    assert {"database", "prefect", "raw"} == set(volumes)


def test_the_image_is_slim_locked_and_not_roots() -> None:
    assert "-slim" in DOCKERFILE
    assert "--require-hashes -r requirements.lock" in DOCKERFILE
    assert re.search(r"^USER newsledger$", DOCKERFILE, re.MULTILINE)


def test_all_that_the_image_copies_is_in_what_is_sent_to_the_engine() -> None:
    lines = (PROJECT / ".dockerignore").read_text(encoding="utf-8").split()
    admitted = [line[1:] for line in lines if line.startswith("!")]
    for said in re.findall(r"^COPY (.+)$", DOCKERFILE, re.MULTILINE):
        for source in said.split()[:-1]:
            assert any(fnmatch.fnmatch(each, f"{source}*") for each in admitted), source
            assert (PROJECT / source).exists(), source
