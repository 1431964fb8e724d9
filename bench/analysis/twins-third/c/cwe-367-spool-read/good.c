#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

/* Prints a spool file on behalf of the user who started the program. */
int main(int argc, char **argv)
{
    struct stat info;
    char block[4096];
    ssize_t got;
    int file;

    if (argc != 2)
        return 64;
    file = open(argv[1], O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
    if (file < 0)
        return 1;
    if (fstat(file, &info) != 0 || !S_ISREG(info.st_mode) || info.st_uid != getuid())
        return 1;
    while ((got = read(file, block, sizeof(block))) > 0) {
        if (write(STDOUT_FILENO, block, (size_t)got) != got)
            break;
    }
    close(file);
    return got == 0 ? 0 : 1;
}
