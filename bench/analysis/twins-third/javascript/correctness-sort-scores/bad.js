export class ScoreBoard {
  #scores = new Map();

  record(player, points) {
    if (!Number.isInteger(points) || points < 0) {
      throw new RangeError(`points of ${player}`);
    }
    const scores = this.#scores.get(player) ?? [];
    scores.push(points);
    this.#scores.set(player, scores);
  }

  best(player, count = 3) {
    const scores = this.#scores.get(player) ?? [];
    return scores.toSorted().slice(-count);
  }

  players() {
    return [...this.#scores.keys()].toSorted();
  }
}
