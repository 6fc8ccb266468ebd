#!/usr/bin/env python3
"""Kills the server under load, fills its disk, shows it a newer database; nothing acknowledged may be lost or doubled.

    tests/faults/kill_loop.py PROGRAM [--rounds N] [--threads N] [--seed N] [--keep]

PROGRAM is a release `yimen`. Everything happens in a temporary city of its own. Exit code 0: every check held.
"""
import argparse
import http.client
import json
import os
import pathlib
import random
import resource
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
import uuid

ROOT = pathlib.Path(__file__).resolve().parents[2]
PASSWORD = "Yimen@2026"
LONGEST_WAIT = 20
faults: list[str] = []


def check(holds: bool, sentence: str) -> None:
    if not holds and len(faults) < 20:
        faults.append(sentence)
        print(f"  ✗ {sentence}", flush=True)


class City:
    """One data directory and the server that runs on it."""

    def __init__(self, program: str, folder: pathlib.Path) -> None:
        self.program, self.folder, self.server = program, folder, None
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]

    def command(self, *words: str) -> list[str]:
        settings = {"data.directory": self.folder, "http.port": self.port, "http.requests_per_minute": 0,
                    "log.level": "error", "site.is_demo": "true"}
        return [self.program, *words, *(part for name, value in settings.items() for part in ("--set", f"{name}={value}"))]

    def run(self, *words: str) -> subprocess.CompletedProcess:
        return subprocess.run(self.command(*words), cwd=ROOT, capture_output=True, text=True, timeout=300)

    def start(self, before_start=None) -> float:
        began = time.monotonic()
        log = open(self.folder.parent / f"{self.folder.name}.log", "ab")
        self.server = subprocess.Popen(self.command("serve"), cwd=ROOT, stdout=log, stderr=log, preexec_fn=before_start)
        while time.monotonic() - began < LONGEST_WAIT:
            if self.server.poll() is not None:
                break
            try:
                connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=2)
                connection.request("GET", "/readyz")
                if connection.getresponse().status == 200:
                    return time.monotonic() - began
            except OSError:
                time.sleep(0.02)
        raise SystemExit(f"✗ the server did not start; see {log.name}")

    def end(self, how: signal.Signals) -> None:
        self.server.send_signal(how)
        self.server.wait(60)

    def stop(self) -> None:
        if self.server and self.server.poll() is None:
            self.end(signal.SIGTERM)

    def rows(self, sql: str, *values) -> list[tuple]:
        database = sqlite3.connect(f"file:{self.folder}/yimen.db?mode=ro", uri=True, timeout=30)
        try:
            return database.execute(sql, values).fetchall()
        finally:
            database.close()


class Command:
    """One thing a clerk wants, under one Idempotency-Key; `answer` is what the server acknowledged."""

    def __init__(self, path: str, body: dict, if_match: int | None = None) -> None:
        self.path, self.body, self.if_match = path, body, if_match
        self.key, self.answer = str(uuid.uuid4()), None


class Clerk:
    def __init__(self, city: City, login: str) -> None:
        self.city, self.login, self.connection, self.headers = city, login, None, {}
        status, answer, headers = self.call("POST", "/api/v1/session", {"login": login, "password": PASSWORD})
        if status != 200:
            raise SystemExit(f"✗ {login} cannot sign in: {answer}")
        self.headers = {"Cookie": headers["Set-Cookie"].split(";")[0], "X-CSRF-Token": answer["csrf_token"]}
        window = city.rows("select id from service_window where center_id = ? order by number", int(answer["posts"][0]["center_id"]))
        self.call("POST", "/api/v1/session/window", {"window_id": str(window[0][0])})

    def call(self, method: str, path: str, body: dict | None = None, headers: dict | None = None) -> tuple:
        """@raises OSError or HTTPException when the answer was lost."""
        try:
            if not self.connection:
                self.connection = http.client.HTTPConnection("127.0.0.1", self.city.port, timeout=LONGEST_WAIT)
            text = json.dumps(body) if body is not None else None
            self.connection.request(method, path, text, {"Content-Type": "application/json", **self.headers, **(headers or {})})
            response = self.connection.getresponse()
            answer = response.read()
            return response.status, json.loads(answer) if answer else {}, dict(response.headers)
        except (OSError, http.client.HTTPException):
            self.connection = None
            raise

    def act(self, command: Command) -> tuple[int, dict]:
        headers = {"Idempotency-Key": command.key}
        if command.if_match is not None:
            headers["If-Match"] = f'"{command.if_match}"'
        status, answer, _ = self.call("POST", command.path, command.body, headers)
        standing = answer["items"][0] if "items" in answer else answer
        if 200 <= status < 300:
            check(command.answer is None or command.answer["case_id"] == standing["case_id"], f"one key made two cases: {command.key}")
            command.answer = standing
        return status, answer


