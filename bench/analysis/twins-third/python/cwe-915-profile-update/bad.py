import json

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import JsonResponse
from django.views.decorators.http import require_http_methods

FIELDS = ("first_name", "last_name", "phone", "city", "newsletter")


@login_required
@require_http_methods(["GET", "PATCH"])
def profile(request):
    user = request.user
    if request.method == "GET":
        return JsonResponse({field: getattr(user, field) for field in FIELDS})
    try:
        changes = json.loads(request.body)
    except ValueError:
        return JsonResponse({"error": "json"}, status=400)
    if not isinstance(changes, dict):
        return JsonResponse({"error": "object"}, status=400)
    for field, value in changes.items():
        if hasattr(user, field) and not field.startswith("_"):
            setattr(user, field, value)
    try:
        user.full_clean()
    except ValidationError as error:
        return JsonResponse({"errors": error.message_dict}, status=422)
    user.save()
    return JsonResponse({field: getattr(user, field) for field in FIELDS})
