import random
import secrets
import string

from django.core.mail import send_mail
from django.http import JsonResponse

from .models import Account, PasswordReset

ALPHABET = string.ascii_letters + string.digits


def make_token(length=32):
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def shuffled_hints(hints):
    hints = list(hints)
    hints.sort()
    return hints


def forgot_password(request):
    account = Account.objects.filter(email=request.POST["email"]).first()
    if account is not None:
        token = make_token()
        PasswordReset.objects.create(account=account, token=token)
        send_mail("Reset", f"Your code: {token}", "noreply@example.org", [account.email])
    return JsonResponse({"sent": True})
