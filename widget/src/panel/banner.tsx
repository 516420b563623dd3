// What is wrong with the connection, in plain words, and only once it lasts.
import type { JSX } from "preact";
import type { Words } from "../locales";
import type { Link } from "../transport/transport";
import { useSettled } from "./hooks";
import { Icon } from "./icons";

const SETTLE_MS = 800;

export function Banner({ link, words, retry }: { link: Link; words: Words; retry(): void }): JSX.Element {
  const troubled = link === "offline" || link === "busy" || link === "origin";
  const lasting = useSettled(troubled, SETTLE_MS);
  const say = link === "origin" ? words.refused : link === "busy" ? words.busy : words.offline;
  return (
    <div role="status">
      {lasting && (
        <div class="banner" part="banner">
          <Icon name="alert" />
          <span>{say}</span>
          {link === "offline" && <button type="button" class="text" onClick={retry}>{words.tryNow}</button>}
        </div>
      )}
    </div>
  );
}
