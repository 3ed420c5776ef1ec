import { ChatSession } from './chat-session.js';
import { ChatView } from './chat-view.js';

const view = new ChatView(document, {
  send: (message) => session.send(message),
  upload: (file) => session.upload(file),
  restart: () => session.restart(),
  types: (text) => session.types(text),
  looks: () => session.looks(),
});
const session = new ChatSession(localStorage, view);

await session.start();
