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
  | 'admin.viewed_audit'
  | 'admin.export'
  | 'audit.checkpoint'
  | 'audit.verify.ok'
  | 'audit.verify.failed'
  | 'audit.gap'
  | 'audit.hold.placed'
  | 'audit.hold.released'
  | 'audit.purged'
  | 'detect.scenario_fired'
  | 'detect.score_band_changed'
  | 'detect.engine.stale'
  | 'detect.engine.recovered'
  | 'detect.alert.opened'
  | 'detect.alert.acked'
  | 'detect.alert.resolved'
  | 'detect.alert.judged'
  | 'detect.alert.delivered'
  | 'detect.alert.failed'
  | 'admin.silence.added'
  | 'admin.silence.removed'
  | 'admin.channel.added'
  | 'admin.channel.changed'
  | 'admin.channel.removed'
  | 'admin.channel.secret_rotated'
  | 'admin.channel.tested'
  | 'admin.delivery.repeated'
  | 'system.alarm.raised'
  | 'system.alarm.ended'
  | 'appeal.opened'
  | 'appeal.accepted'
  | 'appeal.rejected'
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
  /** Its keyed hash, where only that is known any more: for those who listen, not for the record. */
  networkHash?: string;
  /** What the caller's program calls itself, in the clear here; activity stores its family and a keyed hash. */
  userAgent?: string;
  requestId?: string;
  /** Small, typed facts; never secrets or code. */
  data?: Readonly<Record<string, string | number | boolean | null>>;
}

export type AlertSeverity = 'critical' | 'high' | 'medium' | 'low' | 'info';

/**
 * `data` of `detect.scenario_fired`. The event's `target` is the subject (`user`, `network`, `key`), its `network` the client
 * network that the fire came from or is about, where there is one. Alerts are made of it, in `live` mode only.
 */
export type ScenarioFired = {
  scenario: string;
  mode: 'live' | 'dry_run';
  /** `medium` when absent. */
  severity?: AlertSeverity;
  /** In words: our own text and numbers, nothing that a caller chose. */
  message: string;
  count: number;
  span_ms: number;
  score_before?: number;
  score_after?: number;
  /** JSON of `[{signal, log_odds, points}]`, the largest first. */
  contributions?: string;
  /** Behaviour multiplier after it. */
  multiplier?: number;
  /** The limit decision that the deciding event met. */
  decision_id?: string;
};

/** `data` of `detect.score_band_changed`. */
export type ScoreBandChanged = {
  from: 'restricted' | 'normal' | 'trusted';
  to: 'restricted' | 'normal' | 'trusted';
  score: number;
  score_before?: number;
  contributions?: string;
  multiplier?: number;
};

/** `data` of `system.alarm.raised` and `.ended`: how a room without an event of its own gets an alert. */
export type Alarm = {
  /** Lower case with dashes. */
  alarm: string;
  severity?: AlertSeverity;
  message?: string;
  /** True: it stays until it is ended; otherwise it resolves when it was not raised again for a while. */
  lasting?: boolean;
};
