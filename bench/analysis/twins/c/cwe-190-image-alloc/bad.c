#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

unsigned char *read_image(FILE *f)
{
    uint32_t width, height;
    unsigned char *pixels;

    if (fread(&width, sizeof width, 1, f) != 1 || fread(&height, sizeof height, 1, f) != 1)
        return NULL;
    pixels = malloc(width * height * 4);
    if (!pixels)
        return NULL;
    if (fread(pixels, (size_t)width * 4, height, f) != height) {
        free(pixels);
        return NULL;
    }
    return pixels;
}
