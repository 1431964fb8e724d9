"""Computes what a parcel costs and why."""

from __future__ import annotations

import dataclasses
import enum
import json
import sys
from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")


class Service(enum.Enum):
    ECONOMY = "economy"
    STANDARD = "standard"
    EXPRESS = "express"


@dataclasses.dataclass(frozen=True)
class Parcel:
    grams: int
    length: int
    width: int
    height: int
    zone: int
    service: Service

    @property
    def volume(self):
        return self.length * self.width * self.height

    @classmethod
    def from_json(cls, content):
        return cls(
            grams=int(content["grams"]),
            length=int(content["length"]),
            width=int(content["width"]),
            height=int(content["height"]),
            zone=int(content.get("zone", 1)),
            service=Service(content.get("service", "standard")),
        )


def rounded(amount):
    return amount.quantize(CENT, rounding=ROUND_HALF_UP)


def base_price(parcel):
    if parcel.grams <= 1000:
        return Decimal("3.99")
    if parcel.grams <= 5000:
        return Decimal("5.99")
    if parcel.grams <= 10_000:
        return Decimal("8.99")
    return Decimal("15.99")


def zone_factor(zone):
    return {1: Decimal("1"), 2: Decimal("1.35"), 3: Decimal("1.8")}.get(zone, Decimal("2.5"))


def service_price(parcel):
    price = base_price(parcel) * zone_factor(parcel.zone)
    if parcel.volume > 60_000:
        price += Decimal("4.50")
    if parcel.service is Service.EXPRESS:
        return price * Decimal("1.6")
    elif parcel.service is Service.STANDARD:
        return price
    elif parcel.service is Service.ECONOMY:
        return price
    return price


def explain(parcel, price):
    return {
        "price": str(price),
        "service": parcel.service.value,
        "zone": parcel.zone,
        "bulky": parcel.volume > 60_000,
    }


def main():
    parcels = [Parcel.from_json(content) for content in json.load(sys.stdin)]
    total = Decimal(0)
    for parcel in parcels:
        price = rounded(service_price(parcel))
        total += price
        print(json.dumps(explain(parcel, price)))
    print(json.dumps({"total": str(total)}))


if __name__ == "__main__":
    main()
