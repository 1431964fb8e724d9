from functools import lru_cache

COINS = (1, 2, 5, 10, 20, 50)


@lru_cache(maxsize=4096)
def ways(amount, index=0):
    if amount == 0:
        return 1
    if amount < 0 or index == len(COINS):
        return 0
    return ways(amount - COINS[index], index) + ways(amount, index + 1)


def stairs(steps):
    first, second = 1, 1
    for _ in range(steps):
        first, second = second, first + second
    return first


if __name__ == "__main__":
    print(ways(200), stairs(30))
