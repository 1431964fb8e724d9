/**
 * For tests that bring all their servers themselves (two instances always do), and for those whose subject no store
 * takes part in: they would do the same under both settings of STORES, so they are left out of the embedded run.
 */
export const describeOnce = process.env['STORES'] === 'embedded' ? describe.skip : describe;
