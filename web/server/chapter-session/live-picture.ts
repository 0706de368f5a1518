/** The picture of a session's lab, for the pages that show it: drawn again when it has changed, and not while nobody looks. */
import type { Observation } from '../../../checks/observation.ts';
import { drawPicture, type Picture, pictureOf } from '../../../runner/picture/picture.ts';
import { rowsOfScene } from '../../../runner/picture/table.ts';
import type { Lab } from '../../../runner/session/lab.ts';
import type { ServerMessage } from '../../protocol.ts';
import type { Connection } from './session-context.ts';

type PictureMessage = Extract<ServerMessage, { type: 'picture' }>;

/** After a command: at once, and again for what it has started in the background; of an emulated machine a look takes seconds. */
const FULL_LOOKS = { real: 3, emulated: 1 } as const;

export interface LivePictureOptions {
  /** What it is a picture of. */
  readonly title: string;
  /** A look or a drawing that failed. The sandbox's own troubles are told elsewhere. */
  readonly onTrouble: (error: unknown) => void;
}

export class LivePicture {
  readonly #options: LivePictureOptions;
  readonly #viewers = new Set<Connection>();
  #lab: Lab | undefined;
  #unfollow = () => {};
  #picture: Picture | undefined;
  #message: PictureMessage | undefined;
  /** Full looks that are to come, one with each light look: only they see sockets and rules. */
  #due = 0;

  constructor(options: LivePictureOptions) {
    this.#options = options;
  }

  /** From now on the picture is of this lab, whatever becomes of its sandbox. */
  follow(lab: Lab): void {
    this.#unfollow();
    this.#lab = lab;
    this.forget();
    this.#unfollow = lab.onObserved((observation) => this.#observed(observation));
  }

  stop(): void {
    this.#unfollow();
    this.#viewers.clear();
  }

  /** The sandbox is another one: nothing stands where it stood. */
  forget(): void {
    this.#picture = undefined;
    this.#message = undefined;
    this.commandEnded();
  }

  /** A command ended in one of the lab's shells. */
  commandEnded(): void {
    this.#due = FULL_LOOKS[this.#lab?.sandbox.emulated ? 'emulated' : 'real'];
  }

  show(connection: Connection): void {
    if (this.#message) connection.send({ ...this.#message, changed: [] });
    this.#viewers.add(connection);
    this.#lookFully();
  }

  leave(connection: Connection): void {
    this.#viewers.delete(connection);
  }

  #observed(observation: Observation): void {
    if (this.#viewers.size === 0) return;
    this.#draw(observation);
    if (observation.state.depth === 'light') this.#lookFully();
  }

  #lookFully(): void {
    if (this.#due === 0) return;
    this.#due -= 1;
    // One that fails is that of a sandbox that is gone.
    this.#lab?.observe('full').catch(this.#options.onTrouble);
  }

  #draw(observation: Observation): void {
    try {
      const picture = pictureOf(observation, this.#picture);
      const svg = drawPicture({ ...picture, differences: [] }, { title: this.#options.title });
      this.#picture = picture;
      if (svg === this.#message?.svg) return;
      const rows = rowsOfScene(picture.scene);
      const changed = picture.differences.filter(({ change }) => change !== 'removed').map(({ key }) => key);
      this.#message = { type: 'picture', svg, rows, changed };
      for (const viewer of this.#viewers) viewer.send(this.#message);
    } catch (error) {
      this.#options.onTrouble(error);
    }
  }
}
