#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define LINE 128

int main(int argc, char **argv)
{
    char line[LINE];
    int port;

    if (argc != 2)
        return 64;
    port = open(argv[1], O_RDONLY | O_NOCTTY);
    if (port < 0) {
        perror(argv[1]);
        return 1;
    }
    for (;;) {
        ssize_t got = read(port, line, LINE - 1);
        if (got <= 0)
            break;
        line[got] = '\0';
        if (strncmp(line, "T=", 2) == 0)
            printf("temperature %s", line + 2);
    }
    close(port);
    return 0;
}
