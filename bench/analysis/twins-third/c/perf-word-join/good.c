#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char *join(char **words, size_t count)
{
    size_t size = 1;
    char *line, *end;

    for (size_t i = 0; i < count; i++)
        size += strlen(words[i]) + 1;
    line = malloc(size);
    if (line == NULL)
        return NULL;
    end = line;
    *end = '\0';
    for (size_t i = 0; i < count; i++) {
        end = stpcpy(end, words[i]);
        end = stpcpy(end, " ");
    }
    return line;
}

int main(int argc, char **argv)
{
    char *line = join(argv + 1, (size_t)argc - 1);

    if (line == NULL)
        return 1;
    puts(line);
    free(line);
    return 0;
}
