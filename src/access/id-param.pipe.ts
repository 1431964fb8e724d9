import { Injectable, type PipeTransform } from '@nestjs/common';
import { Problem } from '../problem/problem.js';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** An id in a path: what cannot be one is not found, exactly as one that is not there. */
@Injectable()
export class IdParam implements PipeTransform<string, string> {
  transform(value: string): string {
    if (!uuid.test(value)) throw new Problem('not_found');
    return value.toLowerCase();
  }
}
