"""The imports of pickles, listed through picklescan without loading anything."""

from __future__ import annotations

import pickle
import sys
import zipfile

from explorer.sources import pickle_globals
from explorer.sources.pickle_globals import scan_pickles
from tests.sources.weight_writing import malicious, numpy_array, zipped


def scanned(tmp_path, content):
    path = tmp_path / "file"
    path.write_bytes(content)
    return scan_pickles(path)


def test_that_imports_on_no_list_are_named(tmp_path):
    content = pickle.dumps(zipfile.ZipInfo)
    report = scanned(tmp_path, content)
    assert report.verdict == "no known bad import"
    assert report.unlisted == ("zipfile.ZipInfo",)
    assert report.imports() == "0 on picklescan's list of harmless imports; 1 on no list: zipfile.ZipInfo"


def test_that_a_pickle_without_imports_says_none(tmp_path):
    assert scanned(tmp_path, pickle.dumps([1, "a"])).imports() == "none"


def test_that_a_zip_appended_to_a_malicious_pickle_does_not_hide_it(tmp_path):
    # picklescan's own file scan looks at the zip only; a loader starts at the first byte.
    content = malicious(tmp_path / "mark") + zipped({"a/data.pkl": pickle.dumps([1])})
    assert scanned(tmp_path, content).bad


def test_that_a_second_pickle_and_one_that_breaks_off_are_read(tmp_path):
    evil = malicious(tmp_path / "mark")
    assert scanned(tmp_path, pickle.dumps([1]) + evil).bad
    assert scanned(tmp_path, evil[:-3]).bad
    assert scanned(tmp_path, evil + b"\xff" * 50).bad


def test_that_a_bad_import_counts_even_where_another_member_cannot_be_scanned(tmp_path):
    members = {"a/data.pkl": malicious(tmp_path / "mark"), "a/huge.pkl": b"\0" * 300_000_000}
    assert scanned(tmp_path, zipped(members, zipfile.ZIP_DEFLATED)).bad


def test_that_objects_in_a_numpy_file_are_pickles(tmp_path):
    content = numpy_array("|O")[:-4] + malicious(tmp_path / "mark")
    assert scanned(tmp_path, content).bad


def test_that_what_holds_no_whole_pickle_is_not_scanned_rather_than_clean(tmp_path):
    for content in (b"\x80\x04\xff\xff", b"\x80\x04", zipped({"readme.txt": b"x"})):
        report = scanned(tmp_path, content)
        assert report.verdict.startswith("not scanned: ")
        assert report.imports() == ""


def test_that_endless_instructions_end_the_scan(tmp_path, monkeypatch):
    monkeypatch.setattr(pickle_globals, "MAX_READS", 1000)
    assert scanned(tmp_path, b"N." * 2000).verdict == "not scanned: it has more than 1,000 instructions"


def test_that_the_scanner_is_imported_only_when_a_pickle_is_met():
    import subprocess

    code = "import explorer.sources.weight_files, sys; sys.exit('picklescan.scanner' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
