import hashlib
import os
import sqlite3


class Accounts:
    def __init__(self, path):
        self.conn = sqlite3.connect(path)

    def digest(self, password, salt):
        return hashlib.scrypt(password.encode(), salt=salt, n=2**15, r=8, p=3, maxmem=2**26).hex()

    def add(self, name, password):
        salt = os.urandom(16)
        with self.conn:
            self.conn.execute(
                "INSERT INTO accounts (name, salt, password) VALUES (?, ?, ?)",
                (name, salt, self.digest(password, salt)),
            )
