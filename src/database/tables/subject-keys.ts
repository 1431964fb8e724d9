/** The key under which the activity record seals what it says of one user. */
export interface SubjectKeysTable {
  user_id: string;
  /** 32 bytes, sealed with the data secret. */
  key: Buffer;
}
