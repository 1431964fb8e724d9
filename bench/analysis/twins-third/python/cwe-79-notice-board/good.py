import datetime

from django import forms
from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.shortcuts import redirect
from django.template.defaultfilters import linebreaksbr
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import mark_safe
from django.views.generic import FormView, TemplateView

from .models import Notice


class NoticeForm(forms.Form):
    subject = forms.CharField(max_length=80)
    text = forms.CharField(widget=forms.Textarea, max_length=2000)
    until = forms.DateField(required=False)

    def clean_until(self):
        until = self.cleaned_data["until"]
        if until and until < datetime.date.today():
            raise forms.ValidationError("The day is over.")
        return until


def badge(notice):
    if notice.until and (notice.until - datetime.date.today()).days < 3:
        return mark_safe('<span class="badge">ends soon</span>')
    return ""


def card(notice):
    return format_html(
        '<section class="card" id="notice-{}"><h3>{} {}</h3><p>{}</p></section>',
        *(notice.pk, escape(notice.subject), badge(notice), notice.text),
    )


class BoardView(LoginRequiredMixin, TemplateView):
    template_name = "board/list.html"

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        notices = Notice.objects.filter(hidden=False).order_by("-created")[:30]
        context["cards"] = format_html_join("\n", "{}", ((card(notice),) for notice in notices))
        context["form"] = NoticeForm()
        return context


class AddView(LoginRequiredMixin, FormView):
    template_name = "board/add.html"
    form_class = NoticeForm

    def form_valid(self, form):
        notice = Notice(
            author=self.request.user,
            subject=form.cleaned_data["subject"],
            text=form.cleaned_data["text"],
            until=form.cleaned_data["until"],
        )
        notice.save()
        messages.success(self.request, "The notice is on the board.")
        return redirect("board")

    def form_invalid(self, form):
        response = super().form_invalid(form)
        response.status_code = 422
        return response


def preview(text):
    return linebreaksbr(text[:200])
