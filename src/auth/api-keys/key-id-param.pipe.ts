import { Injectable, type PipeTransform } from '@nestjs/common';
import { Problem } from '../../problem/problem.js';
import { keyIdForm } from './key-text.js';

/** The id of a key in a path: what cannot be one is not found, exactly as one that is not there. */
@Injectable()
export class KeyIdParam implements PipeTransform<string, string> {
  transform(value: string): string {
    if (!keyIdForm.test(value)) throw new Problem('not_found');
    return value;
  }
}
