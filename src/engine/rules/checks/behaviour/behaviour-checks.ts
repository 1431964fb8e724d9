import type { Check } from '../../rule.js';
import { copiesItself, decodedRuns, receivedRuns, writtenRuns } from './programs.js';
import { codeReplaced } from './code-replaced.js';
import { encodedLookups, secretsLeave } from './leaving.js';
import { encryptsInPlace, overwritesEverything, shredsEverything } from './folders.js';
import { erasesEverything } from './erasing.js';
import { flooding } from './floods.js';
import { habit } from './habits.js';
import { hiddenLiterals } from './hidden-literals.js';
import { hiddenFunctionCalled, typedSecretsKept } from './php-requests.js';
import { launchStorm } from './launch-storm.js';
import { mailsFetchedList } from './mass-mail.js';
import { rawDiskWrites } from './disks.js';
import { receivedFeedsShell } from './shell-input.js';
import { socketBecomesInput, webShell } from './backdoors.js';

/** What programs do, for the dangerous verdict. */
export const behaviourChecks: Readonly<Record<string, Check>> = {
  'code-replaced': codeReplaced,
  'copies-itself': copiesItself,
  'decoded-runs': decodedRuns,
  'encoded-lookups': encodedLookups,
  'encrypts-in-place': encryptsInPlace,
  'erases-everything': erasesEverything,
  'hidden-function-called': hiddenFunctionCalled,
  'hidden-literals': hiddenLiterals,
  'launch-storm': launchStorm,
  'mails-fetched-list': mailsFetchedList,
  'overwrites-everything': overwritesEverything,
  'raw-disk-writes': rawDiskWrites,
  'received-feeds-shell': receivedFeedsShell,
  'received-runs': receivedRuns,
  'secrets-leave': secretsLeave,
  'shreds-everything': shredsEverything,
  'socket-becomes-input': socketBecomesInput,
  'typed-secrets-kept': typedSecretsKept,
  'web-shell': webShell,
  'written-runs': writtenRuns,
  flooding,
  habit,
};
