#include <stdio.h>
#include <string.h>

static void trim(char *text)
{
    int end = (int)strlen(text) - 1;
    while (end >= 0 && (text[end] == ' ' || text[end] == '\n')) {
        text[end] = '\0';
        end--;
    }
}

int main(void)
{
    char line[100];
    if (fgets(line, sizeof line, stdin) == NULL)
        return 1;
    trim(line);
    puts(line);
    return 0;
}
