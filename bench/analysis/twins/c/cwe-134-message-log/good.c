#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <syslog.h>

static void note(const char *text)
{
    syslog(LOG_INFO, "%s", text);
}

int main(void)
{
    char line[256];
    openlog("notes", LOG_PID, LOG_USER);
    while (fgets(line, sizeof line, stdin)) {
        line[strcspn(line, "\n")] = '\0';
        note(line);
    }
    closelog();
    return 0;
}
