import csv
import sys


def read_addresses(path):
    with open(path, newline="", encoding="utf-8") as file:
        return [row["email"].lower() for row in csv.DictReader(file)]


def unique(addresses):
    seen = {}
    for address in addresses:
        if address not in seen:
            seen[address] = True
    return list(seen)


def main():
    for address in unique(read_addresses(sys.argv[1])):
        print(address)


if __name__ == "__main__":
    main()