def clerks_of(city: City, count: int) -> list[Clerk]:
    posts = json.loads((ROOT / "data/organisation/yulin.json").read_text())
    at_window = {post["holder"] for post in posts["posts"] if "window_clerk" in post["roles"]}
    general = [person["login"] for person in posts["staff"] if person["employee_no"] in at_window and person["login"].startswith("yl.clerk")]
    return [Clerk(city, login) for login in general[:count]]


def id_number(chosen: random.Random) -> str:
    text = f"450900{chosen.randint(1955, 2004)}{chosen.randint(1, 12):02}{chosen.randint(1, 28):02}{chosen.randint(1, 999):03}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return text + "10X98765432"[sum(int(digit) * weight for digit, weight in zip(text, weights)) % 11]


def answer_to(field: dict):
    options = field.get("values") or field.get("options")
    if options:
        value = options[0]["value"] if isinstance(options[0], dict) else options[0]
        return [value] if field["type"] == "checklist" else value
    fixed = {"number": 50, "money": 50, "date": "2026-01-05", "phone": "19900000088", "checkbox": True, "id_number": id_number(random.Random(1))}
    return fixed.get(field["type"], "断电演练填写")


class Desk:
    """What walk-ins may ask for: matters for persons that the city's windows take and that ask no situation questions."""

    def __init__(self, city: City, clerk: Clerk) -> None:
        self.items = []
        for matter, content in city.rows("select m.id, v.content from matter m join matter_version v on v.id = m.current_version_id where m.status = 'in_force' and m.region_code = 450900000000"):
            guide = json.loads(content)
            if guide.get("situations") or "个人" not in guide.get("service_objects", []):
                continue
            form = {f["key"]: answer_to(f) for f in (guide.get("form") or {}).get("fields", []) if f.get("validate", {}).get("required")}
            materials = [{"key": m["key"], "received_as": "original", "original_count": 1} for m in guide.get("materials", [])]
            self.items.append({"matter_id": str(matter), "form": form, "materials": materials})
        self.items = [item for item in self.items if clerk.act(self.walk_in(random.Random(2), item))[0] == 201]
        if not self.items:
            raise SystemExit("✗ no matter of the city can be received at the window")

    def walk_in(self, chosen: random.Random, item: dict | None = None) -> Command:
        person = {"name": "陈建国", "id_type": "111", "id_no": id_number(chosen), "phone": "19900000088"}
        return Command("/api/v1/cases", {"applicant": person, "items": [item or chosen.choice(self.items)]})


class Worker(threading.Thread):
    """A clerk who receives and accepts until the server dies."""

    def __init__(self, clerk: Clerk, desk: Desk, seed: int) -> None:
        super().__init__(daemon=True)
        self.clerk, self.desk, self.chosen = clerk, desk, random.Random(seed)
        self.acknowledged, self.received, self.lost = [], [], None

    def run(self) -> None:
        while True:
            if self.received and self.chosen.random() < 0.45:
                case = self.received.pop()
                command = Command(f"/api/v1/cases/{case['case_id']}/acceptance", {"opinion": "材料齐全，予以受理。"}, case["version"])
            else:
                command = self.desk.walk_in(self.chosen)
            try:
                status, answer = self.clerk.act(command)
            except (OSError, http.client.HTTPException):
                self.lost = command
                return
            check(200 <= status < 300, f"{command.path} was refused: {status} {answer.get('detail')}")
            self.note(command)

    def note(self, command: Command) -> None:
        if command.answer:
            self.acknowledged.append(command)
            if command.if_match is None:
                self.received.append(command.answer)


