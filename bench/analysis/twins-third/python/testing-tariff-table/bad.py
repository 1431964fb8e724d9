import datetime
from decimal import Decimal

import pytest

from tariffs import Tariff, TariffTable, UnknownZoneError


@pytest.fixture
def table():
    return TariffTable(
        [
            Tariff("A", Decimal("2.10"), datetime.date(2024, 1, 1)),
            Tariff("B", Decimal("3.40"), datetime.date(2024, 1, 1)),
            Tariff("B", Decimal("3.60"), datetime.date(2024, 7, 1)),
        ]
    )


def test_price_of_zone(table):
    price = table.price("A", datetime.date(2024, 3, 5))
    assert price == Decimal("2.10")


def test_newer_tariff_counts(table):
    price = table.price("B", datetime.date(2024, 8, 1))
    assert (price == Decimal("3.60"), "tariff of July")


def test_unknown_zone(table):
    with pytest.raises(UnknownZoneError):
        table.price("Z", datetime.date(2024, 3, 5))


@pytest.mark.parametrize("day", [datetime.date(2024, 1, 1), datetime.date(2024, 6, 30)])
def test_first_and_last_day(table, day):
    assert table.price("B", day) == Decimal("3.40")
