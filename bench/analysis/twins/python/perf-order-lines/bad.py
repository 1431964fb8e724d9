from django.http import JsonResponse

from shop.models import Order, OrderLine


def report(request):
    rows = []
    orders = Order.objects.filter(state="paid")[:500]
    for order in orders:
        lines = OrderLine.objects.filter(order_id=order.id)
        rows.append({"id": order.id, "total": sum(line.amount for line in lines)})
    return JsonResponse({"orders": rows})
