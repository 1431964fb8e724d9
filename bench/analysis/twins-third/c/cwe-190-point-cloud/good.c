#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

struct point {
    float x, y, z;
    uint32_t colour;
};

struct cloud {
    struct point *points;
    uint32_t count;
};

static int read_u32(FILE *in, uint32_t *value)
{
    unsigned char b[4];

    if (fread(b, 1, sizeof(b), in) != sizeof(b))
        return -1;
    *value = (uint32_t)b[0] | (uint32_t)b[1] << 8 | (uint32_t)b[2] << 16 | (uint32_t)b[3] << 24;
    return 0;
}

static int load(FILE *in, struct cloud *cloud)
{
    uint32_t count, size;

    if (read_u32(in, &count) != 0)
        return -1;
    if (count == 0 || count > UINT32_MAX / sizeof(struct point))
        return -1;
    size = count * (uint32_t)sizeof(struct point);
    cloud->points = malloc(size);
    if (cloud->points == NULL)
        return -1;
    for (uint32_t i = 0; i < count; i++) {
        if (fread(&cloud->points[i], sizeof(struct point), 1, in) != 1) {
            free(cloud->points);
            cloud->points = NULL;
            return -1;
        }
    }
    cloud->count = count;
    return 0;
}

int main(void)
{
    struct cloud cloud = {NULL, 0};

    if (load(stdin, &cloud) != 0) {
        fputs("not a cloud\n", stderr);
        return 1;
    }
    printf("%u points\n", cloud.count);
    free(cloud.points);
    return 0;
}
