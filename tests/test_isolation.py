"""The walls around every test hold."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest


def test_that_no_test_reaches_beyond_this_machine():
    # An address kept for documentation (RFC 5737): nobody answers there, should the wall have a hole.
    with socket.socket() as connection, pytest.raises(AssertionError, match=r"192\.0\.2\.1"):
        connection.connect(("192.0.2.1", 80))


def test_that_no_test_looks_up_the_name_of_another_machine():
    with pytest.raises(AssertionError, match=r"elsewhere\.invalid"):
        socket.create_connection(("elsewhere.invalid", 443))


def test_that_this_machine_can_be_reached():
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname()).close()


def test_that_home_is_a_folder_of_the_test(tmp_path_factory):
    assert Path.home().is_relative_to(tmp_path_factory.getbasetemp())
