/** Does the work once; for a warm figure twice, and prints the CPU ms of the second time. */
export async function timed(warm, work) {
  const findings = await work();
  console.error(`${findings} findings`);
  if (!warm) return;
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  console.log((user + system) / 1_000);
}
