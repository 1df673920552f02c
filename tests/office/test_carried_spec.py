"""The spec in Word and Excel files, and their packages: the same bytes for the same input."""

import io
import zipfile

import pytest
from office_files import REAL, shown

from perf_report.model.source import Source
from perf_report.office.carried_spec import (
    DIGEST_PROPERTY,
    NAMESPACE,
    read_carried_spec,
    with_spec,
)
from perf_report.office.package import pack, stated_date, unpack

FILES = ["docx", "xlsx"]


def made(ending: str) -> bytes:
    data = getattr(shown(REAL), ending)()
    assert isinstance(data, bytes)
    return data


@pytest.mark.parametrize("ending", FILES)
def test_a_file_carries_its_spec(ending: str) -> None:
    carried = read_carried_spec(made(ending))
    assert carried is not None
    assert carried.is_whole
    assert carried.data == shown(REAL).table.source.data


@pytest.mark.parametrize("ending", FILES)
def test_the_digest_stands_in_a_property_of_the_document_too(ending: str) -> None:
    properties = unpack(made(ending))["docProps/custom.xml"].decode()
    assert f'name="{DIGEST_PROPERTY}"' in properties
    assert shown(REAL).table.source.digest in properties


def test_a_spec_that_somebody_changed_is_known_by_its_digest() -> None:
    parts = unpack(made("docx"))
    item = parts["customXml/item1.xml"]
    parts["customXml/item1.xml"] = item.replace(b'digest="', b'digest="0')
    carried = read_carried_spec(pack(parts))
    assert carried is not None
    assert not carried.is_whole


@pytest.mark.parametrize(
    "item",
    [
        b"<other/>",
        f'<spec xmlns="{NAMESPACE}">no base64!</spec>'.encode(),
        f'<spec xmlns="{NAMESPACE}">'.encode(),
        f'<other xmlns="{NAMESPACE}">AAAA</other>'.encode(),
        f'<!DOCTYPE spec [<!ENTITY a "AAAA">]><spec xmlns="{NAMESPACE}">&a;</spec>'.encode(),
    ],
)
def test_another_part_is_no_spec_of_ours(item: bytes) -> None:
    assert (
        read_carried_spec(pack({"customXml/item1.xml": item, "customXml/other.xml": item})) is None
    )


@pytest.mark.parametrize("ending", FILES)
def test_a_package_says_nothing_of_when_and_where_it_was_made(ending: str) -> None:
    data = made(ending)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entries = archive.infolist()
    assert [entry.filename for entry in entries] == sorted(entry.filename for entry in entries)
    assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}
    assert not any(entry.extra or entry.create_system for entry in entries)
    assert made(ending) == data


@pytest.mark.parametrize("ending", FILES)
def test_a_file_states_the_date_of_its_disclosure_or_the_first_of_its_year(ending: str) -> None:
    core = unpack(made(ending))["docProps/core.xml"].decode()
    assert core.count("2025-01-01T00:00:00Z") == 2
    assert stated_date("2026-03-05", 2026).isoformat() == "2026-03-05T00:00:00+00:00"


def test_a_spec_with_any_bytes_comes_back_as_it_was() -> None:
    spec = Source(name="x.yaml", data="﻿a: “<&>”\r\n".encode())
    parts = with_spec(unpack(made("docx")), "word/document.xml", spec)
    carried = read_carried_spec(pack(parts))
    assert carried is not None
    assert carried.data == spec.data
