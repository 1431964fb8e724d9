import type { Check } from '../../rule.js';
import { handleKept } from './handles.js';
import { listenerAfterMount } from './mounts.js';
import { shadowedVariable, unusedImport, unusedPrivateMember } from './names.js';

/** Analyses of JavaScript and TypeScript by the name that rule files use. */
export const javascriptChecks: Readonly<Record<string, Check>> = {
  'handle-kept': handleKept,
  'listener-after-mount': listenerAfterMount,
  'shadowed-variable': shadowedVariable,
  'unused-import': unusedImport,
  'unused-private-member': unusedPrivateMember,
};
