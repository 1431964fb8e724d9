#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct mail {
    char *subject;
    char *body;
};

static void mail_clear(struct mail *mail)
{
    free(mail->subject);
    free(mail->body);
    mail->subject = NULL;
    mail->body = NULL;
}

static int mail_parse(struct mail *mail, const char *text)
{
    const char *cut = strstr(text, "\n\n");

    mail->subject = NULL;
    mail->body = NULL;
    if (cut == NULL)
        return -1;
    mail->subject = strndup(text, (size_t)(cut - text));
    mail->body = strdup(cut + 2);
    if (mail->subject == NULL || mail->body == NULL) {
        mail_clear(mail);
        return -1;
    }
    if (mail->subject[0] == '\0') {
        free(mail->subject);
        free(mail->body);
        return -1;
    }
    return 0;
}

int main(void)
{
    static char text[65536];
    struct mail mail;
    size_t got = fread(text, 1, sizeof(text) - 1, stdin);

    text[got] = '\0';
    if (mail_parse(&mail, text) != 0)
        fputs("not a mail\n", stderr);
    else
        printf("%s: %zu bytes\n", mail.subject, strlen(mail.body));
    mail_clear(&mail);
    return 0;
}
