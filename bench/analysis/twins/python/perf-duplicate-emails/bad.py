import csv


def new_subscribers(known_path, upload_path):
    with open(known_path, newline="") as handle:
        known = [row["email"].lower() for row in csv.DictReader(handle)]
    fresh = []
    with open(upload_path, newline="") as handle:
        for row in csv.DictReader(handle):
            email = row["email"].strip().lower()
            if email not in known:
                fresh.append(row)
    return fresh
