#include <stdio.h>
#include <string.h>

struct header {
    char name[32];
    char value[96];
};

static void set_name(struct header *h, const char *text)
{
    snprintf(h->name, sizeof h->name, "%s", text);
}

int main(int argc, char **argv)
{
    struct header h = {{0}, {0}};
    if (argc < 2)
        return 1;
    set_name(&h, argv[1]);
    printf("%s\n", h.name);
    return 0;
}
