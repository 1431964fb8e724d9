from django.http import HttpResponse, HttpResponseNotFound
from lxml import etree

CATALOGUE = etree.parse("catalogue.xml")


def price(request):
    sku = request.GET.get("sku", "")
    found = CATALOGUE.xpath("//article[@sku=$sku]/price/text()", sku=sku)
    if not found:
        return HttpResponseNotFound("no such article")
    return HttpResponse(found[0], content_type="text/plain")
