from django.db import connection
from django.http import JsonResponse


class ProductSearch:
    def __init__(self, term, category):
        self.term = term
        self.category = category

    def where(self):
        return "name LIKE %s AND category_id = %s"

    def run(self):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT id, name FROM shop_product WHERE " + self.where(),
                ["%" + self.term + "%", int(self.category)],
            )
            return cursor.fetchall()


def search(request):
    query = ProductSearch(request.GET.get("q", ""), request.GET.get("category", "0"))
    return JsonResponse({"items": query.run()})