def compare(city: City, commands: list[Command], before: int) -> None:
    """The database against everything that was acknowledged since the city held `before` cases."""
    stored = {str(row[0]): row[1:] for row in city.rows("select id, case_no, state, version from service_case")}
    last, made = {}, set()
    for command in commands:
        case = command.answer
        last[case["case_id"]] = max(last.get(case["case_id"], case), case, key=lambda c: c["version"])
        if command.if_match is None:
            check(case["case_id"] not in made, f"two keys, one case: {case['case_no']}")
            made.add(case["case_id"])
    for case_id, case in last.items():
        expected = (case["case_no"], case["state"], case["version"])
        check(stored.get(case_id) == expected, f"acknowledged {expected}, stored {stored.get(case_id)}")
    check(len(stored) == before + len(made), f"{len(stored)} cases stored, {before} + {len(made)} acknowledged")
    doubled = city.rows("select subject_id, action, count(*) from trail_event where subject_kind = 'case' and action in ('cases.receive', 'cases.accept') "
                        "group by subject_id, action having count(*) > 1")
    check(not doubled, f"acts stand twice in the trail: {doubled[:3]}")
    check(city.rows("pragma integrity_check") == [("ok",)], "integrity_check found damage")
    trail = city.run("verify-trail")
    check(trail.returncode == 0, f"verify-trail: {trail.stdout.strip()[-300:]}{trail.stderr.strip()[-300:]}")


def count_cases(city: City) -> int:
    return city.rows("select count(*) from service_case")[0][0]


def kill_rounds(city: City, rounds: int, threads: int, seed: int) -> None:
    print(f"── kill -9 under load: {rounds} rounds, {threads} clerks", flush=True)
    chosen = random.Random(seed)
    city.start()
    clerks = clerks_of(city, threads)
    desk = Desk(city, clerks[0])
    before, acknowledged = count_cases(city), []
    repeated = 0
    for number in range(rounds):
        workers = [Worker(clerk, desk, chosen.random()) for clerk in clerks]
        for worker in workers:
            worker.start()
        time.sleep(chosen.uniform(0.3, 2.0))
        city.end(signal.SIGKILL)
        for worker in workers:
            worker.join()
        took = city.start()
        for worker in workers:
            # What was lost is asked again under its key, and the last answer that was not lost too.
            for command in [worker.lost, *worker.acknowledged[-1:]]:
                status, answer = worker.clerk.act(command)
                check(200 <= status < 300, f"repeated {command.path}: {status} {answer.get('detail')}")
                repeated += 1
            worker.note(worker.lost)
            acknowledged += worker.acknowledged
        compare(city, acknowledged, before)
        print(f"  round {number + 1}: {len(acknowledged)} acknowledged, {repeated} repeated, up again in {took:.2f} s", flush=True)


def mount_small_disk(folder: pathlib.Path, megabytes: int) -> bool:
    folder.mkdir()
    if os.geteuid() != 0 or not shutil.which("mount"):
        return False
    return subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(folder)], capture_output=True).returncode == 0


def until_refused(clerk: Clerk, desk: Desk, chosen: random.Random) -> tuple[list[Command], Command, int, dict]:
    done = []
    for _ in range(5000):
        command = desk.walk_in(chosen)
        status, answer = clerk.act(command)
        if status != 201:
            return done, command, status, answer
        done.append(command)
    raise SystemExit("✗ the small disk never filled")


