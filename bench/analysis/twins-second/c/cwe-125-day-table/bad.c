#include <stdio.h>
#include <stdlib.h>

static const int days[12] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

int main(int argc, char **argv)
{
    int month;
    if (argc != 2)
        return 1;
    month = atoi(argv[1]);
    if (month > 11)
        return 1;
    printf("%d\n", days[month]);
    return 0;
}
