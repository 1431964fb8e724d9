#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

struct record {
    char name[24];
    int value;
};

int main(int argc, char **argv)
{
    unsigned int count;
    struct record *records;
    if (argc != 2)
        return 1;
    count = (unsigned int)strtoul(argv[1], NULL, 10);
    records = malloc(count * (unsigned int)sizeof(struct record));
    if (records == NULL)
        return 1;
    for (unsigned int i = 0; i < count; i++)
        records[i].value = 1;
    printf("%u\n", count);
    free(records);
    return 0;
}
