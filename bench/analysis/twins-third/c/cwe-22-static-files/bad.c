#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define ROOT "/srv/www"

struct request {
    char method[8];
    char path[1024];
};

static int read_request(FILE *in, struct request *request)
{
    char line[2048];

    if (fgets(line, sizeof(line), in) == NULL)
        return -1;
    if (sscanf(line, "%7s %1023s", request->method, request->path) != 2)
        return -1;
    while (fgets(line, sizeof(line), in) != NULL) {
        if (strcmp(line, "\r\n") == 0 || strcmp(line, "\n") == 0)
            return 0;
    }
    return -1;
}

static void status(FILE *out, int code, const char *text)
{
    fprintf(out, "HTTP/1.0 %d %s\r\n\r\n", code, text);
}

static void send_file(FILE *out, const char *path)
{
    char full[PATH_MAX];
    char block[4096];
    size_t got;
    FILE *file;
    char *real;

    snprintf(full, sizeof(full), "%s%s", ROOT, path);
    real = realpath(full, NULL);
    if (real == NULL || strncmp(full, ROOT "/", strlen(ROOT "/")) != 0) {
        status(out, 404, "Not Found");
        free(real);
        return;
    }
    file = fopen(real, "rb");
    free(real);
    if (file == NULL) {
        status(out, 403, "Forbidden");
        return;
    }
    status(out, 200, "OK");
    while ((got = fread(block, 1, sizeof(block), file)) > 0)
        fwrite(block, 1, got, out);
    fclose(file);
}

void answer(int connection)
{
    struct request request;
    FILE *stream = fdopen(connection, "r+");

    if (stream == NULL) {
        close(connection);
        return;
    }
    if (read_request(stream, &request) != 0)
        status(stream, 400, "Bad Request");
    else if (strcmp(request.method, "GET") != 0)
        status(stream, 405, "Method Not Allowed");
    else
        send_file(stream, request.path);
    fclose(stream);
}
