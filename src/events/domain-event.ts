/** What happened in a room, told to whoever subscribes (activity does). Names are those of the activity design, §2.2. */
export type DomainEventType =
  | 'auth.login.success'
  | 'auth.login.failure'
  | 'auth.logout'
  | 'auth.token.refresh'
  | 'auth.token.reuse_detected'
  | 'auth.session.revoked'
  | 'auth.password.changed'
  | 'auth.password.reset_requested'
  | 'auth.password.reset'
  | 'auth.email.verified'
  | 'auth.network.admitted'
  | 'auth.device.approved'
  | 'auth.device.denied'
  | 'auth.oidc.linked'
  | 'auth.oidc.unlinked'
  | 'auth.mfa.enabled'
  | 'auth.mfa.disabled'
  | 'auth.mfa.reset'
  | 'auth.mfa.recovery_code_used'
  | 'auth.mfa.recovery_codes_renewed'
  | 'key.created'
  | 'key.updated'
  | 'key.rotated'
  | 'key.revoked'
  | 'key.expiring'
  | 'privacy.export'
  | 'privacy.erasure'
  | 'user.created'
  | 'user.updated'
  | 'user.invited'
  | 'user.email_change_requested'
  | 'user.email_changed'
  | 'user.role_changed'
  | 'user.plan_changed'
  | 'user.disabled'
  | 'user.enabled'
  | 'user.permissions_changed'
  | 'billing.customer.linked'
  | 'billing.payment_failed'
  | 'billing.event.ignored'
  | 'code.analysis.completed'
  | 'code.analysis.failed'
  | 'code.analysis.dangerous'
  | 'code.analysis.timeout'
  | 'rate_limit.multiplier_changed'
  | 'admin.override.set'
  | 'admin.override.removed'
  | 'admin.limit.reset'
  | 'admin.block.added'
  | 'admin.block.changed'
  | 'admin.block.removed'
  | 'admin.allowlist.added'
  | 'admin.allowlist.changed'
  | 'admin.allowlist.removed'
  | 'admin.config.changed'
  | 'admin.signing_key.added'
  | 'admin.signing_key.promoted'
  | 'admin.signing_key.retired'
  | 'admin.viewed_user'
  | 'detect.scenario_fired'
  | 'detect.score_band_changed'
  | 'system.start'
  | 'system.stop';

export interface DomainEvent {
  type: DomainEventType;
  outcome: 'ok' | 'denied' | 'limited' | 'error';
  actor: { kind: 'user' | 'key' | 'admin' | 'system' | 'anonymous'; id?: string };
  /** The account whose record this belongs to. */
  tenant?: string;
  target?: { type: string; id: string };
  /** Client network, in the clear here; activity stores only a keyed hash. */
  network?: string;
  requestId?: string;
  /** Small, typed facts; never secrets or code. */
  data?: Readonly<Record<string, string | number | boolean | null>>;
}
