import { describe, expect, it } from 'vitest';
import { parseCommandLine, UsageError } from './command-line.js';

describe('the command line', () => {
  it('needs nothing', () => {
    expect(parseCommandLine([])).toEqual({ platform: 'generic', help: false });
    expect(parseCommandLine(['--platform', 'cognigy'])).toMatchObject({ platform: 'cognigy' });
  });

  it.each([
    [['--platform', 'chatlayer'], /does not speak the chatlayer dialect yet/],
    [['--platform', 'other'], /no bot platform "other"/],
    [['--port', '1'], /--port/],
    [['stray'], /stray/],
  ])('refuses %j with a reason', (args, reason) => {
    expect(() => parseCommandLine(args)).toThrow(reason);
    expect(() => parseCommandLine(args)).toThrow(UsageError);
  });
});
