#include <stdio.h>
#include <string.h>

static void report(const char *text)
{
    fprintf(stderr, "%s", text);
    fputc('\n', stderr);
}

int main(void)
{
    char line[128];
    while (fgets(line, sizeof line, stdin) != NULL) {
        line[strcspn(line, "\n")] = '\0';
        report(line);
    }
    return 0;
}
