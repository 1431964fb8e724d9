import argparse
from functools import cache


@cache
def count_ways(steps, strides):
    """In how many ways a stair can be climbed with the given strides."""

    def ways(left):
        if left == 0:
            return 1
        if left < 0:
            return 0
        return sum(ways(left - stride) for stride in strides)

    return ways(steps)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("steps", type=int)
    parser.add_argument("--strides", default="1,2,3")
    options = parser.parse_args()
    strides = tuple(sorted({int(part) for part in options.strides.split(",")}))
    if strides[0] < 1 or not 0 <= options.steps <= 200:
        parser.error("steps or strides")
    print(count_ways(options.steps, strides))


if __name__ == "__main__":
    main()
