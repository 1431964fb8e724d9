/** Classes of OCSF 1.8.0 that the record's types are told as, and their activities. */
export const ocsfClasses = {
  account_change: { uid: 3001, name: 'Account Change', category: 3 },
  authentication: { uid: 3002, name: 'Authentication', category: 3 },
  detection_finding: { uid: 2004, name: 'Detection Finding', category: 2 },
  application_lifecycle: { uid: 6002, name: 'Application Lifecycle', category: 6 },
  api_activity: { uid: 6003, name: 'API Activity', category: 6 },
} as const;

export const ocsfCategories = { 2: 'Findings', 3: 'Identity & Access Management', 6: 'Application Activity' } as const;

export interface OcsfKind {
  class: keyof typeof ocsfClasses;
  activity: number;
  /** As OCSF calls the activity; of 99 (Other) our own word. */
  name: string;
}

const kind = (name: OcsfKind['class'], activity: number, word: string): OcsfKind => ({
  class: name,
  activity,
  name: word,
});

/** By type, or by the longest beginning of it that ends with a dot. */
const kinds: Readonly<Record<string, OcsfKind>> = {
  'auth.login.': kind('authentication', 1, 'Logon'),
  'auth.logout': kind('authentication', 2, 'Logoff'),
  'auth.session.': kind('authentication', 2, 'Logoff'),
  'auth.token.': kind('authentication', 3, 'Authentication Ticket'),
  'auth.': kind('authentication', 99, 'Other'),
  'auth.password.changed': kind('account_change', 3, 'Password Change'),
  'auth.password.': kind('account_change', 4, 'Password Reset'),
  'auth.mfa.enabled': kind('account_change', 10, 'MFA Factor Enable'),
  'auth.mfa.disabled': kind('account_change', 11, 'MFA Factor Disable'),
  'auth.mfa.reset': kind('account_change', 11, 'MFA Factor Disable'),
  'auth.mfa.': kind('authentication', 99, 'Other'),
  'user.created': kind('account_change', 1, 'Create'),
  'user.enabled': kind('account_change', 2, 'Enable'),
  'user.disabled': kind('account_change', 5, 'Disable'),
  'user.': kind('account_change', 99, 'Other'),
  'key.': kind('account_change', 99, 'Other'),
  'billing.': kind('account_change', 99, 'Other'),
  'privacy.erasure': kind('account_change', 6, 'Delete'),
  'privacy.export': kind('api_activity', 2, 'Read'),
  'detect.alert.resolved': kind('detection_finding', 3, 'Close'),
  'detect.alert.opened': kind('detection_finding', 1, 'Create'),
  'detect.scenario_fired': kind('detection_finding', 1, 'Create'),
  'detect.': kind('detection_finding', 2, 'Update'),
  'system.start': kind('application_lifecycle', 3, 'Start'),
  'system.stop': kind('application_lifecycle', 4, 'Stop'),
  'system.': kind('application_lifecycle', 99, 'Other'),
  'admin.viewed_user': kind('api_activity', 2, 'Read'),
  'admin.viewed_audit': kind('api_activity', 2, 'Read'),
  'admin.export': kind('api_activity', 2, 'Read'),
  'audit.verify.': kind('api_activity', 2, 'Read'),
  'audit.checkpoint': kind('api_activity', 1, 'Create'),
  '': kind('api_activity', 99, 'Other'),
};

const byMethod: Readonly<Record<string, OcsfKind>> = {
  GET: kind('api_activity', 2, 'Read'),
  HEAD: kind('api_activity', 2, 'Read'),
  POST: kind('api_activity', 1, 'Create'),
  PUT: kind('api_activity', 3, 'Update'),
  PATCH: kind('api_activity', 3, 'Update'),
  DELETE: kind('api_activity', 4, 'Delete'),
};

export function ocsfKind(type: string, method: string | undefined): OcsfKind {
  const other = kinds[''] as OcsfKind;
  if (type === 'http.request') return byMethod[method ?? ''] ?? other;
  for (let key = type; key !== '';) {
    const found = kinds[key];
    if (found !== undefined) return found;
    key = key.slice(0, key.slice(0, -1).lastIndexOf('.') + 1);
  }
  return other;
}
