#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct label {
    char *text;
    struct label *next;
};

static char *join(const char *left, const char *right)
{
    size_t size = strlen(left) + 1 + strlen(right) + 1;
    char *text = malloc(size);

    if (text == NULL)
        return NULL;
    strcpy(text, left);
    strcat(text, "/");
    strcat(text, right);
    return text;
}

static struct label *push(struct label *head, const char *group, const char *name)
{
    struct label *label = malloc(sizeof(*label));

    if (label == NULL)
        return head;
    label->text = join(group, name);
    label->next = head;
    return label;
}

int main(int argc, char **argv)
{
    struct label *head = NULL;

    for (int i = 2; i < argc; i++)
        head = push(head, argv[1], argv[i]);
    while (head != NULL) {
        struct label *next = head->next;
        if (head->text != NULL)
            puts(head->text);
        free(head->text);
        free(head);
        head = next;
    }
    return 0;
}
