const MAX_BYTES = 10 * 1024 * 1024;
const EMPTY = 'is empty.';
const FAILURES = {
  413: 'is too large; 10 MB is the most.',
  415: 'is of a kind that cannot be sent.',
};

/** Accepts the customer's files: by the button, dropped onto the chat, or pasted. Shows what happens to them. */
export class FilePicker {
  #notice;
  #upload;
  #sent;

  /**
   * @param upload sends one file; resolves with the bot's answer, rejects with an `Error` whose `cause` is the status
   * @param sent called with the uploaded files
   */
  constructor({ button, input, dropZone, notice }, { upload, sent }) {
    this.#notice = notice;
    this.#upload = upload;
    this.#sent = sent;
    button.addEventListener('click', () => input.click());
    input.addEventListener('change', () => {
      void this.#take([...input.files]);
      input.value = '';
    });
    dropZone.addEventListener('dragover', (event) => {
      if (!event.dataTransfer.types.includes('Files')) return;
      event.preventDefault();
      dropZone.classList.add('dropping');
    });
    dropZone.addEventListener('dragleave', () => dropZone.classList.remove('dropping'));
    dropZone.addEventListener('drop', (event) => {
      dropZone.classList.remove('dropping');
      if (event.dataTransfer.files.length === 0) return;
      event.preventDefault();
      void this.#take([...event.dataTransfer.files]);
    });
    dropZone.addEventListener('paste', ({ clipboardData }) => void this.#take([...clipboardData.files]));
  }

  /** One after the other, so that they arrive in the order in which they were chosen. */
  async #take(files) {
    const failures = [];
    for (const file of files) {
      this.#say(`Sending ${file.name} …`);
      const failure = unfit(file) ?? (await this.#send(file));
      if (failure) failures.push(`${file.name} ${failure}`);
    }
    this.#say(failures.join(' '), failures.length > 0);
  }

  async #send(file) {
    try {
      this.#sent(await this.#upload(file));
      return undefined;
    } catch (error) {
      return FAILURES[error.cause] ?? 'could not be sent. Please try again.';
    }
  }

  #say(text, isFailure = false) {
    this.#notice.textContent = text;
    this.#notice.classList.toggle('failed', isFailure);
  }
}

/** Why the file is not sent at all, if so. */
function unfit({ size }) {
  if (size === 0) return EMPTY;
  return size > MAX_BYTES ? FAILURES[413] : undefined;
}
