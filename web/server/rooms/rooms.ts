/** All rooms, one per chapter. Keeps a handful of sandboxes alive for chapters that nobody looks at just now, and closes the others. */
import type { Chapter } from '../../../runner/chapter/model.ts';
import { Room, type RoomOptions } from './room.ts';

export interface RoomsOptions extends Omit<RoomOptions, 'chapter' | 'openLab'> {
  readonly chapters: readonly Chapter[];
  readonly openLab: (
    chapter: Chapter,
    ...rest: Parameters<RoomOptions['openLab']>
  ) => ReturnType<RoomOptions['openLab']>;
  /** So many sandboxes have room at once; absent: any number. */
  readonly room?: number | undefined;
  /** Sandboxes that stay without anybody looking at them. */
  readonly idleLabs: number;
}

export class Rooms {
  readonly #options: RoomsOptions;
  /** Least recently used first. */
  readonly #rooms = new Map<string, Room>();
  readonly #closing = new Set<Promise<void>>();

  constructor(options: RoomsOptions) {
    this.#options = options;
  }

  chapter(id: string): Chapter | undefined {
    return this.#options.chapters.find((chapter) => chapter.id === id);
  }

  /** The chapter's room, opened when it is not there. */
  enter(chapter: Chapter): Room {
    const { openLab, chapters: _, idleLabs: __, room: ___, ...shared } = this.#options;
    const room =
      this.#rooms.get(chapter.id) ??
      new Room({
        ...shared,
        chapter,
        openLab: async (onProgress) => {
          await this.#makeRoomFor(chapter);
          return openLab(chapter, onProgress);
        },
      });
    this.#rooms.delete(chapter.id);
    this.#rooms.set(chapter.id, room);
    return room;
  }

  /** Somebody left a room: of those that nobody looks at, the ones left longest ago are closed. */
  left(room: Room): void {
    if (this.#rooms.delete(room.chapter.id)) this.#rooms.set(room.chapter.id, room);
    const { idleLabs } = this.#options;
    this.#closeIdle(this.#idle().length - idleLabs, `${idleLabs} others are kept`);
  }

  async close(): Promise<void> {
    for (const room of this.#rooms.values()) this.#close(room);
    this.#rooms.clear();
    await Promise.all(this.#closing);
  }

  /** Before another sandbox is built: those that nobody looks at give way. */
  async #makeRoomFor(chapter: Chapter): Promise<void> {
    const { room } = this.#options;
    if (room === undefined) return;
    const others = [...this.#rooms.values()].filter((one) => one.chapter !== chapter && one.hasLab);
    this.#closeIdle(others.length + 1 - room, 'there is room for no more');
    await Promise.all(this.#closing);
  }

  /** Least recently used first. */
  #idle(): Room[] {
    return [...this.#rooms.values()].filter((room) => room.idle && room.hasLab);
  }

  #closeIdle(many: number, why: string): void {
    for (const room of this.#idle().slice(0, Math.max(0, many))) {
      const { id } = room.chapter;
      this.#rooms.delete(id);
      this.#options.log(`Closed the sandbox of ${id}: nobody looks at it, and ${why}.`);
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
