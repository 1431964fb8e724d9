#include <stdlib.h>
#include <string.h>

struct buffer {
    char *data;
    size_t size;
};

static int fill(struct buffer *b, size_t size)
{
    b->data = malloc(size);
    b->size = size;
    return b->data == NULL ? -1 : 0;
}

int main(int argc, char **argv)
{
    struct buffer b;
    (void)argv;
    if (fill(&b, 64) != 0)
        return 1;
    memset(b.data, 0, b.size);
    if (argc > 1) {
        free(b.data);
        b.size = 0;
    }
    free(b.data);
    return 0;
}
