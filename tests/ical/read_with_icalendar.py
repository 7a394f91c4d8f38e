#!/usr/bin/python3
"""Prints what python3-icalendar reads from an .ics file, one line a VEVENT, sorted:
uid, dtstart, dtend, sequence, status, summary, separated by tabs.

An outside reader of our feeds: it must find each event that we wrote, with the same times.
Exit status 2 if it cannot read the file at all.
"""
import sys

import icalendar


def value(event, name):
    if name not in event:
        return ""
    try:
        decoded = event.decoded(name)
    except (KeyError, ValueError):
        decoded = event[name]
    if isinstance(decoded, bytes):
        decoded = decoded.decode("utf-8")
    return decoded.isoformat() if hasattr(decoded, "isoformat") else str(decoded)


def main(path):
    with open(path, "rb") as file:
        try:
            calendar = icalendar.Calendar.from_ical(file.read())
        except ValueError as error:
            print(f"not readable: {error}", file=sys.stderr)
            return 2
    names = ("uid", "dtstart", "dtend", "sequence", "status", "summary")
    for line in sorted("\t".join(value(event, name) for name in names)
                       for event in calendar.walk("VEVENT")):
        print(line)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
