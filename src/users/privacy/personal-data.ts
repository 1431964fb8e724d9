import { Injectable } from '@nestjs/common';

/** What one room holds of a person. */
export interface PersonalDataPart {
  /** Name of the member in the export. */
  name: string;
  /** Everything of the user, in pieces: read page by page, so that the size of an account does not matter. */
  export?(userId: string): AsyncIterable<unknown>;
  /**
   * Removes what goes with no row of the database, once the account is gone (its rows go by themselves: every table
   * refers to `users` with `on delete cascade`). May fail: what Redis holds lapses in any case.
   */
  forget?(userId: string): Promise<void>;
}

/**
 * Where rooms say what they hold of a person: the export is made of all parts, and a deletion reaches all. Rooms above
 * this one add themselves, so that none has to be known here.
 */
@Injectable()
export class PersonalData {
  private readonly added = new Map<string, PersonalDataPart>();

  get parts(): readonly PersonalDataPart[] {
    return [...this.added.values()];
  }

  add(part: PersonalDataPart): void {
    if (this.added.has(part.name)) throw new Error(`two rooms hold personal data as "${part.name}"`);
    this.added.set(part.name, part);
  }
}
