#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/types.h>
#include <unistd.h>

#define NICK_SIZE 32
#define LINE_SIZE 512
#define MAX_MEMBERS 64

struct member {
    int socket;
    int joined;
    char nick[NICK_SIZE];
};

struct room {
    struct member members[MAX_MEMBERS];
    size_t count;
    char topic[LINE_SIZE];
};

static int send_text(int socket, const char *text)
{
    size_t left = strlen(text);

    while (left > 0) {
        ssize_t sent = send(socket, text, left, MSG_NOSIGNAL);
        if (sent <= 0)
            return -1;
        text += sent;
        left -= (size_t)sent;
    }
    return 0;
}

static void broadcast(const struct room *room, const struct member *from, const char *text)
{
    char line[LINE_SIZE + NICK_SIZE + 4];

    snprintf(line, sizeof(line), "%s: %s\n", from->nick, text);
    for (size_t i = 0; i < room->count; i++) {
        if (room->members[i].joined && &room->members[i] != from)
            send_text(room->members[i].socket, line);
    }
}

static int set_nick(struct member *member, const char *wanted)
{
    if (wanted[0] == '\0' || strchr(wanted, ' ') != NULL)
        return -1;
    strcpy(member->nick, wanted);
    member->nick[NICK_SIZE - 1] = '\0';
    member->joined = 1;
    return 0;
}

static void handle(struct room *room, struct member *member, char *line)
{
    if (strncmp(line, "NICK ", 5) == 0) {
        if (set_nick(member, line + 5) != 0)
            send_text(member->socket, "error: nick\n");
        return;
    }
    if (!member->joined) {
        send_text(member->socket, "error: NICK first\n");
        return;
    }
    if (strncmp(line, "TOPIC ", 6) == 0) {
        snprintf(room->topic, sizeof(room->topic), "%s", line + 6);
        return;
    }
    broadcast(room, member, line);
}

int serve(struct room *room, struct member *member)
{
    char line[LINE_SIZE];

    for (;;) {
        ssize_t got = recv(member->socket, line, sizeof(line) - 1, 0);
        if (got <= 0)
            break;
        line[got] = '\0';
        line[strcspn(line, "\r\n")] = '\0';
        handle(room, member, line);
    }
    member->joined = 0;
    return close(member->socket);
}
