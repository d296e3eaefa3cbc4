"""The process is killed in the middle of a storm of answers.

After the restart every acknowledged answer is there exactly once.
"""

import http.client
import json
import os
import signal
import subprocess
import sys
import threading
import time
import urllib.request

import pytest

from tests.conftest import ENGINES, ROOT, fresh_url
from tests.sample import CONTENT
from webapp.database import Database
from webapp.tables import attempts, outcomes

ITEM = "/api/v1/items/1.1-single-choice/attempts"


def start(url: str, folder) -> tuple[subprocess.Popen, int]:
    process = subprocess.Popen(
        [sys.executable, "-m", "webapp"],
        cwd=ROOT,
        env={
            **os.environ,
            "DATABASE_URL": url,
            "VAR_DIR": str(folder),
            "PORT": "0",
            "CONTENT_DIR": str(CONTENT),
        },
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    address = process.stdout.readline().strip()
    assert address.startswith("http://"), address
    port = int(address.rpartition(":")[2])
    for _ in range(200):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/help").read()
        except OSError:
            time.sleep(0.05)
        else:
            break
    return process, port


class Student(threading.Thread):
    """Answers again and again until the server is gone; remembers what was acknowledged."""

    def __init__(self, port: int) -> None:
        super().__init__()
        self.port = port
        self.acknowledged: list[tuple[str, int]] = []
        self.cookie = ""

    def run(self) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        number = 1
        try:
            while True:
                body = json.dumps({"attempt": number, "response": {"choice": ["b"]}})
                headers = {
                    "content-type": "application/json",
                    "sec-fetch-site": "same-origin",
                    "cookie": self.cookie,
                }
                connection.request("POST", ITEM, body, headers)
                with connection.getresponse() as answer:  # cut off in the middle, it is closed too
                    result = json.loads(answer.read())
                if not self.cookie:
                    self.cookie = answer.headers["set-cookie"].partition(";")[0]
                assert result["attempt"] == number
                self.acknowledged.append((self.cookie, number))
                number += 1
        except (OSError, http.client.HTTPException):
            return
        finally:
            connection.close()


@pytest.mark.parametrize("engine", ENGINES)
def test_every_acknowledged_answer_survives_a_kill_exactly_once(engine, request, tmp_path):
    url = fresh_url(engine, request, tmp_path)
    process, port = start(url, tmp_path)
    students = [Student(port) for _ in range(8)]
    for student in students:
        student.start()
    time.sleep(2)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert process.stdout is not None
    process.stdout.close()
    for student in students:
        student.join()
    acknowledged = sum(len(student.acknowledged) for student in students)
    assert acknowledged > 50

    again, port = start(url, tmp_path)  # it starts on what the kill left behind
    for student in students:
        shown = urllib.request.Request(
            f"http://127.0.0.1:{port}/api/v1/me/attempts/1.1.1-merzim",
            headers={"cookie": student.cookie},
        )
        numbers = [row["number"] for row in json.loads(urllib.request.urlopen(shown).read())]
        expected = [number for _, number in student.acknowledged]
        assert numbers[: len(expected)] == expected  # each once, in order
        # an answer may have been stored though the kill cut off its acknowledgement
        assert len(numbers) <= len(expected) + 1
    again.terminate()
    again.wait()
    assert again.stdout is not None
    again.stdout.close()

    database = Database(url)
    stored = database.read(lambda c: c.execute(attempts.select()).all())
    judged = database.read(lambda c: c.execute(outcomes.select()).all())
    database.close()
    assert sorted(row.id for row in stored) == sorted(row.attempt_id for row in judged)
