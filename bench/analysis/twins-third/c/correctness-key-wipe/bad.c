#include <stdio.h>
#include <string.h>

#define KEY_SIZE 32

static void reset(unsigned char key[KEY_SIZE])
{
    memset(key, 0xff, sizeof(key));
}

static int filled(const unsigned char *key)
{
    for (int i = 0; i < KEY_SIZE; i++) {
        if (key[i] != 0xff)
            return 0;
    }
    return 1;
}

int main(void)
{
    unsigned char key[KEY_SIZE] = {0};

    reset(key);
    puts(filled(key) ? "empty" : "used");
    return 0;
}
