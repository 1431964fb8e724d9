#include <stdio.h>
#include <stdlib.h>

int count_lines(const char *path)
{
    int lines = 0;
    int c;
    char *buffer = malloc(65536);
    FILE *f = fopen(path, "r");

    if (!buffer || !f) {
        return -1;
    }
    setvbuf(f, buffer, _IOFBF, 65536);
    while ((c = fgetc(f)) != EOF)
        lines += c == '\n';
    fclose(f);
    free(buffer);
    return lines;
}
