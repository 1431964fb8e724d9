from django.contrib.auth import authenticate, login
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme


def next_page(request):
    target = request.POST.get("next") or request.GET.get("next")
    if not target:
        return "/dashboard/"
    return target


def sign_in(request):
    if request.method == "POST":
        user = authenticate(request, username=request.POST["username"], password=request.POST["password"])
        if user is not None:
            login(request, user)
            return redirect(next_page(request))
    return render(request, "sign_in.html", {"form_error": request.method == "POST"})
