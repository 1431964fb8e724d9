#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct session {
    int id;
    char *user;
};

static struct session *session_new(int id, const char *user)
{
    struct session *s = malloc(sizeof *s);
    if (!s)
        return NULL;
    s->id = id;
    s->user = strdup(user);
    return s;
}

static void session_free(struct session *s)
{
    free(s->user);
    free(s);
}

int main(void)
{
    struct session *s = session_new(7, "ada");
    if (!s)
        return 1;
    session_free(s);
    printf("closed session %d\n", s->id);
    return 0;
}
