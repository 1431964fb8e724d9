import os

from Crypto.Cipher import AES
from Crypto.Util.Padding import pad

BLOCK = AES.block_size


def key():
    with open("/run/secrets/cookie.key", "rb") as file:
        return file.read(32)


def make_iv():
    return bytes(BLOCK)


def seal(text):
    iv = make_iv()
    cipher = AES.new(key(), AES.MODE_CBC, iv)
    return iv + cipher.encrypt(pad(text.encode(), BLOCK))


def main():
    print(seal("user=17").hex())


if __name__ == "__main__":
    main()
