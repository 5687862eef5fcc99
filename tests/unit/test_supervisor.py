"""Ports, addresses and secrets of a start, and what is said about a child that ended."""

import logging
import os
import socket
import sys
from collections.abc import Iterator
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Any

import pytest

from assistant import cli, model
from assistant.progress import PlainError
from assistant.supervisor import Service, Supervisor, check_port, in_words, reachable


@pytest.fixture
def busy_port() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def test_a_busy_port_is_one_line_with_a_port_that_is_free(busy_port: int) -> None:
    with pytest.raises(PlainError) as caught:
        check_port("127.0.0.1", busy_port, "CRE_PORT")
    said = str(caught.value)
    assert said.startswith(f"Port {busy_port} is in use. Stop the other program or choose another")
    check_port("127.0.0.1", int(said.split("CRE_PORT=")[1].split()[0]), "CRE_PORT")


def test_one_port_asked_for_twice_is_said_before_anything_starts() -> None:
    with pytest.raises(PlainError, match=r"asked for twice.*CRE_RASA_PORT=18091 make run"):
        check_port("127.0.0.1", 18081, "CRE_RASA_PORT", taken=[18081])


@pytest.mark.parametrize(("host", "port"), [("192.0.2.1", 8080), ("127.0.0.1", 80000)])
def test_an_address_that_can_never_be_had_is_one_line(host: str, port: int) -> None:
    with pytest.raises(PlainError, match=r"can't be opened.*CRE_PORT or CRE_HOST"):
        check_port(host, port, "CRE_PORT")


@pytest.mark.parametrize(
    ("status", "words"),
    [(0, "exit code 0"), (1, "exit code 1"), (137, "ended by SIGKILL"), (-15, "ended by SIGTERM")],
)
def test_an_end_is_said_in_words(status: int, words: str) -> None:
    assert in_words(status) == words


def test_rasa_reaches_the_actions_whatever_the_server_is_bound_to() -> None:
    hosts = {"0.0.0.0": "127.0.0.1", "::": "::1", "127.0.0.1": "127.0.0.1"}  # noqa: S104  (not bound)
    assert {host: reachable(host) for host in hosts} == hosts


def test_the_secret_between_rasa_and_the_actions_is_new_at_each_start_and_on_no_command_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CRE_ACTIONS_TOKEN", "left over from somewhere")
    starts = [cli.services("127.0.0.1", 8080, 8081, tmp_path) for _ in range(2)]
    tokens = []
    for start in starts:
        rasa, api, worker = start
        assert rasa.env["CRE_ACTIONS_TOKEN"] == api.env["CRE_ACTIONS_TOKEN"]
        assert rasa.env["CRE_ACTIONS_URL"] == "http://127.0.0.1:8080/actions"
        assert rasa.env["RASA_TELEMETRY_ENABLED"] == "false"
        tokens.append(rasa.env["CRE_ACTIONS_TOKEN"])
        assert not any(tokens[-1] in word for service in start for word in service.command)
        assert "CRE_ACTIONS_TOKEN" not in worker.env
    assert len(set(tokens)) == 2
    assert min(map(len, tokens)) > 40


def test_rasa_is_refused_a_model_that_was_exchanged(tmp_path: Path) -> None:
    (tmp_path / model.NAME).write_bytes(b"a model")
    model.write_record(tmp_path, "trained from this")
    assert cli.refusal(tmp_path) is None
    (tmp_path / model.NAME).write_bytes(b"another")
    assert "make train" in (cli.refusal(tmp_path) or "")


def supervised(tmp_path: Path, said: list[str], code: str, **more: Any) -> Supervisor:
    """A supervisor over one small Python program, which stops once it has said three things."""
    service = Service("small", [sys.executable, "-I", "-S", "-c", code], os.environ, **more)

    def tell(text: str) -> None:
        said.append(text)
        running.stopping = len(said) >= 3

    running = Supervisor([service], tmp_path, tell, first_wait_seconds=0.02, tick_seconds=0.01)
    return running


def test_a_child_that_dies_is_started_again_later_each_time(tmp_path: Path) -> None:
    said: list[str] = []
    assert supervised(tmp_path, said, "print('words of the child'); raise SystemExit(3)").run() == 0
    waits = [line.rsplit(" in ", 1)[1] for line in said if "exit code 3" in line]
    assert waits == ["0.02 s.", "0.04 s.", "0.08 s."]
    assert said[-1] == "Stopped."
    assert (tmp_path / "small.log").read_text().splitlines() == ["words of the child"] * 3


def test_a_refused_child_is_not_started_and_tried_again(tmp_path: Path) -> None:
    said: list[str] = []
    running = supervised(tmp_path, said, "print('ran')", refuse=lambda: "its model is not ours.")
    running.run()
    assert said[0] == "small is not started: its model is not ours. Starting it again in 0.02 s."
    assert not (tmp_path / "small.log").exists()


def test_an_assistant_that_can_not_start_at_all_says_so_and_ends(tmp_path: Path) -> None:
    running = supervised(tmp_path, [], "raise SystemExit(1)", essential=True, ready=lambda: False)
    with pytest.raises(PlainError, match=r"small does not start \(exit code 1\). See .*small.log"):
        running.run()


def test_at_the_start_the_essential_service_has_the_machine_to_itself(tmp_path: Path) -> None:
    order = tmp_path / "order"
    append = "import pathlib; pathlib.Path({!r}).open('a').write({!r}); import time; time.sleep(9)"

    def service(name: str, **more: Any) -> Service:
        code = append.format(str(order), f"{name}\n")
        command = [sys.executable, "-I", "-S", "-c", code]
        return Service(name, command, os.environ, **more)

    def tell(text: str) -> None:
        running.stopping = text == "both run"

    def order_has_two() -> bool:
        return len(order.read_text().splitlines()) == 2

    patient = service("patient", after_essential=True, says_ready="both run", ready=order_has_two)
    urgent = service("urgent", essential=True, ready=order.exists)
    running = Supervisor([patient, urgent], tmp_path, tell, tick_seconds=0.01, probe_seconds=0.01)
    running.run()
    assert order.read_text().splitlines() == ["urgent", "patient"]


def test_a_log_file_does_not_grow_for_ever(tmp_path: Path) -> None:
    handler = Supervisor([], tmp_path)._log("small")
    assert isinstance(handler, RotatingFileHandler)
    handler.maxBytes = 100
    for number in range(50):
        handler.handle(logging.makeLogRecord({"msg": f"line {number}"}))
    handler.close()
    assert len(list(tmp_path.iterdir())) <= 1 + handler.backupCount
