/** The same database for a role without rights of its own, as the service logs in. */
export function serviceUrlOf(ownerUrl: string): string {
  const url = new URL(ownerUrl);
  url.username = 'test_service';
  url.password = 'of-the-tests';
  return url.href;
}
