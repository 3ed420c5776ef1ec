const nested = (open: string, close: string, depth: number): string => `${open.repeat(depth)}${close.repeat(depth)}`;

/** JSON, YAML and other structures, valid, broken and deep, and names of built-in members of objects. */
export const STRUCTURES: readonly string[] = [
  ...[
    '{"action":"x"}',
    '{"events":[]}',
    '{}',
    '[]',
    '[1,',
    '{"a":',
    '"text"',
    '{"a":1}{"b":2}',
    '{"__proto__":{"x":1}}',
    "{'a':1}",
  ],
  ...[
    nested('[', ']', 300),
    '['.repeat(500),
    nested('{"a":', '}', 100),
    nested('(', ')', 400),
    nested('<a>', '</a>', 80),
    nested('{{', '}}', 200),
  ],
  ...['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf', 'length', 'then', 'toJSON', '$ref', '@type'],
  ...[
    'a: b',
    '- a',
    '&a *a',
    '!!js/function x',
    '%YAML 1.2\n---',
    'key = "v"',
    '[section]',
    'a=b&c=d',
    'a[]=1&a[]=2',
    'O:8:"stdClass":0:{}',
  ],
  ...['\\ud83d\\ude00', '\\u202e', '\\"', '\\\\', '\\/', '{"text":"\\u0000"}', '/*/', '//', '<!--{', '{"$schema":"x"}'],
];
