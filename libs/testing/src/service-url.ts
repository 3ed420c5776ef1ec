/** The same database with the login of the service: a role without rights of its own. */
export function serviceUrlOf(ownerUrl: string): string {
  const url = new URL(ownerUrl);
  url.username = 'test_service';
  url.password = 'of-the-tests';
  return url.href;
}
