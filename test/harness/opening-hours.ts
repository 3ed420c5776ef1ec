const DAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const;
const IN_THREE_DAYS_MS = 3 * 24 * 60 * 60_000;

/** Opening hours that are closed today and tomorrow, on any date. */
export function closedHours(): object {
  const day = DAYS[new Date(Date.now() + IN_THREE_DAYS_MS).getUTCDay()];
  return { timeZone: 'Etc/UTC', weekly: [{ day, from: '09:00', to: '10:00' }] };
}
