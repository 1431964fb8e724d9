#include <stdio.h>
#include <stdlib.h>

int load(const char *path, char **out, size_t size)
{
    FILE *f = fopen(path, "rb");
    char *buf;
    if (!f)
        return -1;
    buf = malloc(size + 1);
    if (!buf) {
        fclose(f);
        return -1;
    }
    if (fread(buf, 1, size, f) != size) {
        free(buf);
        buf = NULL;
        goto fail;
    }
    buf[size] = '\0';
    fclose(f);
    *out = buf;
    return 0;
fail:
    fclose(f);
    free(buf);
    return -1;
}
