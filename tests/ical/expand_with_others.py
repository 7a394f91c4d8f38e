#!/usr/bin/python3
"""Prints the occurrences that another program finds in an .ics file, one line each, sorted:
start, end and summary, separated by tabs. Times are Helsinki wall clock, all-day ends exclusive.

    expand_with_others.py recurring|khal FILE FROM TO      (dates; TO is not in it)

Outside readers of our feeds: they must find each occurrence that our own expansion has. Exit
status 2 if the file cannot be read at all.
"""
import datetime
import os
import subprocess
import sys
import tempfile
import zoneinfo

HELSINKI = zoneinfo.ZoneInfo("Europe/Helsinki")


def written(start, end, summary):
    if not isinstance(start, datetime.datetime):
        return f"{start}\t{end}\t{summary}"
    start, end = (at.astimezone(HELSINKI).strftime("%Y-%m-%dT%H:%M") for at in (start, end))
    return f"{start}\t{end}\t{summary}"


def recurring(path, first, last):
    import icalendar
    import recurring_ical_events
    with open(path, "rb") as file:
        calendar = icalendar.Calendar.from_ical(file.read())
    for event in recurring_ical_events.of(calendar).between(first, last):
        yield written(event["DTSTART"].dt, event["DTEND"].dt, str(event.get("SUMMARY", "")))


KHAL = """[calendars]
[[feed]]
path = {folder}/calendar
[sqlite]
path = {folder}/khal.db
[locale]
local_timezone = Europe/Helsinki
default_timezone = Europe/Helsinki
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%dT%H:%M
longdatetimeformat = %Y-%m-%dT%H:%M
"""


def khal(path, first, last):
    """khal shows an event of several days on each of them, and the last day of an all-day one."""
    import icalendar
    with tempfile.TemporaryDirectory() as folder:
        with open(folder + "/config", "w", encoding="utf-8") as file:
            file.write(KHAL.format(folder=folder))
        # A file holds one UID, as a synchronising program lays them down.
        os.mkdir(folder + "/calendar")
        with open(path, "rb") as file:
            calendar = icalendar.Calendar.from_ical(file.read())
        zones = calendar.walk("VTIMEZONE")
        by_uid = {}
        for event in calendar.walk("VEVENT"):
            by_uid.setdefault(str(event["UID"]), []).append(event)
        for number, events in enumerate(by_uid.values()):
            one = icalendar.Calendar(version="2.0", prodid="-//test//EN")
            for component in zones + events:
                one.add_component(component)
            with open(f"{folder}/calendar/{number}.ics", "wb") as file:
                file.write(one.to_ical())
        environment = {"HOME": folder, "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"}
        until = last - datetime.timedelta(days=1)
        listed = subprocess.run(
            ["/usr/bin/khal", "-c", folder + "/config", "list", "-df", "",
             "-f", "{start-long}\t{end-long}\t{title}", str(first), str(until)],
            env=environment, check=True, capture_output=True, text=True).stdout
    for line in listed.splitlines():
        fields = line.split("\t")
        if len(fields) != 3:
            continue
        start, end, title = fields
        if "T" not in start:
            end = str(datetime.date.fromisoformat(end) + datetime.timedelta(days=1))
        yield f"{start}\t{end}\t{title}"


def main(reader, path, first, last):
    first, last = datetime.date.fromisoformat(first), datetime.date.fromisoformat(last)
    try:
        lines = sorted(set({"recurring": recurring, "khal": khal}[reader](path, first, last)))
    except ValueError as error:
        print(f"not readable: {error}", file=sys.stderr)
        return 2
    for line in lines:
        print(line)
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:5]))
