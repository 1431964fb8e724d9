import { SetMetadata } from '@nestjs/common';

export const BEFORE_SECOND_FACTOR = 'before-second-factor';

/**
 * A route that stays open to a session which MFA_REQUIRED still holds back: what it takes to enrol a second factor, to
 * see one's own account and to sign out. Every other route that reads a credential is closed to it.
 */
export const BeforeSecondFactor = () => SetMetadata<string, boolean>(BEFORE_SECOND_FACTOR, true);
