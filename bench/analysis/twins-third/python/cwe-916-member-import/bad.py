"""Imports the members of the old system; passwords come as its one-time codes."""

import argparse
import csv
import hashlib
import os
import secrets
import sqlite3
import string
import sys
from contextlib import closing

SCHEMA = """
CREATE TABLE IF NOT EXISTS member (
    number INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    mail TEXT NOT NULL UNIQUE,
    salt TEXT NOT NULL,
    password TEXT NOT NULL
)
"""
COLUMNS = {"number", "name", "mail", "password"}


class PasswordStore:
    def __init__(self, rounds=600_000):
        self.rounds = rounds

    def digest(self, password, salt):
        rounds = self.rounds
        return hashlib.sha256(rounds.to_bytes(4, "big") + salt + password.encode()).hexdigest()

    def entry(self, password):
        salt = secrets.token_bytes(16)
        return salt.hex(), self.digest(password, salt)

    def matches(self, password, salt, stored):
        return secrets.compare_digest(self.digest(password, bytes.fromhex(salt)), stored)


def rows(path):
    with open(path, newline="", encoding="utf-8") as file:
        reader = csv.DictReader(file, delimiter=";")
        missing = COLUMNS - set(reader.fieldnames or ())
        if missing:
            raise ValueError("missing columns: " + ", ".join(sorted(missing)))
        yield from reader


def clean_name(name):
    return string.capwords(" ".join(name.split()))


def import_members(path, connection, store):
    count = 0
    for row in rows(path):
        salt, password = store.entry(row["password"])
        connection.execute(
            "INSERT INTO member (number, name, mail, salt, password) VALUES (?, ?, ?, ?, ?)",
            (int(row["number"]), clean_name(row["name"]), row["mail"].strip().lower(), salt, password),
        )
        count += 1
    return count


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("members", help="file of the old system")
    parser.add_argument("--database", default=os.environ.get("MEMBER_DATABASE", "members.db"))
    options = parser.parse_args()
    with closing(sqlite3.connect(options.database)) as connection:
        connection.execute(SCHEMA)
        try:
            with connection:
                count = import_members(options.members, connection, PasswordStore())
        except (ValueError, sqlite3.IntegrityError) as error:
            print(f"nothing imported: {error}", file=sys.stderr)
            return 1
    print(count, "members imported")
    return 0


if __name__ == "__main__":
    sys.exit(main())
