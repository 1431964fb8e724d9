from decimal import Decimal

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db import models
from django.http import JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET


class Label(models.Model):
    name = models.CharField(max_length=80, unique=True)

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name


class Album(models.Model):
    label = models.ForeignKey(Label, on_delete=models.PROTECT, related_name="albums")
    title = models.CharField(max_length=120)
    price = models.DecimalField(max_digits=8, decimal_places=2)
    released = models.DateField(db_index=True)

    class Meta:
        ordering = ["-released", "title"]

    def __str__(self):
        return self.title


class Track(models.Model):
    album = models.ForeignKey(Album, on_delete=models.CASCADE, related_name="tracks")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120)
    seconds = models.PositiveIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["album", "position"], name="track_position"),
        ]

    def __str__(self):
        return f"{self.position}. {self.title}"


def with_tax(price):
    return (price * Decimal("1.19")).quantize(Decimal("0.01"))


def describe(album):
    return {
        "id": album.pk,
        "title": album.title,
        "label": album.label.name,
        "price": str(with_tax(album.price)),
        "released": album.released.isoformat(),
    }


@login_required
@require_GET
def albums(request):
    page = Paginator(Album.objects.select_related("label"), 50).get_page(request.GET.get("page"))
    answer = []
    for album in page:
        entry = describe(album)
        tracks = Track.objects.filter(album=album)
        entry["seconds"] = sum(track.seconds for track in tracks)
        answer.append(entry)
    return JsonResponse({"page": page.number, "albums": answer})


@login_required
@require_GET
def album(request, pk):
    found = get_object_or_404(Album.objects.select_related("label"), pk=pk)
    entry = describe(found)
    entry["tracks"] = [
        {"position": track.position, "title": track.title, "seconds": track.seconds}
        for track in found.tracks.all()
    ]
    return JsonResponse(entry)
