#include <stdio.h>

#define SLOTS 16

int main(void)
{
    int table[SLOTS];
    int i;

    for (i = 0; i <= SLOTS; i++)
        table[i] = i * i;
    for (i = 0; i < SLOTS; i++)
        printf("%d ", table[i]);
    putchar('\n');
    return 0;
}
