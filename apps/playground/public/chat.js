import { ChatSession } from './chat-session.js';
import { ChatView } from './chat-view.js';

const view = new ChatView(document, {
  send: (text) => session.send(text),
  restart: () => session.restart(),
});
const session = new ChatSession(localStorage, view);

await session.start();
