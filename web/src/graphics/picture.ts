import { el } from './parts';

const retryMs = 5_000;
/** A picture that takes longer must not keep the name and the price off the screen. */
const patienceMs = 400;

/**
 * A picture that may not come. Until it is there its place is a neutral ground, and where it failed the class `failed` lets the card do
 * without; it is asked for again now and then. The browser's sign for a broken picture is never seen.
 */
export class Picture {
  readonly image = el('img', '');
  failed = false;
  private url = '';
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly changed: () => void) {
    this.image.alt = '';
    this.image.hidden = true;
    this.image.addEventListener('load', () => this.settle(false));
    this.image.addEventListener('error', () => this.settle(true));
  }

  /** Returns when the picture can be painted, has failed, or has been waited for long enough. */
  async show(url: string): Promise<void> {
    if (url === this.url) return;
    this.dispose();
    this.url = url;
    this.image.hidden = true;
    if (!url) {
      this.image.removeAttribute('src');
      this.settle(false);
      return;
    }
    this.image.src = url;
    await Promise.race([
      this.image.decode?.().then(
        () => this.settle(false),
        () => this.url === url && this.settle(true), // said here before the error event
      ),
      new Promise<void>((resolve) => {
        this.image.addEventListener('error', () => resolve(), { once: true });
        setTimeout(resolve, patienceMs);
      }),
    ]);
  }

  dispose(): void {
    clearTimeout(this.timer);
  }

  private settle(failed: boolean): void {
    clearTimeout(this.timer);
    this.image.hidden = failed || !this.url;
    if (failed) this.timer = setTimeout(() => (this.image.src = this.url), retryMs);
    if (failed === this.failed) return;
    this.failed = failed;
    this.changed();
  }
}
