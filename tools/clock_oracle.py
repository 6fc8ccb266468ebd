#!/usr/bin/env python3
"""Second opinion on the clocks: computes what tests/data/clocks.tsv must say, with an algorithm of its own.

  tools/clock_oracle.py tests/data/clocks.tsv           check every row, exit 1 when one differs
  tools/clock_oracle.py --fill tests/data/clocks.tsv    fill in the expected columns of rows that lack them

It shares nothing with the server but the calendar data: it lists days and slices the lists, where the server walks.
Columns: rule, calendar, start, length, unit, extension, pauses (from..until, ';' between, no until = still paused),
today | due_on, used, remaining, paused, beyond.
"""
import datetime as dt
import json
import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
INPUTS = ["rule", "calendar", "start", "length", "unit", "extension", "pauses", "today"]
OUTPUTS = ["due_on", "used", "remaining", "paused", "beyond"]
ONE = dt.timedelta(days=1)


class Calendar:
    def __init__(self, *names):
        self.kind = {}
        self.known = set()
        for index, name in enumerate(names):  # national first, so that the region's own rows replace it
            data = json.loads((ROOT / "data/calendars" / f"{name}.json").read_text(encoding="utf-8"))
            for row in data["days"]:
                self.kind[dt.date.fromisoformat(row["day"])] = row["kind"]
            if index == 0:
                self.known = {row["year"] for row in data["years"] if row["is_official"]}

    def works(self, day):
        return self.kind.get(day, "work" if day.weekday() < 5 else "off") == "work"


CALENDARS = {"national": Calendar("national"), "guangxi": Calendar("national", "guangxi")}


def days(first, last):
    return [first + ONE * n for n in range((last - first).days + 1)]


def months_later(day, count):
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    for number in range(day.day, 27, -1):
        try:
            return dt.date(year, month + 1, number)
        except ValueError:
            pass
    return dt.date(year, month + 1, day.day)


def end_of(calendar, start, length, unit, extension, is_paused):
    """(last day of the limit proper, due date, number of days in the limit)"""
    horizon = days(start + ONE, start + ONE * (length * (366 if unit == "year" else 31 if unit == "month" else 1) * 2 + extension * 2 + 1200))
    free = [d for d in horizon if not is_paused(d)]
    free_work = [d for d in free if calendar.works(d)]
    if unit == "working_day":
        total = length + extension
        return None, (free_work[total - 1] if total else start), total
    if unit == "instant":
        nominal = 0
    elif unit == "hour":
        nominal = length // 24
    elif unit == "calendar_day":
        nominal = length
    else:
        nominal = (months_later(start, length * (12 if unit == "year" else 1)) - start).days
    end = start
    if nominal:
        end = free[nominal - 1]
        end = next(d for d in free_work if d >= end)  # civil-law roll-over
    due = end
    if extension:
        due = [d for d in free_work if d > end][extension - 1]
    return (nominal, end), due, nominal + extension


def read(row):
    calendar = CALENDARS[row["calendar"]]
    start, today = (dt.date.fromisoformat(row[name]) for name in ("start", "today"))
    length, extension, unit = int(row["length"]), int(row["extension"]), row["unit"]
    blocked = set()
    for text in filter(None, row["pauses"].split(";")):
        begin, _, until = text.partition("..")
        begin = dt.date.fromisoformat(begin)
        until = dt.date.fromisoformat(until) if until else today
        blocked.update(days(begin + ONE, until))
    proper, due, total = end_of(calendar, start, length, unit, extension, blocked.__contains__)

    until_due = days(start + ONE, min(today, due))
    if unit == "working_day":
        used = sum(1 for d in until_due if calendar.works(d) and d not in blocked)
        late = sum(1 for d in days(due + ONE, today) if calendar.works(d)) if today > due else 0
        paused = sum(1 for d in days(start + ONE, due) if calendar.works(d) and d in blocked)
    else:
        nominal, end = proper
        before = [d for d in until_due if d not in blocked and d < end]
        used = min(len(before), max(nominal - 1, 0))
        if nominal and today >= end:
            used = nominal
        used += sum(1 for d in until_due if d > end and d not in blocked and calendar.works(d))
        late = max((today - due).days, 0)
        paused, seen = 0, 0
        for d in days(start + ONE, due):
            if d in blocked:
                paused += 1 if seen < nominal - 1 or calendar.works(d) else 0
            else:
                seen += 1
    used += late
    return {"due_on": due.isoformat(), "used": str(used), "remaining": str(total - used), "paused": str(paused),
            "beyond": "no" if due.year in calendar.known else "yes"}


def main():
    arguments = [a for a in sys.argv[1:] if not a.startswith("--")]
    if "--help" in sys.argv or len(arguments) != 1:
        print(__doc__)
        return 0 if "--help" in sys.argv else 2
    path = pathlib.Path(arguments[0])
    out, wrong, count = [], 0, 0
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line or line.startswith("#") or line.startswith("rule\t"):
            out.append(line)
            continue
        cells = line.split("\t")
        row = dict(zip(INPUTS, cells))
        expected = read(row)
        given = dict(zip(OUTPUTS, cells[len(INPUTS):]))
        if not given and "--fill" in sys.argv:
            given = expected
        if given != expected:
            wrong += 1
            print(f"{path}:{number}: {row['rule']}: stated {given}, computed {expected}")
        out.append("\t".join([row[name] for name in INPUTS] + [given.get(name, "") for name in OUTPUTS]))
        count += 1
    if "--fill" in sys.argv:
        path.write_text("\n".join(out) + "\n", encoding="utf-8")
    print(f"{count} rows, {wrong} differ")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
