#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct user {
    char name[40];
    int age;
};

struct user *user_create(const char *name, int age)
{
    struct user *u = malloc(sizeof(struct user));
    strncpy(u->name, name, sizeof u->name - 1);
    u->name[sizeof u->name - 1] = '\0';
    u->age = age;
    return u;
}
