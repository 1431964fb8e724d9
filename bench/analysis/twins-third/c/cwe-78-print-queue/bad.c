#include <ctype.h>
#include <stdio.h>
#include <string.h>

static int plain_name(const char *name)
{
    for (; *name != '\0'; name++) {
        if (!isalnum((unsigned char)*name) && *name != '_')
            return 0;
    }
    return 1;
}

static int queue_length(const char *printer)
{
    char command[256];
    char line[256];
    int jobs = 0;
    FILE *out;

    if (printer[0] == '\0' || strlen(printer) > 64)
        return -1;
    snprintf(command, sizeof(command), "lpq -P%s", printer);
    out = popen(command, "r");
    if (out == NULL)
        return -1;
    while (fgets(line, sizeof(line), out) != NULL)
        jobs++;
    pclose(out);
    return jobs;
}

int main(void)
{
    char printer[128];

    while (fgets(printer, sizeof(printer), stdin) != NULL) {
        printer[strcspn(printer, "\n")] = '\0';
        if (!plain_name(printer))
            fprintf(stderr, "unusual name %s\n", printer);
        printf("%s: %d\n", printer, queue_length(printer));
    }
    return 0;
}
