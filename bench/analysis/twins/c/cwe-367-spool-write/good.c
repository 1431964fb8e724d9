#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

int spool(const char *path, const char *text)
{
    int fd;
    ssize_t n;

    fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0600);
    if (fd < 0)
        return -1;
    n = write(fd, text, strlen(text));
    close(fd);
    return n < 0 ? -1 : 0;
}
