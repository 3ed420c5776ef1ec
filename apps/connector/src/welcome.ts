import type { AppConfig } from '#config';

/**
 * The text for a person who starts the service at a terminal. The admin key is shown only by the start that generated
 * it.
 */
export function welcome({ role, publicUrl, generated, adminApiKey, dataDir }: AppConfig, url: string): string {
  const lines = [`Engage Handover listens on ${url}`];
  if (role !== 'worker')
    lines.push(
      `  Console     ${publicUrl}/console`,
      `  Setup guide ${publicUrl}/setup`,
      `  Swagger UI  ${publicUrl}/docs`,
    );
  if (generated.includes('ADMIN_API_KEY'))
    lines.push(`  Admin key   ${adminApiKey.reveal()}  (shown once, kept in ${dataDir})`);
  return `${lines.join('\n')}\n`;
}
