/**
 * All rooms, one for each learner and chapter. Keeps a handful of sandboxes alive for rooms that nobody looks at just now, and
 * closes the others.
 */
import type { Chapter } from '../../../runner/chapter/model.ts';
import type { Lab } from '../../../runner/session/lab.ts';
import { type Learner, learnerName } from '../../../runner/session/learner.ts';
import type { OpenOptions } from '../../../runner/session/open.ts';
import type { ProgressStore } from '../progress/store.ts';
import { Room, type RoomOptions } from './room.ts';

/** Opens a lab for a learner. `onProgress` takes in a few words what the building of a sandbox waits for. */
export type OpenLab = (
  chapter: Chapter,
  options: Required<Pick<OpenOptions, 'learner' | 'seed' | 'onProgress'>>,
) => Promise<Lab>;

export interface RoomsOptions extends Pick<RoomOptions, 'kinds' | 'log'> {
  readonly chapters: readonly Chapter[];
  readonly progress: ProgressStore;
  readonly openLab: OpenLab;
  /** So many sandboxes have room at once; absent: any number. */
  readonly room?: number | undefined;
  /** Sandboxes that stay without anybody looking at them. */
  readonly idleLabs: number;
}

export class Rooms {
  readonly #options: RoomsOptions;
  /** Least recently used first. */
  readonly #rooms = new Set<Room>();
  readonly #closing = new Set<Promise<void>>();

  constructor(options: RoomsOptions) {
    this.#options = options;
  }

  chapter(id: string): Chapter | undefined {
    return this.#options.chapters.find((chapter) => chapter.id === id);
  }

  /** The learner's room of the chapter, opened when it is not there. */
  enter(learner: Learner, chapter: Chapter): Room {
    const name = learnerName(learner);
    const known = [...this.#rooms].find(
      (room) => room.chapter === chapter && learnerName(room.learner) === name,
    );
    const room = known ?? this.#open(learner, chapter);
    this.#rooms.delete(room);
    this.#rooms.add(room);
    return room;
  }

  #open(learner: Learner, chapter: Chapter): Room {
    const { openLab, kinds, log } = this.#options;
    const progress = this.#options.progress.of(learner, chapter);
    const room: Room = new Room({
      learner,
      chapter,
      kinds,
      log,
      progress,
      openLab: async (onProgress) => {
        await this.#makeRoomFor(room);
        return openLab(chapter, { learner, seed: progress.seed(), onProgress });
      },
    });
    return room;
  }

  /** Somebody left a room: of those that nobody looks at, the ones left longest ago are closed. */
  left(room: Room): void {
    if (this.#rooms.delete(room)) this.#rooms.add(room);
    const { idleLabs } = this.#options;
    this.#closeIdle(this.#idle().length - idleLabs, `${idleLabs} others are kept`);
  }

  async close(): Promise<void> {
    for (const room of this.#rooms) this.#close(room);
    this.#rooms.clear();
    await Promise.all(this.#closing);
  }

  /** Before another sandbox is built: those that nobody looks at give way. */
  async #makeRoomFor(room: Room): Promise<void> {
    const { room: most } = this.#options;
    if (most === undefined) return;
    const others = [...this.#rooms].filter((one) => one !== room && one.hasLab);
    this.#closeIdle(others.length + 1 - most, 'there is room for no more');
    await Promise.all(this.#closing);
  }

  /** Least recently used first. */
  #idle(): Room[] {
    return [...this.#rooms].filter((room) => room.idle && room.hasLab);
  }

  #closeIdle(many: number, why: string): void {
    for (const room of this.#idle().slice(0, Math.max(0, many))) {
      this.#rooms.delete(room);
      this.#options.log(`Closed the sandbox of ${room.chapter.id}: nobody looks at it, and ${why}.`);
      this.#close(room);
    }
  }

  #close(room: Room): void {
    const closing = room
      .close()
      .catch((error) => this.#options.log(`${room.chapter.id}: the sandbox did not close: ${error}`))
      .finally(() => this.#closing.delete(closing));
    this.#closing.add(closing);
  }
}
