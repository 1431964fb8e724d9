from django.http import JsonResponse

from .models import Customer, Order


def summary(order, customer):
    return {"id": order.pk, "customer": customer.name, "total": order.total}


def open_orders(request):
    orders = Order.objects.filter(state="open")[:200]
    rows = []
    customers = Customer.objects.in_bulk({order.customer_id for order in orders})
    for order in orders:
        customer = customers[order.customer_id]
        rows.append(summary(order, customer))
    return JsonResponse({"orders": rows})
