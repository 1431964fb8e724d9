#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

static int open_spool(const char *path)
{
    if (access(path, W_OK) != 0)
        return -1;
    return open(path, O_WRONLY | O_APPEND);
}

int main(int argc, char **argv)
{
    int fd;
    if (argc != 2)
        return 1;
    fd = open_spool(argv[1]);
    if (fd < 0) {
        perror("spool");
        return 1;
    }
    close(fd);
    return 0;
}
