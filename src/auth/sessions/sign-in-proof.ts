/** How somebody proved who they are, for the session that opens on it and its tokens' `amr` (RFC 8176). */
export interface SignInProof {
  methods: readonly string[];
  /**
   * When. Null where nobody signed in at all where the session opens (a device that was approved elsewhere): its
   * `auth_time` is 0, so that whoever talked a user into an approval can change neither password nor factors.
   */
  at: Date | 'now' | null;
}

export const byPassword: SignInProof = { methods: ['pwd'], at: 'now' };

/** True when more than one factor was proved. */
export function isMultiFactor(methods: readonly string[]): boolean {
  return methods.includes('mfa');
}
