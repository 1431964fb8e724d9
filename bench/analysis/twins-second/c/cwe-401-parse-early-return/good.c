#include <stdio.h>
#include <stdlib.h>

static int count_lines(const char *path)
{
    char *line = malloc(4096);
    int count = 0;
    FILE *file;
    if (line == NULL)
        return -1;
    file = fopen(path, "r");
    if (file == NULL) {
        free(line);
        return -1;
    }
    while (fgets(line, 4096, file) != NULL)
        count++;
    fclose(file);
    free(line);
    return count;
}

int main(int argc, char **argv)
{
    return argc == 2 && count_lines(argv[1]) >= 0 ? 0 : 1;
}
