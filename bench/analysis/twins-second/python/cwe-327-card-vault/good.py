import os

from cryptography.hazmat.primitives import padding
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes


class Vault:
    def __init__(self, key):
        self.key = key

    def seal(self, card_number: str) -> bytes:
        nonce = os.urandom(12)
        encryptor = Cipher(algorithms.AES(self.key), modes.GCM(nonce)).encryptor()
        sealed = encryptor.update(card_number.encode()) + encryptor.finalize()
        return nonce + sealed + encryptor.tag


def load_vault():
    with open("/run/secrets/vault.key", "rb") as file:
        return Vault(file.read())
