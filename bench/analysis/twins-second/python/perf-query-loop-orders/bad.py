from django.http import JsonResponse

from .models import Customer, Order


def summary(order, customer):
    return {"id": order.pk, "customer": customer.name, "total": order.total}


def open_orders(request):
    orders = Order.objects.filter(state="open")[:200]
    rows = []
    for order in orders:
        customer = Customer.objects.get(pk=order.customer_id)
        rows.append(summary(order, customer))
    return JsonResponse({"orders": rows})
