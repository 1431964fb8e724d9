import { readEnvironment } from './config/environment.js';
import { run } from './run.js';

await run(readEnvironment());
