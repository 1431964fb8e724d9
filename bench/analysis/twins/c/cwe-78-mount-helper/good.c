#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int main(int argc, char **argv)
{
    char command[256];
    const char *label = getenv("DISK_LABEL");
    const char *device = "/dev/sdb1";

    if (label == NULL || strlen(label) > 100)
        return 1;
    if (argc > 1 && strcmp(argv[1], "--data") == 0)
        device = "/dev/sdc1";
    snprintf(command, sizeof command, "mount %s /mnt/data", device);
    return system(command) == 0 ? 0 : 1;
}
