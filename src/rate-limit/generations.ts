/**
 * A bounded map that forgets what was not used lately: two maps, and when the young one is full it becomes the old one
 * and the old one goes. Cheaper than a list in order of use, and nothing used within the last `capacity` writes is lost.
 */
export class Generations<K, V> {
  private young = new Map<K, V>();
  private old = new Map<K, V>();

  /** @param capacity entries of one generation; twice as many are held at most. */
  constructor(private readonly capacity: number) {}

  get size(): number {
    return this.young.size + this.old.size;
  }

  keys(): K[] {
    return [...new Set([...this.old.keys(), ...this.young.keys()])];
  }

  get(key: K): V | undefined {
    return this.young.get(key) ?? this.old.get(key);
  }

  set(key: K, value: V): void {
    if (this.young.size >= this.capacity && !this.young.has(key)) this.age();
    this.young.set(key, value);
  }

  delete(key: K): void {
    this.young.delete(key);
    this.old.delete(key);
  }

  /** Forgets the older half at once. */
  age(): void {
    this.old = this.young;
    this.young = new Map();
  }

  clear(): void {
    this.young.clear();
    this.old.clear();
  }
}
