import json
import sys


def load_records(path):
    file = open(path, encoding="utf-8")
    records = []
    for line in file:
        if not line.strip():
            continue
        records.append(json.loads(line))
    file.close()
    return records


def main():
    total = 0
    for path in sys.argv[1:]:
        try:
            total += len(load_records(path))
        except ValueError:
            print("skipped", path, file=sys.stderr)
    print(total)


if __name__ == "__main__":
    main()
