/** Counts by value. Without a prototype: a value may be called like a member of Object. */
export type Slots<T> = Record<string, T>;

/** Distinct values kept of each kind; the rest is summed under `other`, so that nothing from outside can grow a row. */
const VALUES_LIMIT = 200;
const OTHER = 'other';

export function noSlots<T>(): Slots<T> {
  return Object.create(null) as Slots<T>;
}

/** The slot of a value, made when there is none yet and room for it. */
export function slotOf<T>(slots: Slots<T>, value: string, empty: () => T): T {
  const key = nameIn(slots, value);
  return (slots[key] ??= empty());
}

export function increase(counts: Slots<number>, value: string, by = 1): void {
  const key = nameIn(counts, value);
  counts[key] = (counts[key] ?? 0) + by;
}

export function addCounts(into: Slots<number>, other: Readonly<Slots<number>>): void {
  for (const [value, count] of Object.entries(other)) increase(into, value, count);
}

function nameIn(slots: Slots<unknown>, value: string): string {
  return Object.hasOwn(slots, value) || Object.keys(slots).length < VALUES_LIMIT ? value : OTHER;
}
