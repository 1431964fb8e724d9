import os
import smtplib
from email.message import EmailMessage

HOST = "mail.example.org"
USER = "notifications"
PASSWORD = os.environ["MAIL_PASSWORD"]


def compose(to, subject, body):
    message = EmailMessage()
    message["From"] = "notifications@example.org"
    message["To"] = to
    message["Subject"] = subject
    message.set_content(body)
    return message


def send(message):
    with smtplib.SMTP_SSL(HOST) as relay:
        relay.login(USER, PASSWORD)
        relay.send_message(message)


if __name__ == "__main__":
    send(compose("ops@example.org", "Backup", "Finished."))
