// One object of state and whoever wants to know when it changed.

export class Store<T extends object> {
  private readonly listeners = new Set<() => void>();

  constructor(private current: T) {}

  get(): T {
    return this.current;
  }

  /** Changes some of it; listeners hear of it at once. */
  set(patch: Partial<T>): void {
    this.current = { ...this.current, ...patch };
    for (const listener of this.listeners) listener();
  }

  /** Calls back on every change until the function it gives is called. */
  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
}

/** True once the state is as wanted; false when it was not within so many ms. */
export function until<T extends object>(store: Store<T>, wanted: (state: T) => boolean, ms: number): Promise<boolean> {
  return new Promise((resolve) => {
    const settle = (well: boolean): void => {
      stop();
      clearTimeout(timer);
      resolve(well);
    };
    const stop = store.subscribe(() => wanted(store.get()) && settle(true));
    const timer = setTimeout(() => settle(false), ms);
    if (wanted(store.get())) settle(true);
  });
}
