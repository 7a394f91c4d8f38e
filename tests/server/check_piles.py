#!/usr/bin/python3
"""Writes random piles of .ics files, asks `sopu check` about them and compares its space overlaps,
each occurrence of each pair, with all pairs of what another library expands.

    check_piles.py SOPU FOLDER FIRST LAST      (seeds of the piles; LAST is not in it)

Prints what differs and ends with 1; else how many overlaps were equal. Every DTSTART is an occurrence
of its rule: where it is not, readers count COUNT differently.
"""
import datetime
import json
import pathlib
import random
import subprocess
import sys
import zoneinfo

import icalendar
import recurring_ical_events

HELSINKI = zoneinfo.ZoneInfo("Europe/Helsinki")
UTC = datetime.timezone.utc
PLACES = ["Iso sali", "Pieni sali", "Kirkko", "", "Kylätalo\\, Suomussalmi", "Åbo Hall"]
WEEKDAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]


def rule(dice, day, all_day):
    weekday = WEEKDAYS[day.weekday()]
    until = "20270601" if all_day else "20270601T000000Z"
    return dice.choice(["FREQ=WEEKLY;COUNT=10", "FREQ=DAILY;COUNT=20;INTERVAL=2",
                        f"FREQ=MONTHLY;COUNT=4;BYDAY={(day.day - 1) // 7 + 1}{weekday}",
                        f"FREQ=WEEKLY;BYDAY={weekday},TH;COUNT=15", "FREQ=MONTHLY;COUNT=3",
                        "FREQ=YEARLY;COUNT=2", f"FREQ=DAILY;UNTIL={until}"])


def event(dice, uid):
    day = datetime.date(2027, 1, 1) + datetime.timedelta(days=dice.randint(0, 90))
    lines = ["BEGIN:VEVENT", f"UID:{uid}", "DTSTAMP:20261001T000000Z", f"SUMMARY:{uid}"]
    kind = dice.choice(["day", "utc", "zoned", "zoned", "zoned"])
    if kind == "day":
        last = day + datetime.timedelta(days=dice.randint(1, 3))
        lines += [f"DTSTART;VALUE=DATE:{day:%Y%m%d}", f"DTEND;VALUE=DATE:{last:%Y%m%d}"]
    else:
        start = datetime.datetime.combine(
            day, datetime.time(dice.randint(6, 20), dice.choice([0, 0, 15, 30])))
        end = start + datetime.timedelta(minutes=dice.choice([30, 60, 90, 120, 600]))
        zone = ";TZID=" + dice.choice(["Europe/Helsinki", "Europe/Helsinki", "Europe/Stockholm"])
        zone, z = ("", "Z") if kind == "utc" else (zone, "")
        lines += [f"DTSTART{zone}:{start:%Y%m%dT%H%M%S}{z}", f"DTEND{zone}:{end:%Y%m%dT%H%M%S}{z}"]
    if dice.random() < .35:
        lines.append("RRULE:" + rule(dice, day, kind == "day"))
    place = dice.choice(PLACES)
    if place:
        lines.append("LOCATION:" + place)
    odd = dice.random()
    if odd < .1:
        lines.append("STATUS:CANCELLED")
    elif odd < .2:
        lines.append("STATUS:TENTATIVE")
    elif odd < .3:
        lines.append("TRANSP:TRANSPARENT")
    return lines + ["END:VEVENT"]


def pile(seed, folder):
    dice = random.Random(seed)
    files = []
    for number in range(dice.randint(1, 4)):
        lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//pile//test//EN"]
        for place in range(dice.randint(1, 14)):
            lines += event(dice, f"e{number}-{place}@pile")
        path = folder / f"{seed}-{number}.ics"
        path.write_bytes("\r\n".join(lines + ["END:VCALENDAR", ""]).encode())
        files.append(path)
    return files


def instant(said):
    if not isinstance(said, datetime.datetime):
        said = datetime.datetime.combine(said, datetime.time(), HELSINKI)
    return said.astimezone(UTC)


def taken(files):
    """(uid, place, start, end) of every occurrence that takes up its space."""
    for path in files:
        calendar = icalendar.Calendar.from_ical(path.read_bytes())
        for it in recurring_ical_events.of(calendar).between((2026, 12, 1), (2028, 6, 1)):
            idle = str(it.get("STATUS")) == "CANCELLED" or str(it.get("TRANSP")) == "TRANSPARENT"
            if it.get("LOCATION") and not idle:
                yield (str(it["UID"]), str(it["LOCATION"]), instant(it["DTSTART"].dt),
                       instant(it["DTEND"].dt))


def by_brute_force(files):
    all_of_them = list(taken(files))
    for number, (uid, place, start, end) in enumerate(all_of_them):
        for uid2, place2, start2, end2 in all_of_them[number + 1:]:
            if uid != uid2 and place == place2 and start < end2 and start2 < end:
                yield (*sorted((uid, uid2)), max(start, start2), min(end, end2))


def by_sopu(sopu, files):
    ran = subprocess.run([sopu, "check", *files, "--municipality", "777", "--format", "json"],
                         capture_output=True, text=True, check=False)
    for finding in json.loads(ran.stdout)["conflicts"]:
        if finding["kind"] != "venue_overlap":
            continue
        pair = sorted((finding["mine"]["event"], finding["other"]["event"]))
        for it in finding["occurrences"]:
            yield (*pair, *(datetime.datetime.fromisoformat(it["overlap"][end].replace("Z", "+00:00"))
                            for end in ("start", "end")))


def main(sopu, folder, first, last):
    equal = 0
    differs = False
    for seed in range(int(first), int(last)):
        files = pile(seed, pathlib.Path(folder))
        found, wanted = set(by_sopu(sopu, files)), set(by_brute_force(files))
        equal += len(found & wanted)
        for only, rows in (("sopu", found - wanted), ("brute force", wanted - found)):
            for row in sorted(rows):
                differs = True
                print(f"pile {seed}: only {only}: {' '.join(map(str, row))}")
    print(f"{equal} overlaps are equal")
    return 1 if differs or equal == 0 else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
