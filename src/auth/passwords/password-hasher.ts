import { availableParallelism } from 'node:os';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { hash, type Options, parseOptions, verify } from '@node-rs/argon2';
import { Configuration } from '../../config/configuration.js';
import type { Peppers } from '../../config/peppers.js';
import { HashQueue } from './hash-queue.js';
import { joinHash, peppered, splitHash } from './pepper.js';

/** argon2id, by its number: the library's const enum cannot be read under isolatedModules. */
const ARGON2ID = 2;
const QUEUE = 256;

/**
 * argon2id in PHC form with the configured cost. Hashing runs on libuv's four threads, which files and DNS share, so at
 * most all cores but one hash at a time.
 */
@Injectable()
export class PasswordHasher implements OnModuleInit {
  private readonly queue = new HashQueue(Math.max(1, availableParallelism() - 1), QUEUE);
  private readonly options: Required<Pick<Options, 'memoryCost' | 'timeCost' | 'parallelism'>> & Options;
  private decoy = '';

  private readonly peppers: Peppers | undefined;

  constructor(configuration: Configuration) {
    this.peppers = configuration.settings.PASSWORD_PEPPERS;
    const { ARGON2_MEMORY_KIB, ARGON2_ITERATIONS, ARGON2_PARALLELISM } = configuration.settings;
    this.options = {
      algorithm: ARGON2ID,
      memoryCost: ARGON2_MEMORY_KIB,
      timeCost: ARGON2_ITERATIONS,
      parallelism: ARGON2_PARALLELISM,
    };
  }

  /** The decoy costs what a real hash costs now, so an unknown account takes as long as a known one. */
  async onModuleInit(): Promise<void> {
    this.decoy = await hash('no account has this password', this.options);
  }

  /** @throws Problem `overloaded` when too many wait. */
  async hash(password: string): Promise<string> {
    const version = this.peppers?.current ?? null;
    const secret = peppered(normalized(password), version, this.peppers) as string;
    return joinHash({ version, phc: await this.queue.run(() => hash(secret, this.options)) });
  }

  /**
   * True when the password is right. An account without a usable hash (null, damaged) takes the same time as a wrong
   * password and never fits.
   * @throws Problem `overloaded` when too many wait; never because of the hash.
   */
  verify(password: string, stored: string | null): Promise<boolean> {
    const plain = normalized(password);
    const held = stored === null ? null : splitHash(stored);
    const secret = held === null ? null : peppered(plain, held.version, this.peppers);
    const real = held !== null && secret !== null && parse(held.phc) !== null;
    return this.queue.run(async () => {
      const right = await verify(real ? held.phc : this.decoy, secret ?? plain).catch(() => false);
      return real && right;
    });
  }

  /** True when a hash was made at another cost than the configured one, or with another pepper. */
  outdated(stored: string): boolean {
    const held = splitHash(stored);
    const made = held === null ? null : parse(held.phc);
    const { memoryCost, timeCost, parallelism } = this.options;
    return (
      made === null ||
      held?.version !== (this.peppers?.current ?? null) ||
      made.algorithm !== ARGON2ID ||
      made.memoryCost !== memoryCost ||
      made.timeCost !== timeCost ||
      made.parallelism !== parallelism
    );
  }
}

/** RFC 8265's OpaqueString, as far as it matters: both spellings of "é" are one password. */
function normalized(password: string): string {
  return password.normalize('NFC');
}

function parse(stored: string): ReturnType<typeof parseOptions> | null {
  try {
    return parseOptions(stored);
  } catch {
    return null;
  }
}
