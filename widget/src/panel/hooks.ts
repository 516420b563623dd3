// What the views need to know of the store and of the screen.
import { useEffect, useLayoutEffect, useState } from "preact/hooks";
import { FULL_SCREEN } from "../contract";
import type { Store } from "../state/store";

/** The store's state; renders again whenever it changes. */
export function useStore<T extends object>(store: Store<T>): T {
  const [state, setState] = useState(store.get());
  useLayoutEffect(() => {
    setState(store.get());
    return store.subscribe(() => setState(store.get()));
  }, [store]);
  return state;
}

/** Whether a media query holds, now and later. */
export function useMedia(query: string): boolean {
  const [holds, setHolds] = useState(() => matchMedia(query).matches);
  useEffect(() => {
    const media = matchMedia(query);
    const update = (): void => setHolds(media.matches);
    media.addEventListener("change", update);
    update();
    return () => media.removeEventListener("change", update);
  }, [query]);
  return holds;
}

/** Whether the panel covers the screen. */
export function useFullScreen(page: boolean): boolean {
  return useMedia(FULL_SCREEN) && !page;
}

/** True once `on` has been true for so many ms: short breaks don't flicker. */
export function useSettled(on: boolean, ms: number): boolean {
  const [settled, setSettled] = useState(false);
  useEffect(() => {
    if (!on) return setSettled(false);
    const timer = setTimeout(() => setSettled(true), ms);
    return () => clearTimeout(timer);
  }, [on, ms]);
  return settled && on;
}

/** A finger, not a mouse: the focus must not open the keyboard uninvited. */
export function coarsePointer(): boolean {
  return matchMedia("(pointer: coarse)").matches;
}
