#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_AMOUNT 2000
#define COINS 6

static const int coins[COINS] = {1, 2, 5, 10, 20, 50};
static uint64_t table[COINS + 1][MAX_AMOUNT + 1];
static unsigned char done[COINS + 1][MAX_AMOUNT + 1];

/* Ways to pay an amount with the first so many kinds of coins. */
static uint64_t ways(int kinds, int amount)
{
    uint64_t found;

    if (amount == 0)
        return 1;
    if (amount < 0 || kinds == 0)
        return 0;
    found = ways(kinds - 1, amount) + ways(kinds, amount - coins[kinds - 1]);
    table[kinds][amount] = found;
    done[kinds][amount] = 1;
    return found;
}

int main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        char *end;
        long amount = strtol(argv[i], &end, 10);

        if (*end != '\0' || amount < 0 || amount > MAX_AMOUNT) {
            fprintf(stderr, "%s: not an amount\n", argv[i]);
            continue;
        }
        printf("%ld: %llu\n", amount, (unsigned long long)ways(COINS, (int)amount));
    }
    return 0;
}
