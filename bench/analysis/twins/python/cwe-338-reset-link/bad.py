import random
import secrets
import string
from datetime import timedelta

from django.core.mail import send_mail
from django.utils import timezone

ALPHABET = string.ascii_letters + string.digits
TIPS = ["Use a passphrase.", "Turn on two-step login."]


def reset_token(length=32):
    return "".join(random.choice(ALPHABET) for _ in range(length))


def send_reset(user):
    user.reset_token = reset_token()
    user.reset_until = timezone.now() + timedelta(hours=1)
    user.save(update_fields=["reset_token", "reset_until"])
    tip = TIPS[0]
    send_mail("Reset", f"https://shop.example/reset/{user.reset_token}\n{tip}", None, [user.email])
