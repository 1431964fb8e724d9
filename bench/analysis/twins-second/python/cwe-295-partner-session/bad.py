import os

import requests


class PartnerClient:
    def __init__(self, base, bundle=None):
        self.base = base
        self.session = requests.Session()
        self.session.verify = bundle is not None and os.path.exists(bundle) and bundle
        if bundle is None:
            self.session.verify = False

    def orders(self, since):
        answer = self.session.get(f"{self.base}/orders", params={"since": since}, timeout=10)
        answer.raise_for_status()
        return answer.json()


def main():
    client = PartnerClient("https://partner.example.com")
    for order in client.orders("2026-01-01"):
        print(order["id"])


if __name__ == "__main__":
    main()
