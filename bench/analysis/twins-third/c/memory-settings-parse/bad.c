#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct setting {
    char *key;
    char *value;
    struct setting *next;
};

static char *trimmed(const char *from, const char *to)
{
    size_t length;
    char *text;

    while (from < to && isspace((unsigned char)*from))
        from++;
    while (to > from && isspace((unsigned char)to[-1]))
        to--;
    length = (size_t)(to - from);
    text = malloc(length + 1);
    if (text == NULL)
        return NULL;
    memcpy(text, from, length);
    text[length] = '\0';
    return text;
}

static void release(struct setting *list)
{
    while (list != NULL) {
        struct setting *next = list->next;
        free(list->key);
        free(list->value);
        free(list);
        list = next;
    }
}

static struct setting *parse_line(const char *line)
{
    const char *cut = strchr(line, '=');
    struct setting *setting;

    if (cut == NULL)
        return NULL;
    setting = calloc(1, sizeof(*setting));
    if (setting == NULL)
        return NULL;
    setting->key = trimmed(line, cut);
    setting->value = trimmed(cut + 1, line + strlen(line));
    if (setting->key == NULL || setting->value == NULL || setting->key[0] == '\0') {
        free(setting);
        return NULL;
    }
    return setting;
}

static struct setting *load(const char *path)
{
    struct setting *list = NULL;
    char line[1024];
    FILE *file = fopen(path, "r");

    if (file == NULL) {
        fprintf(stderr, "%s: %s\n", path, strerror(errno));
        return NULL;
    }
    while (fgets(line, sizeof(line), file) != NULL) {
        struct setting *setting;

        if (line[0] == '#')
            continue;
        setting = parse_line(line);
        if (setting == NULL)
            continue;
        setting->next = list;
        list = setting;
    }
    fclose(file);
    return list;
}

int main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        struct setting *list = load(argv[i]);

        for (const struct setting *s = list; s != NULL; s = s->next)
            printf("%s = %s\n", s->key, s->value);
        release(list);
    }
    return 0;
}
