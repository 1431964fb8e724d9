/** Values with what is known of each, touched last at the end; the one touched longest ago makes room. */
export class RecentList<T> {
  private readonly entries = new Map<string, T>();

  constructor(private readonly most: number) {}

  touch(value: string, make: () => T): { entry: T; known: boolean } {
    const there = this.entries.get(value);
    if (there !== undefined) this.entries.delete(value);
    else if (this.entries.size >= this.most) this.entries.delete(this.entries.keys().next().value as string);
    const entry = there ?? make();
    this.entries.set(value, entry);
    return { entry, known: there !== undefined };
  }
}
