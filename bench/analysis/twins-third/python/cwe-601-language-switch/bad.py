from django.conf import settings
from django.http import HttpResponseBadRequest, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language
from django.views.decorators.http import require_POST


@require_POST
def switch(request):
    language = request.POST.get("language", settings.LANGUAGE_CODE)
    if not check_for_language(language):
        return HttpResponseBadRequest("language")
    target = request.POST.get("next") or request.META.get("HTTP_REFERER") or "/"
    if not url_has_allowed_host_and_scheme(target, allowed_hosts=None):
        request.session["left_from"] = request.path
    response = HttpResponseRedirect(target)
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME, language, max_age=31_536_000, secure=True, httponly=True, samesite="Lax"
    )
    return response