def full_disk(program: str, template: pathlib.Path, place: pathlib.Path) -> None:
    size = sum(file.stat().st_size for file in template.rglob("*") if file.is_file()) >> 20
    disk = place / "disk"
    is_mounted = mount_small_disk(disk, size + 24)
    print(f"── full disk: {'a small tmpfs' if is_mounted else 'a limit on the size of files'}", flush=True)
    city = City(program, disk / "city")
    try:
        shutil.copytree(template, city.folder)
        city.start()
        clerk = clerks_of(city, 1)[0]
        desk = Desk(city, clerk)
        before = count_cases(city)
        refill = None
        if is_mounted:
            free = os.statvfs(disk).f_bavail * os.statvfs(disk).f_frsize
            refill = disk / "filler"
            refill.write_bytes(b"\0" * max(0, free - (2 << 20)))
        else:
            limit = max(file.stat().st_size for file in (disk / "city").glob("yimen.db*")) + (1 << 20)
            hard = resource.prlimit(city.server.pid, resource.RLIMIT_FSIZE)[1]
            resource.prlimit(city.server.pid, resource.RLIMIT_FSIZE, (limit, hard))
        done, refused, status, answer = until_refused(clerk, desk, random.Random(5))
        print(f"  after {len(done)} cases: {status} {answer.get('detail')}", flush=True)
        detail = answer.get("detail", "")
        check(status == 503 if is_mounted else status >= 500, f"a full disk answers {status}")
        check(any("\u4e00" <= letter <= "\u9fff" for letter in detail), f"the refusal is not in Chinese: {detail}")
        check(clerk.call("GET", "/api/v1/cases?limit=5")[0] == 200, "reading ends with the disk full")
        if refill:
            refill.unlink()
        else:
            resource.prlimit(city.server.pid, resource.RLIMIT_FSIZE, (hard, hard))
        began = time.monotonic()
        while clerk.act(refused)[0] != 201 and time.monotonic() - began < LONGEST_WAIT:
            time.sleep(0.1)
        check(refused.answer is not None, "the server does not recover after the disk has room again")
        print(f"  with room again: received after {time.monotonic() - began:.1f} s", flush=True)
        compare(city, [*done, refused], before)
    finally:
        city.stop()
        if is_mounted:
            subprocess.run(["umount", str(disk)], check=False)


def newer_database(program: str, template: pathlib.Path, place: pathlib.Path) -> None:
    print("── a database newer than the program", flush=True)
    city = City(program, place / "newer")
    shutil.copytree(template, city.folder)
    database = sqlite3.connect(city.folder / "yimen.db")
    columns = [row[1] for row in database.execute("pragma table_info(schema_migration)")]
    row = dict(zip(columns, database.execute("select * from schema_migration limit 1").fetchone()))
    row.update(name="9999_from_the_future")
    database.execute(f"insert into schema_migration ({', '.join(columns)}) values ({', '.join('?' * len(columns))})", [row[c] for c in columns])
    database.commit()
    database.close()
    ended = city.run("serve")
    said = (ended.stdout + ended.stderr).strip()
    print(f"  exit {ended.returncode}: {said}", flush=True)
    check(ended.returncode != 0, "a newer database is served")
    check(len(said.splitlines()) == 1 and "版本" in said, f"not one clear line: {said}")


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("program")
    options.add_argument("--rounds", type=int, default=6)
    options.add_argument("--threads", type=int, default=8)
    options.add_argument("--seed", type=int, default=int(time.time()))
    options.add_argument("--keep", action="store_true", help="keep the temporary city")
    asked = options.parse_args()
    program = str(pathlib.Path(asked.program).resolve())
    place = pathlib.Path(tempfile.mkdtemp(prefix="yimen-faults-"))
    print(f"seed {asked.seed}, {place}", flush=True)
    try:
        template = City(program, place / "template")
        made = template.run("demo", "--cases", "30")
        if made.returncode != 0:
            raise SystemExit(f"✗ no demonstration city: {made.stderr[-500:]}")
        killed = City(program, place / "killed")
        shutil.copytree(template.folder, killed.folder)
        try:
            kill_rounds(killed, asked.rounds, asked.threads, asked.seed)
        finally:
            killed.stop()
        full_disk(program, template.folder, place)
        newer_database(program, template.folder, place)
    finally:
        if not asked.keep and not faults:
            shutil.rmtree(place, ignore_errors=True)
    print("✓ nothing lost, nothing doubled" if not faults else f"✗ {len(faults)} faults; the city stays in {place}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
