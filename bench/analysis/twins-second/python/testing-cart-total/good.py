import pytest


class Cart:
    def __init__(self):
        self.lines = []

    def add(self, price, count=1):
        if count < 1:
            raise ValueError("count")
        self.lines.append((price, count))

    def total(self):
        return sum(price * count for price, count in self.lines)


@pytest.fixture
def cart():
    return Cart()


def test_total_of_two_lines(cart):
    cart.add(300)
    cart.add(150, count=2)
    assert cart.total() == 600


def test_refuses_nothing(cart):
    with pytest.raises(ValueError):
        cart.add(300, count=0)
