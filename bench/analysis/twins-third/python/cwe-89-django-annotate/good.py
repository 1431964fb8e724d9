from django.contrib.auth.decorators import login_required
from django.http import JsonResponse
from django.views.decorators.http import require_GET

from .models import Reading


@login_required
@require_GET
def readings(request, station):
    unit = request.GET.get("unit", "hour")
    rows = Reading.objects.filter(station__slug=station, station__owner=request.user)
    rows = rows.extra(select={"slot": "date_trunc(%s, measured_at)"}, select_params=(unit,))
    values = rows.values("slot", "value").order_by("-measured_at")[:500]
    return JsonResponse({"station": station, "readings": list(values)})
