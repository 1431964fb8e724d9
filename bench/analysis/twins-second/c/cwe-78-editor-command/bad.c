#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <sys/wait.h>

static int edit(const char *file)
{
    char command[512];
    snprintf(command, sizeof command, "vi '%s'", file);
    return system(command);
}

int main(int argc, char **argv)
{
    if (argc < 2)
        return 1;
    return edit(argv[1]) == 0 ? 0 : 1;
}
