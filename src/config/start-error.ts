/** Something the operator must mend before the service can start. Printed as one line, without a stack. */
export class StartError extends Error {
  override readonly name = 'StartError';
}
