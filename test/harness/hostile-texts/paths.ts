/** Paths and names of files. */
export const PATHS: readonly string[] = [
  ...[
    '../../etc/passwd',
    '..\\..\\windows\\win.ini',
    '/etc/passwd',
    'C:\\Windows\\System32',
    '\\\\server\\share',
    '//server/share',
    './.',
    '..',
    '.',
  ],
  ...[
    '....//....//',
    '%2e%2e%2f',
    '..%c0%af',
    '..%252f',
    'file:///etc/passwd',
    '/dev/null',
    '/proc/self/environ',
    '~/.ssh/id_rsa',
    '.env',
  ],
  ...['CON', 'nul.txt', 'a.txt.', 'a.txt ', 'a:b', 'a?b*c', '-rf', '--help', 'x'.repeat(300), '.htaccess'],
];
