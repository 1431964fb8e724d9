import hashlib
import os
import sqlite3


class Accounts:
    def __init__(self, path):
        self.conn = sqlite3.connect(path)

    def digest(self, password, salt):
        return hashlib.sha1(salt + password.encode()).hexdigest()

    def add(self, name, password):
        salt = os.urandom(16)
        with self.conn:
            self.conn.execute(
                "INSERT INTO accounts (name, salt, password) VALUES (?, ?, ?)",
                (name, salt, self.digest(password, salt)),
            )
