import { describe, expect, it } from 'vitest';
import { parseCommandLine, UsageError } from './command-line.js';

describe('the command line', () => {
  it('needs nothing', () => {
    expect(parseCommandLine([])).toEqual({ platform: 'generic', help: false });
  });

  it.each(['generic', 'cognigy', 'chatlayer'])('accepts the platform %s', (platform) => {
    expect(parseCommandLine(['--platform', platform])).toEqual({ platform, help: false });
  });

  it.each([
    [['--platform', 'other'], /no bot platform "other"[^]*generic\|cognigy\|chatlayer/],
    [['--port', '1'], /--port/],
    [['stray'], /stray/],
  ])('refuses %j with a reason', (args, reason) => {
    expect(() => parseCommandLine(args)).toThrow(reason);
    expect(() => parseCommandLine(args)).toThrow(UsageError);
  });
});
