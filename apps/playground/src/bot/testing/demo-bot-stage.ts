import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { createDemoBot, type DemoBot } from '../demo-bot.js';
import { PageStub } from './page-stub.js';
import { StubConnector } from './stub-connector.js';

/** A demo bot with a stub of the connector and stubs of its pages. */
export class DemoBotStage {
  private bot: DemoBot | undefined;

  private constructor(
    readonly connector: StubConnector,
    private readonly directory: string,
  ) {}

  static async open(): Promise<DemoBotStage> {
    const directory = await mkdtemp(join(tmpdir(), 'demo-bot-'));
    const stage = new DemoBotStage(await StubConnector.start(), directory);
    await stage.startBot();
    return stage;
  }

  async startBot(): Promise<void> {
    this.bot = await createDemoBot({
      connectorUrl: this.connector.server.url,
      botKey: 'bot-key',
      callbackSecret: StubConnector.secret,
      directory: this.directory,
      log: pino({ level: 'silent' }),
      typingMs: 0,
      graceMs: 50,
    });
    this.connector.botUrl = (await this.bot.listen(0)).replace('localhost', '127.0.0.1');
  }

  async stopBot(): Promise<void> {
    await this.bot?.close();
  }

  openPage(chatId?: string): Promise<PageStub> {
    return PageStub.open(this.connector.botUrl, chatId);
  }

  async close(): Promise<void> {
    await this.stopBot();
    await this.connector.server.stop();
    await rm(this.directory, { recursive: true });
  }
}

/** Whether a page shows a line with this text. */
export const shows =
  (text: string) =>
  (page: PageStub): boolean =>
    page.lines.some((line) => line.includes(text));
