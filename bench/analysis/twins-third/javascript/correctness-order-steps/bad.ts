export type Step = 'paid' | 'packed' | 'sent' | 'returned';

export interface Order {
  id: number;
  cents: number;
  step: Step;
}

export interface Journal {
  write(order: number, text: string): void;
}

export class Desk {
  private refunds = 0;
  private readonly waiting = new Set<number>();

  constructor(private readonly journal: Journal) {}

  /** Carries out what comes with the step that an order has reached. */
  reached(order: Order): void {
    switch (order.step) {
      case 'paid':
        this.waiting.add(order.id);
        this.journal.write(order.id, 'waits for packing');
        break;
      case 'packed':
        this.waiting.delete(order.id);
        this.journal.write(order.id, 'waits for the carrier');
        break;
      case 'sent':
        this.journal.write(order.id, 'is on its way');
      case 'returned':
        this.refunds += order.cents;
        this.journal.write(order.id, 'is refunded');
        break;
    }
  }

  get open(): number {
    return this.waiting.size;
  }

  get refunded(): string {
    return (this.refunds / 100).toFixed(2);
  }
}

export function report(desk: Desk, orders: Order[]): string {
  for (const order of orders) {
    desk.reached(order);
  }
  return `${desk.open} open, ${desk.refunded} refunded`;
}
