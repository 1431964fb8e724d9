#include <stdio.h>
#include <string.h>

static void greet(char *out, size_t size, const char *name)
{
    (void)size;
    strcpy(out, "Hello, ");
    strcat(out, name);
}

int main(int argc, char **argv)
{
    char line[48];
    if (argc != 2)
        return 1;
    greet(line, sizeof line, argv[1]);
    puts(line);
    return 0;
}
