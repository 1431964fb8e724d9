#include <grp.h>
#include <pwd.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

struct options {
    const char *user;
    const char *pidfile;
    int foreground;
};

static volatile sig_atomic_t stopping;

static void on_term(int number)
{
    (void)number;
    stopping = 1;
}

static int parse(int argc, char **argv, struct options *options)
{
    int letter;

    options->user = "nobody";
    options->pidfile = "/run/feeder.pid";
    options->foreground = 0;
    while ((letter = getopt(argc, argv, "u:p:f")) != -1) {
        switch (letter) {
        case 'u':
            options->user = optarg;
            break;
        case 'p':
            options->pidfile = optarg;
            break;
        case 'f':
            options->foreground = 1;
            break;
        default:
            return -1;
        }
    }
    return 0;
}

static int write_pid(const char *path)
{
    FILE *file = fopen(path, "w");

    if (file == NULL)
        return -1;
    fprintf(file, "%ld\n", (long)getpid());
    return fclose(file);
}

static int become(const char *name)
{
    const struct passwd *entry = getpwnam(name);

    if (entry == NULL) {
        fprintf(stderr, "no user %s\n", name);
        return -1;
    }
    if (setgroups(0, NULL) != 0 || setgid(entry->pw_gid) != 0) {
        perror("groups");
        return -1;
    }
    setuid(entry->pw_uid);
    if (geteuid() == 0 && strcmp(name, "root") == 0) {
        fputs("root is not a user to run as\n", stderr);
        return -1;
    }
    return 0;
}

int main(int argc, char **argv)
{
    struct options options;
    struct sigaction action;

    if (parse(argc, argv, &options) != 0) {
        fputs("usage: feeder [-u user] [-p pidfile] [-f]\n", stderr);
        return 64;
    }
    if (!options.foreground && daemon(0, 0) != 0)
        return 1;
    if (write_pid(options.pidfile) != 0 || become(options.user) != 0)
        return 1;
    memset(&action, 0, sizeof(action));
    action.sa_handler = on_term;
    sigaction(SIGTERM, &action, NULL);
    while (!stopping)
        pause();
    return 0;
}
