import { Injectable } from '@nestjs/common';

/** `degraded`: requests are answered, something is missing. `down`: the part does not work. */
export interface PartHealth {
  state: 'ok' | 'degraded' | 'down';
  /** Small facts for the operator; public, so never addresses, names of hosts or secrets. */
  [fact: string]: string | number | boolean | null;
}

export type HealthCheck = () => PartHealth | Promise<PartHealth>;

export interface HealthSummary {
  status: 'ok' | 'degraded' | 'unavailable';
  checks: Record<string, PartHealth>;
}

/** Longest wait for one check, ms: a hung dependency must not hang the probe that should tell of it. */
const CHECK_TIMEOUT_MS = 2_000;

/**
 * Where rooms say how they are: `registry.add('activity', () => ({ state: 'ok', lag_ms: 3 }))`. `required` is for what
 * no request can be answered without: only such a part makes the service not ready.
 */
@Injectable()
export class HealthRegistry {
  private readonly checks = new Map<string, { check: HealthCheck; required: boolean }>();

  add(name: string, check: HealthCheck, options: { required?: boolean } = {}): void {
    if (this.checks.has(name)) throw new Error(`two rooms report health as "${name}"`);
    this.checks.set(name, { check, required: options.required ?? false });
  }

  /** Asks every part at once. */
  async summary(): Promise<HealthSummary> {
    const parts = await Promise.all(
      [...this.checks].map(async ([name, { check, required }]) => ({ name, required, health: await ask(check) })),
    );
    const missing = parts.some((part) => part.required && part.health.state === 'down');
    const impaired = parts.some((part) => part.health.state !== 'ok');
    return {
      status: missing ? 'unavailable' : impaired ? 'degraded' : 'ok',
      checks: Object.fromEntries(parts.map((part) => [part.name, part.health])),
    };
  }
}

async function ask(check: HealthCheck): Promise<PartHealth> {
  let timer: NodeJS.Timeout | undefined;
  const expiry = new Promise<PartHealth>((resolve) => {
    timer = setTimeout(() => resolve({ state: 'down', reason: 'no answer in time' }), CHECK_TIMEOUT_MS);
  });
  try {
    return await Promise.race([check(), expiry]);
  } catch {
    return { state: 'down' };
  } finally {
    clearTimeout(timer);
  }
}
