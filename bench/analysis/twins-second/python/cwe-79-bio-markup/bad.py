from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from .models import Member


def badge(member):
    return mark_safe('<span class="badge">{}</span>'.format(member.nickname))


def rename(request, pk):
    member = get_object_or_404(Member, pk=pk, account=request.user)
    member.nickname = request.POST["nickname"]
    member.save()
    return HttpResponse(badge(member))


def separator():
    return mark_safe("<hr>")
