/** Printed on stdout as it is, outside the JSON log: logs are shipped and kept, this must be neither. */
export function announceSetupToken(token: string): void {
  process.stdout.write(
    [
      '',
      'There is no admin yet. Whoever registers with this set-up token within the next hour becomes the first one:',
      '',
      `  ${token}`,
      '',
      'It is shown only now and works once: POST /auth/register {"email": …, "password": …, "setup_token": "…"}',
      'A later start prints a new one, or makes the admin from ADMIN_EMAIL and ADMIN_PASSWORD.',
      '',
      '',
    ].join('\n'),
  );
}
