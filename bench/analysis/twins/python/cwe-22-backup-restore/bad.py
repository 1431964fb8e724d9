import tarfile
import tempfile

from django.http import JsonResponse
from django.views.decorators.http import require_POST


def unpack(upload, target):
    with tarfile.open(fileobj=upload, mode="r:gz") as archive:
        archive.extractall(target)
        return len(archive.getmembers())


@require_POST
def restore(request):
    target = tempfile.mkdtemp(prefix="restore-")
    count = unpack(request.FILES["backup"].file, target)
    return JsonResponse({"files": count})
