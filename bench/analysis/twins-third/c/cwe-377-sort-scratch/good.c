#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static FILE *scratch(char *name)
{
    int file = mkstemp(name);
    if (file < 0)
        return NULL;
    return fdopen(file, "w+");
}

int main(void)
{
    char name[] = "/tmp/sort-XXXXXX";
    char line[1024];
    FILE *file = scratch(name);
    long lines = 0;

    if (file == NULL) {
        perror("scratch");
        return 1;
    }
    while (fgets(line, sizeof(line), stdin) != NULL) {
        fputs(line, file);
        lines++;
    }
    rewind(file);
    while (fgets(line, sizeof(line), file) != NULL)
        fputs(line, stdout);
    fprintf(stderr, "%ld lines\n", lines);
    fclose(file);
    return unlink(name);
}
