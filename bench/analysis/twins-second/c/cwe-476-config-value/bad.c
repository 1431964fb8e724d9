#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static size_t home_length(void)
{
    const char *home = getenv("APP_HOME");
    if (home == NULL)
        fputs("APP_HOME is not set\n", stderr);
    return strlen(home);
}

int main(void)
{
    printf("%zu\n", home_length());
    return 0;
}
